import { describe, expect, test } from "vitest";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import { fakeHost } from "../support/fake-host.ts";
import { callHostlens } from "../support/in-process.ts";

const rows = Array.from({ length: 12_000 }, (_, index) => ({ dst: `20.${index >> 8}.${index & 255}.0/24`, gateway: "10.255.0.2", dev: "va", flags: index % 5 ? [] : ["linkdown"] }));
const six = '[{"dst":"fe80::/64","dev":"va","protocol":"kernel","metric":256,"flags":[],"pref":"medium"}]\n';
const host = (four: string): ReturnType<typeof fakeHost> => fakeHost({ "ip -j -4 route show table all": four, "ip -j -6 route show table all": six });
type Row = Record<string, unknown>;

describe("a very large table", () => {
  test("is written as JSON route by route, with the same routes as when all are read at once", async () => {
    const encap = '{"dst":"10.80.0.0/16","encap":"mpls","dst":"100/200","dev":"va","flags":[]}';
    const text = `[${[...rows.map((row) => JSON.stringify(row)), encap, '{"type":"blackhole","dst":"10.81.0.0/16","flags":[]}', '{"dst":"10.82.0.0/16","dev":"va","table":"77","flags":[]}'].join(",")}]\n`;
    for (const table of ["main", "all"]) {
      const { status, stdout } = await callHostlens(["routes", "--json", "--table", table], { host: host(text) });
      const { routes, warnings } = JSON.parse(stdout) as { routes: Row[]; warnings: { message: string }[] };
      const known = (await takeSnapshot(host(text), ["routes"])).routes ?? [];
      expect(status).toBe(0);
      expect(routes.map(({ at: _at, explanation: _explanation, ...route }) => route)).toEqual(known.filter((route) => table === "all" || route.table === table).map(({ at: _at, ...route }) => route));
      expect(warnings.some(({ message }) => message.startsWith(`${routes.length} routes are too many to explain each`))).toBe(true);
    }
  });

  test("of one number is looked up like any other", async () => {
    const text = `[${rows.map((row) => JSON.stringify({ ...row, table: "77" })).join(",")}]\n`;
    const { stdout } = await callHostlens(["routes", "--json", "--table", "77"], { host: host(text) });
    expect((JSON.parse(stdout) as { routes: Row[] }).routes).toHaveLength(rows.length);
    await expect(callHostlens(["routes", "--json", "--table", "78"], { host: host(text) })).resolves.toMatchObject({ status: 1 });
  });

  test("that is damaged in the middle gives the routes before it and says so", async () => {
    const text = `[${rows.slice(0, 9000).map((row) => JSON.stringify(row)).join(",")},{"dst":"1.2.3.0/24"]]],${rows.slice(9000).map((row) => JSON.stringify(row)).join(",")}]\n`;
    const { stdout } = await callHostlens(["routes", "--json"], { host: host(text) });
    const { routes, warnings } = JSON.parse(stdout) as { routes: Row[]; warnings: { code: string }[] };
    expect(routes.length).toBeGreaterThanOrEqual(9000);
    expect(warnings.map(({ code }) => code)).toContain("bad-json");
  });
});
