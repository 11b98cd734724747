import type { Rule } from "../../model/rule.ts";
import { isDigits, readNumber } from "./words.ts";

/** A rule with nothing but its priority: everything from everywhere. */
export function newRule(family: 4 | 6, priority: number): Rule {
  return { family, priority, action: "", src: "all", dst: "all", invert: false, text: "" };
}

/** TOS as iproute2 prints it, also where BusyBox prints a decimal number. */
export function tosText(text: string): string {
  return isDigits(text) ? `0x${Number(text).toString(16).padStart(2, "0")}` : text;
}

/** `0x1/0xff` or `0x1` into mark and mask; the mask is all ones where none is printed. */
export function setMark(rule: Rule, mark: string, mask: string | undefined): boolean {
  const fwmark = readNumber(mark);
  const fwmask = mask === undefined ? 0xffffffff : readNumber(mask);
  if (fwmark === undefined || fwmask === undefined) return false;
  rule.fwmark = fwmark;
  rule.fwmask = fwmask;
  return true;
}

/**
 * Ports `start`–`end`, or one value under a mask. A mask whose zero bits are all at the end stands for a range of ports,
 * and so it becomes one.
 */
export function setPorts(rule: Rule, which: "sport" | "dport", start: number, end: number, mask: number | undefined): void {
  if (mask === undefined || mask === 0xffff) {
    rule[which] = { start, end };
    return;
  }
  const hidden = ~mask & 0xffff;
  if ((hidden & (hidden + 1)) === 0) {
    rule[which] = { start: start & mask, end: (start & mask) + hidden };
    return;
  }
  rule[which] = { start, end: start };
  rule[which === "sport" ? "sportMask" : "dportMask"] = mask;
}

/** Fills in what follows from the rest and puts the rule into the words of `ip rule`. */
export function finishRule(rule: Rule): Rule {
  if (rule.action === "") {
    rule.action = rule.table !== undefined || rule.l3mdev ? "table" : rule.goto !== undefined ? "goto" : "unknown";
  }
  rule.text = ruleText(rule);
  return rule;
}

function portText(range: { start: number; end: number } | undefined, mask: number | undefined): string | undefined {
  if (range === undefined) return undefined;
  if (mask !== undefined) return `0x${range.start.toString(16)}/0x${mask.toString(16)}`;
  return range.start === range.end ? String(range.start) : `${range.start}-${range.end}`;
}

/** The rule in the words and the order of ip-rule(8). */
function ruleText(rule: Rule): string {
  const words: string[] = [];
  const add = (word: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(word, String(value));
  };
  if (rule.invert) words.push("not");
  words.push("from", hostText(rule.src));
  if (rule.dst !== "all") words.push("to", hostText(rule.dst));
  add("tos", rule.tos);
  if (rule.fwmark !== undefined) {
    const mask = rule.fwmask === 0xffffffff || rule.fwmask === undefined ? "" : `/0x${rule.fwmask.toString(16)}`;
    words.push("fwmark", `0x${rule.fwmark.toString(16)}${mask}`);
  }
  add("iif", rule.iif);
  if (rule.iifDetached) words.push("[detached]");
  add("oif", rule.oif);
  if (rule.oifDetached) words.push("[detached]");
  if (rule.l3mdev) words.push("lookup", "[l3mdev-table]");
  if (rule.uidrange) words.push("uidrange", `${rule.uidrange.start}-${rule.uidrange.end}`);
  add("ipproto", rule.ipproto);
  add("sport", portText(rule.sport, rule.sportMask));
  add("dport", portText(rule.dport, rule.dportMask));
  add("tun_id", rule.tunId);
  add("lookup", rule.table);
  add("suppress_prefixlength", rule.suppressPrefixlength);
  add("suppress_ifgroup", rule.suppressIfgroup);
  add("realms", rule.realms);
  if (rule.action === "goto") words.push("goto", rule.goto === undefined ? "none" : String(rule.goto));
  else if (rule.action !== "table") words.push(rule.action);
  if (rule.unresolved) words.push("[unresolved]");
  add("proto", rule.protocol);
  add("dscp", rule.dscp === undefined || rule.dscpMask === undefined ? rule.dscp : `${rule.dscp}/0x${rule.dscpMask.toString(16)}`);
  if (rule.flowlabel !== undefined) {
    words.push("flowlabel", `0x${rule.flowlabel.toString(16)}${rule.flowlabelMask === undefined ? "" : `/0x${rule.flowlabelMask.toString(16)}`}`);
  }
  const unknown = rule.extra?.words;
  if (Array.isArray(unknown)) words.push(...unknown.map(String));
  return words.join(" ");
}

/** ip prints a prefix of full length without it. */
function hostText(prefix: string): string {
  const full = prefix.includes(":") ? "/128" : "/32";
  return prefix.endsWith(full) ? prefix.slice(0, -full.length) : prefix;
}
