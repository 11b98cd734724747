import type { TraceEvent } from "../../model/trace-event.ts";
import { argumentStart, callEnd } from "./byte-args.ts";
import { ByteLine } from "./byte-line.ts";
import { ByteRow, OpenCall } from "./byte-row.ts";
import { CaptureParser } from "./capture-parser.ts";
import { EventRow, type TraceRow } from "./row.ts";

const newline = 10;
/** Longer halves of calls are left to the grammar. */
const longestHalf = 1 << 16;

/**
 * Reads the bytes of a capture in pieces of any size and hands out its events as rows, each when its (last) line was read.
 * `read` must not keep the row. The pieces may be overwritten after `push`.
 *
 * Lines that can be nothing else than a call, whole or in two halves, are read as bytes: their columns at once, their
 * arguments when asked for. Everything else goes through the grammar (CaptureParser), which has the last word: while it
 * waits for the rest of something, every line is its own.
 */
export class RowReader {
  readonly #read: (row: TraceRow) => void;
  readonly #line = new ByteLine();
  readonly #row = new ByteRow();
  readonly #eventRow = new EventRow();
  readonly #parser: CaptureParser;
  readonly #open = new Map<number, OpenCall>();
  #openCalls = 0;
  #isHandingOver = false;
  /** a row over bytes came after the grammar's last event */
  #isAhead = false;
  #rest = Buffer.alloc(0);
  #restSize = 0;
  /** lines read so far */
  lines = 0;

  constructor(read: (row: TraceRow) => void) {
    this.#read = read;
    this.#parser = new CaptureParser({
      onBegin: (event) => {
        if (!this.#isHandingOver) read(this.#eventRow.set(event, true));
      },
    });
  }

  push(bytes: Buffer): void {
    let from = 0;
    if (this.#restSize > 0) {
      const end = bytes.indexOf(newline);
      this.#keepRest(bytes, 0, end < 0 ? bytes.length : end);
      if (end < 0) return;
      const size = this.#restSize;
      this.#restSize = 0;
      this.#take(this.#rest, 0, size, true);
      from = end + 1;
    }
    for (let end = bytes.indexOf(newline, from); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#take(bytes, from, end, true);
      from = end + 1;
    }
    if (from < bytes.length) this.#keepRest(bytes, from, bytes.length);
  }

  /** The capture is over: a last line without its end, and calls that never returned. */
  end(): void {
    const size = this.#restSize;
    this.#restSize = 0;
    if (size > 0) this.#take(this.#rest, 0, size, false);
    const open = [...this.#open.values()].filter((call) => call.isOpen);
    for (const call of open.sort((a, b) => a.line - b.line)) this.#handOver(call);
    this.#show(this.#parser.end());
  }

  #keepRest(bytes: Buffer, from: number, to: number): void {
    const size = this.#restSize + to - from;
    if (size > this.#rest.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * size, 4096));
      this.#rest.copy(larger, 0, 0, this.#restSize);
      this.#rest = larger;
    }
    bytes.copy(this.#rest, this.#restSize, from, to);
    this.#restSize = size;
  }

  #take(bytes: Buffer, from: number, to: number, isEnded: boolean): void {
    this.lines++;
    if (this.#parser.isWaiting || from === to || !isEnded) {
      this.#line.style = "none";
      this.#parse(bytes, from, to, isEnded);
      return;
    }
    const line = this.#line;
    switch (line.read(bytes, from, to)) {
      case "whole":
        if (line.style !== "column" && !this.#isOwn(bytes, to)) break;
        this.#showBytes(bytes, from, to);
        return;
      case "begun":
        if (this.#begin(bytes, from, to)) return;
        break;
      case "resumed":
        if (this.#resume(bytes, from, to)) return;
        break;
      case "odd":
        break;
    }
    this.#parse(bytes, from, to, isEnded);
  }

  /** A whole call as a row over its bytes. */
  #showBytes(bytes: Buffer, from: number, to: number, open?: OpenCall): void {
    const row = this.#row;
    const line = this.#line;
    row.clear();
    row.open = open;
    row.bytes = bytes;
    row.from = from;
    row.to = to;
    row.line = this.lines;
    row.timeAt = line.timeAt;
    row.argsAt = line.argsAt;
    row.argsEnd = line.argsEnd;
    row.tid = line.tid;
    row.isInferred = false;
    if (line.style !== "column") this.#infer(line, row);
    row.name = line.name;
    row.value = line.value;
    row.errno = line.errno;
    row.seconds = line.seconds;
    row.isBegun = false;
    row.resumedLine = 0;
    if (open) {
      row.line = open.line;
      row.resumedLine = this.lines;
    }
    this.#isAhead = true;
    this.#read(row);
  }

  /** On a terminal, `[pid N]` tells who lives, and who it is where only one does. */
  #infer(line: ByteLine, row: ByteRow): void {
    const { living } = this.#parser;
    if (line.style === "bracket") living.seen(line.tid);
    else {
      const sole = living.sole();
      row.isInferred = sole !== undefined;
      row.tid = sole ?? 0;
    }
  }

  #begin(bytes: Buffer, from: number, to: number): boolean {
    const line = this.#line;
    const { tid } = line;
    if (line.style === "none" || to - from > longestHalf || (line.style === "bracket" && line.name.startsWith("write"))) return false;
    let open = this.#open.get(tid);
    if (open?.isOpen || this.#parser.awaits(tid)) return false;
    if (!open) this.#open.set(tid, open = new OpenCall());
    open.keep(bytes, from, to);
    open.isOpen = true;
    this.#openCalls++;
    open.timeAt = line.timeAt < 0 ? -1 : line.timeAt - from;
    open.argsAt = line.argsAt - from;
    open.argsEnd = line.argsEnd - from;
    open.name = line.name;
    open.line = this.lines;
    if (line.style === "bracket") this.#parser.living.seen(tid);
    const row = this.#row;
    row.clear();
    row.open = undefined;
    row.bytes = bytes;
    row.from = from;
    row.to = to;
    row.line = this.lines;
    row.timeAt = line.timeAt;
    row.argsAt = line.argsAt;
    row.argsEnd = line.argsEnd;
    row.tid = tid;
    row.isInferred = false;
    row.name = line.name;
    row.value = NaN;
    row.errno = "";
    row.seconds = NaN;
    row.isBegun = true;
    row.resumedLine = 0;
    this.#isAhead = true;
    this.#read(row);
    return true;
  }

  #resume(bytes: Buffer, from: number, to: number): boolean {
    const line = this.#line;
    const open = this.#open.get(line.tid);
    if (!open?.isOpen || open.name !== line.name || line.style === "none") return false;
    open.isOpen = false;
    this.#openCalls--;
    this.#showBytes(bytes, from, to, open);
    return true;
  }

  /** Whether a line on a terminal holds nothing but strace's own text, as far as bytes can tell. */
  #isOwn(bytes: Buffer, to: number): boolean {
    const { argsAt, argsEnd, timeAt, name } = this.#line;
    if (timeAt < 0 && callEnd(bytes, argsAt, to) !== argsEnd) return false;
    return !name.startsWith("write") || (name === "write" && isWriteWithoutOutput(bytes, argsAt, argsEnd));
  }

  /** The line goes through the grammar, which has to know what calls are open where it may concern them. */
  #parse(bytes: Buffer, from: number, to: number, isEnded: boolean): void {
    const parser = this.#parser;
    const line = this.#line;
    const row = this.#row;
    if (this.#openCalls > 0) {
      const own = line.style === "column" ? this.#open.get(line.tid) : undefined;
      const isAboutOthers = line.style !== "column" || bytes.includes("superseded", from, "latin1");
      if (own?.isOpen) this.#handOver(own);
      if (isAboutOthers) for (const open of this.#open.values()) if (open.isOpen) this.#handOver(open);
    }
    // frames and dumps below belong to the row before them, whether anybody has asked for its event or not
    if (this.#isAhead) parser.follow(row.isBegun ? undefined : row.made ?? { line: row.line, kind: "syscall" });
    this.#isAhead = false;
    parser.line = this.lines - 1;
    this.#show(parser.push(bytes.toString("latin1", from, to), isEnded));
  }

  #handOver(open: OpenCall): void {
    open.isOpen = false;
    this.#openCalls--;
    this.#isHandingOver = true;
    this.#parser.line = open.line - 1;
    this.#show(this.#parser.push(open.bytes.toString("latin1", 0, open.to)));
    this.#isHandingOver = false;
  }

  #show(events: readonly TraceEvent[]): void {
    for (const event of events) this.#read(this.#eventRow.set(event, false));
  }
}

/**
 * Whether the last argument of `write(1, "one\n", 4)` is the length of the string: output of the program would stand
 * right behind it. A truncated string says less than its length; a short number cannot hide much there.
 */
function isWriteWithoutOutput(bytes: Buffer, argsAt: number, argsEnd: number): boolean {
  let at = argumentStart(bytes, argsAt, argsEnd, 1);
  if (at < 0 || bytes[at] !== 34) return false;
  let length = 0;
  for (at++; at < argsEnd && bytes[at] !== 34; at++) {
    length++;
    if (bytes[at] !== 92) continue;
    at++;
    if (bytes[at] === 120) at += 2;
    else for (let more = 0; more < 2 && isOctal(bytes[at]!) && isOctal(bytes[at + 1]!); more++) at++;
  }
  at++;
  const isTruncated = bytes[at] === 46;
  if (isTruncated) at += 3;
  if (bytes[at] !== 44 || bytes[at + 1] !== 32) return false;
  let count = 0;
  let digits = 0;
  for (at += 2; at < argsEnd && bytes[at]! >= 48 && bytes[at]! <= 57; at++, digits++) count = count * 10 + bytes[at]! - 48;
  return at === argsEnd && (isTruncated ? digits < 6 : count === length);
}

const isOctal = (code: number): boolean => code >= 48 && code <= 55;
