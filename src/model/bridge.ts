import { z } from "zod";
import { Place } from "./explanation.ts";

/** One entry of a bridge's or vxlan's forwarding table (`bridge fdb`): behind which device a MAC lives. */
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
  at: Place.optional(),
});
export type FdbEntry = z.infer<typeof FdbEntry>;
