import type { CaptureFacts } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import type { TracedProcess } from "../model/process.ts";

/** What the run did, in the order it is told: programs, libraries, files, connections, signals, end. */
export function tellStory(facts: CaptureFacts, capture: string): Sentence[] {
  const story: Sentence[] = [];
  const say = (text: string, lines: readonly number[], concept?: string): void => {
    const because = lines.map((line) => ({ command: capture, line }));
    story.push(concept === undefined ? { text, because } : { text, concept, because });
  };
  const own = facts.processes.filter((process) => process.threadOf === undefined);
  const threads = facts.processes.length - own.length;
  const calls = facts.syscalls.reduce((sum, one) => sum + one.calls, 0);
  const errors = facts.syscalls.reduce((sum, one) => sum + one.errors, 0);
  const first = facts.processes[0];
  say(
    `${count(calls, "system call")} crossed from user space into the kernel, ${errors} of them failed; ${count(own.length, "process", "processes")}${threads > 0 ? ` and ${count(threads, "thread")}` : ""} took part.`,
    first ? [first.firstLine] : [], "system-call",
  );
  const loading = facts.phases.filter((phase) => phase.name === "loading").reduce((sum, phase) => sum + phase.calls, 0);
  if (loading > 0) {
    say(`${count(loading, "call")} belong to loading programs: the dynamic linker maps ${count(facts.libraries.length, "library", "libraries")} before any main() runs.`, facts.libraries.slice(0, 3).map((one) => one.line), "libraries");
  }
  const failedConnections = facts.connections.filter((one) => one.errno !== undefined && one.errno !== "EINPROGRESS");
  if (facts.connections.length > 0) {
    say(`It connected to ${list([...new Set(facts.connections.map((one) => one.address))])}; ${failedConnections.length === 0 ? "no connect failed at once" : `${failedConnections.length} of ${count(facts.connections.length, "attempt")} failed at once`}.`, facts.connections.slice(0, 3).map((one) => one.line));
  }
  const written = facts.files.filter((file) => file.writtenBytes > 0);
  if (written.length > 0) say(`It wrote to ${list(written.map((file) => `${file.path} (${file.writtenBytes} bytes)`))}.`, written.slice(0, 3).map((file) => file.line), "file-descriptors");
  const slowest = facts.syscalls.filter((one) => (one.seconds ?? 0) > 0).toSorted((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0))[0];
  if (slowest) say(`Most time inside the kernel went to ${slowest.name}: ${(slowest.seconds ?? 0).toFixed(3)} s in ${count(slowest.calls, "call")} (waiting included).`, []);
  const end = first?.exit;
  if (end) say(`${nameOf(first)} ended ${end.signal === undefined ? `with status ${end.status ?? 0}` : `by ${end.signal}`}.`, [end.line], end.signal === undefined ? undefined : "signals");
  else say("The capture does not show how the first process ended.", []);
  return story;
}

/** The process tree as lines of text: who started whom, what each ran, how it ended. */
export function drawProcesses(processes: readonly TracedProcess[]): string[] {
  const lines: string[] = [];
  const drawn = new Set<TracedProcess>();
  const draw = (process: TracedProcess, prefix: string, branch: string, below: string): void => {
    if (drawn.has(process) || lines.length > 400) return;
    drawn.add(process);
    lines.push(`${prefix}${branch}${nameOf(process)}${processDetail(process)}`);
    const children = processes.filter((child) => !drawn.has(child) && child !== process && (child.threadOf ?? child.ppid) === process.pid && child.firstLine >= process.firstLine);
    children.forEach((child, index) => draw(child, prefix + below, index === children.length - 1 ? "└─ " : "├─ ", index === children.length - 1 ? "   " : "│  "));
  };
  for (const process of processes) draw(process, "", "", "");
  return lines;
}

function nameOf(process: TracedProcess): string {
  const ran = process.execs.filter((exec) => exec.errno === undefined).at(-1);
  if (ran) return ran.path.slice(ran.path.lastIndexOf("/") + 1);
  return process.threadOf === undefined ? (process.pid === 0 ? "the program" : "a copy of its parent") : "thread";
}

function processDetail(process: TracedProcess): string {
  const parts = [process.pid === 0 ? "" : String(process.pid)];
  if (process.born.how === "vfork" || process.born.how === "clone" || process.born.how === "attached") parts.push(process.born.how);
  parts.push(count(process.calls, "call"));
  if (process.exit?.signal !== undefined) parts.push(`ended by ${process.exit.signal}`);
  else if (process.exit && process.threadOf === undefined) parts.push(`status ${process.exit.status ?? 0}`);
  else if (!process.exit) parts.push("end not shown");
  return `  ${parts.filter(Boolean).join(", ")}`;
}

function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
}

function list(items: readonly string[]): string {
  return items.length > 4 ? `${items.slice(0, 3).join(", ")} and ${items.length - 3} more` : items.join(", ");
}
