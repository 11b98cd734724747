import pico from "picocolors";
import type { Block, QuotedLine, Row, Span, Tone, Words } from "./document.ts";
import { escapeTerminal } from "./escape.ts";
import { columnWidths, gutter } from "./table.ts";
import { cut, pad, widthOf, wrap } from "./width.ts";

export interface TextStyle {
  /** columns to fill; no line becomes longer */
  readonly width: number;
  readonly color: boolean;
}

/** From this width on two texts stand side by side. */
const besideFrom = 100;
type Paint = (span: Span) => string;

/** Draws blocks for a terminal or a file: escaped, coloured where asked, no line longer than the width. */
export function renderText(blocks: readonly Block[], style: TextStyle): string {
  const lines = blockLines(blocks, style.width, painter(style.color));
  return lines.length === 0 ? "" : `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function painter(color: boolean): Paint {
  const colors = pico.createColors(color);
  const tones: Record<Tone, (text: string) => string> = {
    strong: colors.bold, name: colors.cyan, good: colors.green, warn: colors.yellow, bad: colors.red, dim: colors.dim,
  };
  return ({ text, tone }) => {
    const safe = escapeTerminal(text);
    return tone && color ? tones[tone](safe) : safe;
  };
}

function paintWords(words: Words, paint: Paint, tone?: Tone): string {
  return typeof words === "string"
    ? paint(tone ? { text: words, tone } : { text: words })
    : words.map((span) => paint(tone && !span.tone ? { text: span.text, tone } : span)).join("");
}

function blockLines(blocks: readonly Block[], width: number, paint: Paint): string[] {
  return blocks.flatMap((block) => {
    const indent = " ".repeat("indent" in block ? Math.min(block.indent ?? 0, Math.floor(width / 3)) : 0);
    return drawBlock(block, width - indent.length, paint).map((line) => indent + line);
  });
}

function drawBlock(block: Block, width: number, paint: Paint): string[] {
  switch (block.kind) {
    case "gap":
      return [""];
    case "title":
      return drawTitle(paintWords(block.text, paint, "strong"), block.aside && paintWords(block.aside, paint, "dim"), width);
    case "paragraph":
      return hanging(paintWords(block.text, paint), width, block.hang ?? 0);
    case "list":
      return block.items.flatMap((item) => {
        const bullet = `${block.bullet ?? "·"} `;
        return under(bullet, wrap(paintWords(item, paint), width - widthOf(bullet)));
      });
    case "facts":
      return drawFacts(block.rows, width, paint);
    case "table":
      return drawTable(block, width, paint);
    case "quote":
      return drawQuote(block.lines, width, paint);
    case "drawn":
      return block.lines.map((line) => cut(paintWords(line, paint), width));
    case "beside":
      return drawBeside(block.left, block.right, width, paint);
  }
}

/** The aside ends at column 80 at the latest: further out nobody would read it together with the title. */
function drawTitle(text: string, aside: string | undefined, width: number): string[] {
  if (!aside) return wrap(text, width);
  const blanks = Math.min(width, 80) - widthOf(text) - widthOf(aside);
  if (blanks >= 2) return [text + " ".repeat(blanks) + aside];
  return widthOf(text) + 2 + widthOf(aside) <= width ? [`${text}  ${aside}`] : [...wrap(text, width), ...wrap(aside, width)];
}

function hanging(text: string, width: number, hang: number): string[] {
  if (hang === 0 || widthOf(text) <= width) return wrap(text, width);
  return wrap(text, width - hang).map((line, index) => (index === 0 ? line : " ".repeat(hang) + line));
}

/** Puts a lead ("· ", "rule  ") before the first line and aligns the others below it. */
function under(lead: string, lines: readonly string[]): string[] {
  const blank = " ".repeat(widthOf(lead));
  return lines.map((line, index) => (index === 0 ? lead : blank) + line);
}

function drawFacts(rows: Extract<Block, { kind: "facts" }>["rows"], width: number, paint: Paint): string[] {
  const labelWidth = Math.min(Math.max(0, ...rows.map((row) => widthOf(escapeTerminal(row.label)))), Math.floor(width / 3));
  const room = width - labelWidth - gutter;
  const values = rows.map((row) => paintWords(row.value, paint));
  const withAside = values.filter((_, index) => rows[index]?.aside !== undefined).map(widthOf);
  const valueWidth = Math.min(Math.max(0, ...withAside), Math.floor(room * 0.6));
  return rows.flatMap((row, index) => {
    const value = values[index] ?? "";
    const lead = pad(cut(paint({ text: row.label, tone: "dim" }), labelWidth), labelWidth) + " ".repeat(gutter);
    if (row.aside === undefined) return under(lead, wrap(value, room));
    const aside = paintWords(row.aside, paint);
    if (widthOf(value) > valueWidth) return under(lead, [...wrap(value, room), ...wrap(aside, room - 2).map((line) => `  ${line}`)]);
    return under(lead + pad(value, valueWidth) + " ".repeat(gutter), wrap(aside, room - valueWidth - gutter));
  });
}

function drawTable(block: Extract<Block, { kind: "table" }>, width: number, paint: Paint): string[] {
  const { columns, rows } = block;
  const cells = rows.map((row) => columns.map((_, index) => paintWords(row.cells[index] ?? "", paint)));
  const titles = columns.map((column) => column.title ?? "");
  const hasTitles = titles.some((title) => title !== "");
  const needed = columns.map((_, index) =>
    rows.reduce((most, _row, at) => Math.max(most, widthOf(cells[at]?.[index] ?? "")), widthOf(titles[index] ?? "")));
  const widths = columnWidths(columns, needed, width);
  const drawRow = (texts: readonly string[]): string[] => {
    const wrapped = texts.map((text, index) => (block.oneLine ? [cut(text, widths[index] ?? 1)] : wrap(text, widths[index] ?? 1)));
    const height = Math.max(1, ...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      wrapped.map((lines, index) => pad(lines[line] ?? "", widths[index] ?? 1, columns[index]?.align)).join(" ".repeat(gutter)));
  };
  const head = hasTitles ? drawRow(titles.map((title) => paint({ text: title, tone: "dim" }))) : [];
  return [...head, ...rows.flatMap((row: Row, at) => [
    ...drawRow(cells[at] ?? []),
    ...blockLines(row.below ?? [], width - 2, paint).map((line) => `  ${line}`),
  ])];
}

function drawQuote(lines: readonly QuotedLine[], width: number, paint: Paint): string[] {
  const numberWidth = Math.max(0, ...lines.map((line) => (line.line === undefined ? 0 : String(line.line).length)));
  const lead = numberWidth > 0 ? numberWidth + 2 : 0;
  return lines.flatMap((line) => {
    const number = numberWidth > 0 ? `${pad(paint({ text: String(line.line ?? ""), tone: "dim" }), numberWidth, "right")}  ` : "";
    if (!line.mark) return under(number, wrap(paint({ text: line.text }), width - lead));
    // A marked line is one row with its carets below: far off marks are brought into view.
    const room = width - lead;
    const before = escapeTerminal(line.text.slice(0, line.mark.start));
    const marked = escapeTerminal(line.text.slice(line.mark.start, line.mark.end));
    const skip = widthOf(before) + Math.min(widthOf(marked), 20) > room ? widthOf(before) - Math.floor(room / 3) : 0;
    const start = skip > 0 ? `…${tail(before, widthOf(before) - skip)}` : before;
    const text = cut(start + marked + escapeTerminal(line.text.slice(line.mark.end)), room);
    const carets = cut("^".repeat(Math.max(1, widthOf(marked))), Math.max(1, room - widthOf(start)));
    return [number + text, " ".repeat(lead + widthOf(start)) + paint({ text: carets.replace("…", "^"), tone: "warn" })];
  });
}

function tail(text: string, width: number): string {
  let kept = "";
  for (const char of Array.from(text).reverse()) {
    if (widthOf(char + kept) >= width) break;
    kept = char + kept;
  }
  return kept;
}

function drawBeside(left: readonly Block[], right: readonly Block[], width: number, paint: Paint): string[] {
  if (width < besideFrom) return [...blockLines(left, width, paint), "", ...blockLines(right, width, paint)];
  const half = Math.floor((width - 3) / 2);
  const leftLines = blockLines(left, half, paint);
  const rightLines = blockLines(right, width - 3 - half, paint);
  return Array.from({ length: Math.max(leftLines.length, rightLines.length) }, (_, index) =>
    `${pad(leftLines[index] ?? "", half)} ${paint({ text: "│", tone: "dim" })} ${rightLines[index] ?? ""}`);
}
