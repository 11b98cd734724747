import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { nearest } from "../../src/cli/nearest.ts";
import { resolveGlobals } from "../../src/cli/globals.ts";
import { hostlens, inShell } from "../support/run-cli.ts";

const noTerminal = { env: {}, isTerminal: false, columns: undefined };

describe("usage errors are one line on standard error and exit status 2", () => {
  test.each([
    [["compltion", "bash"], /there is no command "compltion"; did you mean completion\?/],
    [["--jsno"], /did you mean --json\?/],
    [["schema", "--no-such"], /unknown option '--no-such'/],
    [["--width", "wide", "schema"], /'--width <columns>'.*whole number/],
    [["--width", "3", "schema"], /20 to 10000/],
    [["--color", "mauve", "schema"], /auto, always, never/],
    [["schema", "--json", "--ndjson"], /exclude each other/],
    [["schema", "nics", "routes"], /too many arguments/],
    [["completion"], /missing required argument/],
    [["completion", "tcsh"], /bash, zsh, fish/],
    [["help", "nothing"], /there is no command "nothing"/],
    [["evil\u001b[31m\u202e"], /there is no command "evil\\+u?x?.*1b/],
  ] as const)("%j", (args, message) => {
    const { status, stdout, stderr } = hostlens(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^hostlens: [^\n\u001b]+\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

test("--version, --help and help print to standard output and succeed", () => {
  expect(hostlens(["--version"])).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
  for (const args of [["--help"], ["help"], ["schema", "--help"], ["help", "schema"]]) {
    const { status, stdout, stderr } = hostlens(args);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Usage: hostlens/);
  }
});

test("the help names every command and alias", () => {
  const { stdout } = hostlens(["--help"]);
  for (const spec of commands) for (const name of [spec.name, ...(spec.aliases ?? [])]) expect(stdout).toContain(name);
});

test("no name or alias stands for two commands", () => {
  const names = commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
  expect(new Set(names).size).toBe(names.length);
});

test("global flags count before and after the command", () => {
  const before = hostlens(["--ndjson", "schema", "nics"]);
  const after = hostlens(["schema", "nics", "--ndjson"]);
  expect(before.stdout).toBe(after.stdout);
  expect(before.stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(hostlens(["schema", "nics", "--json"]).stdout.split("\n").length).toBeGreaterThan(10);
});

test("a name that is not there: status 1, the names there are", () => {
  const { status, stderr } = hostlens(["schema", "nicks"]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^hostlens: no document "nicks"; there are: .*nics.*\n$/);
});

test("HOSTLENS_DEBUG=1 adds the stack, nothing else does", () => {
  expect(hostlens(["schema", "nicks"]).stderr).not.toMatch(/ at /);
  expect(hostlens(["schema", "nicks"], { env: { HOSTLENS_DEBUG: "1" } }).stderr).toMatch(/\n\s+at /);
});

test("a reader that goes away ends the program quietly", () => {
  const { stdout, stderr } = inShell('hostlens schema --json | head -1; echo "${PIPESTATUS[0]}"');
  expect(stderr).toBe("");
  expect(stdout).toBe("{\n0\n");
  expect(inShell('hostlens --help | true; echo "${PIPESTATUS[0]}"')).toMatchObject({ stdout: "0\n", stderr: "" });
});

test("a full disk is not a closed pipe", () => {
  const { stderr, status } = inShell("hostlens schema --json > /dev/full");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^hostlens: .*ENOSPC.*\n$/);
});

test("width: flag, COLUMNS, terminal, 80", () => {
  expect(resolveGlobals({}, noTerminal).width).toBe(80);
  expect(resolveGlobals({}, { ...noTerminal, columns: 132 }).width).toBe(132);
  expect(resolveGlobals({}, { ...noTerminal, columns: 132, env: { COLUMNS: "60" } }).width).toBe(60);
  expect(resolveGlobals({ width: 40 }, { ...noTerminal, columns: 132, env: { COLUMNS: "60" } }).width).toBe(40);
  expect(resolveGlobals({}, { ...noTerminal, env: { COLUMNS: "many" } }).width).toBe(80);
});

test("colour: flag, NO_COLOR, FORCE_COLOR, terminal", () => {
  const color = (options: object, env: Record<string, string>, isTerminal: boolean): boolean =>
    resolveGlobals({ ...options }, { env, isTerminal, columns: 80 }).color;
  expect(color({}, {}, true)).toBe(true);
  expect(color({}, {}, false)).toBe(false);
  expect(color({}, { NO_COLOR: "1" }, true)).toBe(false);
  expect(color({}, { NO_COLOR: "" }, true)).toBe(true);
  expect(color({}, { FORCE_COLOR: "1" }, false)).toBe(true);
  expect(color({}, { FORCE_COLOR: "0" }, true)).toBe(false);
  expect(color({}, { FORCE_COLOR: "1", NO_COLOR: "1" }, true)).toBe(false);
  expect(color({}, { TERM: "dumb" }, true)).toBe(false);
  expect(color({ color: "always" }, { NO_COLOR: "1" }, false)).toBe(true);
  expect(color({ color: "never" }, { FORCE_COLOR: "1" }, true)).toBe(false);
});

test("a mistyped word finds the one that was meant, a strange one none", () => {
  const names = ["nics", "routes", "rules", "neighbours"];
  expect(nearest("ruotes", names)).toBe("routes");
  expect(nearest("neighbors", names)).toBe("neighbours");
  expect(nearest("nisc", names)).toBe("nics");
  expect(nearest("kubernetes", names)).toBeUndefined();
  expect(nearest("", names)).toBeUndefined();
});
