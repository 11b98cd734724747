import type { Insert, Layout, LineLayout, Prefix, TraceEvent } from "../../model/trace-event.ts";
import { attachLine, isAfterLine } from "./after-lines.ts";
import { bare } from "./arguments.ts";
import { callNameLength, parseCall, parseCallLoosely, printArgs, printReturn, type ParsedCall } from "./call.ts";
import { parseEnding } from "./endings.ts";
import { unescapePath } from "./escapes.ts";
import { glue, stripColors, takeOut, type CleanLine } from "./inserts.ts";
import { LivingProcesses } from "./living.ts";
import { findInterruption, readNote } from "./notes.ts";
import { findOutput, isOutputCall, writtenBytes } from "./own-output.ts";
import { parsePrefix, printPrefix, secondsOf, type ReadPrefix } from "./prefix.ts";
import { printOpenCall } from "./print-event.ts";
import { SummaryReader, isSummaryStart } from "./summary.ts";
import { ValueScanner } from "./values.ts";

const unfinishedMark = " <unfinished ...>";
const detachedMark = " <detached ...>";

/** A call whose second half is awaited: its event as it began, and its text up to the cut. */
interface OpenCall { event: TraceEvent; head: string }

/** Physical lines that may be one call with something in between. */
interface Pending { line: number; clean: CleanLine; parts: { text: string; isEnded: boolean }[]; wanted: number; glued: string }

/** One line as it is worked on: its number, its text without foreign pieces, and its end. */
interface Line { number: number; clean: CleanLine; eol: string }

export interface CaptureParserOptions {
  /** told of each event at once, instead of `push` and `end` returning it: in order with `onBegin` */
  readonly onEvent?: ((event: TraceEvent) => void) | undefined;
  /** told of a call at the first of its two lines, with the arguments that stand there */
  readonly onBegin?: ((event: TraceEvent) => void) | undefined;
  /** keep what printing the capture again needs */
  readonly layout?: boolean | undefined;
}

/** A program's output in the middle of a call is not looked for further than this. */
const mostPending = 2000;

/**
 * Reads the lines of a capture one after another (latin1, without "\n", perhaps with "\r") and hands out events as they
 * are complete; a call in two halves comes out at its second. Whatever is not understood comes out as `unparsed`.
 * Frames of `-k` and dumps of `-e read` are hung on the event that came out last, when their lines come.
 */
export class CaptureParser {
  readonly #onBegin: ((event: TraceEvent) => void) | undefined;
  readonly #onEvent: ((event: TraceEvent) => void) | undefined;
  readonly #keepsLayout: boolean;
  readonly #open = new Map<number | undefined, OpenCall>();
  /** who is traced, as far as the lines told */
  readonly living = new LivingProcesses();
  /** lines read so far; a reader that goes past lines by itself (RowReader) sets it before it hands over the next one */
  line = 0;
  #out: TraceEvent[] = [];
  #last: TraceEvent | undefined;
  #pending: Pending | undefined;
  #summary: SummaryReader | undefined;
  /** lines begin with -r's time; its sum */
  #isRelative = false;
  #sinceStart = 0;
  #hasEvents = false;

  constructor(options: CaptureParserOptions = {}) {
    this.#onBegin = options.onBegin;
    this.#onEvent = options.onEvent;
    this.#keepsLayout = options.layout ?? false;
  }

  /** `isEnded` is false only for a last line without its newline. */
  push(text: string, isEnded = true): TraceEvent[] {
    this.line += 1;
    if (this.#pending) this.#resumePending(text, isEnded);
    else this.#physical(text, isEnded, true);
    const out = this.#out;
    if (out.length > 0) this.#out = [];
    return out;
  }

  /** The capture is over: calls that never returned, in the order they began. */
  end(): TraceEvent[] {
    if (this.#pending) this.#giveUp(this.#pending);
    if (this.#summary) this.#endSummary(this.#summary);
    const left = [...this.#open.values()].map((open) => open.event).sort((a, b) => a.line - b.line);
    this.#open.clear();
    for (const event of left) this.#give(event);
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #give(event: TraceEvent): void {
    if (this.#onEvent) this.#onEvent(event);
    else this.#out.push(event);
  }

  /** Whether the next line, whatever it looks like, is this parser's: it may belong to something begun, or -r counts on. */
  get isWaiting(): boolean {
    return this.#pending !== undefined || this.#summary !== undefined || this.#isRelative;
  }

  /** Whether the second half of a call of `pid` is awaited. */
  awaits(pid: number): boolean {
    return this.#open.has(pid);
  }

  /** Lines were gone past; frames and dumps that come next belong to `last`. */
  follow(last: TraceEvent | undefined): void {
    this.#hasEvents = true;
    this.#last = last;
  }

  #physical(text: string, isEnded: boolean, mayWait: boolean, number = this.line): void {
    const hasReturn = text.charCodeAt(text.length - 1) === 13;
    const plain = hasReturn ? text.slice(0, -1) : text;
    const eol = isEnded ? (hasReturn ? "\r\n" : "\n") : hasReturn ? "\r" : "";
    const clean: CleanLine = plain.includes("\x1b[") ? stripColors(plain) : { text: plain };
    if (this.#summary && !clean.inserts) {
      if (this.#summary.take(clean.text, eol)) {
        if (this.#summary.isComplete) this.#endSummary(this.#summary);
        return;
      }
      this.#endSummary(this.#summary);
    } else if (this.#summary) this.#endSummary(this.#summary);
    const code = clean.text.charCodeAt(0);
    if (code === 32 && isAfterLine(clean.text) && this.#last && attachLine(this.#last, clean, eol, this.#keepsLayout)) return;
    if (this.#logical({ number, clean, eol }, text, isEnded, mayWait)) return;
    if (!clean.inserts && isSummaryStart(clean.text)) {
      this.#summary = new SummaryReader(number);
      this.#summary.take(clean.text, eol);
      return;
    }
    this.#unparsed(number, text, isEnded);
  }

  /** Reads a line that is one as far as strace is concerned; true if something became of it, or may with the next line. */
  #logical(line: Line, raw: string, isEnded: boolean, mayWait: boolean): boolean {
    if (this.#understand(line)) return true;
    const { clean } = line;
    const prefix = parsePrefix(clean.text, this.#isRelative);
    const body = clean.text.slice(prefix.at);
    const place = findOutput(body, clean.inserts !== undefined);
    if (place?.at === "here") return this.#logical({ ...line, clean: takeOut(clean, prefix.at + place.from, prefix.at + place.to) }, raw, isEnded, false);
    const afterOutput = this.#withoutLateOutput(clean);
    if (afterOutput && this.#understand({ ...line, clean: afterOutput })) return true;
    if (!mayWait || !isEnded) return false;
    if (place) return this.#wait(line, raw, clean, "\n", clean.text.length + place.length - body.length);
    const stop = findInterruption(clean.text);
    if (!stop || stop.from <= prefix.at && prefix.at === 0) return false;
    const cut = takeOut(clean, stop.from, clean.text.length);
    const end = cut.inserts?.at(-1);
    if (end) end.text += line.eol;
    if (stop.pid !== undefined) {
      if (stop.isEnd) this.living.gone(stop.pid);
      else this.living.attached(stop.pid, false);
    }
    return this.#wait(line, raw, cut, "", 0);
  }

  #wait(line: Line, raw: string, clean: CleanLine, glued: string, wanted: number): boolean {
    const parts = [...(this.#pending?.parts ?? []), { text: raw, isEnded: true }];
    this.#pending = { line: line.number, clean, parts, glued, wanted };
    return true;
  }

  #resumePending(text: string, isEnded: boolean): void {
    const pending = this.#pending;
    if (!pending) return;
    const hasReturn = text.charCodeAt(text.length - 1) === 13;
    const plain = hasReturn ? text.slice(0, -1) : text;
    const next: CleanLine = plain.includes("\x1b[") ? stripColors(plain) : { text: plain };
    const before = pending.parts.at(-1)?.text ?? "";
    const between = pending.glued === "" ? "" : before.endsWith("\r") ? "\r\n" : "\n";
    const clean = glue(pending.clean, between, next);
    const parts = [...pending.parts];
    if (clean.text.length < pending.wanted && isEnded && pending.parts.length < mostPending) {
      pending.parts.push({ text, isEnded });
      pending.clean = clean;
      return;
    }
    parts.push({ text, isEnded });
    const eol = isEnded ? (hasReturn ? "\r\n" : "\n") : hasReturn ? "\r" : "";
    if (this.#logical({ number: pending.line, clean, eol }, text, isEnded, parts.length < mostPending)) {
      if (this.#pending === pending) this.#pending = undefined;
      return;
    }
    this.#giveUp({ ...pending, parts });
  }

  /** They were no call after all: each line for itself. */
  #giveUp(pending: Pending): void {
    this.#pending = undefined;
    for (const [at, part] of pending.parts.entries()) {
      const number = pending.line + at;
      if (at === 0) this.#unparsed(number, part.text, part.isEnded);
      else this.#physical(part.text, part.isEnded, false, number);
    }
  }

  /** `two[pid 13413] <... write resumed>)`: the end of what an open write() had to say, before a line of somebody else. */
  #withoutLateOutput(clean: CleanLine): CleanLine | undefined {
    for (const { event } of this.#open.values()) {
      if (!isOutputCall(event.name ?? "")) continue;
      const data = writtenBytes(event.args ?? [])?.data;
      const rest = data?.slice(data.lastIndexOf("\n") + 1);
      if (rest && clean.text.startsWith(rest)) return takeOut(clean, 0, rest.length);
    }
    return undefined;
  }

  #understand(line: Line): boolean {
    const { text } = line.clean;
    const prefix = parsePrefix(text, this.#isRelative);
    const body = prefix.at === 0 ? text : text.slice(prefix.at);
    let pid = prefix.pid;
    pid ??= this.living.sole();
    let time: number | undefined;
    if (prefix.time !== undefined) time = secondsOf(prefix.time);
    else if (prefix.delta !== undefined) time = this.#sinceStart + Number(prefix.delta);
    const event: TraceEvent = { line: line.number, kind: "syscall", pid, time };
    if (prefix.comm !== undefined) event.comm = unescapePath(prefix.comm);
    if (prefix.ip !== undefined) event.ip = prefix.ip;
    if (!this.#body(event, body, prefix, line)) return false;
    if (prefix.pidStyle === "bracket" && prefix.pid !== undefined && event.kind !== "exit" && event.kind !== "killed") this.living.seen(prefix.pid);
    if (prefix.delta !== undefined) {
      this.#sinceStart += Number(prefix.delta);
      if (prefix.pid === undefined && !prefix.deltaBeside) this.#isRelative = true;
    }
    return true;
  }

  #body(event: TraceEvent, body: string, prefix: ReadPrefix, line: Line): boolean {
    switch (body.charCodeAt(0)) {
      case 43:
      case 45:
        return this.#ending(event, body, prefix, line);
      case 60: {
        const resumed = /^<\.\.\. ([a-zA-Z_0-9?]{1,64}) resumed>/.exec(body.slice(0, 90));
        if (resumed) return this.#resume(event, body.slice(resumed[0].length), resumed[1] ?? "", prefix, line);
        break;
      }
    }
    const nameLength = callNameLength(body);
    if (nameLength > 0) {
      const last = body.charCodeAt(body.length - 1);
      if (last === 62 && body.endsWith(unfinishedMark)) return this.#begin(event, body.slice(0, -unfinishedMark.length), nameLength, prefix, line);
      if (last === 62 && body.endsWith(detachedMark)) return this.#detach(event, body.slice(0, -detachedMark.length), nameLength, prefix, line);
      let call = parseCall(body);
      if (body.startsWith("write") && (!call || hidesOutput(call)) && findOutput(body, line.clean.inserts !== undefined)) return false;
      // in a line with these columns strace wrote the call, whatever it is
      if (!call && (prefix.pidStyle === "column" || prefix.time !== undefined)) call = parseCallLoosely(body, nameLength + 1);
      if (!call) return false;
      complete(event, call);
      if (this.#keepsLayout) {
        const layout = this.#layout(event, prefix, line);
        fillLayout(layout, call);
        if (!isPrinted(printPrefix(prefix, event) + printArgs(call.name, call.args) + printReturn(call), line.clean.text)) return false;
      }
      this.#emit(event);
      return true;
    }
    return this.#note(event, body, prefix, line);
  }

  #note(event: TraceEvent, body: string, prefix: ReadPrefix, line: Line): boolean {
    const note = readNote(body);
    if (!note) return false;
    event.kind = "note";
    event.text = body;
    if (note.pid !== undefined) {
      if (note.isEnd) this.living.gone(note.pid);
      else this.living.attached(note.pid, !this.#hasEvents);
    }
    if (this.#keepsLayout) this.#layout(event, prefix, line);
    this.#give(event);
    this.#last = undefined;
    return true;
  }

  #begin(event: TraceEvent, head: string, nameLength: number, prefix: ReadPrefix, line: Line): boolean {
    const name = head.slice(0, nameLength);
    const { args, comma } = new ValueScanner(head, nameLength + 1).openArgs();
    if (name.startsWith("write") && hidesOutput({ name, args }) && findOutput(head + unfinishedMark, line.clean.inserts !== undefined)) return false;
    event.name = name;
    event.args = args;
    event.unfinished = true;
    if (this.#keepsLayout) {
      const layout = this.#layout(event, prefix, line);
      layout.ending = "unfinished";
      layout.comma = comma;
      if (!isPrinted(printPrefix(prefix, event) + printOpenCall(event, layout), line.clean.text.slice(0, -unfinishedMark.length))) return false;
    }
    this.#hasEvents = true;
    const before = this.#open.get(event.pid);
    if (before) this.#give(before.event);
    this.#open.set(event.pid, { event, head });
    this.#last = undefined;
    this.#onBegin?.(event);
    return true;
  }

  /** `pselect6(0, NULL <detached ...>`: strace went away */
  #detach(event: TraceEvent, head: string, nameLength: number, prefix: ReadPrefix, line: Line): boolean {
    event.name = head.slice(0, nameLength);
    const { args, comma } = new ValueScanner(head, nameLength + 1).openArgs();
    event.args = args;
    event.unfinished = true;
    if (this.#keepsLayout) {
      const layout = this.#layout(event, prefix, line);
      layout.ending = "detached";
      layout.comma = comma;
      if (!isPrinted(printPrefix(prefix, event) + printOpenCall(event, layout), line.clean.text.slice(0, -detachedMark.length))) return false;
    }
    this.#emit(event);
    return true;
  }

  #resume(event: TraceEvent, after: string, name: string, prefix: ReadPrefix, line: Line): boolean {
    const key = this.#openKey(event.pid, name);
    const open = key === null ? undefined : this.#open.get(key);
    if (!open || key === null) return this.#orphan(event, after, name, prefix, line);
    if (after === " <unfinished ...>) = ?") {
      const began = open.event;
      const killed: TraceEvent = { ...began, resumed: event.line, ret: { value: "?" } };
      this.#tail(killed, event, name, false, prefix, line, began);
      if (killed.layout) killed.layout.ending = "killed";
      this.#close(key, killed, event.pid);
      return true;
    }
    const gaps = after.charCodeAt(0) === 32 ? (after.startsWith(" => ") ? [0, 1] : [1, 0]) : [0];
    for (const gap of gaps) {
      const text = open.head + after.slice(gap);
      const call = parseCall(text) ?? (gap === gaps.at(-1) ? parseCallLoosely(text, callNameLength(text) + 1) : undefined);
      if (!call) continue;
      if (this.#keepsLayout && !isPrinted(printArgs(call.name, call.args) + printReturn(call), text)) continue;
      const joined: TraceEvent = { ...open.event, resumed: event.line };
      complete(joined, call);
      this.#tail(joined, event, name, gap === 1, prefix, line, open.event);
      if (joined.layout) {
        fillLayout(joined.layout, call);
        joined.layout.ending = undefined;
        joined.layout.cut = open.head.length;
      }
      this.#close(key, joined, event.pid);
      return true;
    }
    return false;
  }

  /** Whose call it is that goes on: the thread's own; where pids are not told, the only one of that name. */
  #openKey(pid: number | undefined, name: string): number | undefined | null {
    if (this.#open.has(pid)) return pid;
    if (pid !== undefined && this.#open.get(undefined)?.event.name === name) return undefined;
    if (pid !== undefined) return null;
    const named = [...this.#open].filter(([, open]) => open.event.name === name);
    return named.length === 1 && named[0] ? named[0][0] ?? null : null;
  }

  #close(key: number | undefined, event: TraceEvent, pid: number | undefined): void {
    this.#open.delete(key);
    if (event.pid === undefined) event.pid = pid;
    else if (event.pid !== pid && pid !== undefined) event.resumedPid = pid;
    this.#emit(event);
  }

  #tail(event: TraceEvent, second: TraceEvent, name: string, gap: boolean, prefix: ReadPrefix, line: Line, began: TraceEvent): void {
    if (!this.#keepsLayout || !began.layout) return;
    event.layout = { ...began.layout, tail: { ...this.#lineLayout(prefix, line), name, gap, pid: second.pid, time: second.time } };
  }

  /** Attached in the middle of a call: only its end is known. */
  #orphan(event: TraceEvent, after: string, name: string, prefix: ReadPrefix, line: Line): boolean {
    const gap = after.charCodeAt(0) === 32 && !after.startsWith(" => ");
    const rest = gap ? after.slice(1) : after;
    const comma = rest.startsWith(", ");
    const text = `${name}(${comma ? rest.slice(2) : rest}`;
    const call = name.startsWith("?") ? parseCallLoosely(text, name.length + 1) : parseCall(text) ?? parseCallLoosely(text, name.length + 1);
    if (!call) return false;
    complete(event, call);
    event.resumed = event.line;
    if (this.#keepsLayout) {
      const layout = this.#layout(event, prefix, line);
      fillLayout(layout, call);
      layout.tail = { ...this.#lineLayout(prefix, line), name, gap, pid: event.pid, time: event.time, orphan: { comma } };
      if (!isPrinted(printArgs(call.name, call.args) + printReturn(call), text)) return false;
    }
    this.#emit(event);
    return true;
  }

  /** Signals, stops, exits: lines between `+++` or `---`. */
  #ending(event: TraceEvent, body: string, prefix: ReadPrefix, line: Line): boolean {
    const ending = parseEnding(body);
    if (!ending) return false;
    Object.assign(event, ending);
    if (this.#keepsLayout) this.#layout(event, prefix, line);
    if (event.kind === "signal" || event.kind === "stopped") {
      this.#emit(event);
      return true;
    }
    const before = this.#open.get(event.pid);
    if (before) {
      this.#give(before.event);
      this.#open.delete(event.pid);
    }
    if (event.kind === "superseded") {
      // the thread's execve goes on under the pid of its leader
      const execve = this.#open.get(event.by);
      this.#open.delete(event.by);
      if (execve) this.#open.set(event.pid, execve);
      if (event.by !== undefined) this.living.gone(event.by);
    } else if (event.pid !== undefined) this.living.gone(event.pid);
    this.#emit(event);
    return true;
  }

  #emit(event: TraceEvent): void {
    this.#hasEvents = true;
    this.#last = event;
    this.#give(event);
  }

  #unparsed(number: number, text: string, isEnded: boolean): void {
    const event: TraceEvent = { line: number, kind: "unparsed", text, reason: unparsedReason(text, isEnded) };
    if (this.#keepsLayout) event.layout = { prefix: {}, eol: isEnded ? "\n" : "" };
    this.#last = undefined;
    this.#give(event);
  }

  #endSummary(summary: SummaryReader): void {
    this.#summary = undefined;
    this.#last = undefined;
    if (!summary.isTable) {
      for (const [at, line] of summary.lines.entries()) this.#unparsed(summary.line + at, line.text + line.eol.replace("\n", ""), line.eol.endsWith("\n"));
      return;
    }
    const event = summary.finish();
    if (!this.#keepsLayout) event.layout = undefined;
    this.#give(event);
  }

  #layout(event: TraceEvent, prefix: ReadPrefix, line: Line): Layout {
    event.layout = this.#lineLayout(prefix, line);
    return event.layout;
  }

  #lineLayout(prefix: Prefix & { at?: number }, line: Line): LineLayout {
    const layout: LineLayout = { prefix, eol: line.eol };
    if (line.clean.inserts) layout.inserts = line.clean.inserts as Insert[];
    return layout;
  }
}

function complete(event: TraceEvent, call: ParsedCall): void {
  event.name = call.name;
  event.args = call.args;
  event.ret = call.ret;
  if (call.seconds !== undefined) event.seconds = call.seconds;
}

function fillLayout(layout: Layout, call: ParsedCall): void {
  layout.pad = call.pad;
  layout.value = call.value;
  if (call.aux.length > 0) layout.aux = call.aux;
  if (call.time !== undefined) layout.elapsed = call.time;
}

/** Whether the arguments of a write may have swallowed the beginning of its output: `write(1, "42", 242) = 2`. */
function hidesOutput(call: { name: string; args: TraceEvent["args"] }): boolean {
  const args = call.args ?? [];
  const count = bare(args[2]);
  if (count?.kind !== "number") return count !== undefined;
  const written = writtenBytes(args);
  if (!written) return false;
  if (call.name === "write") return written.isWhole ? written.data.length !== count.value : count.value > 99_999;
  return count.value > 1024;
}

/** Whether the trees say the line: what cannot be printed again is not understood. */
function isPrinted(printed: string, text: string): boolean {
  return printed === text;
}

function unparsedReason(text: string, isEnded: boolean): string {
  if (!isEnded) return "the capture is cut off in this line";
  if (text === "") return "an empty line";
  return "neither a call nor a line of strace that is known: output of the program, or a part of a line";
}

/** The events of a capture's lines, incrementally and synchronously, each with the frames and dumps below it. */
export function* parseStrace(lines: Iterable<string>, options: { layout?: boolean } = {}): Generator<TraceEvent> {
  const parser = new CaptureParser({ layout: options.layout });
  let held: TraceEvent[] = [];
  for (const line of lines) {
    const events = parser.push(line);
    if (events.length === 0) continue;
    yield* held;
    held = events;
  }
  yield* held;
  yield* parser.end();
}
