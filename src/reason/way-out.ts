import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";

/** Where what this host sends to the outside goes: the routes that take it, best first, and the rule that led to their table. */
export interface WayOut {
  readonly table: string;
  readonly routes: readonly Route[];
  /** undefined where the rules are not known */
  readonly rule?: Rule;
}

const halves: Readonly<Record<4 | 6, readonly [string, string]>> = { 4: ["0.0.0.0/1", "128.0.0.0/1"], 6: ["::/1", "8000::/1"] };

/**
 * The way of an ordinary packet of this host (unmarked, no source chosen, to an address that no particular route
 * contains): down the rules to the first table that holds a default route, or the two halves of one that VPN programs
 * put over it. Without rules, table main. No routes where nothing leads out; `rule` then is the one that refuses.
 */
export function findWayOut(family: 4 | 6, rules: readonly Rule[] | undefined, routesOf: (table: string) => readonly Route[]): WayOut {
  const mine = rules?.filter((rule) => rule.family === family) ?? [];
  if (mine.length === 0) return { table: "main", routes: waysOf(family, routesOf("main")) };
  for (let at = 0; at < mine.length; at++) {
    const rule = mine[at] as Rule;
    if (!fitsOrdinary(rule)) continue;
    if (rule.action === "goto") {
      const target = mine.findIndex((other) => other.priority === rule.goto);
      if (target > at) at = target - 1;
      continue;
    }
    if (rule.action === "blackhole" || rule.action === "unreachable" || rule.action === "prohibit") return { table: "", routes: [], rule };
    if (rule.action !== "table" || rule.l3mdev || rule.table === undefined || rule.suppressPrefixlength !== undefined) continue;
    const routes = waysOf(family, routesOf(rule.table));
    if (routes.length > 0) return { table: rule.table, routes, rule };
  }
  return { table: "main", routes: [] };
}

/** Whether a rule takes ordinary packets of this host. One that takes only some, by source, port or user, does not. */
function fitsOrdinary(rule: Rule): boolean {
  if (rule.hasHiddenSelectors && !isKernelRule(rule)) return false;
  const isNarrow = rule.src !== "all" || rule.dst !== "all" || rule.oif !== undefined || rule.tos !== undefined || rule.dscp !== undefined
    || rule.ipproto !== undefined || rule.sport !== undefined || rule.dport !== undefined || rule.uidrange !== undefined
    || rule.tunId !== undefined || rule.flowlabel !== undefined || Object.keys(rule.extra ?? {}).length > 0;
  const isForeign = (rule.iif !== undefined && rule.iif !== "lo") || rule.l3mdev === true;
  const isMarked = rule.fwmark !== undefined && (rule.fwmark & (rule.fwmask ?? 0xffffffff)) !== 0;
  // `not`: what a narrow condition leaves out is nearly everything.
  return rule.invert === (isForeign || isMarked || isNarrow);
}

/** One of the three rules that the kernel itself makes. */
export function isKernelRule(rule: Rule): boolean {
  const table = { 0: "local", 32766: "main", 32767: "default" }[rule.priority];
  return table !== undefined && rule.table === table && rule.src === "all" && rule.dst === "all" && !rule.invert;
}

function waysOf(family: 4 | 6, routes: readonly Route[]): readonly Route[] {
  const byMetric = (dst: string): Route[] => routes.filter((route) => route.family === family && route.dst === dst && route.type === "unicast")
    // a default route for one source network or type of service only is second to one for everybody
    .toSorted((left, right) => Number(isNarrow(left)) - Number(isNarrow(right)) || left.metric - right.metric);
  const [lower, upper] = halves[family].map(byMetric) as [Route[], Route[]];
  if (lower[0] && upper[0]) return [lower[0], upper[0]];
  return byMetric(family === 4 ? "0.0.0.0/0" : "::/0");
}

function isNarrow(route: Route): boolean {
  return route.src !== undefined || route.tos !== undefined;
}

/** True for the prefixes that lead out: the default route's, and the two halves of it. */
export function isOutward(dst: string): boolean {
  return dst === "0.0.0.0/0" || dst === "::/0" || halves[4].includes(dst) || halves[6].includes(dst);
}
