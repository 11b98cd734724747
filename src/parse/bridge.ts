import type { FdbEntry } from "../model/bridge.ts";
import type { Parsed } from "../model/parsed.ts";
import type { NotUnderstood } from "../model/warning.ts";
import { isJson, type JsonValue, membersOf, readJsonRows } from "./ip/json.ts";
import { deviceName, numberOf, textOf } from "./ip/json-value.ts";
import { addExtra } from "./ip/route-draft.ts";
import { reportUnknownKeys } from "./ip/route-json.ts";
import { optionOf, readNumber, splitLines, splitWords } from "./ip/words.ts";

const fdbFlags: ReadonlySet<string> = new Set(["self", "router", "extern_learn", "offload", "sticky", "locked", "added_by_user"]);
const fdbStates: ReadonlySet<string> = new Set(["permanent", "static", "stale"]);

/**
 * Reads `bridge fdb` (bridge(8)), JSON and text, with and without -d and -s: one MAC may stand there several times (each
 * vlan, each remote of a vxlan). An entry that was learned has the state "". Never throws.
 *
 * @example parseFdb("02:00:00:00:00:01 dev veth1 master br0 \n", "bridge fdb").items[0]?.master // "br0"
 */
export function parseFdb(output: string, command: string): Parsed<FdbEntry> {
  return isJson(output) ? readJson(output, command) : readText(output, command);
}

function newEntry(mac: string, command: string): FdbEntry {
  const dev = optionOf(command, "dev") ?? optionOf(command, "brport") ?? "";
  return { mac, dev, state: "", flags: [] };
}

function readJson(output: string, command: string): Parsed<FdbEntry> {
  const { rows, warnings } = readJsonRows(output, command);
  const items: FdbEntry[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const unknownKeys = new Map<string, string>();
  for (const { pointer, value } of rows) {
    if (typeof value.mac !== "string") {
      warnings.push({ code: "bad-row", at: { command, pointer }, message: `a forwarding entry without a MAC: ${JSON.stringify(value).slice(0, 80)}` });
      continue;
    }
    const entry = newEntry(value.mac, command);
    for (const [key, member] of membersOf(value)) {
      if (key === null || !readMember(key, member, entry)) {
        addExtra(entry, key ?? "word", member);
        if (key !== null && !unknownKeys.has(key)) unknownKeys.set(key, pointer);
      }
    }
    entry.at = { command, pointer };
    items.push(entry);
  }
  reportUnknownKeys(output, unknownKeys, { command, warnings, notUnderstood });
  return { items, warnings, notUnderstood };
}

function readMember(key: string, value: JsonValue, entry: FdbEntry): boolean {
  switch (key) {
    case "mac": return true;
    case "ifname": case "dev": entry.dev = deviceName(value); return true;
    case "master": entry.master = deviceName(value); return true;
    case "state": entry.state = textOf(value); return true;
    case "dst": entry.dst = textOf(value); return true;
    case "via": case "viaIf": entry.via = textOf(value); return true;
    case "flags":
      if (Array.isArray(value)) entry.flags.push(...value.map(textOf));
      return true;
    case "vlan": case "port": case "vni": {
      const number = numberOf(value);
      if (number === undefined) return false;
      entry[key] = number;
      return true;
    }
    case "used": case "updated": case "nhid": case "src_vni": case "linkNetNsId": case "viaIfIndex": case "deleted": case "opCode": case "activity_notify": case "inactive":
      addExtra(entry, key, value);
      return true;
    default: return false;
  }
}

function readText(output: string, command: string): Parsed<FdbEntry> {
  const items: FdbEntry[] = [];
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0) return;
    const start = words[0] === "Deleted" || words[0] === "miss" ? 1 : 0;
    const mac = words[start];
    if (mac === undefined || !isMac(mac)) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const entry = newEntry(mac, command);
    if (start === 1) addExtra(entry, words[0] === "miss" ? "miss" : "deleted", true);
    const unknown = readWords(words, start + 1, entry);
    if (unknown.length > 0) {
      addExtra(entry, "words", unknown);
      notUnderstood.push({ line: index + 1, text: unknown.join(" ") });
    }
    entry.at = { command, line: index + 1 };
    items.push(entry);
  });
  return { items, warnings: [], notUnderstood };
}

const extraNumbers: Readonly<Record<string, string>> = { nhid: "nhid", src_vni: "src_vni", "link-netnsid": "linkNetNsId" };

function readWords(words: readonly string[], start: number, entry: FdbEntry): string[] {
  const unknown: string[] = [];
  let at = start;
  while (at < words.length) {
    const word = words[at] as string;
    const value = words[at + 1];
    const number = readNumber(value);
    if (fdbFlags.has(word)) {
      entry.flags.push(word);
      at++;
      continue;
    }
    if (fdbStates.has(word)) {
      entry.state = word;
      at++;
      continue;
    }
    const times = word === "used" ? value?.split("/").map(readNumber) : undefined;
    const extraKey = extraNumbers[word];
    if (value !== undefined && (word === "dev" || word === "master" || word === "dst" || word === "via")) entry[word] = value;
    else if (number !== undefined && (word === "vlan" || word === "port" || word === "vni")) entry[word] = number;
    else if (number !== undefined && extraKey !== undefined) addExtra(entry, extraKey, number);
    else if (times?.length === 2) {
      addExtra(entry, "used", times[0]);
      addExtra(entry, "updated", times[1]);
    } else {
      unknown.push(word);
      at++;
      continue;
    }
    at += 2;
  }
  return unknown;
}

/** Pairs of hex digits with colons: six on Ethernet, other numbers on other media. */
function isMac(text: string): boolean {
  const bytes = text.split(":");
  return bytes.length >= 4 && bytes.every((byte) => byte.length === 2 && !Number.isNaN(Number(`0x${byte}`)));
}
