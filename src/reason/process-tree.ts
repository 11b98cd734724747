import type { Birth, Exec, TracedProcess } from "../model/process.ts";
import type { TraceEvent, Value } from "../model/trace-event.ts";
import { argument, bare, field, flagsOf, namedArgument, numberOf, textOf } from "../parse/strace/arguments.ts";

const makers: ReadonlySet<string> = new Set(["clone", "clone3", "fork", "vfork", "__clone2"]);
const waiters: ReadonlySet<string> = new Set(["wait4", "waitpid", "waitid"]);

/**
 * Who is who in a capture: processes, threads, parents, programs, ends. Fed with events in the order of their first
 * lines; keeps a record per process, nothing per event. Pids that the kernel used twice are told apart.
 */
export class ProcessTree {
  /** in order of appearance */
  readonly processes: TracedProcess[] = [];
  readonly #living = new Map<number, TracedProcess>();
  readonly #waitedBy = new Map<number, { line: number; by: number }>();

  /** Takes note of one event; returns the process it belongs to, or undefined for notes and unparsed lines. */
  observe(event: TraceEvent): TracedProcess | undefined {
    if (event.kind === "note" || event.kind === "summary" || event.kind === "unparsed") return undefined;
    const process = this.#of(event);
    const last = event.resumed ?? event.line;
    if (last > process.lastLine) process.lastLine = last;
    switch (event.kind) {
      case "syscall":
        process.calls++;
        if (event.ret?.errno !== undefined) process.errors++;
        this.#observeCall(process, event);
        break;
      case "exit":
        this.#end(process, { line: event.line, status: Number(event.ret?.value ?? 0) });
        break;
      case "killed":
        this.#end(process, { line: event.line, ...(event.name ? { signal: event.name } : {}), ...(event.coreDumped ? { coreDumped: true } : {}) });
        break;
      case "superseded":
        this.#supersede(event);
        break;
      case "signal":
      case "stopped":
        break;
    }
    return process;
  }

  /** The living (or last) process with this pid. */
  get(pid: number): TracedProcess | undefined {
    return this.#living.get(pid);
  }

  /** The process that a thread belongs to; a process is its own. */
  leaderOf(process: TracedProcess): TracedProcess {
    return process.threadOf === undefined ? process : this.#living.get(process.threadOf) ?? process;
  }

  #of(event: TraceEvent): TracedProcess {
    const pid = event.pid ?? 0;
    const known = this.#living.get(pid);
    // After its exit line a pid is free: the kernel may give it to a new process.
    if (known && !(known.exit && isFirstSignOfLife(event))) return known;
    return this.#add(pid, { how: this.processes.length === 0 ? firstBirth(event) : "unknown", line: event.line }, event.line);
  }

  #add(pid: number, born: Birth, line: number): TracedProcess {
    const process: TracedProcess = { pid, born, execs: [], calls: 0, errors: 0, firstLine: line, lastLine: line };
    this.processes.push(process);
    this.#living.set(pid, process);
    return process;
  }

  #observeCall(process: TracedProcess, event: TraceEvent): void {
    const name = event.name ?? "";
    if (name === "execve" || name === "execveat") this.#exec(process, event);
    else if (makers.has(name)) this.#make(process, event);
    else if (waiters.has(name)) this.#wait(process, event);
    else if (name === "exit_group" && process.exit === undefined) {
      // With -qq strace prints no exit lines: the argument is all there is.
      const status = numberOf(argument(event, 0));
      if (status !== undefined) this.leaderOf(process).exit ??= { line: event.line, status: status & 0xff };
    }
  }

  #exec(process: TracedProcess, event: TraceEvent): void {
    const shift = event.name === "execveat" ? 1 : 0;
    const path = textOf(argument(event, shift));
    const list = argument(event, shift + 1);
    const argv = list?.kind === "array" ? list.items.map((item) => textOf(item) ?? "…") : [];
    const exec: Exec = { line: event.line, path: path ?? "?", argv };
    if (event.ret?.errno !== undefined) exec.errno = event.ret.errno;
    else if (event.ret?.value !== 0) return;
    // A thread that execs takes over the pid of its process.
    const owner = event.resumedPid === undefined ? process : this.#living.get(event.resumedPid) ?? process;
    owner.execs.push(exec);
  }

  #make(process: TracedProcess, event: TraceEvent): void {
    const pid = event.ret?.value;
    if (typeof pid !== "number" || pid <= 0) return;
    const flags = flagsOf(namedArgument(event, "flags") ?? argument(event, 0));
    const how = event.name === "vfork" || flags.includes("CLONE_VFORK") ? "vfork"
      : flags.includes("CLONE_THREAD") ? "thread"
      : event.name === "fork" || flags.includes("SIGCHLD") && !flags.some((flag) => flag.startsWith("CLONE_NEW")) ? "fork" : "clone";
    const seen = this.#living.get(pid);
    const child = seen && !seen.exit && seen.born.how !== "unknown" || seen?.exit && seen.born.how !== "unknown"
      ? this.#add(pid, { how, line: event.line }, event.line)
      : seen ?? this.#add(pid, { how, line: event.line }, event.line);
    child.born = flags.length > 0 ? { how, line: event.line, flags: [...flags] } : { how, line: event.line };
    const leader = this.leaderOf(process);
    if (how === "thread") {
      child.threadOf = leader.pid;
      if (leader.ppid !== undefined) child.ppid = leader.ppid;
    } else child.ppid = leader.pid;
  }

  #wait(process: TracedProcess, event: TraceEvent): void {
    const isWaitid = event.name === "waitid";
    const pid = isWaitid ? numberOf(field(after(argument(event, 2)), "si_pid")) : event.ret?.value;
    if (event.ret?.errno !== undefined || typeof pid !== "number" || pid <= 0) return;
    const how = isWaitid ? "" : waitWords(argument(event, 1));
    if (how.includes("WIFSTOPPED") || how.includes("WIFCONTINUED")) return;
    const line = event.resumed ?? event.line;
    const child = this.#living.get(pid);
    if (child) {
      child.reaped = { line, by: process.pid };
      child.ppid ??= this.leaderOf(process).pid;
    } else this.#waitedBy.set(pid, { line, by: process.pid });
  }

  #end(process: TracedProcess, exit: NonNullable<TracedProcess["exit"]>): void {
    // exit_group() may have been seen first; strace's own line is the better witness.
    process.exit = exit;
    const waited = this.#waitedBy.get(process.pid);
    if (waited) process.reaped ??= waited;
  }

  #supersede(event: TraceEvent): void {
    const taker = event.by === undefined ? undefined : this.#living.get(event.by);
    if (taker && taker.exit === undefined) taker.exit = { line: event.line, status: 0 };
  }
}

function isFirstSignOfLife(event: TraceEvent): boolean {
  return event.kind === "syscall" && event.name !== "exit_group";
}

function firstBirth(event: TraceEvent): Birth["how"] {
  return event.kind === "syscall" && event.name === "execve" ? "first" : "attached";
}

function after(value: Value | undefined): Value | undefined {
  return value?.kind === "change" ? bare(value.after) : value;
}

/** The macro names in a wait status: `[{WIFEXITED(s) && WEXITSTATUS(s) == 1}]`. */
function waitWords(value: Value | undefined): string {
  const words: string[] = [];
  const visit = (part: Value | undefined): void => {
    if (!part) return;
    if (part.kind === "array") part.items.forEach(visit);
    else if (part.kind === "struct") part.fields.forEach((entry) => visit(entry.value));
    else if (part.kind === "expression") part.operands.forEach(visit);
    else if (part.kind === "call") words.push(part.name);
  };
  visit(bare(value));
  return words.join(" ");
}
