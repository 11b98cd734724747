import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Link, LinkCounters } from "../model/link.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { factsOf, hopsOf, isDefault, waysOut, settingOf, type HostFacts } from "./facts.ts";
import { hasDevice, readKind } from "./link-kind.ts";
import { readName } from "./link-name.ts";
import { mtuSentences, mtuSteps } from "./link-mtu.ts";
import { readState } from "./link-state.ts";
import { sharedSubnets } from "./link-subnets.ts";
import { bytesOfMac, macText } from "./mac.ts";
import { passedOver } from "./way-out.ts";
import { bytesText, count, listText, numberText, percentText, say } from "./say.ts";

/**
 * What a NIC is, in what state, and what it is used for (`ip -d -s link`, `ip addr`): at most three sentences, the rest
 * (name, MAC, MTU, queue, counters) in `more`, what deserves attention in `unusual`.
 *
 * @example explainLink(link, snapshot).sentences[0].text // "lo is the loopback: what a program sends into it …"
 */
export function explainLink(link: Link, snapshot: Snapshot): Explanation {
  const facts = factsOf(snapshot);
  const kind = readKind(link, facts);
  const state = readState(link, facts);
  const role = roleSentence(link, facts);
  const name = nameSentence(link);
  const sentences: Sentence[] = [say(kind.text, [link, ...(kind.rests ?? [])], kind.concept), state.sentence];
  const third = role ?? name;
  if (third) sentences.push(third);
  const more = [
    ...(role && name ? [name] : []), ...addressSentence(link), ...masterSentence(link, facts), ...macSentence(link, facts), ...mtuSentences(link, facts),
    ...queueSentence(link), ...flagSentences(link), ...counterSentence(link),
  ];
  return {
    headline: headlineOf(link, kind.headline, facts),
    sentences,
    unusual: [...state.unusual, ...mtuSteps(link, facts), ...sharedSubnets(link, facts), ...macTrouble(link), ...counterTrouble(link)],
    more,
  };
}

function headlineOf(link: Link, kind: string, facts: HostFacts): string {
  if (leadingDefaults(link, facts).length > 0 && link.adminUp !== false) return `your way out, ${kind}`;
  return link.adminUp !== false ? kind : `${kind}, switched off`;
}

/** The way out of each family, where it is through this link. */
function leadingDefaults(link: Link, facts: HostFacts): Route[] {
  return ([4, 6] as const).flatMap((family) => {
    const best = waysOut(facts, family)[0];
    return best && hopsOf(best).some((hop) => hop.dev === link.name) ? [best] : [];
  });
}

function roleSentence(link: Link, facts: HostFacts): Sentence | undefined {
  const best = leadingDefaults(link, facts);
  if (best.length > 0) {
    const ways = best.map((route) => {
      const gateway = hopsOf(route).find((hop) => hop.dev === link.name)?.gateway;
      return `IPv${route.family}${gateway ? ` by way of ${gateway}` : ""}`;
    });
    const rules = best.flatMap((route) => {
      const { rule } = facts.wayOut[route.family];
      return rule && route.table !== "main" ? [rule] : [];
    });
    const led = rules[0] ? `, because rule ${rules[0].priority} (${rules[0].text}) leads it to table ${rules[0].table}` : "";
    return say(`What has no better route leaves through it: ${listText(ways)}${led}.`, [...best, ...rules], "default-route");
  }
  const standby = (facts.routesByDev.get(link.name) ?? []).find((route) => route.table === "main" && isDefault(route) && route.type === "unicast");
  const over = standby && passedOver(standby, facts);
  if (over) return say(`Table main has a default route through it, but it is passed over. ${over.text}`, [standby], "policy-rules");
  if (standby) return say(`It has a default route (metric ${standby.metric}) that another one with a lower metric keeps from being used.`, [standby], "default-route");
  // The kind of a cable's end has said already what it is plugged into.
  const port = link.master && link.kind !== "veth" ? facts.links.get(link.master) : undefined;
  if (port) {
    const what = port.kind === "bridge" ? `a port of the bridge ${port.name}: frames that arrive here are switched there`
      : port.kind === "vrf" ? `a member of the VRF ${port.name}: its packets are looked up in that VRF's table`
      : `a port of ${port.name}, which speaks for it`;
    return say(`It is ${what}.`, [link, port], port.kind === "bridge" ? "bridge" : "nic");
  }
  return undefined;
}

function nameSentence(link: Link): Sentence | undefined {
  const reading = readName(link.name);
  const alternative = link.altnames.map((name) => ({ name, reading: readName(name) })).find((one) => one.reading?.hardware);
  if (reading) {
    const virtual = reading.hardware === true && !hasDevice(link) && link.kind !== "unknown";
    const warning = virtual ? `; but it is a ${link.kind}, so here the name is only a name` : "";
    return say(`The name ${link.name} is ${reading.text}${warning}${reading.certain ? "" : "; a habit, no proof"}.`, [link], "interface-names");
  }
  if (alternative?.reading) return say(`Its other name ${alternative.name} is ${alternative.reading.text}.`, [link], "interface-names");
  const vlan = link.kind === "vlan" && link.lower && link.name.startsWith(`${link.lower}.`) ? link.name.slice(link.lower.length + 1) : undefined;
  if (vlan) return say(`The name ${link.name} follows the habit PARENT.VLAN.`, [link], "interface-names");
  return undefined;
}

function addressSentence(link: Link): Sentence[] {
  if (link.addresses.length === 0) {
    if (!link.adminUp || link.master) return [];
    return [say(`${link.name} has no IP address, so this host neither sends nor answers on it by itself.`, [link], "address")];
  }
  return [say(`It carries ${count(link.addresses.length, "address", "addresses")}: ${listText(link.addresses.map((one) => `${one.address}/${one.prefixlen}`), 6)}.`, [link], "address")];
}

function masterSentence(link: Link, facts: HostFacts): Sentence[] {
  const upper = (facts.uppers.get(link.name) ?? []).map((one) => one.name);
  return upper.length === 0 ? [] : [say(`${listText(upper)} ${upper.length === 1 ? "is" : "are"} stacked on ${link.name}.`, [link, ...(facts.uppers.get(link.name) ?? [])], "nic")];
}

function macSentence(link: Link, facts: HostFacts): Sentence[] {
  if (!link.mac || link.kind === "loopback") return [];
  const said = macText(link.mac);
  if (!said) {
    return bytesOfMac(link.mac) ? [] : [say(`Its link-layer address ${link.mac} is no MAC: on a ${link.kind} it is the tunnel's own end.`, [link], "mac")];
  }
  const sameAs = (facts.snapshot.links ?? []).filter((other) => other !== link && other.mac === link.mac && other.mac !== "00:00:00:00:00:00");
  const shared = sameAs.length === 0 ? "" : `; ${listText(sameAs.map((one) => one.name))} ${sameAs.length === 1 ? "has" : "have"} the same one`;
  const burnt = link.permanentMac && link.permanentMac !== link.mac ? `; the device's own one is ${link.permanentMac}` : "";
  return [say(`Its MAC ${link.mac} ${said}${shared}${burnt}.`, [link, ...sameAs.slice(0, 3)], "mac")];
}

function macTrouble(link: Link): Sentence[] {
  const first = link.mac ? bytesOfMac(link.mac)?.[0] : undefined;
  if (!link.mac || first === undefined || (first & 1) === 0 || isAllOnes(link.mac)) return [];
  return [say(`MAC ${link.mac} has the group bit set: no single station may use such an address.`, [link], "mac")];
}

function isAllOnes(mac: string): boolean {
  return mac === "ff:ff:ff:ff:ff:ff";
}

const queues: Readonly<Record<string, string>> = {
  noqueue: "packets are handed on at once, as is usual for software links", noop: "the link is off, and what is sent to it is dropped",
  pfifo_fast: "outgoing packets wait in three bands by priority", fq_codel: "outgoing packets wait per flow, so that one download does not delay the rest",
  fq: "outgoing packets wait per flow and are paced", mq: "there is one queue for each hardware ring", mqprio: "there are queues by traffic class",
  pfifo: "outgoing packets wait in one line", cake: "outgoing packets are shaped and shared fairly",
};

function queueSentence(link: Link): Sentence[] {
  if (!link.qdisc) return [];
  const meaning = queues[link.qdisc];
  const length = link.txqlen === undefined ? "" : `, up to ${numberText(link.txqlen)} packets`;
  const room = meaning && !["noqueue", "noop"].includes(link.qdisc) ? length : "";
  return [say(`Queueing discipline ${link.qdisc}${meaning ? `: ${meaning}${room}` : ""}.`, [link], "counters")];
}

function flagSentences(link: Link): Sentence[] {
  const sentences: Sentence[] = [];
  if (link.flags.includes("PROMISC")) sentences.push(say(`PROMISC: ${link.name} takes in frames for everybody, not only its own; somebody asked for that explicitly, a sniffer for example.`, [link], "link-state"));
  else if ((link.promiscuity ?? 0) > 0) sentences.push(say(`${link.name} takes in frames for everybody (promiscuity ${link.promiscuity})${link.master ? `, as ports of ${link.master} do` : ""}.`, [link], "link-state"));
  if (link.flags.includes("NOARP")) sentences.push(say(`NOARP: on ${link.name} no neighbour is ever asked for its MAC.`, [link], "arp"));
  if (link.flags.includes("POINTOPOINT")) sentences.push(say(`POINTOPOINT: ${link.name} has exactly one other end, so routes need no gateway on it.`, [link], "link-state"));
  if (link.alias) sentences.push(say(`Somebody described it as "${link.alias}" (alias).`, [link], "nic"));
  return sentences;
}

function counterSentence(link: Link): Sentence[] {
  if (!link.stats) return [];
  const { rx, tx } = link.stats;
  if (rx.packets === 0 && tx.packets === 0) return [say(`Nothing has ever passed ${link.name}: no packet received, none sent.`, [link], "counters")];
  const bad = rx.errors + tx.errors + rx.dropped + tx.dropped === 0 ? "no errors, nothing dropped"
    : `${troubleOf("received", rx)}; ${troubleOf("sent", tx)}`;
  return [say(`Since it was made: ${bytesText(rx.bytes)} in ${numberText(rx.packets)} packets received, ${bytesText(tx.bytes)} in ${numberText(tx.packets)} sent; ${bad}.`, [link], "counters")];
}

function troubleOf(direction: string, counters: LinkCounters): string {
  return `${direction}: ${count(counters.errors, "error")}, ${numberText(counters.dropped)} dropped`;
}

/** Errors from one in a hundred and drops from one in twenty on, with enough packets to speak of a share. */
function counterTrouble(link: Link): Sentence[] {
  const sentences: Sentence[] = [];
  for (const [direction, counters] of [["receiving", link.stats?.rx], ["sending", link.stats?.tx]] as const) {
    if (!counters) continue;
    const seen = counters.packets + counters.errors;
    if (counters.errors >= 10 && counters.errors * 100 >= seen) {
      sentences.push(say(`${link.name} counts ${numberText(counters.errors)} errors while ${direction}, ${percentText(counters.errors, seen)} of ${numberText(seen)} packets: ${cause(link)}.`, [link], "counters"));
    }
    const offered = counters.packets + counters.dropped;
    if (counters.dropped >= 100 && counters.dropped * 20 >= offered) {
      sentences.push(say(`${link.name} dropped ${numberText(counters.dropped)} packets while ${direction}, ${percentText(counters.dropped, offered)} of ${numberText(offered)}.`, [link], "counters"));
    }
  }
  return sentences;
}

function cause(link: Link): string {
  if (link.kind === "physical") return "probably the cable, the port at the other end, or duplex";
  if (link.kind === "wireless") return "probably a weak or busy radio channel";
  return "the driver or what is below it could not deliver them";
}

/** True where this host forwards IPv4 packets between its NICs; undefined where the setting is not known. */
export function forwards4(snapshot: Snapshot): boolean | undefined {
  const setting = settingOf(snapshot, "net.ipv4.ip_forward");
  return setting ? setting.value !== 0 : undefined;
}
