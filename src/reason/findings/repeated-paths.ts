import type { Finding } from "../../model/finding.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { addTo, newTally, spanOf, type Tally } from "./tally.ts";

/** Opening costs more than asking; module loaders of ordinary programs ask for one directory a hundred times. */
const leastOpens = 50;
const leastAsks = 300;
const mostPaths = 20_000;

/** One path that is asked about, or opened, over and over. */
export class RepeatedPaths {
  readonly #paths = new Map<string, { tally: Tally; name: string; path: string; errno: string }>();

  observe(row: TraceRow, path: string): void {
    // "No link" is what resolving a path by hand is told for every part of it.
    if (row.name.startsWith("readlink") && row.errno === "EINVAL") return;
    if (path === "" || path === "." || path === "/") return;
    const key = `${row.name} ${row.errno} ${path}`;
    let known = this.#paths.get(key);
    if (!known) {
      if (this.#paths.size >= mostPaths) return;
      known = { tally: newTally(row), name: row.name, path, errno: row.errno };
      this.#paths.set(key, known);
    }
    addTo(known.tally, row);
    // Many processes that each ask once are no loop: what counts is one thread's.
    if (known.tally.tid !== row.tid) {
      known.tally.tid = row.tid;
      known.tally.count = 1;
      known.tally.line = row.line;
    }
  }

  finish(): Finding[] {
    return [...this.#paths.values()].filter(({ tally, name }) => tally.count >= (name.startsWith("open") ? leastOpens : leastAsks)).map(({ tally, name, path, errno }) => ({
      kind: "repeated-path", syscall: name, subject: path, ...spanOf(tally), ...(errno === "" ? {} : { errno }),
    }));
  }
}
