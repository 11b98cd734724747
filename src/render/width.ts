import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Printable ASCII, where every character is one column: nearly all host text. */
const plain = /^[\x20-\x7e]*$/;

/** Columns that a text without control characters takes; colour codes take none. */
export function widthOf(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/**
 * Breaks a text into lines of at most `width` columns: at blanks where that is possible, inside a word where one alone
 * is too long. Colours go on over the breaks. An empty text is one empty line.
 */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(1, width);
  if (widthOf(text) <= columns) return [text];
  return wrapAnsi(text, columns, { hard: true, trim: true }).split("\n").map((line) => line.trimEnd());
}

/** Cuts a text to `width` columns; what was cut shows as "…". */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 1) return width === 1 ? "…" : "";
  const [head = ""] = wrapAnsi(text, width - 1, { hard: true, trim: false, wordWrap: false }).split("\n");
  return `${head}…`;
}

/** Fills a text with blanks up to `width` columns. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? blanks + text : text + blanks;
}
