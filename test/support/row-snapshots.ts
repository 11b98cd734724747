import { CaptureParser } from "../../src/parse/strace/capture-parser.ts";
import { RowReader } from "../../src/parse/strace/row-reader.ts";
import { EventRow, type TraceRow } from "../../src/parse/strace/row.ts";

/** Everything a row says. */
export interface RowSnapshot { columns: Record<string, unknown>; args: unknown[]; event?: unknown }

function snapshot(row: TraceRow, withEvents: boolean): RowSnapshot {
  const { line, kind, tid, time, name, value, errno, seconds, isBegun, isUnfinished, resumedLine } = row;
  const args: unknown[] = [];
  for (let index = 0; index < 8; index++) args.push([row.number(index), row.string(index), row.fdPath(index), row.text(index)]);
  return {
    columns: { line, kind, tid, time, name, value, errno, seconds, isBegun, isUnfinished, resumedLine }, args,
    ...(withEvents ? { event: structuredClone(row.event()) } : {}),
  };
}

/** The rows as the scanner of bytes makes them, from pieces of the given size. */
export function scannedRows(bytes: Buffer, pieceBytes: number, withEvents = true): RowSnapshot[] {
  const rows: RowSnapshot[] = [];
  const reader = new RowReader((row) => rows.push(snapshot(row, withEvents)));
  // one buffer, overwritten again and again, as a reader of files does it
  const piece = Buffer.alloc(pieceBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const size = bytes.copy(piece, 0, at, Math.min(at + pieceBytes, bytes.length));
    reader.push(piece.subarray(0, size));
    piece.fill(0);
  }
  reader.end();
  return rows;
}

/** The same rows as the full grammar makes them, line by line. */
export function grammarRows(bytes: Buffer, withEvents = true): RowSnapshot[] {
  const rows: RowSnapshot[] = [];
  const row = new EventRow();
  const parser = new CaptureParser({ onBegin: (event) => rows.push(snapshot(row.set(event, true), withEvents)) });
  const show = (events: ReturnType<CaptureParser["end"]>): void => {
    for (const event of events) rows.push(snapshot(row.set(event, false), withEvents));
  };
  const lines = bytes.toString("latin1").split("\n");
  const last = lines.pop() ?? "";
  for (const line of lines) show(parser.push(line));
  if (last !== "") show(parser.push(last, false));
  show(parser.end());
  return rows;
}
