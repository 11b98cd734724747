/**
 * Columns of text that has been escaped: no control, format or other invisible character is left but our own colours.
 * That makes widths simple enough to count here; the general libraries cost more to load than `ip` takes to answer.
 * Where a cluster of characters shares its columns (flags, skin tones) the count is too high rather than too low.
 */
const ascii = /^[\x20-\x7e]*$/;
const mark = /[\p{Mn}\p{Me}]/u;
const emoji = /\p{Emoji_Presentation}/u;
const color = /\u001b\[\d+m/y;

/** First and last code points of blocks whose characters take two columns (UAX #11: W and F). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x2329, 0x232a], [0x2630, 0x2637], [0x268a, 0x268f], [0x2e80, 0x303e], [0x3041, 0xa4cf], [0xa960, 0xa97f], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f], [0xff01, 0xff60], [0xffe0, 0xffe6], [0x16fe0, 0x1b2ff], [0x1d300, 0x1d376], [0x1f000, 0x1faff], [0x20000, 0x3fffd],
];

function widthOfChar(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  // U+20E3 makes a keycap of a digit, two columns wide together
  if (mark.test(char)) return code === 0x20e3 ? 1 : 0;
  if (code < 0x1100) return 1;
  return wide.some(([first, last]) => code >= first && code <= last) || emoji.test(char) ? 2 : 1;
}

/** The next piece of a text: one of our colour codes (no columns) or one character. */
function pieceAt(text: string, at: number): { piece: string; columns: number } {
  color.lastIndex = at;
  const code = text.charCodeAt(at) === 0x1b ? color.exec(text)?.[0] : undefined;
  if (code !== undefined) return { piece: code, columns: 0 };
  const piece = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { piece, columns: widthOfChar(piece) };
}

/** Columns that an escaped text takes; colour codes take none. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (let at = 0; at < text.length;) {
    const next = pieceAt(text, at);
    columns += next.columns;
    at += next.piece.length;
  }
  return columns;
}

/** Cuts a word that alone is too long into pieces that fit. */
function chop(word: string, width: number): string[] {
  const pieces: string[] = [];
  let line = "";
  let columns = 0;
  for (let at = 0; at < word.length;) {
    const next = pieceAt(word, at);
    if (columns + next.columns > width && line !== "") {
      pieces.push(line);
      [line, columns] = ["", 0];
    }
    line += next.piece;
    columns += next.columns;
    at += next.piece.length;
  }
  pieces.push(line);
  return pieces;
}

/**
 * Breaks a text into lines of at most `width` columns: at blanks where that is possible, inside a word where one alone
 * is too long. Colours go on over the breaks. An empty text is one empty line.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  if (widthOf(text) <= room) return [text];
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(" ")) {
    if (line === undefined && word === "") continue;
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= room) {
      line = `${line} ${word}`;
      continue;
    }
    if (line !== undefined) lines.push(withoutEnd(line));
    const pieces = chop(word, room);
    line = pieces.pop();
    lines.push(...pieces);
  }
  lines.push(withoutEnd(line ?? ""));
  return text.includes("\u001b") ? carryColors(lines) : lines;
}

/** Without the blanks that a break leaves; other kinds of space are the host's own and stay. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 0x20) end--;
  return line.slice(0, end);
}

/** Ends at the end of each line what is coloured there, and begins it again on the next. */
function carryColors(lines: readonly string[]): string[] {
  const open: string[] = [];
  return lines.map((line) => {
    const before = open.join("");
    for (const [code] of line.matchAll(/\u001b\[\d+m/g)) {
      // 22 ends bold and dim, 39 a colour; ours are never nested otherwise
      if (code === "\u001b[22m" || code === "\u001b[39m") open.pop();
      else open.push(code);
    }
    const after = open.toReversed().map((code) => (code === "\u001b[1m" || code === "\u001b[2m" ? "\u001b[22m" : "\u001b[39m"));
    return before + line + after.join("");
  });
}

/** Cuts a text to `width` columns; what was cut shows as "…". */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 1) return width === 1 ? "…" : "";
  const [head = ""] = chop(text, width - 1);
  const kept = widthOf(head) <= width - 1 ? head : "";
  return `${text.includes("\u001b") ? carryColors([kept])[0] ?? "" : kept}…`;
}

/** Fills a text with blanks up to `width` columns. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? blanks + text : text + blanks;
}
