/** A saying that is often heard and is wrong, and what holds instead. */
export interface Misbelief {
  readonly said: string;
  readonly truth: string;
}

/**
 * One idea that live data illustrates. `id` is what sentences name in their `concept` and what `hostlens learn ID` takes;
 * `aliases` are other words a reader may type. `text` holds paragraphs of plain prose, `sources` man pages, RFCs and kernel
 * documents. `after` names the concept that is best read next.
 */
export interface Concept {
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly text: readonly string[];
  readonly misbelief?: Misbelief;
  readonly sources: readonly string[];
  readonly after?: string;
}
