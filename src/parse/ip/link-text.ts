import type { Address } from "../../model/address.ts";
import type { Link } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { classifyLink } from "../link-kind.ts";
import { looksLikeAddress, readLifetimes, readTextAddress } from "./address.ts";
import { readAuto } from "./grammar.ts";
import { findForgeries, readBlocks } from "./link-block.ts";
import type { Block } from "./link-block.ts";
import { adminUpOf, carrierOf, readLinkFlags } from "./link-flags.ts";
import { placeLocalPeers, readForeignIndex, splitNames } from "./link-peers.ts";
import { isStatsHeader, StatsReader } from "./link-stats.ts";
import { readVf } from "./link-vf.ts";
import { attributeGrammar, headerGrammar, kindGrammars, readByGrammar, separate } from "./link-words.ts";
import { readNumber, readSegments, splitWords, Words } from "./text.ts";
import type { Segment } from "./text.ts";

/** Reads the text of `ip [-d] [-s] [-s] [-o] link` and `ip [-d] [-s] [-o] [-4|-6] addr`, of iproute2 and of BusyBox. */
export function parseLinkText(output: string, command: string): Parsed<Link> {
  const warnings: Warning[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const { blocks, before } = readBlocks(readSegments(output));
  for (const segment of before) {
    if (segment.text.trim() !== "") notUnderstood.push({ line: segment.line, text: segment.text.trim() });
  }
  const drafts = withoutForgeries(blocks, warnings, notUnderstood, command).map((block) => ({
    block, link: readBlock(block, command, warnings, notUnderstood),
  }));
  const isWhole = drafts[0]?.link.kind === "loopback" && drafts.length > 1;
  const names = splitNames(drafts.map(({ block, link }) => ({
    token: block.token, kind: link.kind, isForeign: link.peer !== undefined, isName: block.flags === undefined,
    mayNameItself: link.group === undefined,
    labels: link.addresses.flatMap((address) => address.label?.split(":", 1) ?? []),
  })), isWhole);
  const items = new Map<string, Link>();
  const unbelieved: Link[] = [];
  for (const [index, { block, link }] of drafts.entries()) {
    const split = names[index] ?? { name: block.token };
    link.name = split.name;
    if (!readOtherEnd(link, split.lower)) unbelieved.push(link);
    // `ip -o addr` repeats the link for each of its addresses
    const key = block.flags === undefined ? `${block.ifindex} ${split.name}` : `line ${block.line}`;
    const first = items.get(key);
    if (first === undefined) items.set(key, link);
    else first.addresses.push(...link.addresses);
  }
  const links = [...items.values()];
  placeLocalPeers(links);
  const briefly = links.find((link) => link.flags.length === 0 && link.mtu === null);
  if (briefly !== undefined) {
    warnings.push({ code: "lossy", at: briefly.at, message: "this form shows neither flags nor MTU nor kind of a link" });
  }
  const [doubtful] = unbelieved;
  if (doubtful !== undefined) {
    const said = unbelieved.slice(0, 6).map((link) => `${link.name}@${textOf(link.extra?.["printedLower"]) ?? ""}`).join(", ");
    warnings.push({
      code: "lossy", at: doubtful.at,
      message: `this form looks up the index after @ in this namespace, wherever it counts; not believed: ${said}${unbelieved.length > 6 ? ", …" : ""}`,
    });
  }
  return { items: links, warnings, notUnderstood };
}

function withoutForgeries(
  blocks: readonly Block[], warnings: Warning[], notUnderstood: NotUnderstood[], command: string,
): Block[] {
  const dropped = new Set<Block>();
  for (const { block, holder, alias, isProven } of findForgeries(blocks)) {
    const at = { command, line: block.line };
    if (isProven) {
      dropped.add(block);
      warnings.push({ code: "forged", at, message: `not a link: ${block.token} stands within the alias in line ${alias.line}` });
      notUnderstood.push({ line: block.line, text: `${block.ifindex}: ${block.token}: <${block.flags ?? ""}>${block.rest}` });
      // the statistics that follow are those of the link with the alias
      const stats = block.below.findIndex((segment) => isStatsHeader(segment.text));
      const own = stats === -1 ? block.below.length : stats;
      for (const segment of block.below.slice(0, own)) notUnderstood.push({ line: segment.line, text: segment.text.trim() });
      holder.below.push(...block.below.slice(own));
    } else {
      warnings.push({
        code: "lossy", at,
        message: `${block.token} may be part of the alias in line ${alias.line}: text cannot tell, ip -j can`,
      });
    }
  }
  return blocks.filter((block) => !dropped.has(block));
}

function readBlock(block: Block, command: string, warnings: Warning[], notUnderstood: NotUnderstood[]): Link {
  const flags = readLinkFlags(block.flags ?? "");
  const knowsFlags = block.flags !== undefined;
  const link: Link = {
    ifindex: block.ifindex, name: block.token, altnames: [], kind: "unknown", kindData: {}, mac: null, mtu: null, flags,
    adminUp: adminUpOf(knowsFlags ? flags : undefined, null), carrier: knowsFlags ? carrierOf(flags) : null, operstate: null, qdisc: null, addresses: [],
    at: { command, line: block.line },
  };
  const attributes: Record<string, unknown> = {};
  if (knowsFlags) readHeaderWords(new Words(block.rest, block.line, notUnderstood), attributes);
  else {
    const address = readTextAddress(block.rest, block.line, command, notUnderstood);
    if (address !== undefined) link.addresses.push(address);
  }
  if (block.isDeleted) attributes["deleted"] = true;
  new BlockReader(link, attributes, command, warnings, notUnderstood).read(block.below);
  fileAttributes(link, attributes);
  return link;
}

/** With `-4` and `-6` what otherwise follows the hardware address stands in the first line. */
function readHeaderWords(words: Words, into: Record<string, unknown>): void {
  while (!words.done) {
    const word = words.peek() ?? "";
    if (word === "link-netns") readNetnsName(words, into);
    else if (readByGrammar(words, headerGrammar, into) || readByGrammar(words, attributeGrammar, into)) continue;
    else if (word.startsWith("xdp") && word.includes("/id:")) readOldXdp(words.take(), into);
    else words.skip();
  }
}

/** The name of a namespace is a file name: it may hold blanks. */
function readNetnsName(words: Words, into: Record<string, unknown>): void {
  words.take();
  const parts = [words.take()];
  while (!words.done && words.peek() !== "promiscuity" && words.peek() !== "new-netnsid" && words.peek() !== "protodown") {
    parts.push(words.take());
  }
  into["link-netns"] = parts.join(" ");
}

/** `xdpgeneric/id:5`, how older iproute2 says that a program is attached. */
function readOldXdp(word: string, into: Record<string, unknown>): void {
  const [mode = "", id = ""] = word.split("/id:");
  into["xdp"] = { mode, prog: { id: readAuto(id) } };
}

/** Reads the lines below the first one of a link. */
class BlockReader {
  readonly #link: Link;
  readonly #attributes: Record<string, unknown>;
  readonly #command: string;
  readonly #warnings: Warning[];
  readonly #notUnderstood: NotUnderstood[];
  readonly #stats = new StatsReader();
  #address: Address | undefined;
  /** where a line goes that no keyword claims: on with an alias, or on with the data of a kind */
  #continues: "alias" | "kind" | undefined;

  constructor(link: Link, attributes: Record<string, unknown>, command: string, warnings: Warning[], notUnderstood: NotUnderstood[]) {
    this.#link = link;
    this.#attributes = attributes;
    this.#command = command;
    this.#warnings = warnings;
    this.#notUnderstood = notUnderstood;
    this.#address = link.addresses[0];
  }

  read(lines: readonly Segment[]): void {
    for (let index = 0; index < lines.length; index++) {
      const segment = lines[index];
      if (segment === undefined) continue;
      if (isStatsHeader(segment.text) && isCounters(lines[index + 1])) {
        this.#readStats(segment, lines[index + 1]);
        index++;
      } else this.#readLine(segment);
    }
    const stats = this.#stats.result();
    if (stats !== undefined) this.#link.stats = stats;
    this.#link.kind = classifyLink({
      infoKind: this.#link.kind === "unknown" ? undefined : this.#link.kind,
      linkType: this.#link.flags.includes("LOOPBACK") ? "loopback" : this.#link.linkType,
      parentBus: textOf(this.#attributes["parentbus"]),
    });
  }

  #readStats(header: Segment, values: Segment | undefined): void {
    this.#continues = undefined;
    const vf = this.#link.vfs?.at(-1);
    if (vf === undefined) {
      this.#stats.read(header, values, this.#notUnderstood);
      return;
    }
    const reader = new StatsReader();
    reader.read(header, values, this.#notUnderstood);
    const { rx, tx } = reader.plain();
    const known = (vf["stats"] ?? {}) as { rx?: object; tx?: object };
    vf["stats"] = { rx: { ...known.rx, ...rx }, tx: { ...known.tx, ...tx } };
  }

  #readLine({ text, line }: Segment): void {
    const trimmed = text.trim();
    const space = trimmed.indexOf(" ");
    const first = space === -1 ? trimmed : trimmed.slice(0, space);
    const isIndented = text.startsWith(" ") || text.startsWith("\t");
    const link = this.#link;
    if (trimmed === "" && this.#continues !== "alias") return;
    if (isIndented && first.startsWith("link/") && link.linkType === undefined) this.#readLinkLine(trimmed, line);
    else if (isIndented && (first === "inet" || first === "inet6") && hasAddress(trimmed)) {
      this.#address = readTextAddress(trimmed, line, this.#command, this.#notUnderstood);
      if (this.#address !== undefined) link.addresses.push(this.#address);
      this.#continues = undefined;
    } else if (isIndented && first === "valid_lft") {
      readLifetimes(trimmed, line, this.#address, this.#notUnderstood);
    } else if (isIndented && first === "alias" && link.alias === undefined) {
      link.alias = text.slice(text.indexOf("alias ") + "alias ".length);
      this.#continues = "alias";
    } else if (isIndented && first === "altname" && space !== -1) {
      link.altnames.push(trimmed.slice(space + 1));
      this.#continues = undefined;
    } else if (isIndented && first === "vf" && readNumber(splitWords(trimmed.slice(0, 20))[1]) !== undefined) {
      (link.vfs ??= []).push(readVf(trimmed, line, this.#notUnderstood));
      this.#continues = undefined;
    } else if (isIndented && first.startsWith("prog/xdp")) this.#readProgram(trimmed, line);
    else if (this.#continues === "alias") link.alias = `${link.alias ?? ""}\n${text}`;
    else if (isIndented && this.#isDetailed && first.endsWith("_slave") && link.portKind === undefined) {
      link.portKind = first.slice(0, -"_slave".length);
      link.portData = {};
      this.#readKind(first, trimmed, line, link.portData);
    } else if (isIndented && this.#isDetailed && link.kind === "unknown" && link.portKind === undefined && isKind(first)) {
      link.kind = first;
      this.#readKind(first, trimmed, line, link.kindData);
    } else if (this.#continues === "kind" && isIndented) this.#continueKind(trimmed, line);
    else this.#notUnderstood.push({ line, text: trimmed });
  }

  /** `link/ether 02:… brd ff:… link-netnsid 0 promiscuity 0 …` */
  #readLinkLine(trimmed: string, line: number): void {
    const words = new Words(trimmed, line, this.#notUnderstood);
    const link = this.#link;
    link.linkType = words.take().slice("link/".length);
    const next = words.peek();
    if (next !== undefined && next !== "brd" && next !== "peer" && next !== "permaddr" && !attributeGrammar.has(next)) link.mac = words.take();
    while (!words.done) {
      const word = words.peek();
      if (word === "brd" || word === "peer") {
        words.take();
        link.broadcast = words.take();
        if (word === "peer") this.#attributes["link_pointtopoint"] = true;
      } else if (word === "permaddr") {
        words.take();
        link.permanentMac = words.take();
      } else if (word === "link-netns") readNetnsName(words, this.#attributes);
      else if (!readByGrammar(words, attributeGrammar, this.#attributes)) words.skip();
    }
    this.#continues = undefined;
  }

  get #isDetailed(): boolean {
    return "promiscuity" in this.#attributes;
  }

  #readKind(kind: string, trimmed: string, line: number, data: Record<string, unknown>): void {
    const words = new Words(trimmed, line, this.#notUnderstood);
    words.take();
    this.#continues = "kind";
    const known = kindGrammars.get(kind);
    if (known === undefined) {
      this.#keepText(words, data, line, kind);
      return;
    }
    known.first?.(words, data);
    this.#readKindWords(words, kind, data);
  }

  #readKindWords(words: Words, kind: string, data: Record<string, unknown>): void {
    const table = kindGrammars.get(kind)?.words ?? attributeGrammar;
    while (!words.done) {
      const word = words.peek() ?? "";
      const list = word.startsWith("<") ? table.get("<") : undefined;
      if (list !== undefined) list(words, data);
      else if (!readByGrammar(words, table, data) && !readByGrammar(words, attributeGrammar, this.#attributes)
        && !separate(words, table)) words.skip();
    }
  }

  /** A kind we have no words for keeps its text, up to where the words start that every kind has. */
  #keepText(words: Words, data: Record<string, unknown>, line: number, kind: string): void {
    const kept: string[] = typeof data["text"] === "string" ? [data["text"]] : [];
    while (!words.done && !["addrgenmode", "numtxqueues"].includes(words.peek() ?? "")) kept.push(words.take());
    if (kept.length > 0) {
      data["text"] = kept.join(" ");
      this.#warnings.push({ code: "unknown-value", at: { command: this.#command, line }, message: `details of kind ${kind} are kept as text` });
    }
    while (!words.done) if (!readByGrammar(words, attributeGrammar, this.#attributes)) words.skip();
  }

  /** `      egress-qos-map { 1:2 }` below a vlan, the lines of a CAN controller … */
  #continueKind(trimmed: string, line: number): void {
    const link = this.#link;
    const kind = link.portKind === undefined ? link.kind : `${link.portKind}_slave`;
    const data = link.portKind === undefined ? link.kindData : link.portData ?? {};
    const words = new Words(trimmed, line, this.#notUnderstood);
    if (kindGrammars.has(kind)) this.#readKindWords(words, kind, data);
    else this.#keepText(words, data, line, kind);
  }

  /** `prog/xdp id 5 name drop tag 3b185187f1855c4c jited` */
  #readProgram(trimmed: string, line: number): void {
    const words = new Words(trimmed, line, this.#notUnderstood);
    words.take();
    const program: Record<string, unknown> = {};
    while (!words.done) {
      const word = words.peek() ?? "";
      if (["id", "name", "tag", "load_time", "created_by_uid", "btf_id"].includes(word)) {
        words.take();
        program[word] = word === "name" || word === "tag" ? words.take() : readAuto(words.take());
      } else if (word === "jited") program[words.take()] = true;
      else words.skip();
    }
    this.#attributes["xdp"] = { ...(this.#attributes["xdp"] as object | undefined), prog: program };
  }
}

function isCounters(segment: Segment | undefined): boolean {
  return segment !== undefined && readNumber(splitWords(segment.text.slice(0, 80))[0]) !== undefined;
}

function hasAddress(trimmed: string): boolean {
  const [family, word = ""] = splitWords(trimmed.slice(0, 100));
  return looksLikeAddress(word.split("/")[0] ?? "", family === "inet6" ? 6 : 4);
}

/** The name of a kind is one lower-case word. */
function isKind(word: string): boolean {
  return word.length <= 32 && /^[a-z0-9_]+$/.test(word);
}

function fileAttributes(link: Link, attributes: Record<string, unknown>): void {
  const extra = { ...attributes };
  // a value of another type than the field's stays where it can be seen
  const takeText = (key: string): string | undefined => {
    const value = extra[key];
    if (typeof value !== "string") return undefined;
    delete extra[key];
    return value;
  };
  const takeNumber = (key: string): number | undefined => {
    const value = extra[key];
    if (typeof value !== "number") return undefined;
    delete extra[key];
    return value;
  };
  link.mtu = takeNumber("mtu") ?? null;
  link.qdisc = takeText("qdisc") ?? null;
  link.operstate = takeText("operstate")?.toLowerCase() ?? null;
  const optional: Partial<Link> = {
    group: takeText("group"), txqlen: takeNumber("txqlen"), master: takeText("master"),
    promiscuity: takeNumber("promiscuity"), parentBus: takeText("parentbus"), parentDev: takeText("parentdev"),
  };
  if (typeof extra["xdp"] === "object" && extra["xdp"] !== null) {
    link.xdp = extra["xdp"] as Record<string, unknown>;
    delete extra["xdp"];
  }
  for (const [key, value] of Object.entries(optional)) if (value !== undefined) Object.assign(link, { [key]: value });
  const nsid = extra["link_netnsid"];
  const netns = extra["link-netns"];
  if (typeof nsid === "number" || typeof netns === "string") {
    // the index follows with the name; -1 is an index the kernel never gives
    link.peer = { ifindex: -1, ...(typeof nsid === "number" && nsid >= 0 ? { nsid } : {}), ...(typeof netns === "string" ? { netns } : {}) };
    delete extra["link_netnsid"];
    delete extra["link-netns"];
  }
  if (Object.keys(extra).length > 0) link.extra = extra;
}

/**
 * Files what stands after `@`. Only an iproute2 that knows namespaces tells a device of this namespace from an index of
 * another one, and not with `-6`; it then also prints `group`. BusyBox and older ones look the index up here, wherever
 * it counts: that is no fact, and false is returned.
 */
function readOtherEnd(link: Link, lower: string | undefined): boolean {
  const index = lower === undefined ? undefined : readForeignIndex(lower);
  if (link.peer !== undefined) {
    if (index === undefined) delete link.peer;
    else link.peer.ifindex = index;
  } else if (lower === undefined || lower === "NONE") return true;
  else if (link.group !== undefined) link.lower = lower;
  else if (index !== undefined) link.peer = { ifindex: index };
  else {
    link.extra = { ...link.extra, printedLower: lower };
    return false;
  }
  return true;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
