import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { neighbourTimers } from "../knowledge/neighbour-states.ts";
import { rangeContains, rangeOfPrefix } from "../reason/ip-range.ts";
import { factsOf, hopsOf, isDefault, waysOut, perLink, settingOf, type HostFacts, type Setting } from "./facts.ts";
import { groupMac, ipv4InMac, isMulticast, macText } from "./mac.ts";
import { listText, say } from "./say.ts";
import { passedOver } from "./way-out.ts";

/** What decides how long an entry lives: the NIC's own setting, the host's default, or the kernel's built-in default. */
interface Timers {
  readonly reachableS: number;
  readonly delayS: number;
  readonly retransS: number;
  readonly unicast: number;
  readonly multicast: number;
  readonly rests: readonly Setting[];
}

/**
 * Who a neighbour is, what its state means and what comes next with this host's timers (`ip neigh`, arp(7), RFC 4861).
 *
 * @example explainNeighbour(neighbour, snapshot).headline // "your default gateway"
 */
export function explainNeighbour(neighbour: Neighbour, snapshot: Snapshot): Explanation {
  const facts = factsOf(snapshot);
  if (neighbour.proxy) return explainProxy(neighbour);
  const who = whoIs(neighbour, facts);
  const timers = timersOf(neighbour, facts);
  // The old tools know only whether an entry is complete.
  const state = neighbour.state[0] ?? (neighbour.extra?.["complete"] === undefined ? "NONE" : "UNTOLD");
  const sentences = [...stateSentences(neighbour, state, timers, facts, who.sentence !== undefined)];
  // A silent gateway has no MAC that packets could carry.
  if (who.sentence && sentences.length < 3 && !(state === "FAILED" && who.gatewayOf.length > 0)) sentences.push(who.sentence);
  return {
    headline: who.headline ?? (neighbour.extra?.["complete"] === false ? "no valid MAC" : stateHeadline(state)),
    sentences: sentences.slice(0, 3),
    unusual: troublesOf(neighbour, who, facts),
    more: moreOf(neighbour, who, facts),
  };
}

function explainProxy(neighbour: Neighbour): Explanation {
  const how = neighbour.family === 4 ? "ARP requests" : "neighbour solicitations";
  return {
    headline: "answered by this host for another",
    sentences: [say(`This host answers ${how} for ${neighbour.address} on ${neighbour.dev} with its own MAC, although the address is not its own (proxy); packets for it then come here and are forwarded.`, [neighbour], "arp")],
    unusual: [],
    more: [],
  };
}

interface Who {
  readonly headline?: string;
  readonly sentence?: Sentence;
  readonly gatewayOf: readonly Route[];
}

function whoIs(neighbour: Neighbour, facts: HostFacts): Who {
  const routes = (facts.routesByGateway.get(`${neighbour.dev} ${neighbour.address}`) ?? []).filter((route) => route.table !== "local");
  const defaults = routes.filter((route) => isDefault(route));
  const arp = neighbour.family === 4 ? "arp" : "ndp";
  if (defaults.length > 0) {
    const best = waysOut(facts, neighbour.family)[0];
    const leads = best !== undefined && defaults.some((route) => route.table === best.table && route.metric === best.metric);
    const main = leads || defaults.some((route) => route.table === "main");
    const over = defaults.map((route) => passedOver(route, facts)).find((one) => one !== undefined);
    const family = neighbour.family === 6 ? " (IPv6)" : "";
    if (main && !leads && over) {
      return { headline: `default gateway of table main, passed over${family}`, sentence: say(over.text, [neighbour, ...defaults.slice(0, 2)], "policy-rules"), gatewayOf: routes };
    }
    if (main && !leads) {
      return { headline: `default gateway in reserve${family}`, sentence: say(`A default route names it, but one with a lower metric (${best?.metric}) is used as long as it is there.`, [neighbour, ...defaults.slice(0, 2), best], "default-route"), gatewayOf: routes };
    }
    const example = neighbour.family === 4 ? "8.8.8.8, for one," : "an address on the Internet";
    return {
      headline: main ? `your default gateway${family}` : `default gateway of table ${defaults[0]?.table}`,
      sentence: say(`It is the next hop for all that has no better route: packets to such places carry its MAC, so ${example} never has an entry here.`, [neighbour, ...defaults.slice(0, 2)], arp),
      gatewayOf: routes,
    };
  }
  if (routes.length > 0) {
    return { headline: `gateway to ${listText(routes.map((route) => route.dst), 3)}`, sentence: say(`Packets to ${listText(routes.map((route) => route.dst), 4)} go to its MAC.`, [neighbour, ...routes.slice(0, 3)], arp), gatewayOf: routes };
  }
  const plug = facts.plugsByAddress.get(neighbour.address) ?? (neighbour.lladdr ? facts.plugsByMac.get(neighbour.lladdr.toLowerCase()) : undefined);
  // an address may be used again on another link
  if (plug && (plug.port.bridge ?? plug.port.parent ?? neighbour.dev) === neighbour.dev) {
    return { headline: `container ${plug.container.name}`, sentence: say(`It is ${plug.port.name || "an interface"} of container ${plug.container.name}${plug.port.hostLink ? `, behind ${plug.port.hostLink}` : ""}.`, [neighbour, plug.container], "veth"), gatewayOf: [] };
  }
  if (isMulticast(neighbour.address)) {
    return { headline: "a multicast group", sentence: say(`${neighbour.address} is a group, and its MAC${neighbour.lladdr ? ` ${neighbour.lladdr}` : ""} follows from its number (${groupMac(neighbour.address)}): nobody is asked.`, [neighbour], arp), gatewayOf: [] };
  }
  const own = facts.own.get(neighbour.address)?.[0];
  if (own) return { headline: `this host's own address (${own.link.name})`, sentence: say(`${neighbour.address} is an address of this host, on ${own.link.name}.`, [neighbour, own.address, own.link], "address"), gatewayOf: [] };
  if (neighbour.router) return { headline: "a router", sentence: say(`${neighbour.state.includes("PERMANENT") || neighbour.externLearn ? "It is marked as a router" : "It has said in Neighbour Discovery that it is a router (flag router)"}; no route here uses it as a gateway.`, [neighbour], "ndp"), gatewayOf: [] };
  const link = facts.links.get(neighbour.dev);
  if (link?.kind === "bridge" && neighbour.lladdr && ipv4InMac(neighbour.lladdr) === neighbour.address) {
    return { headline: "probably a container", sentence: say(`Its MAC is 02:42 and then the four bytes of ${neighbour.address}, the way older Docker makes the MAC of a container: probably one plugged into ${neighbour.dev}.`, [neighbour, link], "mac"), gatewayOf: [] };
  }
  if (link?.kind === "bridge" && neighbour.lladdr) return { headline: `something on ${neighbour.dev}`, sentence: say(`It is behind a port of the bridge ${neighbour.dev}: a container, a virtual machine or a host on a NIC in that bridge.`, [neighbour, link], "bridge"), gatewayOf: [] };
  return { gatewayOf: [] };
}

function stateHeadline(state: string): string {
  switch (state) {
    case "FAILED":
      return "nobody has this address";
    case "INCOMPLETE":
      return "being asked for";
    case "NOARP":
      return "needs no question";
    case "PERMANENT":
      return "set by hand";
    default:
      return "a host on this link";
  }
}

function timersOf(neighbour: Neighbour, facts: HostFacts): Timers {
  const rests: Setting[] = [];
  const read = (name: string, fallback: number): number => {
    const setting = perLink(facts.snapshot, neighbour.family, "neigh", neighbour.dev, name)
      ?? settingOf(facts.snapshot, `net.ipv${neighbour.family}.neigh.default.${name}`);
    if (setting) rests.push(setting);
    return setting?.value ?? fallback;
  };
  return {
    reachableS: read("base_reachable_time_ms", neighbourTimers.baseReachableS * 1000) / 1000,
    delayS: read("delay_first_probe_time", neighbourTimers.delayFirstProbeS),
    retransS: read("retrans_time_ms", neighbourTimers.retransmitS * 1000) / 1000,
    unicast: read("ucast_solicit", neighbourTimers.unicastSolicit),
    multicast: read("mcast_solicit", neighbourTimers.multicastSolicit),
    rests,
  };
}

function stateSentences(neighbour: Neighbour, state: string, timers: Timers, facts: HostFacts, isKnown: boolean): Sentence[] {
  const concept = "neighbour-states";
  const rests = [neighbour, ...timers.rests];
  const asks = neighbour.family === 4 ? "with ARP" : "with a neighbour solicitation";
  const requests = neighbour.family === 4 ? "ARP requests" : "neighbour solicitations";
  const wait = round(timers.multicast * timers.retransS);
  const { dev, address } = neighbour;
  const mac = neighbour.lladdr ?? "its MAC";
  // Where more is said about the neighbour itself, its remark stands for "nothing is wrong".
  const calm = isKnown ? "" : " Nothing is wrong.";
  const ago = neighbour.confirmedS === undefined ? "" : ` (${neighbour.confirmedS} s ago)`;
  switch (state) {
    case "REACHABLE":
      return [say(`Confirmed a moment ago${ago}: packets go to ${mac} at once. Without a new sign of life it becomes STALE ${round(timers.reachableS / 2)} – ${round(timers.reachableS * 1.5)} s after the last one.`, rests, concept)];
    case "STALE":
      return [say(`Confirmed earlier, not lately${ago}. The next packet is sent at once to ${mac}; if nothing confirms it within ${timers.delayS} s, the kernel asks again ${asks}, straight to that MAC.${calm}`, rests, concept)];
    case "DELAY":
      return [say(`A packet was just sent to ${mac} although it was not confirmed lately; the kernel waits up to ${timers.delayS} s for a sign of life, such as a TCP connection that moves on, before it asks ${asks}. This is normal.`, rests, concept)];
    case "PROBE":
      return [say(`The kernel is asking ${mac} directly, up to ${timers.unicast} times ${round(timers.retransS)} s apart, whether it still has ${address}; packets still go there. An answer makes it REACHABLE, silence FAILED.`, rests, concept)];
    case "INCOMPLETE":
      return [say(`Somebody here wants to reach ${address}: the kernel asks on ${dev} who has it, and packets wait. Without an answer to ${timers.multicast} ${requests}, ${round(timers.retransS)} s apart, it becomes FAILED${neighbour.managed ? "; the entry is managed, so the kernel keeps on trying by itself" : ""}.`, rests, concept)];
    case "FAILED":
      return failedSentences(neighbour, timers, requests, wait, facts);
    case "PERMANENT":
      return [say(`Somebody, or a program, set it by hand (ip neigh add … nud permanent): ${address} is ${mac} on ${dev}, never asked for, never checked, and wrong if that machine changes.`, [neighbour], concept)];
    case "NOARP":
      return [say(`No question is needed on ${dev} for ${address}${isMulticast(address) ? ", a multicast group" : ""}: the entry is valid as it is and not checked.`, [neighbour], concept)];
    case "UNTOLD":
      if (neighbour.extra?.["complete"] === false) return [say(`The kernel has no valid MAC for ${address} on ${dev}: the question was not answered, or is being asked; this output does not show which.`, [neighbour], concept)];
      return [say(`The kernel knows the MAC ${mac} for ${address}; whether it was confirmed lately this output does not show (ip neigh does).`, [neighbour], concept)];
    case "NONE":
      return [say(`The entry for ${address} on ${dev} exists, but nothing has been asked yet; the first packet starts the search.`, [neighbour], concept)];
    default:
      return [say(`${address} on ${dev} is in state ${state}, a word that is not known here.`, [neighbour], concept)];
  }
}

function failedSentences(neighbour: Neighbour, timers: Timers, requests: string, wait: number, facts: HostFacts): Sentence[] {
  const { dev, address } = neighbour;
  const covering = coveringRoute(neighbour, facts);
  const forward = (settingOf(facts.snapshot, neighbour.family === 4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding")?.value ?? 0) !== 0;
  const said = [
    say(`Something on this host${forward ? ", or behind it," : ""} tried ${address}; ${timers.multicast} ${requests} on ${dev} went unanswered.`, [neighbour, ...timers.rests], "neighbour-states"),
    say(`Programs that try again get "No route to host" (EHOSTUNREACH) after about ${wait} s${covering ? `, although the route ${covering.dst} dev ${dev} exists` : ""}: it is the neighbour that is missing.`, [neighbour, covering, ...timers.rests], "neighbour-states"),
  ];
  const link = facts.links.get(dev);
  if (link?.kind === "bridge" && facts.snapshot.containers && !facts.plugsByAddress.has(address)) said.push(say(`No container on ${dev} has this address.`, [neighbour, link], "bridge"));
  return said;
}

function coveringRoute(neighbour: Neighbour, facts: HostFacts): Route | undefined {
  return (facts.routesByDev.get(neighbour.dev) ?? []).find((route) => {
    if (route.table === "local" || route.family !== neighbour.family || route.gateway !== undefined || isDefault(route)) return false;
    const range = rangeOfPrefix(route.dst);
    return range !== undefined && rangeContains(range, neighbour.address);
  });
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function moreOf(neighbour: Neighbour, who: Who, facts: HostFacts): Sentence[] {
  const more: Sentence[] = [];
  const concept = neighbour.family === 4 ? "arp" : "ndp";
  if (neighbour.router && who.gatewayOf.length > 0) more.push(say("It says of itself that it is a router (flag router).", [neighbour], "ndp"));
  if (neighbour.externLearn) more.push(say(`extern_learn: not ${neighbour.family === 4 ? "ARP" : "Neighbour Discovery"} but a program${neighbour.protocol ? ` (proto ${neighbour.protocol})` : ""} put it here, as routing daemons do for EVPN.`, [neighbour], concept));
  else if (neighbour.protocol) more.push(say(`proto ${neighbour.protocol}: that program put it here.`, [neighbour], concept));
  if (neighbour.managed && !neighbour.state.includes("INCOMPLETE")) more.push(say("managed: the kernel keeps it fresh by itself.", [neighbour], concept));
  const mac = neighbour.lladdr ? macText(neighbour.lladdr) : undefined;
  if (neighbour.lladdr && mac) more.push(say(`Its MAC ${neighbour.lladdr} ${mac}.`, [neighbour], "mac"));
  const twins = neighbour.lladdr ? (facts.snapshot.neighbours ?? []).filter((other) => other !== neighbour && other.lladdr === neighbour.lladdr && other.dev === neighbour.dev && !isMulticast(other.address)) : [];
  if (twins.length > 0 && !isMulticast(neighbour.address)) more.push(say(`${listText(twins.map((one) => one.address))} ${twins.length === 1 ? "has" : "have"} the same MAC: one machine with several addresses, or a router that answers for others.`, [neighbour, ...twins.slice(0, 3)], "mac"));
  if (neighbour.usedS !== undefined) more.push(say(`Last used ${neighbour.usedS} s ago${neighbour.updatedS === undefined ? "" : `, in this state for ${neighbour.updatedS} s`}.`, [neighbour], "neighbour-states"));
  if (neighbour.lladdr && neighbour.state[0] !== "PERMANENT" && neighbour.state[0] !== "NOARP") {
    more.push(say(`Nothing proved that ${neighbour.lladdr} really is ${neighbour.address}: ${neighbour.family === 4 ? "ARP" : "Neighbour Discovery"} believes whoever answers.`, [neighbour], concept));
  }
  return more;
}

function troublesOf(neighbour: Neighbour, who: Who, facts: HostFacts): Sentence[] {
  if (!neighbour.state.includes("FAILED") || who.gatewayOf.length === 0) return sameMacTwice(neighbour, facts);
  const to = who.gatewayOf.some((route) => isDefault(route)) ? "everything without a better route" : listText(who.gatewayOf.map((route) => route.dst), 3);
  const others = who.gatewayOf.every((route) => hopsOf(route).length > 1) ? " (as far as it is sent this way)" : "";
  return [say(`${neighbour.address} is a gateway and does not answer: IPv${neighbour.family} to ${to} fails${others} with "No route to host".`, [neighbour, ...who.gatewayOf.slice(0, 3)], "neighbour-states")];
}

/** One IPv4 address known with two different MACs on two NICs in the same subnet: somebody has it twice, or ARP flux. */
function sameMacTwice(neighbour: Neighbour, facts: HostFacts): Sentence[] {
  if (neighbour.family !== 4 || !neighbour.lladdr) return [];
  const other = (facts.neighboursByAddress.get(neighbour.address) ?? []).find((one) => one !== neighbour && one.lladdr && one.lladdr !== neighbour.lladdr && one.dev > neighbour.dev);
  if (!other) return [];
  return [say(`${neighbour.address} is known with two MACs: ${neighbour.lladdr} on ${neighbour.dev} and ${other.lladdr} on ${other.dev}; two machines with one address, or one machine that answers on two NICs.`, [neighbour, other], "reverse-path")];
}

/** Neighbours with their explanations, made while they are asked for. */
export function* explainNeighbours(neighbours: readonly Neighbour[], snapshot: Snapshot): Generator<Neighbour & { explanation: Explanation }> {
  for (const neighbour of neighbours) yield { ...neighbour, explanation: explainNeighbour(neighbour, snapshot) };
}
