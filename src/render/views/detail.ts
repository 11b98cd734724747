import type { Explanation, Place } from "../../model/explanation.ts";
import type { Block, Span, Words } from "../document.ts";

/** How much is said about each thing: one line, line and reasons (default), or everything that is known. */
export type Detail = "brief" | "normal" | "full";

/** The detail that the flags ask for. */
export function detailOf(flags: { readonly brief: boolean; readonly verbose: boolean }): Detail {
  return flags.brief ? "brief" : flags.verbose ? "full" : "normal";
}

/** What stands below a thing's own line: first what is unusual, then what it is and why, on demand the rest. */
export function explanationBlocks(explanation: Explanation | undefined, detail: Detail): Block[] {
  if (!explanation || detail === "brief") return [];
  const blocks: Block[] = explanation.unusual.map((sentence) => ({
    kind: "paragraph", text: [{ text: "Unusual: ", tone: "warn" }, { text: sentence.text }], hang: 2,
  }));
  const sentences = [...explanation.sentences, ...(detail === "full" ? explanation.more ?? [] : [])];
  if (sentences.length > 0) blocks.push({ kind: "paragraph", text: sentences.map((sentence) => sentence.text).join(" ") });
  return blocks;
}

/** The remark beside a thing's line. A thing with something unusual about it says so where it has no remark of its own. */
export function headline(explanation: Explanation | undefined): Words {
  if (!explanation) return "";
  const text = explanation.headline ?? "";
  return explanation.unusual.length > 0 ? [{ text: text === "" ? "unusual" : text, tone: "warn" }] : text;
}

/** Words joined by blanks, empty ones left out. */
export function spans(...parts: readonly (Span | string | undefined | false)[]): Span[] {
  const kept = parts.filter((part): part is Span | string => part !== undefined && part !== false && part !== "");
  return kept.flatMap((part, index) => {
    const span = typeof part === "string" ? { text: part } : part;
    return index === 0 ? [span] : [{ text: " " }, span];
  });
}

/** The kernel's own keys and values on one line; structures as JSON. */
export function dataWords(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data).map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(", ");
}

/** Where a fact was read: the command and the place in its output. */
export function placeWords(place: Place): string {
  return `${place.command}${place.pointer ? ` ${place.pointer}` : ""}${place.line === undefined ? "" : ` line ${place.line}`}`;
}
