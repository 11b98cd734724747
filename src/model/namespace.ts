import { z } from "zod";
import { Place } from "./explanation.ts";
import { Link } from "./link.ts";

/**
 * One namespace and who lives in it (namespaces(7), lsns(8)). `nsid` counts in the namespace that was asked. `processes`
 * is how many live there; `pids` may hold fewer where only the first one is shown. `name` is its file under /run/netns,
 * `paths` are the files that keep it open, `command` belongs to the first process, `owner` is that process's user,
 * `containers` are the names of those that live there, `isOwn` marks the namespace that hostlens itself was asked in.
 */
export const Namespace = z.object({
  type: z.string(),
  inode: z.number(),
  pids: z.array(z.int()),
  processes: z.int().optional(),
  name: z.string().optional(),
  nsid: z.int().optional(),
  owner: z.string().optional(),
  command: z.string().optional(),
  paths: z.array(z.string()).optional(),
  containers: z.array(z.string()).optional(),
  isOwn: z.boolean().optional(),
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

/** The links that another network namespace shows to whoever enters it; its interface numbers count there alone. */
export const InsideView = z.object({ inode: z.number(), links: z.array(Link) });
export type InsideView = z.infer<typeof InsideView>;
