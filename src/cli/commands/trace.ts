import { constants } from "node:os";
import { beginTrace, explainSilence, findCommand, type Trace, type TraceRequest } from "../../host/trace.ts";
import { HostlensError } from "../../model/failure.ts";
import type { TraceEvent } from "../../model/trace-event.ts";
import { parseStrace } from "../../parse/strace/capture-parser.ts";
import { RowReader } from "../../parse/strace/row-reader.ts";
import { escapeTerminal } from "../../render/escape.ts";
import { isInForeground, type TraceEnd } from "../../run/strace.ts";
import type { Context, Options } from "../command.ts";
import { eventLine } from "../event-line.ts";
import type { Output } from "../output.ts";
import { explainCapture } from "./explain-capture.ts";

/** `hostlens trace [-o FILE] [-p PID] [--timeout S] [--] CMD…`: runs it under strace, tells the story, ends as it ended. */
export async function run(context: Context, argv: readonly string[], options: Options): Promise<number> {
  const request = requestOf(argv, options);
  if (request.pids.length === 0) {
    const found = findCommand(argv[0] ?? "");
    if ("status" in found) {
      context.out.note(`hostlens: ${escapeTerminal(argv[0] ?? "")}: ${found.why}; nothing was traced`);
      return found.status;
    }
  }
  const trace = await beginTrace(request);
  const stopPassing = passSignals(trace, request);
  try {
    const { first, all } = await withFirst(trace.bytes);
    if (!hasStarted(first)) throw await explainSilence(request, await trace.finish());
    const name = request.output ?? (request.pids.length > 0 ? `trace of ${request.pids.join(", ")}` : `trace of ${argv[0] ?? ""}`);
    await explainCapture(context, name, context.globals.format === "ndjson" ? streamed(all, context.out) : all);
    const end = await trace.finish();
    if (end.isTimedOut) noteLimit(context, request);
    return request.pids.length > 0 ? 0 : endAs(end, failedStart(first), stopPassing);
  } finally {
    stopPassing();
  }
}

function requestOf(argv: readonly string[], options: Options): TraceRequest {
  const pids = (Array.isArray(options["pid"]) ? options["pid"] : []).map(Number);
  if (pids.some((pid) => !Number.isInteger(pid) || pid < 1)) throw new HostlensError({ code: "usage", message: "-p needs a process id, a whole number" });
  if (argv.length === 0 && pids.length === 0) throw new HostlensError({ code: "usage", message: "trace needs a command to run (hostlens trace -- CMD…) or a process to attach to (-p PID)" });
  if (argv.length > 0 && pids.length > 0) throw new HostlensError({ code: "usage", message: "trace takes a command or -p PID, not both" });
  const { output, timeout } = options;
  return { argv, pids, ...(typeof output === "string" ? { output } : {}), ...(typeof timeout === "number" ? { timeoutS: timeout } : {}) };
}

/** Signals are the tracee's, as if hostlens were not there; attached, Ctrl-C lets go. Returns how to stop that. */
function passSignals(trace: Trace, request: TraceRequest): () => void {
  const isAttached = request.pids.length > 0;
  const pass = (signal: NodeJS.Signals): void => {
    if (isAttached) trace.run.detach();
    else if (signal === "SIGTERM" || !isInForeground()) trace.run.signalTracees(signal);
  };
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}

/** The first line, to see whether there is one and how the program started; and everything. */
async function withFirst(bytes: AsyncIterable<Buffer>): Promise<{ first: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (!first.includes(10)) {
    const next = await iterator.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  return { first, all: all() };
}

/** Hands the capture on and prints its events meanwhile, one a line. */
async function* streamed(bytes: AsyncIterable<Buffer>, out: Output): AsyncGenerator<Buffer> {
  const lines: string[] = [];
  const reader = new RowReader((row) => {
    if (!row.isBegun) lines.push(eventLine(row.event()));
  });
  const flush = async (): Promise<void> => {
    if (lines.length > 0) await out.line(lines.join("\n"));
    lines.length = 0;
  };
  for await (const piece of bytes) {
    reader.push(piece);
    await flush();
    yield piece;
  }
  reader.end();
  await flush();
}

function firstEvent(first: Buffer): TraceEvent | undefined {
  const [line = ""] = first.toString("latin1", 0, 65_536).split("\n");
  return line === "" ? undefined : [...parseStrace([line])][0];
}

/** False where strace could not trace at all: it wrote nothing, or only that its own child ended. */
function hasStarted(first: Buffer): boolean {
  const event = firstEvent(first);
  return event !== undefined && event.kind !== "exit";
}

/** The program could not be started at all: its first call, execve, failed. */
function failedStart(first: Buffer): number | undefined {
  const event = firstEvent(first);
  if (event?.name !== "execve" || event.ret?.errno === undefined) return undefined;
  return event.ret.errno === "ENOENT" ? 127 : 126;
}

function noteLimit(context: Context, request: TraceRequest): void {
  context.out.note(request.pids.length > 0 ? `hostlens: the time limit of ${request.timeoutS} s is over; let go of ${request.pids.join(", ")}, which runs on`
    : `hostlens: the time limit of ${request.timeoutS} s is over; the command was ended`);
}

/** Signals whose default is to end a process without a core file, and that Node leaves alone. */
const plainEnds: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "SIGALRM", "SIGUSR2"];

/** The command's own end: its status, or its signal, by which this program ends too where that leaves no core file. */
function endAs(end: TraceEnd & { isTimedOut: boolean }, failed: number | undefined, stopPassing: () => void): number {
  if (failed !== undefined) return failed;
  if (end.signal === null) return end.code ?? 1;
  const status = 128 + constants.signals[end.signal];
  if (!end.isTimedOut && plainEnds.includes(end.signal)) {
    stopPassing();
    process.removeAllListeners(end.signal);
    process.exitCode = status;
    process.kill(process.pid, end.signal);
  }
  return status;
}
