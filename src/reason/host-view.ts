import type { Address } from "../model/address.ts";
import type { Link } from "../model/link.ts";
import type { Nexthop, Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { parseIp, parsePrefix, type Ip, type Prefix } from "./ip-prefix.ts";
import { scopeNumber, tableName } from "./kernel-numbers.ts";
import { Ipv4Trie, Ipv6Trie, type RouteTrie } from "./route-trie.ts";

/** One routing table, ready for look-ups. `skipped` are routes whose prefix nobody could read. */
export interface Table {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly trie: RouteTrie;
  readonly skipped: readonly Route[];
}

/** An address of this host with its numbers. */
export interface HostAddress {
  readonly ip: Ip;
  /** what the prefix length counts on: the peer of a point-to-point address, otherwise the address itself */
  readonly subnet: Prefix;
  readonly scope: number;
  readonly flags: readonly string[];
  readonly link: Link;
  readonly address: Address;
}

/** A snapshot in the shape the decision needs; built once, then only read. */
export interface HostView {
  readonly snapshot: Snapshot;
  /** by name and by alternative name */
  readonly links: ReadonlyMap<string, Link>;
  /** in the order of the kernel's device list, as far as it can be seen */
  readonly linkList: readonly Link[];
  readonly addresses: ReadonlyMap<string, readonly HostAddress[]>;
  readonly localAddresses: ReadonlyMap<string, HostAddress>;
  readonly rules: Readonly<Record<4 | 6, readonly Rule[]>>;
  readonly rulesKnown: Readonly<Record<4 | 6, boolean>>;
  /** whether the host has rules beyond the ones it is born with; without them the kernel takes a shortcut */
  readonly customRules: Readonly<Record<4 | 6, boolean>>;
  readonly nexthops: ReadonlyMap<number, Nexthop>;
  /** whether somebody added IPv4 routes of type local by hand: then the kernel looks closer at sources */
  readonly ownLocalRoutes: boolean;
  /** routes that a thought leaves out: what would be, were they not there */
  readonly without?: ReadonlySet<Route>;
  table(family: 4 | 6, name: string): Table | null;
  tables(family: 4 | 6): readonly string[];
  sysctl(name: string): number | null;
}

const bornWith: Readonly<Record<4 | 6, readonly string[]>> = {
  4: ["0 local", "32766 main", "32767 default"],
  6: ["0 local", "32766 main"],
};

function isPlainRule(rule: Rule): boolean {
  return (
    rule.action === "table" && rule.src === "all" && rule.dst === "all" && !rule.invert && rule.iif === undefined && rule.oif === undefined &&
    rule.fwmark === undefined && rule.tos === undefined && rule.dscp === undefined && rule.ipproto === undefined && rule.sport === undefined &&
    rule.dport === undefined && rule.uidrange === undefined && rule.l3mdev !== true && rule.suppressPrefixlength === undefined &&
    rule.suppressIfgroup === undefined && rule.tunId === undefined
  );
}

/** The rules of a host whose rules were not recorded: the ones the kernel is born with (ip-rule(8)). */
function defaultRules(family: 4 | 6): Rule[] {
  return bornWith[family].map((entry) => {
    const [priority, table] = entry.split(" ") as [string, string];
    return { family, priority: Number(priority), action: "table", table, src: "all", dst: "all", invert: false, text: `from all lookup ${table}` };
  });
}

function buildTable(name: string, family: 4 | 6, all: readonly Route[]): Table {
  const routes: Route[] = [];
  const skipped: Route[] = [];
  const prefixes: Prefix[] = [];
  for (const route of all) {
    const prefix = parsePrefix(route.dst, family);
    if (prefix === null) skipped.push(route);
    else {
      routes.push(route);
      prefixes.push(prefix);
    }
  }
  const lengths = Uint8Array.from(prefixes, (prefix) => prefix.length);
  const trie = family === 4
    ? new Ipv4Trie(Uint32Array.from(prefixes, (prefix) => prefix.ip.a), lengths)
    : new Ipv6Trie(prefixes.map((prefix) => prefix.ip), lengths);
  return { name, routes, trie, skipped };
}

function build(snapshot: Snapshot): HostView {
  const linkList = [...(snapshot.links ?? [])].sort((x, y) => Number(y.name === "lo") - Number(x.name === "lo") || (x.ifindex ?? 0) - (y.ifindex ?? 0));
  const links = new Map<string, Link>();
  for (const link of linkList) for (const name of link.altnames) links.set(name, link);
  for (const link of linkList) links.set(link.name, link);
  const addresses = new Map<string, HostAddress[]>();
  const localAddresses = new Map<string, HostAddress>();
  for (const link of linkList) {
    const own: HostAddress[] = [];
    for (const address of link.addresses) {
      const ip = parseIp(address.address);
      const base = address.peer === undefined ? ip : parseIp(address.peer.split("/")[0] ?? "");
      if (ip === null || base === null) continue;
      const entry = { ip, subnet: { ip: base, length: address.prefixlen }, scope: scopeNumber(address.scope) ?? 0, flags: address.flags, link, address };
      own.push(entry);
      if (!localAddresses.has(address.address)) localAddresses.set(address.address, entry);
    }
    addresses.set(link.name, own);
  }

  let ownLocalRoutes = false;
  const grouped: Record<4 | 6, Map<string, Route[]>> = { 4: new Map(), 6: new Map() };
  for (const route of snapshot.routes ?? []) {
    if (route.type === "local" && route.family === 4 && route.protocol !== "kernel") ownLocalRoutes = true;
    const name = tableName(route.table);
    const group = grouped[route.family].get(name);
    if (group === undefined) grouped[route.family].set(name, [route]);
    else group.push(route);
  }
  const built: Record<4 | 6, Map<string, Table>> = { 4: new Map(), 6: new Map() };
  const rulesOf = (family: 4 | 6): Rule[] =>
    (snapshot.rules ?? []).filter((rule) => rule.family === family).sort((x, y) => x.priority - y.priority);
  const known = { 4: rulesOf(4), 6: rulesOf(6) };
  const rulesKnown = { 4: known[4].length > 0, 6: known[6].length > 0 };
  const rules = { 4: rulesKnown[4] ? known[4] : defaultRules(4), 6: rulesKnown[6] ? known[6] : defaultRules(6) };
  const isCustom = (family: 4 | 6): boolean => {
    const have = rules[family].map((rule) => (isPlainRule(rule) ? `${rule.priority} ${tableName(rule.table ?? "")}` : "custom"));
    return have.join() !== bornWith[family].join();
  };
  return {
    snapshot, links, linkList, addresses, localAddresses, rules, rulesKnown, ownLocalRoutes,
    customRules: { 4: isCustom(4), 6: isCustom(6) },
    nexthops: new Map((snapshot.nexthops ?? []).map((nexthop) => [nexthop.id, nexthop])),
    table(family, name) {
      const ready = built[family].get(name);
      if (ready !== undefined) return ready;
      const routes = grouped[family].get(name);
      if (routes === undefined) return null;
      const table = buildTable(name, family, routes);
      built[family].set(name, table);
      return table;
    },
    tables: (family) => [...grouped[family].keys()],
    sysctl(name) {
      const value = snapshot.sysctls?.[name];
      return value === undefined || !/^-?\d+$/.test(value.trim()) ? null : Number(value);
    },
  };
}

const views = new WeakMap<Snapshot, HostView>();

/** The view of a snapshot. Snapshots are not changed after they were taken, so it is built once for each. */
export function viewHost(snapshot: Snapshot): HostView {
  const ready = views.get(snapshot);
  if (ready !== undefined) return ready;
  const view = build(snapshot);
  views.set(snapshot, view);
  return view;
}

/** The same host without one route, or without one rule. */
export function viewWithout(view: HostView, thing: { readonly route?: Route; readonly rule?: Rule }): HostView {
  const keep = (rules: readonly Rule[]): readonly Rule[] => rules.filter((rule) => rule !== thing.rule);
  return {
    ...view,
    ...(thing.route === undefined ? {} : { without: new Set([thing.route]) }),
    // Whoever deletes a rule has touched the rules: the kernel's shortcut for untouched ones is gone.
    ...(thing.rule === undefined ? {} : { rules: { 4: keep(view.rules[4]), 6: keep(view.rules[6]) }, customRules: { 4: true, 6: true } }),
  };
}

/** The routes with exactly this node's prefix. */
export function routesAt(view: HostView, table: Table, node: number): Route[] {
  const routes = Array.from(table.trie.entriesOf(node), (at) => table.routes[at] as Route);
  return view.without === undefined ? routes : routes.filter((route) => view.without?.has(route) !== true);
}

/** A per-device IPv4 setting and the one for all devices, combined as the kernel does for it. Unknown counts as 0. */
export function deviceSetting(view: HostView, dev: string, name: string, how: "own" | "or" | "and" | "max"): number {
  const own = view.sysctl(`net.ipv4.conf.${dev}.${name}`) ?? 0;
  if (how === "own") return own;
  const all = view.sysctl(`net.ipv4.conf.all.${name}`) ?? 0;
  if (how === "max") return Math.max(own, all);
  return how === "and" ? Number(own !== 0 && all !== 0) : Number(own !== 0 || all !== 0);
}

/** The VRF a device is, or is a port of; undefined outside any. */
export function vrfOf(view: HostView, dev: string | undefined): Link | undefined {
  const link = dev === undefined ? undefined : view.links.get(dev);
  if (link === undefined) return undefined;
  if (link.kind === "vrf") return link;
  const master = link.master === undefined ? undefined : view.links.get(link.master);
  return master?.kind === "vrf" ? master : undefined;
}
