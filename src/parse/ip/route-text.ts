import type { Parsed } from "../../model/parsed.ts";
import type { Route, RouteNexthop } from "../../model/route.ts";
import { readEncapWords } from "./encap.ts";
import { readNexthopWords } from "./nexthop.ts";
import { familyOf, looksLikeDestination } from "./prefix.ts";
import { addExtra, finishRoute, type RouteContext, type RouteDraft } from "./route-draft.ts";
import { cacheWords, familyWords, featureWords, metricWords, readTimeMs, routeFlags, routeTypes } from "./route-words.ts";
import { isDigits, readNumber, splitLines, splitWords } from "./words.ts";

/**
 * Reads the text of `ip route` (iproute2 with and without -d, -N, -o, `route get`, and BusyBox).
 * A line that starts a route is a type, a destination and words; lines that start with a blank go on with it
 * (`\tnexthop …`, `\tnh_info …`, `    cache …`), and -o puts a backslash where they would begin.
 */
export function readRouteText(output: string, context: RouteContext): Parsed<Route> {
  const items: Route[] = [];
  const isBusybox = context.omitsProtocol;
  let draft: RouteDraft | undefined;
  let start = 0;
  let hasPlainRoute = false;
  const finish = (): void => {
    if (!draft) return;
    if (isBusybox && isWithoutWay(draft)) {
      addExtra(draft, "hiddenNexthops", true);
      hasPlainRoute = true;
    }
    const route = finishRoute(draft, context, { command: context.command, line: start });
    if (route) items.push(route);
    draft = undefined;
  };
  splitLines(output).forEach((line, index) => {
    for (const part of line.includes("\\") ? splitJoined(line) : [line]) {
      const words = splitWords(part);
      const first = words[0];
      if (first === undefined) continue;
      const isContinuation = part.startsWith("\t") || part.startsWith(" ");
      if (draft && isContinuation && (first === "nexthop" || first === "nh_info" || first === "cache")) {
        readContinuation(words, draft, context, index + 1);
        continue;
      }
      if (first.startsWith("???/")) {
        context.mplsRows++;
        continue;
      }
      const next = startRoute(words);
      if (!next) {
        context.notUnderstood.push({ line: index + 1, text: part });
        continue;
      }
      finish();
      draft = next.draft;
      start = index + 1;
      readRouteWords(words, next.end, draft, context, index + 1);
    }
  });
  finish();
  if (isBusybox && items.length > 0) {
    context.warnings.push({
      code: "lossy", at: { command: context.command },
      message: hasPlainRoute
        ? "BusyBox ip prints neither protocols nor the hops of multipath routes: routes without a device have hops that cannot be seen here"
        : "BusyBox ip prints neither protocols nor TOS, tunnels, metrics such as mtu, or gateways of another family",
    });
  }
  return { items, warnings: context.warnings, notUnderstood: context.notUnderstood };
}

/** BusyBox prints a multipath route as a bare prefix. */
function isWithoutWay(draft: RouteDraft): boolean {
  return draft.type === undefined && draft.dev === undefined && draft.gateway === undefined && draft.nexthops.length === 0;
}

/** The lines that `ip -o` joined: a backslash and then the TAB or the blanks the next line would start with. */
function splitJoined(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = line.indexOf("\\"); at !== -1; at = line.indexOf("\\", at + 1)) {
    if (line[at + 1] === "\t" || line.startsWith("    ", at + 1)) {
      parts.push(line.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(line.slice(from));
  return parts;
}

/** `[Deleted] [TYPE] DESTINATION`: undefined where a line does not begin like a route. */
function startRoute(words: readonly string[]): { draft: RouteDraft; end: number } | undefined {
  let at = words[0] === "Deleted" ? 1 : 0;
  let type: string | undefined;
  const word = words[at];
  if (word === undefined) return undefined;
  const after = words[at + 1];
  const hasNumericType = isDigits(word) && looksLikeDestination(after) && (after === "default" || familyOf(after) !== undefined);
  if (routeTypes.has(word) || hasNumericType) {
    type = word;
    at++;
  }
  const dst = words[at];
  if (!looksLikeDestination(dst)) return undefined;
  const draft: RouteDraft = { type, dst, flags: [], nexthops: [], isCached: false };
  if (words[0] === "Deleted") addExtra(draft, "deleted", true);
  return { draft, end: at + 1 };
}

function readContinuation(words: readonly string[], draft: RouteDraft, context: RouteContext, line: number): void {
  if (words[0] === "nexthop") draft.nexthops.push(readHop(words, draft, context, line));
  else if (words[0] === "cache") readCache(words, draft, context, line);
  else {
    const unknown: string[] = [];
    addExtra(draft, "nh_info", readNexthopWords(words.slice(1), unknown));
    if (unknown.length > 0) context.notUnderstood.push({ line, text: unknown.join(" ") });
  }
}

/** `cache <local,brd> expires 5sec iif eth0`: the flags of a cached entry, and then words like those of a route. */
function readCache(words: readonly string[], draft: RouteDraft, context: RouteContext, line: number): void {
  // IPv6 answers have a `cache` line only for cloned routes, and their protocol stands in the first line
  if (familyOf(draft.dst) !== 6) draft.isCached = true;
  const flags = words[1]?.startsWith("<") ? words[1] : undefined;
  const names = flags === undefined ? [] : flags.slice(1, flags.endsWith(">") ? -1 : undefined).split(",");
  addExtra(draft, "cache", names.filter((name) => name !== ""));
  readRouteWords(words, flags === undefined ? 1 : 2, draft, context, line);
}

/** A `nexthop` line: tunnel, new label, gateway, device, weight, flags, realms. */
function readHop(words: readonly string[], draft: RouteDraft, context: RouteContext, line: number): RouteNexthop {
  const hop: RouteNexthop = { weight: 1, flags: [] };
  const unknown: string[] = [];
  let at = 1;
  while (at < words.length) {
    const word = words[at] as string;
    const value = words[at + 1];
    if (routeFlags.has(word)) {
      hop.flags.push(word);
      at++;
      continue;
    }
    if (value === undefined) {
      unknown.push(word);
      at++;
      continue;
    }
    switch (word) {
      case "via":
        if (familyWords.has(value) && words[at + 2] !== undefined) {
          hop.gateway = words[at + 2] as string;
          addExtra(hop, "viaFamily", value);
          at += 3;
        } else {
          hop.gateway = value;
          at += 2;
        }
        continue;
      case "dev": hop.dev = value; break;
      case "weight": hop.weight = readNumber(value) ?? 1; break;
      case "realm": case "realms": addExtra(hop, "realms", value); break;
      // 4.20 goes on with the route's own words behind its last hop
      case "pref": draft.pref = value; break;
      case "ttl-propagate": addExtra(draft, "ttlPropagate", value); break;
      case "as":
        addExtra(hop, "to", value === "to" ? words[at + 2] : value);
        at += value === "to" ? 3 : 2;
        continue;
      case "encap": {
        const read = readEncapWords(words, at + 1);
        hop.encap = read.encap;
        at = read.end;
        continue;
      }
      default:
        unknown.push(word);
        at++;
        continue;
    }
    at += 2;
  }
  if (unknown.length > 0) {
    addExtra(hop, "words", unknown);
    context.notUnderstood.push({ line, text: unknown.join(" ") });
  }
  return hop;
}

/** The words of a route after its destination; each reader returns how many words it took, 0 for one that is not its own. */
function readRouteWords(words: readonly string[], start: number, draft: RouteDraft, context: RouteContext, line: number): void {
  const unknown: string[] = [];
  let at = start;
  while (at < words.length) {
    const taken = readOwnWord(words, at, draft) || readMetric(words, at, draft) || readRemark(words, at, draft);
    if (taken === 0) unknown.push(words[at] as string);
    at += taken || 1;
  }
  if (unknown.length === 0) return;
  const before = draft.extra?.words;
  addExtra(draft, "words", Array.isArray(before) ? [...before, ...unknown] : unknown);
  context.notUnderstood.push({ line, text: unknown.join(" ") });
}

/** Words with a field of their own. */
function readOwnWord(words: readonly string[], at: number, draft: RouteDraft): number {
  const word = words[at] as string;
  const value = words[at + 1];
  if (routeFlags.has(word)) {
    draft.flags.push(word);
    return 1;
  }
  if (value === undefined) return 0;
  switch (word) {
    case "via":
      if (familyWords.has(value) && words[at + 2] !== undefined) {
        draft.viaFamily = value;
        draft.gateway = words[at + 2] as string;
        return 3;
      }
      draft.gateway = value;
      return 2;
    case "dev": draft.dev = value; return 2;
    case "table": draft.table = value; return 2;
    case "proto": draft.protocol = value; return 2;
    case "scope": draft.scope = value; return 2;
    case "src": draft.prefsrc = value; return 2;
    case "from": draft.from = value; return 2;
    case "tos": case "dsfield": draft.tos = value; return 2;
    case "pref": draft.pref = value; return 2;
    case "metric": return readMetricNumber(words, at, draft);
    case "nhid": {
      const id = readNumber(value);
      if (id === undefined) return 0;
      draft.nhid = id;
      return 2;
    }
    case "expires": {
      const seconds = readNumber(value.endsWith("sec") ? value.slice(0, -3) : value);
      if (seconds === undefined) return 0;
      draft.expiresS = seconds;
      return 2;
    }
    case "encap": {
      const read = readEncapWords(words, at + 1);
      draft.encap = read.encap;
      return read.end - at;
    }
    default:
      return 0;
  }
}

/** `metric 100` is the route's; a second one with two numbers is a path metric that the tool has no name for. */
function readMetricNumber(words: readonly string[], at: number, draft: RouteDraft): number {
  const metric = readNumber(words[at + 1]);
  if (metric === undefined) return 0;
  if (draft.metric === undefined) {
    draft.metric = metric;
    return 2;
  }
  const value = readNumber(words[at + 2]);
  if (value === undefined) return 0;
  draft.metrics ??= {};
  draft.metrics[`metric ${metric}`] = value;
  return 3;
}

/** `mtu lock 1400`, `features ecn`, `rto_min lock 50ms`, `congctl reno` … */
function readMetric(words: readonly string[], at: number, draft: RouteDraft): number {
  const name = words[at] as string;
  if (!metricWords.has(name)) return 0;
  const isLocked = words[at + 1] === "lock";
  const valueAt = at + (isLocked ? 2 : 1);
  const value = words[valueAt];
  if (value === undefined) return 0;
  draft.metrics ??= {};
  draft.locks ??= [];
  if (isLocked) draft.locks.push(name);
  if (name === "features") {
    let end = valueAt;
    while (end < words.length && (featureWords.has(words[end] as string) || (words[end] as string).startsWith("0x"))) end++;
    draft.metrics.features = words.slice(valueAt, end).join(" ");
    return end - at;
  }
  if (name === "congctl") draft.metrics.congctl = value;
  else if (name === "rtt" || name === "rttvar" || name === "rto_min") draft.metrics[name] = readTimeMs(value) ?? value;
  else draft.metrics[name] = readNumber(value) ?? value;
  return valueAt + 1 - at;
}

/** Words without a field: realms, mark, uid, iif, error, new labels, what a cached entry tells of itself. */
function readRemark(words: readonly string[], at: number, draft: RouteDraft): number {
  const word = words[at] as string;
  const value = words[at + 1];
  if (word === "cache") {
    addExtra(draft, "cache", []);
    return 1;
  }
  if (value === undefined) return 0;
  if (word === "realm" || word === "realms") addExtra(draft, "realms", value);
  else if (word === "iif") addExtra(draft, "iif", value);
  else if (word === "ttl-propagate") addExtra(draft, "ttlPropagate", value);
  else if (word === "as") {
    const isLong = value === "to" && words[at + 2] !== undefined;
    addExtra(draft, "to", isLong ? words[at + 2] : value);
    return isLong ? 3 : 2;
  } else if (word === "Oifs:") {
    addExtra(draft, "oifs", words.slice(at + 1));
    return words.length - at;
  } else if (cacheWords.has(word)) addExtra(draft, word, readNumber(value.endsWith("sec") ? value.slice(0, -3) : value) ?? value);
  else return 0;
  return 2;
}
