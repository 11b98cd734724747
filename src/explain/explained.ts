import type { Explanation } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { explainAddress } from "./address.ts";
import { explainLink } from "./link.ts";
import { explainNeighbour } from "./neighbour.ts";
import { explainRoute } from "./route.ts";
import { explainRule } from "./rule.ts";

/** A thing together with what is said about it. */
export type Explained<T> = T & { explanation: Explanation };

/** From so many routes on none is explained: nobody reads them, and a program wants them fast. */
export const mostExplainedRoutes = 2000;

/** Links with their explanations, made one by one while they are asked for; their addresses' are among what is said on demand. */
export function* explainLinks(links: readonly Link[], snapshot: Snapshot): Generator<Explained<Link>> {
  for (const link of links) yield { ...link, explanation: withAddresses(explainLink(link, snapshot), link, snapshot) };
}

function withAddresses(explanation: Explanation, link: Link, snapshot: Snapshot): Explanation {
  if (link.addresses.length === 0) return explanation;
  const said = link.addresses.map((address) => explainAddress(address, link, snapshot));
  return {
    ...explanation,
    unusual: [...explanation.unusual, ...said.flatMap((one) => one.unusual)],
    more: [...(explanation.more ?? []), ...said.flatMap((one) => [...one.sentences, ...(one.more ?? [])])],
  };
}

/** Routes with their explanations; without them from {@link mostExplainedRoutes} on. */
export function* explainRoutes(routes: readonly Route[], snapshot: Snapshot): Generator<Route & { explanation?: Explanation }> {
  if (routes.length > mostExplainedRoutes) yield* routes;
  else for (const route of routes) yield { ...route, explanation: explainRoute(route, snapshot) };
}

export function* explainRules(rules: readonly Rule[], snapshot: Snapshot): Generator<Explained<Rule>> {
  for (const rule of rules) yield { ...rule, explanation: explainRule(rule, snapshot) };
}

export function* explainNeighbours(neighbours: readonly Neighbour[], snapshot: Snapshot): Generator<Explained<Neighbour>> {
  for (const neighbour of neighbours) yield { ...neighbour, explanation: explainNeighbour(neighbour, snapshot) };
}
