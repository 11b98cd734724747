import type { Family } from "../model/address.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Rule } from "../model/rule.ts";
import { parseRules } from "../parse/ip/rule.ts";
import type { Adapter, Form } from "./adapter.ts";

const concepts = ["policy-rules"];

function forms(family: Family): Form<Rule>[] {
  const parse = (output: string, command: string): Parsed<Rule> => parseRules(output, command, family);
  const flag = `-${family}`;
  return [
    { argv: ["ip", "-j", flag, "rule", "show"], parse },
    { argv: ["ip", "-j", "-d", flag, "rule", "show"], parse },
    { argv: ["ip", flag, "rule", "show"], parse },
    { argv: ["busybox", "ip", flag, "rule", "list"], parse },
  ];
}

/** The IPv4 routing policy rules, in the order the kernel asks them. */
export const rule4Adapter: Adapter<Rule> = { id: "rule4", forms: forms(4), concepts };

/** The IPv6 routing policy rules, in the order the kernel asks them. */
export const rule6Adapter: Adapter<Rule> = { id: "rule6", forms: forms(6), concepts };
