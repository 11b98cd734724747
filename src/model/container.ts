import { z } from "zod";
import { Address } from "./address.ts";
import { Place } from "./explanation.ts";

/** One interface inside a container and the way it is plugged in on the host. */
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

export const PublishedPort = z.object({
  proto: z.string(),
  hostAddress: z.string(),
  hostPort: z.int(),
  containerPort: z.int(),
  rules: z.array(z.string()),
});
export type PublishedPort = z.infer<typeof PublishedPort>;

export const Container = z.object({
  id: z.string(),
  name: z.string(),
  runtime: z.string(),
  state: z.string(),
  pid: z.int().optional(),
  netns: z.string().optional(),
  networkMode: z.string().optional(),
  interfaces: z.array(ContainerInterface),
  ports: z.array(PublishedPort),
  at: Place.optional(),
});
export type Container = z.infer<typeof Container>;

export const ContainerNetwork = z.object({
  id: z.string().optional(),
  name: z.string(),
  driver: z.string(),
  bridge: z.string().optional(),
  parent: z.string().optional(),
  subnets: z.array(z.string()),
  internal: z.boolean(),
  at: Place.optional(),
});
export type ContainerNetwork = z.infer<typeof ContainerNetwork>;
