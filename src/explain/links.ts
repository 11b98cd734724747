import type { Explanation } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { explainAddress } from "./address.ts";
import { explainLink } from "./link.ts";

/** Links with their explanations, made one by one while they are asked for; their addresses' are among what is said on demand. */
export function* explainLinks(links: readonly Link[], snapshot: Snapshot): Generator<Link & { explanation: Explanation }> {
  for (const link of links) yield { ...link, explanation: withAddresses(explainLink(link, snapshot), link, snapshot) };
}

function withAddresses(explanation: Explanation, link: Link, snapshot: Snapshot): Explanation {
  if (link.addresses.length === 0) return explanation;
  const said = link.addresses.map((address) => explainAddress(address, link, snapshot));
  return {
    ...explanation,
    unusual: [...explanation.unusual, ...said.flatMap((one) => one.unusual)],
    more: [...(explanation.more ?? []), ...said.flatMap((one) => [...one.sentences, ...(one.more ?? [])])],
  };
}
