import { addressAdapter } from "../adapter/address.ts";
import { fdbAdapter } from "../adapter/fdb.ts";
import { linkAdapter } from "../adapter/link.ts";
import { neighbourAdapter, proxyNeighbourAdapter } from "../adapter/neighbour.ts";
import { netnsAdapter, nsidAdapter } from "../adapter/netns.ts";
import { nexthopAdapter } from "../adapter/nexthop.ts";
import { route4Adapter, route6Adapter } from "../adapter/route.ts";
import { rule4Adapter, rule6Adapter } from "../adapter/rule.ts";
import { sysctlAdapter } from "../adapter/sysctl.ts";
import { ip6tablesAdapter, iptablesAdapter, nftAdapter } from "../adapter/nat.ts";
import type { Adapter } from "../adapter/adapter.ts";
import type { NatRule } from "../model/nat.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { mergeLinksAndAddresses } from "../parse/ip/link.ts";
import { sysctlRecord } from "../parse/sysctl.ts";
import type { Runner } from "../run/runner.ts";
import { askAll, type Answer } from "./ask.ts";
import { warnOfOldIp } from "./old-ip.ts";
import { readLinkFacts, withLinkFacts } from "./link-facts.ts";

/** What a snapshot may hold; each part costs a question to the host, most of them in one shared process. */
export type SnapshotPart =
  | "links" | "routes" | "rules" | "neighbours" | "nexthops" | "netns" | "settings" | "fdb" | "hardware" | "nat"
  /** who is at the other end of each cable: namespaces, containers, networks; implies links, netns, fdb and nat */
  | "wiring"
  /** the same, but nobody is asked where no cable leads out of this namespace */
  | "wiring-if-any";

/** What explanations of the network rest on; hardware facts cost more and are asked for by name. */
export const networkParts: readonly SnapshotPart[] = ["links", "routes", "rules", "neighbours", "nexthops", "netns", "settings"];

const adaptersOf: Readonly<Partial<Record<SnapshotPart, readonly Adapter<unknown>[]>>> = {
  links: [addressAdapter, linkAdapter],
  routes: [route4Adapter, route6Adapter],
  rules: [rule4Adapter, rule6Adapter],
  neighbours: [neighbourAdapter, proxyNeighbourAdapter],
  nexthops: [nexthopAdapter],
  netns: [netnsAdapter, nsidAdapter],
  settings: [sysctlAdapter],
  fdb: [fdbAdapter],
  nat: [iptablesAdapter, ip6tablesAdapter, nftAdapter],
};

/** Every argv that any adapter may ask, each once. */
export function adapterForms(): (readonly string[])[] {
  const forms = Object.values(adaptersOf).flatMap((adapters) => adapters.flatMap((adapter) => adapter.forms.map((form) => form.argv)));
  return [...new Map(forms.map((argv) => [argv.join(" "), argv])).values()];
}

/** Losing these costs nothing that a user asked for: no warning where a tool or recording lacks them. */
const optional: ReadonlySet<Adapter<unknown>> = new Set<Adapter<unknown>>([proxyNeighbourAdapter, nexthopAdapter, netnsAdapter, nsidAdapter, sysctlAdapter, fdbAdapter, iptablesAdapter, ip6tablesAdapter, nftAdapter]);

/**
 * Looks at a host once. A part that could not be had is undefined and `warnings` says why; a part that is there but
 * empty is an empty array. Never throws for what a tool does.
 */
export async function takeSnapshot(runner: Runner, asked: readonly SnapshotPart[] = networkParts): Promise<Snapshot> {
  const parts = asked.includes("wiring") ? [...new Set<SnapshotPart>([...asked, "links", "netns", "fdb", "nat"])] : asked;
  const wanted = parts.flatMap((part) => adaptersOf[part] ?? []);
  const [answers, linkFacts, hardware] = await Promise.all([
    askAll(runner, wanted),
    parts.includes("links") ? readLinkFacts(runner) : undefined,
    parts.includes("hardware") ? readHardware(runner) : undefined,
  ]);
  const answerOf = new Map(wanted.map((adapter, index) => [adapter, answers[index]]));
  const itemsOf = <T>(...adapters: readonly Adapter<T>[]): T[] | undefined => {
    const found = adapters.map((adapter) => answerOf.get(adapter) as Answer<T> | undefined).filter((answer) => answer?.isAnswered === true);
    return found.length === 0 ? undefined : found.length === 1 ? found[0]?.items : ([] as T[]).concat(...found.map((answer) => answer?.items ?? []));
  };
  const snapshot: Snapshot = { source: runner.source, answeredBy: {}, warnings: [] };
  for (const part of parts) {
    const asked = (adaptersOf[part] ?? []).map((adapter) => answerOf.get(adapter)).filter((answer) => answer?.isAnswered === true);
    if (asked.length > 0) snapshot.answeredBy![part] = asked.map((answer) => ({ command: answer!.command }));
  }
  for (const adapter of wanted) {
    const answer = answerOf.get(adapter);
    if (!answer || (!answer.isAnswered && optional.has(adapter))) continue;
    snapshot.warnings.push(...answer.warnings);
    for (const piece of answer.notUnderstood) {
      snapshot.warnings.push({ code: "not-understood", message: `not understood: ${piece.text}`, at: { command: answer.command, line: piece.line } });
    }
  }
  if (parts.includes("links")) {
    const plain = itemsOf(linkAdapter);
    const addressed = itemsOf(addressAdapter);
    const merged = plain && addressed ? mergeLinksAndAddresses(plain, addressed) : addressed ?? plain;
    if (merged?.length === 0) snapshot.warnings.push({ code: "tool-failed", message: `${answerOf.get(addressAdapter)?.command ?? "ip addr"}: shows no link at all, although every host has lo: this ip gives no whole answer`, at: { command: "ip addr" } });
    else if (merged) snapshot.links = linkFacts ? withLinkFacts(merged, linkFacts) : merged;
  }
  assign(snapshot, "routes", itemsOf(route4Adapter, route6Adapter));
  assign(snapshot, "rules", itemsOf(rule4Adapter, rule6Adapter));
  // Proxy entries alone are no neighbour table.
  if (itemsOf(neighbourAdapter)) assign(snapshot, "neighbours", itemsOf(neighbourAdapter, proxyNeighbourAdapter));
  assign(snapshot, "nexthops", itemsOf(nexthopAdapter));
  assign(snapshot, "netns", itemsOf(netnsAdapter, nsidAdapter));
  const settings = itemsOf(sysctlAdapter);
  assign(snapshot, "sysctls", settings && sysctlRecord(settings));
  assign(snapshot, "sysctlPlaces", settings && Object.fromEntries(settings.map(({ name, at }) => [name, at])));
  assign(snapshot, "fdb", itemsOf(fdbAdapter));
  assign(snapshot, "hardware", hardware);
  assign(snapshot, "nat", withoutTwins(itemsOf(iptablesAdapter, ip6tablesAdapter), itemsOf(nftAdapter)));
  if (parts.includes("wiring") || (parts.includes("wiring-if-any") && leadsOut(snapshot))) {
    const { addWiring } = await import("./wiring.ts");
    await addWiring(runner, snapshot);
  }
  snapshot.warnings.push(...(await warnOfOldIp(runner, snapshot)));
  return snapshot;
}

function assign<K extends keyof Snapshot>(snapshot: Snapshot, key: K, value: Snapshot[K] | undefined): void {
  if (value !== undefined) snapshot[key] = value;
}

async function readHardware(runner: Runner): Promise<Snapshot["hardware"]> {
  const { readHardwareFacts } = await import("./hardware.ts");
  return readHardwareFacts(runner);
}

/** True where a cable of this namespace ends in another one. */
function leadsOut(snapshot: Snapshot): boolean {
  return (snapshot.links ?? []).some((link) => link.peer !== undefined && link.peer.name === undefined);
}

/** nft shows the rules of iptables-nft again, with less in them: those tables are left to iptables. */
function withoutTwins(iptables: readonly NatRule[] | undefined, nft: readonly NatRule[] | undefined): NatRule[] | undefined {
  if (!iptables || !nft) return (iptables ?? nft)?.slice();
  const saved = new Set(iptables.map((rule) => `${rule.family} ${rule.table}`));
  return [...iptables, ...nft.filter((rule) => !saved.has(`${rule.family} ${rule.table}`))];
}
