import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseStrace } from "../../../src/parse/strace/capture-parser.ts";

const linesOf = (name: string): string[] =>
  readFileSync(new URL(`../../../fixtures/captures/strace/${name}`, import.meta.url), "latin1").trimEnd().split("\n");

test.each(["git-commit.strace", "bash-pipeline.strace", "threads-Y.strace", "exec-superseded.strace", "signals.strace",
  "raw-ns-times.strace", "perl-rel-ip.strace", "setuid.strace", "v72-arg-names.strace", "unshare-pidns.strace"])(
  "every line of %s is understood, and no call that strace finished stays open", (name) => {
    const lines = linesOf(name);
    const events = [...parseStrace(lines)];
    expect(events.filter((event) => event.kind === "unparsed").map((event) => event.text)).toEqual([]);
    expect(events.filter((event) => event.resumed !== undefined)).toHaveLength(lines.filter((line) => line.includes(" resumed>")).length);
  });

test("the execve of a thread ends under the leader's pid", () => {
  const execve = [...parseStrace(linesOf("exec-superseded.strace"))].find((event) => event.name === "execve" && event.resumed);
  expect(execve).toMatchObject({ pid: 3552, resumedPid: 3549, ret: { value: 0 } });
});
