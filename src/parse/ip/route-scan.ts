import type { RouteDraft } from "./route-draft.ts";

const quote = 0x22;
const backslash = 0x5c;

/** Members of a plain row, by their place in {@link Scanner.latest}. */
const memberNames = ["type", "dst", "gateway", "dev", "table", "protocol", "scope", "prefsrc", "pref"] as const;

/**
 * Walks through `ip -j route` without making JSON objects: nearly all routes of a big table have nothing but a few
 * strings, a metric and flags. Where the text is not what ip prints in one line (pretty-printed, torn, from 4.20 …) the
 * walk ends with `isWhole` false, and the caller reads the rest the careful way.
 */
export class RouteRows {
  /** number of rows walked over */
  count = 0;
  isWhole = false;
  readonly #text: string;
  readonly #scanner: Scanner;
  #at = 1;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new Scanner(text);
    if (text.charCodeAt(0) !== 0x5b || text.charCodeAt(1) !== 0x7b) this.#at = -1;
  }

  /** The next row: a draft (the same object each time), or its own text where it has more than plain members. */
  next(): RouteDraft | string | undefined {
    const start = this.#at;
    if (start < 0) return undefined;
    const text = this.#text;
    const plainEnd = this.#scanner.readRow(start);
    const end = plainEnd > 0 ? plainEnd : skipRow(text, start);
    if (end < 0) return undefined;
    this.count++;
    this.#at = end + 1;
    const next = text.charCodeAt(end);
    if (next === 0x5d && isBlankFrom(text, end + 1)) {
      this.isWhole = true;
      this.#at = -1;
    } else if (next !== 0x2c || text.charCodeAt(end + 1) !== 0x7b) this.#at = -1;
    return plainEnd > 0 ? this.#scanner.draft : text.slice(start, end);
  }
}

/** The end of the object that starts here, by its braces outside strings; -1 where it has none. */
function skipRow(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (inString) {
      if (c === backslash) at++;
      else if (c === quote) inString = false;
    } else if (c === quote) inString = true;
    else if (c === 0x7b) depth++;
    else if (c === 0x7d && --depth === 0) return at + 1;
  }
  return -1;
}

function isBlankFrom(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) if (text.charCodeAt(at) > 0x20) return false;
  return true;
}

class Scanner {
  /** the latest plain row; used again for the next one, so whoever keeps it copies what it wants */
  readonly draft: RouteDraft = emptyDraft();
  readonly #text: string;
  /** the value each member had in the row before: devices, gateways and words come in long runs */
  readonly #latest: string[] = memberNames.map(() => "");
  #end = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads `{"key":value,…}`; returns where it ends, or 0 for a row that is not plain. Each member may stand there once. */
  readRow(start: number): number {
    const text = this.#text;
    const draft = this.draft;
    clearDraft(draft);
    let at = start + 1;
    let hasFlags = false;
    for (;;) {
      if (text.charCodeAt(at) !== quote) return 0;
      const member = this.#readName(at + 1);
      at = this.#end;
      if (member < 0 || text.charCodeAt(at) !== 0x3a) return 0;
      at++;
      if (member < metricMember) {
        const name = memberNames[member] as (typeof memberNames)[number];
        if (text.charCodeAt(at) !== quote) return 0;
        const value = this.#readString(at + 1, member);
        if (value === undefined || (name === "dst" ? draft.dst !== "" : draft[name] !== undefined)) return 0;
        draft[name] = value;
        at = this.#end;
      } else if (member === metricMember) {
        const from = at;
        let metric = 0;
        for (let c = text.charCodeAt(at); c >= 0x30 && c <= 0x39; c = text.charCodeAt(++at)) metric = metric * 10 + c - 0x30;
        if (at === from || at - from > 10 || draft.metric !== undefined) return 0;
        draft.metric = metric;
      } else {
        if (text.charCodeAt(at) !== 0x5b || hasFlags) return 0;
        if (text.charCodeAt(at + 1) === 0x5d) at += 2;
        else {
          draft.flags = [];
          at = this.#readFlags(at + 1, draft.flags);
          if (at === 0) return 0;
        }
        hasFlags = true;
      }
      const next = text.charCodeAt(at);
      if (next === 0x7d) break;
      if (next !== 0x2c) return 0;
      at++;
    }
    return draft.dst === "" ? 0 : at + 1;
  }

  /** Which member's name stands here; its end, behind the quote, goes to `#end`. -1 for none of them. */
  #readName(start: number): number {
    const text = this.#text;
    let first = 0;
    let last = 0;
    let at = start;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === quote) break;
      if (!(c < 0x80) || at - start > 7) return -1;
      if (at - start < 4) first = first * 128 + c;
      else last = last * 128 + c;
      at++;
    }
    this.#end = at + 1;
    for (let member = 0; member <= flagsMember; member++) {
      const code = nameCodes[member] as readonly [number, number];
      if (code[0] === first && code[1] === last) return member;
    }
    return -1;
  }

  /** A string without escapes and control characters; its end goes to `#end`. */
  #readString(start: number, member: number): string | undefined {
    const text = this.#text;
    const latest = this.#latest[member] as string;
    let isSame = true;
    let at = start;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === quote) break;
      if (!(c >= 0x20) || c === backslash) return undefined;
      if (isSame && c !== latest.charCodeAt(at - start)) isSame = false;
      at++;
    }
    this.#end = at + 1;
    if (isSame && at - start === latest.length) return latest;
    const value = text.slice(start, at);
    this.#latest[member] = value;
    return value;
  }

  #readFlags(start: number, flags: string[]): number {
    const text = this.#text;
    let at = start;
    for (;;) {
      if (text.charCodeAt(at) !== quote) return 0;
      const end = text.indexOf('"', at + 1);
      if (end === -1 || end - at > 40) return 0;
      const flag = text.slice(at + 1, end);
      if (flag.includes("\\")) return 0;
      flags.push(flag);
      at = end + 1;
      const next = text.charCodeAt(at);
      if (next === 0x5d) return at + 1;
      if (next !== 0x2c) return 0;
      at++;
    }
  }
}

/** All fields at once, so that every draft has the same shape. */
function emptyDraft(): RouteDraft {
  return {
    type: undefined, dst: "", gateway: undefined, dev: undefined, table: undefined, protocol: undefined, scope: undefined,
    prefsrc: undefined, pref: undefined, metric: undefined, extra: undefined, flags: [], nexthops: [], isCached: false,
  };
}

/** What nearly every route has for flags and next hops: one empty array for all of them, that nobody can write to. */
const none = Object.freeze([]) as unknown as never[];

function clearDraft(draft: RouteDraft): void {
  draft.type = undefined;
  draft.dst = "";
  draft.gateway = undefined;
  draft.dev = undefined;
  draft.table = undefined;
  draft.protocol = undefined;
  draft.scope = undefined;
  draft.prefsrc = undefined;
  draft.pref = undefined;
  draft.metric = undefined;
  draft.extra = undefined;
  draft.flags = none;
  draft.nexthops = none;
}

/**
 * A name of up to eight ASCII letters as two numbers, four letters each: compared at once, exactly, and much faster than
 * by `startsWith`.
 */
function nameCode(name: string): readonly [first: number, last: number] {
  let first = 0;
  let last = 0;
  for (let at = 0; at < name.length; at++) {
    if (at < 4) first = first * 128 + name.charCodeAt(at);
    else last = last * 128 + name.charCodeAt(at);
  }
  return [first, last];
}

const nameCodes = [...memberNames, "metric", "flags"].map(nameCode);
const metricMember = memberNames.length;
const flagsMember = memberNames.length + 1;
