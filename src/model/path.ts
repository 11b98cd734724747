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
export const Hop = z.object({ kind: z.string(), name: z.string(), detail: z.string() });
export type Hop = z.infer<typeof Hop>;

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
  /** every next hop the kernel may choose (multipath): which one a flow takes is decided by a hash */
  candidates: z.array(z.object({ gateway: z.string().optional(), dev: z.string().optional(), weight: z.int() })),
  rejected: z.array(z.object({ route: Route.optional(), rule: z.string().optional(), reason: z.string() })),
  neighbour: Neighbour.optional(),
  hops: z.array(Hop),
  mtu: z.int().optional(),
  kernel: z.object({
    type: z.string().optional(), dev: z.string().optional(), gateway: z.string().optional(),
    prefsrc: z.string().optional(), agrees: z.boolean(),
  }).optional(),
  sentences: z.array(Sentence),
  source: Source.optional(),
  warnings: z.array(Warning),
});
export type PathAnswer = z.infer<typeof PathAnswer>;
