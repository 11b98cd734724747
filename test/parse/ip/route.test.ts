import * as fc from "fast-check";
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

describe("traps of ip's output", () => {
  const parse = (text: string, command = "ip route") => parseRoutes(text, command);

  it("never takes an MPLS label stack or a tunnel's end for the destination", () => {
    const flat = parse('[{"dst":"10.80.0.0/16","encap":"mpls","dst":"100/200/300","ttl":40,"gateway":"10.1.0.10","dev":"lan0","flags":[]}]', "ip -j route").items[0];
    expect(flat).toMatchObject({ dst: "10.80.0.0/16", encap: { type: "mpls", dst: "100/200/300", ttl: 40 }, gateway: "10.1.0.10" });
    const tunnel = parse('[{"dst":"10.81.0.0/16","encap":"ip","id":100,"src":"198.51.100.2","dst":"198.51.100.1","ttl":20,"tos":0,"tos":"0x10","dev":"vx"}]', "ip -j route").items[0];
    expect(tunnel).toMatchObject({ dst: "10.81.0.0/16", tos: "0x10", encap: { type: "ip", src: "198.51.100.2", dst: "198.51.100.1", tos: 0 } });
    expect(tunnel?.src).toBeUndefined();
  });

  it("keeps the table of a seg6local route apart from the route's own", () => {
    const text = "unicast 2001:db8::2  encap seg6local action End.DT6 table 77 dev int0 table 12 proto boot scope global metric 1024 pref medium\n";
    expect(parse(text).items[0]).toMatchObject({ table: "12", dev: "int0", encap: { action: "End.DT6", table: "77" } });
    const json = '[{"dst":"2001:db8::2","encap":"seg6local","action":"End.DT6","table":"77","dev":"int0","table":"12","metric":1024}]';
    expect(parse(json).items[0]).toMatchObject({ table: "12", encap: { action: "End.DT6", table: "77" } });
  });

  it("puts back the table that ip leaves out because the command named it", () => {
    expect(parse("10.0.0.0/8 dev eth0 scope link \n", "ip route show table 77").items[0]?.table).toBe("77");
    expect(parse('[{"dst":"10.0.0.1","dev":"eth0"}]', "ip -j route show table local").items[0]?.table).toBe("local");
    expect(parse("10.0.0.0/8 via 10.1.1.1 \n", "ip route show dev eth0").items[0]?.dev).toBe("eth0");
    expect(parse("10.0.0.0/8 dev eth0 \n", "ip route show table all").items[0]?.table).toBe("main");
  });

  it("claims no origin for what BusyBox and route get do not tell", () => {
    const busybox = parse("default via 192.168.1.1 dev eth0  metric 100 \n10.0.0.0/8 dev eth1 scope link  src 10.0.0.2 \n");
    expect(busybox.items.map((route) => route.protocol)).toEqual(["unknown", "unknown"]);
    expect(busybox.warnings.map((warning) => warning.code)).toContain("lossy");
    const answer = parse("8.8.8.8 via 192.0.2.1 dev eth0 src 192.0.2.2 uid 0 \n    cache \n", "ip route get 8.8.8.8").items[0];
    expect(answer).toMatchObject({ protocol: "unknown", scope: "unknown", prefsrc: "192.0.2.2" });
    expect(parse("default via 192.0.2.1 dev eth0 \n").items[0]?.protocol).toBe("boot");
  });

  it("reads metric -1 and words that look like values", () => {
    expect(parse("default via 10.1.0.10 dev lan0  metric -1 \n").items[0]?.metric).toBe(4294967295);
    expect(parse("10.0.0.0/8 dev mtu src 10.0.0.1 mtu 1400 \n").items[0]).toMatchObject({ dev: "mtu", prefsrc: "10.0.0.1", metrics: { mtu: 1400 } });
    expect(parse("10.0.0.0/8 via inet6 fe80::1 dev via proto kernel \n").items[0]).toMatchObject({ gateway: "fe80::1", dev: "via", protocol: "kernel", family: 4 });
  });

  it("does not split device names at blanks that are none to the kernel", () => {
    expect(parse("10.0.0.0/8 dev a\u2003b proto kernel scope link \n").items[0]?.dev).toBe("a\u2003b");
  });

  it("keeps unknown words without shifting others, and says where", () => {
    const parsed = parse("10.0.0.0/8 via 10.1.1.1 frobnicate hard dev eth0 proto kernel metric 5 sparkle\n");
    expect(parsed.items[0]).toMatchObject({ gateway: "10.1.1.1", dev: "eth0", protocol: "kernel", metric: 5, extra: { words: ["frobnicate", "hard", "sparkle"] } });
    expect(parsed.notUnderstood).toEqual([{ line: 1, text: "frobnicate hard sparkle" }]);
    const json = parse('[{"dst":"10.0.0.0/8","dev":"eth0","sparkle":{"a":1}}]', "ip -j route");
    expect(json.items[0]?.extra).toEqual({ sparkle: { a: 1 } });
    expect(json.warnings[0]?.code).toBe("not-understood");
  });

  it("gives routes that reject packets no device", () => {
    const route = parse("unreachable 2001:db8:dead::/48 dev lo metric 1024 pref medium\n").items[0];
    expect(route?.dev).toBeUndefined();
    expect(route?.type).toBe("unreachable");
    expect(parse("local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 \n").items[0]?.dev).toBe("lo");
  });

  it("tells families apart where one dump holds both", () => {
    const text = "default via 192.0.2.1 dev eth0 \ndefault via fe80::1 dev eth0 metric 1024 pref medium\nunreachable default dev lo metric 4294967295 error -101 pref medium\n100 via inet 10.0.0.1 dev eth0 \n";
    const parsed = parse(text, "ip route show table all");
    expect(parsed.items.map((route) => `${route.family} ${route.dst}`)).toEqual(["4 0.0.0.0/0", "6 ::/0", "6 ::/0"]);
    expect(parsed.warnings[0]?.message).toContain("MPLS");
  });

  it("keeps the routes before the place where JSON was cut off", () => {
    const whole = openRecorded("01-plain-host").output("ip -j -d route show table all") ?? "";
    const all = parse(whole, "ip -j").items;
    const parsed = parse(whole.slice(0, whole.length - 20), "ip -j");
    expect(parsed.items).toEqual(all.slice(0, parsed.items.length));
    expect(parsed.items.length).toBeGreaterThan(all.length - 3);
    expect(parsed.warnings.length).toBeGreaterThan(0);
    expect(parse("[", "ip -j route show table default").items).toEqual([]);
    expect(parse("", "ip route").items).toEqual([]);
  });

  it("reads one-line JSON and the same JSON with blanks alike", () => {
    for (const recording of recordings) {
      const output = recording.output("ip -j -d route show table all");
      if (output === undefined || !output.startsWith("[{")) continue;
      const spaced = parse(`[ ${output.slice(1)}`, "ip -j -d route show table all");
      expect(parse(output, "ip -j -d route show table all").items, recording.name).toEqual(spaced.items);
    }
  });

  it("is not fooled by names that hold JSON", () => {
    const dev = 'x","dst":"1.2.3.4';
    const [route] = parse(JSON.stringify([{ dst: "10.0.0.0/8", dev, flags: [] }]), "ip -j route").items;
    expect(route).toMatchObject({ dst: "10.0.0.0/8", dev });
  });
});

describe("any input", () => {
  const samples = recordings.flatMap((recording) =>
    ["ip -j -d route show table all", "ip -d route show table all", "ip -o route", "busybox ip route"]
      .map((command) => ({ command, output: recording.output(command) ?? "" })).filter(({ output }) => output.length > 0 && output.length < 20_000));

  it("torn, shuffled or changed, is read without throwing", () => {
    fc.assert(fc.property(
      fc.constantFrom(...samples), fc.nat(), fc.nat(), fc.string(), fc.boolean(),
      ({ command, output }, from, length, junk, isShuffled) => {
        const start = from % output.length;
        let text = output.slice(0, start) + junk + output.slice(start + (length % 40));
        if (isShuffled) text = text.split("\n").reverse().join("\n");
        for (const item of parseRoutes(text, command).items) Route.parse(item);
      }), { numRuns: 300 });
  });

  it("of hostile shape costs time in proportion to its length", () => {
    for (const unit of ["\\", "{", "[{\"dst\":", "10.0.0.0/8 ", "nexthop via ", "encap seg6 segs 1 [ ", "\\\t", "[[", "metric 1 "]) {
      const parsed = parseRoutes(unit.repeat(200_000 / unit.length), "ip route");
      expect(parsed.items.length).toBeLessThan(200_000);
    }
  });
});
