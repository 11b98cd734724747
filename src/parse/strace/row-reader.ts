import type { TraceEvent } from "../../model/trace-event.ts";
import { ByteLine } from "./byte-line.ts";
import { ByteRow, OpenCall } from "./byte-row.ts";
import { CaptureParser } from "./capture-parser.ts";
import { EventRow, type TraceRow } from "./row.ts";

const newline = 10;
/** Longer halves of calls are left to the grammar. */
const longestHalf = 1 << 16;

/**
 * Reads the bytes of a capture in pieces of any size and hands out its events as rows, each when its (last) line was read.
 * `read` must not keep the row. The pieces may be overwritten after `push`.
 *
 * Lines that can be nothing else than a call, whole or in two halves, are read as bytes: their columns at once, their
 * arguments when asked for. Everything else goes through the grammar (CaptureParser), which has the last word: while it
 * waits for the rest of something, every line is its own.
 */
export class RowReader {
  readonly #read: (row: TraceRow) => void;
  readonly #line = new ByteLine();
  readonly #row = new ByteRow();
  readonly #eventRow = new EventRow();
  readonly #parser: CaptureParser;
  readonly #open = new Map<number, OpenCall>();
  #isHandingOver = false;
  /** a row over bytes came after the grammar's last event */
  #isAhead = false;
  #rest = Buffer.alloc(0);
  #restSize = 0;
  /** lines read so far */
  lines = 0;

  constructor(read: (row: TraceRow) => void) {
    this.#read = read;
    this.#parser = new CaptureParser({
      onBegin: (event) => {
        if (!this.#isHandingOver) read(this.#eventRow.set(event, true));
      },
    });
  }

  push(bytes: Buffer): void {
    let from = 0;
    if (this.#restSize > 0) {
      const end = bytes.indexOf(newline);
      this.#keepRest(bytes, 0, end < 0 ? bytes.length : end);
      if (end < 0) return;
      const size = this.#restSize;
      this.#restSize = 0;
      this.#take(this.#rest, 0, size, true);
      from = end + 1;
    }
    for (let end = bytes.indexOf(newline, from); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#take(bytes, from, end, true);
      from = end + 1;
    }
    if (from < bytes.length) this.#keepRest(bytes, from, bytes.length);
  }

  /** The capture is over: a last line without its end, and calls that never returned. */
  end(): void {
    const size = this.#restSize;
    this.#restSize = 0;
    if (size > 0) this.#take(this.#rest, 0, size, false);
    for (const open of [...this.#open.values()].sort((a, b) => a.line - b.line)) this.#handOver(open);
    this.#show(this.#parser.end());
  }

  #keepRest(bytes: Buffer, from: number, to: number): void {
    const size = this.#restSize + to - from;
    if (size > this.#rest.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * size, 4096));
      this.#rest.copy(larger, 0, 0, this.#restSize);
      this.#rest = larger;
    }
    bytes.copy(this.#rest, this.#restSize, from, to);
    this.#restSize = size;
  }

  #take(bytes: Buffer, from: number, to: number, isEnded: boolean): void {
    this.lines++;
    if (this.#parser.isWaiting || from === to || !isEnded) {
      this.#parse(bytes, from, to, isEnded);
      return;
    }
    const line = this.#line;
    switch (line.read(bytes, from, to)) {
      case "whole":
        if (line.style !== "column" && !this.#isOwn(bytes, from, to)) break;
        this.#showBytes(bytes, from, to);
        return;
      case "begun":
        if (this.#begin(bytes, from, to)) return;
        break;
      case "resumed":
        if (this.#resume(bytes, from, to)) return;
        break;
      case "odd":
        break;
    }
    this.#parse(bytes, from, to, isEnded);
  }
