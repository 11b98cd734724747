import type { Snapshot } from "../model/snapshot.ts";

/** A line of this host's own output that shows a concept. */
export interface EvidenceLine { readonly command: string; readonly line: number; readonly text: string }

/** The text commands whose lines show a concept, and which lines of them: those that hold one of the words. */
const shownBy: Readonly<Record<string, { argv: readonly string[]; words?: readonly string[] }>> = {
  "nic": { argv: ["ip", "-d", "-s", "link"] , words: ["<"] },
  "link-state": { argv: ["ip", "-d", "-s", "link"], words: ["state "] },
  "interface-names": { argv: ["ip", "-d", "-s", "link"], words: ["mtu "] },
  "mac": { argv: ["ip", "-d", "-s", "link"], words: ["link/"] },
  "mtu": { argv: ["ip", "-d", "-s", "link"], words: ["mtu "] },
  "counters": { argv: ["cat", "/proc/net/dev"] },
  "address": { argv: ["ip", "addr"], words: ["inet"] },
  "address-lifetime": { argv: ["ip", "addr"], words: ["valid_lft"] },
  "source-address": { argv: ["ip", "route", "show", "table", "all"], words: [" src "] },
  "routing-table": { argv: ["ip", "route", "show", "table", "all"] },
  "longest-prefix-match": { argv: ["ip", "route", "show", "table", "all"], words: ["/", "default"] },
  "route-attributes": { argv: ["ip", "route", "show", "table", "all"], words: ["proto", "scope"] },
  "default-route": { argv: ["ip", "route", "show", "table", "all"], words: ["default"] },
  "policy-rules": { argv: ["ip", "rule"] },
  "multipath": { argv: ["ip", "route", "show", "table", "all"], words: ["nexthop"] },
  "reverse-path": { argv: ["sysctl", "net.ipv4.conf.*.rp_filter"] },
  "arp": { argv: ["ip", "neigh"], words: ["."] },
  "neighbour-states": { argv: ["ip", "neigh"] },
  "ndp": { argv: ["ip", "neigh"], words: ["::"] },
  "bridge": { argv: ["ip", "-d", "-s", "link"], words: ["master ", "bridge "] },
  "veth": { argv: ["ip", "-d", "-s", "link"], words: ["@if", "link-netns", "veth"] },
  "network-namespace": { argv: ["ip", "netns", "list-id"] },
  "nat": { argv: ["iptables-save", "-c"], words: ["DNAT", "SNAT", "MASQUERADE"] },
};

/** The command whose text output shows a concept on any host; undefined for concepts that no network output shows. */
export function evidenceCommand(concept: string): readonly string[] | undefined {
  return shownBy[concept]?.argv;
}

/** The lines of that command's output that show the concept, at most `most`. */
export function pickEvidence(concept: string, output: string, most: number): EvidenceLine[] {
  const source = shownBy[concept];
  if (!source) return [];
  const lines: EvidenceLine[] = [];
  for (const [index, text] of output.split("\n").entries()) {
    if (text.trim() === "" || source.words && !source.words.some((word) => text.includes(word))) continue;
    lines.push({ command: source.argv.join(" "), line: index + 1, text });
    if (lines.length === most) break;
  }
  return lines;
}

/** One or two sentences that tie a concept to this host, from what the snapshot holds. Empty where it shows nothing of it. */
export function tieToHost(concept: string, snapshot: Snapshot): string[] {
  const links = snapshot.links ?? [];
  const routes = snapshot.routes ?? [];
  const neighbours = (snapshot.neighbours ?? []).filter((one) => !one.proxy);
  switch (concept) {
    case "nic": {
      const real = links.filter((link) => ["physical", "wireless", "virtual-machine"].includes(link.kind));
      return [`${links.length} network interfaces are here; ${real.length === 0 ? "none is known to have a device behind it" : `a device is behind ${real.map((link) => link.name).join(", ")}`}, the kernel made the others by itself or on request.`];
    }
    case "arp": case "neighbour-states": {
      const gateways = routes.filter((route) => (route.dst === "0.0.0.0/0") && route.gateway !== undefined);
      return gateways.slice(0, 1).flatMap((route) => {
        const entry = neighbours.find((one) => one.address === route.gateway && one.dev === route.dev);
        return [entry?.lladdr === undefined
          ? `Everything outside goes by way of ${route.gateway} on ${route.dev}; its MAC is not known right now${entry ? ` (${entry.state.join(" ")})` : ""}.`
          : `Everything outside goes by way of ${route.gateway} on ${route.dev}: frames to it carry the MAC ${entry.lladdr} (${entry.state.join(" ")}), whatever the destination of the packet.`];
      });
    }
    case "default-route": case "longest-prefix-match": {
      const defaults = routes.filter((route) => (route.dst === "0.0.0.0/0" || route.dst === "::/0") && route.table === "main");
      return defaults.length === 0 ? ["This host has no default route in table main: what no other route contains is refused."]
        : [`${defaults.length === 1 ? "One default route is" : `${defaults.length} default routes are`} in table main; a destination takes ${defaults.length === 1 ? "it" : "one of them"} only when none of the other ${routes.filter((route) => route.table === "main").length - defaults.length} routes there contains it.`];
    }
    case "routing-table": return [`${routes.length} routes stand in ${new Set(routes.map((route) => route.table)).size} tables (${[...new Set(routes.map((route) => route.table))].slice(0, 5).join(", ")}).`];
    case "mtu": return [`The MTUs here: ${links.filter((link) => link.adminUp).slice(0, 6).map((link) => `${link.name} ${link.mtu ?? "unknown"}`).join(", ")}.`];
    case "policy-rules": return snapshot.rules ? [`${snapshot.rules.length} rules decide which table is asked, the lowest number first.`] : [];
    case "ndp": return [`${neighbours.filter((one) => one.family === 6).length} of ${neighbours.length} neighbour entries are IPv6 ones.`];
    default: return [];
  }
}
