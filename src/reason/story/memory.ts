import type { MemoryUse } from "../../model/capture.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { ProcessState } from "./process-state.ts";

/** How much memory the processes asked for: the heap's growth (brk), anonymous mappings, and what they gave back. */
export class MemoryCollector {
  readonly #use: MemoryUse = { heapBytes: 0, mappedBytes: 0, unmappedBytes: 0 };

  observe(row: TraceRow, state: ProcessState, act: "brk" | "map" | "unmap"): void {
    switch (act) {
      case "brk": {
        const asked = row.text(0);
        const at = Number(asked === "NULL" ? NaN : asked);
        if (asked === "NULL") break;
        if (Number.isNaN(state.heapFrom)) state.heapFrom = at;
        else this.#grow(state, at, row);
        state.heapNow = at;
        break;
      }
      case "map":
        if (row.errno === "" && row.text(3)?.includes("MAP_ANON") === true && row.text(2) !== "PROT_NONE") this.#map(row, state, row.number(1));
        break;
      case "unmap":
        if (row.value === 0) this.#use.unmappedBytes += row.number(1) || 0;
        break;
    }
  }

  /** `brk(NULL)` at the start of a program tells where its heap begins. */
  heapStart(row: TraceRow, state: ProcessState): void {
    if (row.text(0) !== "NULL") return;
    const start = row.event().ret?.value;
    state.heapFrom = Number(start);
    state.heapNow = state.heapFrom;
  }

  fresh(state: ProcessState): void {
    state.heapFrom = NaN;
    state.heapNow = NaN;
    state.mapped = 0;
  }

  finish(): MemoryUse {
    return this.#use;
  }

  #grow(state: ProcessState, at: number, row: TraceRow): void {
    const grown = at - state.heapNow;
    if (!(grown > 0) || grown > 2 ** 46) return;
    this.#use.heapBytes += grown;
    this.#add(state, grown, row);
  }

  #map(row: TraceRow, state: ProcessState, bytes: number): void {
    if (!(bytes > 0) || bytes > 2 ** 46) return;
    this.#use.mappedBytes += bytes;
    this.#add(state, bytes, row);
  }

  #add(state: ProcessState, bytes: number, row: TraceRow): void {
    state.mapped += bytes;
    const { largest } = this.#use;
    if (largest?.pid === state.process.pid) {
      largest.bytes = Math.max(largest.bytes, state.mapped);
      if (state.program !== undefined) largest.program = state.program;
    } else if (largest === undefined || state.mapped > largest.bytes) {
      this.#use.largest = { pid: state.process.pid, ...(state.program === undefined ? {} : { program: state.program }), bytes: state.mapped, line: row.line };
    }
  }
}
