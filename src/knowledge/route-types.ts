/** What the kernel does with a packet that a route of this type wins (ip-route(8), rtnetlink(7) RTN_*). */
export interface RouteType {
  readonly name: string;
  /** RTN_ number */
  readonly number: number;
  /** what happens to the packet, in one clause that follows "a packet for it" */
  readonly effect: string;
  /** errno of a local program whose packet it is; undefined where the packet is not refused */
  readonly errno?: string;
  /** the ICMP message a forwarded packet's sender gets */
  readonly icmp?: string;
  /** whether the look-up ends here; `throw` sends it back to the rules */
  readonly endsLookup: boolean;
}

/** All types the kernel and iproute2 know, by RTN_ number. */
export const routeTypes: readonly RouteType[] = [
  { number: 0, name: "none", effect: "has no rule to follow: the type is not set", endsLookup: true },
  { number: 1, name: "unicast", effect: "is sent to the next hop or straight to the device", endsLookup: true },
  { number: 2, name: "local", effect: "is for this host itself and is delivered, not sent", endsLookup: true },
  { number: 3, name: "broadcast", effect: "goes to every host on the link", endsLookup: true },
  { number: 4, name: "anycast", effect: "is accepted by this host as one of several with this address", endsLookup: true },
  { number: 5, name: "multicast", effect: "goes to the members of a group", endsLookup: true },
  { number: 6, name: "blackhole", effect: "is dropped without a word", errno: "EINVAL", endsLookup: true },
  { number: 7, name: "unreachable", effect: "is refused as unreachable", errno: "EHOSTUNREACH", icmp: "host unreachable", endsLookup: true },
  { number: 8, name: "prohibit", effect: "is refused as forbidden", errno: "EACCES", icmp: "communication administratively prohibited", endsLookup: true },
  { number: 9, name: "throw", effect: "ends the search in this table; the rules go on", endsLookup: false },
  { number: 10, name: "nat", effect: "was translated by old kernels; Linux has had no such routes since 2.6", endsLookup: true },
  { number: 11, name: "xresolve", effect: "was left to a program outside the kernel; no kernel uses it", endsLookup: true },
];

const byName = new Map(routeTypes.map((type) => [type.name, type]));

/** The type by its name; undefined for one that a newer kernel has. */
export function routeTypeByName(name: string): RouteType | undefined {
  return byName.get(name);
}
