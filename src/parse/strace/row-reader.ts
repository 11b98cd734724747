import { CaptureParser } from "./capture-parser.ts";
import { EventRow, type TraceRow } from "./row.ts";

const newline = 10;

/**
 * Reads the bytes of a capture in pieces of any size and hands out its events as rows, each when its (last) line was read.
 * `read` must not keep the row.
 */
export class RowReader {
  readonly #read: (row: TraceRow) => void;
  readonly #row = new EventRow();
  readonly #parser: CaptureParser;
  #rest = "";
  /** lines read so far */
  lines = 0;

  constructor(read: (row: TraceRow) => void) {
    this.#read = read;
    this.#parser = new CaptureParser({ onBegin: (event) => read(this.#row.set(event, true)) });
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      this.#line(this.#rest + bytes.toString("latin1", from, at));
      this.#rest = "";
      from = at + 1;
    }
    if (from < bytes.length) this.#rest += bytes.toString("latin1", from);
  }

  /** The capture is over: a last line without its end, and calls that never returned. */
  end(): void {
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
    for (const event of this.#parser.end()) this.#read(this.#row.set(event, false));
  }

  #line(text: string): void {
    this.lines++;
    for (const event of this.#parser.push(text)) this.#read(this.#row.set(event, false));
  }
}
