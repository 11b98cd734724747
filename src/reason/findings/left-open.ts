import type { Finding } from "../../model/finding.ts";
import type { TraceRow } from "../../parse/strace/row.ts";

const leastLeft = 200;

interface Held { line: number; lastLine: number; opened: number; path: string; open: Set<number> }

/** Files that a process opens one after another and never closes. */
export class LeftOpen {
  readonly #byPid = new Map<number, Held>();
  readonly #found: Finding[] = [];

  opened(pid: number, row: TraceRow, path: string): void {
    let held = this.#byPid.get(pid);
    if (!held) {
      held = { line: row.line, lastLine: row.line, opened: 0, path, open: new Set() };
      this.#byPid.set(pid, held);
    }
    held.opened++;
    held.open.add(row.value);
    held.lastLine = row.line;
    held.path = path;
  }

  closed(pid: number, row: TraceRow): void { this.#byPid.get(pid)?.open.delete(row.number(0)); }

  ended(pid: number): void {
    const held = this.#byPid.get(pid);
    if (!held) return;
    this.#byPid.delete(pid);
    // Most of what it opened must be left: a program may hold many files and mean it.
    if (held.open.size < leastLeft || held.open.size < held.opened * 0.8) return;
    this.#found.push({ kind: "never-closed", syscall: "openat", subject: held.path, line: held.line, lastLine: held.lastLine, pid, count: held.open.size });
  }

  finish(): Finding[] {
    for (const pid of this.#byPid.keys()) this.ended(pid);
    return this.#found;
  }
}
