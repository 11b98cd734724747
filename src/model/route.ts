import { z } from "zod";
import { Family } from "./address.ts";
import { Place } from "./explanation.ts";

/** What a route wraps its packets in (lwtunnel): type and the kernel's own keys. */
export const Encap = z.object({ type: z.string() }).catchall(z.unknown());
export type Encap = z.infer<typeof Encap>;

/** One hop of a multipath route or nexthop group. `gateway` may be IPv6 on an IPv4 route (`via inet6`). */
export const RouteNexthop = z.object({
  gateway: z.string().optional(),
  dev: z.string().optional(),
  weight: z.int(),
  flags: z.array(z.string()),
  encap: Encap.optional(),
  /** what the tool printed for this hop without a field of its own here (realms, the label of `as to` …) */
  extra: z.record(z.string(), z.unknown()).optional(),
});
export type RouteNexthop = z.infer<typeof RouteNexthop>;

/**
 * One entry of a routing table (ip-route(8)).
 * `dst` is a CIDR prefix; the default is `0.0.0.0/0` or `::/0`; a host route has /32 or /128.
 * `table`, `protocol`, `scope` are the names the tool printed, or decimal strings; omitted ones are filled in
 * with what the tool means by omitting them (main, boot, global; kernel default metric 0 for IPv4, 1024 for IPv6).
 * They are `unknown` where the tool cannot say them at all: protocol in BusyBox, net-tools and /proc, protocol and scope
 * in the IPv4 answers of `ip route get`. Nothing may be concluded from `unknown`.
 * A route with several hops has them in `nexthops` and no `gateway`/`dev` of its own; a single hop has both
 * `gateway`/`dev` and an empty `nexthops`. `metrics` keeps mtu, advmss … under the words of ip-route(8), times (rtt, rttvar,
 * rto_min) in milliseconds; `locks` names the locked ones and is undefined where the tool cannot say (JSON).
 * Routes that reject packets have no `dev`: the `dev lo` that ip prints for them is made up.
 */
export const Route = z.object({
  family: Family,
  table: z.string(),
  type: z.string(),
  dst: z.string(),
  gateway: z.string().optional(),
  dev: z.string().optional(),
  prefsrc: z.string().optional(),
  metric: z.number(),
  protocol: z.string(),
  scope: z.string(),
  flags: z.array(z.string()),
  nexthops: z.array(RouteNexthop),
  /** source prefix of a source-specific IPv6 route (`from`) */
  src: z.string().optional(),
  tos: z.string().optional(),
  pref: z.string().optional(),
  expiresS: z.number().optional(),
  nhid: z.number().optional(),
  encap: Encap.optional(),
  metrics: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  locks: z.array(z.string()).optional(),
  /** words and keys of the tool's output without a field of their own here (realms, error, cache …), never dropped */
  extra: z.record(z.string(), z.unknown()).optional(),
  at: Place.optional(),
});
export type Route = z.infer<typeof Route>;

/** A nexthop object (`ip nexthop`). Groups name their members by id and weight. */
export const Nexthop = z.object({
  id: z.number(),
  family: Family.optional(),
  gateway: z.string().optional(),
  dev: z.string().optional(),
  group: z.array(z.object({ id: z.number(), weight: z.int() })).optional(),
  groupType: z.string().optional(),
  blackhole: z.boolean(),
  fdb: z.boolean(),
  scope: z.string().optional(),
  protocol: z.string().optional(),
  flags: z.array(z.string()),
  encap: Encap.optional(),
  /** what the tool printed without a field of its own here (resilient_args, hw_stats …), never dropped */
  extra: z.record(z.string(), z.unknown()).optional(),
  at: Place.optional(),
});
export type Nexthop = z.infer<typeof Nexthop>;
