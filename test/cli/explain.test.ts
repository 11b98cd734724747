import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { documentSchemas } from "../../src/model/documents.ts";
import { pastedKinds } from "../../src/parse/detect.ts";
import { hostlens } from "../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "hostlens-explain-"));
afterAll(() => rmSync(folder, { recursive: true }));
const explain = (text: string | Buffer, ...args: string[]): ReturnType<typeof hostlens> => hostlens(["explain", ...args], { input: text });

test("pasted output is shown like live data and follows its schema", () => {
  const text = "default via 192.0.2.1 dev eth0 proto dhcp metric 100\n192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2\n";
  expect(explain(text).stdout).toMatch(/default +via 192\.0\.2\.1 dev eth0 metric 100/);
  for (const args of [["--json"], ["-", "--json"]]) {
    const document: unknown = JSON.parse(explain(text, ...args).stdout);
    expect(documentSchemas.pasted.safeParse(document).error).toBeUndefined();
    expect(document).toMatchObject({ kind: "ip-route", source: { kind: "pasted" }, routes: [{ dst: "0.0.0.0/0" }, { dst: "192.0.2.0/24" }], notUnderstood: [] });
  }
});

test("a file says the same as standard input, its name goes into the places", () => {
  const path = join(folder, "neigh.txt");
  writeFileSync(path, "192.0.2.1 dev eth0 lladdr 02:00:00:00:00:01 STALE\n");
  expect(JSON.parse(hostlens(["explain", path, "--json"]).stdout)).toMatchObject({ kind: "ip-neigh", neighbours: [{ address: "192.0.2.1", at: { command: path } }] });
});

test("what nobody understands is shown with its line, not dropped", () => {
  const { stdout, status } = explain("default via 192.0.2.1 dev eth0 wibble 7\nutter nonsense here\n");
  expect(status).toBe(0);
  expect(stdout).toMatch(/Not understood/);
  expect(stdout).toMatch(/wibble/);
  expect(stdout).toMatch(/utter nonsense/);
});

describe("bad input is one line, status 4", () => {
  test.each([
    ["nothing at all", "", /empty/],
    ["prose", "Dear sir or madam,\nyours faithfully\n", /looked for a strace capture and for the output of ip/],
    ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0x1b, 0x5b]), /binary/],
    ["gzip", Buffer.from([0x1f, 0x8b, 8, 0]), /gzip/],
    ["terminal control", "\u001b]0;pwned\u0007\u001b[2J\n", /looked for/],
  ] as const)("%s", (_what, text, message) => {
    const { status, stdout, stderr } = explain(text as string);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^hostlens: [^\n\p{Cc}]+\n$/u);
    expect([status, stdout]).toEqual([4, ""]);
  });
  test("a directory, a missing file", () => {
    expect(hostlens(["explain", folder])).toMatchObject({ status: 4, stderr: expect.stringMatching(/^hostlens: .*directory.*\n$/) });
    expect(hostlens(["explain", join(folder, "none")])).toMatchObject({ status: 4, stderr: expect.stringMatching(/^hostlens: .*no such file.*\n$/) });
  });
});

test("--as takes every format that the detection knows", () => {
  const choices = commands.find((spec) => spec.name === "explain")?.options?.find((option) => option.flags.startsWith("--as"))?.choices;
  expect([...choices ?? [], "unknown"].toSorted()).toEqual([...pastedKinds].toSorted());
  expect(explain("default via 192.0.2.1 dev eth0\n", "--as", "ifconfig").status).toBe(4);
});
