import type { Value } from "../../model/trace-event.ts";
import { bare } from "./arguments.ts";
import { ValueScanner } from "./values.ts";
import { stripColors } from "./inserts.ts";

/**
 * What a traced program writes to the stream that strace writes to lands behind the arguments of its write():
 *
 *     write(1, "one\n", 4one
 *     )                    = 4
 */
export type OutputPlace =
  /** the output stands here */
  | { at: "here"; from: number; to: number }
  /** it goes on in the next line; no sense in looking before the text has this length */
  | { at: "later"; length: number };

/** Longer outputs are not waited for. */
const longestOutput = 1 << 20;

/** Calls whose data strace shows at their entry. */
export function isOutputCall(name: string): boolean {
  return name === "write" || name === "writev";
}

/** The bytes a write is given, as far as strace shows them, and how many there are in all where it tells. */
export function writtenBytes(args: readonly Value[]): { data: string; total: number; isWhole: boolean } | undefined {
  const buffer = bare(args[1]);
  if (buffer?.kind === "string") {
    const count = bare(args[2]);
    return { data: buffer.value, isWhole: !buffer.truncated, total: count?.kind === "number" ? count.value : NaN };
  }
  if (buffer?.kind !== "array") return undefined;
  let data = "";
  let isWhole = !buffer.elided;
  let total = 0;
  for (const item of buffer.items) {
    if (item.kind !== "struct") return undefined;
    const base = bare(item.fields.find((field) => field.name === "iov_base")?.value);
    const length = bare(item.fields.find((field) => field.name === "iov_len")?.value);
    if (base?.kind !== "string" || length?.kind !== "number") return undefined;
    if (isWhole) data += base.value;
    if (base.truncated) isWhole = false;
    total += length.value;
  }
  return { data, isWhole, total: buffer.elided ? NaN : total };
}

/** Finds the output of the program in the body of its own write, or tells that it is not whole yet. Undefined: there is none. */
export function findOutput(body: string, isColored: boolean): OutputPlace | undefined {
  const name = body.startsWith("write(") ? "write" : body.startsWith("writev(") ? "writev" : undefined;
  if (name === undefined) return undefined;
  const scanner = new ValueScanner(body, name.length + 1);
  const fd = scanner.value(0);
  if (!fd || !scanner.take(", ")) return undefined;
  const buffer = scanner.value(0);
  if (!buffer || !scanner.take(", ")) return undefined;
  scanner.take(name === "write" ? "count=" : "iovcnt=");
  scanner.take("vlen=");
  const start = scanner.at;
  let digits = start;
  while (digits < body.length && digits < start + 10 && body.charCodeAt(digits) >= 48 && body.charCodeAt(digits) <= 57) digits += 1;
  for (let end = digits; end > start; end--) {
    // the output may begin with digits itself: `write(1, "42", 242) = 2`
    const count = Number(body.slice(start, end));
    const written = writtenBytes([fd, buffer, { kind: "number", value: count }]);
    if (!written) return undefined;
    if (written.isWhole && name === "write" && written.data.length !== count) continue;
    if (count < written.data.length && name === "write") continue;
    const found = matchOutput(body, end, written, isColored);
    if (found) return found;
  }
  return undefined;
}

function matchOutput(body: string, from: number, written: { data: string; total: number; isWhole: boolean }, isColored: boolean): OutputPlace | undefined {
  const data = isColored ? stripColors(written.data).text : written.data;
  if (data === "" && written.isWhole) return undefined;
  let at = from;
  let matched = 0;
  for (; matched < data.length; matched++) {
    const want = data.charCodeAt(matched);
    // a terminal makes \r\n of \n
    if (want === 10 && body.charCodeAt(at) === 13 && body.charCodeAt(at + 1) !== 13) at += 1;
    if (body.charCodeAt(at) !== want) break;
    at += 1;
  }
  if (matched < data.length) {
    const next = data.charCodeAt(matched);
    const isWaiting = at >= body.length && (next === 10 || (next === 13 && data.charCodeAt(matched + 1) === 10));
    if (isWaiting) return { at: "later", length: body.length + data.length - matched };
    return matched > 0 ? closes(body, from, at) : undefined;
  }
  if (!written.isWhole) {
    let left = written.total - written.data.length;
    if (!(left <= longestOutput)) return undefined;
    for (; left > 0 && at < body.length; at++) if (body.charCodeAt(at) !== 13 || body.charCodeAt(at + 1) !== 10) left -= 1;
    if (left > 0) return { at: "later", length: body.length + left };
  }
  return at === body.length ? undefined : closes(body, from, at);
}

/** The output has to be followed by the rest of the call. */
function closes(body: string, from: number, to: number): OutputPlace | undefined {
  const isClosed = body.charCodeAt(to) === 41 || body.startsWith(" <unfinished ...>", to) || body.startsWith(" <detached ...>", to);
  return isClosed && to > from ? { at: "here", from, to } : undefined;
}
