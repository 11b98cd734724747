import type { Family } from "../../model/address.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { Rule } from "../../model/rule.ts";
import type { Warning } from "../../model/warning.ts";
import { isJson } from "./json.ts";
import { versionOf } from "./nexthop.ts";
import { readRuleJson } from "./rule-json.ts";
import { readRuleText } from "./rule-text.ts";
import { commandFamily } from "./words.ts";

/**
 * Reads `ip rule` (ip-rule(8)) of iproute2 4.20 to 7.x, JSON and text, and of BusyBox, in the order of the output: rules of
 * one priority are asked in that order. `family` is the one asked for; without it the command's -4 or -6 counts, then IPv4.
 * BusyBox rules have `hasHiddenSelectors`, and so have rules that look exactly alike: the kernel takes none twice, so the
 * tool has left out what tells them apart. Never throws; unknown words stay in `extra` and are reported.
 *
 * @example parseRules("100:\tfrom 10.0.0.0/8 lookup 7\n", "ip rule", 4).items[0]?.table // "7"
 */
export function parseRules(output: string, command: string, family?: Family): Parsed<Rule> {
  const asked = family ?? commandFamily(command) ?? 4;
  const parsed = isJson(output) ? readRuleJson(output, command, asked) : readRuleText(output, command, asked);
  markTwins(parsed.items, parsed.warnings);
  return parsed;
}

function markTwins(rules: readonly Rule[], warnings: Warning[]): void {
  const seen = new Map<string, Rule>();
  for (const rule of rules) {
    const key = `${rule.family} ${rule.priority} ${rule.text}`;
    const twin = seen.get(key);
    if (!twin) {
      seen.set(key, rule);
      continue;
    }
    if (!twin.hasHiddenSelectors) {
      warnings.push({
        code: "lossy", ...(rule.at ? { at: rule.at } : {}),
        message: `several rules read "${rule.priority}: ${rule.text}": this ip cannot print what tells them apart`,
      });
    }
    twin.hasHiddenSelectors = true;
    rule.hasHiddenSelectors = true;
  }
}

/** Selectors by the release of kernel and iproute2 that brought them: an older ip prints the rule without them. */
const selectorReleases: readonly { since: number; selectors: string; isSuspect: (rule: Rule) => boolean }[] = [
  { since: 6012, selectors: "dscp", isSuspect: isCatchAll },
  { since: 6014, selectors: "flowlabel", isSuspect: (rule) => rule.family === 6 && isCatchAll(rule) },
  { since: 6015, selectors: "port masks", isSuspect: (rule) => rule.sport !== undefined || rule.dport !== undefined },
];

/** Looks unconditional, and is none of the three rules every host has. */
function isCatchAll(rule: Rule): boolean {
  const isDefault = rule.priority === 0 || rule.priority === 32766 || rule.priority === 32767;
  return !isDefault && !rule.invert && rule.src === "all" && rule.dst === "all" && rule.l3mdev === undefined &&
    rule.iif === undefined && rule.oif === undefined && rule.fwmark === undefined && rule.tos === undefined &&
    rule.dscp === undefined && rule.ipproto === undefined && rule.uidrange === undefined && rule.tunId === undefined &&
    rule.flowlabel === undefined && rule.sport === undefined && rule.dport === undefined;
}

/**
 * What an `ip` that is older than its kernel may have left out: one warning for each kind of selector, naming the rules
 * that look as if they could hide it. `toolVersion` is what `ip -V` says, `kernel` the release (`uname -r`).
 */
export function warnOfHiddenSelectors(rules: readonly Rule[], toolVersion: string | undefined, kernel: string | undefined): Warning[] {
  const tool = versionOf(toolVersion);
  const running = versionOf(kernel);
  if (tool === undefined || running === undefined) return [];
  const warnings: Warning[] = [];
  for (const release of selectorReleases) {
    if (running < release.since || tool >= release.since) continue;
    const suspects = rules.filter(release.isSuspect);
    if (suspects.length === 0) continue;
    const names = suspects.slice(0, 5).map((rule) => `"${rule.priority}: ${rule.text}"`).join(", ");
    const first = suspects[0];
    warnings.push({
      code: "lossy", ...(first?.at ? { at: first.at } : {}),
      message: `this ip is too old to print ${release.selectors}, which the kernel knows: ${names} may match less than it looks`,
    });
  }
  return warnings;
}

/** Marks the rules that {@link warnOfHiddenSelectors} names: what is said about them has to say so too. */
export function markHiddenSelectors(rules: readonly Rule[], toolVersion: string | undefined, kernel: string | undefined): void {
  const tool = versionOf(toolVersion);
  const running = versionOf(kernel);
  if (tool === undefined || running === undefined) return;
  const hidden = selectorReleases.filter((release) => running >= release.since && tool < release.since);
  for (const rule of rules) if (hidden.some((release) => release.isSuspect(rule))) rule.hasHiddenSelectors = true;
}
