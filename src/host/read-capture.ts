import type { TraceEvent } from "../model/trace-event.ts";
import { RowReader } from "../parse/strace/row-reader.ts";
import type { TraceRow } from "../parse/strace/row.ts";
import { readCaptureBytes, type CaptureReadOptions } from "../run/capture-bytes.ts";

/**
 * The events of a capture: a file, several, a `-ff` prefix, `-` for standard input, packed with gzip, zstd or xz or not.
 * Calls come as they are complete; one that strace wrote in two halves comes once. Throws a HostlensError for what cannot
 * be read.
 *
 * @example for await (const event of readCapture("/tmp/ls.strace")) console.log(event.name);
 */
export async function* readCapture(path: string | readonly string[], options: CaptureReadOptions = {}): AsyncGenerator<TraceEvent> {
  const events: TraceEvent[] = [];
  const reader = new RowReader((row) => {
    if (!row.isBegun) events.push(row.event());
  });
  for await (const bytes of readCaptureBytes(typeof path === "string" ? [path] : path, options)) {
    reader.push(bytes);
    yield* events;
    events.length = 0;
  }
  reader.end();
  yield* events;
}

/** The rows of bytes that come piece by piece; resolves to the number of lines. `read` must not keep the row. */
export async function readRows(bytes: AsyncIterable<Buffer>, read: (row: TraceRow) => void): Promise<number> {
  const reader = new RowReader(read);
  for await (const piece of bytes) reader.push(piece);
  reader.end();
  return reader.lines;
}
