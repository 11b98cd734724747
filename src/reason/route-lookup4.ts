import type { Route } from "../model/route.ts";
import { deviceSetting, routesAt, type HostView, type Table } from "./host-view.ts";
import { parseIp, type Ip } from "./ip-prefix.ts";
import { dsfieldNumber, scopeLink, scopeNumber } from "./kernel-numbers.ts";

/** One way out of a route: what `nexthop` says, or the route's own gateway and device. */
export interface Hop4 {
  readonly dev?: string;
  readonly gateway?: string;
  readonly weight: number;
  readonly flags: readonly string[];
}

/** A route that was looked at and left, with the reason. */
export interface PassedOver {
  readonly route: Route;
  readonly reason: string;
}

export type Lookup4 =
  | { readonly kind: "found"; readonly route: Route; readonly hops: readonly Hop4[]; readonly table: string }
  | { readonly kind: "refused"; readonly route: Route; readonly errno: "EINVAL" | "EHOSTUNREACH" | "EACCES"; readonly table: string }
  | { readonly kind: "throw"; readonly route: Route }
  | { readonly kind: "none" };

/** Error codes that route types answer with (fib_props). */
export const refusals: Readonly<Record<string, "EINVAL" | "EHOSTUNREACH" | "EACCES">> = {
  blackhole: "EINVAL", nat: "EINVAL", unreachable: "EHOSTUNREACH", prohibit: "EACCES",
};

export function hopsOf(route: Route): readonly Hop4[] {
  if (route.nexthops.length > 0) return route.nexthops;
  const hop: Hop4 = { weight: 1, flags: route.flags };
  return [{ ...hop, ...(route.dev === undefined ? {} : { dev: route.dev }), ...(route.gateway === undefined ? {} : { gateway: route.gateway }) }];
}

export function tosOf(route: Route): number {
  return route.tos === undefined ? 0 : (dsfieldNumber(route.tos) ?? 0);
}

/** What a table is asked for. */
export interface Sought {
  readonly daddr: Ip;
  readonly tos: number;
  readonly oif?: string;
}

export interface LookupOptions4 {
  /** take next hops without carrier even where ignore_routes_with_linkdown is set (the reverse path check does) */
  readonly ignoreLinkState?: boolean;
}

/** Whether the kernel would send by this hop now, or why not (fib_lookup_good_nhc). */
export function hopProblem(view: HostView, hop: Hop4, oif: string | undefined, options: LookupOptions4 = {}): string | null {
  if (hop.flags.includes("dead")) return `${hop.dev ?? "its device"} is down (dead)`;
  if (!options.ignoreLinkState && hop.flags.includes("linkdown") && hop.dev !== undefined && deviceSetting(view, hop.dev, "ignore_routes_with_linkdown", "own") !== 0) {
    return `${hop.dev} has no carrier, and ignore_routes_with_linkdown is set`;
  }
  if (oif !== undefined && hop.dev !== oif) return `leaves through ${hop.dev ?? "no device"}, not ${oif}`;
  return null;
}

/** The scope of the way to a hop's gateway: an own address is no gateway at all. */
export function isRealGateway(view: HostView, route: Route, gateway: string): boolean {
  if (gateway.includes(":")) return true;
  if ((scopeNumber(route.scope) ?? 0) >= scopeLink) return false;
  return !view.localAddresses.has(gateway);
}

/**
 * One table's answer for an IPv4 destination (fib_table_lookup): prefixes from the longest, in each the routes by
 * tos and metric. With `also`, a second table is laid over this one, as local and main are on a host without rules
 * of its own.
 */
export function lookupIpv4(
  view: HostView, table: Table, { daddr, tos, oif }: Sought, passed: PassedOver[], options: LookupOptions4 = {}, also?: Table,
): Lookup4 {
  const chain: { length: number; routes: Route[]; start: number; table: Table }[] = [];
  for (const one of also === undefined ? [table] : [table, also]) {
    for (let node = one.trie.find(daddr); node >= 0; node = one.trie.parentOf(node)) {
      const routes = routesAt(view, one, node);
      if (routes.length > 1) routes.sort((x, y) => tosOf(y) - tosOf(x) || x.metric - y.metric);
      chain.push({ length: one.trie.lengthOf(node), routes, start: networkStart(daddr, one.trie.lengthOf(node)), table: one });
    }
  }
  if (also !== undefined) chain.sort((x, y) => y.length - x.length);
  let skipStart = -1;
  for (const step of chain) {
    if (step.start === skipStart) continue;
    for (const route of step.routes) {
      const wants = tosOf(route);
      if (wants !== 0 && wants !== (tos & 0x1c)) {
        passed.push({ route, reason: `only for tos 0x${wants.toString(16)}, the packet has 0x${tos.toString(16)}` });
        continue;
      }
      if (route.type === "throw") return { kind: "throw", route };
      const errno = refusals[route.type];
      if (errno !== undefined) return { kind: "refused", route, errno, table: step.table.name };
      const hops = hopsOf(route);
      const problems = hops.map((hop) => hopProblem(view, hop, oif, options));
      const good = hops.filter((_, at) => problems[at] === null);
      if (good.length > 0) return { kind: "found", route, hops: oif !== undefined ? good.slice(0, 1) : route.nhid === undefined ? good : hops, table: step.table.name };
      passed.push({ route, reason: [...new Set(problems)].join("; ") });
      if (route.nhid !== undefined) {
        // A nexthop object without a usable member ends the search among all prefixes that start here.
        skipStart = step.start;
        break;
      }
    }
  }
  return { kind: "none" };
}

function networkStart(ip: Ip, length: number): number {
  return length === 0 ? 0 : (ip.a & (0xffffffff << (32 - length))) >>> 0;
}

/** The gateway as an address, where the hop has one of IPv4. */
export function gatewayIp(hop: Hop4): Ip | undefined {
  return hop.gateway === undefined || hop.gateway.includes(":") ? undefined : (parseIp(hop.gateway) ?? undefined);
}

