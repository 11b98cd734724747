import type { Link } from "../../src/model/link.ts";

/** One line a fact: `portData.cost` → `4`. Lists without an order of their own are sorted, places are left out. */
function factsOf(link: Link): Map<string, string> {
  const facts = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      if (value.some((item) => typeof item === "object")) value.forEach((item, index) => walk(item, `${path}.${index}`));
      else facts.set(path, JSON.stringify(value.map((item) => JSON.stringify(item)).sort()));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, member] of Object.entries(value)) if (key !== "at") walk(member, path === "" ? key : `${path}.${key}`);
    } else facts.set(path, JSON.stringify(value));
  };
  walk(link, "");
  return facts;
}

/** Facts that go on while a second command is on its way. */
export const passing = /\.(?:hold|hello|gc|tcn|message_age|forward_delay|topology_change)_timer$|^stats\.|LifetimeS$/;

/** Where text and JSON of one iproute2 differ although both are read rightly, and why. */
const differences: readonly { readonly fact: RegExp; readonly why: string }[] = [
  { fact: /^peer\.(?:netns|nsid)$/, why: "text prints the name of a namespace where JSON has its nsid" },
  { fact: /^kindData\.(?:df|learning|localbypass|external|proxy|rsc|l2miss|l3miss|udp_csum|udp_zero_csum6_[rt]x|remcsum_[rt]x|pmtudisc|multi_queue)$/, why: "only JSON prints defaults" },
  { fact: /^portData\.mcast_fast_leave$/, why: "only text prints it (JSON calls both it and fastleave by one key)" },
  { fact: /^stats\.rx\.details\.(?:missed|over)_errors$/, why: "text has a column for the missed, JSON a key for the overruns, unless -s is given twice" },
];

/** The facts in which two models of one link differ, but for the known differences and those `ignored`. */
export function differingFacts(fromJson: Link, fromText: Link, ignored?: RegExp): string[] {
  const one = factsOf(fromJson);
  const other = factsOf(fromText);
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((fact) => one.get(fact) !== other.get(fact) && ignored?.test(fact) !== true && !differences.some((difference) => difference.fact.test(fact)))
    .map((fact) => `${fact}: ${one.get(fact) ?? "-"} in JSON, ${other.get(fact) ?? "-"} in text`);
}
