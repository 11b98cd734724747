import type { SummaryRow, SummaryTable, TableLayout, TraceEvent } from "../../model/trace-event.ts";

/** A column of `-c`'s table: the heading strace gives it, the field it fills and how the number is written. */
const columns = [
  { title: "% time", key: "percent", digits: 2 },
  { title: "seconds", key: "seconds", digits: 6 },
  { title: "usecs/call", key: "usecsPerCall", digits: 0 },
  { title: "calls", key: "calls", digits: 0 },
  { title: "errors", key: "errors", digits: 0 },
  { title: "shortest", key: "shortest", digits: 6 },
  { title: "longest", key: "longest", digits: 6 },
  { title: "syscall", key: "name", digits: 0 },
] as const;
type Column = (typeof columns)[number];

const titleShape = /^System call usage summary for (.{1,40}) mode:$/;
const ruleShape = /^-+(?: -+)*$/;

/** Whether a line can be the heading of such a table, or the title above it. */
export function isSummaryStart(line: string): boolean {
  return line.length < 200 && (titleShape.test(line) || headingColumns(line) !== undefined);
}

/** `% time     seconds  usecs/call     calls    errors syscall` */
function headingColumns(line: string): Column[] | undefined {
  const found: Column[] = [];
  let at = 0;
  while (at < line.length) {
    if (line.charCodeAt(at) === 32) {
      at += 1;
      continue;
    }
    const column = columns.find((one) => line.startsWith(one.title, at) && (line[at + one.title.length] ?? " ") === " ");
    if (!column || found.includes(column)) return undefined;
    found.push(column);
    at += column.title.length;
  }
  return found.length > 0 ? found : undefined;
}

/** Collects the lines of one table; `finish` makes its event, or gives the lines back if they were none. */
export class SummaryReader {
  readonly line: number;
  readonly lines: { text: string; eol: string }[] = [];
  #title: string | undefined;
  #columns: Column[] = [];
  #widths: number[] = [];
  #rules = 0;
  #total: SummaryRow | undefined;
  readonly #rows: SummaryRow[] = [];
  readonly #raw: (string | undefined)[] = [];

  constructor(line: number) {
    this.line = line;
  }

  /** Takes the next line; false if it is none of the table. */
  take(text: string, eol: string): boolean {
    const isTaken = this.#take(text);
    if (isTaken) this.lines.push({ text, eol });
    return isTaken;
  }

  get isComplete(): boolean { return this.#total !== undefined; }
  get isTable(): boolean { return this.#rules > 0; }

  #take(text: string): boolean {
    if (this.#total || text.length > 400) return false;
    if (this.#columns.length === 0) {
      const title = titleShape.exec(text)?.[1];
      if (title !== undefined) {
        if (this.#title !== undefined) return false;
        this.#title = title;
        return true;
      }
      this.#columns = headingColumns(text) ?? [];
      return this.#columns.length > 0;
    }
    if (ruleShape.test(text)) {
      const widths = text.split(" ").map((dashes) => dashes.length);
      if (widths.length !== this.#columns.length || this.#rules === 2) return false;
      if (this.#rules === 0) this.#widths = widths;
      this.#rules += 1;
      return true;
    }
    const row = this.#rules > 0 ? readRow(text, this.#columns) : undefined;
    if (!row) return false;
    if (this.#rules === 2) this.#total = row;
    else this.#rows.push(row);
    this.#raw.push(printRow(row, this.#columns, this.#widths) === text ? undefined : text);
    return true;
  }

  finish(): TraceEvent {
    const table: SummaryTable = { rows: this.#rows };
    if (this.#title !== undefined) table.title = this.#title;
    if (this.#total) table.total = this.#total;
    const heading = this.lines[this.#title === undefined ? 0 : 1]?.text ?? "";
    const layout: TableLayout = { columns: this.#columns.map((column) => column.key), widths: this.#widths, rules: this.#rules };
    if (printHeading(this.#columns, this.#widths) !== heading) layout.heading = heading;
    if (this.#raw.some((raw) => raw !== undefined)) layout.raw = [...this.#raw];
    return { line: this.line, kind: "summary", summary: table, layout: { prefix: {}, eol: "", table: layout, eols: this.lines.map((line) => line.eol) } };
  }
}

function readRow(text: string, order: readonly Column[]): SummaryRow | undefined {
  const words = text.trim().split(/ +/);
  const row: SummaryRow = { name: "" };
  // only the number of errors is left out where there are none
  const shown = words.length === order.length ? order : order.filter((column) => column.key !== "errors");
  if (words.length !== shown.length) return undefined;
  for (const [at, column] of shown.entries()) {
    const word = words[at] ?? "";
    if (column.key === "name") row.name = word;
    else if (/^-?\d+(?:\.\d+)?$/.test(word)) row[column.key] = Number(word);
    else return undefined;
  }
  return row;
}

function printRow(row: SummaryRow, order: readonly Column[], widths: readonly number[]): string {
  return pad(order, widths, (column) => {
    if (column.key === "name") return row.name;
    const value = row[column.key];
    return value === undefined ? "" : value.toFixed(column.digits);
  });
}

function printHeading(order: readonly Column[], widths: readonly number[]): string {
  return pad(order, widths, (column) => column.title);
}

/** Numbers stand right, the name left; nothing follows a name in the last column. */
function pad(order: readonly Column[], widths: readonly number[], cell: (column: Column) => string): string {
  return order.map((column, at) => {
    const width = widths[at] ?? 0;
    if (column.key !== "name") return cell(column).padStart(width);
    return at === order.length - 1 ? cell(column) : cell(column).padEnd(width);
  }).join(" ");
}

/** The lines of a table, from its rows. */
export function printSummary(event: TraceEvent): string {
  const { summary, layout } = event;
  const table = layout?.table;
  if (!summary || !table) return "";
  const order = table.columns.map((key) => columns.find((column) => column.key === key)).filter((column) => column !== undefined);
  const lines: string[] = [];
  if (summary.title !== undefined) lines.push(`System call usage summary for ${summary.title} mode:`);
  lines.push(table.heading ?? printHeading(order, table.widths));
  const rule = table.widths.map((width) => "-".repeat(width)).join(" ");
  if (table.rules > 0) lines.push(rule);
  for (const [at, row] of summary.rows.entries()) lines.push(table.raw?.[at] ?? printRow(row, order, table.widths));
  if (table.rules > 1) lines.push(rule);
  if (summary.total) lines.push(table.raw?.[summary.rows.length] ?? printRow(summary.total, order, table.widths));
  return lines.map((line, at) => line + (layout.eols?.[at] ?? "\n")).join("");
}
