import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../support/run-cli.ts";

function inNode(script: string): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" });
}

test("importing the library loads no terminal code, starts nothing and prints nothing", () => {
  const { stdout, stderr, status } = inNode(`
    await import("hostlens");
    await new Promise((resolve) => setImmediate(resolve));
    // What is still open afterwards besides the streams of this very process would be a timer, a process or a socket.
    const kept = process.getActiveResourcesInfo().filter((name) => /Timeout|Process|Server|Watch|Worker/.test(name));
    const loaded = process.moduleLoadList.filter((name) => name === "NativeModule child_process");
    console.log(JSON.stringify({ kept, loaded }));
  `);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ kept: [], loaded: [] });
});

test("no file of the library names react, ink, commander, systeminformation or execa", () => {
  const { stdout, status } = spawnSync("grep", ["-rlE", "from \"(react|ink|commander|systeminformation|execa)\"", "dist/lib", "--include=*.js"], { cwd: root, encoding: "utf8" });
  expect([stdout, status]).toEqual(["", 1]);
});

test("the package's own name gives the parsers, with types beside them", () => {
  const { stdout, stderr } = inNode(`
    import { parseRoutes, Route } from "hostlens";
    const { items, warnings, notUnderstood } = parseRoutes("default via 192.0.2.1 dev eth0 proto static\\n", "ip route", 4);
    console.log(JSON.stringify({ dst: items[0]?.dst, gateway: Route.parse(items[0]).gateway, more: warnings.length + notUnderstood.length }));
  `);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ dst: "0.0.0.0/0", gateway: "192.0.2.1", more: 0 });
  expect(readFileSync(`${root}/dist/lib/index.d.ts`, "utf8")).toContain("parseRoutes");
});
