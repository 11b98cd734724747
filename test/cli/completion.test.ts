import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { hostlens } from "../support/run-cli.ts";

const has = (shell: string): boolean => spawnSync("sh", ["-c", `command -v ${shell}`]).status === 0;

function completeInBash(...words: readonly string[]): string[] {
  const script = hostlens(["completion", "bash"]).stdout;
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const { stdout, stderr, status } = spawnSync("bash", ["--norc"], {
    input: `${script}\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=${words.length - 1}\n_hostlens\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`, encoding: "utf8",
  });
  expect([stderr, status]).toEqual(["", 0]);
  return stdout.trimEnd().split("\n");
}

describe("bash", () => {
  test("offers every command and alias first", () => {
    expect(completeInBash("hostlens", "").toSorted()).toEqual(["help", ...commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])])].toSorted());
  });
  test("offers the rest of a word, flags, values and arguments of a fixed set", () => {
    expect(completeInBash("hostlens", "compl")).toEqual(["completion"]);
    expect(completeInBash("hostlens", "schema", "--js")).toEqual(["--json"]);
    expect(completeInBash("hostlens", "--color", "a")).toEqual(["auto", "always"]);
    expect(completeInBash("hostlens", "completion", "")).toEqual(["bash", "zsh", "fish"]);
  });
});

test("every script names every command", () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout, status } = hostlens(["completion", shell]);
    expect(status).toBe(0);
    for (const spec of commands) expect(stdout).toContain(spec.name);
  }
});

test("fish reads its script and completes with it", ({ skip }) => {
  if (!has("fish")) skip("fish is not installed");
  const script = hostlens(["completion", "fish"]).stdout;
  const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", `${script}\ncomplete -C 'hostlens compl'`], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^completion\t/m);
});

test("zsh reads its script", ({ skip }) => {
  if (!has("zsh")) skip("zsh is not installed");
  const script = hostlens(["completion", "zsh"]).stdout;
  const { stderr, status } = spawnSync("zsh", ["-f", "-c", `autoload -U compinit && compinit -D -u\n${script}\nwhence -w _hostlens`], { encoding: "utf8" });
  expect([stderr, status]).toEqual(["", 0]);
});
