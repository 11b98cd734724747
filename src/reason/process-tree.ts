import type { Birth, Exec, TracedProcess } from "../model/process.ts";
import type { TraceEvent, Value } from "../model/trace-event.ts";
import type { TraceRow } from "../parse/strace/row.ts";
import { argument, bare, field, flagsOf, namedArgument, numberOf, returnedPid, textOf } from "../parse/strace/arguments.ts";

type Handler = "exec" | "make" | "wait" | "exit-group";

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["execve", "exec"], ["execveat", "exec"],
  ["clone", "make"], ["clone3", "make"], ["fork", "make"], ["vfork", "make"], ["__clone2", "make"],
  ["wait4", "wait"], ["waitpid", "wait"], ["waitid", "wait"],
  ["exit_group", "exit-group"],
]);

/**
 * Who is who in a capture: processes, threads, parents, programs, ends. Fed with rows as they complete; keeps a record
 * per process, nothing per row. Pids that the kernel used twice are told apart.
 */
export class ProcessTree {
  /** in the order they were made, or first seen */
  readonly processes: TracedProcess[] = [];
  readonly #living = new Map<number, TracedProcess>();
  readonly #waitedBy = new Map<number, { line: number; by: number }>();

  /** Takes note of one row; returns the process it belongs to, or undefined for notes and unparsed lines. */
  observe(row: TraceRow): TracedProcess | undefined {
    const { kind } = row;
    if (kind === "note" || kind === "summary" || kind === "unparsed") return undefined;
    const process = this.#of(row);
    const last = row.resumedLine || row.line;
    if (last > process.lastLine) process.lastLine = last;
    switch (kind) {
      case "syscall":
        if (row.isBegun) break;
        process.calls++;
        if (row.errno !== "") process.errors++;
        this.#observeCall(process, row);
        break;
      case "exit":
        this.#end(process, { line: row.line, status: row.value || 0 });
        break;
      case "killed":
        this.#end(process, { line: row.line, ...(row.name ? { signal: row.name } : {}), ...(row.event().coreDumped ? { coreDumped: true } : {}) });
        break;
      case "superseded":
        this.#supersede(row.event());
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

  #of(row: TraceRow): TracedProcess {
    const pid = row.tid;
    const known = this.#living.get(pid);
    // After its exit line a pid is free: the kernel may give it to a new process. A call that was begun before is still the old one's.
    if (known && !(known.exit && row.line > known.exit.line && isFirstSignOfLife(row))) return known;
    const root = known === undefined && row.resumedLine > 0 ? this.#living.get(0) : undefined;
    if (root && root.exit === undefined && row.line <= root.lastLine) {
      // On a terminal strace writes pids only while there are several processes: what began without one was this one's.
      root.pid = pid;
      this.#living.delete(0);
      this.#living.set(pid, root);
      return root;
    }
    return this.#add(pid, { how: this.processes.length === 0 ? firstBirth(row) : "unknown", line: row.line }, row.line);
  }

  #add(pid: number, born: Birth, line: number): TracedProcess {
    const process: TracedProcess = { pid, born, execs: [], calls: 0, errors: 0, firstLine: line, lastLine: line };
    this.#place(process);
    this.#living.set(pid, process);
    return process;
  }

  /** A call that makes a process comes when it returns, which may be after lines of its child or of others. */
  #place(process: TracedProcess): void {
    let at = this.processes.length;
    while (at > 0 && (this.processes[at - 1]?.firstLine ?? 0) > process.firstLine) at--;
    this.processes.splice(at, 0, process);
  }

  #observeCall(process: TracedProcess, row: TraceRow): void {
    switch (handlers.get(row.name)) {
      case "exec":
        this.#exec(process, row.event());
        break;
      case "make":
        if (row.value > 0) this.#make(process, row.event());
        break;
      case "wait":
        if (row.value > 0 || row.value === 0 && row.name === "waitid") this.#wait(process, row.event());
        break;
      case "exit-group": {
        // With -qq strace prints no exit lines: the argument is all there is.
        const status = row.number(0);
        if (process.exit === undefined && !Number.isNaN(status)) this.leaderOf(process).exit ??= { line: row.line, status: status & 0xff };
        break;
      }
      case undefined:
        break;
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
    const pid = returnedPid(event);
    if (pid === undefined) return;
    const flags = flagsOf(namedArgument(event, "flags") ?? argument(event, 0));
    const how = event.name === "vfork" || flags.includes("CLONE_VFORK") ? "vfork"
      : flags.includes("CLONE_THREAD") ? "thread"
      : event.name === "fork" || flags.includes("SIGCHLD") && !flags.some((flag) => flag.startsWith("CLONE_NEW")) ? "fork" : "clone";
    const seen = this.#living.get(pid);
    const child = seen && seen.born.how === "unknown" ? this.#moveTo(seen, event.line) : this.#add(pid, { how, line: event.line }, event.line);
    child.born = flags.length > 0 ? { how, line: event.line, flags: [...flags] } : { how, line: event.line };
    const leader = this.leaderOf(process);
    if (how === "thread") {
      child.threadOf = leader.pid;
      if (leader.ppid !== undefined) child.ppid = leader.ppid;
    } else child.ppid = leader.pid;
  }

  /** A child whose own lines came before its parent's call returned begins where that call began. */
  #moveTo(child: TracedProcess, line: number): TracedProcess {
    if (line >= child.firstLine) return child;
    this.processes.splice(this.processes.lastIndexOf(child), 1);
    child.firstLine = line;
    this.#place(child);
    return child;
  }

  #wait(process: TracedProcess, event: TraceEvent): void {
    const isWaitid = event.name === "waitid";
    const pid = isWaitid ? numberOf(field(after(argument(event, 2)), "si_pid")) : returnedPid(event);
    if (event.ret?.errno !== undefined || pid === undefined || pid <= 0) return;
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
    if (!waited) return;
    process.reaped ??= waited;
    this.#waitedBy.delete(process.pid);
  }

  #supersede(event: TraceEvent): void {
    const taker = event.by === undefined ? undefined : this.#living.get(event.by);
    if (taker && taker.exit === undefined) taker.exit = { line: event.line, status: 0 };
  }
}

function isFirstSignOfLife(row: TraceRow): boolean {
  return row.kind === "syscall" && row.name !== "exit_group";
}

function firstBirth(row: TraceRow): Birth["how"] {
  return row.kind === "syscall" && row.name === "execve" ? "first" : "attached";
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
