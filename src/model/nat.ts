import { z } from "zod";
import { Place } from "./explanation.ts";

/**
 * One packet-filter rule that rewrites or decides (iptables-save, nft list ruleset). `text` is the rule as printed.
 * `target` is DNAT, SNAT, MASQUERADE, REDIRECT, ACCEPT, DROP, RETURN, a chain name …
 */
export const NatRule = z.object({
  backend: z.enum(["iptables", "ip6tables", "nft"]),
  table: z.string(),
  chain: z.string(),
  target: z.string(),
  text: z.string(),
  proto: z.string().optional(),
  src: z.string().optional(),
  dst: z.string().optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  dport: z.string().optional(),
  sport: z.string().optional(),
  toAddress: z.string().optional(),
  toPort: z.string().optional(),
  /** selectors this model has no field for, as printed; a rule that has some may be narrower than it looks */
  otherMatches: z.array(z.string()),
  /** names of selectors that are negated (`! -i docker0`) */
  inverted: z.array(z.string()),
  packets: z.number().optional(),
  bytes: z.number().optional(),
  at: Place.optional(),
});
export type NatRule = z.infer<typeof NatRule>;
