import type { Finding } from "../../model/finding.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { nameDescriptor } from "../diagnosis/descriptor-name.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import { addTo, newTally, spanOf, type Tally } from "./tally.ts";

const longCall = 1;
const slowLookup = 1;
const leastSyncs = 20;
const mostFindings = 200;

/** Single calls that blocked long, name servers that answered late, data forced to the disk again and again. */
export class SlowCalls {
  readonly #long: Finding[] = [];
  readonly #lookups = new Map<string, { tally: Tally; from: number; to: number }>();
  readonly #syncs = new Map<string, { tally: Tally; name: string }>();
  readonly #descriptors: Descriptors;

  constructor(descriptors: Descriptors) { this.#descriptors = descriptors; }

  /** A call on files or sockets that is not made for waiting, and took long. */
  long(row: TraceRow): void {
    if (!(row.seconds >= longCall) || this.#long.length >= mostFindings) return;
    const subject = row.name === "openat" ? row.string(1) : row.string(0) ?? nameDescriptor(this.#descriptors.of(row, 0));
    this.#long.push({ kind: "long-call", syscall: row.name, line: row.line, lastLine: row.line, pid: row.tid, count: 1, seconds: row.seconds, ...(subject === undefined ? {} : { subject }) });
  }

  sync(row: TraceRow): void {
    const subject = row.name === "sync" ? "everything" : nameDescriptor(this.#descriptors.of(row, 0)) ?? `descriptor ${row.number(0)}`;
    let known = this.#syncs.get(subject);
    if (!known) {
      if (this.#syncs.size >= mostFindings) return;
      known = { tally: newTally(row), name: row.name };
      this.#syncs.set(subject, known);
    }
    addTo(known.tally, row);
  }

  /** Traffic of a socket; only that with a name server counts. */
  traffic(row: TraceRow): void {
    const descriptor = this.#descriptors.of(row, 0);
    const server = descriptor?.kind === "socket" ? descriptor.peer : undefined;
    if (server === undefined || !server.endsWith(":53") || Number.isNaN(row.time)) return;
    const key = `${row.tid} ${server}`;
    let known = this.#lookups.get(key);
    if (!known) {
      if (this.#lookups.size >= mostFindings) return;
      known = { tally: newTally(row), from: row.time, to: row.time };
      this.#lookups.set(key, known);
    }
    addTo(known.tally, row);
    known.to = row.time + (row.seconds > 0 ? row.seconds : 0);
  }

  finish(): Finding[] {
    const found = [...this.#long];
    for (const [subject, { tally, name }] of this.#syncs) if (tally.count >= leastSyncs) found.push({ kind: "many-syncs", syscall: name, subject, ...spanOf(tally) });
    for (const [key, { tally, from, to }] of this.#lookups) {
      if (to - from < slowLookup) continue;
      found.push({ kind: "slow-lookup", subject: key.slice(key.indexOf(" ") + 1), ...spanOf(tally), seconds: to - from });
    }
    return found;
  }
}
