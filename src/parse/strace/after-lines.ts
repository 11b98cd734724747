import type { DumpLine, Insert, StackFrame, TraceEvent } from "../../model/trace-event.ts";
import type { CleanLine } from "./inserts.ts";
import { putBack } from "./inserts.ts";

/**
 * Lines that belong to the call or signal above them: frames of `-k`, and the buffers of `-e read` and `-e write`.
 *
 *     > /usr/lib/x86_64-linux-gnu/libc.so.6(__write+0x10) [0xf8350]
 *     | 00000  7f 45 4c 46 02 01 01 03  00 00 00 00 00 00 00 00  .ELF............ |
 *     * 5 bytes in buffer 0
 */
export function isAfterLine(text: string): boolean {
  if (text.charCodeAt(0) !== 32 || text.charCodeAt(2) !== 32) return false;
  const mark = text.charCodeAt(1);
  return mark === 62 || mark === 124 || ((mark === 42 || mark === 61) && headingShape.test(text.slice(0, 80)));
}

const headingShape = /^ (?:\* \d+ bytes in buffer \d+|= \d+ buffers in vector \d+)$/;

/** Hangs the line on its event; false if it is no such line after all. */
export function attachLine(event: TraceEvent, line: CleanLine, eol: string, keepLayout: boolean): boolean {
  const { text } = line;
  if (text.charCodeAt(1) === 62) {
    const frame = parseFrame(text.slice(3));
    if (printFrame(frame) !== text) frame.raw = text.slice(3);
    (event.stack ??= []).push(frame);
  } else {
    const dump = text.charCodeAt(1) === 124 ? parseDump(text) : { heading: text.slice(1) };
    if (!dump || event.stack) return false;
    (event.dump ??= []).push(dump);
  }
  if (keepLayout && event.layout) {
    const end: { eol: string; inserts?: Insert[] } = { eol };
    if (line.inserts) end.inserts = [...line.inserts];
    (event.layout.after ??= []).push(end);
  }
  return true;
}

/** `/usr/bin/cat(main+0x21) [0x115a]`, `/usr/bin/cat() [0x115a]`, `/src/a.c(main+0x2d) a.c:12`, or a message in their place */
function parseFrame(text: string): StackFrame {
  const open = text.lastIndexOf("(");
  const close = open < 0 ? -1 : text.indexOf(")", open);
  const address = /(?:^| )\[0x([0-9a-f]{1,16})\]$/.exec(text.slice(-24))?.[1];
  if (close < 0) {
    return address === undefined ? { object: text } : { object: text.slice(0, -(address.length + 5)), address: `0x${address}` };
  }
  const frame: StackFrame = { object: text.slice(0, open) };
  const inner = text.slice(open + 1, close);
  const plus = inner.lastIndexOf("+0x");
  if (plus >= 0) {
    frame.symbol = inner.slice(0, plus);
    frame.offset = inner.slice(plus + 1);
  } else if (inner !== "") frame.symbol = inner;
  if (address !== undefined) frame.address = `0x${address}`;
  const source = address === undefined ? text.slice(close + 1) : text.slice(close + 1, -(address.length + 5));
  if (source.startsWith(" ")) frame.source = source.slice(1);
  return frame;
}

function printFrame(frame: StackFrame): string {
  if (frame.raw !== undefined) return ` > ${frame.raw}`;
  const place = frame.offset === undefined ? frame.symbol ?? "" : `${frame.symbol}+${frame.offset}`;
  const isNamed = frame.symbol !== undefined || frame.address !== undefined;
  return ` > ${frame.object}${isNamed ? `(${place})` : ""}${frame.source === undefined ? "" : ` ${frame.source}`}${frame.address === undefined ? "" : ` [${frame.address}]`}`;
}

/** ` | 00010  03 00 3e 00 …  ..>..... |` */
function parseDump(text: string): DumpLine | undefined {
  const found = /^ \| ([0-9a-f]{5,16}) {2}([0-9a-f ]{48}) {2}(.{16}) \|$/s.exec(text.slice(0, 120));
  const hex = found?.[2]?.replaceAll(" ", "") ?? "";
  if (!found || hex === "" || hex.length % 2 === 1) return undefined;
  const dump: DumpLine = { offset: Number.parseInt(found[1] ?? "", 16), bytes: Buffer.from(hex, "hex").toString("latin1") };
  if (printDump(dump) !== text) dump.raw = text;
  return dump;
}

function printDump(dump: DumpLine): string {
  if (dump.raw !== undefined) return dump.raw;
  if (dump.heading !== undefined) return ` ${dump.heading}`;
  const bytes = dump.bytes ?? "";
  const hex: string[] = [];
  let shown = "";
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at);
    hex.push((at === 8 ? " " : "") + code.toString(16).padStart(2, "0"));
    shown += code >= 32 && code < 127 ? bytes[at] : ".";
  }
  return ` | ${(dump.offset ?? 0).toString(16).padStart(5, "0")}  ${hex.join(" ").padEnd(48)}  ${shown.padEnd(16)} |`;
}

/** The lines below an event, each with its line end: dumps first, as strace writes them, then the stack. */
export function printAfterLines(event: TraceEvent): string {
  const lines = [...(event.dump ?? []).map(printDump), ...(event.stack ?? []).map(printFrame)];
  const ends = event.layout?.after;
  return lines.map((line, at) => putBack(line, ends?.[at]?.inserts) + (ends?.[at]?.eol ?? "\n")).join("");
}
