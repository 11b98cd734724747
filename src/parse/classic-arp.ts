import type { Neighbour } from "../model/neighbour.ts";

/** ATF_ flags of if_arp.h, as far as they say something about an entry. */
export interface ArpFlags { readonly isComplete: boolean; readonly isPermanent: boolean; readonly isPublished: boolean }

/**
 * The neighbour an ARP row stands for. These tools know only "complete" and "permanent": whether a complete entry is
 * REACHABLE, STALE or in between cannot be told, so its `state` is empty and `extra.complete` says the rest.
 */
export function arpNeighbour(address: string, dev: string, lladdr: string | undefined, flags: ArpFlags, extra: Record<string, unknown>): Neighbour {
  const neighbour: Neighbour = {
    family: 4, address, dev, state: [], router: false, proxy: flags.isPublished,
    extra: { ...extra, complete: flags.isComplete },
  };
  if (flags.isPermanent && !flags.isPublished) neighbour.state.push("PERMANENT");
  if (lladdr !== undefined) neighbour.lladdr = lladdr;
  return neighbour;
}
