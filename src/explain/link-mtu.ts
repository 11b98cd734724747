import type { Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import { hopsOf, localPeer, settingOf, waysOut, type HostFacts } from "./facts.ts";
import { say } from "./say.ts";

/** What an MTU means on this kind of link. */
export function mtuText(link: Link): string | undefined {
  const { mtu } = link;
  if (mtu === null) return undefined;
  if (link.kind === "loopback") return "as large as a packet gets (nothing has to fit onto a wire)";
  if (link.kind === "wireguard" && mtu === 1420) return "1500 less the 80 bytes WireGuard may add";
  if (link.kind === "vxlan" && mtu === 1450) return "1500 less the 50 bytes of VXLAN over IPv4";
  if (link.kind === "vxlan" && mtu === 1430) return "1500 less the 70 bytes of VXLAN over IPv6";
  if (link.kind === "gre" && mtu === 1476) return "1500 less the 24 bytes of IPv4 and GRE";
  if ((link.kind === "sit" || link.kind === "ipip") && mtu === 1480) return "1500 less the 20 bytes of the outer IPv4 header";
  if (link.kind === "vrf") return "no limit in practice: packets leave through the VRF's members";
  if (link.kind.endsWith("can")) return "the size of a CAN frame, no IP";
  if (mtu === 1500) return "Ethernet's usual size";
  if (mtu === 9000) return "jumbo frames: every device on this segment has to agree";
  if (mtu > 1500) return "more than Ethernet's 1500, which every device on this segment has to agree on";
  if (mtu === 1492) return "8 bytes below Ethernet's 1500, which is what PPPoE needs";
  if (mtu >= 1280) return `${1500 - mtu} bytes below Ethernet's 1500, probably to leave room for a tunnel's or provider's header`;
  return "below 1280, so IPv6 is not possible on it";
}

export function mtuSentences(link: Link, facts: HostFacts): Sentence[] {
  const meaning = mtuText(link);
  if (meaning === undefined) return [];
  const below = link.lower ? facts.links.get(link.lower) : undefined;
  const compare = below?.mtu && link.mtu && below.mtu !== link.mtu ? `; ${below.name} below it has ${below.mtu}` : "";
  return [say(`MTU ${link.mtu}: ${meaning}${compare}.`, [link, below], "mtu")];
}

/**
 * Where large packets run into a smaller MTU: from a bridge to the NIC behind it that leads out, between a bridge and its
 * ports, between the two ends of a cable, and from a VLAN to its parent.
 */
export function mtuSteps(link: Link, facts: HostFacts): Sentence[] {
  if (!link.adminUp || link.mtu === null) return [];
  return [...uplinkStep(link, facts), ...portStep(link, facts), ...pairStep(link, facts), ...vlanStep(link, facts)];
}

function uplinkStep(link: Link, facts: HostFacts): Sentence[] {
  const ports = facts.ports.get(link.name) ?? [];
  if (link.kind !== "bridge" || ports.length === 0 || link.mtu === null) return [];
  const forward = settingOf(facts.snapshot, "net.ipv4.ip_forward");
  if (forward?.value === 0) return [];
  const best = waysOut(facts, 4)[0];
  const hop = best && hopsOf(best)[0];
  const out = hop?.dev ? facts.links.get(hop.dev) : undefined;
  if (!out || out === link || out.mtu === null || out.mtu >= link.mtu || out.master === link.name) return [];
  const behind = link.addresses.some((address) => address.family === 4);
  if (!behind) return [];
  const text = `MTU step: what is plugged into ${link.name} sends packets of up to ${link.mtu} bytes, but the way out through ${out.name} takes ${out.mtu}. It works as long as the ICMP answer "fragmentation needed" gets back; where a firewall drops it, small packets pass and large transfers hang.`;
  return [say(text, [link, out, ...(forward ? [forward] : [])], "mtu")];
}

function portStep(link: Link, facts: HostFacts): Sentence[] {
  const bridge = link.master ? facts.links.get(link.master) : undefined;
  if (bridge?.kind !== "bridge" || bridge.mtu === null || link.mtu === null || link.mtu >= bridge.mtu) return [];
  return [say(`MTU step: ${link.name} takes ${link.mtu} bytes, but its bridge ${bridge.name} ${bridge.mtu}; a bridge drops a frame that is too large for a port without a word.`, [link, bridge], "mtu")];
}

function pairStep(link: Link, facts: HostFacts): Sentence[] {
  const other = localPeer(link, facts);
  if (!other || other.mtu === null || link.mtu === null || link.mtu <= other.mtu) return [];
  return [say(`MTU step: ${link.name} sends up to ${link.mtu} bytes, its other end ${other.name} is set to ${other.mtu}.`, [link, other], "mtu")];
}

function vlanStep(link: Link, facts: HostFacts): Sentence[] {
  const below = link.lower ? facts.links.get(link.lower) : undefined;
  if (link.kind !== "vlan" || !below || below.mtu === null || link.mtu === null || link.mtu <= below.mtu) return [];
  return [say(`MTU step: ${link.name} takes ${link.mtu} bytes, more than the ${below.mtu} of ${below.name} below it.`, [link, below], "mtu")];
}
