import type { Return, Value } from "../../model/trace-event.ts";
import { printValue } from "./print.ts";
import { ValueScanner } from "./values.ts";

/** A whole call, from its name to the end of the line; `printCall` gives the text back. */
export interface ParsedCall {
  name: string;
  args: Value[];
  /** blanks between `)` and `=` */
  pad: number;
  /** the returned value as strace wrote it; a plain `?` is `elided` with that text */
  value: Value;
  ret: Return;
  /** everything in brackets after the value and errno, in order */
  aux: string[];
  seconds: number | undefined;
  /** the digits between `<` and `>` */
  time: string | undefined;
}

const noAux: string[] = [];

/** Length of the name that a call begins with; 0 if an opening bracket does not follow one. `???` counts as a name. */
export function callNameLength(text: string): number {
  let at = 0;
  for (; at < 64; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 97 && code <= 122) || code === 95 || (code >= 48 && code <= 57 && at > 0) || (code >= 65 && code <= 90)) continue;
    if (code === 40) return at;
    return code === 63 && at === 0 && text.startsWith("???(") ? 3 : 0;
  }
  return 0;
}

/** Text in brackets up to its partner, quotes minded: `([{fd=3, revents=POLLIN}])`. */
function bracketEnd(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted && code === 92) at += 1;
    else if (code === 34) quoted = !quoted;
    else if (quoted) continue;
    else if (code === 40) depth += 1;
    else if (code === 41 && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * Reads the body of one complete call: `close(3) = 0`, `open("/x", O_RDONLY) = -1 ENOENT (No such file or directory)
 * <0.000009>`. The prefix must be gone. Undefined if it is anything else, such as half a call or the program's output.
 */
export function parseCall(text: string): ParsedCall | undefined {
  const length = callNameLength(text);
  if (length === 0) return undefined;
  const scanner = new ValueScanner(text, length + 1);
  const args = scanner.args(")");
  return args && parseReturn(scanner, text.slice(0, length), args);
}

/**
 * Reads a call whose arguments are written in no known way, from its end: they become one `unknown`. Undefined where no
 * bracket is followed by a whole return.
 */
export function parseCallLoosely(text: string, argsAt: number): ParsedCall | undefined {
  const shape = /\) *= /g;
  shape.lastIndex = argsAt;
  for (let tries = 0; tries < 50; tries++) {
    const found = shape.exec(text);
    if (!found) return undefined;
    const scanner = new ValueScanner(text, found.index + 1);
    const raw = text.slice(argsAt, found.index);
    const call = parseReturn(scanner, text.slice(0, argsAt - 1), [{ kind: "unknown", raw }]);
    if (call) return call;
  }
  return undefined;
}

/** `      = 3</etc/hosts> <0.000009>`: from the closing bracket to the end of the line
 *  `^` */
function parseReturn(scanner: ValueScanner, name: string, args: Value[]): ParsedCall | undefined {
  const { text } = scanner;
  const blanks = scanner.at;
  let at = blanks;
  while (text.charCodeAt(at) === 32) at += 1;
  if (text.charCodeAt(at) !== 61 || text.charCodeAt(at + 1) !== 32) return undefined;
  scanner.at = at + 2;
  const pad = at - blanks;
  const returned = returnedValue(scanner);
  if (!returned) return undefined;
  const { ret } = returned;
  let aux = noAux;
  if (scanner.at < text.length) {
    const errno = readErrno(text, scanner.at);
    if (errno !== undefined) {
      scanner.at += errno.length + 1;
      ret.errno = errno;
    }
    while (text.startsWith(" (", scanner.at)) {
      const end = bracketEnd(text, scanner.at + 1);
      if (end < 0) return undefined;
      const inner = text.slice(scanner.at + 2, end - 1);
      scanner.at = end;
      if (errno !== undefined && ret.message === undefined) ret.message = inner;
      else {
        if (aux === noAux) aux = [];
        aux.push(inner);
        if (inner.startsWith("INJECTED") || inner.startsWith("DELAYED")) (ret.notes ??= []).push(inner);
        else if (inner.startsWith("errno ")) ret.errno = inner;
        else ret.detail ??= inner;
      }
    }
  }
  let time: string | undefined;
  if (scanner.at < text.length) {
    time = readElapsed(text, scanner.at);
    if (time === undefined) return undefined;
  }
  return { name, args, pad, value: returned.value, ret, aux, seconds: time === undefined ? undefined : Number(time), time };
}

/** `ENOENT` of ` ENOENT (No such file or directory)` */
function readErrno(text: string, start: number): string | undefined {
  if (text.charCodeAt(start) !== 32 || text.charCodeAt(start + 1) !== 69) return undefined;
  let end = start + 2;
  for (; end < start + 40; end++) {
    const code = text.charCodeAt(end);
    const isName = (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 63;
    if (!isName) break;
  }
  return text.charCodeAt(end) === 32 && text.charCodeAt(end + 1) === 40 ? text.slice(start + 1, end) : undefined;
}

/** `0.000123` of ` <0.000123>`, which has to be the end */
function readElapsed(text: string, start: number): string | undefined {
  const end = text.length - 1;
  if (end - start > 32 || text.charCodeAt(start) !== 32 || text.charCodeAt(start + 1) !== 60 || text.charCodeAt(end) !== 62) return undefined;
  const inner = text.slice(start + 2, end);
  return /^\d+(?:\.\d+)?$/.test(inner) ? inner : undefined;
}

/** `3</etc/hosts>`, `-1`, `0x7f…`, `? <unavailable>`, `1 /* 3622 in strace's PID NS *` `/` */
function returnedValue(scanner: ValueScanner): { value: Value; ret: Return } | undefined {
  const { text } = scanner;
  if (text.charCodeAt(scanner.at) === 63 && text.charCodeAt(scanner.at + 1) !== 63) {
    const raw = text.startsWith("? <unavailable>", scanner.at) ? "? <unavailable>" : "?";
    scanner.at += raw.length;
    return { value: { kind: "elided", raw }, ret: { value: "?" } };
  }
  const value = scanner.value(0, true);
  if (!value) return undefined;
  const bare = value.kind === "comment" && value.of ? value.of : value;
  if (bare.kind === "number" && Number.isSafeInteger(bare.value)) return { value, ret: { value: bare.value } };
  if (bare.kind === "fd") return { value, ret: { value: bare.fd, path: bare.path } };
  if (bare.kind === "pid") return { value, ret: { value: bare.pid } };
  return { value, ret: { value: printValue(bare) } };
}

/** `openat(AT_FDCWD, "/etc/hosts", O_RDONLY)` without the closing bracket. */
export function printArgs(name: string, args: readonly Value[]): string {
  return `${name}(${args.map(printValue).join(", ")}`;
}

/** The text of a call, from its tree. */
export function printCall(call: ParsedCall): string {
  return printArgs(call.name, call.args) + printReturn(call);
}

/** What follows the arguments, from the closing bracket on. */
export function printReturn(call: Pick<ParsedCall, "pad" | "value" | "ret" | "aux" | "time">): string {
  const { ret } = call;
  const error = ret.message === undefined ? "" : ` ${ret.errno ?? ""} (${ret.message})`;
  const aux = call.aux.map((inner) => ` (${inner})`).join("");
  const time = call.time === undefined ? "" : ` <${call.time}>`;
  return `)${" ".repeat(call.pad)}= ${printValue(call.value)}${error}${aux}${time}`;
}
