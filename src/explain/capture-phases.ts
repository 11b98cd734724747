import type { Library, Phase, PhaseName } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import { baseName, endWords, type CaptureTeller } from "./capture-words.ts";
import { count, listText, numberText } from "./say.ts";

/** How many calls only prepared programs, and what each phase of the first process was: one sentence a phase. */
export function tellPhases(teller: CaptureTeller): Sentence[] {
  const { phases } = teller.facts;
  const [first] = phases;
  if (!first) return [];
  const said: Sentence[] = [];
  const pids = new Set<number>();
  const totals = new Map<PhaseName, number>();
  for (const phase of phases) {
    totals.set(phase.name, (totals.get(phase.name) ?? 0) + phase.calls);
    if (phase.name === "exec") pids.add(phase.pid);
  }
  const before = (totals.get("loading") ?? 0) + (totals.get("start-up") ?? 0);
  const all = [...totals.values()].reduce((sum, calls) => sum + calls, 0);
  if (before > 0) {
    const where = pids.size > 1 ? `, in ${count(pids.size, "process", "processes")}` : "";
    said.push(teller.say(`${numberText(before)} of ${count(all, "call")} only prepared programs for running${where}: dynamic loading ${numberText(totals.get("loading") ?? 0)}, libc's start-up ${numberText(totals.get("start-up") ?? 0)}.`, phases.filter((phase) => phase.name === "loading").slice(0, 3).map((phase) => phase.fromLine), "libc"));
  }
  for (const phase of phases.filter((one) => one.pid === first.pid).slice(0, 10)) {
    said.push(teller.say(`Phase ${phase.name}, ${phase.fromLine === phase.toLine ? `line ${phase.fromLine}` : `lines ${phase.fromLine} to ${phase.toLine}`}, ${count(phase.calls, "call")}: ${phaseWords(phase, teller)}.`, [phase.fromLine], phase.name === "exec" ? "fork-exec" : phase.name === "program" ? "system-call" : "libc"));
  }
  return said;
}

/** One phase in a few words, for the table of phases. */
export function phaseWords(phase: Phase, teller: CaptureTeller): string {
  switch (phase.name) {
    case "exec": {
      const program = phase.program === undefined ? "a program" : phase.program;
      const tries = phase.errors > 0 ? `, found after ${count(phase.errors, "other place")} along PATH` : "";
      return `execve replaces the program: ${program}${tries}`;
    }
    case "loading": {
      const own = librariesIn(phase, teller.facts.libraries);
      const searched = own.filter((library) => library.searched.length > 0);
      const lost = teller.facts.notFound.find((one) => one.pid === phase.pid && one.line >= phase.fromLine && one.line <= phase.toLine);
      if (lost) return `the dynamic loader looks for ${lost.name} in ${count(lost.places.length, "place")} and does not find it`;
      const names = own.length === 0 ? "the dynamic loader maps the libraries again" : `the dynamic loader finds ${listText(own.map((library) => baseName(library.path)), 4)}`;
      return `${names}${searched.length > 0 ? `; ${baseName(searched[0]?.path ?? "")} was searched in ${count(searched[0]?.searched.length ?? 0, "other place")} first` : ""}`;
    }
    case "start-up":
      return "libc prepares itself (thread id, stack limit, heap) before main";
    case "program":
      return phase.program === undefined ? "its own work" : `${baseName(phase.program)}'s own work${phase.errors > 0 ? ` (${numberText(phase.errors)} calls failed)` : ""}`;
    case "exit": {
      const process = teller.facts.processes.findLast((one) => one.pid === phase.pid && one.firstLine <= phase.fromLine);
      const end = process && endWords(process);
      return `exit_group never returns${end === undefined ? "" : `: ${end}`}`;
    }
  }
}

/** Libraries are listed once for the whole capture: those first opened in this stretch, or again by it. */
function librariesIn(phase: Phase, libraries: readonly Library[]): Library[] {
  return libraries.filter((library) => library.pid === phase.pid && library.line >= phase.fromLine && library.line <= phase.toLine);
}
