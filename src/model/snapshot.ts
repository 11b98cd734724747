import { z } from "zod";
import { FdbEntry } from "./bridge.ts";
import { Container, ContainerNetwork } from "./container.ts";
import { Place } from "./explanation.ts";
import { Link } from "./link.ts";
import { InsideView, NamedNetns, Namespace } from "./namespace.ts";
import { NatRule } from "./nat.ts";
import { Neighbour } from "./neighbour.ts";
import { Nexthop, Route } from "./route.ts";
import { Rule } from "./rule.ts";
import { Source } from "./source.ts";
import { Warning } from "./warning.ts";

/** Facts about the machine that `ip` cannot know (systeminformation). Absent where nobody could tell. */
export const Hardware = z.object({
  manufacturer: z.string().optional(),
  model: z.string().optional(),
  virtual: z.boolean().optional(),
  virtualHost: z.string().optional(),
  os: z.string().optional(),
  at: Place.optional(),
});
export type Hardware = z.infer<typeof Hardware>;

/**
 * What was seen of one host's network at one time. A part is undefined where it was not asked for or could not be had
 * (then `warnings` says why), and an empty array where the host answered that there is nothing.
 * `sysctls` maps `net.ipv4.conf.all.rp_filter` to its text value.
 */
export const Snapshot = z.object({
  source: Source,
  links: z.array(Link).optional(),
  routes: z.array(Route).optional(),
  rules: z.array(Rule).optional(),
  neighbours: z.array(Neighbour).optional(),
  nexthops: z.array(Nexthop).optional(),
  netns: z.array(NamedNetns).optional(),
  namespaces: z.array(Namespace).optional(),
  /** other network namespaces, as far as they could be entered */
  inside: z.array(InsideView).optional(),
  fdb: z.array(FdbEntry).optional(),
  nat: z.array(NatRule).optional(),
  containers: z.array(Container).optional(),
  networks: z.array(ContainerNetwork).optional(),
  sysctls: z.record(z.string(), z.string()).optional(),
  /** where each of `sysctls` was read */
  sysctlPlaces: z.record(z.string(), Place).optional(),
  hardware: Hardware.optional(),
  /** the commands whose answers the parts were read from: what rests on something missing rests on these */
  answeredBy: z.record(z.string(), z.array(Place)).optional(),
  warnings: z.array(Warning),
});
export type Snapshot = z.infer<typeof Snapshot>;
