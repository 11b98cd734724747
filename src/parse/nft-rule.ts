import type { NatRule } from "../model/nat.ts";
import { endpointOf } from "./nat-endpoint.ts";

/** Where a rule stands: the same for all rules of a chain. */
export type NftHead = Pick<NatRule, "backend" | "family" | "table" | "chain" | "hook" | "priority">;

const devices: Readonly<Record<string, "iif" | "oif">> = { iifname: "iif", iif: "iif", oifname: "oif", oif: "oif" };
const transports: ReadonlySet<string> = new Set(["tcp", "udp", "sctp", "dccp", "udplite", "th"]);
const verdicts: ReadonlySet<string> = new Set(["accept", "drop", "return", "queue", "reject"]);
/** Words that begin an expression or a statement of nft(8): what stands between two of them belongs together. */
const starters: ReadonlySet<string> = new Set([
  "meta", "ct", "ip", "ip6", "icmp", "icmpv6", "igmp", "ether", "arp", "vlan", "fib", "rt", "socket", "osf", "numgen", "jhash", "symhash", "ipsec", "exthdr", "frag",
  "hbh", "dst", "mh", "srh", "esp", "ah", "comp", "tunnel", "gre", "vxlan", "geneve", "iifname", "oifname", "iif", "oif", "counter", "log", "limit", "quota", "comment",
  "jump", "goto", "dnat", "snat", "masquerade", "redirect", "tproxy", "notrack", "xt", "continue", "dup", "fwd", "flow", "add", "update", "delete", "@th", "@nh", "@ll",
  ...transports, ...verdicts,
]);

/**
 * One rule of `nft list ruleset` from its words. What has no field of its own in the model goes to `otherMatches` as
 * printed: an expression that nobody here understands makes the rule narrower than it looks, never wider.
 */
export function readNftRule(text: string, head: NftHead): NatRule {
  const rule: NatRule = { ...head, target: "CONTINUE", text, otherMatches: [], inverted: [] };
  const words = splitNft(text);
  let at = 0;
  while (at < words.length) at = readOne(words, at, rule);
  return rule;
}

function readOne(words: readonly string[], at: number, rule: NatRule): number {
  const word = words[at] ?? "";
  const next = words[at + 1] ?? "";
  const bare = word === "meta" && devices[next] !== undefined ? at + 1 : at;
  const device = devices[words[bare] ?? ""];
  if (device !== undefined) return readField(words, at, bare + 1, device, rule);
  if (word === "ip" || word === "ip6") {
    if (next === "saddr" || next === "daddr") return readField(words, at, at + 2, next === "saddr" ? "src" : "dst", rule);
    if (next === "protocol" || next === "nexthdr") return readField(words, at, at + 2, "proto", rule);
  }
  if (word === "meta" && next === "l4proto") return readField(words, at, at + 2, "proto", rule);
  if (transports.has(word) && (next === "dport" || next === "sport")) {
    const end = readField(words, at, at + 2, next, rule);
    if (word !== "th" && rule[next] !== undefined && rule.proto === undefined) rule.proto = word;
    return end;
  }
  switch (word) {
    case "counter": return readCounter(words, at, rule);
    case "comment": return at + 2;
    case "log": return skipLog(words, at + 1);
    case "notrack": case "continue": return at + 1;
    case "accept": case "drop": case "return": case "queue": case "reject":
      rule.target = word.toUpperCase();
      return words.length;
    case "jump": case "goto":
      Object.assign(rule, { target: next, isJump: true }, word === "goto" ? { isGoto: true } : {});
      return words.length;
    case "dnat": case "snat": case "masquerade": case "redirect": return readTranslation(words, at, rule);
    case "xt": return readXt(words, at, rule);
    default: return readOther(words, at, rule);
  }
}

/** `KEY [!=|==] VALUE`; a value that is a set by name, a map or a concatenation stays an expression of its own. */
function readField(words: readonly string[], from: number, at: number, field: "proto" | "src" | "dst" | "iif" | "oif" | "sport" | "dport", rule: NatRule): number {
  const operator = words[at] ?? "";
  if (operator === "." || operator === "vmap" || operator === "map" || operator === "set" || operator === "&") return readOther(words, from, rule);
  const isInverted = operator === "!=";
  const value = words[isInverted || operator === "==" ? at + 1 : at] ?? "";
  const end = (isInverted || operator === "==" ? at + 1 : at) + 1;
  const isPlain = value !== "" && !value.startsWith("@") && !/^[<>]/.test(value) && !/[:.] /.test(value) && (words[end] ?? "") !== ".";
  if (!isPlain || rule[field] !== undefined) {
    rule.otherMatches.push(words.slice(from, end).join(" "));
    return end;
  }
  rule[field] = value.startsWith("{") ? value.slice(1, -1).split(",").map((item) => unquote(item.trim())).join(",") : unquote(value);
  if (isInverted) rule.inverted.push(field);
  return end;
}

function readCounter(words: readonly string[], at: number, rule: NatRule): number {
  if (words[at + 1] === "packets" && words[at + 3] === "bytes") {
    Object.assign(rule, { packets: Number(words[at + 2]), bytes: Number(words[at + 4]) });
    return at + 5;
  }
  return words[at + 1] === "name" ? at + 3 : at + 1;
}

function skipLog(words: readonly string[], from: number): number {
  let at = from;
  while (["prefix", "level", "group", "snaplen", "queue-threshold", "flags"].includes(words[at] ?? "")) at += 2;
  return at;
}

/** `dnat [ip|ip6] [prefix] to ADDRESS[:PORT] [random,persistent]`, `redirect to :PORT`, `masquerade to :PORT`. */
function readTranslation(words: readonly string[], from: number, rule: NatRule): number {
  rule.target = (words[from] ?? "").toUpperCase();
  const to = words.indexOf("to", from);
  if (to < 0) return words.length;
  const rest = words.slice(to + 1).filter((word) => !/^(random|fully-random|persistent)(,|$)/.test(word));
  const comment = rest.indexOf("comment");
  const target = (comment < 0 ? rest : rest.slice(0, comment)).join(" ");
  Object.assign(rule, / /.test(target) ? { toAddress: target } : endpointOf(target));
  return words.length;
}

/** What iptables-nft left to a module of xtables: its name is shown, its parameters are not. */
function readXt(words: readonly string[], at: number, rule: NatRule): number {
  const name = unquote(words[at + 2] ?? "");
  if (words[at + 1] === "target") rule.target = name;
  else rule.otherMatches.push(`xt ${words[at + 1] ?? ""} ${name}`);
  return at + 3;
}

function readOther(words: readonly string[], from: number, rule: NatRule): number {
  // `ct original ip saddr`, `rt ip nexthop`, `meta iif`: these hold a word that would begin an expression elsewhere
  const word = words[from] ?? "";
  const isDirected = word === "ct" && ["original", "reply"].includes(words[from + 1] ?? "");
  let at = from + (isDirected ? 4 : ["ct", "rt", "meta"].includes(word) ? 2 : 1);
  while (at < words.length && (words[at - 1] === "." || words[at] === "." || !starters.has(words[at] ?? ""))) at++;
  const text = words.slice(from, at);
  if (text.includes("vmap")) Object.assign(rule, { target: "VMAP" });
  // `meta mark set 1` changes something and asks for nothing
  if (!text.includes("set") || text.includes("vmap")) rule.otherMatches.push(text.join(" "));
  return at;
}

function unquote(word: string): string {
  return word.startsWith('"') && word.endsWith('"') && word.length > 1 ? word.slice(1, -1) : word;
}

/** Words of a rule; a quoted text and a `{ … }` are one word each, brackets inside a group included. */
function splitNft(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at] ?? " ";
    if (char === '"' && at < text.length) isQuoted = !isQuoted;
    else if (!isQuoted && char === "{") depth++;
    else if (!isQuoted && char === "}") depth--;
    const isGap = (char === " " || char === "\t") && !isQuoted && depth <= 0;
    if ((isGap || at === text.length) && start >= 0) {
      words.push(text.slice(start, at));
      start = -1;
    } else if (!isGap && start < 0 && at < text.length) start = at;
  }
  return words;
}
