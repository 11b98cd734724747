import { z } from "zod";
import { Family } from "./address.ts";
import { Place } from "./explanation.ts";

/**
 * One neighbour entry (ip-neighbour(8)): IPv4 ones come from ARP, IPv6 ones from Neighbour Discovery.
 * `state` holds the NUD states (REACHABLE, STALE, DELAY, PROBE, FAILED, INCOMPLETE, PERMANENT, NOARP, NONE).
 * `state` is empty for proxy entries, and where the tool cannot say (arp, /proc/net/arp): then `extra.complete` tells
 * whether the entry has a confirmed link-layer address.
 * Ages are seconds since the entry was last used, confirmed, updated (`ip -s`).
 */
export const Neighbour = z.object({
  family: Family,
  address: z.string(),
  dev: z.string(),
  lladdr: z.string().optional(),
  state: z.array(z.string()),
  router: z.boolean(),
  proxy: z.boolean(),
  externLearn: z.boolean().optional(),
  managed: z.boolean().optional(),
  protocol: z.string().optional(),
  usedS: z.number().optional(),
  confirmedS: z.number().optional(),
  updatedS: z.number().optional(),
  probes: z.number().optional(),
  refcnt: z.number().optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
  at: Place.optional(),
});
export type Neighbour = z.infer<typeof Neighbour>;
