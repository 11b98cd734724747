import { z } from "zod";
import { Place } from "./explanation.ts";

/** One namespace and who lives in it (namespaces(7), lsns(8)). `nsid` counts in the namespace that was asked. */
export const Namespace = z.object({
  type: z.string(),
  inode: z.number(),
  pids: z.array(z.int()),
  name: z.string().optional(),
  nsid: z.int().optional(),
  owner: z.string().optional(),
  at: Place.optional(),
});
export type Namespace = z.infer<typeof Namespace>;

/** One line of `ip netns` / `ip netns list-id`: a name under /run/netns, an nsid, or both. */
export const NamedNetns = z.object({
  name: z.string().optional(),
  nsid: z.int().optional(),
  at: Place.optional(),
});
export type NamedNetns = z.infer<typeof NamedNetns>;
