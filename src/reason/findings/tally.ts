import type { TraceRow } from "../../parse/strace/row.ts";

/** How often something was done, from which line to which, and what went through. */
export interface Tally { line: number; lastLine: number; tid: number; count: number; bytes: number; seconds: number }

export function newTally(row: TraceRow): Tally {
  return { line: row.line, lastLine: row.line, tid: row.tid, count: 0, bytes: 0, seconds: 0 };
}

export function addTo(tally: Tally, row: TraceRow, bytes = 0): void {
  tally.count++;
  tally.bytes += bytes;
  tally.lastLine = row.line;
  if (row.seconds > 0) tally.seconds += row.seconds;
}

/** What a tally says in a finding; seconds only where the capture has them. */
export function spanOf(tally: Tally): { line: number; lastLine: number; pid: number; count: number; seconds?: number } {
  return { line: tally.line, lastLine: tally.lastLine, pid: tally.tid, count: tally.count, ...(tally.seconds > 0 ? { seconds: tally.seconds } : {}) };
}
