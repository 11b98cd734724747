import type { Address, Family } from "../../model/address.ts";
import type { Place } from "../../model/explanation.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { isJsonObject } from "./json.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { readNumber, Words } from "./text.ts";

/** A lifetime the kernel never counts down (INFINITY_LIFE_TIME). */
const forever = 4_294_967_295;

/** The IFA_F_* bits under the names iproute2 prints; bit 0 is `temporary` of an IPv6 address, `secondary` of an IPv4 one. */
const addressFlagBits: readonly (readonly [bit: number, name: string])[] = [
  [0x02, "nodad"], [0x04, "optimistic"], [0x08, "dadfailed"], [0x10, "home"], [0x20, "deprecated"], [0x40, "tentative"],
  [0x100, "mngtmpaddr"], [0x200, "noprefixroute"], [0x400, "autojoin"], [0x800, "stable-privacy"],
];

const addressFlagWords: ReadonlySet<string> = new Set([
  "secondary", "temporary", "dynamic", "permanent", ...addressFlagBits.map(([, name]) => name),
]);

/** Reads one member of `addr_info`; undefined for an address family that is neither IPv4 nor IPv6. */
function readJsonAddress(object: JsonObject, at: Place, unknown: (key: string, value: JsonValue) => void): Address | undefined {
  const local = object["local"] ?? object["address"];
  if (typeof local !== "string") return undefined;
  const family = readFamily(object["family"], local);
  if (family === undefined) return undefined;
  const address: Address = {
    family, address: local, prefixlen: family === 4 ? 32 : 128, scope: scopeOfAddress(local, family), flags: [], at,
  };
  for (const [key, value] of Object.entries(object)) {
    if (!fileMember(address, key, value, object)) unknown(key, value);
  }
  return address;
}

/** `ip -j -br addr` leaves the family out. */
function readFamily(value: JsonValue | undefined, local: string): Family | undefined {
  if (value === undefined) return looksLikeAddress(local, 4) ? 4 : looksLikeAddress(local, 6) ? 6 : undefined;
  return value === "inet" ? 4 : value === "inet6" ? 6 : undefined;
}

function fileMember(address: Address, key: string, value: JsonValue, object: JsonObject): boolean {
  switch (key) {
    case "family": case "local": case "index": case "dev":
      return true;
    case "address":
      if (typeof object["local"] === "string" && typeof value === "string") address.peer = value;
      return true;
    case "prefixlen":
      if (typeof value === "number") address.prefixlen = value;
      return true;
    case "label":
      if (typeof value !== "string") return false;
      // iproute2 4.20 writes a backslash as a newline, and a label begins with the link's name
      address.label = value.replaceAll("\n", "\\");
      return true;
    case "scope": case "broadcast": case "anycast": case "protocol":
      if (typeof value !== "string") return false;
      address[key] = value;
      return true;
    case "metric":
      address.metric = Number(value);
      return true;
    case "valid_life_time":
      address.validLifetimeS = value === forever ? null : Number(value);
      return true;
    case "preferred_life_time":
      address.preferredLifetimeS = value === forever ? null : Number(value);
      return true;
    case "ifa_flags":
      if (typeof value !== "string") return false;
      address.flags.push(...flagsOfBits(value, address.family) ?? [value]);
      return true;
    default:
      if (value === true) address.flags.push(key);
      return value === true || value === false;
  }
}

/** The `addr_info` of a link. */
export function readAddressInfo(
  value: JsonValue | undefined, at: Place, unknown: (key: string, value: JsonValue, at: Place) => void,
): Address[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => {
    const place: Place = { command: at.command, pointer: `${at.pointer ?? ""}/addr_info/${index}` };
    if (!isJsonObject(item) || Object.keys(item).length === 0) return [];
    const address = readJsonAddress(item, place, (key, member) => unknown(key, member, place));
    if (address === undefined) unknown("addr_info", item, place);
    return address ?? [];
  });
}

/**
 * Reads an `inet` or `inet6` line of `ip addr`. The last word of an IPv4 line is its label, which may be any word
 * (`home`, `secondary`), so it is set aside before the flags are read. Returns undefined where no address follows.
 */
export function readTextAddress(text: string, line: number, command: string, notUnderstood: NotUnderstood[]): Address | undefined {
  const words = new Words(text, line, notUnderstood);
  const family: Family = words.take() === "inet6" ? 6 : 4;
  const [local = "", ownLength] = words.take().split("/");
  if (!looksLikeAddress(local, family)) {
    notUnderstood.push({ line, text: text.trim() });
    return undefined;
  }
  let length = readNumber(ownLength);
  const address: Address = { family, address: local, prefixlen: family === 4 ? 32 : 128, scope: "global", flags: [], at: { command, line } };
  while (!words.done) {
    const word = words.peek();
    if (word === "peer" && words.left > 1) {
      words.take();
      const [peer = "", peerLength] = words.take().split("/");
      address.peer = peer;
      length = readNumber(peerLength) ?? length;
    } else if (word === "brd" && words.left > 1) {
      words.take();
      address.broadcast = words.take();
    } else if (word === "any" && words.left > 1) {
      words.take();
      address.anycast = words.take();
    } else if (word === "metric" && words.left > 1) {
      words.take();
      address.metric = Number(words.take());
    } else if (word === "scope" && words.left > 1) {
      words.take();
      address.scope = words.take();
      readFlagsAndLabel(words, address);
    } else words.skip();
  }
  if (length !== undefined) address.prefixlen = length;
  return address;
}

function readFlagsAndLabel(words: Words, address: Address): void {
  const labelled = address.family === 4 && words.left > 0;
  while (words.left > (labelled ? 1 : 0)) {
    const word = words.peek() ?? "";
    if (addressFlagWords.has(word)) address.flags.push(nameOfFlag(words.take(), address.family));
    else if (word === "proto" && words.left > (labelled ? 2 : 1)) {
      words.take();
      address.protocol = words.take();
    } else if (word === "flags" && flagsOfBits(words.peek(1) ?? "", address.family) !== undefined && words.left > (labelled ? 2 : 1)) {
      words.take();
      address.flags.push(...flagsOfBits(words.take(), address.family) ?? []);
    } else words.skip();
  }
  if (labelled) address.label = words.take();
}

/** BusyBox calls a temporary IPv6 address secondary: it is the same bit. */
function nameOfFlag(word: string, family: Family): string {
  return family === 6 && word === "secondary" ? "temporary" : word;
}

/** `flags 12`: bits in hexadecimal without 0x, as BusyBox prints those it has no word for (iproute2: with 0x). */
function flagsOfBits(text: string, family: Family): string[] | undefined {
  const digits = text.startsWith("0x") ? text.slice(2) : text;
  if (digits.length > 8 || !/^[0-9a-f]+$/.test(digits)) return undefined;
  let rest = Number.parseInt(digits, 16);
  const names: string[] = [];
  if (rest & 1) names.push(family === 6 ? "temporary" : "secondary");
  rest &= ~(1 | 0x80);
  for (const [bit, name] of addressFlagBits) {
    if (rest & bit) names.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names;
}

/** `valid_lft 2636sec preferred_lft forever` */
export function readLifetimes(text: string, line: number, address: Address | undefined, notUnderstood: NotUnderstood[]): void {
  const words = new Words(text, line, notUnderstood);
  while (!words.done) {
    const word = words.peek();
    const value = readLifetime(words.peek(1));
    if ((word === "valid_lft" || word === "preferred_lft") && value !== undefined && address !== undefined) {
      words.take();
      words.take();
      if (word === "valid_lft") address.validLifetimeS = value;
      else address.preferredLifetimeS = value;
    } else words.skip();
  }
}

function readLifetime(word: string | undefined): number | null | undefined {
  if (word === "forever") return null;
  return word?.endsWith("sec") ? readNumber(word.slice(0, -3)) : undefined;
}

/** Whether a word has the shape of an address of the family; the kernel has judged it already, so this is no validation. */
export function looksLikeAddress(word: string, family: Family): boolean {
  if (word.length > 60) return false;
  return family === 4 ? /^\d{1,3}(?:\.\d{1,3}){1,3}$/.test(word) : word.includes(":") && /^[0-9a-fA-F:.%]+$/.test(word);
}

/** The scope the kernel gives an IPv6 address by its prefix; an IPv4 address has the one it was added with. */
export function scopeOfAddress(address: string, family: Family): string {
  if (family === 4) return "unknown";
  if (address === "::1") return "host";
  const first = Number.parseInt(address.split(":", 1)[0] || "0", 16);
  if ((first & 0xffc0) === 0xfe80) return "link";
  return (first & 0xffc0) === 0xfec0 ? "site" : "global";
}
