import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { Errno } from "./decision.ts";
import type { HostView } from "./host-view.ts";
import { parsePrefix } from "./ip-prefix.ts";
import { lookupIpv4, type Lookup4, type LookupOptions4, type PassedOver } from "./route-lookup4.ts";
import type { Flow } from "./rule-match.ts";
import { walkRules, type RuleStep } from "./walk-rules.ts";

/** What rules and tables say about an IPv4 packet. Exactly one of `found` and `errno` is there. */
export interface FibAnswer {
  readonly found?: Extract<Lookup4, { kind: "found" }>;
  readonly refusedBy?: Route;
  readonly errno?: Errno;
  readonly table?: string;
  readonly rule?: Rule;
}

/** What was looked at on the way to an answer. */
export interface Trail {
  readonly steps: RuleStep[];
  readonly passed: PassedOver[];
}

/** fib_lookup: the rules and the tables they lead to, or the shortcut of a host that has no rules of its own. */
export function fibLookup(view: HostView, flow: Flow, trail: Trail, options: LookupOptions4 = {}): FibAnswer {
  const { steps, passed } = trail;
  const ask = (table: string, overlay?: string): Lookup4 => {
    const first = view.table(4, table);
    const second = overlay === undefined ? null : view.table(4, overlay);
    if (first === null) return second === null ? { kind: "none" } : lookupIpv4(view, second, flow, passed, options);
    return lookupIpv4(view, first, flow, passed, options, second ?? undefined);
  };
  if (!view.customRules[4]) return withoutRules(view, steps, ask);
  const walk = walkRules(view, 4, flow, steps, (table, rule) => {
    if (view.table(4, table) === null) return { answer: null, outcome: `table ${table} is empty` };
    const found = ask(table);
    if (found.kind === "throw") return { answer: null, outcome: `table ${table} throws the packet back (${found.route.type} ${found.route.dst})` };
    if (found.kind === "none") return { answer: null, outcome: `table ${table} has no match` };
    if (found.kind === "found") {
      const length = parsePrefix(found.route.dst, 4)?.length ?? 0;
      if (rule.suppressPrefixlength !== undefined && length <= rule.suppressPrefixlength) {
        return { answer: null, outcome: `suppresses ${found.route.dst}: /${length} is not longer than /${rule.suppressPrefixlength}` };
      }
      const group = view.links.get(found.hops[0]?.dev ?? "")?.group ?? "default";
      if (rule.suppressIfgroup !== undefined && group === rule.suppressIfgroup) {
        return { answer: null, outcome: `suppresses routes through group ${rule.suppressIfgroup}` };
      }
    }
    return { answer: found, outcome: "" };
  });
  if (walk.kind === "none") return { errno: "ENETUNREACH" };
  if (walk.kind === "refused") return { errno: walk.errno, rule: walk.rule };
  return { ...answerOf(walk.answer), rule: walk.rule };
}

/** A host that never had rules of its own keeps local and main as one table and asks it and default, whatever the rules say. */
function withoutRules(view: HostView, steps: RuleStep[], ask: (table: string, overlay?: string) => Lookup4): FibAnswer {
  for (const [table, overlay] of [["local", "main"], ["default", undefined]] as const) {
    const answer = answerOf(ask(table, overlay));
    if (answer === null) continue;
    const rule = view.rules[4].find((one) => one.table === (answer.table ?? table));
    for (const before of view.rules[4]) {
      if (before === rule) break;
      steps.push({ rule: before, outcome: `table ${before.table ?? ""} has no match` });
    }
    return { ...answer, ...(rule === undefined ? {} : { rule }) };
  }
  for (const rule of view.rules[4]) steps.push({ rule, outcome: `table ${rule.table ?? ""} has no match` });
  return { errno: "ENETUNREACH" };
}

function answerOf(found: Lookup4): FibAnswer | null {
  if (found.kind === "found") return { found, table: found.table };
  return found.kind === "refused" ? { refusedBy: found.route, errno: found.errno, table: found.table } : null;
}
