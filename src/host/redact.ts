import { createHmac, randomBytes } from "node:crypto";
import type { RunResult } from "../run/runner.ts";
import { redactLabels, userNames } from "./redact-labels.ts";
import { AddressMap, firstFlippable, formatAddress, isKept4, isKept6, parseAddress4, parseAddress6, type AddressBytes } from "./redact-addresses.ts";

export interface Redaction {
  readonly results: RunResult[];
  readonly host: string | null;
  /** everything that was replaced, as it was written: what a search of the result must not find */
  readonly originals: ReadonlySet<string>;
}

/**
 * Replaces MACs, public addresses, host and user names in recorded answers, the same original always by the same
 * substitute, in text, JSON and the hexadecimal tables of /proc. Prefixes and equalities stay (see {@link AddressMap}),
 * and so do addresses that say nothing of their owner: private, link-local, loopback, multicast, documentation. A MAC
 * keeps its group and locally-administered bits, and an EUI-64 address goes on belonging to its MAC.
 */
export function redactResults(answers: readonly RunResult[], who: { host: string | null; names: readonly string[] }): Redaction {
  const results = answers.map(withoutSecrets);
  const texts = results.flatMap(({ stdout, stderr }) => [stdout.toString("latin1"), stderr]);
  const found = findAddresses(texts);
  const names = [...new Set([who.host ?? "", ...(who.host ?? "").split(".").slice(0, 1), ...who.names, ...dockerNames(results), ...texts.flatMap(userNames)])].filter((name) => name.length >= 2 && !commonNames.has(name));
  // A substitute that is somebody else's original, or falls into a reserved block, would mislead: take another key.
  let redactor = new Redactor(randomBytes(32), found, names);
  for (let attempt = 0; attempt < 100 && !redactor.isClean(); attempt += 1) redactor = new Redactor(randomBytes(32), found, names);
  const redacted = results.map((result): RunResult => ({
    ...result,
    argv: result.argv.map((word) => redactor.redact(word, "")),
    stdout: Buffer.from(redactor.redact(result.stdout.toString("latin1"), result.argv[0] === "cat" ? (result.argv[1] ?? "") : ""), "latin1"),
    stderr: redactor.redact(result.stderr, ""),
  }));
  return { results: redacted, host: who.host === null ? null : redactor.name(who.host), originals: redactor.originals };
}

/** Serial numbers, machine ids and the environment of containers have no place in a recording that is passed on. */
function withoutSecrets(result: RunResult): RunResult {
  const [tool, verb] = result.argv;
  const isHardware = tool === "systeminformation";
  if (!isHardware && !(tool === "docker" && verb === "inspect")) return result;
  try {
    const text = JSON.stringify(JSON.parse(result.stdout.toString("utf8")), (key, value: unknown) => {
      if (/^(serial|uuid|fqdn|hostname|sku)$/i.test(key) && typeof value === "string") return "";
      return !isHardware && /^(Env|Labels|Cmd|Args|Entrypoint)$/.test(key) ? (Array.isArray(value) ? [] : null) : value;
    });
    return { ...result, stdout: Buffer.from(`${text}\n`) };
  } catch {
    return { ...result, stdout: Buffer.alloc(0) };
  }
}

/** Names of containers and of networks that somebody named. */
function dockerNames(results: readonly RunResult[]): string[] {
  const lists = results.filter(({ argv, exitCode }) => argv[0] === "docker" && exitCode === 0 && (argv[1] === "ps" || argv[2] === "ls"));
  return lists.flatMap(({ stdout }) => stdout.toString("utf8").split("\n")).flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      const { Names, Name } = JSON.parse(line) as { Names?: unknown; Name?: unknown };
      return [Names, Name].filter((name) => typeof name === "string").filter((name) => !["bridge", "host", "none"].includes(name));
    } catch {
      return [];
    }
  });
}

/** Names that every host has: replacing them would hide nothing and break words. */
const commonNames = new Set(["root", "localhost", "nobody", "daemon", "host", "default", "local", "main", "user", "linux", "debian"]);

const macPattern = /(?<![0-9a-fA-F:])[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}(?![0-9a-fA-F:])/g;
const macNamePattern = /(?<![0-9A-Za-z])((?:en|wl|ww)x)([0-9a-f]{12})(?![0-9A-Za-z])/g;
/** A Docker id in full; its first twelve digits stand for it in names such as br-0123456789ab. */
const idPattern = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;
const v4Pattern = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.]*\d)(?:\/(\d{1,2}))?/g;
// Any run of hex digits and colons with two colons in it; parseAddress6 decides whether it is an address.
const v6Pattern = /(?<![0-9a-zA-Z:.])([0-9a-fA-F:]*:[0-9a-fA-F]*:[0-9a-fA-F:]*)(?![0-9a-zA-Z:])(?:\/(\d{1,3}))?/g;
const lengthPattern = /"(?:src|dst|address|local)":"([0-9a-fA-F:.]+)","(?:srclen|dstlen|prefixlen)":(\d{1,3})/g;

interface Found {
  readonly v4: (readonly [AddressBytes, number])[];
  readonly v6: (readonly [AddressBytes, number])[];
  readonly macs: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

/** All public addresses with the prefix lengths they were seen with (a bare one counts as its /24 or /64), and all MACs. */
function findAddresses(texts: readonly string[]): Found {
  const v4 = new Map<string, readonly [AddressBytes, number]>();
  const v6 = new Map<string, readonly [AddressBytes, number]>();
  const macs = new Set<string>();
  const ids = new Set<string>();
  const note = (text: string, length: string | undefined): void => {
    const isV6 = text.includes(":");
    const bytes = isV6 ? parseAddress6(text) : parseAddress4(text);
    if (!bytes || (isV6 ? isKept6(bytes) : isKept4(bytes))) return;
    const [a = 0, b = 0] = bytes;
    const isBesideReserved = (a === 192 && b === 0) || (a === 198 && b === 51) || (a === 203 && b === 0) || (a === 192 && b === 88);
    const bare = isV6 ? 64 : isBesideReserved ? 32 : 24;
    const known = length === undefined ? bare : Math.max(Number(length), isV6 ? 0 : isBesideReserved ? 32 : 0);
    (isV6 ? v6 : v4).set(`${text}/${known}`, [bytes, known]);
    if (length !== undefined && !isNetwork(bytes, Number(length))) (isV6 ? v6 : v4).set(`${text}/${bare}`, [bytes, bare]);
  };
  for (const text of texts) {
    for (const mac of text.match(macPattern) ?? []) macs.add(mac.toLowerCase());
    for (const id of text.match(idPattern) ?? []) ids.add(id);
    for (const match of text.matchAll(v4Pattern)) note(match[1]!, match[2]);
    for (const match of text.matchAll(v6Pattern)) note(match[1]!, match[2]);
    for (const match of text.matchAll(lengthPattern)) note(match[1]!, match[2]);
  }
  return { v4: [...v4.values()], v6: [...v6.values()], macs, ids };
}

class Redactor {
  readonly originals = new Set<string>();
  readonly #key: Buffer;
  readonly #found: Found;
  readonly #names: readonly string[];
  readonly #map4: AddressMap;
  readonly #map6: AddressMap;
  readonly #macs = new Map<string, string>();
  /** last three bytes of each MAC, for the solicited-node groups made of them */
  readonly #tails = new Map<string, readonly number[]>();

  readonly #shortIds = new Map<string, string>();

  constructor(key: Buffer, found: Found, names: readonly string[]) {
    this.#key = key;
    this.#found = found;
    this.#names = names.toSorted((a, b) => b.length - a.length);
    this.#map4 = new AddressMap(key, isKept4, found.v4);
    this.#map6 = new AddressMap(key, isKept6, found.v6);
    for (const mac of found.macs) this.#mac(mac);
    for (const id of found.ids) this.#dockerId(id);
  }

  /** False where a substitute is reserved or also an original. */
  isClean(): boolean {
    const isMoved = ([bytes, length]: readonly [AddressBytes, number]): boolean => length > firstFlippable(bytes);
    const from4 = new Set(this.#found.v4.map(([bytes]) => formatAddress(bytes)));
    const from6 = new Set(this.#found.v6.map(([bytes]) => formatAddress(bytes)));
    return this.#found.v4.filter(isMoved).every(([bytes]) => isFresh(this.#map4.map(bytes), isKept4, from4))
      && this.#found.v6.filter(isMoved).every(([bytes]) => isFresh(this.#address6(bytes), isKept6, from6))
      && [...this.#macs.values()].every((mac) => !this.#found.macs.has(mac));
  }

  /** `path` is the file that was read, where it is one: the tables of /proc/net are hexadecimal. */
  redact(text: string, path: string): string {
    if (path === "/proc/net/route") return text.split("\n").map((line) => this.#procRoute(line)).join("\n");
    if (path === "/proc/net/ipv6_route" || path === "/proc/net/if_inet6") {
      return text.replace(/\b([0-9a-f]{32})(?: ([0-9a-f]{2})(?= [0-9a-f]{32}))?/g, (whole, hex: string, length: string | undefined) => {
        const mapped = bytesToHex(this.#address6(hexToBytes(hex), length === undefined ? undefined : Number.parseInt(length, 16)));
        if (mapped !== hex) this.originals.add(hex);
        return mapped + whole.slice(32);
      });
    }
    let out = redactLabels(text, (label) => {
      this.originals.add(label);
      return this.name(label);
    });
    out = out.replace(macPattern, (mac) => this.#mac(mac));
    // enx525400123456 and wlx…: names that udev makes from the MAC
    out = out.replace(macNamePattern, (_whole, kind: string, hex: string) => {
      this.originals.add(hex);
      return kind + this.#mac((hex.match(/../g) ?? []).join(":")).replaceAll(":", "");
    });
    out = out.replace(v6Pattern, (whole, address: string, length: string | undefined) => this.#token(whole, address, length));
    out = out.replace(v4Pattern, (whole, address: string, length: string | undefined) => this.#token(whole, address, length));
    out = out.replace(idPattern, (id) => this.#dockerId(id));
    for (const [short, made] of this.#shortIds) out = out.replaceAll(short, made);
    for (const name of this.#names) {
      if (!out.includes(name)) continue;
      const pattern = new RegExp(`(?<![A-Za-z0-9_-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9_-])`, "g");
      const changed = out.replace(pattern, this.name(name));
      if (changed !== out) this.originals.add(name);
      out = changed;
    }
    return out;
  }

  name(original: string): string {
    return `name-${this.#digest(`name ${original}`).toString("hex").slice(0, 6)}`;
  }

  #token(whole: string, address: string, length: string | undefined): string {
    const bytes = address.includes(":") ? parseAddress6(address) : parseAddress4(address);
    if (!bytes) return whole;
    const bits = length === undefined ? undefined : Number(length);
    // An address with a prefix length behind it is a network, or an interface's own address in its network.
    const within = bits !== undefined && isNetwork(bytes, bits) ? bits : undefined;
    const mapped = bytes.length === 4 ? this.#map4.map(bytes, within) : this.#address6(bytes, within);
    if (mapped.every((byte, index) => byte === bytes[index])) return whole;
    const short = bits !== undefined && bits <= 8;
    if (!short) this.originals.add(address);
    return formatAddress(mapped) + whole.slice(address.length);
  }

  #address6(bytes: AddressBytes, within?: number): number[] {
    const mapped = this.#map6.map(bytes, within);
    const [a = 0, b = 0] = bytes;
    if (a === 0xff && b === 0x02 && bytes[11] === 0x01 && bytes[12] === 0xff) {
      const tail = this.#tails.get(bytes.slice(13).join("."));
      return tail ? [...mapped.slice(0, 13), ...tail] : mapped;
    }
    if (bytes[11] !== 0xff || bytes[12] !== 0xfe || within !== undefined) return mapped;
    const mac = [(bytes[8] ?? 0) ^ 2, ...bytes.slice(9, 11), ...bytes.slice(13)].map(hexByte).join(":");
    const made = this.#mac(mac).split(":").map((part) => Number.parseInt(part, 16));
    return [...mapped.slice(0, 8), (made[0] ?? 0) ^ 2, ...made.slice(1, 3), 0xff, 0xfe, ...made.slice(3)];
  }

  #mac(text: string): string {
    const lower = text.toLowerCase();
    if (isGroupMac(lower)) {
      if (!lower.startsWith("33:33:ff:")) return text;
      const tail = this.#tails.get(lower.split(":").slice(3).map((part) => Number.parseInt(part, 16)).join("."));
      return tail ? `33:33:ff:${tail.map(hexByte).join(":")}` : text;
    }
    const known = this.#macs.get(lower);
    if (known !== undefined) return known;
    this.originals.add(lower);
    const bytes = lower.split(":").map((part) => Number.parseInt(part, 16));
    const fresh = this.#digest(`mac ${lower}`);
    // Docker makes its MACs from 02:42 and the container's address: they stay recognisable, without the address.
    const isDocker = bytes[0] === 0x02 && bytes[1] === 0x42;
    const made = isDocker ? [0x02, 0x42, ...fresh.subarray(2, 6)] : [(fresh[0]! & 0xfc) | (bytes[0]! & 0x03), ...fresh.subarray(1, 6)];
    const result = made.map(hexByte).join(":");
    this.#macs.set(lower, result);
    this.#tails.set(bytes.slice(3).join("."), made.slice(3));
    return result;
  }

  #dockerId(id: string): string {
    const made = this.#digest(`id ${id}`).toString("hex");
    this.originals.add(id);
    this.#shortIds.set(id.slice(0, 12), made.slice(0, 12));
    return made;
  }

  /** Iface Destination Gateway Flags RefCnt Use Metric Mask …: addresses are hexadecimal in host order (little endian). */
  #procRoute(line: string): string {
    const fields = line.split("\t");
    const mask = fields[7];
    if (fields.length < 8 || !/^[0-9A-F]{8}$/.test(mask ?? "")) return line;
    const length = hexToBytes(mask!).reduce((bits, byte) => bits + byte.toString(2).replaceAll("0", "").length, 0);
    for (const at of [1, 2]) {
      const hex = fields[at] ?? "";
      if (!/^[0-9A-F]{8}$/.test(hex)) continue;
      const mapped = bytesToHex(this.#map4.map(hexToBytes(hex).reverse(), at === 1 ? length : 32).reverse()).toUpperCase();
      if (mapped !== hex) this.originals.add(hex);
      fields[at] = mapped;
    }
    return fields.join("\t");
  }

  #digest(text: string): Buffer {
    return createHmac("sha256", this.#key).update(text).digest();
  }
}

function isFresh(mapped: AddressBytes, isKept: (address: AddressBytes) => boolean, originals: ReadonlySet<string>): boolean {
  return !isKept(mapped) && !originals.has(formatAddress(mapped));
}

/** All bits behind the first `length` are zero. */
function isNetwork(bytes: AddressBytes, length: number): boolean {
  return bytes.every((byte, index) => ((byte << Math.min(8, Math.max(0, length - index * 8))) & 0xff) === 0);
}

function isGroupMac(mac: string): boolean {
  return mac === "00:00:00:00:00:00" || mac === "ff:ff:ff:ff:ff:ff" || /^(33:33|01:00:5e|01:80:c2)/.test(mac);
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function hexToBytes(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function bytesToHex(bytes: AddressBytes): string {
  return bytes.map(hexByte).join("");
}
