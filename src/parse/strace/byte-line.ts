import type { Return } from "../../model/trace-event.ts";
import { callEnd } from "./byte-args.ts";
import { ByteStrings, hashStep } from "./byte-names.ts";
import { parseCall } from "./call.ts";

/** What a line is as far as its bytes tell; `odd` is left to the full grammar. */
export type LineShape = "odd" | "whole" | "begun" | "resumed";
/** Who wrote a line: nothing says it, a column (-f -o), or `[pid N]` (-f on a terminal). */
export type PidStyle = "none" | "column" | "bracket";

const blank = 32;
const unfinishedMark = Buffer.from(" <unfinished ...>");
const resumedMark = Buffer.from(" resumed>");
const longestName = 64;
const longestReturn = 256;

/** 1: may stand in a name; letters of errnos are among them. */
const isNameByte = new Uint8Array(256);
for (let code = 48; code < 58; code++) isNameByte[code] = 1;
for (let code = 65; code < 91; code++) isNameByte[code] = isNameByte[code + 32] = 1;
isNameByte[95] = 1;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * One line, read as bytes: its columns from the left up to the name of the call, its return from the right. Only lines
 * that can be nothing else than a call (or half of one) get a shape; what stands between is not looked at. That is enough:
 * the return of a call that strace wrote whole is the last thing on the line.
 */
export class ByteLine {
  readonly #names = new ByteStrings(4096, longestName);
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #hash = 0;
  style: PidStyle = "none";
  tid = 0;
  /** where the time begins; -1: there is none */
  timeAt = -1;
  name = "";
  /** behind the opening bracket; of a second half: behind `resumed>` */
  argsAt = 0;
  /** the closing bracket; of a first half: where its text ends */
  argsEnd = 0;
  value = NaN;
  errno = "";
  seconds = NaN;

  read(bytes: Buffer, from: number, to: number): LineShape {
    this.#bytes = bytes;
    if (!this.#readColumns(from, to)) return "odd";
    const body = this.#at;
    if (bytes[body] === 60) return this.#readResumed(body, to);
    const end = this.#readName(body, to);
    if (end === body || bytes[end] !== 40 || isDigit(bytes[body]!)) return "odd";
    this.name = this.#names.find(bytes, body, end, this.#hash);
    this.argsAt = end + 1;
    if (bytes[to - 2] === 46 && bytes[to - 1] === 62) {
      if (!endsWith(bytes, to, unfinishedMark) || to - unfinishedMark.length < this.argsAt) return "odd";
      this.argsEnd = to - unfinishedMark.length;
      this.value = this.seconds = NaN;
      this.errno = "";
      return "begun";
    }
    return this.readReturn(bytes, this.argsAt, to) || this.searchReturn(bytes, this.argsAt, to) ? "whole" : "odd";
  }

  /** `3300  `, `[pid 13311] `, `16:37:38.096330 `, `1795451853.171729 `, `[  59] `, `[00007fe2416f5ad7] ` */
  #readColumns(from: number, to: number): boolean {
    const bytes = this.#bytes;
    let at = from;
    this.tid = 0;
    this.timeAt = -1;
    this.style = "none";
    let code = bytes[at]!;
    if (isDigit(code)) {
      let pid = 0;
      while (isDigit(code)) {
        pid = pid * 10 + code - 48;
        code = bytes[++at]!;
      }
      const digits = at - from;
      if (code === blank || code === 60) {
        if (digits > 7) {
          if (digits > 12 || code === 60) return false;
          at = from;
        } else {
          let own = digits < 5 ? 6 - digits : 1;
          if (code === 60) {
            // -Y: the name ends at the first `>`
            for (at++; bytes[at] !== 62; at++) if (at >= to || at - from > 200) return false;
            code = bytes[++at]!;
            own = 1;
            if (code !== blank) return false;
          }
          const blanks = at;
          while (code === blank) code = bytes[++at]!;
          // more blanks than its own: a relative time follows
          if (at - blanks > own) return false;
          this.tid = pid;
          this.style = "column";
        }
      } else at = from;
    } else if (code === 91 && bytes[at + 1] === 112) {
      if (bytes[at + 2] !== 105 || bytes[at + 3] !== 100 || bytes[at + 4] !== blank) return false;
      at += 5;
      while (bytes[at] === blank) at++;
      let pid = 0;
      const start = at;
      for (code = bytes[at]!; isDigit(code); code = bytes[++at]!) pid = pid * 10 + code - 48;
      if (at === start || at - start > 10) return false;
      if (code === 60) {
        for (at++; bytes[at] !== 62; at++) if (at >= to || at - start > 200) return false;
        at++;
      }
      if (bytes[at] !== 93 || bytes[at + 1] !== blank) return false;
      at += 2;
      this.tid = pid;
      this.style = "bracket";
    }
    code = bytes[at]!;
    if (isDigit(code)) {
      const end = timeEnd(bytes, at, to);
      if (end < 0 || bytes[end] !== blank) return false;
      this.timeAt = at;
      at = end + 1;
      code = bytes[at]!;
    }
    for (let brackets = 0; code === 91; brackets++) {
      const end = machineColumnEnd(bytes, at + 1);
      if (end < 0 || brackets > 1) return false;
      at = end;
      code = bytes[at]!;
    }
    this.#at = at;
    return at < to;
  }

  /** The end of the name that begins at `start`; its hash on the way. */
  #readName(start: number, to: number): number {
    const bytes = this.#bytes;
    let hash = 0;
    let at = start;
    for (let code = bytes[at]!; isNameByte[code] === 1 && at < to; code = bytes[++at]!) hash = hashStep(hash, code);
    this.#hash = hash;
    return at - start > longestName ? start : at;
  }

  /** `<... futex resumed>)             = 0 <0.000123>` */
  #readResumed(body: number, to: number): LineShape {
    const bytes = this.#bytes;
    if (bytes[body + 1] !== 46 || bytes[body + 2] !== 46 || bytes[body + 3] !== 46 || bytes[body + 4] !== blank) return "odd";
    const end = this.#readName(body + 5, to);
    const rest = end + resumedMark.length;
    // a blank is how versions before 5.0 went on, or the mark of a call that never came back
    if (end === body + 5 || rest >= to || !endsWith(bytes, rest, resumedMark) || bytes[rest] === blank) return "odd";
    this.name = this.#names.find(bytes, body + 5, end, this.#hash);
    this.argsAt = rest;
    return this.readReturn(bytes, rest, to) ? "resumed" : "odd";
  }

  /**
   * Reads ` <0.000009>`, what stands in brackets, the errno, the value, `=` and the closing bracket, from the right.
   * False where that is ambiguous; nothing is wrong then, somebody else has to look from the left.
   */
  readReturn(bytes: Buffer, argsAt: number, to: number): boolean {
    let at = to - 1;
    let code = bytes[at]!;
    this.errno = "";
    this.seconds = NaN;
    if (code === 62 && isDigit(bytes[at - 1]!)) {
      let digits = 0;
      let scale = 1;
      let fraction = 0;
      let before = at - 1;
      for (code = bytes[before]!; ; code = bytes[--before]!) {
        if (isDigit(code)) {
          digits += (code - 48) * scale;
          scale *= 10;
        } else if (code === 46 && fraction === 0) fraction = scale;
        else break;
      }
      if (code === 60 && bytes[before - 1] === blank && bytes[before + 1] !== 46 && scale < 1e16) {
        this.seconds = fraction === 0 ? digits : digits / fraction;
        at = before - 2;
      }
      code = bytes[at]!;
    }
    if (code === 41) {
      // `(No such file or directory)`, `(Timeout)`, `([{fd=3, revents=POLLIN}])`
      const limit = Math.max(argsAt, at - longestReturn);
      for (code = bytes[--at]!; code !== 40; code = bytes[--at]!) if (code === 41 || code === 34 || at <= limit) return false;
      if (bytes[at - 1] !== blank || isNote(bytes, at + 1)) return false;
      at -= 2;
      code = bytes[at]!;
      if (code >= 65) {
        const end = at + 1;
        while (isNameByte[bytes[at]!] === 1) at--;
        if (bytes[at] !== blank || bytes[at + 1] !== 69) return this.#isLetterValue(bytes, argsAt, end);
        let hash = 0;
        for (let place = at + 1; place < end; place++) hash = hashStep(hash, bytes[place]!);
        this.errno = this.#names.find(bytes, at + 1, end, hash);
        at--;
        code = bytes[at]!;
      }
    } else if (code === 62) {
      // a descriptor with its decoration: `= 3</etc/hosts>`
      const limit = Math.max(argsAt, at - 4200);
      for (at--; at > limit; at--) {
        code = bytes[at]!;
        if (code === 34) return false;
        if (code === 60 && isDigit(bytes[at - 1]!) && this.#readValue(bytes, argsAt, at - 1)) return true;
      }
      return false;
    }
    return this.#readValue(bytes, argsAt, at);
  }

  /** `0x8000 (flags …)` may end in a letter too */
  #isLetterValue(bytes: Buffer, argsAt: number, end: number): boolean {
    return this.#readValue(bytes, argsAt, end - 1);
  }

  /** The number (or `?`) whose last byte is at `last`, the `=` and the bracket before it. */
  #readValue(bytes: Buffer, argsAt: number, last: number): boolean {
    let at = last;
    let code = bytes[at]!;
    if (code === 63) {
      this.value = NaN;
      at--;
    } else {
      let value = 0;
      let scale = 1;
      while (isDigit(code)) {
        value += (code - 48) * scale;
        scale *= 10;
        code = bytes[--at]!;
      }
      if (code === 45 && scale > 1) {
        value = -value;
        at--;
      } else if (code !== blank || scale === 1) {
        at = hexStart(bytes, last);
        if (at < 0) return false;
        const digits = last - at - 1;
        // longer ones are addresses
        value = digits >= 6 ? NaN : Number.parseInt(bytes.toString("latin1", at + 2, last + 1), 16);
        if (digits < 1) return false;
        at--;
      } else if (scale > 1e15 || (bytes[at + 1] === 48 && scale > 10)) return false;
      this.value = value;
    }
    if (bytes[at] !== blank || bytes[at - 1] !== 61) return false;
    at -= 2;
    while (bytes[at] === blank) at--;
    if (bytes[at] !== 41 || at < argsAt) return false;
    this.argsEnd = at;
    return true;
  }

  /** The return read from the left: the arguments are skipped, and the rest goes through the grammar. */
  searchReturn(bytes: Buffer, argsAt: number, to: number): boolean {
    const end = callEnd(bytes, argsAt, to);
    if (end < 0) return false;
    const call = parseCall(`x(${bytes.toString("latin1", end, to)}`);
    if (!call) return false;
    this.argsEnd = end;
    this.value = numberOf(call.ret);
    this.errno = call.ret.errno ?? "";
    this.seconds = call.seconds ?? NaN;
    return true;
  }
}

function numberOf({ value }: Return): number {
  return typeof value === "number" ? value : NaN;
}

function endsWith(bytes: Buffer, to: number, mark: Buffer): boolean {
  const from = to - mark.length;
  for (let at = 0; at < mark.length; at++) if (bytes[from + at] !== mark[at]) return false;
  return true;
}

/** `(INJECTED)`, `(DELAYED)` stand behind other brackets; `(errno 524)` is the name of an error without one. */
function isNote(bytes: Buffer, at: number): boolean {
  const code = bytes[at];
  return (code === 73 && bytes[at + 1] === 78) || (code === 68 && bytes[at + 1] === 69) || (code === 101 && bytes[at + 1] === 114 && bytes[at + 2] === 114);
}

/** Where the `0x` begins whose last hex digit is at `last`; -1 if it is none. */
function hexStart(bytes: Buffer, last: number): number {
  let at = last;
  for (let code = bytes[at]!; isDigit(code) || (code >= 97 && code <= 102); code = bytes[--at]!);
  return bytes[at] === 120 && bytes[at - 1] === 48 ? at - 1 : -1;
}

/** The end of `16:37:38.096330` or `1795451853.171729`; -1 for anything else. */
function timeEnd(bytes: Buffer, start: number, to: number): number {
  let at = start;
  while (isDigit(bytes[at]!)) at++;
  if (at - start === 2 && bytes[at] === 58) {
    if (!isDigit(bytes[at + 1]!) || !isDigit(bytes[at + 2]!) || bytes[at + 3] !== 58 || !isDigit(bytes[at + 4]!) || !isDigit(bytes[at + 5]!)) return -1;
    at += 6;
  } else if (at - start < 8 || at - start > 12) return -1;
  if (bytes[at] !== 46) return at;
  const dot = at++;
  while (isDigit(bytes[at]!)) at++;
  const digits = at - dot - 1;
  return (digits === 6 || digits === 3 || digits === 9) && at < to ? at : -1;
}

/** Behind `[  59] ` (-n) or `[00007fe2416f5ad7] ` (-i); -1 for anything else. `start` is behind the bracket. */
function machineColumnEnd(bytes: Buffer, start: number): number {
  for (let at = start; at < start + 20; at++) {
    const code = bytes[at]!;
    if (code === 93) return at > start && bytes[at + 1] === blank ? at + 2 : -1;
    if (!isDigit(code) && code !== blank && code !== 63 && !(code >= 97 && code <= 102)) return -1;
  }
  return -1;
}

/** The seconds that the time at `at` says: since 1970, or since midnight. */
export function readTime(bytes: Buffer, start: number): number {
  let at = start;
  let whole = 0;
  let digits = 0;
  let fraction = 0;
  for (let code = bytes[at]!; ; code = bytes[++at]!) {
    if (isDigit(code)) {
      digits = digits * 10 + code - 48;
      fraction *= 10;
    } else if (code === 58) {
      whole = (whole + digits) * 60;
      digits = 0;
    } else if (code === 46) fraction = 1;
    else break;
  }
  if (digits > Number.MAX_SAFE_INTEGER) return whole + Number(bytes.toString("latin1", start, at));
  return whole + (fraction > 1 ? digits / fraction : digits);
}
