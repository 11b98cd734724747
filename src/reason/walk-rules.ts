import type { Rule } from "../model/rule.ts";
import type { HostView } from "./host-view.ts";
import { tableName } from "./kernel-numbers.ts";
import { ruleMismatch, type Flow } from "./rule-match.ts";

/** What became of one rule on the way down the list. */
export interface RuleStep {
  readonly rule: Rule;
  readonly outcome: string;
  /** the rule may apply all the same: what it asks for is not printed */
  readonly isUnsure?: boolean;
}

/** What a rule's table said: an answer ends the walk, null goes on to the next rule. */
export interface TableAnswer<T> {
  readonly answer: T | null;
  readonly outcome: string;
}

export type Walk<T> =
  | { readonly kind: "answer"; readonly rule: Rule; readonly answer: T }
  | { readonly kind: "refused"; readonly rule: Rule; readonly errno: "ENETUNREACH" | "EACCES" | "EINVAL" }
  | { readonly kind: "none" };

/**
 * The rule list from the top (fib_rules_lookup): every rule that fits is asked, until one has an answer. A `goto`
 * target is looked up by priority: the first rule with it.
 */
export function walkRules<T>(
  view: HostView, family: 4 | 6, flow: Flow, steps: RuleStep[], ask: (table: string, rule: Rule) => TableAnswer<T>,
): Walk<T> {
  const rules = view.rules[family];
  for (let at = 0; at < rules.length; ) {
    const rule = rules[at] as Rule;
    const mismatch = ruleMismatch(rule, flow);
    if (mismatch !== null) {
      steps.push({ rule, outcome: mismatch });
      at++;
      continue;
    }
    if (rule.hasHiddenSelectors && hasTwin(rules, rule)) {
      steps.push({ rule, outcome: "may apply or not: several rules read like it, so this ip cannot print what it asks for", isUnsure: true });
      at++;
      continue;
    }
    if (rule.action === "goto" || (rule.goto !== undefined && rule.action !== "table")) {
      const target = rules.findIndex((other) => other.priority === rule.goto);
      steps.push({ rule, outcome: target > at ? `jumps to rule ${rule.goto}` : `its target ${rule.goto} does not exist` });
      at = target > at ? target : at + 1;
      continue;
    }
    if (rule.action === "nop") {
      steps.push({ rule, outcome: "does nothing (nop)" });
      at++;
      continue;
    }
    if (rule.action === "unreachable") return { kind: "refused", rule, errno: "ENETUNREACH" };
    if (rule.action === "prohibit") return { kind: "refused", rule, errno: "EACCES" };
    if (rule.action !== "table" && !rule.l3mdev) return { kind: "refused", rule, errno: "EINVAL" };
    const vrf = flow.vrf === undefined ? undefined : view.links.get(flow.vrf);
    const vrfTable = vrf?.kindData["table"];
    const wanted = !rule.l3mdev ? (rule.table ?? "") : typeof vrfTable === "number" || typeof vrfTable === "string" ? String(vrfTable) : "";
    const { answer, outcome } = ask(tableName(wanted), rule);
    if (answer !== null) return { kind: "answer", rule, answer };
    steps.push({ rule, outcome });
    at++;
  }
  return { kind: "none" };
}

/** The kernel takes no rule twice: two that read alike differ in something that was not printed, so neither is for all packets. */
function hasTwin(rules: readonly Rule[], rule: Rule): boolean {
  return rules.some((other) => other !== rule && other.priority === rule.priority && other.text === rule.text);
}
