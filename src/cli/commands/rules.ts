import { explainRules } from "../../explain/rule.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { detailOf } from "../../render/views/detail.ts";
import { ruleBlocks } from "../../render/views/rules.ts";
import type { Context, Options } from "../command.ts";
import { chosenFamilies, emptyLine, printListing, requirePart } from "./listing.ts";

/** `hostlens rules`: the routing policy database, in the order the kernel asks it. */
export async function run(context: Context, _args: readonly string[], options: Options): Promise<number> {
  const snapshot = await takeSnapshot(await context.openHost(), ["rules", "routes", "links"]);
  const families = chosenFamilies(options);
  const rules = requirePart(snapshot, "rules").filter((rule) => families.includes(rule.family));
  return printListing(context, "rules", "rules", snapshot, {
    arrays: () => ({ rules: explainRules(rules, snapshot) }),
    blocks: () => (rules.length > 0 ? ruleBlocks([...explainRules(rules, snapshot)], detailOf(context.globals)) : emptyLine("No policy rules: no routing table is ever asked.")),
  });
}
