import * as fc from "fast-check";
import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { formatIp, ipv4, networkOf, parseIp, parsePrefix, prefixContains, type Ip, type Prefix } from "../../src/reason/ip-prefix.ts";
import { Ipv4Trie, Ipv6Trie, type RouteTrie } from "../../src/reason/route-trie.ts";

const word = fc.oneof(fc.constantFrom(0, 1, 0x80000000, 0xffffffff, 0xfe800000, 0x0a000000), fc.integer({ min: 0, max: 0xffffffff }));
const ip4 = word.map((a) => ipv4(a));
const ip6 = fc.tuple(word, word, word, word).map(([a, b, c, d]): Ip => ({ family: 6, a, b, c, d }));
const prefixOf = (ip: fc.Arbitrary<Ip>, widest: number): fc.Arbitrary<Prefix> =>
  fc.tuple(ip, fc.integer({ min: 0, max: widest })).map(([address, length]) => ({ ip: networkOf(address, length), length }));

/** The prefixes around an address, longest first, found by looking at every one of them. */
function around(prefixes: readonly Prefix[], ip: Ip): number[] {
  const lengths = prefixes.filter((prefix) => prefixContains(prefix, ip)).map((prefix) => prefix.length);
  return [...new Set(lengths)].sort((x, y) => y - x);
}

function climb(trie: RouteTrie, ip: Ip): number[] {
  const lengths: number[] = [];
  for (let node = trie.find(ip); node >= 0; node = trie.parentOf(node)) lengths.push(trie.lengthOf(node));
  return lengths;
}

describe("addresses", () => {
  it("are read and printed as node:net understands them", () => {
    fc.assert(fc.property(fc.oneof(ip4, ip6), (ip) => {
      const text = formatIp(ip);
      expect(isIP(text)).toBe(ip.family);
      expect(parseIp(text)).toEqual(ip);
    }));
  });
  it("agree with node:net on what is no address", () => {
    const piece = fc.constantFrom("0", "1", "01", "255", "256", ".", ":", "::", "ffff", "fe80", "10000", "g", " ", "1.2.3.4", "");
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      expect(parseIp(text)?.family ?? 0).toBe(isIP(text));
    }), { numRuns: 2000 });
  });
  it("lose their host bits in a prefix", () => {
    expect(parsePrefix("10.1.2.3/8", 4)).toEqual({ ip: ipv4(0x0a000000), length: 8 });
    expect(parsePrefix("10.0.0.0/33", 4)).toBeNull();
    expect(parsePrefix("default", 6)?.length).toBe(0);
  });
});

describe("the trie", () => {
  it("finds the same prefixes as looking at every IPv4 prefix", () => {
    fc.assert(fc.property(fc.array(prefixOf(ip4, 32), { maxLength: 60 }), fc.array(ip4, { maxLength: 20 }), (prefixes, extra) => {
      const trie = new Ipv4Trie(Uint32Array.from(prefixes, (prefix) => prefix.ip.a), Uint8Array.from(prefixes, (prefix) => prefix.length));
      const edges = prefixes.flatMap(({ ip, length }) => [ip, ipv4((ip.a + 2 ** (32 - length) - 1) % 2 ** 32), ipv4((ip.a + 2 ** (32 - length)) % 2 ** 32)]);
      for (const ip of [...extra, ...edges]) expect(climb(trie, ip)).toEqual(around(prefixes, ip));
    }));
  });
  it("finds the same prefixes as looking at every IPv6 prefix", () => {
    fc.assert(fc.property(fc.array(prefixOf(ip6, 128), { maxLength: 60 }), fc.array(ip6, { maxLength: 20 }), (prefixes, extra) => {
      const trie = new Ipv6Trie(prefixes.map((prefix) => prefix.ip), Uint8Array.from(prefixes, (prefix) => prefix.length));
      for (const ip of [...extra, ...prefixes.map((prefix) => prefix.ip)]) expect(climb(trie, ip)).toEqual(around(prefixes, ip));
    }));
  });
  it("keeps every route of a prefix, in the order given", () => {
    const trie = new Ipv4Trie(Uint32Array.of(0, 0x0a000000, 0, 0x0a000000), Uint8Array.of(0, 8, 0, 8));
    expect([...trie.entriesOf(trie.find(ipv4(0x0a010101)))]).toEqual([1, 3]);
    expect([...trie.entriesOf(trie.find(ipv4(0x01010101)))]).toEqual([0, 2]);
  });
});
