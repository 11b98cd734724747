import { z } from "zod";
import { Place } from "./explanation.ts";

/**
 * One packet-filter rule that rewrites or decides (iptables-save, nft list ruleset). `text` is the rule as printed.
 * `target` is DNAT, SNAT, MASQUERADE, REDIRECT, ACCEPT, DROP, RETURN, CONTINUE (the rule only counts or marks), VMAP
 * (nft: the verdict depends on a map), another word of iptables, or the name of a chain: then `isJump` is set.
 * `hook` and `priority` are those of the base chain the rule stands in (nft(8)); a chain that is only jumped to has none.
 * Ports and protocols are single values, ranges (`1000-2000`, `1000:2000`) or lists (`80,443`), as printed.
 */
export const NatRule = z.object({
  backend: z.enum(["iptables", "ip6tables", "nft"]),
  /** `ip`, `ip6`, `inet` …: whose packets the table sees */
  family: z.string(),
  table: z.string(),
  chain: z.string(),
  hook: z.string().optional(),
  priority: z.number().optional(),
  target: z.string(),
  isJump: z.boolean().optional(),
  isGoto: z.boolean().optional(),
  text: z.string(),
  proto: z.string().optional(),
  src: z.string().optional(),
  dst: z.string().optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  dport: z.string().optional(),
  sport: z.string().optional(),
  /** the new address; where it depends on a map or range, that expression as printed */
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
