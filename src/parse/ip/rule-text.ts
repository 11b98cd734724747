import type { Family } from "../../model/address.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { Rule } from "../../model/rule.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { familyOf, looksLikeDestination, toCidr } from "./prefix.ts";
import { addExtra } from "./route-draft.ts";
import { routeTypes, tableName, typeName } from "./route-words.ts";
import { finishRule, newRule, setMark, setPorts, tosText } from "./rule-draft.ts";
import { isDigits, readNumber, splitLines, splitWords } from "./words.ts";

/** Reads the text of `ip rule`: `PRIORITY:` and words. */
export function readRuleText(output: string, command: string, family: Family): Parsed<Rule> {
  const items: Rule[] = [];
  const warnings: Warning[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const isBusybox = command.startsWith("busybox ") || output.includes(" lookup unspec ");
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0) return;
    const start = words[0] === "Deleted" ? 1 : 0;
    const label = words[start] as string | undefined;
    if (label === undefined || !label.endsWith(":") || !isDigits(label.slice(0, -1))) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const own = words.map(familyOfPrefix).find((found) => found !== undefined);
    const rule = newRule(own ?? family, Number(label.slice(0, -1)));
    if (start === 1) addExtra(rule, "deleted", true);
    const unknown = readWords(words, start + 1, rule, isBusybox);
    if (unknown.length > 0) {
      addExtra(rule, "words", unknown);
      notUnderstood.push({ line: index + 1, text: unknown.join(" ") });
    }
    if (isBusybox) rule.hasHiddenSelectors = true;
    rule.at = { command, line: index + 1 };
    items.push(finishRule(rule));
  });
  if (isBusybox && items.length > 0) {
    warnings.push({
      code: "lossy", at: { command },
      message: "BusyBox ip leaves out selectors of rules (not, ipproto, ports, uidrange, oif …): each may match less than it looks",
    });
  }
  return { items, warnings, notUnderstood };
}

/** Only the words after `from` and `to` are prefixes; a device may be called like an address, but not with a colon. */
function familyOfPrefix(word: string, index: number, words: readonly string[]): Family | undefined {
  const before = words[index - 1];
  return (before === "from" || before === "to") && looksLikeDestination(word) ? familyOf(word) : undefined;
}

/** Reads the words of a rule and returns those nobody knows. */
function readWords(words: readonly string[], start: number, rule: Rule, isBusybox: boolean): string[] {
  const unknown: string[] = [];
  let at = start;
  while (at < words.length) {
    const taken = readSelector(words, at, rule) || readAction(words, at, rule, isBusybox);
    if (taken === 0) unknown.push(words[at] as string);
    at += taken || 1;
  }
  return unknown;
}

function readSelector(words: readonly string[], at: number, rule: Rule): number {
  const word = words[at] as string;
  const value = words[at + 1];
  if (word === "not") {
    rule.invert = true;
    return 1;
  }
  if (value === undefined) return 0;
  switch (word) {
    case "from": case "to":
      if (value !== "all" && !looksLikeDestination(value)) return 0;
      rule[word === "from" ? "src" : "dst"] = value === "all" ? "all" : toCidr(value, rule.family);
      return 2;
    case "tos": case "dsfield": rule.tos = tosText(value); return 2;
    case "fwmark": {
      const [mark, mask] = value.split("/");
      return setMark(rule, mark ?? "", mask) ? 2 : 0;
    }
    case "iif": case "oif": {
      rule[word] = value;
      if (words[at + 2] !== "[detached]") return 2;
      rule[word === "iif" ? "iifDetached" : "oifDetached"] = true;
      return 3;
    }
    case "uidrange": {
      const [first, last] = value.split("-").map(readNumber);
      if (first === undefined || last === undefined) return 0;
      rule.uidrange = { start: first, end: last };
      return 2;
    }
    case "ipproto": rule.ipproto = value; return 2;
    case "sport": case "dport": return readPort(rule, word, value) ? 2 : 0;
    case "tun_id": return setNumber(rule, "tunId", value);
    case "dscp": {
      const [name, mask] = value.split("/");
      rule.dscp = name ?? value;
      const bits = readNumber(mask);
      if (bits !== undefined && bits !== 0x3f) rule.dscpMask = bits;
      return 2;
    }
    case "flowlabel": {
      const [label, mask] = value.split("/");
      if (setNumber(rule, "flowlabel", label ?? "") === 0) return 0;
      const bits = readNumber(mask);
      if (bits !== undefined && bits !== 0xfffff) rule.flowlabelMask = bits;
      return 2;
    }
    default: return 0;
  }
}

/** `80`, `1000-2000` or `0x100/0xff00`. */
function readPort(rule: Rule, which: "sport" | "dport", value: string): boolean {
  const slash = value.indexOf("/");
  const dash = value.indexOf("-");
  const start = readNumber(slash !== -1 ? value.slice(0, slash) : dash !== -1 ? value.slice(0, dash) : value);
  const end = dash !== -1 ? readNumber(value.slice(dash + 1)) : start;
  const mask = slash !== -1 ? readNumber(value.slice(slash + 1)) : undefined;
  if (start === undefined || end === undefined || (slash !== -1 && mask === undefined)) return false;
  setPorts(rule, which, start, end, mask);
  return true;
}

/** The kernel's numbers for rule actions fall on names of route types, which is what BusyBox prints. */
const busyboxActions: Readonly<Record<string, string>> = { local: "goto", broadcast: "nop" };

function readAction(words: readonly string[], at: number, rule: Rule, isBusybox: boolean): number {
  const word = words[at] as string;
  const value = words[at + 1];
  switch (word) {
    case "lookup": case "table":
      if (value === undefined) return 0;
      if (value === "[l3mdev-table]") rule.l3mdev = true;
      else if (value !== "unspec") rule.table = tableName(value);
      return 2;
    case "suppress_prefixlength": return setNumber(rule, "suppressPrefixlength", value);
    case "suppress_ifgroup":
      if (value === undefined) return 0;
      rule.suppressIfgroup = value;
      return 2;
    case "goto": {
      rule.action = "goto";
      // 4.20 forgets the blank and the bracket: `goto 32000unresolved`
      const isGlued = value?.endsWith("unresolved") ?? false;
      if (isGlued) rule.unresolved = true;
      const target = readNumber(isGlued ? value?.slice(0, -"unresolved".length) : value);
      if (target !== undefined) rule.goto = target;
      return target === undefined && value !== "none" ? 1 : 2;
    }
    case "[unresolved]": rule.unresolved = true; return 1;
    case "nop": rule.action = "nop"; return 1;
    case "proto":
      if (value === undefined) return 0;
      rule.protocol = value;
      return 2;
    case "realms": case "realm":
      if (value === undefined) return 0;
      rule.realms = value;
      return 2;
    case "map-to":
      if (value === undefined) return 0;
      addExtra(rule, "map-to", value);
      return 2;
    case "masquerade": addExtra(rule, "masquerade", null); return 1;
    default: break;
  }
  if (routeTypes.has(word)) {
    rule.action = (isBusybox ? busyboxActions[word] : undefined) ?? word;
    return 1;
  }
  // realms without a source realm were printed as a bare word until 4.16
  if (words[at - 2] === "lookup" && isDigits(word)) {
    rule.realms = word;
    return 1;
  }
  // the action of `ip -N` stands at the end of a rule without a table
  const isLast = value === undefined || value === "proto";
  if (isLast && isDigits(word) && rule.action === "" && !words.includes("lookup") && typeName(word) !== word) {
    rule.action = typeName(word);
    return 1;
  }
  return 0;
}

function setNumber(rule: Rule, field: "tunId" | "suppressPrefixlength" | "flowlabel", value: string | undefined): number {
  const number = readNumber(value);
  if (number === undefined) return 0;
  rule[field] = number;
  return 2;
}
