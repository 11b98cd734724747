import { describe, expect, it } from "vitest";
import { Route } from "../../../src/model/route.ts";
import { parseRoutes } from "../../../src/parse/ip/route.ts";
import { allRecordings, openRecorded } from "../../support/recorded.ts";

const recordings = allRecordings();
const isRouteList = (argv: readonly string[]): boolean =>
  /(^|\/)ip$/.test(argv[argv[0] === "busybox" ? 1 : 0] ?? "") && argv.includes("route") && !argv.includes("monitor");

/** A route without what a version or form is known not to print; the reasons stand beside each. */
function comparable(route: Route): Record<string, unknown> {
  const { at: _at, locks: _locks, expiresS: _expires, nhid: _nhid, extra, encap, ...rest } = structuredClone(route);
  // at: the place differs; locks: JSON has none; expires: the clock ran on; nhid: unknown before iproute2 5.3
  const remarks: Record<string, unknown> = { ...extra };
  delete remarks.nh_info; // 6.x only
  // iproute2 4.20 prints the values of metrics without their names in JSON
  if (remarks.metricsNotReadable) delete remarks.metricsNotReadable;
  // seg6local: 4.20 prints table numbers, tools before 5.11 no vrftable
  if (encap?.type === "seg6local") return { ...rest, encap: { ...encap, table: undefined, vrftable: undefined }, remarks };
  return { ...rest, ...(encap ? { encap } : {}), remarks };
}

/** In one recording the links got their link-local addresses while it was made. */
const isSettled = (route: Route): boolean => !route.dst.startsWith("fe80::1406:") && !route.dst.startsWith("fe80::1c6d:");

const sorted = (routes: readonly Route[]): string[] =>
  routes.map((route) => JSON.stringify(comparable(route), (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value)).sort();

describe("every recorded output of ip route", () => {
  const asked = recordings.flatMap((recording) => recording.index.commands
    .filter((command) => isRouteList(command.argv))
    .map((command) => ({ recording, command, text: recording.outputOf(command) })));

  it("is read without a word left over", () => {
    expect(asked.length).toBeGreaterThan(600);
    const leftOver = asked.flatMap(({ recording, command, text }) =>
      parseRoutes(text, command.argv.join(" ")).notUnderstood.map((piece) => `${recording.name}: ${command.argv.join(" ")}: ${piece.text}`));
    expect(leftOver).toEqual([]);
  });

  it("gives routes that fit the model, each with its place", () => {
    for (const { command, text } of asked) {
      for (const route of parseRoutes(text, command.argv.join(" ")).items) {
        Route.parse(route);
        expect(route.dst).toMatch(/^[0-9a-f.:]+\/\d+$/);
        expect(route.at?.pointer ?? route.at?.line).toBeDefined();
      }
    }
  });

  it("loses no line of text and no row of JSON", () => {
    for (const { command, text } of asked) {
      const name = command.argv.join(" ");
      const parsed = parseRoutes(text, name);
      const mpls = parsed.warnings.find((warning) => warning.message.includes("MPLS"));
      const hidden = mpls ? Number.parseInt(mpls.message, 10) : 0;
      if (text.startsWith("[") && !text.startsWith("[ ")) continue;
      const lines = text.split("\n").filter((line) => line !== "" && !/^[\t ]/.test(line));
      expect(`${name} ${parsed.items.length + hidden}`).toBe(`${name} ${lines.length}`);
    }
  });
});

describe("one state printed by several tools", () => {
  const groups: readonly (readonly [base: string, versions: readonly string[]])[] = [
    ["01-plain-host", ["/iproute2-7.1.0", "/iproute2-5.10.0", "/iproute2-4.20.0"]],
    ["02-docker-default-bridge", ["/iproute2-7.1.0", "/iproute2-5.10.0"]],
    ["04-netns-lab-k6.1/rtr", ["-iproute2-7.1.0", "-iproute2-5.10.0", "-iproute2-4.20.0"]],
    ["04b-netns-lab-k6.18/gw", ["-iproute2-7.1.0", "-iproute2-5.10.0", "-iproute2-4.20.0"]],
    ["08-ipv6-ra-host/host", ["-iproute2-7.1.0", "-iproute2-5.10.0"]],
    ["09-hostile-strings", ["/iproute2-7.1.0", "/iproute2-5.10.0", "/iproute2-4.20.0"]],
  ];
  const commands = ["ip -j -d route show table all", "ip -d route show table all", "ip route show table all", "ip -o route show table all"];

  for (const [base, versions] of groups) {
    it(`${base}: the same routes from every version, as JSON and as text`, () => {
      const truth = parseRoutes(openRecorded(`${base}${versions[0]}`).output("ip -j -d route show table all") ?? "", "ip -j -d route show table all").items;
      expect(truth.length).toBeGreaterThan(3);
      let compared = 0;
      for (const version of ["", ...versions]) {
        const recording = openRecorded(`${base}${version}`);
        for (const command of commands) {
          const output = recording.output(command);
          if (output === undefined) continue;
          const items = parseRoutes(output, command).items;
          const unreadable = new Set(items.filter((route) => route.extra?.metricsNotReadable).map((route) => route.dst));
          const expected = truth.map((route) => (unreadable.has(route.dst) ? { ...route, metrics: undefined } : route));
          expect(sorted(items.filter(isSettled)), `${recording.name}: ${command}`).toEqual(sorted(expected.filter(isSettled)));
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(versions.length);
    });

    it(`${base}: one family at a time gives what both together give`, () => {
      const recording = openRecorded(base);
      const both = parseRoutes(recording.output("ip -j -d route show table all") ?? "", "ip -j -d route show table all").items;
      for (const family of [4, 6] as const) {
        for (const command of [`ip -j -${family} -d route show table all`, `ip -${family} -d route show table all`, `ip -${family} route show table all`]) {
          const output = recording.output(command);
          if (output === undefined) continue;
          expect(sorted(parseRoutes(output, command, family).items.filter(isSettled)), command).toEqual(sorted(both.filter((route) => route.family === family).filter(isSettled)));
        }
      }
    });
  }
});
