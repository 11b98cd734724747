import type { PathAnswer, PathQuestion } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Warning } from "../model/warning.ts";
import { askDecision } from "./ask-decision.ts";
import type { Decision } from "./decision.ts";
import { viewHost, type HostView } from "./host-view.ts";
import { commonPrefixLength, parseIp, parsePrefix, prefixContains, type Ip } from "./ip-prefix.ts";
import { viewNeighbours } from "./neighbour-view.ts";
import { findChange } from "./path-change.ts";
import { followDevice } from "./path-hops.ts";
import { sourceReason } from "./source-reason.ts";
import { verdictOf } from "./verdict.ts";

/** Of routes that do not even contain the destination, the nearest few are worth a line. */
const mostApart = 4;
const tableWorthReading = 200;

/** Every route around the destination that did not win, and why, as far as the tables that were asked tell. */
function losersOf(decision: Decision, destination: Ip, view: HostView): Pick<PathAnswer, "rejected" | "rejectedMore"> {
  const rejected: PathAnswer["rejected"] = decision.steps.map(({ rule, outcome }) => ({ rule: `${rule.priority}: ${rule.text}`, reason: outcome }));
  const passed = new Map(decision.passed.map(({ route, reason }) => [route, reason]));
  for (const [route, reason] of passed) if (route !== decision.route) rejected.push({ route, reason });
  const table = view.table(destination.family, decision.table ?? "main");
  const winner = decision.route;
  if (table === null) return { rejected };
  const won = winner === undefined ? -1 : parsePrefix(winner.dst, destination.family)?.length ?? 0;
  let containing = 0;
  for (let node = table.trie.find(destination); node >= 0; node = table.trie.parentOf(node)) {
    for (const at of table.trie.entriesOf(node)) {
      const route = table.routes[at];
      containing++;
      if (route === undefined || route === winner || winner === undefined || passed.has(route)) continue;
      const length = table.trie.lengthOf(node);
      const reason = length < won ? `less specific: /${length} against /${won}` : route.metric !== winner.metric ? `metric ${route.metric} against ${winner.metric}` : "a route with the same prefix and metric comes first";
      rejected.push({ route, reason });
    }
  }
  const apart = table.routes.length - containing;
  if (apart <= 0) return { rejected };
  if (table.routes.length > tableWorthReading) return { rejected, rejectedMore: apart };
  const near = table.routes
    .flatMap((route) => {
      const prefix = parsePrefix(route.dst, destination.family);
      return prefix === null || prefixContains(prefix, destination) || route.type !== "unicast" ? [] : [{ route, common: commonPrefixLength(prefix.ip, destination) }];
    })
    .toSorted((x, y) => y.common - x.common).slice(0, mostApart);
  for (const { route } of near) rejected.push({ route, reason: "does not contain the destination" });
  return { rejected, ...(apart > near.length ? { rejectedMore: apart - near.length } : {}) };
}

/** What had to be assumed, or what the host did not tell. */
function doubtsOf(decision: Decision, family: 4 | 6, view: HostView): Warning[] {
  const { snapshot } = view;
  const other = (message: string): Warning => ({ code: "other", message });
  const warnings: Warning[] = [];
  if (snapshot.routes === undefined) warnings.push(other("the routes of this host are not known"));
  if (!view.rulesKnown[family]) warnings.push(other("the rules of this host are not known; the ones every kernel starts with were taken"));
  if (snapshot.neighbours === undefined) warnings.push(other("the neighbours of this host are not known, so nothing can be said about the next hop's MAC"));
  for (const { rule, isUnsure } of decision.steps) {
    if (isUnsure) warnings.push({ code: "lossy", message: `rule ${rule.priority} (${rule.text}) was taken not to apply, because this ip cannot print what it asks for; where it does apply, ${rule.table === undefined ? "it" : `table ${rule.table}`} decides first`, ...(rule.at ? { at: rule.at } : {}) });
  }
  const { rule } = decision;
  if (rule?.hasHiddenSelectors && !(rule.src === "all" && ["local", "main", "default"].includes(rule.table ?? ""))) {
    warnings.push({ code: "lossy", message: `rule ${rule.priority} (${rule.text}) decided as it is printed; this ip is too old to print every selector, so it may be for some packets only`, ...(rule.at ? { at: rule.at } : {}) });
  }
  const missing = new Set(decision.candidates.map((way) => way.dev).filter((dev) => dev !== undefined && snapshot.links !== undefined && !view.links.has(dev)));
  for (const dev of missing) warnings.push({ code: "disagreement", message: `the routes name ${dev}, but the links of this recording do not have it: they were not taken at the same moment` });
  if (snapshot.links === undefined) warnings.push(other("the links of this host are not known, so neither are its addresses: the source is a guess"));
  return warnings;
}

/**
 * The way of one packet through rules and tables, as `ip route get` would decide it (ip-route(8)), and on through devices.
 * Null where the destination is no address. `isAlone` also looks for a change that would give another outcome, which
 * costs more than the rest.
 */
export function decidePath(question: PathQuestion, snapshot: Snapshot, { isAlone = true }: { isAlone?: boolean } = {}): PathAnswer | null {
  const destination = parseIp(question.destination);
  const decision = askDecision(question, snapshot);
  if (decision === null || destination === null) return null;
  const view = viewHost(snapshot);
  const verdict = verdictOf(decision);
  const way = decision.candidates[0];
  const leaves = verdict !== "local" && way?.dev !== undefined;
  const neighbour = leaves ? viewNeighbours(snapshot).get(`${way.dev} ${way.gateway ?? question.destination}`) : undefined;
  const followed = leaves ? followDevice(snapshot, way.dev!, neighbour?.lladdr) : { hops: [], links: [] };
  const routeMtu = decision.route?.metrics?.["mtu"];
  const mtus = [...followed.hops.map((hop) => hop.mtu), typeof routeMtu === "number" ? routeMtu : undefined].filter((mtu) => mtu !== undefined);
  const reason = way === undefined ? undefined : sourceReason(view, question, decision, way);
  const change = isAlone ? findChange(question, snapshot, decision) : undefined;
  return {
    destination: question.destination, question, verdict, candidates: decision.candidates.map(({ dev, gateway, weight }) => ({
      weight, ...(dev === undefined ? {} : { dev }), ...(gateway === undefined ? {} : { gateway }),
    })),
    ...losersOf(decision, destination, view), hops: [...followed.hops], sentences: [], source: snapshot.source,
    warnings: doubtsOf(decision, destination.family, view),
    ...(decision.rule === undefined ? {} : { rule: { priority: decision.rule.priority, text: decision.rule.text } }),
    ...(decision.table === undefined ? {} : { table: decision.table }), ...(decision.route === undefined ? {} : { route: decision.route }),
    ...(way?.dev === undefined ? {} : { dev: way.dev }), ...(way?.gateway === undefined ? {} : { gateway: way.gateway }),
    ...(way?.prefsrc === undefined ? {} : { prefsrc: way.prefsrc }), ...(neighbour === undefined ? {} : { neighbour }),
    ...(reason === undefined ? {} : { sourceReason: reason }), ...(decision.why === undefined ? {} : { why: decision.why }),
    ...(mtus.length === 0 ? {} : { mtu: Math.min(...mtus) }), ...(change === undefined ? {} : { change }),
  };
}
