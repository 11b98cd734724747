import type { PathChange, PathQuestion, Verdict } from "../model/path.ts";
import type { Route } from "../model/route.ts";
import { askView } from "./ask-decision.ts";
import type { Decision } from "./decision.ts";
import { viewHost, viewWithout, type HostView } from "./host-view.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { verdictOf } from "./verdict.ts";

/**
 * One change that gives the packet another outcome: without the route, address or rule that decided, or with a route where
 * there is none. What would follow is decided on the same tables, not guessed. Undefined where no single change is simple.
 */
export function findChange(question: PathQuestion, snapshot: Snapshot, decision: Decision): PathChange | undefined {
  const view = viewHost(snapshot);
  const family = question.destination.includes(":") ? 6 : 4;
  const { rule, route } = decision;
  if (route === undefined && decision.errno !== undefined && rule !== undefined && rule.action !== "table") {
    const words = rule.text.replace(/ (blackhole|unreachable|prohibit)$/, "");
    return changed(question, viewWithout(view, { rule }), decision, `without rule ${rule.priority}`, `ip -${family} rule del priority ${rule.priority}${rule.text === words ? "" : ` ${words}`}`);
  }
  if (route !== undefined) {
    const address = route.type === "local" && route.protocol === "kernel" ? view.localAddresses.get(route.dst.slice(0, route.dst.lastIndexOf("/"))) : undefined;
    if (address !== undefined && question.iif === undefined) {
      const host = address.address;
      const prefix = `${host.address}/${host.prefixlen}`;
      return changed(question, withoutAddress(snapshot, host.address), decision, `without the address ${prefix} of ${address.link.name}`, `ip addr del ${prefix} dev ${address.link.name}`);
    }
    if (route.nhid !== undefined || route.type === "broadcast" || route.type === "local" || route.type === "anycast") return undefined;
    return changed(question, viewWithout(view, { route }), decision, `without the route ${nameOf(route)}`, `ip -${family} route del ${specOf(route)}`);
  }
  if (decision.errno === "ENETUNREACH" && question.iif === undefined) return withRoute(question, snapshot, family, decision);
  return undefined;
}

function changed(question: PathQuestion, view: HostView, before: Decision, how: string, command: string): PathChange | undefined {
  const after = askView(question, view);
  if (after === null) return undefined;
  const way = after.candidates[0];
  const verdict = verdictOf(after);
  if (verdict === verdictOf(before) && way?.dev === before.candidates[0]?.dev && way?.gateway === before.candidates[0]?.gateway) return undefined;
  return {
    text: `${how} ${outcomeText(verdict, way?.dev, way?.gateway, after.route)}`, command, verdict,
    ...(way?.dev === undefined ? {} : { dev: way.dev }), ...(way?.gateway === undefined ? {} : { gateway: way.gateway }),
  };
}

function outcomeText(verdict: Verdict, dev: string | undefined, gateway: string | undefined, route: Route | undefined): string {
  const by = route === undefined ? "" : ` (${nameOf(route)} would win)`;
  switch (verdict) {
    case "gateway": return `it would leave through ${dev ?? "?"}, by way of ${gateway ?? "?"}${by}`;
    case "on-link": return `it would be sent straight out of ${dev ?? "?"}${by}`;
    case "local": return `this host would take it itself${by}`;
    case "no-route": return "there would be no route: \"Network is unreachable\"";
    case "broadcast": case "multicast": return `it would go out of ${dev ?? "?"} as ${verdict}${by}`;
    case "blackhole": case "unreachable": case "prohibit": return `it would be refused (${verdict})${by}`;
  }
}

/** A route as `ip route` begins its line. */
export function nameOf(route: Route): string {
  const prefix = route.dst === "0.0.0.0/0" || route.dst === "::/0" ? "default" : route.dst;
  return [route.type === "unicast" ? "" : route.type, prefix, route.gateway && `via ${route.gateway}`, route.dev && `dev ${route.dev}`, route.metric > 0 && `metric ${route.metric}`]
    .filter((part) => typeof part === "string" && part !== "").join(" ");
}

/** What `ip route del` needs to find exactly this route. */
function specOf(route: Route): string {
  const via = route.gateway === undefined ? "" : route.family === 4 && route.gateway.includes(":") ? ` via inet6 ${route.gateway}` : ` via ${route.gateway}`;
  return [
    route.type === "unicast" ? "" : `${route.type} `, route.dst, route.src === undefined || route.src === "::/0" ? "" : ` from ${route.src}`, via, route.dev === undefined ? "" : ` dev ${route.dev}`,
    route.tos === undefined ? "" : ` tos ${route.tos}`, route.metric > 0 ? ` metric ${route.metric}` : "", route.table === "main" ? "" : ` table ${route.table}`,
  ].join("");
}

/** The host after an address was deleted: its local route goes with it, and it is no source any more. */
function withoutAddress(snapshot: Snapshot, address: string): HostView {
  const links = (snapshot.links ?? []).map((link) => ({ ...link, addresses: link.addresses.filter((one) => one.address !== address) }));
  const gone = (route: Route): boolean => route.protocol === "kernel" && (route.prefsrc === address || route.dst === `${address}/${route.family === 4 ? 32 : 128}`);
  return viewHost({ ...snapshot, links, routes: (snapshot.routes ?? []).filter((route) => !gone(route)) });
}

/** A host route out of the first device that is up: the least that gives an address a way. */
function withRoute(question: PathQuestion, snapshot: Snapshot, family: 4 | 6, before: Decision): PathChange | undefined {
  const link = (snapshot.links ?? []).find((one) => one.kind !== "loopback" && one.adminUp !== false && one.carrier !== false && one.addresses.some((address) => address.family === family));
  if (link === undefined) return undefined;
  const dst = `${question.destination}/${family === 4 ? 32 : 128}`;
  const route: Route = { family, table: "main", type: "unicast", dst, dev: link.name, metric: family === 4 ? 0 : 1024, protocol: "boot", scope: "link", flags: [], nexthops: [] };
  const view = viewHost({ ...snapshot, routes: [...(snapshot.routes ?? []), route] });
  return changed(question, view, before, `with a route to it, say ${dst} dev ${link.name},`, `ip -${family} route add ${dst} dev ${link.name}`);
}

