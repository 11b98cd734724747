/** How far away the destinations of a route, or the hosts that may use an address, are (rtnetlink(7) RT_SCOPE_*). */
export interface Scope {
  readonly number: number;
  readonly name: string;
  /** what it says of a route's destinations */
  readonly ofRoute: string;
  /** what it says of an address */
  readonly ofAddress: string;
}

/**
 * The scopes by number: the smaller, the farther. A gateway must lie in a narrower scope than the route that uses it.
 * IPv6 routes are always `global`: the kernel keeps no scope for them.
 */
export const scopes: readonly Scope[] = [
  { number: 0, name: "global", ofRoute: "the destinations are anywhere, reached through a gateway", ofAddress: "valid everywhere" },
  { number: 200, name: "site", ofRoute: "the destinations are inside the site", ofAddress: "valid inside the site (IPv6, deprecated)" },
  { number: 253, name: "link", ofRoute: "the destinations are on the link itself, no gateway in between", ofAddress: "valid on this link only" },
  { number: 254, name: "host", ofRoute: "the destinations are on this host", ofAddress: "valid inside this host only" },
  { number: 255, name: "nowhere", ofRoute: "the destinations do not exist", ofAddress: "valid nowhere" },
];

const byName = new Map(scopes.flatMap((scope) => [[scope.name, scope], [String(scope.number), scope]]));

/** The scope by its name or number; undefined for one that this host defines itself, and for `unknown`. */
export function scopeByName(name: string): Scope | undefined {
  return byName.get(name);
}
