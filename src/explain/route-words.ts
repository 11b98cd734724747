import type { Sentence } from "../model/explanation.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { routeProtocolByName } from "../knowledge/protocols.ts";
import { routeTypeByName } from "../knowledge/route-types.ts";
import { scopeByName } from "../knowledge/scopes.ts";
import { routingTableByName } from "../knowledge/tables.ts";
import { rangeOfPrefix, textOfRange } from "../reason/ip-range.ts";
import { factsOf, isDefault, type HostFacts } from "./facts.ts";
import { rulesTo } from "./route-state.ts";
import { durationText, listText, say } from "./say.ts";

/** One word, or pair of words, of a route's line and what it means for this route. */
export interface RouteWord {
  readonly word: string;
  readonly meaning: string;
}

/** A route's line word by word, in the order in which `ip route` prints it. */
export function explainRouteWords(route: Route, snapshot: Snapshot): RouteWord[] {
  const facts = factsOf(snapshot);
  const words: RouteWord[] = [];
  const add = (word: string, meaning: string): void => void words.push({ word, meaning });
  if (route.type !== "unicast") add(route.type, `the type: a packet for it ${routeTypeByName(route.type)?.effect ?? "is treated in a way not known here"}`);
  const range = rangeOfPrefix(route.dst);
  add(isDefault(route) ? "default" : route.dst, isDefault(route) ? `the prefix ${route.dst}: it contains every address, and so loses against any other that fits` : range ? `the prefix: it contains ${textOfRange(range)}` : "the destination");
  if (route.src) add(`from ${route.src}`, "only packets with such a source address");
  if (route.tos) add(`tos ${route.tos}`, "only packets with this type of service");
  if (route.nhid !== undefined) add(`nhid ${route.nhid}`, `uses the nexthop object ${route.nhid} (ip nexthop), which other routes may share`);
  if (route.encap) add(`encap ${route.encap.type}`, "each packet is wrapped before it leaves");
  if (route.gateway) add(`${route.gateway.includes(":") && route.family === 4 ? "via inet6" : "via"} ${route.gateway}`, `the gateway: the frame goes to its MAC, the packet keeps its destination${route.gateway.includes(":") && route.family === 4 ? "; an IPv6 neighbour carries the IPv4 packets" : ""}`);
  if (route.dev) add(`dev ${route.dev}`, route.dev === "lo" && route.family === 6 && ["unreachable", "blackhole", "prohibit"].includes(route.type) ? "a place holder that IPv6 needs; nothing goes there" : "the NIC the packet leaves through, or arrives at");
  addTable(route, facts, add);
  if (route.protocol !== "unknown") add(`proto ${route.protocol}`, `who added it: ${routeProtocolByName(route.protocol)?.origin ?? "a program with a number or name of its own"}`);
  if (route.scope !== "unknown" && route.family === 4) add(`scope ${route.scope}`, scopeByName(route.scope)?.ofRoute ?? "a distance that this host defines itself");
  if (route.prefsrc) add(`src ${route.prefsrc}`, "the source address for packets whose program chose none; no condition");
  addMetric(route, add);
  for (const [name, value] of Object.entries(route.metrics ?? {})) addRouteMetric(name, value, route.locks?.includes(name) ?? false, add);
  if (route.expiresS !== undefined) add(`expires ${route.expiresS}sec`, `goes away in ${durationText(route.expiresS)}, unless it is announced again`);
  if (route.pref) add(`pref ${route.pref}`, `the router's own preference (RFC 4191)${route.pref === "medium" ? ", the usual one" : ""}`);
  for (const flag of new Set(route.flags)) add(flag, flagTexts[flag] ?? "a flag of the kernel");
  return words;
}

const flagTexts: Readonly<Record<string, string>> = {
  onlink: "the gateway is taken to be on this link, although no subnet here contains it", linkdown: "its NIC has no carrier just now",
  dead: "not chosen: its NIC is off, or without carrier where that counts", pervasive: "an old flag without effect", offload: "the switch hardware does it",
  trap: "the switch hardware sends such packets up to the kernel", notify: "somebody asked to be told of its use", rt_offload_failed: "the hardware refused it",
  offload_failed: "the hardware refused it", unresolved: "waits for an answer of a multicast daemon",
};

function addTable(route: Route, facts: HostFacts, add: (word: string, meaning: string) => void): void {
  const known = routingTableByName(route.table);
  const rules = rulesTo(route.table, route.family, facts);
  const asked = rules.length > 0 ? `; asked by rule ${listText(rules.map((rule) => String(rule.priority)), 5)}` : "";
  add(`table ${route.table}`, `${known?.purpose ?? "a table of this host's own"}${asked}`);
}

function addMetric(route: Route, add: (word: string, meaning: string) => void): void {
  if (route.family === 6) {
    const usual = route.metric === 1024 ? ", what IPv6 writes if nobody chose one" : route.metric === 256 ? ", what the kernel writes for prefixes of its own addresses" : "";
    add(`metric ${route.metric}`, `the price${usual}: among routes with the same prefix the lowest is used`);
    return;
  }
  add(`metric ${route.metric}`, route.metric === 0 ? "not shown by ip: the best there is" : "the price: among routes with the same prefix the lowest is used, other prefixes are never compared by it");
}

const metricTexts: Readonly<Record<string, (value: string) => string>> = {
  mtu: (value) => `packets on this route are at most ${value} bytes`,
  advmss: (value) => `TCP offers segments of at most ${value} bytes`,
  hoplimit: (value) => `packets start with hop limit (TTL) ${value}`,
  window: (value) => `TCP offers a window of at most ${value} bytes`,
  initcwnd: (value) => `TCP starts with ${value} segments in flight`,
  initrwnd: (value) => `TCP first offers a window of ${value} segments`,
  rto_min: (value) => `TCP waits at least ${value} ms before it sends again`,
  rtt: (value) => `the round trip time assumed at first: ${value} ms`,
  rttvar: (value) => `how much the round trip time is assumed to vary: ${value} ms`,
  congestion: (value) => `TCP's congestion control is ${value}`,
  cc_algo: (value) => `TCP's congestion control is ${value}`,
  quickack: () => "TCP acknowledges at once",
  cwnd: (value) => `TCP's congestion window is held at ${value} segments or below`,
  ssthresh: (value) => `TCP leaves slow start at ${value} segments`,
  reordering: (value) => `TCP expects up to ${value} packets out of order`,
};

function addRouteMetric(name: string, value: string | number | boolean, locked: boolean, add: (word: string, meaning: string) => void): void {
  const text = metricTexts[name]?.(String(value)) ?? "a setting for connections on this route";
  add(`${name} ${locked ? "lock " : ""}${String(value)}`, `${text}${locked ? ", and learning from the network does not change it" : ""}`);
}

/** The words as sentences, for what is shown on demand. */
export function wordSentences(route: Route, facts: HostFacts): Sentence[] {
  return explainRouteWords(route, facts.snapshot).map(({ word, meaning }) => say(`${word}: ${meaning}.`, [route], "route-attributes"));
}
