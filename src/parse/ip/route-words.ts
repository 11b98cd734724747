import { isDigits } from "./words.ts";

/** Route types as rtnl_rtntype_n2a prints them (rtnetlink(7), RTN_*). */
export const routeTypes: ReadonlySet<string> = new Set([
  "none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw",
  "nat", "xresolve",
]);

const typeNumbers: readonly string[] = [
  "none", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw",
  "nat", "xresolve",
];

/** The name of a route type that `ip -N` printed as a number; anything else as it is. */
export function typeName(type: string): string {
  return isDigits(type) ? (typeNumbers[Number(type)] ?? type) : type;
}

/** The name of a table that `ip -N` printed as a number: only those that have the same name everywhere. */
export function tableName(table: string): string {
  return table === "254" ? "main" : table === "255" ? "local" : table === "253" ? "default" : table;
}

/** Types that answer a packet themselves: no device, whatever the tool prints. */
export const rejectTypes: ReadonlySet<string> = new Set(["blackhole", "unreachable", "prohibit", "throw"]);

/** Flags of a route or of one of its hops (RTNH_F_*, RTM_F_*). */
export const routeFlags: ReadonlySet<string> = new Set([
  "dead", "onlink", "pervasive", "offload", "trap", "notify", "linkdown", "unresolved",
  "rt_notify", "rt_offload", "rt_trap", "rt_offload_failed",
]);

/** Metrics with one value (RTAX_*), under the words of ip-route(8). */
export const metricWords: ReadonlySet<string> = new Set([
  "mtu", "window", "rtt", "rttvar", "ssthresh", "cwnd", "advmss", "reordering", "hoplimit", "initcwnd", "features",
  "rto_min", "initrwnd", "quickack", "congctl", "fastopen_no_cookie",
]);

/** Words that may follow `features`; anything else in hexadecimal is a set of bits the tool had no names for. */
export const featureWords: ReadonlySet<string> = new Set(["ecn", "sack", "timestamp", "allfrag", "tcp_usec_ts"]);

/** Address families that may stand before a gateway (`via inet6 fe80::1`). */
export const familyWords: ReadonlySet<string> = new Set(["inet", "inet6", "mpls", "link", "bridge", "ipx", "dnet"]);

/** Words of a cached route that take a value; all of them go to `extra`. */
export const cacheWords: ReadonlySet<string> = new Set(["error", "users", "used", "age", "ipid", "ts", "tsage", "uid", "mark"]);

/** A time of ip route in milliseconds: `50ms`, `1.5s`, or a bare number of milliseconds. */
export function readTimeMs(word: string): number | undefined {
  const isMs = word.endsWith("ms");
  const digits = isMs ? word.slice(0, -2) : word.endsWith("s") ? word.slice(0, -1) : word;
  const value = Number(digits);
  if (digits === "" || Number.isNaN(value)) return undefined;
  return isMs || digits === word ? value : Math.round(value * 1000);
}
