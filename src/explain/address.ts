import type { Address } from "../model/address.ts";
import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { numberOfAddress, rangeAround, rangeOfPrefix, textOfPrefix, textOfRange, type IpRange } from "../reason/ip-range.ts";
import { factsOf, type HostFacts } from "./facts.ts";
import { ipv4InMac, isMulticast, macInAddress } from "./mac.ts";
import { durationText, numberText, say } from "./say.ts";

/**
 * What an address means: what it makes on-link, how it came here and how long it stays, its state (`ip addr`).
 * At most three sentences; ranges and flags beyond that in `more`.
 *
 * @example explainAddress(address, link, snapshot).headline // "SLAAC, from the MAC"
 */
export function explainAddress(address: Address, link: Link, snapshot: Snapshot): Explanation {
  const facts = factsOf(snapshot);
  const number = numberOfAddress(address.address);
  const range = number && rangeAround(number, address.prefixlen);
  const origin = originOf(address, link, facts);
  const sentences = [say(reachText(address, link, range, facts), [address, link], "address"), say(origin.text, [address, ...origin.rests], origin.concept)];
  const state = stateText(address);
  if (state) sentences.push(say(state, [address], "address-lifetime"));
  else if (address.validLifetimeS !== undefined) sentences.push(lifetimeSentence(address));
  const more: Sentence[] = [];
  if (state && address.validLifetimeS !== undefined) more.push(lifetimeSentence(address));
  const kind = kindText(address.address);
  if (kind) more.push(say(`${address.address} is ${kind}.`, [address], "address"));
  more.push(say(scopeText(address, link), [address], "address"), ...flagSentences(address, link));
  return { headline: origin.headline, sentences, unusual: troubles(address, link), more };
}

function isHost(address: Address): boolean {
  return address.prefixlen === (address.family === 4 ? 32 : 128);
}

function reachText(address: Address, link: Link, range: IpRange | undefined, facts: HostFacts): string {
  const mine = `${address.address} is this host's`;
  if (address.peer !== undefined) return `${mine}, and ${address.peer} is at the other end of ${link.name}: a line with two ends, not a subnet.`;
  if (link.kind === "loopback" && address.family === 4 && range && !isHost(address)) {
    return `${mine} own, reachable from nowhere else; with /${address.prefixlen} all of ${textOfRange(range)} leads back to this host.`;
  }
  if (isHost(address)) {
    if (link.kind === "loopback") {
      return address.scope === "host" ? `${mine} own address for talking to itself; no packet with it may leave the machine.`
        : `${mine} whatever NIC is up, because it sits on ${link.name}; /${address.prefixlen} makes nothing else on-link.`;
    }
    return `${mine} on ${link.name}; /${address.prefixlen} is this one address, so it makes no other address on-link.`;
  }
  if (!range) return `${mine} on ${link.name}.`;
  const connected = connectedRoute(address, link, range, facts);
  const size = address.family === 4 ? ` (${numberText(Number(range.last - range.first) + 1)} addresses)` : "";
  if (connected) return `${mine} on ${link.name}, and /${address.prefixlen} says that ${rangeText(range)}${size} is on this very link: the route ${connected.dst} dev ${link.name} came from it.`;
  if (address.flags.includes("noprefixroute")) return `${mine} on ${link.name}; its subnet ${textOfPrefix(range)} got no route from the kernel (noprefixroute), somebody else is to set one.`;
  const why = facts.snapshot.routes === undefined ? "" : link.adminUp === false ? `; ${link.name} is off, so there is no route for it` : "; no route of that prefix is there";
  return `${mine} on ${link.name}, and /${address.prefixlen} says that ${rangeText(range)}${size} is on this very link${why}.`;
}

/** IPv4 ranges by both ends; IPv6 ones by their prefix, because their ends are hard to read. */
function rangeText(range: IpRange): string {
  return range.family === 6 ? `all of ${textOfPrefix(range)}` : textOfRange(range);
}

function connectedRoute(address: Address, link: Link, range: IpRange, facts: HostFacts): Route | undefined {
  const prefix = textOfPrefix(range);
  return (facts.routesByDev.get(link.name) ?? []).find((route) => route.table !== "local" && route.family === address.family && route.gateway === undefined
    && route.protocol === "kernel" && sameAddressPrefix(route.dst, prefix));
}

function sameAddressPrefix(left: string, right: string): boolean {
  if (left === right) return true;
  const range = rangeOfPrefix(left);
  return range !== undefined && textOfPrefix(range) === right;
}

interface Origin {
  readonly headline: string;
  readonly text: string;
  readonly concept: string;
  readonly rests: readonly (Link | Route)[];
}

/** Who gave the address, as far as flags, lifetimes, the interface id and routes tell. */
function originOf(address: Address, link: Link, facts: HostFacts): Origin {
  return address.family === 6 ? originOf6(address, link, facts) : originOf4(address, link, facts);
}

function originOf4(address: Address, link: Link, facts: HostFacts): Origin {
  const concept = "address-lifetime";
  if (link.kind === "loopback" && address.address.startsWith("127.")) {
    return { headline: "localhost", text: "The kernel gives it to lo by itself as soon as lo is switched on.", concept, rests: [link] };
  }
  if (address.address.startsWith("169.254.")) {
    return { headline: "link-local, self-assigned", text: "It is from 169.254.0.0/16, where a host picks an address by itself when no DHCP server answers, or where a cloud keeps its own services.", concept, rests: [] };
  }
  if (isMulticast(address.address)) {
    return { headline: "multicast group", text: `It is a multicast group that ${link.name} joins by carrying it${address.flags.includes("autojoin") ? " (autojoin)" : ""}.`, concept: "address", rests: [link] };
  }
  const lease = (facts.routesByDev.get(link.name) ?? []).find((route) => route.protocol === "dhcp" && route.prefsrc === address.address);
  if (lease) return { headline: "from DHCP", text: `A DHCP client set it: the route ${lease.dst === "0.0.0.0/0" ? "default" : lease.dst} with proto dhcp names it as its source.`, concept, rests: [lease] };
  if (address.flags.includes("dynamic")) return { headline: "dynamic, probably DHCP", text: "It has a time limit (dynamic), so a program has to renew it: probably a DHCP client.", concept, rests: [] };
  const network = facts.snapshot.networks?.find((one) => one.bridge === link.name);
  if (network) return { headline: `gateway of Docker network ${network.name}`, text: `Docker set it: it is the host's own address in the network ${network.name}, and the gateway of the containers there.`, concept, rests: [link] };
  if (link.kind === "veth" && link.mac && ipv4InMac(link.mac) === address.address) {
    return { headline: "container's address", text: `Its four bytes are in the MAC ${link.mac} as well, the way older Docker makes the MAC of a container from its address.`, concept: "mac", rests: [link] };
  }
  if (link.name === "docker0" && link.kind === "bridge") return { headline: "probably set by Docker", text: "It has no time limit; on a bridge of this name it was probably the Docker daemon that set it, as the gateway of its containers.", concept, rests: [link] };
  return { headline: "no time limit", text: "It has no time limit (not dynamic): set by hand, by a configuration file or a program, or by a DHCP client that watches the lease itself.", concept, rests: [] };
}

function originOf6(address: Address, link: Link, facts: HostFacts): Origin {
  const concept = "address-lifetime";
  const number = numberOfAddress(address.address);
  if (address.address === "::1") return { headline: "localhost", text: "The kernel gives it to lo by itself as soon as lo is switched on.", concept, rests: [link] };
  const madeFrom = macInAddress(address.address);
  const fromMac = madeFrom !== undefined && madeFrom === link.mac?.toLowerCase();
  const other = madeFrom && !fromMac ? (facts.snapshot.links ?? []).find((one) => one.mac?.toLowerCase() === madeFrom) : undefined;
  if (number && number.value >> 118n === 0x3fan) {
    if (fromMac) return { headline: "link-local, from the MAC", text: `The kernel made it by itself when ${link.name} came up: fe80:: and the MAC ${link.mac} with ff:fe in the middle (EUI-64).`, concept, rests: [link] };
    if (other) return { headline: "link-local, from an older MAC", text: `The kernel made it when ${link.name} came up, from a MAC that ${other.name} has now (${madeFrom}), not from the present one.`, concept, rests: [link, other] };
    if (madeFrom) return { headline: "link-local", text: `It is in the form the kernel makes from a MAC (EUI-64), here ${madeFrom}, which is not ${link.name}'s present one: the MAC was changed since, or somebody set the address.`, concept, rests: [link] };
    return { headline: "link-local", text: `It is not made from ${link.name}'s MAC: set by a program or by hand, or made from a secret (stable privacy).`, concept, rests: [link] };
  }
  if (address.flags.includes("temporary")) return { headline: "temporary, for privacy", text: "The kernel made up its second half at random and will replace it (privacy extensions); outgoing connections prefer it, so that the MAC does not follow the user around.", concept, rests: [] };
  const ra = address.flags.includes("mngtmpaddr") || address.protocol === "kernel_ra";
  if (fromMac && (ra || address.flags.includes("dynamic"))) return { headline: "SLAAC, from the MAC", text: `A router's advertisement gave the first half, the MAC ${link.mac} the second (EUI-64): stateless autoconfiguration (SLAAC).`, concept, rests: [link] };
  if (ra) return { headline: "SLAAC", text: "A router's advertisement gave the first half, the kernel made the second: stateless autoconfiguration (SLAAC).", concept, rests: [] };
  if (address.flags.includes("dynamic")) return { headline: "dynamic", text: "It has a time limit (dynamic): from DHCPv6 or from a router's advertisement that a program handles.", concept, rests: [] };
  if (fromMac) return { headline: "from the MAC", text: `Its second half is the MAC ${link.mac} (EUI-64), but it has no time limit and no mark of a router's advertisement: somebody set it so.`, concept, rests: [link] };
  return { headline: "no time limit", text: "It has no time limit and no mark of a router's advertisement: set by hand, by a configuration file or by a program.", concept, rests: [] };
}

function stateText(address: Address): string | undefined {
  const { flags } = address;
  if (flags.includes("dadfailed")) return "dadfailed: another station on the link has this address already, so the kernel does not use it and never will until it is set anew.";
  if (flags.includes("tentative")) return flags.includes("optimistic")
    ? "tentative, optimistic: the kernel is still asking whether somebody has it, but may use it meanwhile."
    : "tentative: the kernel is still asking the link whether somebody else has it, about a second; until then nothing is sent from it.";
  if (flags.includes("deprecated")) return "deprecated: existing connections go on, but new ones choose another address if there is one.";
  if (flags.includes("secondary") && address.family === 4) return "secondary: another address of the same subnet was there first; connections use that one unless told otherwise, and removing it removes this one too, unless promote_secondaries is set.";
  return undefined;
}

function lifetimeSentence(address: Address): Sentence {
  const valid = address.validLifetimeS;
  const preferred = address.preferredLifetimeS;
  if (valid === null || valid === undefined) {
    const text = preferred === 0 ? "valid_lft forever: it stays, but with preferred_lft 0 new connections avoid it." : "valid_lft forever: the kernel never removes it by itself.";
    return say(text, [address], "address-lifetime");
  }
  const left = preferred === null || preferred === undefined ? "" : preferred === 0 ? "; new connections avoid it already" : `, and after ${durationText(preferred)} new connections would avoid it`;
  return say(`If nobody renews it, the kernel removes it in ${durationText(valid)} (valid_lft ${valid} s)${left}.`, [address], "address-lifetime");
}

function scopeText(address: Address, link: Link): string {
  switch (address.scope) {
    case "host":
      return "Scope host: it is valid inside this machine only.";
    case "link":
      return `Scope link: it is valid on the segment of ${link.name} only; routers do not pass it on.`;
    case "site":
      return "Scope site: an old word for private IPv6 networks, treated like global.";
    case "global":
      return "Scope global: the kernel may use it as a source for any destination, private range or not.";
    default:
      return `Scope ${address.scope}: a number or a name of this host's own.`;
  }
}

const blocks: readonly (readonly [string, string])[] = [
  ["10.0.0.0/8", "from a private range (10.0.0.0/8): valid inside an organisation, translated (NAT) towards the Internet"],
  ["172.16.0.0/12", "from a private range (172.16.0.0/12): valid inside an organisation, translated (NAT) towards the Internet"],
  ["192.168.0.0/16", "from a private range (192.168.0.0/16): valid inside an organisation, translated (NAT) towards the Internet"],
  ["100.64.0.0/10", "from the range that providers use behind their own NAT (100.64.0.0/10), also used by overlay VPNs"],
  ["192.0.2.0/24", "from a range reserved for documentation (TEST-NET-1)"],
  ["198.51.100.0/24", "from a range reserved for documentation (TEST-NET-2)"],
  ["203.0.113.0/24", "from a range reserved for documentation (TEST-NET-3)"],
  ["2001:db8::/32", "from the prefix reserved for documentation"],
  ["fc00::/7", "a unique local address: private, valid inside an organisation"],
];

/** What is known of an address from the block it is in; undefined for ordinary public ones. */
export function kindText(address: string): string | undefined {
  const number = numberOfAddress(address);
  if (!number) return undefined;
  return blocks.find(([prefix]) => {
    const range = rangeOfPrefix(prefix);
    return range !== undefined && range.family === number.family && number.value >= range.first && number.value <= range.last;
  })?.[1];
}

function flagSentences(address: Address, link: Link): Sentence[] {
  const said: Sentence[] = [];
  if (address.flags.includes("nodad")) said.push(say("nodad: it is used without asking the link first whether somebody has it.", [address], "address-lifetime"));
  if (address.flags.includes("noprefixroute")) said.push(say("noprefixroute: the kernel made no route for its subnet.", [address], "address"));
  if (address.flags.includes("home")) said.push(say("home: the home address of a mobile IPv6 host.", [address], "address"));
  if (address.label && address.label !== link.name) said.push(say(`${address.label} is only a label for old tools such as ifconfig; there is no NIC of that name.`, [address], "address"));
  if (address.broadcast) said.push(say(`A packet to ${address.broadcast} goes to every station on ${link.name}'s segment (broadcast).`, [address], "address"));
  if (address.metric !== undefined) said.push(say(`Its subnet's route gets metric ${address.metric}.`, [address], "route-attributes"));
  return said;
}

function troubles(address: Address, link: Link): Sentence[] {
  if (address.flags.includes("dadfailed")) return [say(`${address.address} on ${link.name} is not in use: another station on the link has it (dadfailed).`, [address], "address-lifetime")];
  return [];
}
