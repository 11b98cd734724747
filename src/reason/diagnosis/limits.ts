import type { TracedProcess } from "../../model/process.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { argument, field, flagsOf, numberOf } from "../../parse/strace/arguments.ts";

/** A resource limit that a call of the capture set. */
export interface SetLimit { readonly resource: string; readonly soft: number; readonly line: number }

/** The limits that processes of a capture set; children have those of their parents. */
export class Limits {
  readonly #byPid = new Map<number, Map<string, SetLimit>>();

  /** Takes note of a successful prlimit64 or setrlimit of this process about itself. */
  observe(row: TraceRow, process: TracedProcess): void {
    const shift = row.name === "prlimit64" ? 1 : 0;
    if (row.value !== 0 || row.text(1 + shift) === "NULL") return;
    const event = row.event();
    const target = shift === 1 ? numberOf(argument(event, 0)) ?? 0 : 0;
    const resource = flagsOf(argument(event, shift))[0];
    const soft = bytesOf(field(argument(event, 1 + shift), "rlim_cur"));
    if (resource === undefined || soft === undefined) return;
    const pid = target === 0 ? process.pid : target;
    const own = this.#byPid.get(pid) ?? new Map<string, SetLimit>();
    own.set(resource, { resource, soft, line: row.line });
    this.#byPid.set(pid, own);
  }

  /** The limit in force in a process, as far as the capture shows who set it. */
  of(process: TracedProcess, resource: string, parentOf: (process: TracedProcess) => TracedProcess | undefined): SetLimit | undefined {
    if (this.#byPid.size === 0) return undefined;
    let current: TracedProcess | undefined = process;
    for (let depth = 0; current && depth < 64; depth++) {
      const found = this.#byPid.get(current.pid)?.get(resource);
      if (found) return found;
      current = parentOf(current);
    }
    return undefined;
  }
}

/** `40*1024` is written so by strace. */
function bytesOf(value: ReturnType<typeof field>): number | undefined {
  if (value?.kind === "number") return value.value;
  return undefined;
}
