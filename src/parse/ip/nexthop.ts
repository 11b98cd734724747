import type { Parsed } from "../../model/parsed.ts";
import type { Nexthop } from "../../model/route.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { readEncapWords, readNestedEncap, takeFlatEncap } from "./encap.ts";
import { isJson, isJsonObject, type JsonObject, type JsonValue, type Member, membersOf, readJsonRows } from "./json.ts";
import { deviceName, numberOf, textOf } from "./json-value.ts";
import { familyOf } from "./prefix.ts";
import { familyWords, routeFlags } from "./route-words.ts";
import { readNumber, splitLines, splitWords } from "./words.ts";

/**
 * Reads nexthop objects from `ip nexthop` or `ip -j nexthop` (ip-nexthop(8)), iproute2 5.3 to 7.x, groups, resilient groups
 * and encapsulation included. Weights are 1 where none is printed. Tools up to 6.x cut weights to 8 bits; that cannot be
 * seen in the output, see {@link warnOfCutWeights}. Never throws: unknown words stay in `extra` and are reported.
 *
 * @example parseNexthops("id 3 blackhole \n", "ip nexthop").items[0]?.blackhole // true
 */
export function parseNexthops(output: string, command: string): Parsed<Nexthop> {
  return isJson(output) ? readJson(output, command) : readText(output, command);
}

function readJson(output: string, command: string): Parsed<Nexthop> {
  const { rows, warnings } = readJsonRows(output, command);
  const items: Nexthop[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const unknownKeys = new Map<string, string>();
  for (const row of rows) {
    const nexthop = readNexthopObject(row.value, unknownKeys, row.pointer);
    if (Number.isNaN(nexthop.id)) {
      warnings.push({ code: "bad-row", at: { command, pointer: row.pointer }, message: "a nexthop object without an id" });
      continue;
    }
    nexthop.at = { command, pointer: row.pointer };
    items.push(nexthop);
  }
  for (const [key, pointer] of unknownKeys) {
    warnings.push({ code: "not-understood", at: { command, pointer }, message: `the key ${JSON.stringify(key)} is not known; its values are kept as they are` });
    notUnderstood.push({ line: 1, text: JSON.stringify(key) });
  }
  return { items, warnings, notUnderstood };
}

/** One object of `ip -j nexthop`, or the `nh_info` of a route; the id is NaN where there is none. */
export function readNexthopObject(value: JsonObject, unknownKeys: Map<string, string>, pointer: string): Nexthop {
  const nexthop = newNexthop();
  const members = membersOf(value);
  for (let at = 0; at < members.length; at++) {
    const [key, item] = members[at] as Member;
    switch (key) {
      case "id": nexthop.id = numberOf(item) ?? Number.NaN; break;
      case "gateway": setGateway(nexthop, textOf(item)); break;
      case "via": if (isJsonObject(item)) setGateway(nexthop, textOf(item.host)); break;
      case "dev": nexthop.dev = deviceName(item); break;
      case "group": nexthop.group = readGroup(item); break;
      case "type": nexthop.groupType = textOf(item); break;
      case "blackhole": nexthop.blackhole = item !== false; break;
      case "fdb": nexthop.fdb = item !== false; break;
      case "scope": nexthop.scope = textOf(item); break;
      case "protocol": setProtocol(nexthop, textOf(item)); break;
      case "flags": if (Array.isArray(item)) nexthop.flags.push(...item.map(textOf)); break;
      case "encap":
        if (typeof item === "string") {
          const taken = takeFlatEncap(members, at + 1, item);
          nexthop.encap = taken.encap;
          at = taken.end - 1;
        } else nexthop.encap = readNestedEncap(item);
        break;
      case "resilient_args": case "hw_stats": case "group_stats": case "bucket": case "deleted":
        setExtra(nexthop, key, item);
        break;
      default:
        setExtra(nexthop, key ?? "word", item);
        if (key !== null && !unknownKeys.has(key)) unknownKeys.set(key, pointer);
    }
  }
  return nexthop;
}

function newNexthop(): Nexthop {
  return { id: Number.NaN, blackhole: false, fdb: false, flags: [] };
}

function setGateway(nexthop: Nexthop, gateway: string): void {
  nexthop.gateway = gateway;
  nexthop.family = familyOf(gateway);
}

/** `unspec` is what -d prints where no protocol was given. */
function setProtocol(nexthop: Nexthop, protocol: string): void {
  if (protocol !== "unspec") nexthop.protocol = protocol;
}

function setExtra(nexthop: Nexthop, key: string, value: unknown): void {
  nexthop.extra ??= {};
  Object.defineProperty(nexthop.extra, key, { value, writable: true, enumerable: true, configurable: true });
}

function readGroup(value: JsonValue): { id: number; weight: number }[] {
  const members: { id: number; weight: number }[] = [];
  if (!Array.isArray(value)) return members;
  for (const item of value) {
    if (!isJsonObject(item)) continue;
    const id = numberOf(item.id);
    if (id !== undefined) members.push({ id, weight: numberOf(item.weight ?? 1) ?? 1 });
  }
  return members;
}

function readText(output: string, command: string): Parsed<Nexthop> {
  const items: Nexthop[] = [];
  const warnings: Warning[] = [];
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0) return;
    const unknown: string[] = [];
    const nexthop = readNexthopWords(words, unknown);
    if (Number.isNaN(nexthop.id)) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    if (unknown.length > 0) notUnderstood.push({ line: index + 1, text: unknown.join(" ") });
    nexthop.at = { command, line: index + 1 };
    items.push(nexthop);
  });
  return { items, warnings, notUnderstood };
}

const resilientWords: ReadonlySet<string> = new Set(["buckets", "idle_timer", "unbalanced_timer", "unbalanced_time"]);

/** The words of one line of `ip nexthop`, or those after `nh_info` in a route; unknown ones are added to `unknown`. */
export function readNexthopWords(words: readonly string[], unknown: string[]): Nexthop {
  const nexthop = newNexthop();
  const args: Record<string, number> = {};
  let at = 0;
  if (words[0] === "Deleted") {
    setExtra(nexthop, "deleted", true);
    at = 1;
  }
  while (at < words.length) {
    const word = words[at] as string;
    const value = words[at + 1];
    if (word === "encap" && value !== undefined) {
      const read = readEncapWords(words, at + 1);
      nexthop.encap = read.encap;
      at = read.end;
    } else if (word === "blackhole") {
      nexthop.blackhole = true;
      at++;
    } else if (word === "fdb") {
      nexthop.fdb = true;
      at++;
    } else if (routeFlags.has(word)) {
      nexthop.flags.push(word);
      at++;
    } else if (value !== undefined && readPair(nexthop, args, word, value)) {
      at += 2;
      if (word === "via" && familyWords.has(value) && words[at] !== undefined) {
        setGateway(nexthop, words[at] as string);
        at++;
      }
    } else {
      unknown.push(word);
      at++;
    }
  }
  for (const _ in args) {
    setExtra(nexthop, "resilient_args", args);
    break;
  }
  if (unknown.length > 0) setExtra(nexthop, "words", [...unknown]);
  return nexthop;
}

function readPair(nexthop: Nexthop, args: Record<string, number>, word: string, value: string): boolean {
  switch (word) {
    case "id": {
      const id = readNumber(value);
      if (id === undefined || !Number.isNaN(nexthop.id)) return false;
      nexthop.id = id;
      return true;
    }
    case "via": setGateway(nexthop, value); return true;
    case "dev": nexthop.dev = value; return true;
    case "scope": nexthop.scope = value; return true;
    case "proto": setProtocol(nexthop, value); return true;
    case "type": nexthop.groupType = value; return true;
    case "group": {
      const group = readGroupText(value);
      if (group === undefined) return false;
      nexthop.group = group;
      return true;
    }
    case "hw_stats": case "used": setExtra(nexthop, word, value); return true;
    default: {
      const number = Number(value);
      if (!resilientWords.has(word) || Number.isNaN(number)) return false;
      args[word] = number;
      return true;
    }
  }
}

/** `1,3/2,7`: ids with their weights, 1 where none stands. */
function readGroupText(text: string): { id: number; weight: number }[] | undefined {
  const members: { id: number; weight: number }[] = [];
  for (const part of text.split("/")) {
    const [idText, weightText] = part.split(",");
    const id = readNumber(idText);
    const weight = weightText === undefined ? 1 : readNumber(weightText);
    if (id === undefined || weight === undefined) return undefined;
    members.push({ id, weight });
  }
  return members;
}

/**
 * Group weights may have 16 bits since Linux 6.12; iproute2 before 6.12 prints only the lower 8 of them.
 * Says so once for the groups of an `ip` whose version (`ip -V`) is too old for its kernel.
 */
export function warnOfCutWeights(nexthops: readonly Nexthop[], toolVersion: string | undefined, kernel: string | undefined): Warning[] {
  const tool = versionOf(toolVersion);
  const running = versionOf(kernel);
  if (tool === undefined || running === undefined || tool >= 6012 || running < 6012) return [];
  const group = nexthops.find((nexthop) => nexthop.group?.some((member) => member.weight > 1));
  if (!group) return [];
  return [{
    code: "lossy", ...(group.at ? { at: group.at } : {}),
    message: "this ip prints nexthop weights modulo 256: the kernel may hold larger ones",
  }];
}

/** The first `N.M` in a text as N × 1000 + M; undefined where there is none. Up to 4.20 `ip -V` names a date instead. */
export function versionOf(text: string | undefined): number | undefined {
  if (text?.includes("iproute2-ss")) return 4020;
  const match = text === undefined ? null : /(\d{1,3})\.(\d{1,3})/.exec(text);
  return match ? Number(match[1]) * 1000 + Number(match[2]) : undefined;
}
