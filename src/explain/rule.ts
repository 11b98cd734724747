import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Rule } from "../model/rule.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { routingTableByName } from "../knowledge/tables.ts";
import { isKernelRule } from "../reason/way-out.ts";
import { factsOf, type HostFacts } from "./facts.ts";
import { count, say } from "./say.ts";

/**
 * When a policy rule matches, what happens then, and what comes next (`ip rule`).
 *
 * @example explainRule(rule, snapshot).sentences[0].text // "Asked first for every IPv4 packet: …"
 */
export function explainRule(rule: Rule, snapshot: Snapshot): Explanation {
  const facts = factsOf(snapshot);
  const conditions = conditionsOf(rule);
  const next = nextRule(rule, snapshot);
  const sentences = [say(capital(`${matchText(rule, conditions, snapshot)} ${actionText(rule, snapshot)}`), [rule], "policy-rules")];
  const special = specialSentence(rule, conditions, facts);
  if (special) sentences.push(special);
  const after = afterText(rule, next, facts);
  if (after) sentences.push(after);
  return { headline: headlineOf(rule, conditions), sentences, unusual: troublesOf(rule, snapshot, facts), more: moreOf(rule) };
}

/** The conditions of a rule in words; empty for a rule that matches every packet. */
function conditionsOf(rule: Rule): string[] {
  const said: string[] = [];
  if (rule.src !== "all") said.push(`its source is in ${rule.src}`);
  if (rule.dst !== "all") said.push(`its destination is in ${rule.dst}`);
  if (rule.iif) said.push(rule.iif === "lo" ? "it was made on this host (iif lo)" : `it came in through ${rule.iif}`);
  if (rule.oif) said.push(`its program is bound to ${rule.oif} (oif)`);
  if (rule.fwmark !== undefined) {
    const mask = rule.fwmask ?? 0xffffffff;
    said.push(`its mark is ${hex(rule.fwmark)}${mask === 0xffffffff ? "" : `, looking at the bits ${hex(mask)} only`}`);
  }
  if (rule.tos) said.push(`its type of service is ${rule.tos}`);
  if (rule.dscp) said.push(`its DSCP is ${rule.dscp}`);
  if (rule.ipproto) said.push(`it is ${rule.ipproto.toUpperCase()}`);
  if (rule.sport) said.push(`its source port is ${rangeText(rule.sport)}`);
  if (rule.dport) said.push(`its destination port is ${rangeText(rule.dport)}`);
  if (rule.uidrange) said.push(`its program runs as user id ${rangeText(rule.uidrange)}`);
  if (rule.tunId !== undefined) said.push(`it came out of a tunnel with id ${rule.tunId}`);
  if (rule.l3mdev) said.push("it belongs to a VRF");
  for (const [key, value] of Object.entries(rule.extra ?? {})) {
    said.push(`${key}${value === null || value === true ? "" : ` ${typeof value === "string" ? value : JSON.stringify(value)}`}`);
  }
  return said;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function rangeText(range: { start: number; end: number }): string {
  return range.start === range.end ? String(range.start) : `${range.start} – ${range.end}`;
}

function matchText(rule: Rule, conditions: readonly string[], snapshot: Snapshot): string {
  const position = positionText(rule, snapshot);
  const all = conditions.length === 0;
  if (mayHide(rule)) {
    const shown = all ? "without a condition" : `under the condition that ${joinWords(conditions)}`;
    return `${position}as it is printed ${shown}; it may have others, even the opposite (not), that this tool can't print:`;
  }
  if (all) return rule.invert ? `${position}never matches (not from all):` : `${position}for every IPv${rule.family} packet that gets here:`;
  const joined = joinWords(conditions);
  return rule.invert ? `${position}for each packet unless ${joined}:` : `${position}if ${joined}:`;
}

function joinWords(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0] ?? "";
}

/** True where conditions may be missing in the output; the kernel's own three rules have none. */
function mayHide(rule: Rule): boolean {
  return rule.hasHiddenSelectors === true && !isKernelRule(rule);
}

function positionText(rule: Rule, snapshot: Snapshot): string {
  const family = (snapshot.rules ?? []).filter((other) => other.family === rule.family);
  if (family[0] === rule) return "Asked first, ";
  if (family.length > 1 && family.at(-1) === rule) return "Asked last, ";
  return "";
}

function actionText(rule: Rule, snapshot: Snapshot): string {
  if (rule.l3mdev) return "look into the table of that VRF.";
  switch (rule.action) {
    case "table": {
      const known = routingTableByName(rule.table ?? "");
      const what = known && ["local", "main"].includes(known.name) ? ` (${known.purpose})` : "";
      const suppressed = rule.suppressPrefixlength === undefined ? ""
        : rule.suppressPrefixlength === 0 ? ", but ignore the default route in it" : `, but ignore routes of /${rule.suppressPrefixlength} and shorter in it`;
      const group = rule.suppressIfgroup ? `, but ignore routes through NICs of group ${rule.suppressIfgroup}` : "";
      return `look into table ${rule.table}${what}${suppressed}${group}.`;
    }
    case "goto": {
      if (rule.goto === undefined) return "jump to a later rule; this output does not show to which one.";
      const target = (snapshot.rules ?? []).some((other) => other.family === rule.family && other.priority === rule.goto);
      return target ? `jump to rule ${rule.goto}; the rules in between are left out.` : `jump to rule ${rule.goto}, which does not exist, so nothing happens and the next rule is asked.`;
    }
    case "nop":
      return "do nothing and go on with the next rule.";
    case "blackhole":
      return "drop it without a word; a program here gets Invalid argument (EINVAL).";
    case "unreachable":
      return "refuse it; a program here gets Network is unreachable (ENETUNREACH).";
    case "prohibit":
      return "refuse it as forbidden; a program here gets Permission denied (EACCES).";
    default:
      return `do "${rule.action}", which is not known here.`;
  }
}

function specialSentence(rule: Rule, conditions: readonly string[], facts: HostFacts): Sentence | undefined {
  const concept = "policy-rules";
  if (rule.iifDetached || rule.oifDetached) return say(`Detached: there is no NIC ${rule.iifDetached ? rule.iif : rule.oif}, so it can't match until one of that name appears.`, [rule], concept);
  if (rule.invert && rule.fwmark !== undefined && rule.action === "table") {
    return say(`This is how wg-quick sends all traffic into a WireGuard tunnel: the tunnel's own packets carry mark ${hex(rule.fwmark)} and so take the ordinary way.`, [rule], concept);
  }
  if (rule.action !== "table" || rule.l3mdev) return undefined;
  const routes = facts.routesByTable.get(`${rule.family} ${rule.table}`) ?? 0;
  if (facts.snapshot.routes === undefined) return undefined;
  const isPlain = ["local", "main", "default"].includes(rule.table ?? "") && conditions.length === 0;
  if (rule.table === "local" && isPlain) {
    return say(`${count(routes, "route")} there: the host's own and broadcast addresses; what is for this host ends here and is delivered.`, [rule], "routing-table");
  }
  // Of any other table that is unusual, and said there.
  if (routes === 0) return rule.table === "default" ? say(`Table default has no IPv${rule.family} routes, as usual, so nothing is found in it.`, [rule], "routing-table") : undefined;
  return say(`That table has ${count(routes, `IPv${rule.family} route`)}.`, [rule], "routing-table");
}

function afterText(rule: Rule, next: Rule | undefined, facts: HostFacts): Sentence | undefined {
  if (["blackhole", "unreachable", "prohibit", "nop", "goto"].includes(rule.action)) return undefined;
  if (next) return say(`If no route there fits, rule ${next.priority} is asked next.`, [rule, next], "policy-rules");
  if (!facts.snapshot.rules) return undefined;
  return say("If no route there fits either, the packet has nowhere to go: Network is unreachable (ENETUNREACH).", [rule], "policy-rules");
}

function nextRule(rule: Rule, snapshot: Snapshot): Rule | undefined {
  const family = (snapshot.rules ?? []).filter((other) => other.family === rule.family);
  const at = family.indexOf(rule);
  return at < 0 ? undefined : family[at + 1];
}

function headlineOf(rule: Rule, conditions: readonly string[]): string {
  const plain = conditions.length === 0 && !rule.invert && !mayHide(rule);
  if (plain && rule.table === "local" && rule.priority === 0) return "is it for this host?";
  if (plain && rule.table === "main" && rule.suppressPrefixlength === undefined) return "the ordinary routes";
  if (plain && rule.table === "default") return "last resort";
  if (rule.l3mdev) return "VRFs";
  if (rule.action === "goto") return rule.goto === undefined ? "a jump" : `jump to ${rule.goto}`;
  if (rule.action === "nop") return "does nothing";
  if (["blackhole", "unreachable", "prohibit"].includes(rule.action)) return rule.action === "blackhole" ? "dropped" : "refused";
  if (rule.src !== "all" && conditions.length === 1) return "by source";
  if (rule.fwmark !== undefined) return mayHide(rule) ? "by mark" : rule.invert ? "all but marked packets" : "marked packets";
  if (rule.suppressPrefixlength === 0) return "all but the default route";
  if (rule.ipproto || rule.sport || rule.dport) return "by protocol and port";
  if (rule.uidrange) return "by user";
  if (rule.iif) return rule.iif === "lo" ? "made on this host" : `what came in through ${rule.iif}`;
  if (rule.oif) return `programs bound to ${rule.oif}`;
  if (rule.tos || rule.dscp) return "by type of service";
  if (rule.src !== "all") return "by source";
  if (rule.dst !== "all") return "by destination";
  if (mayHide(rule)) return "perhaps under a condition";
  return conditions.length > 0 ? "under a condition" : "a further table";
}

function moreOf(rule: Rule): Sentence[] {
  const more: Sentence[] = [];
  if (rule.protocol && rule.protocol !== "boot") more.push(say(`proto ${rule.protocol}: added by ${rule.protocol === "kernel" ? "the kernel itself" : `a program that signs as ${rule.protocol}`}.`, [rule], "policy-rules"));
  if (rule.realms) more.push(say(`realms ${rule.realms}: packets are labelled for traffic control and statistics.`, [rule], "policy-rules"));
  return more;
}

function troublesOf(rule: Rule, snapshot: Snapshot, facts: HostFacts): Sentence[] {
  const said: Sentence[] = [];
  if (rule.action === "goto" && rule.goto !== undefined && (rule.unresolved || !(snapshot.rules ?? []).some((other) => other.family === rule.family && other.priority === rule.goto))) {
    said.push(say(`Rule ${rule.priority} jumps to rule ${rule.goto}, which does not exist.`, [rule], "policy-rules"));
  }
  if (rule.iifDetached || rule.oifDetached) said.push(say(`Rule ${rule.priority} waits for the NIC ${rule.iifDetached ? rule.iif : rule.oif}, which does not exist.`, [rule], "policy-rules"));
  const isFixed = rule.table === "default" || rule.table === "local";
  if (rule.action === "table" && !rule.l3mdev && rule.table && !isFixed && facts.snapshot.routes !== undefined && !facts.routesByTable.has(`${rule.family} ${rule.table}`)) {
    if (rule.table !== "main") said.push(say(`Rule ${rule.priority} leads to table ${rule.table}, which has no IPv${rule.family} route, so nothing is found in it.`, [rule], "policy-rules"));
  }
  return said;
}

/** Rules with their explanations, made while they are asked for. */
export function* explainRules(rules: readonly Rule[], snapshot: Snapshot): Generator<Rule & { explanation: Explanation }> {
  for (const rule of rules) yield { ...rule, explanation: explainRule(rule, snapshot) };
}
