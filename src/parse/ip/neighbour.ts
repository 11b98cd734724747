import type { Family } from "../../model/address.ts";
import type { Neighbour } from "../../model/neighbour.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { isJson, type JsonObject, type JsonValue, membersOf, readJsonRows } from "./json.ts";
import { deviceName, numberOf, textOf } from "./json-value.ts";
import { familyOf, looksLikeDestination } from "./prefix.ts";
import { addExtra } from "./route-draft.ts";
import { reportUnknownKeys } from "./route-json.ts";
import { optionOf, readNumber, splitLines, splitWords } from "./words.ts";

const states: ReadonlySet<string> = new Set([
  "INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "NOARP", "PERMANENT", "NONE",
]);

/**
 * Reads `ip neigh` (ip-neighbour(8)) of iproute2 4.20 to 7.x, JSON and text, with and without -s, `show proxy`, `nud all`, and
 * of BusyBox. An entry without a state is in `NONE` unless it is a proxy entry. `lladdr` may be an IP address (tunnels).
 * BusyBox prints `used 0/0/0` for every entry; those times are left out. Never throws.
 *
 * @example parseNeighbours("10.0.0.1 dev eth0 lladdr 02:00:00:00:00:01 STALE\n", "ip neigh").items[0]?.state // ["STALE"]
 */
export function parseNeighbours(output: string, command: string, family?: Family): Parsed<Neighbour> {
  return isJson(output) ? readJson(output, command, family) : readText(output, command, family);
}

function readJson(output: string, command: string, family: Family | undefined): Parsed<Neighbour> {
  const { rows, warnings } = readJsonRows(output, command);
  const items: Neighbour[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const unknownKeys = new Map<string, string>();
  const dev = optionOf(command, "dev") ?? "";
  for (const { pointer, value } of rows) {
    const address = typeof value.dst === "string" ? value.dst : undefined;
    if (address === undefined) {
      warnings.push({ code: "bad-row", at: { command, pointer }, message: `a neighbour without an address: ${JSON.stringify(value).slice(0, 80)}` });
      continue;
    }
    const neighbour: Neighbour = { family: familyOf(address) ?? family ?? 4, address, dev, state: [], router: false, proxy: false };
    readMembers(value, neighbour, unknownKeys, pointer);
    if (neighbour.state.length === 0 && !neighbour.proxy) neighbour.state.push("NONE");
    neighbour.at = { command, pointer };
    items.push(neighbour);
  }
  reportUnknownKeys(output, unknownKeys, { command, warnings, notUnderstood });
  return { items, warnings, notUnderstood };
}

function readMembers(value: JsonObject, neighbour: Neighbour, unknownKeys: Map<string, string>, pointer: string): void {
  for (const [key, member] of membersOf(value)) {
    if (key === null || !readMember(key, member, neighbour)) {
      addExtra(neighbour, key ?? "word", member);
      if (key !== null && !unknownKeys.has(key)) unknownKeys.set(key, pointer);
    }
  }
}

function readMember(key: string, value: JsonValue, neighbour: Neighbour): boolean {
  switch (key) {
    case "dst": return true;
    case "dev": neighbour.dev = deviceName(value); return true;
    case "lladdr": neighbour.lladdr = textOf(value); return true;
    case "router": neighbour.router = true; return true;
    case "proxy": neighbour.proxy = true; return true;
    case "extern_learn": neighbour.externLearn = true; return true;
    case "managed": neighbour.managed = true; return true;
    case "offload": case "extern_valid": case "deleted": case "status": addExtra(neighbour, key, true); return true;
    case "protocol": neighbour.protocol = textOf(value); return true;
    case "state":
      neighbour.state = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
      return true;
    default: break;
  }
  const field = numberFields[key];
  const number = numberOf(value);
  if (field === undefined || number === undefined) return false;
  neighbour[field] = number;
  return true;
}

const numberFields: Readonly<Record<string, "usedS" | "confirmedS" | "updatedS" | "probes" | "refcnt">> = {
  used: "usedS", confirmed: "confirmedS", updated: "updatedS", probes: "probes", refcnt: "refcnt", ref: "refcnt",
};

function readText(output: string, command: string, family: Family | undefined): Parsed<Neighbour> {
  const items: Neighbour[] = [];
  const warnings: Warning[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const dev = optionOf(command, "dev") ?? "";
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0) return;
    const prefix = words[0] === "Deleted" || words[0] === "delete" || words[0] === "miss" ? words[0] : undefined;
    const at = prefix === undefined ? 0 : 1;
    const address = words[at];
    if (!looksLikeDestination(address) || familyOf(address) === undefined || isLladdr(address)) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const neighbour: Neighbour = { family: familyOf(address) ?? family ?? 4, address, dev, state: [], router: false, proxy: false };
    if (prefix !== undefined) addExtra(neighbour, prefix === "miss" ? "miss" : "deleted", true);
    const unknown = readWords(words, at + 1, neighbour);
    if (unknown.length > 0) {
      addExtra(neighbour, "words", unknown);
      notUnderstood.push({ line: index + 1, text: unknown.join(" ") });
    }
    if (neighbour.state.length === 0 && !neighbour.proxy) neighbour.state.push("NONE");
    neighbour.at = { command, line: index + 1 };
    items.push(neighbour);
  });
  if (isBusybox(items, command)) {
    for (const item of items) {
      delete item.usedS;
      delete item.confirmedS;
      delete item.updatedS;
    }
  }
  return { items, warnings, notUnderstood };
}

/** Six pairs of hex digits: a MAC where an address should be (entries of a bridge). */
function isLladdr(text: string): boolean {
  const parts = text.split(":");
  return parts.length === 6 && parts.every((part) => part.length === 2);
}

function isBusybox(items: readonly Neighbour[], command: string): boolean {
  if (command.startsWith("busybox ")) return true;
  if (splitWords(command).some((word) => word.startsWith("-s"))) return false;
  return items.length > 0 && items.every((item) => item.usedS === 0 && item.confirmedS === 0 && item.updatedS === 0);
}

const flagFields: ReadonlySet<string> = new Set(["router", "proxy", "extern_learn", "managed", "offload", "extern_valid"]);

function readWords(words: readonly string[], start: number, neighbour: Neighbour): string[] {
  const unknown: string[] = [];
  let at = start;
  while (at < words.length) {
    const word = words[at] as string;
    const value = words[at + 1];
    if (flagFields.has(word)) {
      readMember(word, null, neighbour);
      at++;
    } else if (isStates(word)) {
      neighbour.state = word.split(",");
      at++;
    } else if (value === undefined) {
      unknown.push(word);
      at++;
    } else if (word === "dev" || word === "lladdr") {
      neighbour[word] = value;
      at += 2;
    } else if (word === "proto") {
      neighbour.protocol = value;
      at += 2;
    } else if (word === "used" && value.includes("/")) {
      at += 2 + readTimes(value, words[at + 2], neighbour);
    } else if ((word === "ref" || word === "probes") && readMember(word, value, neighbour)) {
      at += 2;
    } else {
      unknown.push(word);
      at++;
    }
  }
  return unknown;
}

function isStates(word: string): boolean {
  return states.has(word) || (word.includes(",") && word.split(",").every((state) => states.has(state)));
}

/** `48/48/19`, or `48/48/19probes` followed by their number (iproute2 5.x and 6.x forget the blank); how many words it took more. */
function readTimes(text: string, next: string | undefined, neighbour: Neighbour): number {
  const isGlued = text.endsWith("probes");
  const [used, confirmed, updated] = (isGlued ? text.slice(0, -6) : text).split("/").map(readNumber);
  if (used !== undefined) neighbour.usedS = used;
  if (confirmed !== undefined) neighbour.confirmedS = confirmed;
  if (updated !== undefined) neighbour.updatedS = updated;
  if (!isGlued) return 0;
  const probes = readNumber(next);
  if (probes !== undefined) neighbour.probes = probes;
  return probes === undefined ? 0 : 1;
}
