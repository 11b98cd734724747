import { z } from "zod";
import { Family } from "./address.ts";
import { Place } from "./explanation.ts";

const Range = z.object({ start: z.int(), end: z.int() });

/**
 * One rule of the routing policy database (ip-rule(8)).
 * `action` is `table` (look up `table`), `goto`, `nop`, `blackhole`, `unreachable`, `prohibit`, or the text of an unknown one.
 * `src`/`dst` are `all` or a CIDR prefix. `fwmark`/`fwmask` are unsigned numbers; the mask is 0xffffffff when not printed.
 * A port mask that stands for a range is a range here; `sportMask`/`dportMask` are there only where it does not, and
 * then a port matches when `(port & mask) === start`.
 * `l3mdev` rules have the action `table` and no `table`: they look up the table of the VRF device. `hasHiddenSelectors` is true where the tool is known to be
 * unable to print all selectors (BusyBox): such a rule may be narrower than it looks.
 */
export const Rule = z.object({
  family: Family,
  priority: z.int(),
  action: z.string(),
  table: z.string().optional(),
  goto: z.int().optional(),
  unresolved: z.boolean().optional(),
  l3mdev: z.boolean().optional(),
  src: z.string(),
  dst: z.string(),
  iif: z.string().optional(),
  iifDetached: z.boolean().optional(),
  oif: z.string().optional(),
  oifDetached: z.boolean().optional(),
  fwmark: z.int().optional(),
  fwmask: z.int().optional(),
  tos: z.string().optional(),
  dscp: z.string().optional(),
  /** bits of the DSCP that count, where not all six do */
  dscpMask: z.int().optional(),
  flowlabel: z.int().optional(),
  flowlabelMask: z.int().optional(),
  ipproto: z.string().optional(),
  sport: Range.optional(),
  dport: Range.optional(),
  sportMask: z.int().optional(),
  dportMask: z.int().optional(),
  uidrange: Range.optional(),
  tunId: z.number().optional(),
  suppressPrefixlength: z.int().optional(),
  suppressIfgroup: z.string().optional(),
  protocol: z.string().optional(),
  realms: z.string().optional(),
  invert: z.boolean(),
  hasHiddenSelectors: z.boolean().optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
  /** the rule in `ip rule`'s own words, e.g. `from all lookup main` */
  text: z.string(),
  at: Place.optional(),
});
export type Rule = z.infer<typeof Rule>;
