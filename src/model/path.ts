import { z } from "zod";
import { Sentence } from "./explanation.ts";
import { Neighbour } from "./neighbour.ts";
import { Route } from "./route.ts";
import { Source } from "./source.ts";
import { Warning } from "./warning.ts";

/** The question `ip route get` asks: everything a rule or a route may look at. Numbers unsigned. */
export const PathQuestion = z.object({
  destination: z.string(),
  from: z.string().optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  mark: z.number().optional(),
  proto: z.string().optional(),
  sport: z.int().optional(),
  dport: z.int().optional(),
  uid: z.int().optional(),
  tos: z.int().optional(),
});
export type PathQuestion = z.infer<typeof PathQuestion>;

export const Verdict = z.enum([
  "local", "on-link", "gateway", "broadcast", "multicast", "blackhole", "unreachable", "prohibit", "no-route",
]);
export type Verdict = z.infer<typeof Verdict>;

/** One step of the way: a device, bridge, veth, namespace, container, NAT rule … */
export const Hop = z.object({ kind: z.string(), name: z.string(), detail: z.string(), mtu: z.int().optional() });
export type Hop = z.infer<typeof Hop>;

/** One change of the host that gives the packet another way, worked out on the same tables, with the command that makes it. */
export const PathChange = z.object({
  text: z.string(), command: z.string(), verdict: Verdict, dev: z.string().optional(), gateway: z.string().optional(),
});
export type PathChange = z.infer<typeof PathChange>;

/**
 * The decision about one packet. `why` is said where no route decided, `sourceReason` why `prefsrc` was taken, `mtu` is
 * the smallest of the way. `rejectedMore` counts routes of the table that do not contain the destination and are not listed.
 */
export const PathAnswer = z.object({
  destination: z.string(),
  question: PathQuestion,
  verdict: Verdict,
  rule: z.object({ priority: z.int(), text: z.string() }).optional(),
  table: z.string().optional(),
  route: Route.optional(),
  dev: z.string().optional(),
  gateway: z.string().optional(),
  prefsrc: z.string().optional(),
  sourceReason: z.string().optional(),
  why: z.string().optional(),
  /** every next hop the kernel may choose (multipath): which one a flow takes is decided by a hash */
  candidates: z.array(z.object({ gateway: z.string().optional(), dev: z.string().optional(), weight: z.int() })),
  rejected: z.array(z.object({ route: Route.optional(), rule: z.string().optional(), reason: z.string() })),
  rejectedMore: z.int().optional(),
  neighbour: Neighbour.optional(),
  hops: z.array(Hop),
  mtu: z.int().optional(),
  change: PathChange.optional(),
  kernel: z.object({
    type: z.string().optional(), dev: z.string().optional(), gateway: z.string().optional(),
    prefsrc: z.string().optional(), error: z.string().optional(), agrees: z.boolean(),
  }).optional(),
  sentences: z.array(Sentence),
  source: Source.optional(),
  warnings: z.array(Warning),
});
export type PathAnswer = z.infer<typeof PathAnswer>;
