import type { Parsed } from "../../model/parsed.ts";
import type { Route } from "../../model/route.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { classicRoute, type ClassicRow, classicWarnings, maskLength, newClassicContext } from "../classic-route.ts";
import { readNumber, splitLines, splitWords } from "../ip/words.ts";

/** The letters of route(8) for the kernel's RTF_ flags; `l` and `a` (local, anycast) are ours, the tools have none. */
const flagLetters: readonly (readonly [bit: number, letter: string])[] = [
  [0x0001, "U"], [0x0002, "G"], [0x0004, "H"], [0x0008, "R"], [0x0010, "D"], [0x0020, "M"], [0x0200, "!"],
  [0x00010000, "d"], [0x00040000, "A"], [0x00100000, "a"], [0x00200000, "n"], [0x00400000, "e"], [0x01000000, "C"],
  [0x80000000, "l"],
];

/**
 * Reads /proc/net/route (IPv4, table main; addresses are little-endian hexadecimal) or /proc/net/ipv6_route (all tables,
 * plain hexadecimal). See proc(5). Broken lines cost themselves and are listed in `notUnderstood`.
 */
export function parseProcRoutes(output: string, command: string): Parsed<Route> {
  const items: Route[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const context = newClassicContext();
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0 || words[0] === "Iface") return;
    const row = words.length === 11 ? readRow4(words) : words.length === 10 ? readRow6(words) : undefined;
    if (!row) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const route = classicRoute(row, context, { command, line: index + 1 });
    if (route) items.push(route);
  });
  return { items, warnings: classicWarnings(context, items.length, command), notUnderstood };
}

function letters(flags: number): string {
  let text = "";
  for (const [bit, letter] of flagLetters) if ((flags & bit) !== 0) text += letter;
  return text;
}

function readRow4(words: readonly string[]): ClassicRow | undefined {
  const [dev, dstHex, gatewayHex, flagsHex, , , metricText, maskHex, mtuText] = words;
  const dst = littleEndianAddress(dstHex);
  const gateway = littleEndianAddress(gatewayHex);
  const mask = littleEndianAddress(maskHex);
  const length = mask === undefined ? undefined : maskLength(mask);
  const flags = hex(flagsHex, 8);
  if (dst === undefined || gateway === undefined || length === undefined || flags === undefined) return undefined;
  return {
    family: 4, dst: `${dst}/${length}`, gateway: gateway === "0.0.0.0" ? undefined : gateway, flags: letters(flags),
    metric: readNumber(metricText), dev: dev === "*" ? undefined : dev, mtu: readNumber(mtuText),
  };
}

function readRow6(words: readonly string[]): ClassicRow | undefined {
  const [dstHex, dstLength, srcHex, srcLength, gatewayHex, metricHex, , , flagsHex, dev] = words;
  const dst = hexAddress6(dstHex);
  const src = hexAddress6(srcHex);
  const gateway = hexAddress6(gatewayHex);
  const [length, fromLength, metric, flags] = [hex(dstLength, 2), hex(srcLength, 2), hex(metricHex, 8), hex(flagsHex, 8)];
  if (dst === undefined || src === undefined || gateway === undefined) return undefined;
  if (length === undefined || fromLength === undefined || metric === undefined || flags === undefined) return undefined;
  return {
    family: 6, dst: `${dst}/${length}`, gateway: gateway === "::" ? undefined : gateway, flags: letters(flags), metric, dev,
    src: fromLength === 0 ? undefined : `${src}/${fromLength}`,
  };
}

function hex(text: string | undefined, maxLength: number): number | undefined {
  if (text === undefined || text === "" || text.length > maxLength) return undefined;
  for (let at = 0; at < text.length; at++) if (!isHexDigit(text.charCodeAt(at))) return undefined;
  return Number.parseInt(text, 16);
}

function isHexDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

/** `0100A8C0` is 192.168.0.1: the kernel prints the address as the number a little-endian machine takes it for. */
function littleEndianAddress(text: string | undefined): string | undefined {
  if (text?.length !== 8) return undefined;
  const value = hex(text, 8);
  if (value === undefined) return undefined;
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24].join(".");
}

/** 32 hex digits as an IPv6 address in its short form (RFC 5952). */
function hexAddress6(text: string | undefined): string | undefined {
  if (text?.length !== 32) return undefined;
  const groups: number[] = [];
  for (let at = 0; at < 32; at += 4) {
    const group = hex(text.slice(at, at + 4), 4);
    if (group === undefined) return undefined;
    groups.push(group);
  }
  let start = -1;
  let length = 1;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) {
      start = at;
      length = end - at;
    }
  }
  const words = groups.map((group) => group.toString(16));
  if (start === -1) return words.join(":");
  return `${words.slice(0, start).join(":")}::${words.slice(start + length).join(":")}`;
}
