import type { Finding } from "../../model/finding.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { nameDescriptor } from "../diagnosis/descriptor-name.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import { addTo, newTally, spanOf, type Tally } from "./tally.ts";

const leastSpins = 100;
const leastSleeps = 20;
const longestRest = 4;

interface Streak { name: string; fd: number; tally: Tally; rest: number; subject: string | undefined; lengths: Map<string, number> }

/** Asking again and again without waiting for an answer, or with a sleep of the same length in between. */
export class Retries {
  readonly #spins = new Map<number, Streak>();
  readonly #sleeps = new Map<number, Streak>();
  readonly #worst = new Map<string, Finding>();
  readonly #descriptors: Descriptors;

  constructor(descriptors: Descriptors) { this.#descriptors = descriptors; }

  /** A call that came back with nothing at once: EAGAIN, a poll with no time to wait, sched_yield. */
  spin(row: TraceRow): void {
    const fd = row.name === "sched_yield" ? -1 : row.number(0);
    let streak = this.#spins.get(row.tid);
    if (!streak || streak.name !== row.name || !Object.is(streak.fd, fd)) {
      this.#close(streak);
      streak = { name: row.name, fd, tally: newTally(row), rest: 0, subject: nameDescriptor(this.#descriptors.of(row, 0)), lengths: new Map() };
      this.#spins.set(row.tid, streak);
    }
    streak.rest = 0;
    addTo(streak.tally, row);
  }

  /** Any other call of the thread: a few between two attempts still make a loop, a wait ends it. */
  other(row: TraceRow, isWait: boolean): void {
    const streak = this.#spins.get(row.tid);
    if (!streak) return;
    streak.rest++;
    if (!isWait && streak.rest <= longestRest) return;
    this.#close(streak);
    this.#spins.delete(row.tid);
  }

  get isSpinning(): boolean { return this.#spins.size > 0; }

  sleep(row: TraceRow): void {
    // Sleeping until a moment (TIMER_ABSTIME) does not tell how long: those are counted together.
    const length = row.name === "nanosleep" ? row.text(0) ?? "" : row.text(1) === "TIMER_ABSTIME" ? "" : row.text(2) ?? "";
    let streak = this.#sleeps.get(row.tid);
    if (!streak) {
      streak = { name: row.name, fd: -1, tally: newTally(row), rest: 0, subject: undefined, lengths: new Map() };
      this.#sleeps.set(row.tid, streak);
    }
    addTo(streak.tally, row);
    if (streak.lengths.size < 50 || streak.lengths.has(length)) streak.lengths.set(length, (streak.lengths.get(length) ?? 0) + 1);
  }

  finish(): Finding[] {
    for (const streak of this.#spins.values()) this.#close(streak);
    const found = [...this.#worst.values()];
    for (const { tally, name, lengths } of this.#sleeps.values()) {
      const [length, count] = [...lengths].toSorted((a, b) => b[1] - a[1])[0] ?? ["", 0];
      const each = secondsOf(length);
      if (count < leastSleeps) continue;
      found.push({ kind: "sleeping-loop", syscall: name, ...spanOf(tally), count, ...(each === undefined ? {} : { seconds: each * count }) });
    }
    return found;
  }

  #close(streak: Streak | undefined): void {
    if (!streak || streak.tally.count < leastSpins) return;
    const key = `${streak.tally.tid} ${streak.name} ${streak.subject ?? streak.fd}`;
    const known = this.#worst.get(key);
    const finding: Finding = { kind: "spinning", syscall: streak.name, ...spanOf(streak.tally), ...(streak.subject === undefined ? {} : { subject: streak.subject }) };
    if (known) {
      known.count += finding.count;
      known.lastLine = finding.lastLine;
    } else if (this.#worst.size < 1000) this.#worst.set(key, finding);
  }
}

/** `{tv_sec=0, tv_nsec=100000000}` */
function secondsOf(text: string): number | undefined {
  const match = /tv_sec=(\d+), tv_nsec=(\d+)/.exec(text);
  return match ? Number(match[1]) + Number(match[2]) / 1e9 : undefined;
}
