import type { Neighbour } from "../model/neighbour.ts";
import type { Parsed } from "../model/parsed.ts";
import { parseArp } from "../parse/nettools/arp.ts";
import { parseNeighbours } from "../parse/ip/neighbour.ts";
import { parseProcArp } from "../parse/proc/arp.ts";
import type { Adapter } from "./adapter.ts";

const concepts = ["arp", "neighbour-states", "ndp"];

/**
 * `nud all` also lists what nobody resolved: group addresses that map straight to a MAC, and the loopback's own entry.
 * They are no neighbours; every other entry stays, NOARP and NONE included.
 */
function withoutGroups(parsed: Parsed<Neighbour>): Parsed<Neighbour> {
  return { ...parsed, items: parsed.items.filter((item) => !item.state.includes("NOARP") || !isGroupEntry(item)) };
}

function isGroupEntry({ address, dev }: Neighbour): boolean {
  if (dev === "lo") return true;
  if (address.includes(":")) return address.startsWith("ff");
  const first = Number(address.slice(0, address.indexOf(".")));
  return (first >= 224 && first <= 239) || address === "255.255.255.255" || address === "0.0.0.0";
}

/** The neighbours of both families (ARP and Neighbour Discovery), without proxy entries. */
export const neighbourAdapter: Adapter<Neighbour> = {
  id: "neighbour",
  forms: [
    { argv: ["ip", "-j", "-s", "neigh", "show", "nud", "all"], parse: (output, command) => withoutGroups(parseNeighbours(output, command)) },
    { argv: ["ip", "-j", "-s", "neigh", "show"], parse: parseNeighbours },
    { argv: ["ip", "-j", "neigh", "show"], parse: parseNeighbours },
    { argv: ["ip", "-s", "neigh", "show"], parse: parseNeighbours },
    { argv: ["ip", "neigh", "show"], parse: parseNeighbours },
    { argv: ["busybox", "ip", "neigh"], parse: parseNeighbours },
    { argv: ["cat", "/proc/net/arp"], parse: parseProcArp },
    { argv: ["arp", "-an"], parse: parseArp },
  ],
  concepts,
};

/** Addresses this host answers ARP or Neighbour Discovery for, on behalf of others. */
export const proxyNeighbourAdapter: Adapter<Neighbour> = {
  id: "proxy-neighbour",
  forms: [
    { argv: ["ip", "-j", "neigh", "show", "proxy"], parse: parseNeighbours },
    { argv: ["ip", "neigh", "show", "proxy"], parse: parseNeighbours },
  ],
  concepts: ["arp"],
};
