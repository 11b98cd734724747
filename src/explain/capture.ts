import type { CaptureFacts } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import { tellBoundary } from "./capture-boundary.ts";
import { tellFiles, tellNetwork } from "./capture-io.ts";
import { tellLimits } from "./capture-limits.ts";
import { tellPhases } from "./capture-phases.ts";
import { tellMemory, tellSignals, tellTime } from "./capture-time.ts";
import { CaptureTeller, commandLine, endWords, shortTime } from "./capture-words.ts";
import { count, listText } from "./say.ts";

/** One part of the story, under its own heading. */
export interface StorySection {
  readonly id: "run" | "phases" | "files" | "network" | "signals" | "memory" | "time" | "boundary" | "limits";
  readonly title: string;
  readonly sentences: readonly Sentence[];
}

/** What the run did, in the order it is told; sections about which the capture says nothing are left out. */
export function tellStory(facts: CaptureFacts, capture: string): StorySection[] {
  const teller = new CaptureTeller(facts, capture);
  const sections: StorySection[] = [
    { id: "run", title: "What happened", sentences: tellRun(teller) },
    { id: "phases", title: "In phases", sentences: tellPhases(teller) },
    { id: "files", title: "Files", sentences: tellFiles(teller) },
    { id: "network", title: "Network", sentences: tellNetwork(teller) },
    { id: "signals", title: "Signals", sentences: tellSignals(teller) },
    { id: "memory", title: "Memory", sentences: tellMemory(teller) },
    { id: "time", title: "Time", sentences: tellTime(teller) },
    { id: "boundary", title: "Across the boundary", sentences: tellBoundary(teller) },
    { id: "limits", title: "What this capture can't tell", sentences: tellLimits(teller) },
  ];
  return sections.filter((section) => section.sentences.length > 0);
}

/** The whole run in one sentence: who, what, how long, how it ended. */
function tellRun(teller: CaptureTeller): Sentence[] {
  const { facts } = teller;
  const [first] = facts.processes;
  if (!first) return [];
  const said: Sentence[] = [];
  const start = first.execs.find((exec) => exec.errno === undefined);
  const own = facts.processes.filter((process) => process.threadOf === undefined);
  const threads = facts.processes.length - own.length;
  const end = endWords(first);
  const wall = facts.time.wall === undefined || facts.time.wall === 0 ? "" : `, ${shortTime(facts.time.wall)} from the first line to the last`;
  const what = start ? `${commandLine(start.argv.length > 0 ? start.argv : [start.path])} ran` : first.born.how === "attached" ? `Process${first.pid === 0 ? "" : ` ${first.pid}`} was already running when the capture began` : `${teller.who(first.pid)} ran`;
  const ended = end === undefined ? "; the capture does not show its end" : first.exit?.signal === undefined ? ` and ended with ${end}` : ` and was ${end}`;
  said.push(teller.say(`${what}${ended}${wall}.`, [start?.line ?? first.firstLine, first.exit?.line], "process"));
  if (own.length > 1 || threads > 0) {
    const made = own.filter((process) => process !== first);
    const parts = [made.length > 0 ? count(made.length, "further process", "further processes") : "", threads > 0 ? count(threads, "thread") : ""].filter((part) => part !== "");
    said.push(teller.say(`${parts.join(" and ")} took part.`.replace(/^one/, "One"), made.slice(0, 3).map((process) => process.firstLine), threads > made.length ? "thread" : "fork-exec"));
  }
  const programs = new Map<string, { times: number; line: number }>();
  for (const process of facts.processes) for (const exec of process.execs) {
    if (exec.errno !== undefined || exec === start) continue;
    const known = programs.get(exec.path);
    if (known) known.times++;
    else programs.set(exec.path, { times: 1, line: exec.line });
  }
  if (programs.size > 0) {
    const shown = [...programs].map(([path, { times }]) => (times > 1 ? `${path} (${times} times)` : path));
    said.push(teller.say(`Programs it ran: ${listText(shown, 8)}.`, [...programs.values()].slice(0, 8).map((one) => one.line), "fork-exec"));
  }
  const builtin = tellBuiltins(teller);
  if (builtin) said.push(builtin);
  return said;
}

/** A shell that changes its directory or writes by itself runs a builtin: no program is started for cd and echo. */
function tellBuiltins(teller: CaptureTeller): Sentence | undefined {
  const own = teller.facts.boundary.shellWork;
  const [first] = own;
  if (!first) return undefined;
  const what = [...new Set(own.map((one) => (one.syscall === "chdir" ? `changed the directory (${one.detail})` : "wrote to its output")))];
  return teller.say(`${first.shell} itself ${listText(what, 3)} without starting a program: cd, echo and printf are built into the shell.`, own.slice(0, 3).map((one) => one.line), "fork-exec");
}
