import type { Address, Family } from "../../model/address.ts";
import type { Link, LinkCounters } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { looksLikeAddress, scopeOfAddress } from "../ip/address.ts";
import { readNumber, splitWords, Words } from "../ip/text.ts";

/**
 * Reads `ifconfig` and `ifconfig -a` of net-tools (both its styles) and BusyBox. It knows neither index nor kind,
 * operational state, master or peer of a link: those are null, absent or "unknown". An entry such as `eth0:1` is no link
 * but an IPv4 address of eth0 with that label. `overruns` counts what `/proc/net/dev` calls fifo errors.
 *
 * @example parseIfconfig("lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n", "ifconfig").items[0]?.kind // "loopback"
 */
export function parseIfconfig(output: string, command: string): Parsed<Link> {
  const notUnderstood: NotUnderstood[] = [];
  const links: Link[] = [];
  let reader: IfconfigReader | undefined;
  for (const [index, raw] of output.split("\n").entries()) {
    const text = raw.trimEnd();
    if (text === "") continue;
    const isHeader = !text.startsWith(" ") && !text.startsWith("\t");
    if (isHeader && isIfconfigHeader(text)) {
      reader = new IfconfigReader(text, index + 1, command, notUnderstood);
      links.push(reader.link);
    } else if (reader === undefined || isHeader) notUnderstood.push({ line: index + 1, text: text.trim() });
    else reader.readLine(text, index + 1);
  }
  return { items: withoutLabels(links.map(finish)), warnings: [], notUnderstood };
}

/** The first line of an entry: `eth0: flags=4163<UP,…>  mtu 1500` or `eth0      Link encap:Ethernet  HWaddr …`. */
export function isIfconfigHeader(text: string): boolean {
  const blank = text.search(/[ \t]/);
  if (blank <= 0 || blank > 80) return false;
  const rest = text.slice(blank).trimStart();
  return rest.startsWith("Link encap:") || (text[blank - 1] === ":" && rest.startsWith("flags="));
}

class IfconfigReader {
  readonly link: Link;
  readonly #command: string;
  readonly #notUnderstood: NotUnderstood[];

  constructor(text: string, line: number, command: string, notUnderstood: NotUnderstood[]) {
    this.#command = command;
    this.#notUnderstood = notUnderstood;
    const words = new Words(text, line, notUnderstood);
    const first = words.take();
    this.link = {
      ifindex: null, name: first.endsWith(":") ? first.slice(0, -1) : first, altnames: [], kind: "unknown", kindData: {},
      mac: null, mtu: null, flags: [], adminUp: false, carrier: null, operstate: null, qdisc: null, addresses: [],
      at: { command, line },
    };
    if (first.endsWith(":") && words.peek()?.startsWith("flags=")) this.#readNewHeader(words);
    else this.#readOldHeader(text, words);
  }

  /** `flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500` */
  #readNewHeader(words: Words): void {
    const flags = words.take();
    const open = flags.indexOf("<");
    if (open !== -1 && flags.endsWith(">")) this.link.flags = flags.slice(open + 1, -1).split(",").filter(Boolean);
    while (!words.done) {
      const value = readNumber(words.peek(1));
      if (words.peek() === "mtu" && value !== undefined) {
        words.take();
        words.take();
        this.link.mtu = value;
      } else words.skip();
    }
  }

  /** `Link encap:Local Loopback  HWaddr 02:…`: the words of the encapsulation end at two blanks. */
  #readOldHeader(text: string, words: Words): void {
    const start = text.indexOf("encap:") + "encap:".length;
    const end = text.indexOf("  ", start);
    const type = text.slice(start, end === -1 ? undefined : end).trim();
    this.#setType(type);
    // `Link`, and the words of the type
    for (let count = 1 + splitWords(type).length; count > 0; count--) words.take();
    while (!words.done) {
      if (words.peek() === "HWaddr" && words.left > 1) {
        words.take();
        this.#setHardwareAddress(words.take());
      } else words.skip();
    }
  }

  #setType(name: string): void {
    const { link } = this;
    const known = linkTypes.get(name);
    if (known !== undefined) link.linkType = known;
    else link.extra = { ...link.extra, encapsulation: name };
  }

  /** A hardware address that is no MAC (a tunnel's, printed as 16 bytes) is kept aside. */
  #setHardwareAddress(text: string): void {
    if (/^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/.test(text)) this.link.mac = text.toLowerCase();
    else this.link.extra = { ...this.link.extra, hwaddr: text };
  }

  readLine(text: string, line: number): void {
    const words = new Words(text, line, this.#notUnderstood);
    const first = words.peek() ?? "";
    if (first === "inet" || first === "inet6") this.#readAddress(words, first === "inet" ? 4 : 6);
    else if (first === "RX" || first === "TX") this.#readCounters(words);
    else if (first.startsWith("collisions:")) this.#readCounters(words);
    else if (first === "device" || first.startsWith("Interrupt:") || first.startsWith("Memory:") || first === "Base") this.#readDevice(words);
    else if (/^[A-Z]+$/.test(first) || first === "[NO") this.#readOldFlags(words);
    else this.#readNewType(words);
  }

  /** `ether 02:…  txqueuelen 1000  (Ethernet)`, `loop  txqueuelen 1000  (Local Loopback)` */
  #readNewType(words: Words): void {
    const known = newTypes.get(words.peek() ?? "");
    if (known !== undefined) {
      words.take();
      this.link.linkType = known;
      const next = words.peek();
      if (next !== undefined && next !== "txqueuelen" && !next.startsWith("(")) this.#setHardwareAddress(words.take());
    }
    while (!words.done) {
      const value = readNumber(words.peek(1));
      if (words.peek() === "txqueuelen" && value !== undefined) {
        words.take();
        words.take();
        this.link.txqlen = value;
      } else if (words.peek()?.startsWith("(")) {
        const type = words.takeRest();
        if (known === undefined) this.#setType(type.slice(1, -1));
      } else words.skip();
    }
  }

  /** `UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1` or `[NO FLAGS]  MTU:0  Metric:0` */
  #readOldFlags(words: Words): void {
    while (!words.done) {
      const word = words.peek() ?? "";
      const value = readNumber(word.slice(word.indexOf(":") + 1));
      if (/^[A-Z]+$/.test(word) && word.length > 1) this.link.flags.push(words.take());
      else if (word === "[NO" && words.peek(1) === "FLAGS]") {
        words.take();
        words.take();
      } else if (word.startsWith("MTU:") && value !== undefined) {
        words.take();
        this.link.mtu = value;
      } else if ((word.startsWith("Metric:") || word.startsWith("Outfill:") || word.startsWith("Keepalive:")) && value !== undefined) words.take();
      else words.skip();
    }
  }

  #readAddress(words: Words, family: Family): void {
    words.take();
    if (words.peek() === "addr:") words.take();
    const written = words.peek() ?? "";
    const [local = "", length] = (written.startsWith("addr:") ? written.slice("addr:".length) : written).split("/");
    if (!looksLikeAddress(local, family)) {
      while (!words.done) words.skip();
      return;
    }
    words.take();
    const address: Address = {
      family, address: local, prefixlen: readNumber(length) ?? (family === 4 ? 32 : 128), scope: scopeOfAddress(local, family),
      flags: [], at: { command: this.#command, line: words.line },
    };
    if (this.link.name.includes(":")) address.label = this.link.name;
    while (!words.done) {
      if (!this.#readAddressWord(words, address)) words.skip();
    }
    this.link.addresses.push(address);
  }

  #readAddressWord(words: Words, address: Address): boolean {
    const word = words.peek() ?? "";
    const colon = word.indexOf(":");
    const isOld = colon !== -1 && word !== "broadcast";
    const key = isOld ? word.slice(0, colon) : word;
    const value = isOld ? word.slice(colon + 1) : words.peek(1);
    const file = addressWords.get(key);
    if (file === undefined || value === undefined || !file(address, value)) return false;
    words.take();
    if (!isOld) words.take();
    return true;
  }

  /** `RX packets:0 errors:0 dropped:0 overruns:0 frame:0`, `RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)`, `TX errors 0  dropped 0` */
  #readCounters(words: Words): void {
    let direction: "rx" | "tx" = "tx";
    const stats = (this.link.stats ??= { rx: noCounters(), tx: noCounters() });
    while (!words.done) {
      const word = words.peek() ?? "";
      const colon = word.indexOf(":");
      const name = colon === -1 ? word : word.slice(0, colon);
      const value = readNumber(colon === -1 ? words.peek(1) : word.slice(colon + 1));
      if (word === "RX" || word === "TX") direction = words.take() === "RX" ? "rx" : "tx";
      else if (name === "txqueuelen" && value !== undefined) {
        words.take();
        this.link.txqlen = value;
      } else if (word.startsWith("(")) {
        // the same number in other units: `(209.6 KiB)`
        words.take();
        if (words.peek()?.endsWith("B)")) words.take();
      } else if (value !== undefined && count(stats[direction], name, value)) {
        words.take();
        if (colon === -1) words.take();
      } else words.skip();
    }
  }

  /** `device interrupt 20  memory 0xf7c00000-f7c20000`, `Interrupt:20 Memory:f7c00000-f7c20000`, `Base address:0x2000` */
  #readDevice(words: Words): void {
    const device: Record<string, unknown> = {};
    while (!words.done) {
      const word = words.take();
      const colon = word.indexOf(":");
      if (word === "device" || word === "Base") continue;
      if (colon !== -1) device[word.slice(0, colon).toLowerCase()] = word.slice(colon + 1);
      else if (["interrupt", "memory", "base", "dma"].includes(word)) device[word] = words.take();
      else this.#notUnderstood.push({ line: words.line, text: word });
    }
    this.link.extra = { ...this.link.extra, device };
  }
}

const addressWords: ReadonlyMap<string, (address: Address, value: string) => boolean> = new Map([
  ["netmask", setMask], ["Mask", setMask],
  ["broadcast", (address: Address, value: string) => set(address, "broadcast", value)],
  ["Bcast", (address: Address, value: string) => set(address, "broadcast", value)],
  ["destination", (address: Address, value: string) => set(address, "peer", value)],
  ["P-t-P", (address: Address, value: string) => set(address, "peer", value)],
  ["prefixlen", (address: Address, value: string) => {
    const length = readNumber(value);
    if (length !== undefined) address.prefixlen = length;
    return length !== undefined;
  }],
  ["scopeid", (address: Address, value: string) => set(address, "scope", value.slice(value.indexOf("<") + 1, -1).toLowerCase())],
  ["Scope", (address: Address, value: string) => set(address, "scope", value.toLowerCase())],
]);

function set(address: Address, key: "broadcast" | "peer" | "scope", value: string): boolean {
  address[key] = value;
  return value !== "";
}

/** A mask without holes becomes a prefix length; any other is not understood. */
function setMask(address: Address, mask: string): boolean {
  const bytes = mask.split(".").map(Number);
  if (bytes.length !== 4 || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) return false;
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  if (!/^1*0*$/.test(bits)) return false;
  address.prefixlen = bits.lastIndexOf("1") + 1;
  return true;
}

const counterKeys: ReadonlyMap<string, string> = new Map([
  ["overruns", "fifo_errors"], ["frame", "frame_errors"], ["carrier", "carrier_errors"], ["collisions", "collisions"],
]);

function count(counters: LinkCounters, name: string, value: number): boolean {
  if (name === "bytes" || name === "packets" || name === "errors" || name === "dropped") {
    counters[name] = value;
    return true;
  }
  const key = counterKeys.get(name);
  if (key !== undefined) counters.details = { ...counters.details, [key]: value };
  return key !== undefined;
}

function noCounters(): LinkCounters {
  return { bytes: 0, packets: 0, errors: 0, dropped: 0 };
}

const linkTypes: ReadonlyMap<string, string> = new Map([
  ["Ethernet", "ether"], ["Local Loopback", "loopback"], ["Point-to-Point Protocol", "ppp"], ["IPIP Tunnel", "ipip"],
  ["IPv6-in-IPv4", "sit"], ["UNSPEC", "none"], ["(hidden)", "none"],
]);

const newTypes: ReadonlyMap<string, string> = new Map([
  ["ether", "ether"], ["loop", "loopback"], ["ppp", "ppp"], ["tunnel", "ipip"], ["sit", "sit"], ["unspec", "none"],
  ["infiniband", "infiniband"], ["slip", "slip"], ["can", "can"], ["netrom", "netrom"], ["ax25", "ax25"],
]);

/** Flags as a whole. `NO-CARRIER` is what `ip` says of a link that is up and not running. */
function finish(link: Link): Link {
  link.adminUp = link.flags.includes("UP");
  if (link.adminUp) link.carrier = link.flags.includes("RUNNING");
  if (link.carrier === false) link.flags.unshift("NO-CARRIER");
  if (link.flags.includes("LOOPBACK") || link.linkType === "loopback") link.kind = "loopback";
  return link;
}

/** `eth0:1` is an address of eth0 under a label. */
function withoutLabels(links: readonly Link[]): Link[] {
  const byName = new Map(links.map((link) => [link.name, link]));
  return links.filter((link) => {
    const colon = link.name.indexOf(":");
    const owner = colon === -1 ? undefined : byName.get(link.name.slice(0, colon));
    if (owner === undefined) return true;
    owner.addresses.push(...link.addresses);
    return false;
  });
}
