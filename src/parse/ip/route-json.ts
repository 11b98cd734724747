import type { Parsed } from "../../model/parsed.ts";
import type { Route, RouteNexthop } from "../../model/route.ts";
import type { Warning } from "../../model/warning.ts";
import { readNestedEncap, takeFlatEncap } from "./encap.ts";
import { hasIrregularMembers, isJsonObject, type JsonObject, type JsonValue, type Member, membersOf, readJsonRows } from "./json.ts";
import { deviceName, numberOf, textOf } from "./json-value.ts";
import { readNexthopObject } from "./nexthop.ts";
import { addExtra, finishRoute, type RouteContext, type RouteDraft } from "./route-draft.ts";
import { RouteRows } from "./route-scan.ts";
import { featureWords, routeFlags } from "./route-words.ts";

/** Reads `ip -j route`, with and without -d and -N, of iproute2 4.20 to 7.x. */
export function readRouteJson(output: string, context: RouteContext): Parsed<Route> {
  const { command } = context;
  let items: Route[] = [];
  let warnings: Warning[] = [];
  const unknownKeys = new Map<string, string>();
  const add = (draft: RouteDraft | undefined, value: JsonObject | undefined, pointer: string): void => {
    const route = draft && finishRoute(draft, context, { command, pointer });
    if (route) items.push(route);
    else if (!draft) {
      warnings.push({
        code: "bad-row", at: { command, pointer },
        message: `a route without a destination: ${JSON.stringify(value).slice(0, 80)}`,
      });
    }
  };
  const rows = new RouteRows(output);
  for (let row = rows.next(); row !== undefined; row = rows.next()) {
    const pointer = `/${rows.count - 1}`;
    if (typeof row !== "string") {
      add(row, undefined, pointer);
      continue;
    }
    const read = readJsonRows(row, command);
    for (const warning of read.warnings) warnings.push({ ...warning, at: { command, pointer } });
    for (const each of read.rows) add(readRouteObject(each.value, unknownKeys, pointer), each.value, pointer);
  }
  if (!rows.isWhole) {
    items = [];
    warnings = [];
    unknownKeys.clear();
    context.mplsRows = 0;
    context.latestFamily = undefined;
    const read = readJsonRows(output, command);
    for (const row of read.rows) add(readRouteObject(row.value, unknownKeys, row.pointer), row.value, row.pointer);
    warnings.push(...read.warnings);
  }
  if (hasNamelessMetrics(output)) warnings.push(withoutMetrics(items, command));
  context.warnings.push(...warnings);
  reportUnknownKeys(output, unknownKeys, context);
  return { items, warnings: context.warnings, notUnderstood: context.notUnderstood };
}

/**
 * The routes of a very large table one by one, without places, made while they are asked for and kept by nobody. What is
 * wrong with a row goes to the context's warnings by the time the last route is there.
 */
export function* streamRouteJson(output: string, context: RouteContext): Generator<Route> {
  const rows = new RouteRows(output);
  const unknownKeys = new Map<string, string>();
  for (let row = rows.next(); row !== undefined; row = rows.next()) {
    const pointer = typeof row === "string" ? `/${rows.count - 1}` : "";
    const drafts = typeof row === "string" ? readJsonRows(row, context.command).rows.map((each) => readRouteObject(each.value, unknownKeys, pointer)) : [row];
    for (const draft of drafts) {
      const route = draft && finishRoute(draft, context, undefined);
      if (route) yield route;
      else if (!draft) context.warnings.push({ code: "bad-row", at: { command: context.command, pointer }, message: "a route without a destination" });
    }
  }
  if (!rows.isWhole) context.warnings.push({ code: "bad-json", at: { command: context.command }, message: `${context.command}: after ${rows.count} routes its JSON is damaged; the rest is not shown` });
  reportUnknownKeys(output, unknownKeys, context);
}

/** Whether an output is large and of the form that {@link streamRouteJson} reads: `ip`'s one line of JSON, whole. */
export function isStreamable(output: string): boolean {
  return output.startsWith("[{") && output.trimEnd().endsWith("}]") && !hasNamelessMetrics(output);
}

/** 4.20 prints `"metrics":[1400 1360 "rto_min":5030 ]`: names are missing, and two numbers stand there as one. */
function hasNamelessMetrics(output: string): boolean {
  for (let at = output.indexOf('"metrics":['); at !== -1; at = output.indexOf('"metrics":[', at + 1)) {
    const next = output[at + '"metrics":['.length];
    if (next !== "{" && next !== "]" && next !== undefined && next.trim() !== "") return true;
  }
  return false;
}

function withoutMetrics(routes: readonly Route[], command: string): Warning {
  for (const route of routes) {
    if (route.metrics === undefined) continue;
    delete route.metrics;
    addExtra(route, "metricsNotReadable", true);
  }
  return {
    code: "lossy", at: { command },
    message: "this ip's JSON loses the names of route metrics (mtu, rtt …); its text has them",
  };
}

/** One remark for each key nobody knows, however many rows have it; the values stay in `extra`. */
export function reportUnknownKeys(output: string, keys: ReadonlyMap<string, string>, context: Pick<RouteContext, "command" | "warnings" | "notUnderstood">): void {
  for (const [key, pointer] of keys) {
    context.warnings.push({
      code: "not-understood", at: { command: context.command, pointer },
      message: `the key ${JSON.stringify(key)} is not known; its values are kept as they are`,
    });
    context.notUnderstood.push({ line: lineOf(output, `"${key}"`), text: JSON.stringify(key) });
  }
}

function lineOf(output: string, text: string): number {
  const end = output.indexOf(text);
  let line = 1;
  for (let at = output.indexOf("\n"); at !== -1 && at < end; at = output.indexOf("\n", at + 1)) line++;
  return line;
}

/** The draft of one route object; undefined where it has no destination. */
function readRouteObject(value: JsonObject, unknownKeys: Map<string, string>, pointer: string): RouteDraft | undefined {
  const draft: RouteDraft = { type: undefined, dst: "", flags: [], nexthops: [], isCached: false };
  if (typeof value.encap === "string" || hasIrregularMembers(value)) {
    readMembers(membersOf(value), draft, unknownKeys, pointer);
  } else {
    for (const key in value) readMember(key, value[key] as JsonValue, draft, unknownKeys, pointer);
  }
  return draft.dst === "" ? undefined : draft;
}

/**
 * Members in the order of the text: those of a flat tunnel stand between `encap` and the route's next own word. 4.20
 * prints hops flat as well and half as text, `"gateway":"10.0.0.2"dev eth0 weight 1 ,"flags":[]`, one after the other.
 */
function readMembers(members: readonly Member[], draft: RouteDraft, unknownKeys: Map<string, string>, pointer: string): void {
  let hop: RouteNexthop | undefined;
  for (let at = 0; at < members.length; at++) {
    const [key, value] = members[at] as Member;
    if (key === "encap" && typeof value === "string") {
      const taken = takeFlatEncap(members, at + 1, value);
      draft.encap = taken.encap;
      at = taken.end - 1;
    } else if (key === "flags" && hop) addFlags(value, hop.flags);
    else if (key !== null) readMember(key, value, draft, unknownKeys, pointer);
    else if (at === 0 && typeof value === "string") draft.type = value;
    else if (value === "dev" && members[at + 1]?.[0] === null) {
      hop = takeFlatHop(draft, textOf(members[at + 1]?.[1]));
      draft.nexthops.push(hop);
      at++;
    } else if (value === "weight" && hop && members[at + 1]?.[0] === null) {
      hop.weight = numberOf(members[at + 1]?.[1]) ?? 1;
      at++;
    } else addBare(draft, value);
  }
}

/** What was printed since the last hop belongs to this one. */
function takeFlatHop(draft: RouteDraft, dev: string): RouteNexthop {
  const hop: RouteNexthop = { weight: 1, flags: [], dev };
  if (draft.gateway !== undefined) hop.gateway = draft.gateway;
  if (draft.viaFamily !== undefined) addExtra(hop, "viaFamily", draft.viaFamily);
  if (draft.encap !== undefined) hop.encap = draft.encap;
  draft.gateway = undefined;
  draft.viaFamily = undefined;
  draft.encap = undefined;
  return hop;
}

/** A value without a key in the midst of an object: 4.20 forgets to make JSON of some words. */
function addBare(draft: { extra?: Record<string, unknown>; flags: string[] }, value: JsonValue): void {
  if (typeof value === "string" && routeFlags.has(value)) {
    draft.flags.push(value);
    return;
  }
  const words = draft.extra?.words;
  if (Array.isArray(words)) words.push(value);
  else addExtra(draft, "words", [value]);
}

function readMember(key: string, value: JsonValue, draft: RouteDraft, unknownKeys: Map<string, string>, pointer: string): void {
  switch (key) {
    case "type": draft.type = textOf(value); return;
    case "dst": draft.dst = textOf(value); return;
    case "from": draft.from = textOf(value); return;
    case "gateway": draft.gateway = textOf(value); return;
    case "via": readVia(value, draft); return;
    case "dev": draft.dev = deviceName(value); return;
    case "table": draft.table = textOf(value); return;
    case "protocol": draft.protocol = textOf(value); return;
    case "scope": draft.scope = textOf(value); return;
    case "prefsrc": draft.prefsrc = textOf(value); return;
    case "metric": draft.metric = numberOf(value); return;
    case "flags": addFlags(value, draft.flags); return;
    case "tos": draft.tos = textOf(value); return;
    case "pref": draft.pref = textOf(value); return;
    case "expires": draft.expiresS = numberOf(value); return;
    case "nhid": draft.nhid = numberOf(value); return;
    case "encap": draft.encap = readNestedEncap(value); return;
    case "metrics": readMetrics(value, draft); return;
    case "nexthops": readHops(value, draft, unknownKeys, pointer); return;
    case "flow": addExtra(draft, "realms", realms(value)); return;
    case "cache":
      draft.isCached = true;
      addExtra(draft, "cache", Array.isArray(value) ? value.map(textOf) : value);
      return;
    case "nh_info":
      if (isJsonObject(value)) {
        const info = readNexthopObject(value, unknownKeys, pointer);
        addExtra(draft, "nh_info", info);
      }
      return;
    case "to": case "error": case "uid": case "mark": case "iif": case "users": case "used": case "age":
    case "ipid": case "ts": case "tsage": case "deleted":
      addExtra(draft, key, value);
      return;
    case "ttl-propogate": case "ttl-propagate":
      addExtra(draft, "ttlPropagate", value);
      return;
    default:
      addExtra(draft, key, value);
      if (!unknownKeys.has(key)) unknownKeys.set(key, pointer);
  }
}

function readVia(value: JsonValue, draft: { gateway?: string; viaFamily?: string }): void {
  if (!isJsonObject(value)) return;
  draft.gateway = textOf(value.host);
  draft.viaFamily = textOf(value.family);
}

function readHops(value: JsonValue, draft: RouteDraft, unknownKeys: Map<string, string>, pointer: string): void {
  if (!Array.isArray(value)) return;
  for (const item of value) {
    if (!isJsonObject(item)) continue;
    draft.nexthops.push(readHop(item, unknownKeys, pointer));
  }
}

function readHop(value: JsonObject, unknownKeys: Map<string, string>, pointer: string): RouteNexthop {
  const hop: RouteNexthop = { weight: 1, flags: [] };
  const members = membersOf(value);
  for (let at = 0; at < members.length; at++) {
    const [key, item] = members[at] as Member;
    switch (key) {
      case "gateway": hop.gateway = textOf(item); break;
      case "dev": hop.dev = deviceName(item); break;
      case "weight": hop.weight = numberOf(item) ?? 1; break;
      case "flags": addFlags(item, hop.flags); break;
      case "via":
        if (isJsonObject(item)) {
          hop.gateway = textOf(item.host);
          addExtra(hop, "viaFamily", textOf(item.family));
        }
        break;
      case "encap":
        if (typeof item === "string") {
          const taken = takeFlatEncap(members, at + 1, item);
          hop.encap = taken.encap;
          at = taken.end - 1;
        } else hop.encap = readNestedEncap(item);
        break;
      case "to": addExtra(hop, "to", item); break;
      case "flow": addExtra(hop, "realms", realms(item)); break;
      case null: addBare(hop, item); break;
      default:
        addExtra(hop, key, item);
        if (!unknownKeys.has(key)) unknownKeys.set(key, pointer);
    }
  }
  return hop;
}

/** `[{"mtu":1400,"ecn":null}]`: an array of one object, features as null members. */
function readMetrics(value: JsonValue, draft: RouteDraft): void {
  const list = Array.isArray(value) ? value : [value];
  const metrics: Record<string, string | number | boolean> = {};
  const features: string[] = [];
  for (const item of list) {
    if (!isJsonObject(item)) continue;
    for (const key in item) {
      const metric = item[key] as JsonValue;
      if (metric === null || featureWords.has(key)) features.push(key);
      else if (key === "features") features.push(textOf(metric));
      else metrics[key === "congestion" ? "congctl" : key] = typeof metric === "object" ? JSON.stringify(metric) : metric;
    }
  }
  if (features.length > 0) metrics.features = features.join(" ");
  draft.metrics = metrics;
}

function realms(value: JsonValue): string {
  if (!isJsonObject(value)) return textOf(value);
  const to = textOf(value.to);
  return value.from === undefined ? to : `${textOf(value.from)}/${to}`;
}

function addFlags(value: JsonValue, flags: string[]): void {
  if (!Array.isArray(value)) return;
  for (const flag of value) flags.push(textOf(flag));
}
