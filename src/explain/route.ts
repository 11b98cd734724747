import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { routeProtocolByName } from "../knowledge/protocols.ts";
import { routeTypeByName } from "../knowledge/route-types.ts";
import { rangeOfPrefix, textOfRange } from "../reason/ip-range.ts";
import { factsOf, forwards, hopsOf, isDefault, type HostFacts, type OwnAddress } from "./facts.ts";
import { stateSentence, troublesOf } from "./route-state.ts";
import { hopSentence, hopWay } from "./route-hops.ts";
import { isOutward } from "../reason/way-out.ts";
import { isWayOut, passedOver } from "./way-out.ts";
import { wordSentences } from "./route-words.ts";
import { listText, say } from "./say.ts";

/**
 * What a route covers and does, who put it there and whether it is used (`ip route`): at most three sentences; scope,
 * source, metrics and table in `more`.
 *
 * @example explainRoute(route, snapshot).sentences[0].text // "172.17.0.0 – 172.17.255.255 is on docker0 itself, no gateway."
 */
export function explainRoute(route: Route, snapshot: Snapshot): Explanation {
  const facts = factsOf(snapshot);
  const author = authorSentence(route, facts);
  const state = stateSentence(route, facts);
  const sentences = [coverSentence(route, facts), author, ...(state ? [state] : [])];
  return {
    headline: headlineOf(route, facts),
    sentences,
    unusual: troublesOf(route, facts),
    more: [...hopSentence(route, facts), ...wordSentences(route, facts)],
  };
}

/** What the route covers and where such packets go. */
function coverSentence(route: Route, facts: HostFacts): Sentence {
  const special = specialText(route, facts);
  if (special) return special;
  const { text: covers, isMany } = coverText(route);
  const go = isMany ? "go" : "goes";
  const from = route.src ? ` from ${route.src}` : "";
  const tos = route.tos ? `, if marked with TOS ${route.tos},` : "";
  const subject = `${covers}${from}${tos}`;
  const hops = hopsOf(route);
  if (hops.length > 1) return say(`${subject} ${isMany ? "are" : "is"} spread over ${hops.length} next hops, one for each flow: ${listText(hops.map(hopWay), 5)}.`, [route], "multipath");
  const wrapped = route.encap ? `, wrapped in ${route.encap.type}` : "";
  if (route.gateway && route.dev) {
    const onlink = hops[0]?.flags.includes("onlink") ?? false;
    const shown = `by way of ${route.gateway}, a machine on ${route.dev}'s link${onlink ? " by decree (onlink): no subnet there needs to contain it" : ""}`;
    return say(`${subject} ${go} ${shown}${wrapped}.`, [route], isDefault(route) ? "default-route" : "routing-table");
  }
  if (route.gateway) return say(`${subject} ${go} by way of ${route.gateway}${wrapped}.`, [route], "routing-table");
  if (!route.dev) return say(`${subject}: this output shows neither a NIC nor a gateway for ${isMany ? "them" : "it"}.`, [route], "routing-table");
  const link = facts.links.get(route.dev);
  if (link?.kind === "wireguard" || link?.kind === "tun" || link?.flags.includes("POINTOPOINT")) {
    return say(`${subject} ${go} into ${route.dev}; what is at its other end decides about the rest, no gateway is needed.`, [route, link], "routing-table");
  }
  if (link?.kind === "vrf") return say(`${subject} ${isMany ? "are" : "is"} handed to the VRF ${route.dev}: its table decides from there.`, [route, link], "policy-rules");
  if (wrapped) return say(`${subject} ${isMany ? "leave" : "leaves"} through ${route.dev}${wrapped}.`, [route], "routing-table");
  const asked = route.family === 4 && !link?.flags.includes("NOARP") ? `: such ${isMany ? "hosts are" : "a host is"} asked for with ARP` : "";
  return say(`${subject} ${isMany ? "are" : "is"} on ${route.dev} itself, no gateway${asked}.`, [route, link], "routing-table");
}

/** The destinations as the subject of a sentence. */
function coverText(route: Route): { text: string; isMany: boolean } {
  if (isDefault(route)) return { text: `Whatever has no better IPv${route.family} route`, isMany: false };
  const range = rangeOfPrefix(route.dst);
  if (!range || range.first === range.last) return { text: range ? textOfRange(range) : route.dst, isMany: false };
  return { text: `Addresses ${rangeText(route)}`, isMany: true };
}

/** IPv4 ranges by both ends; IPv6 ones by their prefix, because their ends are hard to read. */
function rangeText(route: Route): string {
  const range = rangeOfPrefix(route.dst);
  if (!range) return route.dst;
  return range.family === 6 && range.first !== range.last ? `in ${route.dst}` : textOfRange(range);
}

/** Routes that do not send a packet on. */
function specialText(route: Route, facts: HostFacts): Sentence | undefined {
  const range = rangeOfPrefix(route.dst);
  const covers = range && range.first !== range.last && route.family === 6 ? route.dst : range ? textOfRange(range) : route.dst;
  switch (route.type) {
    case "unicast":
      return undefined;
    case "local": {
      const own = facts.own.get(route.dst.slice(0, route.dst.lastIndexOf("/")))?.[0];
      const whose = own ? `an address of ${own.link.name}` : route.dev ? `taken in by ${route.dev}` : "its own";
      if (range && range.first !== range.last) return say(`A packet to anything in ${covers} is for this host itself and never leaves it${route.dev ? ` (${route.dev})` : ""}.`, [route], "routing-table");
      return say(`A packet to ${covers} is for this host itself: ${whose}.`, [route, own?.address, own?.link], "routing-table");
    }
    case "broadcast":
      if (route.dev && facts.links.get(route.dev)?.kind === "loopback") return say(`A packet to ${covers} is a broadcast on ${route.dev}, so nobody but this host gets it.`, [route], "routing-table");
      return say(`A packet to ${covers} goes to every station on ${route.dev ?? "the link"}'s segment at once (broadcast).`, [route], "routing-table");
    case "multicast":
      return say(`A packet to a multicast group in ${covers} leaves through ${route.dev ?? "the NIC the program named"}; who has joined takes it.`, [route], "routing-table");
    case "anycast":
      return say(`A packet to ${covers} may be taken in here: every router on ${route.dev ?? "this link"} answers to that address (anycast), and this host acts as one there.`, [route], "routing-table");
    default: {
      const type = routeTypeByName(route.type);
      if (!type) return say(`${covers} has a route of type ${route.type}, which is not known here.`, [route], "route-attributes");
      const errno = type.errno ? `; a program here gets ${errnoWords[type.errno] ?? type.errno}` : "";
      const icmp = type.icmp ? `, a forwarded packet's sender the ICMP message "${type.icmp}"` : "";
      const hard = route.type === "throw" ? "; without a later match that is Network is unreachable (ENETUNREACH)" : "";
      return say(`A packet to ${isDefault(route) ? `anything without a better IPv${route.family} route` : `anything in ${covers}`} ${type.effect} (${route.type})${errno}${icmp}${hard}.`, [route], "route-attributes");
    }
  }
}

const errnoWords: Readonly<Record<string, string>> = {
  EINVAL: "Invalid argument (EINVAL)", EHOSTUNREACH: "No route to host (EHOSTUNREACH)", EACCES: "Permission denied (EACCES)",
};

/** Who put the route there, and why as far as an address explains it. */
function authorSentence(route: Route, facts: HostFacts): Sentence {
  const concept = "route-attributes";
  if (route.protocol === "kernel") return kernelSentence(route, facts);
  if (route.protocol === "unknown") return say(`This output does not say who added the route to ${route.dst}.`, [route], concept);
  if (route.protocol === "ra" && route.family === 6) {
    const neighbour = route.gateway && route.dev ? facts.neighbours.get(`${route.dev} ${route.gateway}`) : undefined;
    const expires = route.expiresS === undefined ? "" : `; without a new one it goes in ${route.expiresS} s`;
    return say(`A router on ${route.dev ?? "the link"} announced it (proto ra)${expires}.`, [route, neighbour], "ndp");
  }
  const zeroconf = route.dst === "169.254.0.0/16" ? "; 169.254.0.0/16 is where hosts without a DHCP server pick their own addresses, so this lets them be reached" : "";
  const half = vpnHalf(route, facts);
  const halves = half ? `; with ${half.dst} it covers all of IPv4 and is one bit longer than the default route, which is how VPN programs take over without deleting that` : "";
  const rests = half ? [route, half] : [route];
  const known = routeProtocolByName(route.protocol);
  if (route.protocol === "boot") {
    return say(`Somebody or a program added it without signing (proto boot, what ip route add writes by itself)${zeroconf}${halves}.`, rests, halves ? "longest-prefix-match" : concept);
  }
  const origin = known ? known.origin : `a program that calls itself ${route.protocol}`;
  const docker = route.protocol === "dhcp" ? ", along with the address it leased" : "";
  return say(`It was added by ${origin}${docker} (proto ${route.protocol})${zeroconf}${halves}.`, rests, halves ? "longest-prefix-match" : concept);
}

function kernelSentence(route: Route, facts: HostFacts): Sentence {
  const concept = "route-attributes";
  const own = sourceOf(route, facts);
  if (own) {
    const peer = own.address.peer === undefined ? "" : ` peer ${own.address.peer}`;
    const when = route.type === "unicast" ? "got" : "has";
    return say(`The kernel added it by itself (proto kernel) ${when === "got" ? "when" : "because"} ${own.link.name} ${when} ${own.address.address}${peer}/${own.address.prefixlen}.`, [route, own.address, own.link], concept);
  }
  if (route.type === "multicast" && route.dst === "ff00::/8") return say(`The kernel added it by itself (proto kernel) when IPv6 started on ${route.dev ?? "this link"}.`, [route], concept);
  return say(`The kernel added it by itself (proto kernel)${route.dev ? `, for ${route.dev}` : ""}.`, [route], concept);
}

/** The own address that made the kernel add a route, if one of the snapshot explains it. */
export function sourceOf(route: Route, facts: HostFacts): OwnAddress | undefined {
  const range = rangeOfPrefix(route.dst);
  if (!range || !route.dev) return undefined;
  // A local or broadcast route may name lo or a VRF member; the address is where the source says.
  const candidates = [...(facts.ownOnDev.get(route.dev) ?? []), ...(route.prefsrc ? facts.own.get(route.prefsrc) ?? [] : [])];
  const fits = candidates.filter((one) => one.address.family === route.family && explains(one, route, range.first, range.last));
  return fits.find((one) => one.address.address === route.prefsrc) ?? fits[0];
}

function explains(one: OwnAddress, route: Route, first: bigint, last: bigint): boolean {
  // The source of a secondary address's own route is the primary one.
  if (route.type === "local" && first === last) return rangeOfPrefix(one.address.address)?.first === first;
  if (route.prefsrc !== undefined && one.address.address !== route.prefsrc) return false;
  if (route.type === "broadcast") return one.range !== undefined && (one.range.last === last || one.range.first === first);
  if (one.address.peer !== undefined) return rangeOfPrefix(`${one.address.peer}/${one.address.prefixlen}`)?.first === first;
  return one.range !== undefined && one.range.first === first && one.range.last === last;
}

/** The other half of 0.0.0.0/1 + 128.0.0.0/1 in the same table. */
function vpnHalf(route: Route, facts: HostFacts): Route | undefined {
  const other = route.dst === "0.0.0.0/1" ? "128.0.0.0/1" : route.dst === "128.0.0.0/1" ? "0.0.0.0/1" : undefined;
  return other ? facts.routesByKey.get(`4 ${route.table} ${other}  `)?.[0] : undefined;
}

function headlineOf(route: Route, facts: HostFacts): string {
  if (!forwards(route)) return typeHeadlines[route.type] ?? route.type;
  const rivals = (facts.routesByKey.get(`${route.family} ${route.table} ${route.dst} ${route.src ?? ""} ${route.tos ?? ""}`) ?? []).filter((one) => one !== route && one.metric < route.metric && !isLinkLocal(route));
  if (passedOver(route, facts)) return "default route, passed over";
  if (rivals.length > 0) return isDefault(route) ? "default route in reserve" : "in reserve, higher metric";
  if (isDefault(route)) return isWayOut(route, facts) ? `your default route${route.table === "main" ? "" : `, in table ${route.table}`}` : route.table === "main" ? "default route of table main" : `default route of table ${route.table}`;
  if (isOutward(route.dst)) return isWayOut(route, facts) ? "half of your way out" : "half of all addresses";
  if (hopsOf(route).length > 1) return "several next hops";
  if (route.gateway) return "behind a gateway";
  return isLinkLocal(route) ? "link-local" : "on the link";
}

const typeHeadlines: Readonly<Record<string, string>> = {
  local: "this host itself", broadcast: "everybody on the link", multicast: "multicast groups", anycast: "anycast, taken in here",
  blackhole: "dropped silently", unreachable: "refused", prohibit: "refused, forbidden", throw: "back to the rules",
};

function isLinkLocal(route: Route): boolean {
  return route.dst.startsWith("fe80:") || route.dst.startsWith("ff");
}

/** From so many routes on none is explained: nobody reads them, and a program wants them fast. */
export const mostExplainedRoutes = 2000;

/** Routes with their explanations, made while they are asked for; without them from {@link mostExplainedRoutes} on. */
export function* explainRoutes(routes: readonly Route[], snapshot: Snapshot): Generator<Route & { explanation?: Explanation }> {
  if (routes.length > mostExplainedRoutes) yield* routes;
  else for (const route of routes) yield { ...route, explanation: explainRoute(route, snapshot) };
}
