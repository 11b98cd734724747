import { readRows } from "../../host/read-capture.ts";
import type { StatsDocument } from "../../model/documents.ts";
import { HostlensError } from "../../model/failure.ts";
import type { StatsRow } from "../../model/stats.ts";
import { CaptureStats, statsKeys, type CaptureStatsResult, type StatsKey } from "../../reason/stats/capture-stats.ts";
import type { Block, Column } from "../../render/document.ts";
import { escapeTerminal } from "../../render/escape.ts";
import { renderText } from "../../render/text.ts";
import { readCaptureBytes } from "../../run/capture-bytes.ts";
import type { Context, Options } from "../command.ts";
import { Progress } from "../progress.ts";

const sortable = ["seconds", "calls", "errors", "bytes", "max", "name"] as const;
type Sort = (typeof sortable)[number];
/** Files and addresses may be very many: a page of them, unless more are asked for. */
const shownAtFirst = 40;

/** `hostlens stats FILE…`: calls, errors and time of a capture by call, process, file, address or errno. */
export async function run(context: Context, files: readonly string[], options: Options): Promise<number> {
  const by: StatsKey = statsKeys.find((key) => key === options["by"]) ?? "syscall";
  const paths = files.length === 0 ? ["-"] : files;
  const progress = new Progress();
  const stats = new CaptureStats(by);
  const warnings: string[] = [];
  let events = 0;
  const bytes = readCaptureBytes(paths, { stdin: context.stdin, onWarning: (message) => warnings.push(message), onProgress: (read, all) => progress.show(read, all) });
  try {
    await readRows(bytes, (row) => {
      events++;
      stats.observe(row);
    });
  } finally {
    progress.end();
  }
  const result = stats.finish();
  const name = paths.length === 1 && paths[0] === "-" ? "standard input" : paths.join(", ");
  if (events === 0) throw new HostlensError({ code: "bad-input", where: name, problem: "it is empty", hint: "record a capture with: strace -f -ttt -T -o FILE COMMAND" });
  if (result.unparsed === events) {
    throw new HostlensError({ code: "bad-input", where: name, problem: "no line of it is a line of strace", hint: "record a capture with: strace -f -ttt -T -o FILE COMMAND" });
  }
  if (result.unparsed > 0) warnings.push(`${result.unparsed} ${result.unparsed === 1 ? "line is" : "lines are"} not strace's: output of the program, or cut off`);
  if (result.folded > 0) warnings.push(`there are too many different names: the calls of those that came late are one row, (others)`);
  const rows = sorted(result.rows, sortOf(options["sort"], result.total));
  if (context.globals.format === "text") {
    const limit = typeof options["limit"] === "number" ? options["limit"] : by === "file" || by === "address" ? shownAtFirst : Infinity;
    await context.out.text(renderText(statsBlocks(rows, result, by, limit), context.globals));
    for (const warning of warnings) context.out.note(`hostlens: warning: ${escapeTerminal(warning)}`);
    return 0;
  }
  const document: StatsDocument = {
    schema: "hostlens/stats@1", source: { kind: "capture", host: null, kernel: null, recordedAt: null }, by,
    rows: typeof options["limit"] === "number" ? rows.slice(0, options["limit"]) : rows, total: result.total,
    relativeError: result.relativeError, neverReturned: result.neverReturned, outside: result.outside,
    warnings: warnings.map((message) => ({ code: "other" as const, message, at: { command: name } })),
  };
  await context.out.json(document);
  return 0;
}

function sortOf(asked: unknown, total: StatsRow): Sort {
  return sortable.find((sort) => sort === asked) ?? (total.seconds === undefined ? "calls" : "seconds");
}

function sorted(rows: readonly StatsRow[], by: Sort): StatsRow[] {
  const byName = (a: StatsRow, b: StatsRow): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (by === "name") return rows.toSorted(byName);
  return rows.toSorted((a, b) => (b[by] ?? 0) - (a[by] ?? 0) || b.calls - a.calls || byName(a, b));
}

function statsBlocks(rows: readonly StatsRow[], result: CaptureStatsResult, by: StatsKey, limit: number): Block[] {
  const { total } = result;
  const hasTime = total.seconds !== undefined;
  const hasBytes = total.bytes !== undefined;
  const right = (title: string): Column => ({ title, align: "right" });
  const columns: Column[] = [
    { title: by.toUpperCase(), shrink: 1, min: 16 }, right("CALLS"), right("ERRORS"),
    ...(hasTime ? ["TIME", "MEAN", "P50", "P95", "P99", "MAX"].map(right) : []), ...(hasBytes ? [right("BYTES")] : []),
  ];
  const cells = (row: StatsRow): string[] => [
    row.calls.toLocaleString("en-US"), row.errors === 0 ? "" : row.errors.toLocaleString("en-US"),
    ...(hasTime ? [row.seconds, row.mean, row.p50, row.p95, row.p99, row.max].map(duration) : []),
    ...(hasBytes ? [row.bytes === undefined ? "" : row.bytes.toLocaleString("en-US")] : []),
  ];
  const shown = rows.slice(0, limit);
  const notes = [
    shown.length < rows.length && `${(rows.length - shown.length).toLocaleString("en-US")} more ${by === "address" ? "addresses" : `${by}s`}: --limit ${rows.length} shows them.`,
    result.outside > 0 && `${result.outside.toLocaleString("en-US")} calls ${by === "errno" ? "did not fail" : `name no ${by}`}; the total has them.`,
    result.neverReturned > 0 && `${result.neverReturned.toLocaleString("en-US")} calls never returned (such as exit_group); they are not counted.`,
    hasTime ? `P50, P95, P99 are exact to ${(100 * result.relativeError).toFixed(1)} %; times include waiting.` : "The capture has no durations: strace -T records them.",
  ].filter((note) => note !== false);
  return [
    {
      kind: "table", columns,
      rows: [
        ...shown.map((row) => ({ cells: [[{ text: row.name, tone: "name" as const }], ...cells(row)] })),
        { cells: [[{ text: "total", tone: "strong" as const }], ...cells(total)] },
      ],
    },
    { kind: "gap" },
    ...notes.map((text): Block => ({ kind: "paragraph", text: [{ text, tone: "dim" }] })),
  ];
}

/** `12 µs`, `3.4 ms`, `1.20 s` */
function duration(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  if (seconds < 0.001) return `${three(seconds * 1e6)} µs`;
  if (seconds < 1) return `${three(seconds * 1e3)} ms`;
  return `${three(seconds)} s`;
}

function three(value: number): string {
  return value < 10 ? String(Math.round(value * 100) / 100) : value < 100 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
