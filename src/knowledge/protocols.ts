/** Who puts routes with this origin mark there. `kind` is what can be said of the route because of it. */
export interface RouteProtocol {
  readonly number: number;
  /** the name in iproute2's rt_protos; where that has none, the one of linux/rtnetlink.h in small letters */
  readonly name: string;
  readonly kind: "kernel" | "person" | "automatic" | "daemon" | "unset";
  /** a noun phrase: who added it */
  readonly origin: string;
}

/**
 * The origins the kernel's header and iproute2 name (RTPROT_*, ip-route(8)). The kernel itself only sets redirect, kernel and
 * ra; all others are what a program says of itself, and the kernel believes it. `boot` is what `ip route add` writes when
 * nobody says `proto`.
 */
export const routeProtocols: readonly RouteProtocol[] = [
  { number: 0, name: "unspec", kind: "unset", origin: "a program that named no origin" },
  { number: 1, name: "redirect", kind: "kernel", origin: "the kernel, after a router's ICMP redirect" },
  { number: 2, name: "kernel", kind: "kernel", origin: "the kernel itself, because of an address or a device" },
  { number: 3, name: "boot", kind: "person", origin: "somebody or a script with `ip route add`, without naming an origin" },
  { number: 4, name: "static", kind: "person", origin: "the administrator's configuration" },
  { number: 8, name: "gated", kind: "daemon", origin: "the GateD routing daemon" },
  { number: 9, name: "ra", kind: "automatic", origin: "an IPv6 router advertisement" },
  { number: 10, name: "mrt", kind: "daemon", origin: "Merit's MRT routing daemon" },
  { number: 11, name: "zebra", kind: "daemon", origin: "Zebra, Quagga or FRRouting" },
  { number: 12, name: "bird", kind: "daemon", origin: "the BIRD routing daemon" },
  { number: 13, name: "dnrouted", kind: "daemon", origin: "the DECnet routing daemon" },
  { number: 14, name: "xorp", kind: "daemon", origin: "the XORP routing platform" },
  { number: 15, name: "ntk", kind: "daemon", origin: "the Netsukuku mesh daemon" },
  { number: 16, name: "dhcp", kind: "automatic", origin: "a DHCP client" },
  { number: 17, name: "mrouted", kind: "daemon", origin: "a multicast routing daemon" },
  { number: 18, name: "keepalived", kind: "daemon", origin: "keepalived" },
  { number: 42, name: "babel", kind: "daemon", origin: "a Babel routing daemon" },
  { number: 99, name: "openr", kind: "daemon", origin: "Open/R" },
  { number: 186, name: "bgp", kind: "daemon", origin: "a routing daemon (BGP)" },
  { number: 187, name: "isis", kind: "daemon", origin: "a routing daemon (IS-IS)" },
  { number: 188, name: "ospf", kind: "daemon", origin: "a routing daemon (OSPF)" },
  { number: 189, name: "rip", kind: "daemon", origin: "a routing daemon (RIP)" },
  { number: 192, name: "eigrp", kind: "daemon", origin: "a routing daemon (EIGRP)" },
];

const byName = new Map(routeProtocols.flatMap((protocol) => [[protocol.name, protocol], [String(protocol.number), protocol]]));

/** The origin by the name or number ip printed; undefined for numbers that a host names itself, and for `unknown`. */
export function routeProtocolByName(name: string): RouteProtocol | undefined {
  return byName.get(name);
}
