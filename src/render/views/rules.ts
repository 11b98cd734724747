import type { Explanation } from "../../model/explanation.ts";
import type { Rule } from "../../model/rule.ts";
import type { Block } from "../document.ts";
import { Repeats, explanationBlocks, headline, type Detail } from "./detail.ts";

type Explained = Rule & { readonly explanation?: Explanation };

/** Policy rules in the order the kernel asks them, IPv4 and IPv6 apart. */
export function ruleBlocks(rules: readonly Explained[], detail: Detail): Block[] {
  const families = ([4, 6] as const).filter((family) => rules.some((rule) => rule.family === family));
  return families.flatMap((family, index): Block[] => {
    const repeats = new Repeats(detail);
    const members = rules.filter((rule) => rule.family === family);
    return [
      ...(index > 0 ? [{ kind: "gap" } as const] : []),
      { kind: "title", text: `IPv${family} rules`, aside: "asked from the top; the first table that has a route wins" },
      {
        kind: "table",
        columns: [{ align: "right" }, { min: 20, shrink: 2 }, { min: 12, shrink: 3 }],
        rows: members.map((rule) => ({
          cells: [[{ text: `${rule.priority}:`, tone: "name" }], rule.text, headline(rule.explanation)],
          below: explanationBlocks(rule.explanation, detail, repeats, String(rule.priority)),
        })),
        oneLine: detail === "brief",
      },
      ...repeats.summary(),
    ];
  });
}
