import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Route } from "../../src/model/route.ts";
import { FdbEntry } from "../../src/model/bridge.ts";
import { parseFdb } from "../../src/parse/bridge.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { parseRouteTable } from "../../src/parse/nettools/route.ts";
import { parseProcRoutes } from "../../src/parse/proc/route.ts";
import { parseSysctl, sysctlRecord } from "../../src/parse/sysctl.ts";
import { allRecordings, openRecorded } from "../support/recorded.ts";

const recordings = allRecordings();
const short = (route: Route): string => `${route.dst} ${route.gateway ?? "-"} ${route.dev ?? "-"} ${route.metric}`;

describe("route, netstat and /proc/net/route", () => {
  it("name the routes of table main that ip names", () => {
    let compared = 0;
    for (const recording of recordings) {
      const proc = recording.output("cat /proc/net/route");
      const json = recording.output("ip -j -d route show table all");
      if (proc === undefined || json === undefined) continue;
      const parsed = parseProcRoutes(proc, "cat /proc/net/route");
      expect(parsed.notUnderstood).toEqual([]);
      const main = parseRoutes(json, "ip -j -d route show table all").items.filter((route) =>
        // the kernel lists unicast and rejecting routes; of several hops it shows the first
        route.family === 4 && route.table === "main" && !["multicast", "broadcast"].includes(route.type));
      const expected = main.map((route) => {
        const hop = route.nexthops[0] ?? route;
        const gateway = hop.gateway?.includes(":") ? undefined : hop.gateway;
        const dev = route.type === "blackhole" && route.nhid !== undefined ? "lo" : hop.dev;
        return `${route.dst} ${gateway ?? "-"} ${dev ?? "-"} ${route.metric}`;
      });
      expect(parsed.items.map(short).sort(), recording.name).toEqual(expected.sort());
      compared += expected.length;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("name IPv6 addresses, source prefixes and metrics as ip does", () => {
    let compared = 0;
    for (const recording of recordings) {
      const proc = recording.output("cat /proc/net/ipv6_route");
      const json = recording.output("ip -j -6 -d route show table all");
      if (!proc || json === undefined) continue;
      const parsed = parseProcRoutes(proc, "cat /proc/net/ipv6_route");
      expect(parsed.notUnderstood).toEqual([]);
      const seen = new Set(parsed.items.map((route) => `${short(route)} ${route.src ?? ""}`));
      for (const route of parseRoutes(json, "ip -j -6 -d route show table all", 6).items) {
        if (route.nexthops.length > 0) continue;
        expect(seen, recording.name).toContain(`${short(route)} ${route.src ?? ""}`);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("say the same in every form of one BusyBox host", () => {
    for (const recording of recordings) {
      const proc = recording.output("busybox cat /proc/net/route");
      if (proc === undefined) continue;
      const truth = parseProcRoutes(proc, "").items;
      for (const command of ["busybox route -n", "busybox route", "busybox route -n -e", "busybox route -n -ee"]) {
        const output = recording.output(command);
        if (output === undefined) continue;
        const parsed = parseRouteTable(output, command);
        const hasMetric = !command.includes("-e");
        expect(parsed.notUnderstood, `${recording.name}: ${command}`).toEqual([]);
        expect(parsed.items.map(({ dst, gateway, dev, type, metric }) => ({ dst, gateway, dev, type, metric: hasMetric ? metric : 0 })), `${recording.name}: ${command}`)
          .toEqual(truth.map(({ dst, gateway, dev, type, metric }) => ({ dst, gateway, dev, type, metric: hasMetric ? metric : 0 })));
      }
      const six = recording.output("busybox route -A inet6");
      const proc6 = recording.output("busybox cat /proc/net/ipv6_route");
      if (!six || !proc6) continue;
      expect(parseRouteTable(six, "busybox route -A inet6").items.map(short), recording.name).toEqual(parseProcRoutes(proc6, "").items.map(short));
    }
  });

  it("read net-tools' columns, IPv4 and IPv6, with the sign for rejecting routes", () => {
    const text = "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n0.0.0.0         10.0.0.9        0.0.0.0         UG    100    0        0 d0\n10.5.0.0        -               255.255.0.0     !     0      -        0 -\n10.6.0.0        0.0.0.0         255.255.0.0     U     0      0        0 *\nlocalnet        *               255.255.255.0   U     0      0        0 d0\n";
    const { items, notUnderstood, warnings } = parseRouteTable(text, "route");
    expect(items.map((route) => [route.dst, route.gateway, route.dev, route.type, route.metric])).toEqual([
      ["0.0.0.0/0", "10.0.0.9", "d0", "unicast", 100],
      ["10.5.0.0/16", undefined, undefined, "unreachable", 0],
      ["10.6.0.0/16", undefined, undefined, "unknown", 0],
    ]);
    expect(items[2]?.extra?.couldBe).toEqual(["blackhole", "throw"]);
    expect(items.every((route) => route.protocol === "unknown")).toBe(true);
    expect(notUnderstood.map((piece) => piece.line)).toEqual([6]);
    expect(warnings.some((warning) => warning.code === "bad-row")).toBe(true);
    const netstat = "Kernel IP routing table\nDestination     Gateway         Genmask         Flags   MSS Window  irtt Iface\ndefault         _gateway        0.0.0.0         UG        0 0          0 eth0\n";
    expect(parseRouteTable(netstat, "netstat -r").items[0]).toMatchObject({ dst: "0.0.0.0/0", gateway: "_gateway", dev: "eth0" });
    const six = "Kernel IPv6 routing table\nDestination                    Next Hop                   Flag Met Ref  Use If\n::/0                           2001:db8::9                UG   1024 1      0 d0\n::1/128                        ::                         Un   0   3      0 lo\n::/0                           ::                         !n   -1  1      0 lo\n";
    const read = parseRouteTable(six, "route -A inet6 -n");
    expect(read.items.map((route) => [route.family, route.dst, route.gateway, route.type, route.table])).toEqual([
      [6, "::/0", "2001:db8::9", "unicast", "main"], [6, "::1/128", undefined, "local", "local"],
    ]);
    expect(read.notUnderstood).toEqual([]);
  });

  it("never throw", () => {
    const samples = recordings.flatMap((recording) =>
      ["cat /proc/net/route", "cat /proc/net/ipv6_route", "busybox route -n", "busybox route -A inet6"].map((command) => recording.output(command) ?? "")).filter((text) => text !== "");
    fc.assert(fc.property(fc.constantFrom(...samples), fc.nat(), fc.string(), (text, at, junk) => {
      const cut = at % text.length;
      const torn = text.slice(0, cut) + junk + text.slice(cut + junk.length);
      for (const read of [parseRouteTable, parseProcRoutes]) for (const item of read(torn, "x").items) Route.parse(item);
    }), { numRuns: 200 });
  });
});

describe("bridge fdb", () => {
  it("says the same as JSON and as text", () => {
    let compared = 0;
    for (const recording of recordings) {
      const [json, text] = [recording.output("bridge -j fdb"), recording.output("bridge fdb")];
      if (!json || !text) continue;
      const left = parseFdb(json, "bridge -j fdb");
      const right = parseFdb(text, "bridge fdb");
      expect([...left.notUnderstood, ...left.warnings, ...right.notUnderstood], recording.name).toEqual([]);
      const plain = ({ at: _at, flags, ...rest }: FdbEntry): string => JSON.stringify({ ...rest, flags: flags.toSorted() }, Object.keys({ ...rest, flags }).sort());
      expect(right.items.map(plain).sort(), recording.name).toEqual(left.items.map(plain).sort());
      compared += left.items.length;
    }
    expect(compared).toBeGreaterThan(400);
  });

  it("keeps what a vxlan entry leads to, times, and unknown words", () => {
    const { items, notUnderstood } = parseFdb("00:00:00:00:00:00 dev vx dst 10.255.0.3 port 8472 vni 2001 via wan0 used 4/7 self permanent\n02:00:00:00:00:01 dev v1 vlan 10 sparkle master br0 static\nnope\n", "bridge -s fdb");
    expect(items[0]).toMatchObject({ dst: "10.255.0.3", port: 8472, vni: 2001, via: "wan0", flags: ["self"], state: "permanent", extra: { used: 4, updated: 7 } });
    expect(items[1]).toMatchObject({ vlan: 10, master: "br0", state: "static", extra: { words: ["sparkle"] } });
    expect(notUnderstood).toEqual([{ line: 2, text: "sparkle" }, { line: 3, text: "nope" }]);
    for (const item of items) FdbEntry.parse(item);
  });

  it("reads nothing from the lone bracket of a failed dump", () => {
    expect(parseFdb("[", "bridge -j fdb").items).toEqual([]);
  });
});

describe("sysctl", () => {
  it("gives every setting that was recorded", () => {
    const command = "sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding net.ipv4.fib_multipath_hash_policy net.ipv4.conf.all.rp_filter";
    const parsed = parseSysctl(openRecorded("04b-netns-lab-k6.18/gw").output(command) ?? "", command);
    expect(sysctlRecord(parsed.items)).toEqual({
      "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1", "net.ipv4.fib_multipath_hash_policy": "0", "net.ipv4.conf.all.rp_filter": "0",
    });
  });

  it("turns the slash of a device name back into its dot, and leaves complaints apart", () => {
    const parsed = parseSysctl("net.ipv4.conf.eth0/100.rp_filter = 2\nsysctl: permission denied on key 'net.core.bpf_jit_harden'\na=b=c\n__proto__ = 1\n", "sysctl -a");
    expect(Object.entries(sysctlRecord(parsed.items))).toEqual([["net.ipv4.conf.eth0.100.rp_filter", "2"], ["a", "b=c"], ["__proto__", "1"]]);
    expect(parsed.notUnderstood.map((piece) => piece.line)).toEqual([2]);
  });
});
