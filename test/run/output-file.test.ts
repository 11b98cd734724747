import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { spawnSync } from "node:child_process";
import { openOutputFile } from "../../src/run/output-file.ts";

it("an output file takes what a program writes, up to its limit, and has no name", () => {
  const named = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("hostlens-"));
  const before = new Set(named());
  const file = openOutputFile();
  if (!file) throw new Error(`no file could be made in ${tmpdir()}`);
  expect(named().filter((name) => !before.has(name))).toEqual([]);
  spawnSync("sh", ["-c", "printf one; printf two"], { stdio: ["ignore", file.fd, "inherit"] });
  expect(file.read(100)).toEqual({ bytes: Buffer.from("onetwo"), isWhole: true });
  expect(file.read(4)).toEqual({ bytes: Buffer.from("onet"), isWhole: false });
  file.close();
});

it("where no directory can be written there is none, and a pipe is used instead", () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = "/nonexistent";
  try {
    expect(openOutputFile()).toBeUndefined();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
