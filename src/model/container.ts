import { z } from "zod";
import { Address } from "./address.ts";
import { Place } from "./explanation.ts";

/**
 * One interface inside a container and the way it is plugged in on the host. `name` is empty where nobody looked inside
 * (an engine knows MAC and address, not the name); `hostLink` is the host's end of the cable, `parent` the host's link
 * that a macvlan or ipvlan sits on.
 */
export const ContainerInterface = z.object({
  name: z.string(),
  ifindex: z.int().nullable(),
  mac: z.string().nullable(),
  addresses: z.array(Address),
  network: z.string().optional(),
  hostLink: z.string().optional(),
  bridge: z.string().optional(),
  parent: z.string().optional(),
});
export type ContainerInterface = z.infer<typeof ContainerInterface>;

/** A port of the host that leads to a port of the container; `rules` are the NAT rules that do it, as printed. */
export const PublishedPort = z.object({
  proto: z.string(),
  hostAddress: z.string(),
  hostPort: z.int(),
  containerPort: z.int(),
  rules: z.array(z.string()),
});
export type PublishedPort = z.infer<typeof PublishedPort>;

/**
 * One container as its engine tells it, with its wiring where that could be found. `netns` is the inode of its network
 * namespace as text; `networkMode` is the engine's word (`host`, `none`, `container:ID`, a network's name);
 * `sandbox` the file that keeps its namespace open.
 */
export const Container = z.object({
  id: z.string(),
  name: z.string(),
  runtime: z.string(),
  state: z.string(),
  pid: z.int().optional(),
  netns: z.string().optional(),
  networkMode: z.string().optional(),
  sandbox: z.string().optional(),
  image: z.string().optional(),
  exitCode: z.int().optional(),
  interfaces: z.array(ContainerInterface),
  ports: z.array(PublishedPort),
  at: Place.optional(),
});
export type Container = z.infer<typeof Container>;

/** A network of an engine. `bridge` is the host's bridge behind it, `parent` the link that macvlan and ipvlan use. */
export const ContainerNetwork = z.object({
  id: z.string().optional(),
  name: z.string(),
  driver: z.string(),
  bridge: z.string().optional(),
  parent: z.string().optional(),
  subnets: z.array(z.string()),
  gateways: z.array(z.string()).optional(),
  internal: z.boolean(),
  options: z.record(z.string(), z.string()).optional(),
  at: Place.optional(),
});
export type ContainerNetwork = z.infer<typeof ContainerNetwork>;
