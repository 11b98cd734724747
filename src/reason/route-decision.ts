import type { PathAnswer, PathQuestion, Verdict } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { askDecision } from "./ask-decision.ts";
import type { Decision } from "./decision.ts";
import { viewHost } from "./host-view.ts";
import { parseIp, parsePrefix } from "./ip-prefix.ts";
import { viewNeighbours } from "./neighbour-view.ts";

function verdictOf(decision: Decision): Verdict {
  if (decision.errno === "EACCES") return "prohibit";
  if (decision.errno === "EHOSTUNREACH" || (decision.errno === "ENETUNREACH" && decision.rule?.action === "unreachable")) return "unreachable";
  if (decision.errno === "ENETUNREACH") return "no-route";
  if (decision.errno !== undefined) return "blackhole";
  if (decision.type === "local" || decision.type === "broadcast" || decision.type === "multicast") return decision.type;
  return decision.candidates[0]?.gateway === undefined ? "on-link" : "gateway";
}

/** Every route around the destination that did not win, and why, as far as the tables that were asked tell. */
function losersOf(decision: Decision, question: PathQuestion, snapshot: Snapshot): PathAnswer["rejected"] {
  const destination = parseIp(question.destination);
  if (destination === null) return [];
  const view = viewHost(snapshot);
  const rejected: PathAnswer["rejected"] = decision.steps.map(({ rule, outcome }) => ({ rule: `${rule.priority}: ${rule.text}`, reason: outcome }));
  const passed = new Map(decision.passed.map(({ route, reason }) => [route, reason]));
  for (const [route, reason] of passed) if (route !== decision.route) rejected.push({ route, reason });
  const table = decision.table === undefined ? null : view.table(destination.family, decision.table);
  const winner = decision.route;
  if (table === null || winner === undefined) return rejected;
  const won = parsePrefix(winner.dst, destination.family)?.length ?? 0;
  for (let node = table.trie.find(destination); node >= 0; node = table.trie.parentOf(node)) {
    for (const at of table.trie.entriesOf(node)) {
      const route = table.routes[at];
      if (route === undefined || route === winner || passed.has(route)) continue;
      const length = table.trie.lengthOf(node);
      const reason = length < won ? `less specific: /${length} against /${won}` : route.metric !== winner.metric ? `metric ${route.metric} against ${winner.metric}` : "a route with the same prefix and metric comes first";
      rejected.push({ route, reason });
    }
  }
  return rejected;
}

/**
 * The way of one packet through rules and tables, as `ip route get` would decide it (ip-route(8)). Null where the
 * destination is no address, or where an IPv4 packet comes in from outside (`iif`), which is not worked out yet.
 */
export function decidePath(question: PathQuestion, snapshot: Snapshot): PathAnswer | null {
  const decision = askDecision(question, snapshot);
  if (decision === null) return null;
  const way = decision.candidates[0];
  const nextHop = way?.gateway ?? question.destination;
  const neighbour = way?.dev === undefined ? undefined : viewNeighbours(snapshot).get(`${way.dev} ${nextHop}`);
  const mtu = way?.dev === undefined ? undefined : viewHost(snapshot).links.get(way.dev)?.mtu;
  return {
    destination: question.destination, question, verdict: verdictOf(decision), candidates: decision.candidates.map(({ dev, gateway, weight }) => ({
      weight, ...(dev === undefined ? {} : { dev }), ...(gateway === undefined ? {} : { gateway }),
    })),
    rejected: losersOf(decision, question, snapshot), hops: [], sentences: [], source: snapshot.source,
    warnings: [...(snapshot.routes === undefined ? [{ code: "other" as const, message: "the routes of this host are not known" }] : []),
      ...(viewHost(snapshot).rulesKnown[question.destination.includes(":") ? 6 : 4] ? [] : [{ code: "other" as const, message: "the rules of this host are not known; the ones every kernel starts with were taken" }])],
    ...(decision.rule === undefined ? {} : { rule: { priority: decision.rule.priority, text: decision.rule.text } }),
    ...(decision.table === undefined ? {} : { table: decision.table }), ...(decision.route === undefined ? {} : { route: decision.route }),
    ...(way?.dev === undefined ? {} : { dev: way.dev }), ...(way?.gateway === undefined ? {} : { gateway: way.gateway }),
    ...(way?.prefsrc === undefined ? {} : { prefsrc: way.prefsrc }), ...(neighbour === undefined ? {} : { neighbour }),
    ...(mtu === undefined || mtu === null ? {} : { mtu }),
  };
}
