import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { StatsDocument } from "../../src/model/documents.ts";
import { hostlens } from "../support/run-cli.ts";

const folder = "fixtures/captures/strace";
const stats = (file: string, ...args: string[]): StatsDocument => StatsDocument.parse(JSON.parse(hostlens(["stats", join(folder, file), "--json", ...args]).stdout));

/** Name, calls and errors in the table that `strace -C -U name,calls,errors,time-percent,…` wrote below its trace. */
function tableOf(file: string): Record<string, [calls: number, errors: number]> {
  const lines = readFileSync(join(folder, file), "latin1").split("\n");
  const start = lines.findIndex((line) => line.startsWith("syscall  "));
  const rows: Record<string, [number, number]> = {};
  for (const line of lines.slice(start + 2)) {
    const found = /^([a-z]\w*) +(\d+) +(?:(\d+) +)?[\d.]+ +\d+\.\d+ /.exec(line);
    if (found) rows[found[1] ?? ""] = [Number(found[2]), Number(found[3] ?? 0)];
  }
  return rows;
}

test("calls and errors are those of the table that strace -C wrote itself", () => {
  const expected = tableOf("find-summary-and-trace.strace");
  delete expected["total"];
  expect(Object.keys(expected).length).toBeGreaterThan(10);
  expect(Object.fromEntries(stats("find-summary-and-trace.strace").rows.map((row) => [row.name, [row.calls, row.errors]]))).toEqual(expected);
});

describe("other keys", () => {
  // counted with grep on the fixture, not by this program
  const lines = (file: string): string[] => readFileSync(join(folder, file), "latin1").split("\n");

  test("by errno: as many as lines say so", () => {
    const all = lines("tar-y.strace");
    for (const { name, calls, errors } of stats("tar-y.strace", "--by", "errno").rows) {
      const said = all.filter((line) => line.includes(` = -1 ${name} (`)).length;
      expect([name, calls, errors]).toEqual([name, said, said]);
    }
  });

  test("by file: the paths that -y wrote, with the bytes read", () => {
    const read = new Map<string, number>();
    for (const line of lines("tar-y.strace")) {
      const found = /(?:read|write)\(\d+<(\/[^>]+)>.* = (\d+)/.exec(line);
      if (found) read.set(found[1] ?? "", (read.get(found[1] ?? "") ?? 0) + Number(found[2]));
    }
    expect(read.size).toBeGreaterThan(3);
    const { rows } = stats("tar-y.strace", "--by", "file");
    for (const [path, bytes] of read) expect(rows.find((row) => row.name === path)?.bytes ?? 0).toBeGreaterThanOrEqual(bytes);
  });

  test("by address: the server that curl spoke to", () => {
    const { rows } = stats("curl-yy.strace", "--by", "address");
    expect(rows.some((row) => lines("curl-yy.strace").some((line) => line.includes(row.name.replace(/^\S+ /, ""))))).toBe(true);
  });

  test("by process: pids and programs of strace -ff", () => {
    const pids = readdirSync(folder).filter((name) => name.startsWith("make-ff")).map((name) => name.slice(name.lastIndexOf(".") + 1));
    const { rows, total } = stats("make-ff.strace", "--by", "process");
    expect(new Set(rows.map((row) => row.name.split(" ")[0]))).toEqual(new Set(pids));
    expect(rows.length).toBe(pids.length);
    expect(rows.some((row) => row.name === "2814 make")).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(total.calls);
  });
});

test("quantiles of durations are those of the sorted list, to the error that is stated", () => {
  const seconds = readFileSync(join(folder, "curl-yy.strace"), "latin1").split("\n").flatMap((line) => / = .* <([\d.]+)>$/.exec(line)?.[1] ?? []).map(Number).toSorted((a, b) => a - b);
  const { total, relativeError } = stats("curl-yy.strace");
  if (seconds.length === 0) {
    expect(total.seconds).toBeUndefined();
    return;
  }
  for (const [part, value] of [[0.5, total.p50], [0.95, total.p95], [0.99, total.p99]] as const) {
    const exact = seconds[Math.ceil(part * seconds.length) - 1] ?? NaN;
    expect(Math.abs((value ?? NaN) - exact)).toBeLessThanOrEqual(exact * relativeError + 1e-9);
  }
  expect(total.max).toBe(seconds.at(-1));
});

test("text: a table with its total; what is no capture is status 4", () => {
  const { stdout, status } = hostlens(["stats", join(folder, "tar-y.strace"), "--by", "file", "--limit", "3"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^FILE +CALLS +ERRORS/);
  expect(stdout).toMatch(/\ntotal +[\d,]+/);
  expect(hostlens(["stats", "-"], { input: "Dear sir or madam\n" })).toMatchObject({ status: 4, stdout: "", stderr: expect.stringMatching(/no line of it is a line of strace/) });
  expect(hostlens(["stats", "-"], { input: "" })).toMatchObject({ status: 4, stderr: expect.stringMatching(/empty/) });
});
