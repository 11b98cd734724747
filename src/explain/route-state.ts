import type { Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import { rangeContains, rangeOfPrefix } from "../reason/ip-range.ts";
import { forwards, hopsOf, isDefault, keyOf, perLink, settingOf, type HostFacts, type Setting } from "./facts.ts";
import { count, listText, say } from "./say.ts";
import { passedOver, wayText } from "./way-out.ts";

/** Whether and for what a route is used now: link, competitors, gateway, table. Undefined where there is nothing to add. */
export function stateSentence(route: Route, facts: HostFacts): Sentence | undefined {
  return deadOrDown(route, facts) ?? passedOver(route, facts) ?? competition(route, facts) ?? tableSentence(route, facts) ?? gatewayState(route, facts)
    ?? linkLocalSentence(route, facts) ?? usedFor(route, facts);
}

/** What is wrong with a route: its gateway is silent, it stands in another's shadow, its gateway lies nowhere. */
export function troublesOf(route: Route, facts: HostFacts): Sentence[] {
  return [...silentGateway(route, facts), ...duplicateDefault(route, facts), ...downDefault(route, facts), ...farGateway(route, facts)];
}

/** ignore_routes_with_linkdown for a NIC: its own value, or (since Linux 5.11) that of `all`. */
function ignoresLinkdown(route: Route, dev: string, facts: HostFacts): Setting | undefined {
  const own = perLink(facts.snapshot, route.family, "conf", dev, "ignore_routes_with_linkdown");
  const all = settingOf(facts.snapshot, `net.ipv${route.family}.conf.all.ignore_routes_with_linkdown`);
  return all && all.value !== 0 ? all : own;
}

function deadOrDown(route: Route, facts: HostFacts): Sentence | undefined {
  const hops = hopsOf(route);
  const downHops = hops.filter((hop) => hop.flags.includes("linkdown") || hop.flags.includes("dead"));
  const isDead = route.flags.includes("dead") || (hops.length > 0 && hops.every((hop) => hop.flags.includes("dead")));
  const concept = "route-attributes";
  if (hops.length > 1 && downHops.length > 0) {
    return say(`${listText(downHops.map((hop) => hop.dev ?? hop.gateway ?? "?"))} ${downHops.length === 1 ? "has" : "have"} no carrier (linkdown); ${downHops.length === hops.length ? "no hop is left that works" : "the other hops still work, but flows may be sent to this one as well"}.`, [route], concept);
  }
  const dev = route.dev ?? hops[0]?.dev;
  if (isDead) return say(`dead: ${dev ?? "its NIC"} is off or without carrier, and the kernel does not choose this route.`, [route], concept);
  if (downHops.length === 0 && !route.flags.includes("linkdown")) return undefined;
  if (!dev) return undefined;
  const link = facts.links.get(dev);
  const why = link?.kind === "bridge" && !facts.ports.has(dev) ? `nothing is plugged into ${dev}, so it has no carrier` : `${dev} has no carrier just now`;
  const setting = ignoresLinkdown(route, dev, facts);
  const chosen = setting ? `${setting.value === 0 ? "the route is still chosen" : "so the route is not chosen"} (${setting.key} = ${setting.value}).`
    : `the route is still chosen, unless net.ipv${route.family}.conf.${dev}.ignore_routes_with_linkdown is 1.`;
  return say(`linkdown: ${why}; ${chosen}`, [route, link, setting], concept);
}

/** Routes with the same key, this one left out. Link-local prefixes never compete: the NIC is part of such an address. */
function rivalsOf(route: Route, facts: HostFacts): readonly Route[] {
  if (!forwards(route) || route.dst.startsWith("fe80:") || route.dst.startsWith("ff")) return [];
  return (facts.routesByKey.get(keyOf(route)) ?? []).filter((other) => other !== route && forwards(other));
}

function competition(route: Route, facts: HostFacts): Sentence | undefined {
  const rivals = rivalsOf(route, facts);
  if (rivals.length === 0) return undefined;
  const better = rivals.filter((other) => other.metric < route.metric).toSorted((left, right) => left.metric - right.metric)[0];
  const prefix = isDefault(route) ? "default" : route.dst;
  if (better) {
    return say(`Not used while the route ${prefix} through ${wayText(better)} is there: same prefix, metric ${better.metric} against ${route.metric}, and the lower one wins.`, [route, better], "route-attributes");
  }
  const equal = rivals.filter((other) => other.metric === route.metric);
  if (equal.length > 0) {
    return say(`${count(equal.length, "other route")} to ${prefix} ${equal.length === 1 ? "has" : "have"} the same metric ${route.metric} (${listText(equal.map(wayText))}); ${route.family === 6 && route.pref ? `the router's preference (this one: ${route.pref}) and reachability decide` : "the one that is listed first is used"}.`, [route, ...equal.slice(0, 3)], "route-attributes");
  }
  return say(`Used: of ${rivals.length + 1} routes to ${prefix} in table ${route.table} its metric ${route.metric} is the lowest; ${listText(rivals.map((other) => `${wayText(other)} (${other.metric})`))} ${rivals.length === 1 ? "waits" : "wait"}.`, [route, ...rivals.slice(0, 3)], "route-attributes");
}

/** For routes outside main and local: which rules lead to their table, or that none does. */
function tableSentence(route: Route, facts: HostFacts): Sentence | undefined {
  if (route.table === "main" || route.table === "local" || !facts.snapshot.rules) return undefined;
  const rules = rulesTo(route.table, route.family, facts);
  if (rules.length > 0) return say(`Table ${route.table} is asked only by ${rules.length === 1 ? "rule" : "rules"} ${listText(rules.map((rule) => `${rule.priority} (${rule.text})`), 3)}.`, [route, ...rules.slice(0, 3)], "policy-rules");
  const anyVrf = facts.snapshot.rules.find((rule) => rule.l3mdev && rule.family === route.family);
  const vrf = vrfOfTable(route, facts);
  if (vrf && anyVrf) return say(`Table ${route.table} belongs to the VRF ${vrf.name}: rule ${anyVrf.priority} leads packets of its members here.`, [route, vrf, anyVrf], "policy-rules");
  // A VRF's table may be shown by name here and by number there, so silence is all that is certain.
  if (anyVrf && [...facts.links.values()].some((link) => link.kind === "vrf")) return undefined;
  if (facts.snapshot.rules.some((rule) => rule.family === route.family && rule.hasHiddenSelectors)) return undefined;
  const has = facts.snapshot.rules.find((rule) => rule.family === route.family);
  if (!has) return undefined;
  return say(`No IPv${route.family} rule leads to table ${route.table}, so this route is not used.`, [route, ...facts.snapshot.rules.filter((rule) => rule.family === route.family)], "policy-rules");
}

/** The VRF that looks up a route's table: by the table's number, or because the route leads through the VRF or a member. */
function vrfOfTable(route: Route, facts: HostFacts): Link | undefined {
  for (const link of facts.links.values()) {
    if (link.kind === "vrf" && (String(link.kindData["table"]) === route.table || link.name === route.table)) return link;
  }
  const dev = hopsOf(route)[0]?.dev;
  const link = dev ? facts.links.get(dev) : undefined;
  const master = link?.master ? facts.links.get(link.master) : undefined;
  return link?.kind === "vrf" ? link : master?.kind === "vrf" ? master : undefined;
}

export function rulesTo(table: string, family: 4 | 6, facts: HostFacts): readonly Rule[] {
  return (facts.snapshot.rules ?? []).filter((rule) => rule.family === family && rule.action === "table" && rule.table === table);
}

function gatewayState(route: Route, facts: HostFacts): Sentence | undefined {
  const hop = hopsOf(route)[0];
  if (!hop?.gateway || !hop.dev || hopsOf(route).length > 1) return undefined;
  const neighbour = facts.neighbours.get(`${hop.dev} ${hop.gateway}`);
  if (!neighbour) {
    if (!facts.snapshot.neighbours || facts.links.get(hop.dev)?.flags.includes("NOARP")) return undefined;
    return say(`${hop.gateway} is not in the neighbour table yet: the first packet will have to ask for its MAC.`, [route], route.family === 4 ? "arp" : "ndp");
  }
  const state = neighbour.state[0] ?? "NONE";
  if (state === "FAILED") return undefined;
  const concept = "neighbour-states";
  if (neighbour.state.length === 0) return neighbour.lladdr ? say(`Such packets carry the gateway's MAC ${neighbour.lladdr}; this output does not show when it was last confirmed.`, [route, neighbour], concept) : undefined;
  if (!neighbour.lladdr) return say(`${hop.gateway} is being asked for its MAC just now (${state}); packets wait for the answer.`, [route, neighbour], concept);
  const remark = state === "REACHABLE" ? "confirmed a moment ago" : state === "STALE" ? "not confirmed lately, used all the same" : state === "PERMANENT" ? "set by hand" : "being checked";
  return say(`Such packets carry the gateway's MAC ${neighbour.lladdr} (${state}: ${remark}).`, [route, neighbour], concept);
}

function linkLocalSentence(route: Route, facts: HostFacts): Sentence | undefined {
  if (!route.dst.startsWith("fe80:") || !forwards(route)) return undefined;
  const others = (facts.routesByKey.get(keyOf(route)) ?? []).length - 1;
  if (others < 1) return undefined;
  return say(`${count(others, "other NIC")} ${others === 1 ? "has" : "have"} the same prefix: link-local addresses exist on each link anew, so a program has to name the NIC, as in fe80::1%${route.dev}.`, [route], "ndp");
}

function usedFor(route: Route, facts: HostFacts): Sentence | undefined {
  if (!forwards(route) || !route.dev || route.gateway || isDefault(route)) return undefined;
  const range = rangeOfPrefix(route.dst);
  if (!range) return undefined;
  const known = (facts.neighboursByDev.get(route.dev) ?? []).filter((one) => one.family === route.family && rangeContains(range, one.address));
  if (known.length === 0) return undefined;
  return say(`The neighbour table knows ${count(known.length, "address", "addresses")} in that range: ${listText(known.map((one) => `${one.address}${one.state[0] ? ` (${one.state[0]})` : ""}`))}.`, [route, ...known.slice(0, 3)], route.family === 4 ? "arp" : "ndp");
}

function silentGateway(route: Route, facts: HostFacts): Sentence[] {
  return hopsOf(route).flatMap((hop) => {
    const neighbour = hop.gateway && hop.dev ? facts.neighbours.get(`${hop.dev} ${hop.gateway}`) : undefined;
    if (!neighbour?.state.includes("FAILED")) return [];
    const what = isDefault(route) ? `the IPv${route.family} default gateway` : `the gateway of ${route.dst}`;
    return [say(`${hop.gateway}, ${what}, does not answer on ${hop.dev} (neighbour FAILED): programs that need this route get "No route to host" although it is there.`, [route, neighbour], "neighbour-states")];
  });
}

function duplicateDefault(route: Route, facts: HostFacts): Sentence[] {
  if (!isDefault(route) || route.table !== "main") return [];
  const rivals = rivalsOf(route, facts);
  const better = rivals.find((other) => other.metric < route.metric);
  if (!better || rivals.some((other) => other.metric > better.metric && other.metric < route.metric)) return [];
  return [say(`Another IPv${route.family} default route: ${wayText(route)} (metric ${route.metric}) stands by for ${wayText(better)} (metric ${better.metric}); it takes over when that one is removed, not when its gateway merely stops answering.`, [route, better], "default-route")];
}

function downDefault(route: Route, facts: HostFacts): Sentence[] {
  if (!isDefault(route) || route.table !== "main" || !route.flags.includes("linkdown") || !route.dev) return [];
  return [say(`The IPv${route.family} default route leads into ${route.dev}, which has no carrier.`, [route, facts.links.get(route.dev)], "default-route")];
}

/** A gateway that no connected route of its NIC covers, where nothing (onlink, a point-to-point line, a tunnel) excuses it. */
function farGateway(route: Route, facts: HostFacts): Sentence[] {
  if (!forwards(route) || route.encap || route.nhid !== undefined) return [];
  return hopsOf(route).flatMap((hop) => {
    if (!hop.gateway || !hop.dev || hop.flags.includes("onlink") || route.flags.includes("onlink")) return [];
    const link: Link | undefined = facts.links.get(hop.dev);
    if (!link || link.addresses.length === 0 || link.flags.includes("POINTOPOINT") || hop.gateway.startsWith("fe80:")) return [];
    const family = hop.gateway.includes(":") ? 6 : 4;
    const covered = (facts.routesByDev.get(hop.dev) ?? []).some((other) => {
      const range = other.gateway === undefined && other.nexthops.length === 0 && other.family === family ? rangeOfPrefix(other.dst) : undefined;
      return range !== undefined && rangeContains(range, hop.gateway ?? "");
    });
    if (covered) return [];
    return [say(`The gateway ${hop.gateway} lies in no subnet of ${hop.dev}: no route there covers it, so the kernel would refuse this route today ("Nexthop has invalid gateway" or "Network is unreachable").`, [route, link], "route-attributes")];
  });
}
