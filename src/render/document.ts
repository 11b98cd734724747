/**
 * What commands say, before anybody knows how it will look: a command describes blocks, a renderer (text.ts, later
 * html.ts) draws them. All strings are raw: the renderer escapes them, nobody else.
 */

/** What a word means; a renderer may colour it, but the word itself must say the same. */
export type Tone = "strong" | "name" | "good" | "warn" | "bad" | "dim";

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** One run of words, or several with different tones. */
export type Words = string | readonly Span[];

export interface Column {
  readonly title?: string;
  readonly align?: "left" | "right";
  /** where there is not enough room, columns with a higher number give way first; 0 (default) only at the very last */
  readonly shrink?: number;
  /** the narrowest this column is made while another one can still give way; default 8 */
  readonly min?: number;
}

export interface Row {
  readonly cells: readonly Words[];
  /** what is said below the row, indented */
  readonly below?: readonly Block[];
}

export interface QuotedLine {
  /** 1-based line of the source */
  readonly line?: number;
  readonly text: string;
  /** what to underline: offsets into `text`, end exclusive */
  readonly mark?: { readonly start: number; readonly end: number };
}

export type Block =
  | { readonly kind: "title"; readonly text: Words; readonly aside?: Words }
  | { readonly kind: "paragraph"; readonly text: Words; readonly indent?: number; readonly hang?: number }
  | { readonly kind: "list"; readonly items: readonly Words[]; readonly indent?: number; readonly bullet?: string }
  | { readonly kind: "facts"; readonly rows: readonly { readonly label: string; readonly value: Words; readonly aside?: Words }[]; readonly indent?: number }
  | { readonly kind: "table"; readonly columns: readonly Column[]; readonly rows: readonly Row[]; readonly indent?: number; /** a row is one line: what does not fit is cut, not wrapped */ readonly oneLine?: boolean }
  | { readonly kind: "quote"; readonly lines: readonly QuotedLine[]; readonly indent?: number }
  /** drawn already (a picture, a tree): printed line by line, cut at the width, never wrapped */
  | { readonly kind: "drawn"; readonly lines: readonly Words[]; readonly indent?: number }
  /** side by side where the width allows (from 100 columns), otherwise one below the other */
  | { readonly kind: "beside"; readonly left: readonly Block[]; readonly right: readonly Block[] }
  | { readonly kind: "gap" };

/** The text of words without tones. */
export function plainWords(words: Words): string {
  return typeof words === "string" ? words : words.map((span) => span.text).join("");
}
