import type { Link } from "../model/link.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Span, Words } from "./document.ts";

/** More links than this are folded: those that carry nothing are counted, not drawn. */
const mostLinks = 24;
const mostPorts = 8;

/**
 * How a host hangs together, as a tree drawn with text: each NIC with its state and addresses, below it the networks
 * that are on it, the gateways behind it with their neighbour entries, and, under a bridge or bond, its ports.
 */
export function drawHost(snapshot: Snapshot): Words[] {
  const links = snapshot.links ?? [];
  const tops = links.filter((link) => link.master === undefined);
  const drawn = tops.length > mostLinks ? tops.filter((link) => isUsed(link, snapshot)).slice(0, mostLinks) : tops;
  const lines: Words[] = [[{ text: snapshot.source.host ?? "this host", tone: "strong" }]];
  const folded = tops.length - drawn.length;
  for (const [index, link] of drawn.entries()) {
    const isLast = index === drawn.length - 1 && folded === 0;
    lines.push([{ text: isLast ? "└─ " : "├─ " }, ...linkWords(link)]);
    const below = [...networksOn(link, snapshot), ...portsOf(link, links), ...stackedOn(link, snapshot)];
    for (const [position, words] of below.entries()) {
      lines.push([{ text: `${isLast ? "   " : "│  "}${position === below.length - 1 ? "└─ " : "├─ "}` }, ...words]);
    }
  }
  if (folded > 0) lines.push(`└─ ${folded} more NICs that carry no address and no route; hostlens nics lists them`);
  return lines;
}

function isUsed(link: Link, snapshot: Snapshot): boolean {
  return link.addresses.some((address) => address.scope !== "link") || (snapshot.routes ?? []).some((route) => route.dev === link.name && route.gateway !== undefined)
    || (snapshot.links ?? []).some((other) => other.master === link.name);
}

function linkWords(link: Link): Span[] {
  const addresses = link.addresses.filter((address) => address.scope !== "link").map((address) => `${address.address}/${address.prefixlen}`);
  const shown = addresses.length > 3 ? [...addresses.slice(0, 3), `and ${addresses.length - 3} more`] : addresses;
  const state = stateWord(link);
  return [
    { text: link.name, tone: "name" }, { text: `  ${link.kind}  ` }, { text: state, tone: state === "up" ? "good" : state === "down" ? "dim" : "warn" },
    { text: shown.length > 0 ? `  ${shown.join(", ")}` : "" }, { text: peerText(link) },
  ];
}

function stateWord(link: Link): string {
  if (link.adminUp === null) return link.operstate === null || link.operstate === "unknown" ? "state not shown" : link.operstate;
  if (!link.adminUp) return "down";
  return link.carrier === false ? "up, no carrier" : "up";
}

/** `default via GATEWAY`, with what the neighbour table knows of the gateway. */
function networksOn(link: Link, snapshot: Snapshot): Span[][] {
  const gateways = new Map<string, Route[]>();
  for (const route of snapshot.routes ?? []) {
    if (route.dev !== link.name || route.gateway === undefined || route.table === "local") continue;
    gateways.set(route.gateway, [...(gateways.get(route.gateway) ?? []), route]);
  }
  const rows: Span[][] = [];
  for (const [gateway, routes] of gateways) {
    const isDefault = routes.some((route) => route.dst === "0.0.0.0/0" || route.dst === "::/0");
    const neighbour = snapshot.neighbours?.find((one) => one.dev === link.name && one.address === gateway && !one.proxy);
    const to = isDefault ? "everything else" : routes.length === 1 ? routes[0]?.dst ?? "" : `${routes.length} networks`;
    rows.push([{ text: `${to} → ` }, { text: gateway, tone: "name" }, ...neighbourWords(neighbour)]);
    if (rows.length === mostPorts) break;
  }
  return rows;
}

function neighbourWords(neighbour: Neighbour | undefined): Span[] {
  if (!neighbour) return [{ text: "  no neighbour entry yet", tone: "dim" }];
  const state = neighbour.state.join(" ") || (neighbour.extra?.["complete"] === undefined ? "NONE" : "state not shown");
  const isBad = state === "FAILED" || state === "INCOMPLETE";
  return [{ text: neighbour.lladdr === undefined ? "  " : ` at ${neighbour.lladdr}  ` }, { text: state, tone: isBad ? "bad" : "good" }];
}

function portsOf(link: Link, links: readonly Link[]): Span[][] {
  const ports = links.filter((other) => other.master === link.name);
  const rows = ports.slice(0, mostPorts).map((port): Span[] => [{ text: "port " }, { text: port.name, tone: "name" }, { text: `  ${port.kind}  ${stateWord(port)}` }, { text: peerText(port) }]);
  if (ports.length > mostPorts) rows.push([{ text: `${ports.length - mostPorts} more ports` }]);
  return rows;
}

/** Interfaces of containers that sit on this link without a cable (macvlan, ipvlan). */
function stackedOn(link: Link, snapshot: Snapshot): Span[][] {
  return (snapshot.containers ?? []).flatMap((container) => (container.networkMode?.startsWith("container:") ? [] : container.interfaces)
    .filter((port) => port.parent === link.name)
    .map((port): Span[] => {
      const driver = snapshot.networks?.find((network) => network.name === port.network)?.driver ?? "sub-interface";
      return [{ text: `${driver} ` }, { text: port.name === "" ? "interface" : port.name, tone: "name" }, { text: ` of container ${container.name}  ${port.addresses.map((address) => `${address.address}/${address.prefixlen}`).join(", ")}` }];
    })).slice(0, mostPorts);
}

function peerText(port: Link): string {
  if (!port.peer) return "";
  const { container, netns, nsid, name, ifindex } = port.peer;
  const far = name ?? `index ${ifindex}`;
  if (container !== undefined) return `  ↔ ${name === undefined ? "" : `${name} of `}container ${container}`;
  if (netns !== undefined) return `  ↔ ${far} in namespace ${netns}`;
  // a name without a number of the namespace is that of a link in this same one
  return name !== undefined && nsid === undefined ? `  ↔ ${name}` : `  ↔ ${far} in another network namespace${nsid === undefined ? "" : ` (nsid ${nsid})`}`;
}
