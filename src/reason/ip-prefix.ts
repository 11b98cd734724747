/**
 * Addresses and prefixes as 32-bit words, for both IP versions: IPv4 fills `a` alone, IPv6 all four, most significant
 * first. Words are unsigned. Text forms are those of inet_pton(3): no leading zeros trickery, no abbreviations.
 */
export interface Ip {
  readonly family: 4 | 6;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** An address and how many of its leading bits count. The bits after them are zero. */
export interface Prefix {
  readonly ip: Ip;
  readonly length: number;
}

/** The value of a dotted quad as an unsigned number, or -1 where the text is none. */
export function parseIpv4(text: string): number {
  const end = text.length;
  if (end < 7 || end > 15) return -1;
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (digits === 0) return -1;
      dots++;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
    } else {
      if (code < 48 || code > 57) return -1;
      // "01" is octal to some tools and decimal to others; inet_pton refuses it, and so do we.
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + code - 48;
      digits++;
      if (octet > 255) return -1;
    }
  }
  if (dots !== 3 || digits === 0) return -1;
  return value * 256 + octet;
}

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
}

/** An IPv6 address, also one that ends in a dotted quad, or null where the text is none. A zone (`%eth0`) is not part of it. */
export function parseIpv6(text: string): Ip | null {
  const end = text.length;
  if (end < 2 || end > 45) return null;
  const groups: number[] = [];
  let gap = -1;
  let at = 0;
  if (text.charCodeAt(0) === 58) {
    if (text.charCodeAt(1) !== 58) return null;
    gap = 0;
    at = 2;
  }
  while (at < end) {
    let value = 0;
    let digits = 0;
    const start = at;
    while (at < end) {
      const digit = hexValue(text.charCodeAt(at));
      if (digit < 0) break;
      value = value * 16 + digit;
      if (++digits > 4) break;
      at++;
    }
    if (at < end && text.charCodeAt(at) === 46) {
      const quad = parseIpv4(text.slice(start));
      if (quad < 0 || groups.length > 6) return null;
      groups.push(Math.floor(quad / 65536), quad % 65536);
      at = end;
      break;
    }
    if (digits === 0 || digits > 4) return null;
    groups.push(value);
    if (groups.length > 8) return null;
    if (at === end) break;
    if (text.charCodeAt(at) !== 58) return null;
    at++;
    if (at === end) return null;
    if (text.charCodeAt(at) === 58) {
      if (gap >= 0) return null;
      gap = groups.length;
      at++;
    }
  }
  if (gap < 0) {
    if (groups.length !== 8) return null;
  } else {
    if (groups.length > 7) return null;
    const zeros: number[] = Array.from({ length: 8 - groups.length }, () => 0);
    groups.splice(gap, 0, ...zeros);
  }
  const word = (index: number): number => (groups[index] ?? 0) * 65536 + (groups[index + 1] ?? 0);
  return { family: 6, a: word(0), b: word(2), c: word(4), d: word(6) };
}

/** IPv4 from its number. */
export function ipv4(value: number): Ip {
  return { family: 4, a: value, b: 0, c: 0, d: 0 };
}

/** An address of either family, or null. */
export function parseIp(text: string): Ip | null {
  if (text.includes(":")) return parseIpv6(text);
  const value = parseIpv4(text);
  return value < 0 ? null : ipv4(value);
}

function maskWord(length: number): number {
  if (length <= 0) return 0;
  if (length >= 32) return 0xffffffff;
  return (0xffffffff << (32 - length)) >>> 0;
}

/** The address with every bit after the first `length` cleared. */
export function networkOf(ip: Ip, length: number): Ip {
  return {
    family: ip.family,
    a: (ip.a & maskWord(length)) >>> 0,
    b: (ip.b & maskWord(length - 32)) >>> 0,
    c: (ip.c & maskWord(length - 64)) >>> 0,
    d: (ip.d & maskWord(length - 96)) >>> 0,
  };
}

/**
 * `10.0.0.0/8`, `10.0.0.1` (a host route), `default`, `all`, `any`; the last three need the family.
 * Host bits are cleared, as the kernel does. Null where the text is no prefix.
 */
export function parsePrefix(text: string, family: 4 | 6): Prefix | null {
  if (text === "default" || text === "all" || text === "any") {
    return { ip: { family, a: 0, b: 0, c: 0, d: 0 }, length: 0 };
  }
  const slash = text.indexOf("/");
  const ip = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (ip === null || ip.family !== family) return null;
  const widest = family === 4 ? 32 : 128;
  if (slash < 0) return { ip, length: widest };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits)) return null;
  const length = Number(digits);
  if (length > widest) return null;
  return { ip: networkOf(ip, length), length };
}

/** Whether the first `length` bits of the two addresses are the same. */
export function sameBits(x: Ip, y: Ip, length: number): boolean {
  if (((x.a ^ y.a) & maskWord(length)) !== 0) return false;
  if (length <= 32) return true;
  if (((x.b ^ y.b) & maskWord(length - 32)) !== 0) return false;
  if (length <= 64) return true;
  if (((x.c ^ y.c) & maskWord(length - 64)) !== 0) return false;
  return length <= 96 || ((x.d ^ y.d) & maskWord(length - 96)) === 0;
}

/** Whether the address lies in the prefix. Different families never match. */
export function prefixContains(prefix: Prefix, ip: Ip): boolean {
  return prefix.ip.family === ip.family && sameBits(prefix.ip, ip, prefix.length);
}

/** Whether the two prefixes have an address in common (then one of them contains the other). */
export function prefixesOverlap(x: Prefix, y: Prefix): boolean {
  return x.ip.family === y.ip.family && sameBits(x.ip, y.ip, Math.min(x.length, y.length));
}

export function sameIp(x: Ip, y: Ip): boolean {
  return x.family === y.family && x.a === y.a && x.b === y.b && x.c === y.c && x.d === y.d;
}

/** 0.0.0.0 or :: */
export function isUnspecified(ip: Ip): boolean {
  return (ip.a | ip.b | ip.c | ip.d) === 0;
}

/** How many leading bits two addresses share (0 … 32 or 128). */
export function commonPrefixLength(x: Ip, y: Ip): number {
  if (x.family === 4) return Math.clz32(x.a ^ y.a);
  const differences = [x.a ^ y.a, x.b ^ y.b, x.c ^ y.c, x.d ^ y.d];
  for (let word = 0; word < 4; word++) {
    const difference = differences[word] ?? 0;
    if (difference !== 0) return word * 32 + Math.clz32(difference);
  }
  return 128;
}

/** The text form the kernel and inet_ntop(3) use (RFC 5952 for IPv6). */
export function formatIp(ip: Ip): string {
  if (ip.family === 4) return `${ip.a >>> 24}.${(ip.a >>> 16) & 255}.${(ip.a >>> 8) & 255}.${ip.a & 255}`;
  const words = [ip.a, ip.b, ip.c, ip.d];
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  if (ip.a === 0 && ip.b === 0 && (ip.c === 0xffff || (ip.c === 0 && ip.d > 0xffff))) {
    return `${ip.c === 0xffff ? "::ffff:" : "::"}${formatIp(ipv4(ip.d))}`;
  }
  let best = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > bestLength) {
      best = start;
      bestLength = length;
    }
  }
  if (best < 0) return groups.map((group) => group.toString(16)).join(":");
  const head = groups.slice(0, best).map((group) => group.toString(16)).join(":");
  const tail = groups.slice(best + bestLength).map((group) => group.toString(16)).join(":");
  return `${head}::${tail}`;
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.ip)}/${prefix.length}`;
}

/** 127.0.0.0/8 or ::1 */
export function isLoopback(ip: Ip): boolean {
  return ip.family === 4 ? ip.a >>> 24 === 127 : ip.a === 0 && ip.b === 0 && ip.c === 0 && ip.d === 1;
}

/** 224.0.0.0/4 or ff00::/8 */
export function isMulticast(ip: Ip): boolean {
  return ip.family === 4 ? ip.a >>> 28 === 14 : ip.a >>> 24 === 255;
}

/** 224.0.0.0/24: never forwarded by a router. */
export function isLocalMulticast(ip: Ip): boolean {
  return ip.family === 4 && ip.a >>> 8 === 0xe00000;
}

/** 255.255.255.255 */
export function isLimitedBroadcast(ip: Ip): boolean {
  return ip.family === 4 && ip.a === 0xffffffff;
}

/** fe80::/10 or 169.254.0.0/16 */
export function isLinkLocal(ip: Ip): boolean {
  return ip.family === 4 ? ip.a >>> 16 === 0xa9fe : ip.a >>> 22 === 0x3fa;
}
