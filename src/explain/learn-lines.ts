import type { Snapshot } from "../model/snapshot.ts";
import { factsOf, hopsOf, waysOut } from "./facts.ts";

/** A line of this host's own output that shows a concept. */
export interface EvidenceLine {
  readonly command: string;
  readonly line: number;
  readonly text: string;
}

interface Source {
  readonly argv: readonly string[];
  /** a line counts if it holds one of these; without them every line counts */
  readonly words?: readonly string[];
  /** words of this host that make a line better evidence than others */
  readonly prefer?: (snapshot: Snapshot) => readonly string[];
}

const linkLines = ["ip", "-d", "-s", "link"];
const routeLines = ["ip", "route", "show", "table", "all"];

/** The text commands whose lines show a concept, and which of their lines do. */
const shownBy: Readonly<Record<string, Source>> = {
  nic: { argv: linkLines, words: [": <"], prefer: wayOut },
  "link-state": { argv: linkLines, words: [": <"], prefer: () => ["NO-CARRIER", "LOWERLAYERDOWN", "state UP", "state UNKNOWN"] },
  "interface-names": { argv: linkLines, words: [": <", "altname"], prefer: () => ["altname", ": en", ": wl", ": br-", "@if"] },
  mac: { argv: linkLines, words: ["link/ether"] },
  mtu: { argv: linkLines, words: [": <"], prefer: wayOut },
  counters: { argv: ["cat", "/proc/net/dev"], prefer: (snapshot) => ["face", ...wayOut(snapshot)] },
  address: { argv: ["ip", "addr"], words: ["inet"], prefer: () => ["scope global"] },
  "address-lifetime": { argv: ["ip", "addr"], words: ["inet", "valid_lft"], prefer: () => ["dynamic", "temporary", "tentative", "dadfailed", "deprecated", "sec "] },
  "source-address": { argv: routeLines, words: [" src ", "default"], prefer: () => ["default"] },
  "routing-table": { argv: routeLines },
  "longest-prefix-match": { argv: routeLines, words: ["default", "/"] },
  "route-attributes": { argv: routeLines, words: ["proto", "scope", "metric"], prefer: () => ["linkdown", "blackhole", "unreachable", "prohibit", "throw"] },
  "default-route": { argv: routeLines, words: ["default"] },
  "policy-rules": { argv: ["ip", "rule"] },
  multipath: { argv: routeLines, words: ["nexthop"] },
  "reverse-path": { argv: ["sysctl", "net.ipv4.conf.*.rp_filter", "net.ipv4.conf.*.arp_ignore"], prefer: (snapshot) => [".all.", ...wayOut(snapshot).map((name) => `.${name.replaceAll(":", "").trim()}.`)] },
  arp: { argv: ["ip", "neigh"], words: ["."], prefer: gateways },
  "neighbour-states": { argv: ["ip", "neigh"], prefer: gateways },
  ndp: { argv: ["ip", "neigh"], words: ["::"], prefer: () => ["router"] },
  bridge: { argv: linkLines, words: [" master ", "bridge forward_delay"] },
  veth: { argv: linkLines, words: ["@if", "link-netns"] },
  "network-namespace": { argv: ["ip", "netns", "list-id"] },
  nat: { argv: ["iptables-save", "-c"], words: ["DNAT", "SNAT", "MASQUERADE"] },
};

function wayOut(snapshot: Snapshot): string[] {
  const best = waysOut(factsOf(snapshot), 4)[0];
  const hop = best && hopsOf(best)[0];
  return hop?.dev ? [`${hop.dev}:`, `${hop.dev}@`] : [];
}

function gateways(snapshot: Snapshot): string[] {
  const facts = factsOf(snapshot);
  return ([4, 6] as const).flatMap((family) => waysOut(facts, family).flatMap((route) => hopsOf(route).map((hop) => `${hop.gateway ?? "?"} dev`)));
}

/** The command whose text output shows a concept; undefined for concepts that a host's network does not show. */
export function evidenceCommand(concept: string): readonly string[] | undefined {
  return shownBy[concept]?.argv;
}

/** At most `most` lines of that command's output: the best evidence this host has, in the order they stand there. */
export function pickEvidence(concept: string, output: string, snapshot: Snapshot, most: number): EvidenceLine[] {
  const source = shownBy[concept];
  if (!source) return [];
  const preferred = source.prefer?.(snapshot) ?? [];
  const command = source.argv.join(" ");
  const found = output.split("\n").flatMap((text, index) => {
    if (text.trim() === "" || (source.words && !source.words.some((word) => text.includes(word)))) return [];
    return [{ command, line: index + 1, text: text.trimEnd(), rank: preferred.some((word) => text.includes(word)) ? 0 : 1 }];
  });
  return found.toSorted((left, right) => left.rank - right.rank || left.line - right.line).slice(0, most)
    .toSorted((left, right) => left.line - right.line).map(({ command: from, line, text }) => ({ command: from, line, text }));
}
