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
  seconds?: number;
  /** the digits between `<` and `>` */
  time?: string;
}

/** Text in brackets up to its partner, quotes minded: `([{fd=3, revents=POLLIN}])`. */
function bracketEnd(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "(") depth += 1;
    else if (char === ")" && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * Reads the body of one complete call: `close(3) = 0`, `open("/x", O_RDONLY) = -1 ENOENT (No such file or directory)
 * <0.000009>`. The prefix must be gone. Undefined if it is anything else, such as half a call or the program's output.
 */
export function parseCall(text: string): ParsedCall | undefined {
  const name = /^(?:[a-zA-Z_][a-zA-Z0-9_]*|\?\?\?)(?=\()/.exec(text)?.[0];
  if (name === undefined) return undefined;
  const scanner = new ValueScanner(text, name.length + 1);
  const args = scanner.args(")");
  if (!args) return undefined;
  const blanks = scanner.at;
  while (text[scanner.at] === " ") scanner.at += 1;
  const pad = scanner.at - blanks;
  if (!text.startsWith("= ", scanner.at)) return undefined;
  scanner.at += 2;
  const returned = returnedValue(scanner);
  if (!returned) return undefined;
  const call: ParsedCall = { name, args, pad, value: returned.value, ret: returned.ret, aux: [] };
  const { ret } = call;
  const errno = /^ (E[A-Z0-9_?]+) \(/.exec(text.slice(scanner.at, scanner.at + 40))?.[1];
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
      call.aux.push(inner);
      if (/^(INJECTED|DELAYED)/.test(inner)) (ret.notes ??= []).push(inner);
      else if (inner.startsWith("errno ")) ret.errno = inner;
      else ret.detail ??= inner;
    }
  }
  const time = /^ <(\d+(?:\.\d+)?)>$/.exec(text.slice(scanner.at, scanner.at + 40))?.[1];
  if (time !== undefined) {
    call.time = time;
    call.seconds = Number(time);
  } else if (scanner.at !== text.length) return undefined;
  return call;
}

/** `3</etc/hosts>`, `-1`, `0x7f…`, `? <unavailable>`, `1 /* 3622 in strace's PID NS *` `/` */
function returnedValue(scanner: ValueScanner): { value: Value; ret: Return } | undefined {
  const { text } = scanner;
  if (text[scanner.at] === "?" && text[scanner.at + 1] !== "?") {
    const raw = text.startsWith("? <unavailable>", scanner.at) ? "? <unavailable>" : "?";
    scanner.at += raw.length;
    return { value: { kind: "elided", raw }, ret: { value: "?" } };
  }
  const value = scanner.value(0, true);
  if (!value) return undefined;
  const bare = value.kind === "comment" && value.of ? value.of : value;
  if (bare.kind === "fd") return { value, ret: { value: bare.fd, path: bare.path } };
  if (bare.kind === "pid") return { value, ret: { value: bare.pid } };
  if (bare.kind === "number" && Number.isSafeInteger(bare.value)) return { value, ret: { value: bare.value } };
  return { value, ret: { value: printValue(bare) } };
}

/** The text of a call, from its tree. */
export function printCall(call: ParsedCall): string {
  const { ret } = call;
  const error = ret.message === undefined ? "" : ` ${ret.errno ?? ""} (${ret.message})`;
  const aux = call.aux.map((inner) => ` (${inner})`).join("");
  const time = call.time === undefined ? "" : ` <${call.time}>`;
  return `${call.name}(${call.args.map(printValue).join(", ")})${" ".repeat(call.pad)}= ${printValue(call.value)}${error}${aux}${time}`;
}
