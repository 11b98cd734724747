import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { concepts } from "../../src/knowledge/concepts/index.ts";
import { documentSchemas } from "../../src/model/documents.ts";
import { callHostlens } from "../support/in-process.ts";
import { hostlens, root } from "../support/run-cli.ts";

const recordings = readdirSync(`${root}/fixtures/recordings`, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("recording.json")).map((path) => dirname(path)).toSorted();
const on = (recording: string): string => `recording:${root}/fixtures/recordings/${recording}`;
/** Every kind of host once; the containers of one host differ little from each other. */
const chosen = recordings.filter((path) => !path.includes("/containers/") && !path.startsWith("07-"));

/** Other versions of iproute2 on the same host: their differences are judged where they are parsed. */
const versions = /iproute2-|truth-/;

test("the recordings are there", () => expect(chosen.length).toBeGreaterThan(20));

/** Every command that speaks about a host, in the ways that reach different code. */
const questions = [
  ["overview"], ["nics"], ["nics", "--stats", "-v"], ["routes"], ["routes", "--table", "all", "-v"], ["rules"], ["neighbours"], ["doctor"], ["learn"],
];
const everyConcept = concepts.map(({ id }) => ["learn", id]);
const learnedOn = ["02-docker-default-bridge", "05-busybox-host", "08-ipv6-ra-host/host", "09-hostile-strings"];

describe("every command on every recording: documents follow their schema, text stays in its width and holds no control character", () => {
  test.each(chosen)("%s", async (recording) => {
    const isLarge = recording.startsWith("06-");
    for (const args of [...questions, ...(learnedOn.includes(recording) ? everyConcept : [])]) {
      if (isLarge && args.includes("-v")) continue;
      const json = await callHostlens([...args, "--json", "--on", on(recording)]);
      expect([args, json.status, json.stderr]).toEqual([args, 0, ""]);
      const document = JSON.parse(json.stdout) as { schema: string };
      const schema = documentSchemas[document.schema.replace(/^hostlens\/|@1$/g, "") as keyof typeof documentSchemas];
      expect([args, schema.safeParse(document).error]).toEqual([args, undefined]);
      for (const width of isLarge || versions.test(recording) ? [80] : [80, 140]) {
        const { status, stdout, stderr } = await callHostlens([...args, "--width", String(width), "--on", on(recording)]);
        expect([args, status]).toEqual([args, 0]);
        expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
        expect(stdout).not.toMatch(/\bundefined\b|\[object |\bNaN\b/);
        for (const line of stdout.split("\n")) if (line.length > width) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  });
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

test("a NIC is found by its altname too", async () => {
  type Nics = { nics: { name: string; altnames: string[] }[] };
  const withAltname = [];
  for (const recording of chosen) {
    const { nics } = JSON.parse((await callHostlens(["nics", "--json", "--on", on(recording)])).stdout) as Nics;
    withAltname.push(...nics.filter((nic) => nic.altnames.length > 0).slice(0, 1).map((nic) => ({ recording, nic })));
  }
  expect(withAltname.length).toBeGreaterThan(0);
  for (const { recording, nic } of withAltname) {
    const { nics } = JSON.parse((await callHostlens(["nics", nic.altnames[0] ?? "", "--json", "--on", on(recording)])).stdout) as Nics;
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
