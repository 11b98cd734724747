import type { TraceEvent } from "../model/trace-event.ts";
import { CaptureParser } from "../parse/strace/capture-parser.ts";

const newline = 10;
/** V8 holds no string of 512 MiB: a longer line is read in pieces. */
const longestLine = 1 << 28;

export interface EventReaders {
  /** told of a call at its first half */
  readonly onBegin?: (event: TraceEvent) => void;
  /** told of an event when it is whole, with the frames and dumps below it */
  readonly onEvent: (event: TraceEvent) => void;
  readonly layout?: boolean;
}

/** Reads bytes that come in pieces and hands out the events of the capture, each with the lines below it. */
export class CaptureEvents {
  readonly #parser: CaptureParser;
  readonly #onEvent: (event: TraceEvent) => void;
  #held: TraceEvent | undefined;
  #rest: Buffer[] = [];
  #size = 0;

  constructor({ onBegin, onEvent, layout }: EventReaders) {
    this.#onEvent = onEvent;
    this.#parser = new CaptureParser({
      layout,
      onEvent: (event) => this.#hold(event),
      onBegin: (event) => {
        this.#hold(undefined);
        onBegin?.(event);
      },
    });
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#line(bytes.subarray(from, end), true);
      from = end + 1;
    }
    if (from === bytes.length) return;
    this.#rest.push(Buffer.from(bytes.subarray(from)));
    this.#size += bytes.length - from;
    if (this.#size > longestLine) this.#line(Buffer.alloc(0), false);
  }

  end(): void {
    if (this.#size > 0) this.#line(Buffer.alloc(0), false);
    this.#parser.end();
    this.#hold(undefined);
  }

  #line(last: Buffer, isEnded: boolean): void {
    let text: string;
    if (this.#size === 0) text = last.toString("latin1");
    else {
      text = Buffer.concat([...this.#rest, last]).toString("latin1");
      this.#rest = [];
      this.#size = 0;
    }
    this.#parser.push(text, isEnded);
  }

  /** An event is whole when the next one comes. */
  #hold(next: TraceEvent | undefined): void {
    const event = this.#held;
    this.#held = next;
    if (event) this.#onEvent(event);
  }
}
