import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argumentEnd, argumentStart, decorationEnd, stringEnd } from "./byte-args.ts";
import { readTime } from "./byte-line.ts";
import { ByteStrings } from "./byte-names.ts";
import { CaptureParser } from "./capture-parser.ts";
import { atFdcwd, type TraceRow } from "./row.ts";
import { ValueScanner } from "./values.ts";

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const atFdcwdName = Buffer.from("AT_FDCWD");

/** The bytes of one line, as long as they are needed. */
export interface LineBytes {
  bytes: Buffer;
  from: number;
  to: number;
  timeAt: number;
  argsAt: number;
  argsEnd: number;
}

/** A call whose second half is awaited: a copy of its first line. */
export class OpenCall implements LineBytes {
  bytes: Buffer = Buffer.allocUnsafeSlow(192);
  readonly from = 0;
  to = 0;
  timeAt = -1;
  argsAt = 0;
  argsEnd = 0;
  tid = 0;
  name = "";
  line = 0;
  isOpen = false;

  keep(bytes: Buffer, from: number, to: number): void {
    const size = to - from;
    if (size > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(2 * size);
    const copy = this.bytes;
    for (let at = 0; at < size; at++) copy[at] = bytes[from + at]!;
    this.to = size;
  }
}

/** A row over the bytes of a call: arguments are looked for when somebody asks, the tree is made by the grammar. */
export class ByteRow implements TraceRow, LineBytes {
  readonly #paths = new ByteStrings(8192, 512);
  readonly #lone: CaptureParser;
  #begun: TraceEvent | undefined;
  #event: TraceEvent | undefined;
  #joined: Buffer | undefined;
  #argFrom = 0;
  #argTo = 0;
  /** the first half of the call, if this is its second */
  open: OpenCall | undefined;
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  timeAt = -1;
  argsAt = 0;
  argsEnd = 0;
  line = 0;
  tid = 0;
  name = "";
  value = NaN;
  errno = "";
  seconds = NaN;
  isBegun = false;
  resumedLine = 0;
  /** the pid was not written: the only process there is */
  isInferred = false;
  readonly kind = "syscall";

  constructor() {
    this.#lone = new CaptureParser({ onBegin: (event) => { this.#begun = event; } });
  }

  /** Forgets what was made of the row before. */
  clear(): void {
    this.#event = undefined;
    this.#joined = undefined;
  }

  get isUnfinished(): boolean { return this.isBegun; }

  get time(): number {
    const { bytes, timeAt } = this.open ?? this;
    return timeAt < 0 ? NaN : readTime(bytes, timeAt);
  }

  number(index: number): number {
    const bytes = this.#find(index);
    if (!bytes) return NaN;
    const from = this.#argFrom;
    const to = this.#argTo;
    let at = bytes[from] === 45 ? from + 1 : from;
    const code = bytes[at]!;
    if (isDigit(code)) {
      let value = 0;
      const start = at;
      for (let digit = code; at < to && isDigit(digit); digit = bytes[at]!) {
        value = value * 10 + digit - 48;
        at++;
      }
      const isPlain = at - start === 1 || (code !== 48 && at - start < 16);
      if (isPlain && (at === to || (bytes[at] === 60 && bytes[at + 1] !== 60))) return start > from ? -value : value;
    } else if (code === 34 || code === 123 || code === 91) return NaN;
    else if (code === 65 && startsWith(bytes, from, to, atFdcwdName)) {
      const end = from + atFdcwdName.length;
      if (end === to || bytes[end] === 60) return atFdcwd;
    }
    return numberOf(parseArgument(bytes, from, to));
  }

  string(index: number): string | undefined {
    const bytes = this.#find(index);
    if (!bytes) return undefined;
    const from = this.#argFrom;
    const to = this.#argTo;
    const code = bytes[from]!;
    if (code === 34) {
      const end = stringEnd(bytes, from + 1, to);
      const isWhole = end === to - 1 || (end === to - 4 && bytes[end + 1] === 46);
      if (isWhole && !hasBackslash(bytes, from + 1, end)) return this.#paths.read(bytes, from + 1, end);
    } else if (isDigit(code) || code === 123 || code === 91 || code === 78) return undefined;
    const value = parseArgument(bytes, from, to);
    return value?.kind === "string" ? value.value : undefined;
  }

  fdPath(index: number): string | undefined {
    const bytes = this.#find(index);
    if (!bytes) return undefined;
    const from = this.#argFrom;
    const to = this.#argTo;
    let at = from;
    if (isDigit(bytes[at]!)) while (at < to && isDigit(bytes[at]!)) at++;
    else if (startsWith(bytes, from, to, atFdcwdName)) at += atFdcwdName.length;
    if (at === to) return undefined;
    if (at > from && bytes[at] === 60 && bytes[at + 1] === 47) {
      const end = decorationEnd(bytes, at + 1, to);
      if (end === to - 1 && bytes[end - 1] !== 62 && !hasBackslash(bytes, at + 1, end)) return this.#paths.read(bytes, at + 1, end);
    }
    const value = parseArgument(bytes, from, to);
    return value?.kind === "fd" ? value.path : undefined;
  }

  text(index: number): string | undefined {
    const bytes = this.#find(index);
    if (!bytes) return undefined;
    const text = bytes.toString("latin1", this.#argFrom, this.#argTo);
    const equals = argumentNameEnd(bytes, this.#argFrom, this.#argTo);
    return equals < 0 ? text : text.slice(equals + 1 - this.#argFrom);
  }

  event(): TraceEvent {
    this.#event ??= this.#parse();
    return this.#event;
  }

  /** The event, if somebody asked for it: what follows the line may belong to it. */
  get made(): TraceEvent | undefined { return this.#event; }

  #parse(): TraceEvent {
    const lone = this.#lone;
    this.#begun = undefined;
    let events: TraceEvent[] = [];
    if (this.open) events = lone.push(textOf(this.open));
    events = [...events, ...lone.push(textOf(this))];
    if (events.length === 0) events = lone.end();
    else lone.end();
    const event = events.at(-1) ?? this.#begun ?? { line: 0, kind: "unparsed" };
    event.line = this.line;
    if (this.resumedLine > 0) event.resumed = this.resumedLine;
    if (this.isInferred) event.pid = this.tid;
    return event;
  }

  /** Sets #argFrom and #argTo to argument `index`; returns the bytes it lies in. */
  #find(index: number): Buffer | undefined {
    let bytes = this.bytes;
    let start = this.argsAt;
    let end = this.argsEnd;
    if (this.open) {
      bytes = this.#joined ??= this.#join(this.open);
      start = 0;
      end = bytes.length;
    }
    const from = argumentStart(bytes, start, end, index);
    if (from < 0 || from >= end) return undefined;
    const to = argumentEnd(bytes, from, end);
    this.#argFrom = from;
    this.#argTo = to < 0 ? end : to;
    return bytes;
  }

  /** The arguments of both halves in one piece. */
  #join({ bytes, argsAt, argsEnd }: OpenCall): Buffer {
    return Buffer.concat([bytes.subarray(argsAt, argsEnd), this.bytes.subarray(this.argsAt, this.argsEnd)]);
  }
}

function textOf({ bytes, from, to }: LineBytes): string {
  return bytes.toString("latin1", from, to);
}

function startsWith(bytes: Buffer, from: number, to: number, word: Buffer): boolean {
  if (to - from < word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[from + at] !== word[at]) return false;
  return true;
}

function hasBackslash(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 92) return true;
  return false;
}

/** The `=` of `flags=CLONE_VM`; -1 where the argument has no name. */
function argumentNameEnd(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (let code = bytes[at]!; at < to && ((code | 32) >= 97 && (code | 32) <= 122 || code === 95 || (isDigit(code) && at > from)); code = bytes[++at]!);
  return at > from && at < to && bytes[at] === 61 && bytes[at + 1] !== 61 && bytes[at + 1] !== 62 ? at : -1;
}

function parseArgument(bytes: Buffer, from: number, to: number): Value | undefined {
  const scanner = new ValueScanner(bytes.toString("latin1", from, to));
  const value = scanner.value(0);
  return scanner.at === scanner.text.length ? bareOnce(value) : undefined;
}

/** As a row over an event has it: without its name, without a comment beside it. */
function bareOnce(whole: Value | undefined): Value | undefined {
  let value = whole;
  if (value?.kind === "named") ({ value } = value);
  return value?.kind === "comment" && value.of ? value.of : value;
}

function numberOf(value: Value | undefined): number {
  if (value?.kind === "number") return value.value;
  if (value?.kind === "pid") return value.pid;
  if (value?.kind === "fd") return value.fd === "AT_FDCWD" ? atFdcwd : value.fd;
  return value?.kind === "flags" && value.names.length === 1 && value.names[0] === "AT_FDCWD" ? atFdcwd : NaN;
}
