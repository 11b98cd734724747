import { z } from "zod";
import { Place } from "./explanation.ts";

/**
 * One entry of a bridge's or vxlan's forwarding table (`bridge fdb`, bridge(8)): behind which device a MAC lives.
 * `state` is `permanent`, `static`, `stale`, or empty for an entry that was learned and is in use.
 */
export const FdbEntry = z.object({
  mac: z.string(),
  dev: z.string(),
  master: z.string().optional(),
  vlan: z.int().optional(),
  state: z.string(),
  flags: z.array(z.string()),
  dst: z.string().optional(),
  port: z.number().optional(),
  vni: z.number().optional(),
  via: z.string().optional(),
  /** what the tool printed without a field of its own here (nhid, used, updated …), never dropped */
  extra: z.record(z.string(), z.unknown()).optional(),
  at: Place.optional(),
});
export type FdbEntry = z.infer<typeof FdbEntry>;
