/** Random hosts for the route decision: what `ip` and `sysctl` are told to do, from a seed. */

/** A small generator of its own, so that a printed seed gives the same worlds on every machine. */
export type Roll = (below: number) => number;

export function dice(seed: number): Roll {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export const pick = <T>(roll: Roll, list: readonly T[]): T => list[roll(list.length)] as T;
type Family = 4 | 6;

/** Pairs of veth, a bridge, a macvlan, a tunnel without a carrier and one of the kernel's own kinds. */
export const worldDevices = ["va", "vb", "vc", "br0", "mv0", "tn0"] as const;
const gatewayDevices = worldDevices.slice(0, 4);
const tables = ["main", "main", "main", "100", "200", "default"];

const numberOf = (dev: string): number => worldDevices.indexOf(dev as (typeof worldDevices)[number]);

/** An address somewhere in the few subnets all worlds share, so that most questions meet a route. */
export function anyAddress(roll: Roll, family: Family): string {
  if (family === 4) return `10.${roll(6)}.${roll(4)}.${roll(10)}`;
  return `2001:db8:${roll(6)}:${roll(4)}::${(roll(9) + 1).toString(16)}`;
}

function prefix(roll: Roll, family: Family): string {
  if (roll(8) === 0) return "default";
  return `${anyAddress(roll, family)}/${pick(roll, family === 4 ? [1, 8, 14, 16, 22, 24, 30, 31, 32] : [3, 32, 46, 48, 62, 64, 96, 127, 128])}`;
}

function deviceLines(roll: Roll): string[] {
  const lines = ["link set lo up"];
  for (const dev of ["va", "vb", "vc"]) {
    lines.push(`link add ${dev} type veth peer name ${dev}p`, `link set ${dev} up`);
    // A peer that stays down leaves its partner without carrier.
    if (roll(4) > 0) lines.push(`link set ${dev}p up`);
  }
  lines.push("link add br0 type bridge", "link set br0 up", "link add vd type veth peer name vdp", "link set vd master br0", "link set vd up");
  if (roll(3) > 0) lines.push("link set vdp up");
  lines.push(`link add mv0 link va type macvlan mode ${pick(roll, ["bridge", "private"])}`, "link set mv0 up", "tuntap add tn0 mode tun", "link set tn0 up");
  if (roll(3) === 0) lines.push("link set vb group 7");
  return lines;
}

function addressLines(roll: Roll): string[] {
  const lines: string[] = [];
  for (const [at, dev] of worldDevices.entries()) {
    if (roll(8) === 0) continue;
    lines.push(`addr add 10.${at}.0.1/24 ${roll(2) === 0 ? "brd + " : ""}dev ${dev}`, `-6 addr add 2001:db8:${at}::1/64 dev ${dev}${roll(5) > 0 ? " nodad" : ""}`);
    if (roll(2) === 0) lines.push(`addr add 10.${at}.${roll(4)}.4/${pick(roll, [22, 24, 31, 32])} dev ${dev}${pick(roll, ["", "", " scope link", " scope host", " noprefixroute"])}`);
    if (roll(3) === 0) lines.push(`addr add 10.${at}.0.${5 + roll(3)}/24 dev ${dev}`);
    if (roll(5) === 0) lines.push(`addr add 10.${at}.3.7 peer 10.${roll(6)}.2.8/${pick(roll, [32, 24])} dev ${dev}`);
    if (roll(2) === 0) lines.push(`-6 addr add 2001:db8:${at}:${roll(4)}::${pick(roll, ["4", "1:2", "ffff"])}/${pick(roll, [64, 64, 126, 128, 48])} dev ${dev} ${pick(roll, ["nodad", "nodad", "nodad preferred_lft 0", "", "nodad noprefixroute"])}`);
    if (roll(3) === 0) lines.push(`-6 addr add ${pick(roll, ["fd00:1", "2002:a00:1", "fec0:0:0:1", "2001:0:1"])}:${at}::${1 + roll(3)}/64 dev ${dev} nodad`);
    if (roll(6) === 0) lines.push(`-6 addr add 2001:db8:${at}:1::9 peer 2001:db8:${at}:1::8/128 dev ${dev} nodad`);
    if (roll(8) === 0) lines.push(`-6 addr add 2001:db8:${at}:2::/64 dev ${dev} nodad mngtmpaddr`);
  }
  if (roll(3) === 0) lines.push(`addr add 10.5.1.${roll(9)}/32 dev lo`, `-6 addr add 2001:db8:5:1::${1 + roll(8)}/128 dev lo nodad`);
  if (roll(6) === 0) lines.push("addr add 203.0.113.1/24 dev vb", "addr add 169.254.7.7/16 dev vc scope link");
  return lines;
}

function gatewayOn(roll: Roll, family: Family, dev: string): string {
  const at = numberOf(dev);
  if (family === 4) return `10.${at}.0.${2 + roll(3)}`;
  return roll(3) === 0 ? `fe80::${1 + roll(2)}` : `2001:db8:${at}::${2 + roll(3)}`;
}

function nexthopLines(roll: Roll): string[] {
  const lines: string[] = [];
  for (const [at, dev] of gatewayDevices.entries()) {
    lines.push(`nexthop add id ${at + 1} via ${gatewayOn(roll, 4, dev)} dev ${dev}`, `-6 nexthop add id ${at + 11} via ${gatewayOn(roll, 6, dev)} dev ${dev}`);
  }
  lines.push("nexthop add id 20 blackhole", "-6 nexthop add id 21 blackhole", "nexthop add id 22 dev va", "-6 nexthop add id 23 dev vb");
  lines.push(`nexthop add id 30 group ${1 + roll(2)},${1 + roll(5)}/${3 + roll(2)}`, `nexthop add id 31 group ${11 + roll(2)},2/${13 + roll(2)}`);
  lines.push("nexthop add id 32 group 20", "nexthop add id 33 group 11/12", "nexthop add id 34 group 3 type resilient buckets 4");
  for (let count = roll(10); count > 0; count--) {
    const family = pick(roll, [4, 6] as const);
    const id = pick(roll, family === 4 ? [1, 2, 3, 4, 11, 12, 20, 22, 30, 30, 31, 32, 33, 34] : [11, 12, 13, 14, 21, 23, 31, 33]);
    lines.push(`-${family} route add ${prefix(roll, family)} nhid ${id}${roll(4) === 0 ? ` metric ${10 + roll(2)}` : ""} table ${pick(roll, tables)}`);
  }
  return lines;
}

function routeLine(roll: Roll): string {
  const family = pick(roll, [4, 6] as const);
  const dev = pick(roll, roll(6) === 0 ? worldDevices : gatewayDevices);
  const dst = prefix(roll, family);
  const table = ` table ${pick(roll, tables)}`;
  const metric = roll(3) === 0 ? ` metric ${pick(roll, [10, 20, 4294967295])}` : "";
  const kind = roll(40);
  if (kind < 4) {
    const hop = (): string => {
      const way = pick(roll, gatewayDevices);
      return `nexthop ${roll(5) === 0 ? "" : `via ${gatewayOn(roll, family, way)} `}dev ${way} weight ${1 + roll(3)}${roll(6) === 0 ? " onlink" : ""}`;
    };
    return `-${family} route add ${dst}${metric}${table} ${Array.from({ length: 2 + roll(2) }, hop).join(" ")}`;
  }
  if (kind < 11) return `-${family} route add ${pick(roll, ["blackhole", "unreachable", "prohibit", "throw", "throw"])} ${dst}${metric}${table}`;
  if (kind === 11 && family === 4) return `route add multicast 224.1.0.0/${pick(roll, [16, 24])} dev ${dev}${table}`;
  if (kind === 12) return family === 4 ? `route add ${pick(roll, ["local", "broadcast"])} ${anyAddress(roll, 4)} dev ${dev} table ${pick(roll, ["local", "100"])}` : `-6 route add ${pick(roll, ["anycast", "local"])} ${anyAddress(roll, 6)} dev ${dev}${table}`;
  if (kind === 13 && family === 4) return `route add ${dst} via inet6 fe80::9 dev ${dev}${metric}${table}`;
  if (kind === 14) return `-${family} route add ${dst} via ${family === 4 ? "198.51.100.1" : "2001:db8:99::1"} dev ${dev} onlink${metric}${table}`;
  if (kind < 18 && family === 6) return `-6 route add ${dst} from ${anyAddress(roll, 6)}/${pick(roll, [32, 48, 64, 128])} ${roll(2) === 0 ? `via ${gatewayOn(roll, 6, dev)} ` : ""}dev ${dev}${metric}${table}`;
  if (kind === 18 && family === 6) return `-6 route add ${dst} dev ${dev} expires 900${metric}${table}`;
  const via = roll(2) === 0 ? ` via ${gatewayOn(roll, family, dev)}` : "";
  const more = [
    family === 4 && roll(6) === 0 ? ` tos ${pick(roll, ["0x10", "0x08"])}` : "",
    roll(5) === 0 ? ` src ${family === 4 ? `10.${roll(6)}.0.1` : `2001:db8:${roll(6)}::1`}` : "",
    family === 4 && via === "" && roll(4) === 0 ? ` scope ${pick(roll, ["link", "host", "global", "site"])}` : "",
    family === 6 && roll(6) === 0 ? ` pref ${pick(roll, ["low", "high"])}` : "",
    roll(10) === 0 ? ` mtu ${1200 + roll(100)}` : "",
    roll(12) === 0 ? " proto static" : "",
  ].join("");
  return `-${family} route ${roll(5) === 0 ? "append" : "add"} ${dst}${via} dev ${dev}${more}${metric}${table}`;
}

function ruleLines(roll: Roll, most: number): string[] {
  const rules: string[] = [];
  for (let count = roll(most); count > 0; count--) {
    const family = pick(roll, [4, 6] as const);
    const priority = 10 + roll(50);
    const named = (): string => prefix(roll, family).replace("default", "all");
    const one = (): string => pick(roll, [
      `from ${named()}`, `from ${named()}`, `to ${named()}`, `to ${named()}`, "fwmark 0x10/0xf0", "fwmark 1", "fwmark 0/0xf", `oif ${pick(roll, worldDevices)}`,
      `iif ${pick(roll, worldDevices)}`, "iif lo", "oif nope", "ipproto tcp", "ipproto udp", "ipproto icmp", "dport 80", "sport 1000-2000", "uidrange 5-10", "uidrange 0-0",
      "tos 0x10", "tun_id 9", "from all",
    ]);
    const selectors = [...new Set(roll(3) === 0 ? [one(), one()] : [one()])].join(" ");
    const action = pick(roll, [
      "lookup 100", "lookup 100", "lookup 200", "lookup 300", "lookup default", "type blackhole", "type unreachable", "type prohibit", "type nop",
      `goto ${priority + 5 + roll(40)}`, "goto 32766", "lookup main suppress_prefixlength 0", "lookup 100 suppress_prefixlength 16", "lookup main suppress_ifgroup 7", "lookup 100 suppress_ifgroup 0",
    ]);
    rules.push(`-${family} rule add ${roll(6) === 0 ? "not " : ""}${selectors} priority ${priority} ${action}`);
  }
  if (roll(12) === 0) rules.push("rule del priority 32767");
  if (roll(15) === 0) rules.push("-6 rule del priority 32766", "-6 rule add from all lookup main priority 40");
  return rules;
}

function neighbourLines(roll: Roll): string[] {
  return gatewayDevices.flatMap((dev) => [2, 3, 4].filter(() => roll(3) === 0).flatMap((last) => {
    const state = (): string => pick(roll, ["permanent", "stale", "reachable", "failed", "noarp"]);
    return [`neigh replace 10.${numberOf(dev)}.0.${last} lladdr 02:00:00:00:00:0${last} nud ${state()} dev ${dev}`, `-6 neigh replace 2001:db8:${numberOf(dev)}::${last} lladdr 02:00:00:00:00:0${last} nud ${state()} dev ${dev}`];
  }));
}

/** What happens at the end: devices that lose their carrier or go down leave dead and linkdown next hops behind. */
function lossLines(roll: Roll): string[] {
  const lines: string[] = [];
  if (roll(3) === 0) lines.push(`link set ${pick(roll, ["vap", "vbp", "vcp"])} down`);
  if (roll(5) === 0) lines.push(`link set ${pick(roll, ["vb", "vc"])} down`);
  if (roll(6) === 0) lines.push("addr del 10.1.0.1/24 dev vb");
  return lines;
}

function settingLines(roll: Roll): string[] {
  const perDevice: readonly [name: string, values: readonly number[]][] = [
    ["net.ipv4.conf.DEV.rp_filter", [0, 0, 1, 2]], ["net.ipv4.conf.DEV.forwarding", [0, 1, 1]], ["net.ipv4.conf.DEV.accept_local", [0, 0, 1]],
    ["net.ipv4.conf.DEV.route_localnet", [0, 0, 0, 1]], ["net.ipv4.conf.DEV.src_valid_mark", [0, 1]], ["net.ipv4.conf.DEV.send_redirects", [0, 1]],
    ["net.ipv4.conf.DEV.ignore_routes_with_linkdown", [0, 1]], ["net.ipv6.conf.DEV.ignore_routes_with_linkdown", [0, 1]], ["net.ipv4.conf.DEV.bc_forwarding", [0, 0, 1]],
    ["net.ipv6.conf.DEV.use_tempaddr", [0, 1, 2]], ["net.ipv6.conf.DEV.use_oif_addrs_only", [0, 0, 1]],
  ];
  const lines: string[] = [];
  for (const dev of ["all", ...worldDevices]) {
    for (const [name, values] of perDevice) {
      if (dev === "all" && (roll(4) > 0 || name.includes("forwarding") || name.includes("use_"))) continue;
      const value = pick(roll, values);
      if (value > 0 || name.includes("redirects")) lines.push(`${name.replace("DEV", dev)}=${value}`);
    }
  }
  if (roll(3) === 0) lines.push("net.ipv6.conf.all.forwarding=1");
  if (roll(4) === 0) lines.push("net.ipv4.fib_multipath_use_neigh=1");
  if (roll(12) === 0) lines.push("net.ipv6.conf.vc.disable_ipv6=1");
  return lines;
}

/** The commands of one world, in the order they are given. Lines of `ip -6 -batch` begin with -6, here as anywhere else. */
export interface World {
  readonly before: readonly string[];
  readonly settings: readonly string[];
  readonly after: readonly string[];
  readonly losses: readonly string[];
}

export function makeWorld(roll: Roll): World {
  // Every fourth host has no rules of its own: the kernel takes another way through its tables then.
  const rules = roll(4) === 0 ? [] : ruleLines(roll, 14);
  const count = 20 + roll(70);
  return {
    before: deviceLines(roll),
    settings: settingLines(roll),
    after: [...addressLines(roll), ...nexthopLines(roll), ...Array.from({ length: count }, () => routeLine(roll)), ...rules, ...neighbourLines(roll)],
    losses: lossLines(roll),
  };
}
