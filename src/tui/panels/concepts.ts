import { tieToHost } from "../../explain/learn.ts";
import { concepts, conceptByName } from "../../knowledge/concepts/index.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Block } from "../../render/document.ts";
import type { Panel } from "./panel.ts";

export const conceptsPanel: Panel = {
  id: "concepts", title: "Concepts", empty: "",
  items: (snapshot) => concepts.map((concept) => ({ label: concept.title, concept: concept.id, blocks: () => conceptBlocks(concept.id, snapshot) })),
};

/** A concept's text, and what this host shows of it. */
export function conceptBlocks(name: string, snapshot: Snapshot): Block[] {
  const concept = conceptByName(name);
  if (!concept) return [{ kind: "paragraph", text: `There is no text about ${name}.` }];
  const ties = tieToHost(concept.id, snapshot);
  return [
    { kind: "title", text: concept.title },
    ...(ties.length > 0 ? [{ kind: "title", text: "on this host" } as const, ...ties.map(({ text }): Block => ({ kind: "paragraph", text })), { kind: "gap" } as const] : []),
    ...concept.text.map((text): Block => ({ kind: "paragraph", text })),
    ...(concept.misbelief ? [{ kind: "paragraph", text: `Often said: "${concept.misbelief.said}" True: ${concept.misbelief.truth}` } as const] : []),
    { kind: "paragraph", text: [{ text: concept.sources.join(", "), tone: "dim" }] },
  ];
}
