import type { Phase, PhaseName } from "../../model/capture.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Act } from "./call-acts.ts";
import { isLibraryPath } from "./libraries.ts";
import type { ProcessState } from "./process-state.ts";

const mostPhases = 400_000;
const stretch: readonly PhaseName[] = ["exec", "loading", "start-up", "program", "exit"];

/** Cuts the life of each process into exec, loading, libc's start-up, its own work and its exit. */
export class PhaseCollector {
  readonly #phases: Phase[] = [];
  readonly #calls = new Map<PhaseName, number>();

  /** One finished call of `state`'s process; `isLeader` is false for its further threads. */
  observe(row: TraceRow, state: ProcessState, act: Act | undefined, isLeader: boolean): void {
    const current = state.phase;
    const next = isLeader || current === undefined ? nextPhase(row, state, act) : current.name;
    const isError = row.errno !== "";
    if (current !== undefined && current.name === next && act !== "exec") this.#extend(current, row, isError);
    else if (act === "exec" && next !== "exec") {
      // a failing exec belongs to what went on before, until one succeeds
      state.streak ??= { line: row.line, calls: 0 };
      state.streak.calls++;
      if (current) this.#extend(current, row, isError);
      else this.#begin(row, state, next, isError);
      return;
    } else {
      if (next === "loading" && current?.name === "start-up") {
        // musl prepares its thread first and loads libraries then
        this.#rename(current, "loading");
        this.#extend(current, row, isError);
        return;
      }
      if (next === "start-up" && current?.name === "loading" && !state.hasLoader) {
        this.#rename(current, "start-up");
        this.#extend(current, row, isError);
        return;
      }
      this.#begin(row, state, next, isError);
    }
    if (act !== "exec") {
      state.streak = undefined;
      state.lineBefore = row.resumedLine || row.line;
    }
  }

  /** The line that says how a process ended closes its last phase. */
  end(state: ProcessState, line: number): void {
    if (state.phase?.name === "exit") state.phase.toLine = line;
  }

  finish(): { phases: Phase[]; totals: { name: PhaseName; calls: number }[] } {
    return {
      phases: this.#phases.filter((phase) => phase.calls > 0),
      totals: stretch.flatMap((name) => { const calls = this.#calls.get(name) ?? 0; return calls > 0 ? [{ name, calls }] : []; }),
    };
  }

  #extend(phase: Phase, row: TraceRow, isError: boolean): void {
    const line = row.resumedLine || row.line;
    if (line > phase.toLine) phase.toLine = line;
    phase.calls++;
    if (isError) phase.errors++;
    this.#calls.set(phase.name, (this.#calls.get(phase.name) ?? 0) + 1);
  }

  #rename(phase: Phase, name: PhaseName): void {
    this.#calls.set(phase.name, (this.#calls.get(phase.name) ?? 0) - phase.calls);
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + phase.calls);
    phase.name = name;
  }

  #begin(row: TraceRow, state: ProcessState, name: PhaseName, isError: boolean): void {
    const phase: Phase = { pid: state.process.pid, name, fromLine: row.line, toLine: row.resumedLine || row.line, calls: 1, errors: isError ? 1 : 0 };
    if (name === "exec" && state.streak && state.phase) {
      const { line, calls } = state.streak;
      state.phase.calls -= calls;
      state.phase.errors -= calls;
      state.phase.toLine = Math.max(state.phase.fromLine, state.lineBefore);
      this.#calls.set(state.phase.name, (this.#calls.get(state.phase.name) ?? 0) - calls);
      phase.fromLine = line;
      phase.calls += calls;
      phase.errors += calls;
    }
    if (state.program !== undefined) phase.program = state.program;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + phase.calls);
    state.phase = phase;
    if (this.#phases.length < mostPhases) this.#phases.push(phase);
  }
}

function nextPhase(row: TraceRow, state: ProcessState, act: Act | undefined): PhaseName {
  if (act === "exec" && row.value === 0) return "exec";
  if (act === "exit") return "exit";
  const current = state.phase?.name ?? "program";
  switch (current) {
    case "exec": case "loading":
      if (isLoading(row, state, act)) return "loading";
      return act === "start" ? "start-up" : "program";
    case "start-up":
      if (act === "start" || act === "brk" || act === "protect" || act === "unmap") return "start-up";
      return act === "open" && isLoading(row, state, act) ? "loading" : "program";
    case "program":
      return "program";
    case "exit":
      return "exit";
  }
}

/** Whether a call this early is the dynamic loader's. */
function isLoading(row: TraceRow, state: ProcessState, act: Act | undefined): boolean {
  switch (act) {
    case "open": {
      const path = row.string(row.name === "open" ? 0 : 1) ?? "";
      const isLoader = isLibraryPath(path) || path.startsWith("/etc/ld");
      if (isLoader) noteLoader(state);
      return isLoader;
    }
    case "look": {
      if (row.name === "uname") return true;
      const path = row.string(0) ?? row.string(1);
      if (path?.startsWith("/etc/ld.so") === true) noteLoader(state);
      return path === undefined || path === "" || path.startsWith("/etc/ld") || path === "/proc/self/exe" || path.includes("hwcaps") || isLibraryPath(path) || isSearchedDirectory(path, state);
    }
    case "start":
      // asks for a feature of the CPU before anything is loaded
      return row.name === "arch_prctl" && row.errno !== "";
    case "read": case "close": case "map": case "unmap": case "protect": case "brk":
      return true;
    default:
      return false;
  }
}

/** The loader looks whether a directory exists in which it did not find a library. */
function isSearchedDirectory(path: string, state: ProcessState): boolean {
  for (const places of state.searched.values()) if (places.some((place) => place.startsWith(path))) return true;
  return false;
}

function noteLoader(state: ProcessState): void {
  state.hasLoader = true;
  if (state.image) state.image.usesLoader = true;
}
