import type { Concept } from "./concept.ts";
import { linkConcepts } from "./links.ts";
import { addressConcepts } from "./addresses.ts";
import { routeConcepts } from "./routes.ts";
import { neighbourConcepts } from "./neighbours.ts";
import { virtualNetworkConcepts } from "./virtual-network.ts";
import { kernelBoundaryConcepts } from "./kernel-boundary.ts";
import { processConcepts } from "./processes.ts";

export type { Concept, Misbelief } from "./concept.ts";

/** Every concept, in the order in which a newcomer would read them. */
export const concepts: readonly Concept[] = [
  ...linkConcepts,
  ...addressConcepts,
  ...routeConcepts,
  ...neighbourConcepts,
  ...virtualNetworkConcepts,
  ...kernelBoundaryConcepts,
  ...processConcepts,
];

/** The concept with this id or alias (case and `_`/blank against `-` do not matter); undefined if there is none. */
export function conceptByName(name: string): Concept | undefined {
  const wanted = foldName(name);
  return (
    concepts.find((concept) => foldName(concept.id) === wanted) ??
    concepts.find((concept) => concept.aliases.some((alias) => foldName(alias) === wanted))
  );
}

function foldName(name: string): string {
  return name.trim().toLowerCase().replaceAll("_", "-").replaceAll(" ", "-");
}
