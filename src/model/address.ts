import { z } from "zod";
import { Place } from "./explanation.ts";

export const Family = z.union([z.literal(4), z.literal(6)]);
/** IP version: 4 or 6. */
export type Family = z.infer<typeof Family>;

/**
 * One address of a link, as `ip addr` shows it (ip-address(8)).
 * `flags` are the words ip prints (secondary, temporary, tentative, dadfailed, deprecated, dynamic, noprefixroute …).
 * Lifetimes are seconds; null means forever. `peer` is the other end of a point-to-point address.
 */
export const Address = z.object({
  family: Family,
  address: z.string(),
  prefixlen: z.int(),
  scope: z.string(),
  flags: z.array(z.string()),
  peer: z.string().optional(),
  broadcast: z.string().optional(),
  anycast: z.string().optional(),
  label: z.string().optional(),
  metric: z.number().optional(),
  protocol: z.string().optional(),
  validLifetimeS: z.number().nullable().optional(),
  preferredLifetimeS: z.number().nullable().optional(),
  at: Place.optional(),
});
export type Address = z.infer<typeof Address>;
