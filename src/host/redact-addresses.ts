import { createHmac } from "node:crypto";

/** Bytes of an address, most significant first: 4 or 16 of them. */
export type AddressBytes = readonly number[];

/**
 * Maps public addresses of one family to others, bit by bit: whether a bit is flipped depends only on the bits before
 * it, so addresses that share n leading bits share n leading bits afterwards and different ones stay different. Bits
 * are flipped only above the longest prefix that the host knows there: the zeros of a network, its broadcast address
 * and the numbering inside it stay.
 */
export class AddressMap {
  readonly #key: Buffer;
  readonly #isKept: (address: AddressBytes) => boolean;
  /** nodes (leading bits) below which a known prefix goes on: the only places where a bit may be flipped */
  readonly #inner = new Set<string>();

  constructor(key: Buffer, isKept: (address: AddressBytes) => boolean, prefixes: Iterable<readonly [AddressBytes, number]>) {
    this.#key = key;
    this.#isKept = isKept;
    for (const [address, length] of prefixes) {
      const bits = bitsOf(address);
      for (let at = 0; at < length; at += 1) this.#inner.add(bits.slice(0, at));
    }
  }

  /** The substitute of an address, or of a prefix's network when `length` is given: bits behind it stay as they are. */
  map(address: AddressBytes, length = address.length * 8): number[] {
    if (this.#isKept(address)) return [...address];
    const bits = bitsOf(address);
    const first = firstFlippable(address);
    let mapped = bits.slice(0, first);
    for (let at = first; at < bits.length; at += 1) {
      const node = bits.slice(0, at);
      const isFlipped = at < length && this.#inner.has(node) && (at === first || this.#flips(node));
      mapped += isFlipped === (bits[at] === "1") ? "0" : "1";
    }
    return Array.from({ length: address.length }, (_, index) => Number.parseInt(mapped.slice(index * 8, index * 8 + 8), 2));
  }

  #flips(node: string): boolean {
    return ((createHmac("sha256", this.#key).update(node).digest()[0] ?? 0) & 1) === 1;
  }
}

function bitsOf(address: AddressBytes): string {
  return address.map((byte) => byte.toString(2).padStart(8, "0")).join("");
}

/** Bits in front of this one say which class an address is of, and stay. Blocks that hold a reserved one keep more. */
export function firstFlippable(address: AddressBytes): number {
  if (address.length === 16) return 16;
  const [a = 0, b = 0] = address;
  if ((a === 192 && b === 0) || (a === 198 && b === 51) || (a === 203 && b === 0) || (a === 192 && b === 88)) return 24;
  return [100, 169, 172, 192, 198, 203].includes(a) ? 16 : 8;
}

/** IPv4 addresses that tell nothing about who runs the host: private, shared, loopback, link-local, documentation, multicast. */
export function isKept4(address: AddressBytes): boolean {
  const [a = 0, b = 0, c = 0] = address;
  return a === 0 || a === 10 || a === 127 || a >= 224 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)
    || (a === 100 && b >= 64 && b < 128) || (a === 192 && b === 0 && (c === 0 || c === 2)) || (a === 198 && (b === 18 || b === 19))
    || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113);
}

/** IPv6 addresses outside of 2000::/3, of the documentation blocks, and Teredo's well-known prefix. */
export function isKept6(address: AddressBytes): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = address;
  return (a & 0xe0) !== 0x20 || (a === 0x20 && b === 0x01 && ((c === 0x0d && d === 0xb8) || (c === 0 && d === 0)));
}

export function parseAddress4(text: string): number[] | undefined {
  const bytes = text.split(".").map(Number);
  return bytes.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

export function parseAddress6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}

/** As inet_ntop writes it: the longest run of zero groups (two at least, the first of equals) becomes `::`. */
export function formatAddress(bytes: AddressBytes): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}
