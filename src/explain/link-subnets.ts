import type { Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import { compareRanges, textOfPrefix, type IpRange } from "../reason/ip-range.ts";
import { isSubnet, perLink, settingOf, type HostFacts, type OwnAddress } from "./facts.ts";
import { isUsable } from "./link-state.ts";
import { say } from "./say.ts";

/**
 * Two NICs with addresses in one IPv4 subnet (ARP flux), or in subnets that overlap: which of them a neighbour is looked
 * for on is then decided by a route, not by the cable. Each pair is reported at the link that comes first.
 */
export function sharedSubnets(link: Link, facts: HostFacts): Sentence[] {
  const sentences: Sentence[] = [];
  for (const one of facts.ownOnDev.get(link.name) ?? []) {
    if (!isSubnet(one)) continue;
    for (const other of facts.subnets) {
      if (other.link === link || one.address.family !== other.address.family || !isLater(link, other.link)) continue;
      if (vrfOf(link, facts) !== vrfOf(other.link, facts)) continue;
      const sentence = compare(one, other, facts);
      if (sentence) sentences.push(sentence);
    }
  }
  return sentences;
}

/** True if `other` comes after `link` in the list of links, so that a pair is told once. */
function isLater(link: Link, other: Link): boolean {
  return (link.ifindex ?? 0) < (other.ifindex ?? 0);
}

function vrfOf(link: Link, facts: HostFacts): string | undefined {
  const master = link.master ? facts.links.get(link.master) : undefined;
  return master?.kind === "vrf" ? master.name : undefined;
}

function compare(one: OwnAddress, other: OwnAddress, facts: HostFacts): Sentence | undefined {
  const left = one.range as IpRange;
  const right = other.range as IpRange;
  const relation = compareRanges(left, right);
  if (relation === "apart") return undefined;
  const [a, b] = [one.link.name, other.link.name];
  if (relation !== "equal") {
    const [small, large] = relation === "inside" ? [one, other] : [other, one];
    return say(
      `Overlapping subnets: ${textOfPrefix(small.range as IpRange)} on ${small.link.name} lies inside ${textOfPrefix(large.range as IpRange)} on ${large.link.name}; a host with such an address on ${large.link.name}'s side can't be reached, because the longer prefix sends its packets to ${small.link.name}.`,
      [one.link, other.link], "longest-prefix-match",
    );
  }
  if (one.address.family === 6 || !isUsable(one.link) || !isUsable(other.link)) {
    return say(`${textOfPrefix(left)} is on ${a} and on ${b}: two routes to one subnet, of which one is chosen for all its addresses.`, [one.link, other.link], "reverse-path");
  }
  const ignores = [a, b].every((name) => Math.max(perLink(facts.snapshot, 4, "conf", name, "arp_ignore")?.value ?? 0, settingOf(facts.snapshot, "net.ipv4.conf.all.arp_ignore")?.value ?? 0) >= 1);
  const setting = settingOf(facts.snapshot, "net.ipv4.conf.all.arp_ignore");
  if (ignores) return say(`${a} and ${b} are both in ${textOfPrefix(left)}; arp_ignore keeps each from answering ARP for the other's address.`, [one.link, other.link, setting], "reverse-path");
  return say(
    `Two NICs in one subnet: ${a} (${one.address.address}) and ${b} (${other.address.address}) are both in ${textOfPrefix(left)}. Either may answer ARP for the other's address with its own MAC${setting ? ` (arp_ignore is ${setting.value})` : ", unless arp_ignore is set"}; arp_ignore=1 and arp_announce=2 stop that.`,
    [one.link, other.link, setting], "reverse-path",
  );
}
