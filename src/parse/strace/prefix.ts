import type { Prefix } from "../../model/trace-event.ts";

const pieces: readonly (readonly [RegExp, (prefix: Prefix, found: RegExpExecArray) => void])[] = [
  [/^\[pid( +)(\d+)(?:<([^>\n]*)>)?\] /, (prefix, found) => {
    Object.assign(prefix, { pid: Number(found[2]), pidStyle: "bracket", pidPad: found[1]?.length, comm: found[3] });
  }],
  [/^(\d{1,7})(?:<([^>\n]*)>)?( {1,5})(?=[^ ])/, (prefix, found) => {
    if (prefix.pid === undefined) Object.assign(prefix, { pid: Number(found[1]), pidStyle: "column", pidPad: found[3]?.length, comm: found[2] });
  }],
  [/^\[([^\] ]+:[^\] ]+)\] /, (prefix, found) => { prefix.context = found[1]; }],
  [/^(\d\d:\d\d:\d\d(?:\.\d{3,9})?|\d{8,12}(?:\.\d{3,9})?) /, (prefix, found) => { prefix.time = found[1]; }],
  [/^\(\+( *)(\d+(?:\.\d{3,9})?)\) /, (prefix, found) => {
    Object.assign(prefix, { delta: found[2], deltaPad: found[1]?.length, deltaBeside: true });
  }],
  [/^( +)(\d+(?:\.\d{3,9})?) /, (prefix, found) => { Object.assign(prefix, { delta: found[2], deltaPad: found[1]?.length }); }],
  [/^\[( *)(\d+|\?\?\?)\] /, (prefix, found) => { Object.assign(prefix, { sysno: found[2], sysnoPad: found[1]?.length }); }],
  [/^\[([0-9a-f]{16}|[0-9a-f]{8}|\?{16}|\?{8})\] /, (prefix, found) => { prefix.ip = found[1]; }],
];

/** The columns before the body of a line, in strace's order, and where the body begins. */
export function parsePrefix(line: string): { prefix: Prefix; at: number } {
  const prefix: Prefix = {};
  let at = 0;
  for (const [shape, keep] of pieces) {
    // the longest prefix piece is far shorter than this; slicing keeps a huge line cheap
    const found = shape.exec(line.slice(at, at + 160));
    if (!found) continue;
    keep(prefix, found);
    at += found[0].length;
  }
  return { prefix, at };
}

/** Seconds since 1970, or since midnight for a time of day. */
export function secondsOf(time: string): number {
  const [hours, minutes, seconds] = time.split(":");
  return seconds === undefined ? Number(time) : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
