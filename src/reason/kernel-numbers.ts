/**
 * The kernel's numbers behind the words that `ip` prints. A word may also be printed as a decimal or hexadecimal
 * number (`ip -N`, or a value without a name on that host); an unknown word gives null.
 */
function numberOf(word: string): number | null {
  if (/^\d{1,10}$/.test(word)) return Number(word);
  return /^0x[0-9a-f]{1,8}$/i.test(word) ? Number.parseInt(word.slice(2), 16) : null;
}

const scopes: Readonly<Record<string, number>> = { global: 0, universe: 0, site: 200, link: 253, host: 254, nowhere: 255 };

/** RT_SCOPE_*: the larger, the nearer. */
export const scopeLink = 253;
export const scopeHost = 254;

export function scopeNumber(word: string): number | null {
  return scopes[word] ?? numberOf(word);
}

const tables: Readonly<Record<string, string>> = { "0": "unspec", "253": "default", "254": "main", "255": "local" };

/** One name for one table: the kernel's four well-known numbers become their names. */
export function tableName(table: string): string {
  return tables[table] ?? table;
}

const dsfields: Readonly<Record<string, number>> = {
  default: 0, cs0: 0, lowcost: 2, reliability: 4, throughput: 8, lowdelay: 16, cs1: 0x20, af11: 0x28, af12: 0x30, af13: 0x38,
  cs2: 0x40, af21: 0x48, af22: 0x50, af23: 0x58, cs3: 0x60, af31: 0x68, af32: 0x70, af33: 0x78, cs4: 0x80, af41: 0x88,
  af42: 0x90, af43: 0x98, cs5: 0xa0, va: 0xb0, "voice-admit": 0xb0, ef: 0xb8, cs6: 0xc0, cs7: 0xe0, le: 4,
};

/** A type-of-service byte: `0x10`, `AF11`, `lowdelay` (rt_dsfield). Without `0x`, iproute2 still means hexadecimal. */
export function dsfieldNumber(word: string): number | null {
  const known = dsfields[word.toLowerCase()];
  if (known !== undefined) return known;
  return /^(0x)?[0-9a-f]{1,2}$/i.test(word) ? Number.parseInt(word.replace(/^0x/i, ""), 16) : null;
}

const protocols: Readonly<Record<string, number>> = {
  icmp: 1, igmp: 2, ipencap: 4, ipip: 4, ipv4: 4, tcp: 6, egp: 8, igp: 9, udp: 17, dccp: 33, ipv6: 41, rsvp: 46, gre: 47, esp: 50,
  "ipsec-esp": 50, ah: 51, "ipsec-ah": 51, "ipv6-icmp": 58, icmpv6: 58, icmp6: 58, ospf: 89, ospfigp: 89, pim: 103, ipcomp: 108,
  vrrp: 112, l2tp: 115, sctp: 132, udplite: 136, "mpls-in-ip": 137, mptcp: 262,
};

/** An IP protocol by name (protocols(5)) or number. */
export function protocolNumber(word: string): number | null {
  return protocols[word.toLowerCase()] ?? numberOf(word);
}
