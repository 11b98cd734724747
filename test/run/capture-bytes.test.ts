import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readCapture } from "../../src/host/read-capture.ts";
import { HostlensError } from "../../src/model/failure.ts";
import { readCaptureBytes, type CaptureReadOptions } from "../../src/run/capture-bytes.ts";
import { findTool } from "../../src/run/find-tool.ts";

const folder = mkdtempSync(join(tmpdir(), "hostlens-bytes-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = "fixtures/captures/strace/bash-pipeline.strace";
const whole = readFileSync(fixture);

async function bytesOf(paths: readonly string[], options: CaptureReadOptions = {}): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readCaptureBytes(paths, options)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

async function failureOf(paths: readonly string[], options: CaptureReadOptions = {}): Promise<HostlensError> {
  const error: unknown = await bytesOf(paths, options).then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof HostlensError)) throw new Error("it did not fail", { cause: error });
  return error;
}

function write(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe("one capture, however it is kept", () => {
  test("plain, from standard input in small pieces, and packed with gzip", async () => {
    expect((await bytesOf([fixture])).equals(whole)).toBe(true);
    const pieces = (bytes: Buffer): Readable => Readable.from(Array.from({ length: Math.ceil(bytes.length / 3) }, (_, index) => bytes.subarray(index * 3, index * 3 + 3)));
    expect((await bytesOf(["-"], { stdin: pieces(whole) })).equals(whole)).toBe(true);
    expect((await bytesOf(["-"], { stdin: pieces(gzipSync(whole)) })).equals(whole)).toBe(true);
    // the mark decides, not the name
    expect((await bytesOf([write("named.txt", gzipSync(whole))])).equals(whole)).toBe(true);
  });

  test.each([["zstd", ["-qc"]], ["xz", ["-c"]]] as const)("packed with %s", async (tool, flags) => {
    if (findTool(tool) === undefined) return;
    const packed = execFileSync(tool, [...flags, fixture]);
    expect((await bytesOf([write(`packed.${tool}`, packed)])).equals(whole)).toBe(true);
    const torn = await failureOf([write(`torn.${tool}`, packed.subarray(0, packed.length / 2))]);
    expect(torn.failure).toMatchObject({ code: "bad-input", problem: expect.stringContaining("torn") });
  });

  test("a tool that is not installed is named", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = folder;
    try {
      const missing = await failureOf([write("some.xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]))]);
      expect(missing.failure).toMatchObject({ code: "tool-missing", tool: "xz", hint: expect.stringContaining("xz-utils") });
    } finally {
      process.env["PATH"] = path;
    }
  });

  test("several files come one after another, a cut last line does not run into the next file", async () => {
    const cut = write("cut", "close(3) = 0");
    expect(String(await bytesOf([cut, cut]))).toBe("close(3) = 0\nclose(3) = 0");
  });

  test("progress counts the bytes on disk", async () => {
    const seen: [number, number][] = [];
    await bytesOf([fixture, fixture], { onProgress: (read, all) => seen.push([read, all]) });
    expect(seen.at(-1)).toEqual([2 * whole.length, 2 * whole.length]);
  });
});

describe("strace -ff", () => {
  const prefix = "fixtures/captures/strace/make-ff.strace";
  const names = readdirSync("fixtures/captures/strace").filter((name) => name.startsWith("make-ff")).map((name) => join("fixtures/captures/strace", name));

  test("the files of a prefix are merged as strace-log-merge does, and so is their list", async () => {
    const merged = (await bytesOf([prefix])).toString("latin1");
    const lines = merged.trimEnd().split("\n");
    // its own lines, in their order, under the pid that the file's name says
    for (const name of names) {
      const pid = name.slice(name.lastIndexOf(".") + 1);
      const own = lines.filter((line) => line.startsWith(`${pid.padEnd(5)} `)).map((line) => `${line.slice(6)}\n`);
      expect(own.join("")).toBe(readFileSync(name, "latin1"));
    }
    expect((await bytesOf(names.toReversed())).toString("latin1")).toBe(merged);
    if (findTool("strace-log-merge") === undefined) return;
    const byStrace = execFileSync("strace-log-merge", [prefix], { encoding: "latin1" }).trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/ +/, " "))).toEqual(byStrace.map((line) => line.replace(/ +/, " ")));
  });

  test("events carry the pid of their file", async () => {
    const pids = new Set<number | undefined>();
    for await (const event of readCapture(prefix)) pids.add(event.pid);
    expect(pids).toEqual(new Set(names.map((name) => Number(name.slice(name.lastIndexOf(".") + 1)))));
  });

  test("midnight, lines without a time, packed parts", async () => {
    const night = join(folder, "night");
    write("night.7", "23:59:58.000001 close(1) = 0\n23:59:58.000003 close(2) = 0\n > /lib/x.so(f+0x1) [0x2]\n00:00:01.000001 close(3) = 0");
    write("night.12345.gz", gzipSync("23:59:58.000002 close(4) = 0\n00:00:02.000000 close(5) = 0\n"));
    write("night.100001", "00:00:01.500000 close(6) = 0\n");
    write("night.other", "not of it\n");
    expect(String(await bytesOf([night])).split("\n")).toEqual([
      "7     23:59:58.000001 close(1) = 0", "12345 23:59:58.000002 close(4) = 0", "7     23:59:58.000003 close(2) = 0",
      " > /lib/x.so(f+0x1) [0x2]", "7     00:00:01.000001 close(3) = 0", "100001 00:00:01.500000 close(6) = 0", "12345 00:00:02.000000 close(5) = 0", "",
    ]);
  });

  test("without times the files come one after another, and that is said", async () => {
    write("plain.9", "close(1) = 0\n");
    write("plain.10", "close(2) = 0\n");
    const warnings: string[] = [];
    expect(String(await bytesOf([join(folder, "plain")], { onWarning: (message) => warnings.push(message) }))).toBe("9     close(1) = 0\n10    close(2) = 0\n");
    expect(warnings).toEqual([expect.stringMatching(/2 files have no times \(-tt\)/)]);
  });
});

describe("what cannot be read says why", () => {
  test("no such file, a directory, a torn gzip", async () => {
    mkdirSync(join(folder, "directory"));
    expect((await failureOf([join(folder, "none")])).message).toMatch(/none: there is no such file$/);
    expect((await failureOf([join(folder, "directory")])).failure).toMatchObject({ code: "bad-input", problem: "it is a directory" });
    const torn = await failureOf([write("torn.gz", gzipSync(whole).subarray(0, 900))]);
    expect(torn.failure).toMatchObject({ code: "bad-input", problem: expect.stringMatching(/gzip, and torn/) });
  });

  test("a file that may not be read", async () => {
    const path = join(folder, "secret");
    cpSync(fixture, path);
    chmodSync(path, 0);
    // root may read everything
    if (process.getuid?.() === 0) expect((await bytesOf([path])).length).toBe(whole.length);
    else expect((await failureOf([path])).failure.code).toBe("no-permission");
  });
});
