import type { TraceEvent } from "../../model/trace-event.ts";
import { HostlensError } from "../../model/failure.ts";
import { CaptureEvents } from "../../host/capture-events.ts";
import { secondsOf } from "../../parse/strace/prefix.ts";
import { CapturePrinter, printFirstLine, printRest } from "../../parse/strace/print-event.ts";
import { matchesFilter, readSyscallExpression, type EventFilter } from "../../reason/event-filter.ts";
import { readCaptureBytes } from "../../run/capture-bytes.ts";
import { escapeTerminal } from "../../render/escape.ts";
import type { Context, Options } from "../command.ts";

/** `hostlens events FILE...`: the events of a capture while it is read, as lines, JSON or strace's own text. */
export async function run(context: Context, files: readonly string[], options: Options): Promise<number> {
  const filter = readFilter(options);
  const writer = options["as"] === "strace" ? straceWriter(filter) : context.globals.format === "text" ? textWriter() : jsonWriter(context.globals.format === "json");
  const parts: string[] = [];
  const count = { events: 0, unparsed: 0 };
  const events = new CaptureEvents({
    layout: options["as"] === "strace",
    onBegin: (event) => parts.push(writer.begun(event)),
    onEvent: (event) => {
      count.events++;
      if (event.kind === "unparsed") count.unparsed++;
      if (!filter || matchesFilter(event, filter)) parts.push(writer.whole(event));
    },
  });
  const flush = async (): Promise<boolean> => {
    const text = parts.join("");
    parts.length = 0;
    return text === "" || context.out.bytes(Buffer.from(text, writer.encoding));
  };
  parts.push(writer.head);
  const stdin = context.stdin as AsyncIterable<Buffer | string>;
  const bytes = readCaptureBytes(files.length === 0 ? ["-"] : files, { stdin, onWarning: (message) => context.out.note(`hostlens: warning: ${escapeTerminal(message)}`) });
  for await (const piece of bytes) {
    events.push(piece);
    // nobody reads on: done
    if (!(await flush())) return 0;
  }
  events.end();
  parts.push(writer.foot);
  await flush();
  const name = files.length === 0 || files[0] === "-" ? "standard input" : files.join(", ");
  if (count.events === count.unparsed) {
    throw new HostlensError({ code: "bad-input", where: name, problem: count.events === 0 ? "it is empty" : "no line of it is a line of strace", hint: "record one with: strace -f -tt -T -y -o FILE COMMAND" });
  }
  if (count.unparsed > 0) context.out.note(`hostlens: ${escapeTerminal(name)}: ${count.unparsed} ${count.unparsed === 1 ? "line is" : "lines are"} not strace's: output of the program, or cut off (kind "unparsed")`);
  return 0;
}

/** How events become text; `begun` is told of a call's first line. */
interface EventWriter {
  readonly head: string;
  readonly foot: string;
  readonly encoding: "latin1" | "utf8";
  readonly begun: (event: TraceEvent) => string;
  readonly whole: (event: TraceEvent) => string;
}

/** The capture again; with a filter, both halves of a call stand together. */
function straceWriter(filter: EventFilter | undefined): EventWriter {
  if (filter) return { head: "", foot: "", encoding: "latin1", begun: () => "", whole: (event) => printFirstLine(event) + printRest(event) };
  const printer = new CapturePrinter();
  return { head: "", foot: "", encoding: "latin1", begun: (event) => printer.begin(event), whole: (event) => printer.whole(event) };
}

/** One document of all events, or one line an event. */
function jsonWriter(isDocument: boolean): EventWriter {
  let separator = "";
  const source = { kind: "capture", host: null, kernel: null, recordedAt: null };
  return {
    head: isDocument ? `{"schema":"hostlens/events@1","source":${JSON.stringify(source)},"events":[` : "",
    foot: isDocument ? '\n],"warnings":[]}\n' : "",
    encoding: "utf8",
    begun: () => "",
    whole: (event) => {
      const text = JSON.stringify(event, (key, value: unknown) => (key === "layout" ? undefined : value));
      if (!isDocument) return `${text}\n`;
      const item = `${separator}\n${text}`;
      separator = ",";
      return item;
    },
  };
}

/** For people: line, thread and time, then the call in one piece as strace would have written it. */
function textWriter(): EventWriter {
  return {
    head: "", foot: "", encoding: "utf8", begun: () => "",
    whole: (event) => {
      const rest = printRest(event);
      const { layout: _layout, ...plain } = event;
      const joined = plain.resumed === undefined || plain.ret?.value === "?" ? plain : { ...plain, resumed: undefined };
      const body = (event.kind === "unparsed" ? "? " : "") + printFirstLine(joined).trimEnd();
      const who = event.comm === undefined ? String(event.pid ?? "") : `${event.pid}<${event.comm}>`;
      const below = rest.split("\n").filter((line) => line.startsWith(" ") && line !== "").map((line) => `\n${" ".repeat(9)}${escapeTerminal(line)}`);
      const lines = event.kind === "summary" ? printTable(event) : escapeTerminal(body);
      return `${String(event.line).padStart(7)}  ${[escapeTerminal(who), timeText(event.time), lines].filter((word) => word !== "").join("  ")}${below.join("")}\n`;
    },
  };
}

function printTable(event: TraceEvent): string {
  const rows = [...(event.summary?.rows ?? []), ...(event.summary?.total ? [event.summary.total] : [])];
  return ["table of strace -c:", ...rows.map((row) => `${" ".repeat(11)}${escapeTerminal(row.name)}: ${row.calls ?? "?"} calls, ${row.errors ?? 0} errors`)].join("\n");
}

/** A date would be longer than what it tells: seconds since 1970 stay seconds. */
function timeText(time: number | undefined): string {
  if (time === undefined) return "";
  if (time >= 86_400 * 2) return time.toFixed(6);
  const minutes = Math.floor(time / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${(time - minutes * 60).toFixed(6).padStart(9, "0")}`;
}

function readFilter(options: Options): EventFilter | undefined {
  const filter: { -readonly [Key in keyof EventFilter]: EventFilter[Key] } = {};
  const pids = options["pid"] as string[] | undefined;
  if (pids) filter.pids = new Set(pids.map((pid) => readPid(pid)));
  const expression = options["syscall"] as string | undefined;
  if (expression !== undefined) {
    const selection = readSyscallExpression(expression);
    if ("unknown" in selection) throw unknownSelection(selection);
    filter.syscalls = selection.has;
  }
  const errnos = options["errno"] as string[] | undefined;
  if (errnos) filter.errnos = new Set(errnos.map((name) => name.toUpperCase()));
  if (options["failed"] === true) filter.failedOnly = true;
  for (const end of ["from", "to"] as const) if (typeof options[end] === "string") filter[end] = readTime(options[end], end);
  if (typeof options["path"] === "string") filter.path = options["path"];
  if (typeof options["fd"] === "number") filter.fd = options["fd"];
  return Object.keys(filter).length > 0 ? filter : undefined;
}

function readPid(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new HostlensError({ code: "usage", message: `--pid takes process ids, not ${JSON.stringify(text)}` });
}

function unknownSelection({ unknown, isClass }: { unknown: string; isClass: boolean }): HostlensError {
  const list = isClass ? "hostlens syscalls --class shows one class, such as %file" : "hostlens syscalls lists them; ?NAME asks without complaint";
  const what = unknown.startsWith("/") ? "is no regular expression" : isClass ? "is no class of system calls" : "is no system call";
  return new HostlensError({ code: "usage", message: `--syscall: ${JSON.stringify(unknown)} ${what}; ${list}` });
}

/** Seconds, a time of day, or a date with time (for captures with seconds since 1970). */
function readTime(text: string, end: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (/^\d\d:\d\d:\d\d(?:\.\d+)?$/.test(text)) return secondsOf(text);
  const date = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) throw new HostlensError({ code: "usage", message: `--${end} takes seconds, HH:MM:SS or a date such as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}` });
  return date / 1000;
}
