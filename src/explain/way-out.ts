import type { Sentence } from "../model/explanation.ts";
import type { Route } from "../model/route.ts";
import { hopsOf, isDefault, waysOut, type HostFacts } from "./facts.ts";
import { say } from "./say.ts";

/** `wg0`, `eth0 by way of 192.0.2.1`: through what a route leaves. */
export function wayText(route: Route): string {
  const hop = hopsOf(route)[0];
  return [hop?.dev, hop?.gateway && `by way of ${hop.gateway}`].filter(Boolean).join(" ") || route.type;
}

/**
 * Why a default route of table main is not the way of ordinary packets although no metric is lower: a rule before main
 * leads them to another table, or two halves of a default route cover everything. Undefined where it is the way.
 */
export function passedOver(route: Route, facts: HostFacts): Sentence | undefined {
  if (!isDefault(route) || route.type !== "unicast" || route.table !== "main") return undefined;
  const { table, rule, routes } = facts.wayOut[route.family];
  const [best, second] = routes;
  if (!best) {
    if (!rule) return undefined;
    return say(`Rule ${rule.priority} (${rule.text}) comes before table main and refuses ordinary packets of this host, so this route serves none of them.`, [route, rule], "policy-rules");
  }
  if (table !== "main" && rule) {
    return say(`Rule ${rule.priority} (${rule.text}) is asked before table main and leads ordinary packets of this host into table ${table}, where the way out is ${wayText(best)}; this default route is left to what the rules keep out of there.`, [route, rule, best], "policy-rules");
  }
  if (table === "main" && !isDefault(best) && second) {
    return say(`${best.dst} and ${second.dst}, through ${wayText(best)}, are one bit longer each and together cover every address, so nothing is left for this default route.`, [route, best, second], "longest-prefix-match");
  }
  return undefined;
}

/** True for a route by which ordinary packets of this host leave: the best one of its family, or its other half. */
export function isWayOut(route: Route, facts: HostFacts): boolean {
  const ways = waysOut(facts, route.family);
  return ways[0] === route || (ways[0] !== undefined && !isDefault(ways[0]) && ways[1] === route);
}
