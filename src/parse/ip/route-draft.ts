import type { Family } from "../../model/address.ts";
import type { Place } from "../../model/explanation.ts";
import type { Encap, Route, RouteNexthop } from "../../model/route.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { familyOf, looksLikeDestination, toCidr } from "./prefix.ts";
import { rejectTypes, tableName, typeName } from "./route-words.ts";
import { commandFamily, optionOf, splitWords } from "./words.ts";

/** A route as it was printed, before omitted words get their meaning. */
export interface RouteDraft {
  type: string | undefined;
  dst: string;
  from?: string | undefined;
  gateway?: string | undefined;
  /** the family word of `via inet6 …`; the gateway is then of another family than the route */
  viaFamily?: string | undefined;
  dev?: string | undefined;
  table?: string | undefined;
  protocol?: string | undefined;
  scope?: string | undefined;
  prefsrc?: string | undefined;
  metric?: number | undefined;
  flags: string[];
  nexthops: RouteNexthop[];
  tos?: string | undefined;
  pref?: string | undefined;
  expiresS?: number | undefined;
  nhid?: number | undefined;
  encap?: Encap | undefined;
  metrics?: Record<string, string | number | boolean> | undefined;
  locks?: string[] | undefined;
  extra?: Record<string, unknown> | undefined;
  /** an answer of `ip route get` for IPv4: protocol and scope are not told */
  isCached: boolean;
}

/** What a whole output says about its routes: the family asked for, filters of the command that omit words, the dialect. */
export interface RouteContext {
  readonly command: string;
  readonly family: Family | undefined;
  readonly table: string;
  readonly protocol: string | undefined;
  readonly scope: string | undefined;
  readonly type: string | undefined;
  readonly dev: string | undefined;
  /** BusyBox prints no protocol at all */
  readonly omitsProtocol: boolean;
  readonly warnings: Warning[];
  readonly notUnderstood: NotUnderstood[];
  mplsRows: number;
  /** the family of the latest row that told its own: dumps come family by family */
  latestFamily: Family | undefined;
}

export function routeContext(command: string, family: Family | undefined, omitsProtocol: boolean): RouteContext {
  const table = optionOf(command, "table");
  return {
    command, omitsProtocol,
    family: family ?? commandFamily(command),
    table: table === undefined || table === "all" || table === "cache" || table === "0" ? "main" : tableName(table),
    protocol: optionOf(command, "proto") ?? optionOf(command, "protocol"),
    scope: optionOf(command, "scope"),
    type: optionOf(command, "type"),
    dev: isRouteGet(command) ? undefined : optionOf(command, "dev") ?? optionOf(command, "oif"),
    warnings: [], notUnderstood: [], mplsRows: 0,
    latestFamily: undefined,
  };
}

function isRouteGet(command: string): boolean {
  return splitWords(command).includes("get");
}

/** Puts a word or key that has no field of its own into `extra`. */
export function addExtra(draft: { extra?: Record<string, unknown> | undefined }, key: string, value: unknown): void {
  draft.extra ??= {};
  Object.defineProperty(draft.extra, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The route a draft means; undefined for a row that is no IP route: MPLS is counted, anything else is a warning. */
export function finishRoute(draft: RouteDraft, context: RouteContext, at: Place | undefined): Route | undefined {
  const shape = shapeOf(draft.dst);
  if (shape === "label") {
    // MPLS routes have a label for a destination
    context.mplsRows++;
    return undefined;
  }
  const isPlace: boolean = shape !== "other" || looksLikeDestination(draft.dst);
  if (!isPlace) {
    context.warnings.push({ code: "bad-row", ...(at ? { at } : {}), message: `${JSON.stringify(draft.dst.slice(0, 60))} is no address and no prefix` });
    return undefined;
  }
  const family = shape === "ipv4-prefix" || shape === "ipv4" ? 4 : shape === "other" ? draftFamily(draft, context) : 6;
  context.latestFamily = shape === "other" ? context.latestFamily : family;
  const dst = shape === "ipv4-prefix" || shape === "ipv6-prefix" ? draft.dst : toCidr(draft.dst, family);
  const type = draft.type === undefined ? (context.type ?? "unicast") : typeName(draft.type);
  if (draft.isCached && type === "multicast") dropClashingFlag(draft);
  const route = newRoute(family, type, dst, draft, context, at);
  if (draft.nexthops.length === 1 && route.dev === undefined && route.gateway === undefined) collapse(route, draft);
  if (draft.prefsrc !== undefined) route.prefsrc = draft.prefsrc;
  if (draft.from !== undefined) {
    // `ip -6 route get` prints `from ::` for every question that named no source
    if (draft.from === "::") addExtra(draft, "from", "::");
    else route.src = toCidr(draft.from, family);
  }
  if (draft.tos !== undefined) route.tos = draft.tos;
  if (draft.pref !== undefined) route.pref = draft.pref;
  if (draft.expiresS !== undefined) route.expiresS = draft.expiresS;
  if (draft.nhid !== undefined) route.nhid = draft.nhid;
  if (draft.encap !== undefined) route.encap = draft.encap;
  if (draft.metrics !== undefined) route.metrics = draft.metrics;
  if (draft.locks !== undefined) route.locks = draft.locks;
  if (draft.extra !== undefined) route.extra = draft.extra;
  return route;
}

/**
 * The part every route has. Big tables consist of routes with a gateway and a device, and of routes with a device only:
 * those get all their fields at once, which costs half of adding them one by one.
 */
function newRoute(family: Family, type: string, dst: string, draft: RouteDraft, context: RouteContext, at: Place | undefined): Route {
  const table = draft.table === undefined ? context.table : tableName(draft.table);
  const metric = draft.metric ?? (family === 6 ? 1024 : 0);
  const protocol = draft.protocol ?? context.protocol ?? (draft.isCached || context.omitsProtocol ? "unknown" : "boot");
  const scope = draft.scope ?? context.scope ?? (draft.isCached ? "unknown" : "global");
  const { gateway, flags, nexthops } = draft;
  const dev = deviceOf(type, draft, context);
  if (dev !== undefined) {
    return gateway === undefined
      ? { family, table, type, dst, dev, metric, protocol, scope, flags, nexthops, at }
      : { family, table, type, dst, gateway, dev, metric, protocol, scope, flags, nexthops, at };
  }
  const route: Route = { family, table, type, dst, metric, protocol, scope, flags, nexthops, at };
  if (gateway !== undefined) route.gateway = gateway;
  return route;
}

/** `dev lo` of a route that rejects packets is made up by ip; it is kept only as a remark. */
function deviceOf(type: string, draft: RouteDraft, context: RouteContext): string | undefined {
  const isReject = rejectTypes.has(type);
  if (draft.dev === undefined) return draft.nexthops.length === 0 && !isReject ? context.dev : undefined;
  if (!isReject || draft.dev !== "lo") return draft.dev;
  addExtra(draft, "printedDev", draft.dev);
  return undefined;
}

/** One hop in a list of hops is the route's own hop. */
function collapse(route: Route, draft: RouteDraft): void {
  const only = draft.nexthops[0] as RouteNexthop;
  route.nexthops = [];
  if (only.gateway !== undefined) route.gateway = only.gateway;
  if (only.dev !== undefined) route.dev = only.dev;
  if (only.encap !== undefined) draft.encap ??= only.encap;
  if (only.extra !== undefined) for (const key of Object.keys(only.extra)) addExtra(draft, key, only.extra[key]);
  for (const flag of only.flags) if (!route.flags.includes(flag)) route.flags.push(flag);
}

/** In an answer of `route get` the kernel's bit for "multicast" is the one that stands for this flag in a table. */
function dropClashingFlag(draft: RouteDraft): void {
  const at = draft.flags.indexOf("rt_offload_failed");
  if (at === -1) return;
  draft.flags.splice(at, 1);
  addExtra(draft, "ignoredFlags", ["rt_offload_failed"]);
}

/** How a destination is written, found in one pass: big tables make every pass count. */
type DestinationShape = "ipv4-prefix" | "ipv4" | "ipv6-prefix" | "ipv6" | "label" | "other";

function shapeOf(dst: string): DestinationShape {
  let dots = 0;
  let isDigital = true;
  for (let at = 0; at < dst.length; at++) {
    const c = dst.charCodeAt(at);
    if (c === 0x3a) return dst.includes("/") ? "ipv6-prefix" : "ipv6";
    if (c === 0x2e) dots++;
    else if (c === 0x2f) return dots === 3 ? "ipv4-prefix" : "other";
    else if (c < 0x30 || c > 0x39) isDigital = false;
  }
  if (!isDigital) return "other";
  return dots === 3 ? "ipv4" : dots === 0 ? "label" : "other";
}

function draftFamily(draft: RouteDraft, context: RouteContext): Family {
  const own = familyOf(draft.dst) ?? defaultFamily(draft);
  if (own !== undefined) {
    context.latestFamily = own;
    return own;
  }
  if (context.family !== undefined) return context.family;
  // IPv6 routes are never printed without a metric
  if (draft.metric === undefined) return 4;
  return context.latestFamily ?? 4;
}

/** What a default route shows of its family. */
function defaultFamily(draft: RouteDraft): Family | undefined {
  if (draft.pref !== undefined) return 6;
  const said = familyOf(draft.prefsrc) ?? familyOf(draft.from);
  if (said !== undefined) return said;
  if (draft.viaFamily !== undefined) return draft.viaFamily === "inet6" ? 4 : draft.viaFamily === "inet" ? 6 : undefined;
  if (draft.gateway !== undefined) return familyOf(draft.gateway);
  for (const hop of draft.nexthops) {
    const family = familyOf(hop.gateway);
    if (family !== undefined && hop.extra?.viaFamily === undefined) return family;
  }
  return undefined;
}
