import type { Explanation, Place } from "../../model/explanation.ts";
import type { Block, Span, Words } from "../document.ts";

/** How much is said about each thing: one line, line and reasons (default), or everything that is known. */
export type Detail = "brief" | "normal" | "full";

/** The detail that the flags ask for. */
export function detailOf(flags: { readonly brief: boolean; readonly verbose: boolean }): Detail {
  return flags.brief ? "brief" : flags.verbose ? "full" : "normal";
}

const mostAlike = 3;

/**
 * Keeps a long listing readable: what was said of three things in the same words (names and numbers aside) is not said
 * of a fourth, but counted and summed up below the listing.
 */
export class Repeats {
  readonly #said = new Map<string, { times: number; readonly isUnusual: boolean; readonly others: string[] }>();
  readonly #isFull: boolean;

  constructor(detail: Detail) {
    this.#isFull = detail === "full";
  }

  /** False where the same has been said often enough; `subject` is then counted among the others. */
  isNews(text: string, subject: string, isUnusual = false): boolean {
    if (this.#isFull) return true;
    const pattern = text.split(" ").map((word) => (/\d/.test(word) || (subject !== "" && word.startsWith(subject)) ? "#" : word)).join(" ");
    const known = this.#said.get(pattern);
    if (!known) this.#said.set(pattern, { times: 1, isUnusual, others: [] });
    else if (known.times < mostAlike) known.times += 1;
    else known.others.push(subject);
    return known === undefined || known.others.length === 0;
  }

  /** One line for what is unusual about the others, one for what was left out besides. */
  summary(): Block[] {
    return [true, false].flatMap((isUnusual): Block[] => {
      const names = [...new Set([...this.#said.values()].filter((one) => one.isUnusual === isUnusual).flatMap((one) => one.others))];
      if (names.length === 0) return [];
      const shown = names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
      const lead = isUnusual ? { text: "Unusual in the same way: ", tone: "warn" as const } : { text: "The same goes for: " };
      return [{ kind: "paragraph", text: [lead, { text: `${shown}${isUnusual ? "" : "; -v says it of each"}.` }] }];
    });
  }
}

/** What stands below a thing's own line: first what is unusual, then what it is and why, on demand the rest. */
export function explanationBlocks(explanation: Explanation | undefined, detail: Detail, repeats?: Repeats, subject = ""): Block[] {
  if (!explanation || detail === "brief") return [];
  const blocks: Block[] = explanation.unusual.filter((sentence) => repeats?.isNews(sentence.text, subject, true) !== false).map((sentence) => ({
    kind: "paragraph", text: [{ text: "Unusual: ", tone: "warn" }, { text: sentence.text }], hang: 2,
  }));
  const text = [...explanation.sentences, ...(detail === "full" ? explanation.more ?? [] : [])].map((sentence) => sentence.text).join(" ");
  if (text !== "" && repeats?.isNews(text, subject) !== false) blocks.push({ kind: "paragraph", text });
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
