import type { Warning } from "../../model/warning.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject { [key: string]: JsonValue }

/** One element of the outermost array, with its JSON pointer in the whole output. */
interface JsonRow { readonly pointer: string; readonly value: JsonObject }

export interface JsonRows { readonly rows: JsonRow[]; readonly warnings: Warning[] }

/** A member as it stood in the text; `key` is null for a bare value among the members (`{"unicast","dst":…}`). */
export type Member = readonly [key: string | null, value: JsonValue];

/** Deeper nesting than any tool prints; a guard against a stack overflow on hostile input. */
const maxDepth = 100;

/** Members in their order, kept only for objects whose text says more than a JavaScript object can hold. */
const orderedMembers = new WeakMap<JsonObject, Member[]>();

/**
 * The members of an object in the order of the text, every repeated key included: iproute2 up to 6.x prints the
 * attributes of an encapsulated route flat, so that `dst` stands there twice. In the object itself the first one counts.
 */
export function membersOf(object: JsonObject): readonly Member[] {
  return orderedMembers.get(object) ?? Object.entries(object);
}

/** Whether {@link membersOf} tells more than the object itself: repeated keys or bare strings. */
export function hasIrregularMembers(object: JsonObject): boolean {
  return orderedMembers.has(object);
}

/** The bare string an object starts with (iproute2 4.20 prints a route's type this way). */
export function bareMember(object: JsonObject): string | undefined {
  const first = orderedMembers.get(object)?.[0];
  return first && first[0] === null && typeof first[1] === "string" ? first[1] : undefined;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an output is meant as JSON: `[` or `{` and then something JSON may go on with. `[LINK]3: eth0` is not. */
export function isJson(output: string): boolean {
  const start = skipBlanks(output, 0);
  const opening = output[start];
  if (opening !== "[" && opening !== "{") return false;
  const next = output[skipBlanks(output, start + 1)];
  if (next === undefined) return true;
  return opening === "[" ? "]{[\"".includes(next) : "}\"".includes(next);
}

/**
 * Reads the JSON of iproute2 (`ip -j`, `bridge -j`), also where it is none: raw control bytes and `\'` in strings,
 * repeated keys, bare strings and words among members, `["mdb":[]]`, the lone `[` of a failed dump, an output that was cut off.
 * Returns the objects of the outermost array (a lone object is one row), without the `{}` that a filter leaves behind.
 * Never throws: what cannot be read costs that row and a warning. Numbers beyond 2^53 lose their last digits.
 *
 * @example readJsonRows('[{"ifindex":1,"ifname":"lo"}]', "ip -j link").rows[0]?.pointer // "/0"
 */
export function readJsonRows(output: string, command: string): JsonRows {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    return readTolerantly(output, command);
  }
  if (countKeys(value, 0) !== countColons(output)) return readTolerantly(output, command);
  const list = Array.isArray(value) ? (value as JsonValue[]) : [value as JsonValue];
  const rows: JsonRow[] = [];
  const warnings: Warning[] = [];
  for (let index = 0; index < list.length; index++) {
    addRow(rows, warnings, list[index] as JsonValue, Array.isArray(value) ? `/${index}` : "", command);
  }
  return { rows, warnings };
}

function addRow(rows: JsonRow[], warnings: Warning[], value: JsonValue, pointer: string, command: string): void {
  if (!isJsonObject(value)) {
    warnings.push({
      code: "bad-row", at: { command, pointer },
      message: `expected an object, found ${JSON.stringify(value).slice(0, 60)}`,
    });
    return;
  }
  for (const _ in value) {
    rows.push({ pointer, value });
    return;
  }
  if (hasIrregularMembers(value)) rows.push({ pointer, value });
}

/** How many `":` the text has: the number of keys, or more where a string holds one (then the slow way is taken for nothing). */
function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) count++;
  return count;
}

function countKeys(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maxDepth) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item, depth + 1);
    return count;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    count++;
    const member = object[key];
    if (typeof member === "object") count += countKeys(member, depth + 1);
  }
  return count;
}

/** Where reading stopped, and why; `atEnd` tells an output that was cut off from one that is wrong. */
class Stop extends Error {
  readonly at: number;
  readonly atEnd: boolean;
  constructor(message: string, at: number, text: string) {
    super(message);
    this.at = at;
    this.atEnd = at >= text.length;
  }
}

function readTolerantly(text: string, command: string): JsonRows {
  const rows: JsonRow[] = [];
  const warnings: Warning[] = [];
  let firstKey: string | undefined;
  let index = 0;
  let at = skipBlanks(text, 0);
  if (at === text.length) return { rows, warnings };
  const inArray = text[at] === "[";
  if (inArray) at++;
  else if (text[at] !== "{") {
    const said = JSON.stringify(text.slice(at, at + 60));
    return { rows, warnings: [{ code: "bad-json", at: { command, pointer: "" }, message: `expected JSON, found ${said}` }] };
  }
  let closed = false;
  while (at < text.length) {
    at = skipBlanks(text, at);
    const c = text[at];
    if (c === undefined) break;
    if (c === "," ) {
      at++;
      continue;
    }
    if (c === "]" && inArray) {
      closed = true;
      at = skipBlanks(text, at + 1);
      break;
    }
    const pointer = inArray ? `/${index}` : "";
    try {
      const [value, end] = c === '"' && inArray ? readKeyedItems(text, at) : readValue(text, at, 1);
      addRow(rows, warnings, value, pointer, command);
      if (firstKey === undefined && isJsonObject(value)) firstKey = membersOf(value)[0]?.[0] ?? undefined;
      index++;
      at = end;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      if (error.atEnd) break;
      warnings.push({
        code: "bad-json", at: { command, pointer },
        message: `${error.message} at character ${error.at + 1}; this entry is left out`,
      });
      const next = firstKey === undefined ? -1 : text.indexOf(`},{${JSON.stringify(firstKey)}`, error.at);
      if (next === -1) return { rows, warnings };
      index++;
      at = next + 1;
    }
  }
  if (inArray && !closed) {
    warnings.push({
      code: "truncated", at: { command, pointer: `/${index}` },
      message: `the output breaks off after ${rows.length} complete ${rows.length === 1 ? "entry" : "entries"}`,
    });
  } else if (!inArray && rows.length === 0 && warnings.length === 0) {
    warnings.push({ code: "truncated", at: { command, pointer: "" }, message: "the output breaks off" });
  } else if (closed && at < text.length) {
    warnings.push({
      code: "bad-json", at: { command, pointer: "" },
      message: `text after the end of the JSON: ${JSON.stringify(text.slice(at, at + 60))}`,
    });
  }
  return { rows, warnings };
}

/** `"mdb":[…],"router":{…}` straight in an array, as `bridge -j mdb` of iproute2 4.20 prints it. */
function readKeyedItems(text: string, start: number): [JsonValue, number] {
  const [first, afterFirst] = readString(text, start);
  if (text[skipBlanks(text, afterFirst)] !== ":") return [first, afterFirst];
  return readMembers(text, start, "]", 1);
}

function readValue(text: string, start: number, depth: number): [JsonValue, number] {
  if (depth > maxDepth) throw new Stop("nested too deeply", start, text);
  const c = text[start];
  if (c === '"') return readString(text, start);
  if (c === "{") {
    const [object, end] = readMembers(text, start + 1, "}", depth);
    return [object, end + 1];
  }
  if (c === "[") return readArray(text, start + 1, depth);
  return readWord(text, start);
}

function readArray(text: string, start: number, depth: number): [JsonValue, number] {
  const items: JsonValue[] = [];
  let at = start;
  for (;;) {
    at = skipBlanks(text, at);
    const c = text[at];
    if (c === "]") return [items, at + 1];
    if (c === undefined) throw new Stop("an array does not end", at, text);
    if (c === ",") {
      at++;
      continue;
    }
    const [value, end] = c === '"' ? readKeyedItemsOf(text, at, depth) : readValue(text, at, depth + 1);
    items.push(value);
    at = end;
  }
}

function readKeyedItemsOf(text: string, start: number, depth: number): [JsonValue, number] {
  const [first, afterFirst] = readString(text, start);
  if (text[skipBlanks(text, afterFirst)] !== ":") return [first, afterFirst];
  return readMembers(text, start, "]", depth + 1);
}

/** Reads members up to the closing bracket, which is left to the caller. */
function readMembers(text: string, start: number, closing: "}" | "]", depth: number): [JsonObject, number] {
  const object: JsonObject = {};
  const members: Member[] = [];
  let irregular = false;
  let at = start;
  for (;;) {
    at = skipBlanks(text, at);
    const c = text[at];
    if (c === closing) break;
    if (c === ",") {
      at++;
      continue;
    }
    if (c === undefined) throw new Stop("an object does not end", at, text);
    if (c !== '"') {
      // 4.20 drops pieces of text (`"gateway":"fe80::1"dev lan0 weight 2 ,`) and whole objects between members
      const [value, end] = readValue(text, at, depth + 1);
      members.push([null, value]);
      irregular = true;
      at = end;
      continue;
    }
    const [key, afterKey] = readString(text, at);
    at = skipBlanks(text, afterKey);
    if (text[at] === ":") {
      const [value, end] = readValue(text, skipBlanks(text, at + 1), depth + 1);
      at = end;
      members.push([key, value]);
      if (Object.hasOwn(object, key)) irregular = true;
      else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    } else {
      members.push([null, key]);
      irregular = true;
    }
  }
  if (irregular) orderedMembers.set(object, members);
  return [object, at];
}

function readString(text: string, start: number): [string, number] {
  let value = "";
  let from = start + 1;
  let at = from;
  for (;;) {
    const c = text.charCodeAt(at);
    if (Number.isNaN(c)) throw new Stop("a string does not end", text.length, text);
    if (c === 0x22) return [value + text.slice(from, at), at + 1];
    if (c !== 0x5c) {
      at++;
      continue;
    }
    value += text.slice(from, at);
    const [escaped, end] = readEscape(text, at);
    value += escaped;
    from = at = end;
  }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", "'": "'",
};

function readEscape(text: string, start: number): [string, number] {
  const c = text[start + 1];
  if (c === undefined) throw new Stop("a string does not end", text.length, text);
  const simple = simpleEscapes[c];
  if (simple !== undefined) return [simple, start + 2];
  if (c === "u") {
    const digits = text.slice(start + 2, start + 6);
    if (/^[0-9a-fA-F]{4}$/.test(digits)) return [String.fromCharCode(Number.parseInt(digits, 16)), start + 6];
  }
  // no known escape: both characters are kept
  return [`\\${c}`, start + 2];
}

function readWord(text: string, start: number): [JsonValue, number] {
  let end = start;
  while (end < text.length && !" \t\r\n,:[]{}\"".includes(text.charAt(end))) end++;
  const word = text.slice(start, end);
  if (word === "") throw new Stop("a value was expected", start, text);
  if (word === "null") return [null, end];
  if (word === "true" || word === "false") return [word === "true", end];
  // a number cut off by the end of the output is not that number
  if (end === text.length) throw new Stop("a value does not end", end, text);
  const number = Number(word);
  return [Number.isNaN(number) ? word : number, end];
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09 && c !== 0xfeff) return at;
    at++;
  }
}
