import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { spawnSync } from "node:child_process";
import { openOutputFile } from "../../src/run/output-file.ts";

/** Runs something with another directory for temporary files. */
function inDirectory<T>(directory: string, work: () => T): T {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = directory;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

it("an output file takes what a program writes, up to its limit, and has no name", () => {
  const directory = mkdtempSync(join(tmpdir(), "output-file-"));
  const file = inDirectory(directory, openOutputFile);
  if (!file) throw new Error(`no file could be made in ${directory}`);
  expect(readdirSync(directory)).toEqual([]);
  rmSync(directory, { recursive: true });
  spawnSync("sh", ["-c", "printf one; printf two"], { stdio: ["ignore", file.fd, "inherit"] });
  expect(file.read(100)).toEqual({ bytes: Buffer.from("onetwo"), isWhole: true });
  expect(file.read(4)).toEqual({ bytes: Buffer.from("onet"), isWhole: false });
  file.close();
});

it("where no directory can be written there is none, and a pipe is used instead", () => {
  expect(inDirectory("/nonexistent", openOutputFile)).toBeUndefined();
});
