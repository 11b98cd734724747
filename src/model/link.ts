import { z } from "zod";
import { Address } from "./address.ts";
import { Place } from "./explanation.ts";

/** Counters of one direction. Values above 2^53 lose their last digits. */
export const LinkCounters = z.object({
  bytes: z.number(), packets: z.number(), errors: z.number(), dropped: z.number(),
  details: z.record(z.string(), z.number()).optional(),
});
export type LinkCounters = z.infer<typeof LinkCounters>;

/**
 * The other end of a veth (or the lower device in another namespace). `ifindex` counts in the namespace `nsid`
 * names, never in the local one; `netns` and `container` are known only where a wider snapshot shows them.
 */
export const LinkPeer = z.object({
  ifindex: z.int(),
  nsid: z.int().optional(),
  name: z.string().optional(),
  netns: z.string().optional(),
  container: z.string().optional(),
});
export type LinkPeer = z.infer<typeof LinkPeer>;

/**
 * One kernel network interface (net_device), as `ip -d -s link` and `ip addr` show it.
 * `kind` is the kernel's info_kind (bridge, veth, vlan …) where there is one, otherwise one of physical, wireless,
 * loopback, virtual-machine, or "unknown" where the source cannot tell.
 * `adminUp` is IFF_UP, `carrier` is IFF_LOWER_UP, `operstate` the RFC 2863 state in lower case: three different facts.
 * `carrier` is null where the output cannot tell: the kernel shows it only while the link is up, `/proc/net/dev` never.
 * `adminUp`, `ifindex`, `mtu` and `operstate` are null where the output does not show them (`ip -br`, `ifconfig`, BusyBox, `/proc/net/dev`);
 * `operstate` "unknown" is the kernel's own word and another thing.
 * `lower` is the device this one is stacked on in the same namespace (`link` in JSON, `@name` in text). A veth, vxcan or
 * netkit whose other end is in the same namespace has it in `peer` with its `name` and no `nsid`, and no `lower`.
 * `kindData` is info_data under the kernel's own keys; `portData` is info_slave_data of an enslaved port.
 */
export const Link = z.object({
  ifindex: z.int().nullable(),
  name: z.string(),
  altnames: z.array(z.string()),
  kind: z.string(),
  kindData: z.record(z.string(), z.unknown()),
  mac: z.string().nullable(),
  mtu: z.int().nullable(),
  flags: z.array(z.string()),
  adminUp: z.boolean().nullable(),
  carrier: z.boolean().nullable(),
  operstate: z.string().nullable(),
  qdisc: z.string().nullable(),
  linkType: z.string().optional(),
  broadcast: z.string().optional(),
  permanentMac: z.string().optional(),
  alias: z.string().optional(),
  group: z.string().optional(),
  txqlen: z.number().optional(),
  master: z.string().optional(),
  lower: z.string().optional(),
  peer: LinkPeer.optional(),
  portKind: z.string().optional(),
  portData: z.record(z.string(), z.unknown()).optional(),
  promiscuity: z.number().optional(),
  parentBus: z.string().optional(),
  parentDev: z.string().optional(),
  driver: z.string().optional(),
  speedMbps: z.number().optional(),
  duplex: z.string().optional(),
  vendor: z.string().optional(),
  /** virtual functions of an SR-IOV device (`vfinfo_list`), under the kernel's own keys */
  vfs: z.array(z.record(z.string(), z.unknown())).optional(),
  /** what is attached to the XDP hook, under iproute2's own keys */
  xdp: z.record(z.string(), z.unknown()).optional(),
  /** everything else the output says about the link (min_mtu, num_tx_queues …), under iproute2's JSON keys; never dropped */
  extra: z.record(z.string(), z.unknown()).optional(),
  addresses: z.array(Address),
  stats: z.object({ rx: LinkCounters, tx: LinkCounters }).optional(),
  at: Place.optional(),
});
export type Link = z.infer<typeof Link>;
