import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { documentSchemas } from "../../src/model/documents.ts";
import { hostlens, root } from "../support/run-cli.ts";

const recordings = readdirSync(`${root}/fixtures/recordings`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("recording.json")).map((path) => dirname(path)).toSorted();
const on = (recording: string): string => `recording:${root}/fixtures/recordings/${recording}`;
/** Every kind of host once; the containers of one host differ little from each other. */
const chosen = recordings.filter((path) => !path.includes("/containers/") && !path.startsWith("07-"));

/** Other versions of iproute2 on the same host: their differences are judged where they are parsed. */
const versions = /iproute2-|truth-/;

test("the recordings are there", () => expect(chosen.length).toBeGreaterThan(20));

describe.each(["nics", "routes", "rules", "neighbours"] as const)("%s --json follows its schema", (name) => {
  test.each(chosen.filter((path) => !versions.test(path)))("%s", (recording) => {
    const { status, stdout, stderr } = hostlens([name, ...(name === "routes" ? ["--table", "all"] : []), "--json", "--on", on(recording)]);
    expect([status, stderr]).toEqual([0, ""]);
    const document: unknown = JSON.parse(stdout);
    const parsed = documentSchemas[name].safeParse(document);
    expect(parsed.error).toBeUndefined();
    expect(document).toMatchObject({ schema: `hostlens/${name}@1`, source: { kind: "recording" } });
  });
});

const hostile = ["09-hostile-strings", "09-hostile-strings/busybox", "04-netns-lab-k6.1/rtr", "04b-netns-lab-k6.18/gw"];

test.each(hostile)("%s: no control character reaches the terminal, no line is wider than asked", (recording) => {
  for (const args of [["nics", "--stats"], ["nics", "-v"], ["routes", "--table", "all", "-v"], ["rules"], ["neighbours"], ["nics", "--brief"]]) {
    for (const width of [80, 140]) {
      const { status, stdout, stderr } = hostlens([...args, "--width", String(width), "--on", on(recording)]);
      expect(status).toBe(0);
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      for (const line of stdout.split("\n")) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }
  }
});

test("--brief is one line for each NIC", () => {
  const { nics } = JSON.parse(hostlens(["nics", "--json", "--on", "demo"]).stdout) as { nics: unknown[] };
  const lines = hostlens(["nics", "--brief", "--on", "demo"]).stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(nics.length + 1);
});

test("the demo says on standard error that it is not this machine", () => {
  const { stdout, stderr } = hostlens(["nics", "--json", "--on", "demo"]);
  expect(stderr).toMatch(/^hostlens: this is the bundled demo.*not this machine\n$/);
  expect(JSON.parse(stdout)).toMatchObject({ source: { kind: "demo" } });
});

test("a NIC that is not there: status 1 and the names there are", () => {
  const { status, stdout, stderr } = hostlens(["nics", "dokcer0", "--on", "demo"]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/no NIC "dokcer0"; there are: .*docker0.*; did you mean docker0\?\n$/);
});

test("a NIC is found by its altname too", () => {
  type Nics = { nics: { name: string; altnames: string[] }[] };
  const withAltname = chosen.flatMap((recording) => (JSON.parse(hostlens(["nics", "--json", "--on", on(recording)]).stdout) as Nics).nics
    .filter((nic) => nic.altnames.length > 0).map((nic) => ({ recording, nic }))).slice(0, 1);
  expect(withAltname).toHaveLength(1);
  for (const { recording, nic } of withAltname) {
    const { nics } = JSON.parse(hostlens(["nics", nic.altnames[0] ?? "", "--json", "--on", on(recording)]).stdout) as Nics;
    expect(nics.map((each) => each.name)).toEqual([nic.name]);
  }
});

test("-4 and -6 choose the family, both together do not", () => {
  const families = (...flags: string[]): number[] => {
    const { routes } = JSON.parse(hostlens(["routes", "--table", "all", "--json", "--on", "demo", ...flags]).stdout) as { routes: { family: number }[] };
    return [...new Set(routes.map((route) => route.family))].toSorted((a, b) => a - b);
  };
  expect(families("-4")).toEqual([4]);
  expect(families("-6")).toEqual([6]);
  expect(families("-4", "-6")).toEqual(families());
});

test("a table by name and by number is the same, an unknown one says which there are", () => {
  const table = (name: string): unknown => (JSON.parse(hostlens(["routes", "--table", name, "--json", "--on", "demo"]).stdout) as { routes: unknown }).routes;
  expect(table("255")).toEqual(table("local"));
  expect(hostlens(["routes", "--table", "nonesuch", "--on", "demo"])).toMatchObject({ status: 1, stderr: expect.stringContaining("there are: ") });
});

describe("sources that cannot be opened are one line and a status", () => {
  test.each([
    ["recording:/no/such/directory", [1, 4]],
    [`recording:${root}/src`, [4]],
    ["recording:", [2]],
    ["netns:", [2]],
    ["netns:no-such-namespace-here", [1, 3]],
    ["pid:0", [2]],
    ["pid:nonsense", [2]],
    ["moon", [2]],
  ] as const)("--on %s", (source, statuses) => {
    const { status, stdout, stderr } = hostlens(["nics", "--on", source]);
    expect(stderr).toMatch(/^hostlens: [^\n]+\n$/);
    expect(statuses).toContain(status);
    expect(stdout).toBe("");
  });
});
