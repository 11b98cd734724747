import type { Family } from "../model/address.ts";
import { formatIp, parseIp, type Ip } from "./ip-prefix.ts";

/** An IP address as a number: 32 bits for IPv4, 128 for IPv6. */
export interface IpNumber {
  readonly family: Family;
  readonly value: bigint;
}

/** A prefix as the range of addresses it contains, both ends included. */
export interface IpRange {
  readonly family: Family;
  readonly prefixlen: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The number of a textual address (a zone such as `%eth0` is left out); undefined for anything else. */
export function numberOfAddress(text: string): IpNumber | undefined {
  const zone = text.indexOf("%");
  const ip = parseIp(zone < 0 ? text : text.slice(0, zone));
  if (!ip) return undefined;
  if (ip.family === 4) return { family: 4, value: BigInt(ip.a) };
  return { family: 6, value: (BigInt(ip.a) << 96n) | (BigInt(ip.b) << 64n) | (BigInt(ip.c) << 32n) | BigInt(ip.d) };
}

/** The text of an address: dotted for IPv4, the short form of RFC 5952 for IPv6. */
export function textOfAddress(address: IpNumber): string {
  const word = (shift: bigint): number => Number((address.value >> shift) & 0xffffffffn);
  const ip: Ip = address.family === 4
    ? { family: 4, a: word(0n), b: 0, c: 0, d: 0 }
    : { family: 6, a: word(96n), b: word(64n), c: word(32n), d: word(0n) };
  return formatIp(ip);
}

/** The range of a prefix (`172.17.0.0/16`, or an address alone); undefined if the text is none. Host bits are cleared. */
export function rangeOfPrefix(text: string): IpRange | undefined {
  const slash = text.lastIndexOf("/");
  const address = numberOfAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  const prefixlen = slash < 0 ? bits : Number.parseInt(text.slice(slash + 1), 10);
  return prefixlen >= 0 && prefixlen <= bits ? rangeAround(address, prefixlen) : undefined;
}

/** The range of the subnet with this prefix length around an address. */
export function rangeAround(address: IpNumber, prefixlen: number): IpRange {
  const size = 1n << BigInt((address.family === 4 ? 32 : 128) - prefixlen);
  const first = address.value - (address.value % size);
  return { family: address.family, prefixlen, first, last: first + size - 1n };
}

/** True if the address (as text) lies in the range. */
export function rangeContains(range: IpRange, address: string): boolean {
  const number = numberOfAddress(address);
  return number !== undefined && number.family === range.family && number.value >= range.first && number.value <= range.last;
}

/** How `left` lies to `right`; prefixes either nest or do not meet. */
export function compareRanges(left: IpRange, right: IpRange): "equal" | "inside" | "around" | "apart" {
  if (left.family !== right.family || left.last < right.first || right.last < left.first) return "apart";
  if (left.prefixlen === right.prefixlen) return "equal";
  return left.prefixlen > right.prefixlen ? "inside" : "around";
}

/** The range in words: `172.17.0.0 – 172.17.255.255`, or one address. */
export function textOfRange(range: IpRange): string {
  const first = textOfAddress({ family: range.family, value: range.first });
  if (range.first === range.last) return first;
  return `${first} – ${textOfAddress({ family: range.family, value: range.last })}`;
}

/** The prefix in CIDR form. */
export function textOfPrefix(range: IpRange): string {
  return `${textOfAddress({ family: range.family, value: range.first })}/${range.prefixlen}`;
}
