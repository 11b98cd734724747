import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { Candidate, Decision, Errno } from "./decision.ts";
import { routesAt, vrfOf, type HostView, type Table } from "./host-view.ts";
import { formatIp, isLoopback, isMulticast, isUnspecified, parsePrefix, prefixContains, type Ip } from "./ip-prefix.ts";
import { viewNeighbours } from "./neighbour-view.ts";
import { hopsOf, refusals, type Hop4, type PassedOver } from "./route-lookup4.ts";
import type { Flow } from "./rule-match.ts";
import { ipv6Scope, selectIpv6Source } from "./source-address.ts";
import { walkRules, type RuleStep } from "./walk-rules.ts";

interface Strictness {
  /** only routes out of the named device count */
  readonly iface: boolean;
  /** gateways known to be unreachable are left out (hosts do this, routers do not) */
  readonly reachable: boolean;
}

interface Found {
  readonly route: Route;
  readonly hop: Hop4;
  readonly table: string;
}

const preferences: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3 };

function metricOf(route: Route): number {
  return route.metric;
}

function isExpired(route: Route): boolean {
  return route.expiresS !== undefined && route.expiresS < 0;
}

/** How well a hop fits (rt6_score_route, find_match): below 0 it cannot be used, and `problem` says why. */
function scoreHop(view: HostView, route: Route, hop: Hop4, oif: string | undefined, strict: Strictness): { score: number; problem?: string } {
  if (hop.flags.includes("dead")) return { score: -3, problem: `${hop.dev ?? "its device"} is down (dead)` };
  if (hop.flags.includes("linkdown") && (view.sysctl(`net.ipv6.conf.${hop.dev ?? ""}.ignore_routes_with_linkdown`) ?? 0) !== 0) {
    return { score: -3, problem: `${hop.dev ?? ""} has no carrier, and ignore_routes_with_linkdown is set` };
  }
  const fits = oif === undefined || hop.dev === oif;
  if (!fits && strict.iface) return { score: -3, problem: `leaves through ${hop.dev ?? "no device"}, not ${oif ?? ""}` };
  if (strict.reachable && hop.gateway !== undefined) {
    const state = viewNeighbours(view.snapshot).get(`${hop.dev ?? ""} ${hop.gateway}`)?.state ?? [];
    if (state.includes("FAILED")) return { score: -2, problem: `its gateway ${hop.gateway} does not answer (FAILED)` };
  }
  return { score: (fits ? 2 : 0) | ((preferences[route.pref ?? "medium"] ?? 2) << 2) };
}

/** The hops of a route; those that refuse packets hang on lo, which nobody prints but `oif lo` finds. */
function waysOf(route: Route): readonly Hop4[] {
  return route.type === "throw" || refusals[route.type] !== undefined ? [{ dev: "lo", weight: 1, flags: [] }] : hopsOf(route);
}

/** The best of the routes with one prefix (rt6_select): the lowest metric that has a usable one, in it the best score. */
function selectRoute(view: HostView, routes: readonly Route[], oif: string | undefined, strict: Strictness, passed: PassedOver[]): { route: Route; hop: Hop4 } | null {
  const sorted = routes.length > 1 ? [...routes].sort((x, y) => metricOf(x) - metricOf(y)) : routes;
  let best: { route: Route; hop: Hop4 } | null = null;
  let bestScore = -1;
  const first = sorted[0]?.metric;
  for (const route of sorted) {
    if (best !== null && first !== undefined && best.route.metric === first && route.metric !== first) break;
    if (isExpired(route)) {
      passed.push({ route, reason: "has expired" });
      continue;
    }
    if (route.type === "blackhole" && route.nhid !== undefined) return { route, hop: { dev: "lo", weight: 1, flags: [] } };
    for (const hop of waysOf(route)) {
      const { score, problem } = scoreHop(view, route, hop, oif, strict);
      if (problem !== undefined) passed.push({ route, reason: problem });
      if (score > bestScore) {
        best = { route, hop };
        bestScore = score;
      }
    }
  }
  return best;
}

/** The groups of routes to try, in the kernel's order: longest destination first, in it longest source prefix first. */
function candidateGroups(view: HostView, table: Table, daddr: Ip, saddr: Ip | undefined): Route[][] {
  const groups: { routes: Route[]; plain: boolean; node: number; skippable: boolean }[] = [];
  const from: Ip = saddr ?? { family: 6, a: 0, b: 0, c: 0, d: 0 };
  for (let node = table.trie.find(daddr); node >= 0; node = table.trie.parentOf(node)) {
    const routes = routesAt(view, table, node);
    const bySource = new Map<number, Route[]>();
    let subtree = false;
    for (const route of routes) {
      const source = route.src === undefined ? null : parsePrefix(route.src, 6);
      if (source === null || source.length === 0) continue;
      subtree = true;
      if (prefixContains(source, from)) bySource.set(source.length, [...(bySource.get(source.length) ?? []), route]);
    }
    for (const length of [...bySource.keys()].sort((x, y) => y - x)) groups.push({ routes: bySource.get(length) ?? [], plain: false, node, skippable: false });
    const plain = routes.filter((route) => (route.src === undefined ? 0 : (parsePrefix(route.src, 6)?.length ?? 0)) === 0);
    if (plain.length > 0) groups.push({ routes: plain, plain: true, node, skippable: subtree && bySource.size === 0 && table.trie.lengthOf(node) > 0 });
  }
  // The first descent passes by a prefix whose source-specific routes all miss, plain routes included.
  while (groups[0]?.skippable) groups.shift();
  return groups.map((group) => group.routes);
}

function lookupIpv6(view: HostView, table: Table, flow: Flow, oif: string | undefined, strict: Strictness, passed: PassedOver[]): Found | null {
  const groups = candidateGroups(view, table, flow.daddr, flow.saddr);
  for (const round of strict.reachable ? [strict, { ...strict, reachable: false }] : [strict]) {
    for (const routes of groups) {
      const found = selectRoute(view, routes, oif, round, passed);
      if (found !== null) return { ...found, table: table.name };
    }
  }
  return null;
}

/** What happens to an IPv6 packet: one that this host makes, or with `input` one that came in by `flow.iif`. */
export function decideIpv6(view: HostView, asked: Flow, input: boolean): Decision {
  const steps: RuleStep[] = [];
  const passed: PassedOver[] = [];
  const base: Decision = { steps, passed, candidates: [] };
  const anySource = asked.saddr === undefined || isUnspecified(asked.saddr);
  const needsLink = isMulticast(asked.daddr) || ipv6Scope(asked.daddr) === 2 || isLoopback(asked.daddr);
  const vrf = vrfOf(view, input ? asked.iif : asked.oif);
  let oif = input ? asked.iif : asked.oif;
  const strict: Strictness = {
    iface: needsLink || (!input && oif !== undefined && anySource),
    reachable: (view.sysctl("net.ipv6.conf.all.forwarding") ?? 0) === 0,
  };
  if (vrf !== undefined && vrf.name === oif && view.customRules[6]) oif = undefined;
  const { oif: _asked, vrf: _vrf, ...rest } = asked;
  const flow: Flow = { ...rest, iif: input ? asked.iif : "lo", ...(oif === undefined || input ? {} : { oif }), ...(vrf === undefined ? {} : { vrf: vrf.name }) };
  const walk = walkRules<Found>(view, 6, flow, steps, (name, rule) => {
    const table = view.table(6, name);
    if (table === null) return { answer: null, outcome: `table ${name} is empty` };
    const found = lookupIpv6(view, table, flow, oif, strict, passed);
    if (found === null) return { answer: null, outcome: `table ${name} has no match` };
    if (found.route.type === "throw") return { answer: null, outcome: `table ${name} throws the packet back (throw ${found.route.dst})` };
    const length = parsePrefix(found.route.dst, 6)?.length ?? 0;
    if (refusals[found.route.type] === undefined) {
      if (rule.suppressPrefixlength !== undefined && length <= rule.suppressPrefixlength) {
        return { answer: null, outcome: `suppresses ${found.route.dst}: /${length} is not longer than /${rule.suppressPrefixlength}` };
      }
      if (rule.suppressIfgroup !== undefined && (view.links.get(found.hop.dev ?? "")?.group ?? "default") === rule.suppressIfgroup) {
        return { answer: null, outcome: `suppresses routes through group ${rule.suppressIfgroup}` };
      }
    }
    return { answer: found, outcome: "" };
  });
  if (walk.kind === "none") return { ...base, errno: "ENETUNREACH" };
  if (walk.kind === "refused") return { ...base, errno: walk.errno, rule: walk.rule };
  const { route, hop, table } = walk.answer;
  const place: { rule: Rule; table: string; route: Route } = { rule: walk.rule, table, route };
  const errno: Errno | undefined = refusals[route.type];
  if (errno !== undefined) return { ...base, ...place, errno };
  const sourceFor = (way: Hop4): string | undefined => {
    if (route.prefsrc !== undefined) return route.prefsrc;
    if (input) return undefined;
    const entry = selectIpv6Source(view, way.dev ?? "lo", asked.daddr);
    return entry === undefined ? undefined : formatIp(entry.ip);
  };
  // The kernel's own anycast routes are taken in like addresses; one that somebody added keeps its device.
  const isOwn = route.type === "local" || (route.type === "anycast" && route.protocol === "kernel");
  // The hash picks among all next hops, also where a device was named; a nexthop group does not even look at its state.
  const ways = hopsOf(route).filter((way) => route.nhid !== undefined || scoreHop(view, route, way, oif, strict).score >= 0 || (way.dev === hop.dev && way.gateway === hop.gateway));
  const candidates = ways.map((way): Candidate => {
    const master = vrfOf(view, way.dev)?.name;
    const dev = isOwn ? (master !== undefined && !(needsLink && master !== way.dev) ? master : "lo") : way.dev;
    const prefsrc = sourceFor(way);
    return { weight: way.weight, ...(dev === undefined ? {} : { dev }), ...(way.gateway === undefined ? {} : { gateway: way.gateway }), ...(prefsrc === undefined ? {} : { prefsrc }) };
  });
  return { ...base, ...place, type: route.type, candidates };
}
