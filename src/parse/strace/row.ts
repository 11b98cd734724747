import type { EventKind, TraceEvent } from "../../model/trace-event.ts";
import { printValue } from "./print.ts";

/** What stands for `AT_FDCWD` among descriptor numbers, as in the kernel's headers. */
export const atFdcwd = -100;

/**
 * One event of a capture, read only as far as somebody asks: the columns at once, the typed tree when `event()` is called.
 * The object is reused for the next event: a reader keeps what it needs, never the row.
 *
 * A call in two halves comes twice: at its first line with `isBegun` (its later arguments and its return are not known
 * yet), and whole when it is resumed, or at the end of the capture when it never was (`isUnfinished`).
 */
export interface TraceRow {
  /** the (first) line, counted from 1 */
  readonly line: number;
  readonly kind: EventKind;
  /** thread id; 0 where the capture does not tell */
  readonly tid: number;
  /** seconds as in `TraceEvent.time`; NaN where the capture has no times */
  readonly time: number;
  /** the call's or the signal's name; empty where there is none */
  readonly name: string;
  /** what came back (for `exit`: the status); NaN where that is no plain number: `?`, an address, nothing yet */
  readonly value: number;
  /** `ENOENT`; empty where the call did not fail */
  readonly errno: string;
  /** how long the call took (-T); NaN where that is not known */
  readonly seconds: number;
  readonly isBegun: boolean;
  readonly isUnfinished: boolean;
  /** the line that a call's second half stands on; 0 where it was written in one piece */
  readonly resumedLine: number;
  /** the whole number that argument `index` is, a descriptor without its decoration; `atFdcwd`; NaN where it is none */
  number(index: number): number;
  /** the decoration (-y) of the descriptor that argument `index` is */
  fdPath(index: number): string | undefined;
  /** the bytes (latin1) of the string that argument `index` is, escapes decoded, as far as strace showed them */
  string(index: number): string | undefined;
  /** argument `index` as strace wrote it, without its name: `O_RDONLY|O_CLOEXEC`; undefined where it is not shown (yet) */
  text(index: number): string | undefined;
  event(): TraceEvent;
}

/** A row over an event that is parsed already. */
export class EventRow implements TraceRow {
  #event: TraceEvent = { line: 0, kind: "note" };
  isBegun = false;

  set(event: TraceEvent, isBegun: boolean): this {
    this.#event = event;
    this.isBegun = isBegun;
    return this;
  }

  get line(): number { return this.#event.line; }
  get kind(): EventKind { return this.#event.kind; }
  get tid(): number { return this.#event.pid ?? 0; }
  get time(): number { return this.#event.time ?? NaN; }
  get name(): string { return this.#event.name ?? ""; }
  get errno(): string { return this.#event.ret?.errno ?? ""; }
  get seconds(): number { return this.#event.seconds ?? NaN; }
  get isUnfinished(): boolean { return this.#event.unfinished === true && this.#event.resumed === undefined; }
  get resumedLine(): number { return this.#event.resumed ?? 0; }

  get value(): number {
    const value = this.#event.ret?.value;
    return typeof value === "number" ? value : NaN;
  }

  number(index: number): number {
    const value = this.#plain(index);
    if (value?.kind === "number") return value.value;
    if (value?.kind === "pid") return value.pid;
    if (value?.kind === "fd") return value.fd === "AT_FDCWD" ? atFdcwd : value.fd;
    return value?.kind === "flags" && value.names.length === 1 && value.names[0] === "AT_FDCWD" ? atFdcwd : NaN;
  }

  fdPath(index: number): string | undefined {
    const value = this.#plain(index);
    return value?.kind === "fd" ? value.path : undefined;
  }

  string(index: number): string | undefined {
    const value = this.#plain(index);
    return value?.kind === "string" ? value.value : undefined;
  }

  text(index: number): string | undefined {
    const value = this.#event.args?.[index];
    if (value === undefined) return undefined;
    return printValue(value.kind === "named" ? value.value : value);
  }

  event(): TraceEvent { return this.#event; }

  /** argument `index` without its name (`fd=3`) and without a comment beside it */
  #plain(index: number): NonNullable<TraceEvent["args"]>[number] | undefined {
    let value = this.#event.args?.[index];
    if (value?.kind === "named") value = value.value;
    if (value?.kind === "comment" && value.of) value = value.of;
    return value;
  }
}
