import type { Address } from "../../model/address.ts";
import type { Link } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { looksLikeAddress, scopeOfAddress } from "./address.ts";
import { adminUpOf, carrierOf, readLinkFlags } from "./link-flags.ts";
import { placeLocalPeers, splitNames } from "./link-peers.ts";
import { readNumber, Words } from "./text.ts";

/** The operational states iproute2 names (linux/if.h, RFC 2863). */
const operstates: ReadonlySet<string> = new Set([
  "UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP",
]);

/** Whether a line is one of `ip -br link` or `ip -br addr`: a name, blanks, a state. */
export function isBriefLine(words: readonly string[]): boolean {
  const [name, state, next] = words;
  if (name === undefined || state === undefined || !operstates.has(state) || name.includes(":")) return false;
  return next === undefined || next.startsWith("<") || next.includes(":") || next.includes(".");
}

/**
 * Reads the text of `ip -br link` and `ip -br addr`. It shows neither index nor MTU nor kind, and of `ip -br addr`
 * neither flags nor scope: those are null, empty or "unknown".
 */
export function parseBriefLinks(output: string, command: string): Parsed<Link> {
  const notUnderstood: NotUnderstood[] = [];
  const drafts: Link[] = [];
  const lines = output.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index] ?? "";
    if (text.trim() === "") continue;
    const words = new Words(text, index + 1, notUnderstood);
    const state = words.peek(1);
    if (state === undefined || !operstates.has(state)) notUnderstood.push({ line: index + 1, text: text.trim() });
    else drafts.push(readBriefLine(words, command));
  }
  const isWhole = drafts[0]?.name === "lo" && drafts.length > 1;
  const names = splitNames(drafts.map((link) => ({ token: link.name, kind: link.kind, isForeign: false })), isWhole);
  for (let index = 0; index < drafts.length; index++) {
    const link = drafts[index];
    const split = names[index];
    if (link === undefined || split === undefined) continue;
    link.name = split.name;
    if (split.lower !== undefined && split.lower !== "NONE") link.lower = split.lower;
  }
  placeLocalPeers(drafts);
  return { items: drafts, warnings: [], notUnderstood };
}

function readBriefLine(words: Words, command: string): Link {
  const link: Link = {
    ifindex: null, name: words.take(), altnames: [], kind: "unknown", kindData: {}, mac: null, mtu: null, flags: [],
    adminUp: null, carrier: null, operstate: words.take().toLowerCase(), qdisc: null, addresses: [],
    at: { command, line: words.line },
  };
  let last: Address | undefined;
  let showsFlags = false;
  while (!words.done) {
    const word = words.peek() ?? "";
    const address = readBriefAddress(word, command, words.line);
    if (word.startsWith("<") && word.endsWith(">")) {
      showsFlags = true;
      link.flags = readLinkFlags(words.take().slice(1, -1));
      link.carrier = carrierOf(link.flags);
      if (link.flags.includes("LOOPBACK")) link.kind = "loopback";
    } else if (address !== undefined && (word.includes("/") || words.peek(1) === "peer")) {
      words.take();
      last = address;
      link.addresses.push(address);
    } else if (word === "peer" && last !== undefined && words.left > 1) {
      words.take();
      const [peer = "", length] = words.take().split("/");
      last.peer = peer;
      last.prefixlen = readNumber(length) ?? last.prefixlen;
    } else if (word === "metric" && last !== undefined && readNumber(words.peek(1)) !== undefined) {
      words.take();
      last.metric = Number(words.take());
    } else if (link.mac === null && last === undefined && (word.includes(":") || address !== undefined)) link.mac = words.take();
    else words.skip();
  }
  link.adminUp = adminUpOf(showsFlags ? link.flags : undefined, link.operstate);
  return link;
}

function readBriefAddress(word: string, command: string, line: number): Address | undefined {
  const [address = "", length] = word.split("/");
  const family = looksLikeAddress(address, 4) ? 4 : looksLikeAddress(address, 6) ? 6 : undefined;
  if (family === undefined) return undefined;
  return {
    family, address, prefixlen: readNumber(length) ?? (family === 4 ? 32 : 128), scope: scopeOfAddress(address, family), flags: [],
    at: { command, line },
  };
}
