import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import type { Neighbour } from "../../src/model/neighbour.ts";
import type { Route } from "../../src/model/route.ts";
import type { Rule } from "../../src/model/rule.ts";
import { parseFdb } from "../../src/parse/bridge.ts";
import { parseNeighbours } from "../../src/parse/ip/neighbour.ts";
import { parseNexthops } from "../../src/parse/ip/nexthop.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { parseRules } from "../../src/parse/ip/rule.ts";
import { parseProcArp } from "../../src/parse/proc/arp.ts";
import { parseProcRoutes } from "../../src/parse/proc/route.ts";

/** What is asked of the kernel, and what must then be read back: the question itself is the judge. */
interface Asked { readonly add: string; readonly expected: Readonly<Record<string, unknown>> }

const via = { gateway: "10.0.0.9", dev: "d0" };
const routes: readonly Asked[] = [
  { add: "route add 10.20.0.0/16 via 10.0.0.9 dev d0 proto static metric 7", expected: { dst: "10.20.0.0/16", ...via, protocol: "static", metric: 7 } },
  { add: "route add 10.20.0.0/16 via 10.0.0.9 tos 0x10 table 4242", expected: { dst: "10.20.0.0/16", table: "4242", tos: "0x10", ...via } },
  { add: "route add default via 10.0.0.9 metric 4294967295 proto bird", expected: { dst: "0.0.0.0/0", metric: 4294967295, protocol: "bird" } },
  { add: "route add 10.21.0.0/16 dev d0 scope link src 10.0.0.1 realms 10/20", expected: { dst: "10.21.0.0/16", scope: "link", prefsrc: "10.0.0.1" } },
  { add: "route add 10.22.0.1 dev d0 scope site proto 123", expected: { dst: "10.22.0.1/32", scope: "site", protocol: "123" } },
  { add: "route add 0.0.0.0/1 via 10.0.0.9", expected: { dst: "0.0.0.0/1", ...via } },
  { add: "route add 10.23.0.0/16 via 203.0.113.7 dev d0 onlink", expected: { dst: "10.23.0.0/16", gateway: "203.0.113.7", flags: ["onlink"] } },
  { add: "route add 10.24.0.0/16 via inet6 fe80::9 dev d0", expected: { family: 4, dst: "10.24.0.0/16", gateway: "fe80::9", dev: "d0" } },
  {
    add: "route add 10.25.0.0/16 via 10.0.0.9 mtu lock 1400 advmss 1360 hoplimit 33 initcwnd 20 initrwnd 30 features ecn rto_min 50ms quickack 1 congctl reno",
    expected: { metrics: { mtu: 1400, advmss: 1360, hoplimit: 33, initcwnd: 20, initrwnd: 30, features: "ecn", rto_min: 50, quickack: 1, congctl: "reno" } },
  },
  { add: "route add 10.26.0.0/16 via 10.0.0.9 window 65535 rtt 300ms rttvar 50ms ssthresh 10 cwnd 8 reordering 5 fastopen_no_cookie 1", expected: { metrics: { window: 65535, rtt: 300, rttvar: 50, ssthresh: 10, cwnd: 8, reordering: 5, fastopen_no_cookie: 1 } } },
  { add: "route add 10.27.0.0/16 via 10.0.0.9 rto_min 1500ms", expected: { metrics: { rto_min: 1500 } } },
  ...["blackhole", "unreachable", "prohibit", "throw"].map((type, at) => ({ add: `route add ${type} 10.3${at}.0.0/16 metric 5`, expected: { type, dst: `10.3${at}.0.0/16`, metric: 5, dev: undefined } })),
  ...["blackhole", "unreachable", "prohibit", "throw"].map((type, at) => ({ add: `-6 route add ${type} 2001:db8:3${at}::/48`, expected: { family: 6, type, dst: `2001:db8:3${at}::/48`, metric: 1024, dev: undefined } })),
  { add: "route add local 10.35.0.0/16 dev lo table 77", expected: { type: "local", dst: "10.35.0.0/16", table: "77", dev: "lo", scope: "host" } },
  { add: "route add broadcast 10.36.0.255 dev d0 table local", expected: { type: "broadcast", table: "local", dst: "10.36.0.255/32" } },
  { add: "route add multicast 239.1.0.0/16 dev d0", expected: { type: "multicast", dst: "239.1.0.0/16" } },
  { add: "-6 route add anycast 2001:db8:36::1 dev d0", expected: { type: "anycast", dst: "2001:db8:36::1/128" } },
  {
    add: "route add 10.40.0.0/16 nexthop via 10.0.0.9 weight 3 nexthop via 10.0.0.8 dev d0 onlink nexthop via inet6 fe80::9 dev d2 weight 256",
    expected: { dst: "10.40.0.0/16", dev: undefined, nexthops: [{ gateway: "10.0.0.9", dev: "d0", weight: 3, flags: [] }, { gateway: "10.0.0.8", dev: "d0", weight: 1, flags: ["onlink"] }, { gateway: "fe80::9", dev: "d2", weight: 256, flags: [], extra: { viaFamily: "inet6" } }] },
  },
  { add: "-6 route add 2001:db8:40::/48 nexthop via 2001:db8::9 weight 2 nexthop via fe80::9 dev d2", expected: { nexthops: [{ gateway: "2001:db8::9", dev: "d0", weight: 2, flags: [] }, { gateway: "fe80::9", dev: "d2", weight: 1, flags: [] }] } },
  { add: "-6 route add 2001:db8:41::/48 from 2001:db8:7::/64 via 2001:db8::9 pref low", expected: { src: "2001:db8:7::/64", pref: "low", gateway: "2001:db8::9" } },
  { add: "-6 route add 2001:db8:42::/48 via fe80::1 dev d0 expires 600 metric 9", expected: { expiresS: expect.any(Number), metric: 9 } },
  { add: "route add 10.50.0.0/16 encap ip id 100 src 10.0.0.1 dst 198.51.100.1 ttl 20 tos 8 dev d0", expected: { dst: "10.50.0.0/16", dev: "d0", encap: { type: "ip", id: 100, src: "10.0.0.1", dst: "198.51.100.1", ttl: 20, tos: 8 } } },
  { add: "route add 10.51.0.0/16 encap ip6 id 7 dst 2001:db8:ffff:: hoplimit 9 tc 4 dev d0", expected: { dst: "10.51.0.0/16", encap: { type: "ip6", id: 7, src: "::", dst: "2001:db8:ffff::", hoplimit: 9, tc: 4 } } },
  { add: "-6 route add 2001:db8:52::/48 encap seg6 mode encap segs 2001:db8::a,2001:db8::b dev d0", expected: { dst: "2001:db8:52::/48", encap: { type: "seg6", mode: "encap", segs: ["2001:db8::a", "2001:db8::b"] } } },
  { add: "-6 route add 2001:db8:53::1 encap seg6local action End.DT6 table 77 dev d0 table 12", expected: { table: "12", encap: { type: "seg6local", action: "End.DT6", table: "77" } } },
  { add: "-6 route add 2001:db8:53::2 encap seg6local action End.X nh6 2001:db8::a dev d0", expected: { encap: { type: "seg6local", action: "End.X", nh6: "2001:db8::a" } } },
  { add: "-6 route add 2001:db8:53::3 encap seg6local action End.B6.Encaps srh segs 2001:db8::a,2001:db8::b dev d0", expected: { encap: { type: "seg6local", action: "End.B6.Encaps", srh: { segs: ["2001:db8::a", "2001:db8::b"] } } } },
  { add: "-6 route add 2001:db8:53::4 encap seg6local action End dev d0", expected: { encap: { type: "seg6local", action: "End" } } },
  { add: "-6 route add 2001:db8:53::5 encap seg6local action End.DX4 nh4 10.0.0.9 dev d0", expected: { encap: { type: "seg6local", action: "End.DX4", nh4: "10.0.0.9" } } },
  { add: "-6 route add 2001:db8:53::6 encap seg6local action End.DX2 oif d2 dev d0", expected: { encap: { type: "seg6local", action: "End.DX2", oif: "d2" }, dev: "d0" } },
  { add: "route add 10.60.0.0/16 nhid 1", expected: { nhid: 1, ...via } },
  { add: "route add 10.61.0.0/16 nhid 10", expected: { nhid: 10, nexthops: [{ ...via, weight: 3, flags: [] }, { gateway: "10.0.0.8", dev: "d0", weight: 1, flags: [] }] } },
  { add: "route add 10.62.0.0/16 nhid 3", expected: { nhid: 3, type: "blackhole", dev: undefined } },
  { add: "route add 10.70.0.0/16 via 10.9.0.9", expected: { gateway: "10.9.0.9", dev: "down0", flags: ["linkdown"] } },
];

const rules: readonly Asked[] = [
  { add: "rule add pref 100 fwmark 0x10/0xff lookup 100", expected: { priority: 100, fwmark: 0x10, fwmask: 0xff, table: "100" } },
  { add: "rule add pref 101 fwmark 0xffffffff lookup 100", expected: { priority: 101, fwmark: 0xffffffff, fwmask: 0xffffffff } },
  { add: "rule add pref 102 iif d0 oif nope lookup 100", expected: { iif: "d0", oif: "nope", oifDetached: true, src: "all" } },
  { add: "rule add pref 103 not from 10.1.0.0/24 to 192.0.2.1 lookup main suppress_prefixlength 0", expected: { invert: true, src: "10.1.0.0/24", dst: "192.0.2.1/32", table: "main", suppressPrefixlength: 0 } },
  { add: "rule add pref 104 ipproto tcp sport 1000-2000 dport 443 lookup 100", expected: { ipproto: "tcp", sport: { start: 1000, end: 2000 }, dport: { start: 443, end: 443 } } },
  { add: "rule add pref 105 uidrange 0-0 lookup 100", expected: { uidrange: { start: 0, end: 0 } } },
  { add: "rule add pref 106 from 10.5.0.0/16 blackhole", expected: { action: "blackhole", src: "10.5.0.0/16" } },
  { add: "rule add pref 107 from 10.6.0.0/16 prohibit", expected: { action: "prohibit" } },
  { add: "rule add pref 108 from 0.0.0.0/32 unreachable", expected: { action: "unreachable", src: "0.0.0.0/32" } },
  { add: "rule add pref 109 tos 0x10 lookup 100", expected: { tos: "0x10" } },
  { add: "rule add pref 110 goto 32000", expected: { action: "goto", goto: 32000, unresolved: true } },
  { add: "rule add pref 111 goto 32766", expected: { action: "goto", goto: 32766 } },
  { add: "rule add pref 112 from 10.8.0.1 nop", expected: { action: "nop", src: "10.8.0.1/32" } },
  { add: "rule add pref 113 from 10.8.0.1 lookup 100 realms 3/4", expected: { realms: "3/4" } },
  { add: "rule add pref 114 l3mdev", expected: { l3mdev: true, action: "table" } },
  { add: "rule add pref 115 tun_id 55 lookup 100", expected: { tunId: 55 } },
  { add: "rule add pref 116 lookup 100 suppress_ifgroup 42 proto zebra", expected: { suppressIfgroup: "42", protocol: "zebra" } },
  { add: "-6 rule add pref 117 from 2001:db8::/32 to 2001:db8:1::1 lookup 100", expected: { family: 6, src: "2001:db8::/32", dst: "2001:db8:1::1/128" } },
];

const mac = (at: number): string => `02:00:00:00:00:${String(at).padStart(2, "0")}`;
const neighbours: readonly Asked[] = [
  ...["permanent", "noarp", "reachable", "stale", "delay", "probe", "failed", "incomplete", "none"].flatMap((state, at) => {
    const hasAddress = !["failed", "incomplete", "none"].includes(state);
    return [`10.0.0.${20 + at}`, `2001:db8::${20 + at}`].map((address) => ({
      add: `neigh add ${address} dev d0 ${hasAddress ? `lladdr ${mac(at)} ` : ""}nud ${state}`,
      expected: { address, dev: "d0", state: [state.toUpperCase()], ...(hasAddress ? { lladdr: mac(at) } : {}) },
    }));
  }),
  { add: `neigh add 2001:db8::40 dev d0 lladdr ${mac(40)} router nud stale`, expected: { address: "2001:db8::40", router: true } },
  { add: `neigh add 10.0.0.41 dev d0 lladdr ${mac(41)} extern_learn`, expected: { address: "10.0.0.41", externLearn: true } },
  { add: `neigh add 10.0.0.42 dev d0 lladdr ${mac(42)} proto zebra nud stale`, expected: { address: "10.0.0.42", protocol: "zebra" } },
  { add: "neigh add 10.0.0.43 dev d0 managed", expected: { address: "10.0.0.43", managed: true } },
];
const proxies: readonly Asked[] = [
  { add: "neigh add proxy 10.0.0.50 dev d0", expected: { address: "10.0.0.50", proxy: true, state: [] } },
  { add: "neigh add proxy 2001:db8::50 dev d0", expected: { address: "2001:db8::50", proxy: true, state: [] } },
];

const nexthops: readonly Asked[] = [
  { add: "nexthop add id 1 via 10.0.0.9 dev d0", expected: { id: 1, gateway: "10.0.0.9", dev: "d0", blackhole: false } },
  { add: "nexthop add id 2 via 10.0.0.8 dev d0 proto bird", expected: { id: 2, protocol: "bird" } },
  { add: "nexthop add id 3 blackhole", expected: { id: 3, blackhole: true } },
  { add: "nexthop add id 4 via fe80::9 dev d0 onlink", expected: { id: 4, gateway: "fe80::9", family: 6 } },
  { add: "nexthop add id 10 group 1,3/2", expected: { id: 10, group: [{ id: 1, weight: 3 }, { id: 2, weight: 1 }] } },
  { add: "nexthop add id 4294967294 dev d0", expected: { id: 4294967294, dev: "d0" } },
];

const setup = [
  "link set lo up",
  "link add d0 type veth peer name d1", "link set d0 up", "link set d1 up",
  "link add d2 type veth peer name d3", "link set d2 up", "link set d3 up",
  "link add down0 type veth peer name down1", "link set down0 up", "addr add 10.9.0.1/24 dev down0",
  "addr add 10.0.0.1/24 dev d0", "addr add 2001:db8::1/64 dev d0 nodad",
  "link add br0 type bridge", "link set br0 up", "link set d3 master br0",
];

const questions = [
  "ip -j route show table all", "ip -j -d route show table all", "ip route show table all", "ip -d route show table all", "ip -o route show table all",
  "ip -j -4 -d route show table all", "ip -6 route show table all", "ip -j route show table 4242", "ip route show table 4242",
  "ip -j rule", "ip rule", "ip -d rule", "ip -j -6 rule", "ip -6 rule",
  "ip -j -d nexthop", "ip -d nexthop", "ip nexthop",
  "ip -j neigh show proxy", "ip neigh show proxy",
  "cat /proc/net/arp", "cat /proc/net/route", "cat /proc/net/ipv6_route", "bridge -j fdb", "bridge fdb",
] as const;
const neighbourQuestions = ["ip -j -s neigh show nud all", "ip -s neigh show nud all", "ip neigh show nud all", "ip -j neigh show nud all"] as const;

const answers = new Map<string, string>();
/** commands this kernel or this ip refused, with what they said */
const refused = new Map<string, string>();
let reason: string | undefined;

/** Builds everything in one namespace of its own and asks everything, in one shell. */
function build(): void {
  // kept in order: neighbours come last, because their states pass by within seconds
  const asked = [...nexthops, ...routes, ...rules, ...proxies];
  const tryIt = (command: string): string => `out=$(ip ${command} 2>&1) || echo "REFUSED ip ${command} :: $out"`;
  const ask = (command: string): string => `echo "=== ${command}"; ${command}`;
  const script = [
    ...setup.map((command) => `ip ${command} || exit 9`),
    ...asked.map(({ add }) => tryIt(add)),
    ...questions.map(ask),
    'echo "=== built"',
    ...neighbours.map(({ add }) => tryIt(add)),
    ...neighbourQuestions.map(ask),
    'echo "=== end"',
  ].join("\n");
  const done = spawnSync("unshare", ["-rn", "sh"], { input: script, encoding: "utf8", timeout: 60_000, maxBuffer: 1 << 26 });
  if (done.error) reason = `unshare: ${done.error.message}`;
  else if (done.status === 9 || !done.stdout.includes("=== end")) reason = `no network namespace could be built: ${done.stderr.trim().split("\n")[0] ?? ""}`;
  let command: string | undefined;
  let lines: string[] = [];
  for (const line of (done.stdout ?? "").split("\n")) {
    if (line.startsWith("REFUSED ")) {
      const [add = "", said = ""] = line.slice("REFUSED ip ".length).split(" :: ");
      refused.set(add, said);
    } else if (line.startsWith("=== ")) {
      if (command !== undefined) answers.set(command, lines.map((text) => `${text}\n`).join(""));
      command = line.slice(4);
      lines = [];
    } else lines.push(line);
  }
}

beforeAll(build);

const output = (command: string): string => answers.get(command) ?? "";

describe("a namespace with everything this kernel offers", () => {
  it("could be built", ({ skip }) => {
    if (reason !== undefined && process.env.HOSTLENS_REQUIRE_LIVE !== "1") skip(reason);
    expect(reason).toBeUndefined();
    for (const [add, said] of refused) console.log(`this kernel refuses: ip ${add}: ${said}`);
    // at least the kinds every kernel of the last years has
    expect(refused.size).toBeLessThan(20);
  });

  /** Leaves out what could not be asked. */
  const asked = (list: readonly Asked[]): readonly Asked[] => (reason === undefined ? list.filter(({ add }) => !refused.has(add)) : []);

  it("shows every route that was added, with all its words, in every form", () => {
    for (const command of questions.filter((question) => question.includes("route show table all"))) {
      if (reason !== undefined) return;
      const parsed = parseRoutes(output(command), command);
      expect(parsed.notUnderstood, command).toEqual([]);
      for (const { add, expected } of asked(routes)) {
        if (command.includes("-4") && add.startsWith("-6")) continue;
        if (command.includes("-6") && !add.startsWith("-6")) continue;
        const found = parsed.items.filter((route) => isLike(route, { flags: [], nexthops: [], type: "unicast", ...expected }));
        expect(found.length, `${command}: ${add}`).toBeGreaterThan(0);
      }
    }
  });

  it("gives the same routes as JSON and as text, with -d, -o or neither", () => {
    if (reason !== undefined) return;
    const truth = parseRoutes(output("ip -j -d route show table all"), "ip -j -d route show table all").items.map(plainRoute).sort();
    expect(truth.length).toBeGreaterThan(60);
    for (const command of ["ip -j route show table all", "ip route show table all", "ip -d route show table all", "ip -o route show table all"]) {
      expect(parseRoutes(output(command), command).items.map(plainRoute).sort(), command).toEqual(truth);
    }
    expect(parseRoutes(output("ip route show table 4242"), "ip route show table 4242").items.map(plainRoute))
      .toEqual(parseRoutes(output("ip -j route show table 4242"), "ip -j route show table 4242").items.map(plainRoute));
    expect(parseRoutes(output("ip route show table 4242"), "ip route show table 4242").items[0]?.table).toBe("4242");
  });

  it("agrees with the raw members of ip -j wherever those are not ambiguous", () => {
    if (reason !== undefined) return;
    const command = "ip -j -4 -d route show table all";
    const raw = JSON.parse(output(command)) as Record<string, unknown>[];
    const parsed = parseRoutes(output(command), command, 4).items;
    expect(parsed.length).toBe(raw.length);
    raw.forEach((row, at) => {
      const route = parsed[at] as Route;
      expect(route.at?.pointer).toBe(`/${at}`);
      if (row.encap === undefined) expect(route.dst.replace("/32", "").replace("0.0.0.0/0", "default")).toBe(row.dst);
      expect([route.type, route.table, route.protocol, route.scope, route.metric]).toEqual([row.type, row.table, row.protocol, row.scope, row.metric ?? 0]);
      expect(route.gateway).toBe(row.gateway ?? (row.via as { host?: string } | undefined)?.host);
    });
  });

  it("shows every rule that was added, in every form, in the kernel's order", () => {
    if (reason !== undefined) return;
    for (const command of ["ip -j rule", "ip rule", "ip -d rule", "ip -j -6 rule", "ip -6 rule"]) {
      const parsed = parseRules(output(command), command);
      expect(parsed.notUnderstood, command).toEqual([]);
      const isSix = command.includes("-6");
      for (const { add, expected } of asked(rules)) {
        if (add.startsWith("-6") !== isSix) continue;
        expect(parsed.items.filter((rule) => isLike(rule, { invert: false, ...expected })).length, `${command}: ${add}`).toBe(1);
      }
      const priorities = parsed.items.map((rule) => rule.priority);
      expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
    }
    const plain = ({ at: _at, protocol: _protocol, text: _text, ...rest }: Rule): unknown => rest;
    expect(parseRules(output("ip rule"), "ip rule").items.map(plain)).toEqual(parseRules(output("ip -j rule"), "ip -j rule").items.map(plain));
  });

  it("shows every nexthop object that was added", () => {
    if (reason !== undefined) return;
    for (const command of ["ip -j -d nexthop", "ip -d nexthop", "ip nexthop"]) {
      const parsed = parseNexthops(output(command), command);
      expect(parsed.notUnderstood, command).toEqual([]);
      for (const { add, expected } of asked(nexthops)) {
        expect(parsed.items.filter((nexthop) => isLike(nexthop, expected)).length, `${command}: ${add}`).toBe(1);
      }
    }
  });

  it("shows every neighbour state there is, in every form", () => {
    if (reason !== undefined) return;
    const seen = new Set<string>();
    for (const command of neighbourQuestions) {
      const parsed = parseNeighbours(output(command), command);
      expect(parsed.notUnderstood, command).toEqual([]);
      for (const { add, expected } of asked(neighbours)) {
        const { state, lladdr: _lladdr, ...identity } = expected;
        const found = parsed.items.filter((neighbour) => isLike(neighbour, identity));
        expect(found.length, `${command}: ${add}`).toBe(1);
        // a state may pass on between two commands; the first question comes within milliseconds
        if (state !== undefined && command === neighbourQuestions[0]) {
          for (const word of found[0]?.state ?? []) seen.add(word);
          if (!["PROBE", "DELAY", "INCOMPLETE", "NONE"].includes(String((state as string[])[0]))) expect(found[0], add).toMatchObject(expected);
        }
      }
    }
    for (const state of ["PERMANENT", "NOARP", "REACHABLE", "STALE", "FAILED"]) expect(seen).toContain(state);
    for (const command of ["ip -j neigh show proxy", "ip neigh show proxy"]) {
      const parsed = parseNeighbours(output(command), command);
      for (const { add, expected } of asked(proxies)) expect(parsed.items.filter((item) => isLike(item, expected)).length, `${command}: ${add}`).toBe(1);
    }
    const identity = ({ address, dev, router, externLearn, managed, protocol }: Neighbour): unknown => ({ address, dev, router, externLearn, managed, protocol });
    // multicast entries (ff02::…) come by themselves while addresses settle, also between the two commands
    const identities = (command: string): unknown[] => parseNeighbours(output(command), command).items.filter(({ address }) => !address.startsWith("ff")).map(identity);
    expect(identities("ip neigh show nud all")).toEqual(identities("ip -j neigh show nud all"));
  });

  it("is the same world in /proc/net and in bridge fdb", () => {
    if (reason !== undefined) return;
    const main = parseRoutes(output("ip -j route show table all"), "ip -j route show table all").items
      .filter((route) => route.family === 4 && route.table === "main" && route.type !== "multicast").map((route) => `${route.dst} ${route.metric}`);
    expect(parseProcRoutes(output("cat /proc/net/route"), "cat /proc/net/route").items.map((route) => `${route.dst} ${route.metric}`).sort()).toEqual(main.sort());
    expect(parseProcRoutes(output("cat /proc/net/ipv6_route"), "cat /proc/net/ipv6_route").notUnderstood).toEqual([]);
    expect(parseProcArp(output("cat /proc/net/arp"), "cat /proc/net/arp").notUnderstood).toEqual([]);
    const [json, text] = [parseFdb(output("bridge -j fdb"), "bridge -j fdb"), parseFdb(output("bridge fdb"), "bridge fdb")];
    expect(text.notUnderstood).toEqual([]);
    expect(text.items.map((entry) => `${entry.mac} ${entry.dev} ${entry.state}`)).toEqual(json.items.map((entry) => `${entry.mac} ${entry.dev} ${entry.state}`));
    expect(json.items.some((entry) => entry.master === "br0")).toBe(true);
  });
});

/** Whether a thing has all the fields that were asked for; `undefined` means that the field must be missing. */
function isLike(thing: object, expected: Readonly<Record<string, unknown>>): boolean {
  const wanted = Object.entries(expected);
  if (wanted.some(([key, value]) => value === undefined && (thing as Record<string, unknown>)[key] !== undefined)) return false;
  try {
    expect(thing).toMatchObject(Object.fromEntries(wanted.filter(([, value]) => value !== undefined)));
    return true;
  } catch {
    return false;
  }
}

/** A route in one line, without its place, the clock, and the locks that JSON does not have. */
function plainRoute(route: Route): string {
  const { at: _at, locks: _locks, expiresS, extra, ...rest } = route;
  const remarks = { ...extra };
  delete remarks.nh_info; // -d only
  return JSON.stringify({ ...rest, remarks, hasExpiry: expiresS !== undefined }, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value);
}
