import type { TimeUse, Wait } from "../../model/capture.ts";
import type { TracedProcess } from "../../model/process.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Act } from "./call-acts.ts";

const mostWaits = 3000;
const mostSlow = 10;
/** A call that came back sooner did not really wait: entering the kernel under strace takes about that long. */
const leastWait = 0.001;
/** What is waited for is read from whole events, which is slow: enough of them is enough. */
const mostSubjects = 20_000;
const day = 86_400;

const waiting: ReadonlySet<Act> = new Set<Act>(["read", "write", "receive", "send", "poll", "await-child", "sleep", "futex", "suspend", "lock", "accept", "connect"]);

/** Names what a call waits for. */
export type DescribeWait = (row: TraceRow, act: Act) => string | undefined;

interface ThreadTime { end: number; line: number; name: string; act: Act | undefined; wait: Wait | undefined; start: number }

/**
 * Where the time went: inside calls, waiting, between calls; what was waited for and how long; the slowest calls. Needs
 * -T for certainty; with times alone a call that waits is taken to last until the thread's next line.
 */
export class TimeCollector {
  readonly #threads = new Map<number, ThreadTime>();
  readonly #waits = new Map<string, Wait>();
  readonly #slowest: TimeUse["slowest"] = [];
  #first = NaN;
  #last = NaN;
  #days = 0;
  #raw = NaN;
  #inCalls = 0;
  #waiting = 0;
  #between = 0;
  #shortestGap = Infinity;
  #hasSeconds = false;
  #hasFraction = false;
  #subjects = 0;
  #least = 0;

  observe(row: TraceRow, thread: TracedProcess, act: Act | undefined, describe: DescribeWait): void {
    const { seconds } = row;
    const isWait = act !== undefined && waiting.has(act);
    if (seconds >= 0) {
      this.#hasSeconds = true;
      this.#inCalls += seconds;
      if (isWait && seconds >= leastWait) this.#wait(row, thread, act, describe, seconds);
      if (seconds > this.#least || this.#slowest.length < mostSlow) this.#slow(row, thread, act, describe, seconds);
    } else if (isWait && row.isUnfinished) this.#wait(row, thread, act, describe, NaN);
    const time = this.#clock(row.time);
    if (!(time >= 0)) return;
    this.#gap(row, thread, act, time, isWait, describe);
  }

  /** Any line with a time, calls or not. */
  tick(row: TraceRow): void {
    this.#clock(row.time);
  }

  ended(thread: TracedProcess): void {
    this.#threads.delete(thread.pid);
  }

  finish(): { time: TimeUse; waits: Wait[]; firstTime?: number; lastTime?: number } {
    const hasTime = this.#first >= 0;
    const isEstimate = !this.#hasSeconds && this.#hasFraction;
    const time: TimeUse = {
      ...(hasTime ? { wall: micro(this.#last - this.#first) } : {}),
      ...(this.#hasSeconds ? { inCalls: micro(this.#inCalls), waiting: micro(this.#waiting) } : isEstimate ? { waiting: micro(this.#waiting) } : {}),
      ...(this.#hasSeconds && this.#hasFraction ? { between: micro(this.#between) } : {}),
      isEstimate, slowest: this.#slowest,
      ...(this.#shortestGap < Infinity && this.#hasFraction && this.#hasSeconds ? { shortestGap: micro(this.#shortestGap) } : {}),
    };
    const waits = [...this.#waits.values()].filter((wait) => wait.isOpen || (wait.longest ?? 0) >= leastWait).map(rounded).toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || (b.seconds ?? 0) - (a.seconds ?? 0));
    return { time, waits, ...(hasTime ? { firstTime: this.#first, lastTime: this.#last } : {}) };
  }

  /** Seconds since the first day's midnight where the clock shows only the time of day. */
  #clock(raw: number): number {
    if (!(raw >= 0)) return NaN;
    if (raw < day && this.#raw - raw > day / 2) this.#days++;
    this.#raw = raw;
    const time = raw + this.#days * day;
    if (!(this.#first <= time)) this.#first = time;
    if (!(this.#last >= time)) this.#last = time;
    if (!this.#hasFraction && time % 1 !== 0) this.#hasFraction = true;
    return time;
  }

  #gap(row: TraceRow, thread: TracedProcess, act: Act | undefined, time: number, isWait: boolean, describe: DescribeWait): void {
    const before = this.#threads.get(thread.pid);
    const { seconds } = row;
    if (before && time >= before.start) {
      if (this.#hasSeconds) {
        const gap = time - before.end;
        if (gap > 0) {
          this.#between += gap;
          if (gap < this.#shortestGap) this.#shortestGap = gap;
        }
      } else if (this.#hasFraction && before.wait) {
        const lasted = time - before.start;
        before.wait.seconds = (before.wait.seconds ?? 0) + lasted;
        before.wait.longest = Math.max(before.wait.longest ?? 0, lasted);
        this.#waiting += lasted;
        before.wait = undefined;
      }
    }
    const now = before ?? { end: 0, start: 0, line: 0, name: "", act: undefined, wait: undefined };
    now.start = time;
    now.end = time + (seconds >= 0 ? seconds : 0);
    now.line = row.line;
    if (!this.#hasSeconds && this.#hasFraction && isWait && act !== undefined && mayBlock(act) && !row.isUnfinished) now.wait = this.#wait(row, thread, act, describe, 0);
    if (!before) this.#threads.set(thread.pid, now);
    if (now.end > this.#last) this.#last = now.end;
  }

  #wait(row: TraceRow, thread: TracedProcess, act: Act, describe: DescribeWait, seconds: number): Wait | undefined {
    const subject = this.#subjects < mostSubjects ? describe(row, act) : undefined;
    if ((act === "read" || act === "write" || act === "futex" || act === "lock") && subject === undefined) return undefined;
    this.#subjects++;
    const key = `${thread.pid} ${row.name} ${subject ?? ""}`;
    let wait = this.#waits.get(key);
    if (!wait) {
      if (this.#waits.size >= mostWaits) return undefined;
      wait = { pid: thread.pid, syscall: row.name, ...(subject === undefined ? {} : { subject }), times: 0, line: row.line, isOpen: false };
      this.#waits.set(key, wait);
    }
    wait.times++;
    if (Number.isNaN(seconds)) {
      wait.isOpen = true;
      wait.line = row.line;
      return wait;
    }
    if (seconds > 0) {
      if (seconds > (wait.longest ?? 0)) { wait.longest = seconds; wait.line = row.line; }
      wait.seconds = (wait.seconds ?? 0) + seconds;
      this.#waiting += seconds;
    }
    return wait;
  }

  #slow(row: TraceRow, thread: TracedProcess, act: Act | undefined, describe: DescribeWait, seconds: number): void {
    const subject = act === undefined ? undefined : describe(row, act);
    this.#slowest.push({ name: row.name, seconds, line: row.line, pid: thread.pid, ...(subject === undefined ? {} : { subject }) });
    this.#slowest.sort((a, b) => b.seconds - a.seconds);
    if (this.#slowest.length > mostSlow) this.#slowest.pop();
    this.#least = this.#slowest.length < mostSlow ? 0 : this.#slowest.at(-1)?.seconds ?? 0;
  }
}

/** Reading a file or taking a file's lock comes back at once; without durations only calls that are made to wait count. */
function mayBlock(act: Act): boolean {
  return act === "poll" || act === "await-child" || act === "sleep" || act === "futex" || act === "suspend" || act === "accept" || act === "connect" || act === "receive" || act === "read";
}

function rounded(wait: Wait): Wait {
  return { ...wait, ...(wait.seconds === undefined ? {} : { seconds: micro(wait.seconds) }), ...(wait.longest === undefined ? {} : { longest: micro(wait.longest) }) };
}

/** Sums of binary fractions, as whole microseconds. */
function micro(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
