import type { Address } from "../../model/address.ts";
import type { Explanation } from "../../model/explanation.ts";
import type { Link, LinkCounters } from "../../model/link.ts";
import type { Block, Row, Span } from "../document.ts";
import { formatBytes, formatCount } from "../units.ts";
import { Repeats, explanationBlocks, headline, dataWords, placeWords, type Detail } from "./detail.ts";

type Explained = Link & { readonly explanation?: Explanation };

/** The NICs of a host: a line each (name, kind, state, addresses), what each one means below it. */
export function linkBlocks(links: readonly Explained[], detail: Detail, withStats: boolean): Block[] {
  const repeats = new Repeats(detail);
  const rows = links.map((link): Row => ({
    cells: [[{ text: link.name, tone: "name" }], link.kind, [stateOf(link)], addressesOf(link), headline(link.explanation)],
    below: [
      ...explanationBlocks(link.explanation, detail, repeats, link.name),
      ...(withStats && link.stats ? counterBlocks(link.stats) : []),
      ...(detail === "full" ? [factsOf(link)] : []),
    ],
  }));
  return [{
    kind: "table",
    columns: [
      { title: "NIC", min: 6, shrink: 1 }, { title: "KIND", min: 6, shrink: 1 }, { title: "STATE", min: 4 },
      { title: "ADDRESSES", min: 18, shrink: 2 }, { title: "", min: 12, shrink: 3 },
    ],
    rows,
    oneLine: detail === "brief",
  }, ...repeats.summary()];
}

/** Three facts in one word or two: admin state, carrier, and what the kernel makes of them (operstate). */
function stateOf(link: Link): Span {
  // an output without flags: ip's own word, where it is one about the link
  if (link.adminUp === null) return { text: link.operstate === null || link.operstate === "unknown" ? "not shown" : link.operstate };
  if (!link.adminUp) return { text: "down", tone: "dim" };
  if (link.carrier === false) return { text: "up, no carrier", tone: "warn" };
  if (link.carrier === null) return { text: "up" };
  const { operstate } = link;
  return operstate === null || operstate === "up" || operstate === "unknown" ? { text: "up", tone: "good" } : { text: `up, ${operstate}`, tone: "warn" };
}

function addressesOf(link: Link): string {
  return link.addresses.length === 0 ? "–" : link.addresses.map(cidr).join(" ");
}

function cidr(address: Address): string {
  return address.peer === undefined
    ? `${address.address}/${address.prefixlen}`
    : `${address.address} peer ${address.peer}/${address.prefixlen}`;
}

function counterBlocks(stats: NonNullable<Link["stats"]>): Block[] {
  const row = (label: string, counters: LinkCounters): Row => ({
    cells: [
      label, formatBytes(counters.bytes), `${formatCount(counters.packets)} packets`,
      [{ text: `${formatCount(counters.errors)} errors`, ...(counters.errors > 0 ? { tone: "warn" as const } : {}) }],
      [{ text: `${formatCount(counters.dropped)} dropped`, ...(counters.dropped > 0 ? { tone: "warn" as const } : {}) }],
    ],
  });
  return [{
    kind: "table",
    columns: [{}, { align: "right" }, { align: "right" }, { align: "right" }, { align: "right" }],
    rows: [row("received", stats.rx), row("sent", stats.tx)],
  }];
}

function factsOf(link: Link): Block {
  const facts: [string, string | number | null | undefined][] = [
    ["ifindex", link.ifindex], ["altnames", link.altnames.join(" ")], ["alias", link.alias],
    ["mac", link.mac], ["permanent mac", link.permanentMac], ["mtu", link.mtu], ["flags", link.flags.join(" ")],
    ["operstate", link.operstate], ["qdisc", link.qdisc], ["group", link.group], ["txqlen", link.txqlen],
    ["master", link.master], ["lower", link.lower], ["peer", peerOf(link)],
    ["bus", [link.parentBus, link.parentDev].filter(Boolean).join(" ")], ["driver", link.driver], ["vendor", link.vendor],
    ["speed", link.speedMbps === undefined ? undefined : `${link.speedMbps} Mbit/s${link.duplex ? `, ${link.duplex} duplex` : ""}`],
    ["kind data", dataWords(link.kindData)], [link.portKind ? `${link.portKind} port` : "port", link.portData && dataWords(link.portData)],
    ...link.addresses.map((address): [string, string] => ["address", addressText(address)]),
    ["seen in", link.at && placeWords(link.at)],
  ];
  return {
    kind: "facts",
    rows: facts.flatMap(([label, value]) =>
      (value === undefined || value === null || value === "" ? [] : [{ label, value: String(value) }])),
  };
}

function peerOf(link: Link): string | undefined {
  if (!link.peer) return undefined;
  const { ifindex, name, nsid, netns, container } = link.peer;
  const where = container ? `in container ${container}` : netns ? `in namespace ${netns}` : nsid === undefined ? "" : `in the namespace with nsid ${nsid}`;
  return [name ?? `ifindex ${ifindex}`, where].filter(Boolean).join(" ");
}

function addressText(address: Address): string {
  const lifetime = address.validLifetimeS === undefined || address.validLifetimeS === null ? "" : `valid for ${address.validLifetimeS} s`;
  return [cidr(address), `scope ${address.scope}`, address.flags.join(" "), lifetime].filter(Boolean).join(", ");
}
