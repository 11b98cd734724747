import { createHmac, randomBytes } from "node:crypto";
import type { RecordedAnswer } from "./record.ts";

/** What is replaced, and by what: the same original always gives the same substitute. */
export interface Redaction {
  readonly answers: RecordedAnswer[];
  readonly host: string | null;
  /** every original that was replaced, for a test to search for */
  readonly originals: ReadonlySet<string>;
}

/**
 * Replaces MACs, public addresses, host and user names in recorded answers. Prefixes and equalities stay: two addresses
 * that share n leading bits share n leading bits afterwards, so that routes, on-link relations and explanations are the
 * same. Private, link-local, loopback, multicast and documentation addresses stay as they are; so do a MAC's
 * locally-administered and group bits, and an EUI-64 address keeps belonging to its MAC.
 */
export function redactAnswers(answers: readonly RecordedAnswer[], names: readonly string[], hostName: string | null): Redaction {
  const redactor = new Redactor(randomBytes(16), names);
  const texts = answers.map(({ stdout, result }) => `${stdout.toString("latin1")}\n${result.stderr}`);
  for (const text of texts) redactor.learn(text);
  return {
    answers: answers.map(({ argv, stdout, result }) => {
      const path = argv[0] === "cat" ? argv[1] ?? "" : "";
      const text = redactor.apply(stdout.toString("latin1"), path);
      return { argv, stdout: Buffer.from(text, "latin1"), result: { ...result, stderr: redactor.apply(result.stderr, "") } };
    }),
    host: hostName === null ? null : redactor.name(hostName),
    originals: redactor.originals,
  };
}

const macPattern = /(?<![0-9a-fA-F:])[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}(?![0-9a-fA-F:])/g;
const v4Pattern = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g;
const v6Pattern = /(?<![0-9a-fA-F:.])(?:[0-9a-fA-F]{1,4}:){1,7}(?::?[0-9a-fA-F]{0,4})(?::[0-9a-fA-F]{1,4}){0,6}(?![0-9a-fA-F:])|(?<![0-9a-fA-F:])::[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6}(?![0-9a-fA-F:])/g;

class Redactor {
  readonly originals = new Set<string>();
  readonly #key: Buffer;
  readonly #names: readonly string[];
  readonly #macs = new Map<string, string>();

  constructor(key: Buffer, names: readonly string[]) {
    this.#key = key;
    this.#names = names.filter((name) => name.length >= 3 && !/^(root|localhost|nobody|daemon)$/.test(name)).toSorted((a, b) => b.length - a.length);
  }

  /** Notes the MACs first: addresses made of them have to follow. */
  learn(text: string): void {
    for (const mac of text.match(macPattern) ?? []) this.mac(mac);
  }

  apply(text: string, path: string): string {
    if (path === "/proc/net/route") return text.replace(/\b[0-9A-F]{8}\b/g, (hex, offset: number) => this.#littleEndian(hex, text, offset));
    if (path === "/proc/net/ipv6_route" || path === "/proc/net/if_inet6") return text.replace(/\b[0-9a-f]{32}\b/g, (hex) => bytesToHex(this.#address6(hexToBytes(hex))));
    let out = text.replace(macPattern, (mac) => this.mac(mac));
    out = out.replace(v6Pattern, (address) => this.#text6(address));
    out = out.replace(v4Pattern, (address) => this.#text4(address));
    for (const name of this.#names) {
      if (!out.includes(name)) continue;
      this.originals.add(name);
      out = out.replace(new RegExp(`(?<![A-Za-z0-9])${escapeRegExp(name)}(?![A-Za-z0-9])`, "g"), this.name(name));
    }
    return out;
  }

  name(original: string): string {
    return `host-${this.#digest(`name ${original}`).toString("hex").slice(0, 6)}`;
  }

  mac(text: string): string {
    const lower = text.toLowerCase();
    if (lower === "00:00:00:00:00:00" || lower === "ff:ff:ff:ff:ff:ff" || /^(33:33|01:00:5e|01:80:c2)/.test(lower)) return text;
    const known = this.#macs.get(lower);
    if (known !== undefined) return known;
    this.originals.add(lower);
    const bytes = lower.split(":").map((part) => Number.parseInt(part, 16));
    const fresh = this.#digest(`mac ${lower}`);
    // The two low bits of the first byte say group and locally administered; Docker's 02:42 holds the IPv4 address.
    const first = ((fresh[0] ?? 0) & 0xfc) | ((bytes[0] ?? 0) & 0x03);
    const isDocker = bytes[0] === 0x02 && bytes[1] === 0x42;
    const made = isDocker ? [0x02, 0x42, ...this.#address4(bytes.slice(2))] : [first, ...fresh.subarray(1, 6)];
    const result = made.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
    this.#macs.set(lower, result);
    return result;
  }

  #text4(text: string): string {
    const bytes = text.split(".").map(Number);
    if (bytes.some((byte) => byte > 255)) return text;
    const made = this.#address4(bytes).join(".");
    if (made !== text) this.originals.add(text);
    return made;
  }

  #address4(bytes: readonly number[]): number[] {
    return keeps4(bytes) ? [...bytes] : this.#permute(bytes, 8, keeps4);
  }

  #littleEndian(hex: string, text: string, offset: number): string {
    // Flags of four digits and counters never have eight; destination, gateway and mask do, and a mask is no address.
    const column = text.slice(text.lastIndexOf("\n", offset) + 1, offset).split("\t").length;
    if (column === 8) return hex;
    const bytes = hexToBytes(hex).toReversed();
    return bytesToHex(this.#address4(bytes).toReversed()).toUpperCase();
  }

  #text6(text: string): string {
    const bytes = parse6(text);
    if (!bytes) return text;
    const made = this.#address6(bytes);
    if (made.every((byte, index) => byte === bytes[index])) return text;
    this.originals.add(text);
    return format6(made);
  }

  #address6(bytes: readonly number[]): number[] {
    const network = keeps6(bytes) ? bytes.slice(0, 8) : this.#permute(bytes.slice(0, 8), 3, (part) => keeps6([...part, ...bytes.slice(8)]));
    const tail = bytes.slice(8);
    const isEui64 = tail[3] === 0xff && tail[4] === 0xfe;
    if (isEui64) {
      const mac = [(tail[0] ?? 0) ^ 2, tail[1], tail[2], tail[5], tail[6], tail[7]].map((byte) => (byte ?? 0).toString(16).padStart(2, "0")).join(":");
      const made = this.mac(mac).split(":").map((part) => Number.parseInt(part, 16));
      return [...network, (made[0] ?? 0) ^ 2, made[1] ?? 0, made[2] ?? 0, 0xff, 0xfe, made[3] ?? 0, made[4] ?? 0, made[5] ?? 0];
    }
    const isPlain = tail.slice(0, 6).every((byte) => byte === 0);
    return isPlain || keeps6(bytes) ? [...network, ...tail] : [...network, ...this.#permute(tail, 0, () => false, network)];
  }

  /** Prefix-preserving: each bit is flipped or not by what stands before it (Crypto-PAn's idea). The first `kept` bits stay. */
  #permute(bytes: readonly number[], kept: number, isReserved: (bytes: readonly number[]) => boolean, before: readonly number[] = []): number[] {
    const flip = (round: number): number[] => {
      const out = bytes.map(() => 0);
      let prefix = `${round} ${before.join(".")} `;
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const value = ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        const mask = bit < kept ? 0 : (this.#digest(prefix)[0] ?? 0) & 1;
        out[bit >> 3] = ((out[bit >> 3] ?? 0) << 1) | (value ^ mask);
        prefix += value;
      }
      return out;
    };
    const made = flip(0);
    return isReserved(made) ? flipWithin(bytes, made) : made;
  }

  #digest(text: string): Buffer {
    return createHmac("sha256", this.#key).update(text).digest();
  }
}

/** A substitute that fell into a reserved block keeps the original's first byte pair, which did not. */
function flipWithin(original: readonly number[], made: readonly number[]): number[] {
  return [...original.slice(0, 2), ...made.slice(2)];
}

/** IPv4 addresses that tell nothing about who runs the host: private, shared, loopback, link-local, documentation, masks, multicast. */
function keeps4(bytes: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = bytes;
  return a === 0 || a === 10 || a === 127 || a >= 224 || a === 172 && b >= 16 && b < 32 || a === 192 && b === 168 || a === 169 && b === 254
    || a === 100 && b >= 64 && b < 128 || a === 192 && b === 0 && (c === 0 || c === 2) || a === 198 && (b === 18 || b === 19 || b === 51 && c === 100) || a === 203 && b === 0 && c === 113;
}

/** IPv6: everything outside of 2000::/3, and the documentation block. */
function keeps6(bytes: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return (a & 0xe0) !== 0x20 || a === 0x20 && b === 0x01 && c === 0x0d && d === 0xb8;
}

function parse6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [left = [], right = []] = groups;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"), ...right];
  if (all.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.flatMap((group) => { const value = Number.parseInt(group, 16); return [value >> 8, value & 0xff]; });
}

/** As inet_ntop writes it: the longest run of zero groups (two at least, the first of equals) becomes `::`. */
function format6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}

function hexToBytes(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function bytesToHex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
