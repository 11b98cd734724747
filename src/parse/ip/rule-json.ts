import type { Family } from "../../model/address.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { Rule } from "../../model/rule.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { type JsonObject, type JsonValue, membersOf, readJsonRows } from "./json.ts";
import { deviceName, numberOf, textOf } from "./json-value.ts";
import { familyOf, toCidr } from "./prefix.ts";
import { addExtra } from "./route-draft.ts";
import { reportUnknownKeys } from "./route-json.ts";
import { tableName, typeName } from "./route-words.ts";
import { finishRule, newRule, setMark, setPorts } from "./rule-draft.ts";

/** Reads `ip -j rule`. Presence flags are members with the value null. */
export function readRuleJson(output: string, command: string, family: Family): Parsed<Rule> {
  const { rows, warnings } = readJsonRows(output, command);
  const items: Rule[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const unknownKeys = new Map<string, string>();
  for (const { pointer, value } of rows) {
    const priority = numberOf(value.priority);
    if (priority === undefined) {
      warnings.push({ code: "bad-row", at: { command, pointer }, message: `a rule without a priority: ${JSON.stringify(value).slice(0, 80)}` });
      continue;
    }
    const own = familyOf(textOf(value.src)) ?? familyOf(textOf(value.dst));
    const rule = newRule(own ?? family, priority);
    readObject(value, rule, unknownKeys, pointer);
    rule.at = { command, pointer };
    items.push(finishRule(rule));
  }
  reportUnknownKeys(output, unknownKeys, { command, warnings, notUnderstood });
  return { items, warnings, notUnderstood };
}

function readObject(value: JsonObject, rule: Rule, unknownKeys: Map<string, string>, pointer: string): void {
  readPrefixes(value, rule);
  if (value.fwmark !== undefined || value.fwmask !== undefined) {
    setMark(rule, textOf(value.fwmark ?? "0x0"), value.fwmask === undefined ? undefined : textOf(value.fwmask));
  }
  readPorts(value, rule, "sport");
  readPorts(value, rule, "dport");
  const uidStart = numberOf(value.uid_start);
  if (uidStart !== undefined) rule.uidrange = { start: uidStart, end: numberOf(value.uid_end) ?? uidStart };
  if (value.flow_to !== undefined) {
    rule.realms = value.flow_from === undefined ? textOf(value.flow_to) : `${textOf(value.flow_from)}/${textOf(value.flow_to)}`;
  }
  for (const [key, member] of membersOf(value)) {
    if (key === null) addExtra(rule, "words", [...((rule.extra?.words as unknown[] | undefined) ?? []), member]);
    else if (!doneKeys.has(key) && !readMember(key, member, rule)) {
      addExtra(rule, key, member);
      if (!unknownKeys.has(key)) unknownKeys.set(key, pointer);
    }
  }
}

/** Members that are read together with another one. */
const doneKeys: ReadonlySet<string> = new Set([
  "priority", "src", "srclen", "dst", "dstlen", "fwmark", "fwmask", "sport", "sport_start", "sport_end", "sport_mask",
  "dport", "dport_start", "dport_end", "dport_mask", "uid_start", "uid_end", "flow_from", "flow_to",
]);

function readPrefixes(value: JsonObject, rule: Rule): void {
  for (const which of ["src", "dst"] as const) {
    const address = value[which];
    if (address === undefined || address === "all") continue;
    const length = value[`${which}len`];
    rule[which] = toCidr(length === undefined ? textOf(address) : `${textOf(address)}/${textOf(length)}`, rule.family);
  }
}

function readPorts(value: JsonObject, rule: Rule, which: "sport" | "dport"): void {
  const start = numberOf(value[`${which}_start`]) ?? numberOf(value[which]);
  if (start === undefined) return;
  setPorts(rule, which, start, numberOf(value[`${which}_end`]) ?? start, numberOf(value[`${which}_mask`]));
}

function readMember(key: string, value: JsonValue, rule: Rule): boolean {
  switch (key) {
    case "not": rule.invert = true; return true;
    case "l3mdev": rule.l3mdev = true; return true;
    case "nop": rule.action = "nop"; return true;
    case "unresolved": rule.unresolved = true; return true;
    case "iif": rule.iif = deviceName(value); return true;
    case "oif": rule.oif = deviceName(value); return true;
    case "iif_detached": rule.iifDetached = true; return true;
    case "oif_detached": rule.oifDetached = true; return true;
    case "table": rule.table = tableName(textOf(value)); return true;
    case "goto": {
      rule.action = "goto";
      const target = numberOf(value);
      if (target !== undefined) rule.goto = target;
      return true;
    }
    // 4.20 calls it `to_tbl`
    case "action": case "to_tbl": rule.action = typeName(textOf(value)); return true;
    case "tos": rule.tos = textOf(value); return true;
    case "ipproto": rule.ipproto = textOf(value); return true;
    case "tun_id": return setNumber(rule, "tunId", value);
    case "suppress_prefixlen": return setNumber(rule, "suppressPrefixlength", value);
    case "suppress_ifgroup": rule.suppressIfgroup = textOf(value); return true;
    case "protocol": rule.protocol = textOf(value); return true;
    case "dscp": rule.dscp = textOf(value); return true;
    case "dscp_mask": return numberOf(value) === 0x3f || setNumber(rule, "dscpMask", value);
    case "flowlabel": return setNumber(rule, "flowlabel", value);
    case "flowlabel_mask": return numberOf(value) === 0xfffff || setNumber(rule, "flowlabelMask", value);
    case "nat_gateway": case "map-to": case "masquerade": case "deleted":
      addExtra(rule, key, value);
      return true;
    default: return false;
  }
}

function setNumber(rule: Rule, field: "tunId" | "suppressPrefixlength" | "dscpMask" | "flowlabel" | "flowlabelMask", value: JsonValue): boolean {
  const number = numberOf(value);
  if (number === undefined) return false;
  rule[field] = number;
  return true;
}
