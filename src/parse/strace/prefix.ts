import type { Prefix, TraceEvent } from "../../model/trace-event.ts";

const blank = 32;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The columns before the body of a line, in strace's order; `at` is where the body begins. */
export interface ReadPrefix extends Prefix { at: number }

/** Longer than any column strace writes; a search for its end goes no further. */
const longestColumn = 256;

/**
 * Reads pid, context, times, call number and instruction pointer, each if it is there. `relative` is what earlier lines
 * taught: they began with -r's time, so that a number in column 0 is no pid.
 */
export function parsePrefix(line: string, relative = false): ReadPrefix {
  const prefix: ReadPrefix = { at: 0 };
  let code = line.charCodeAt(0);
  // most lines of most captures begin with the name of the call
  if ((code >= 97 && code <= 122) || code === 60 || code === 43 || code === 45) return prefix;
  if (code === 91 && line.startsWith("[pid ")) readBracket(line, prefix);
  else if (isDigit(code) && !relative) readPidColumn(line, prefix);
  code = line.charCodeAt(prefix.at);
  if (code === 91) {
    readContext(line, prefix);
    code = line.charCodeAt(prefix.at);
  }
  if (isDigit(code)) {
    readTime(line, prefix);
    code = line.charCodeAt(prefix.at);
  }
  if (code === 40 && line.charCodeAt(prefix.at + 1) === 43) readDeltaBeside(line, prefix);
  else if (code === blank || isDigit(code)) readDelta(line, prefix);
  if (line.charCodeAt(prefix.at) === 91) readSysno(line, prefix);
  if (line.charCodeAt(prefix.at) === 91) readIp(line, prefix);
  return prefix;
}

function skipDigits(line: string, start: number): number {
  let at = start;
  while (isDigit(line.charCodeAt(at))) at += 1;
  return at;
}

function skipBlanks(line: string, start: number): number {
  let at = start;
  while (line.charCodeAt(at) === blank) at += 1;
  return at;
}

/** `<wrk \0740\76>`, where the comm has no raw `>`; -1 if there is none
 *  `^` */
function commEnd(line: string, start: number): number {
  if (line.charCodeAt(start) !== 60) return -1;
  for (let at = start + 1; at < start + longestColumn; at++) if (line.charCodeAt(at) === 62) return at;
  return -1;
}

/** `[pid  3106] `, `[pid 13364<threads>] ` */
function readBracket(line: string, prefix: ReadPrefix): void {
  const digits = skipBlanks(line, 4);
  const end = skipDigits(line, digits);
  if (end === digits || end - digits > 10 || line.charCodeAt(digits) === 48) return;
  const comm = commEnd(line, end);
  const close = comm < 0 ? end : comm + 1;
  if (line.charCodeAt(close) !== 93 || line.charCodeAt(close + 1) !== blank) return;
  prefix.pid = Number(line.slice(digits, end));
  prefix.pidStyle = "bracket";
  prefix.pidPad = digits - 4;
  if (comm >= 0) prefix.comm = line.slice(end + 1, comm);
  prefix.at = close + 2;
}

/** `3300  `, `13311 `, `3151<strace> ` */
function readPidColumn(line: string, prefix: ReadPrefix): void {
  const end = skipDigits(line, 0);
  if (end > 7 || line.charCodeAt(0) === 48) return;
  const comm = commEnd(line, end);
  const close = comm < 0 ? end : comm + 1;
  const blanks = skipBlanks(line, close) - close;
  if (blanks === 0) return;
  prefix.pid = Number(line.slice(0, end));
  prefix.pidStyle = "column";
  if (comm >= 0) prefix.comm = line.slice(end + 1, comm);
  // what is more than the column's own blanks belongs to a relative time behind it
  const own = comm < 0 ? Math.max(5 - end, 0) + 1 : 1;
  prefix.pidPad = isDigit(line.charCodeAt(close + blanks)) ? Math.min(own, blanks) : blanks;
  prefix.at = close + prefix.pidPad;
}

/** `[unconfined_u:unconfined_r:unconfined_t:s0] ` */
function readContext(line: string, prefix: ReadPrefix): void {
  let hasColon = false;
  for (let at = prefix.at + 1; at < prefix.at + longestColumn; at++) {
    const code = line.charCodeAt(at);
    if (code === 58) hasColon = true;
    else if (code === 93 && hasColon && line.charCodeAt(at + 1) === blank) {
      prefix.context = line.slice(prefix.at + 1, at);
      prefix.at = at + 2;
      return;
    } else if (code === blank || code === 93 || Number.isNaN(code)) return;
  }
}

/** Where `.123456` ends, if it begins here and has 3, 6 or 9 digits; `start` where there is none; -1 for anything else. */
function fractionEnd(line: string, start: number): number {
  if (line.charCodeAt(start) !== 46) return start;
  const end = skipDigits(line, start + 1);
  const digits = end - start - 1;
  return digits === 6 || digits === 3 || digits === 9 ? end : -1;
}

/** `16:49:50 `, `16:49:50.123456 `, `1795451853.171729 ` */
function readTime(line: string, prefix: ReadPrefix): void {
  const start = prefix.at;
  let end = skipDigits(line, start);
  if (end - start === 2 && line.charCodeAt(end) === 58) {
    if (skipDigits(line, end + 1) !== end + 3 || line.charCodeAt(end + 3) !== 58 || skipDigits(line, end + 4) !== end + 6) return;
    end += 6;
  } else if (end - start < 8 || end - start > 12) return;
  end = fractionEnd(line, end);
  if (end < 0 || line.charCodeAt(end) !== blank) return;
  prefix.time = line.slice(start, end);
  prefix.at = end + 1;
}

/** `(+     0.000023) ` */
function readDeltaBeside(line: string, prefix: ReadPrefix): void {
  const digits = skipBlanks(line, prefix.at + 2);
  const end = fractionEnd(line, skipDigits(line, digits));
  if (end <= digits || line.charCodeAt(end) !== 41 || line.charCodeAt(end + 1) !== blank) return;
  prefix.delta = line.slice(digits, end);
  prefix.deltaPad = digits - prefix.at - 2;
  prefix.deltaBeside = true;
  prefix.at = end + 2;
}

/** `     0.000023 `, `     0 ` */
function readDelta(line: string, prefix: ReadPrefix): void {
  const digits = skipBlanks(line, prefix.at);
  const end = fractionEnd(line, skipDigits(line, digits));
  if (end <= digits || line.charCodeAt(end) !== blank) return;
  prefix.delta = line.slice(digits, end);
  prefix.deltaPad = digits - prefix.at;
  prefix.at = end + 1;
}

/** `[  59] `, `[???] ` */
function readSysno(line: string, prefix: ReadPrefix): void {
  const start = skipBlanks(line, prefix.at + 1);
  const end = line.startsWith("???", start) ? start + 3 : skipDigits(line, start);
  if (end === start || end - start > 7 || line.charCodeAt(end) !== 93 || line.charCodeAt(end + 1) !== blank) return;
  prefix.sysno = line.slice(start, end);
  prefix.sysnoPad = start - prefix.at - 1;
  prefix.at = end + 2;
}

/** `[00007fe2416f5ad7] `, `[????????] ` */
function readIp(line: string, prefix: ReadPrefix): void {
  const start = prefix.at + 1;
  for (const digits of [16, 8]) {
    if (line.charCodeAt(start + digits) !== 93 || line.charCodeAt(start + digits + 1) !== blank) continue;
    const text = line.slice(start, start + digits);
    if (!/^(?:[0-9a-f]+|\?+)$/.test(text)) continue;
    prefix.ip = text;
    prefix.at = start + digits + 2;
    return;
  }
}

/** Seconds since 1970, or since midnight for a time of day. */
export function secondsOf(time: string): number {
  if (time.charCodeAt(2) !== 58) return Number(time);
  return Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60 + Number(time.slice(6));
}

/** The columns as strace wrote them. Pid, comm and time come from `event`; where they are what the line said, in its words. */
export function printPrefix(prefix: Prefix, event: Pick<TraceEvent, "pid" | "time">): string {
  let out = "";
  const comm = prefix.comm === undefined ? "" : `<${prefix.comm}>`;
  if (prefix.pidStyle === "bracket") out += `[pid${" ".repeat(prefix.pidPad ?? 1)}${event.pid}${comm}] `;
  else if (prefix.pidStyle === "column") out += `${event.pid}${comm}${" ".repeat(prefix.pidPad ?? 1)}`;
  if (prefix.context !== undefined) out += `[${prefix.context}] `;
  if (prefix.time !== undefined) out += `${timeLike(prefix.time, event.time)} `;
  if (prefix.delta !== undefined) {
    const delta = " ".repeat(prefix.deltaPad ?? 0) + prefix.delta;
    out += prefix.deltaBeside ? `(+${delta}) ` : `${delta} `;
  }
  if (prefix.sysno !== undefined) out += `[${" ".repeat(prefix.sysnoPad ?? 0)}${prefix.sysno}] `;
  if (prefix.ip !== undefined) out += `[${prefix.ip}] `;
  return out;
}

/** A time in the form of another one: time of day or epoch, with as many digits. */
function timeLike(model: string, seconds: number | undefined): string {
  if (seconds === undefined || secondsOf(model) === seconds) return model;
  const dot = model.indexOf(".");
  const digits = dot < 0 ? 0 : model.length - dot - 1;
  if (model.charCodeAt(2) !== 58) return seconds.toFixed(digits);
  const minutes = Math.floor(seconds / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${(seconds - minutes * 60).toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, "0")}`;
}
