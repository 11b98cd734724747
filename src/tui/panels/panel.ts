import type { Explanation } from "../../model/explanation.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Block } from "../../render/document.ts";

/** One line of a panel's list, and what is said about it when it is chosen. All strings are raw. */
export interface Item {
  readonly label: string;
  readonly remark?: string;
  readonly blocks: () => readonly Block[];
  /** the concept that Enter leads to */
  readonly concept?: string;
}

/** One panel of the explorer. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly items: (snapshot: Snapshot) => readonly Item[];
  /** said where the list is empty */
  readonly empty: string;
}

/** Remark and concept of a thing's explanation. */
export function saidOf(explanation: Explanation | undefined, fallback: string): Pick<Item, "remark" | "concept"> {
  const concept = [...(explanation?.sentences ?? []), ...(explanation?.unusual ?? [])].find((sentence) => sentence.concept !== undefined)?.concept ?? fallback;
  return { concept, ...(explanation?.headline === undefined ? {} : { remark: explanation.headline }) };
}
