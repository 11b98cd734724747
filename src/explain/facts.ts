import type { Address, Family } from "../model/address.ts";
import type { Container, ContainerInterface } from "../model/container.ts";
import type { Place } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Route, RouteNexthop } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { findWayOut, isOutward, type WayOut } from "../reason/way-out.ts";
import { rangeAround, numberOfAddress, type IpRange } from "../reason/ip-range.ts";

/** An address together with the link that carries it. */
export interface OwnAddress {
  readonly link: Link;
  readonly address: Address;
  readonly range: IpRange | undefined;
}

/** A container's interface together with the container. */
export interface Plug {
  readonly container: Container;
  readonly port: ContainerInterface;
}

/** A snapshot looked up by name: made once per snapshot, so that explaining 10,000 routes stays linear. */
export interface HostFacts {
  readonly snapshot: Snapshot;
  readonly links: ReadonlyMap<string, Link>;
  readonly ports: ReadonlyMap<string, readonly Link[]>;
  readonly uppers: ReadonlyMap<string, readonly Link[]>;
  readonly own: ReadonlyMap<string, readonly OwnAddress[]>;
  readonly ownOnDev: ReadonlyMap<string, readonly OwnAddress[]>;
  /** own global addresses that stand for a subnet with more than one address in it and make a route of their own */
  readonly subnets: readonly OwnAddress[];
  /** where ordinary packets of this host to the outside go, by family */
  readonly wayOut: Readonly<Record<Family, WayOut>>;
  readonly routesByKey: ReadonlyMap<string, readonly Route[]>;
  readonly routesByDev: ReadonlyMap<string, readonly Route[]>;
  /** routes by `dev address` of a gateway */
  readonly routesByGateway: ReadonlyMap<string, readonly Route[]>;
  readonly routesByTable: ReadonlyMap<string, number>;
  /** by `dev address`, proxy entries left out */
  readonly neighbours: ReadonlyMap<string, Neighbour>;
  readonly neighboursByDev: ReadonlyMap<string, readonly Neighbour[]>;
  readonly neighboursByAddress: ReadonlyMap<string, readonly Neighbour[]>;
  readonly plugsByAddress: ReadonlyMap<string, Plug>;
  readonly plugsByMac: ReadonlyMap<string, Plug>;
  readonly plugsByHostLink: ReadonlyMap<string, Plug>;
}

const cache = new WeakMap<Snapshot, HostFacts>();

/** The look-up tables of a snapshot; the same object for the same snapshot. */
export function factsOf(snapshot: Snapshot): HostFacts {
  const known = cache.get(snapshot);
  if (known) return known;
  const facts = collect(snapshot);
  cache.set(snapshot, facts);
  return facts;
}

function collect(snapshot: Snapshot): HostFacts {
  const links = new Map<string, Link>();
  const ports = new Map<string, Link[]>();
  const uppers = new Map<string, Link[]>();
  const own = new Map<string, OwnAddress[]>();
  const ownOnDev = new Map<string, OwnAddress[]>();
  const subnets: OwnAddress[] = [];
  for (const link of snapshot.links ?? []) {
    links.set(link.name, link);
    if (link.master) append(ports, link.master, link);
    if (link.lower) append(uppers, link.lower, link);
    for (const address of link.addresses) {
      const number = numberOfAddress(address.address);
      const entry = { link, address, range: number && rangeAround(number, address.prefixlen) };
      append(own, address.address, entry);
      append(ownOnDev, link.name, entry);
      if (isSubnet(entry)) subnets.push(entry);
    }
  }
  const routesByKey = new Map<string, Route[]>();
  const routesByDev = new Map<string, Route[]>();
  const routesByGateway = new Map<string, Route[]>();
  const routesByTable = new Map<string, number>();
  const outward: Route[] = [];
  for (const route of snapshot.routes ?? []) {
    append(routesByKey, keyOf(route), route);
    const tableKey = `${route.family} ${route.table}`;
    routesByTable.set(tableKey, (routesByTable.get(tableKey) ?? 0) + 1);
    if (isOutward(route.dst)) outward.push(route);
    for (const hop of hopsOf(route)) {
      if (hop.dev) append(routesByDev, hop.dev, route);
      if (hop.dev && hop.gateway) append(routesByGateway, `${hop.dev} ${hop.gateway}`, route);
    }
  }
  const neighbours = new Map<string, Neighbour>();
  const neighboursByDev = new Map<string, Neighbour[]>();
  const neighboursByAddress = new Map<string, Neighbour[]>();
  for (const one of snapshot.neighbours ?? []) {
    if (one.proxy) continue;
    neighbours.set(`${one.dev} ${one.address}`, one);
    append(neighboursByDev, one.dev, one);
    append(neighboursByAddress, one.address, one);
  }
  const plugsByAddress = new Map<string, Plug>();
  const plugsByMac = new Map<string, Plug>();
  const plugsByHostLink = new Map<string, Plug>();
  for (const container of snapshot.containers ?? []) {
    for (const port of container.interfaces) {
      const plug = { container, port };
      for (const address of port.addresses) if (!isLoopback(address.address)) plugsByAddress.set(address.address, plug);
      if (port.mac) plugsByMac.set(port.mac.toLowerCase(), plug);
      // whoever made the namespace, not those that joined it
      if (port.hostLink && !container.networkMode?.startsWith("container:")) plugsByHostLink.set(port.hostLink, plug);
    }
  }
  const wayOutOf = (family: Family): WayOut => findWayOut(family, snapshot.rules, (table) => outward.filter((route) => route.table === table));
  return {
    snapshot, links, ports, uppers, own, ownOnDev, subnets, wayOut: { 4: wayOutOf(4), 6: wayOutOf(6) }, routesByKey, routesByDev, routesByGateway, routesByTable,
    neighbours, neighboursByDev, neighboursByAddress, plugsByAddress, plugsByMac, plugsByHostLink,
  };
}

/** The link at the other end of a cable that does not leave this namespace. */
export function localPeer(link: Link, facts: HostFacts): Link | undefined {
  const { peer } = link;
  const isHere = peer?.name !== undefined && peer.nsid === undefined && peer.container === undefined && peer.netns === undefined;
  return isHere ? facts.links.get(peer.name ?? "") : undefined;
}

/** The far interface of a cable in words: its name where somebody looked, otherwise its number. */
export function farEnd(peer: NonNullable<Link["peer"]>): string {
  return peer.name ?? `interface ${peer.ifindex}`;
}

/** True for a global address whose prefix holds more than itself and gives a connected route. */
export function isSubnet(one: OwnAddress): boolean {
  const host = one.address.family === 4 ? 32 : 128;
  return one.range !== undefined && one.address.prefixlen < host && one.address.scope === "global"
    && one.address.peer === undefined && !one.address.flags.includes("noprefixroute");
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** Routes with the same key compete: only metric (and for IPv6 the router's preference) tells them apart. */
export function keyOf(route: Route): string {
  return `${route.family} ${route.table} ${route.dst} ${route.src ?? ""} ${route.tos ?? ""}`;
}

export function isDefault(route: Route): boolean {
  return route.dst === "0.0.0.0/0" || route.dst === "::/0";
}

/** All hops of a route: its own one, or those of a multipath route. */
export function hopsOf(route: Route): readonly RouteNexthop[] {
  if (route.nexthops.length > 0) return route.nexthops;
  if (!route.dev && !route.gateway) return [];
  const hop: RouteNexthop = { weight: 1, flags: route.flags };
  if (route.dev) hop.dev = route.dev;
  if (route.gateway) hop.gateway = route.gateway;
  return [hop];
}

/** The routes by which ordinary packets of this host leave, best first: main's default routes, unless a rule or a VPN's pair of halves comes before them. */
export function waysOut(facts: HostFacts, family: Family): readonly Route[] {
  return facts.wayOut[family].routes;
}

/** True for routes that send a packet on (unicast), not for those that deliver it here or refuse it. */
export function forwards(route: Route): boolean {
  return route.type === "unicast";
}

/** A kernel setting as a number, with the name it was found under and the place it was read at. */
export interface Setting {
  readonly key: string;
  readonly value: number;
  readonly at?: Place;
}

/** A setting of the host (`net.ipv4.ip_forward`); undefined where the snapshot does not hold it. */
export function settingOf(snapshot: Snapshot, key: string): Setting | undefined {
  const text = snapshot.sysctls?.[key];
  if (text === undefined) return undefined;
  const value = Number(text.trim());
  const at = snapshot.sysctlPlaces?.[key];
  return Number.isFinite(value) ? { key, value, ...(at ? { at } : {}) } : undefined;
}

/** The setting of one interface, e.g. `perLink(snapshot, 4, "conf", "eth0", "rp_filter")`. */
export function perLink(snapshot: Snapshot, family: Family, group: "conf" | "neigh", dev: string, name: string): Setting | undefined {
  return settingOf(snapshot, `net.ipv${family}.${group}.${dev}.${name}`);
}

/** What the claim that something is not there rests on: the whole answers that would have shown it. */
export function absence(facts: HostFacts, part: "links" | "routes" | "rules" | "neighbours" | "netns"): { readonly at: Place }[] {
  return (facts.snapshot.answeredBy?.[part] ?? []).map((at) => ({ at }));
}
