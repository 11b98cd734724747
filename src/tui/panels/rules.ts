import { explainRules } from "../../explain/rule.ts";
import { ruleBlocks } from "../../render/views/rules.ts";
import { saidOf, type Panel } from "./panel.ts";

export const rulesPanel: Panel = {
  id: "rules", title: "Rules", empty: "No policy rules.",
  items: (snapshot) => [...explainRules(snapshot.rules ?? [], snapshot)].map((rule) => ({
    label: `${rule.priority}: ${rule.text}${rule.family === 6 ? "  (IPv6)" : ""}`, ...saidOf(rule.explanation, "policy-rules"), blocks: () => ruleBlocks([rule], "full"),
  })),
};
