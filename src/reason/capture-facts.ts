import { syscallByName } from "../knowledge/syscalls/index.ts";
import type { CaptureFacts, Connection, FileUse, Phase, SyscallCount } from "../model/capture.ts";
import type { TraceEvent } from "../model/trace-event.ts";
import { argument, numberOf, socketAddressOf } from "../parse/strace/arguments.ts";
import { EventRow } from "../parse/strace/row.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { EvidenceCollector } from "./diagnosis/evidence.ts";
import { subjectOf } from "./diagnosis/subject.ts";
import { ProcessTree } from "./process-tree.ts";

/** Calls the dynamic linker and libc's start-up make; the first other one begins the program's own work. */
const loaderCalls: ReadonlySet<string> = new Set([
  "brk", "access", "faccessat", "faccessat2", "open", "openat", "read", "pread64", "fstat", "newfstatat", "stat", "mmap", "mmap2", "mprotect", "close", "munmap",
  "arch_prctl", "set_tid_address", "set_robust_list", "rseq", "prlimit64", "getrandom", "set_thread_area", "ugetrlimit", "statx", "fstat64", "readlink", "uname",
]);
const mostThings = 20_000;

/** Gathers in one pass what the story of a capture rests on. Memory grows with files and processes, not with lines. */
export class CaptureReader {
  readonly #tree = new ProcessTree();
  readonly #row = new EventRow();
  readonly #evidence = new EvidenceCollector(this.#tree);
  readonly #counts = new Map<string, { calls: number; errors: number; seconds: number }>();
  readonly #files = new Map<string, FileUse>();
  readonly #libraries = new Map<string, number>();
  readonly #connections: Connection[] = [];
  readonly #signals: { name: string; line: number; pid: number }[] = [];
  readonly #phases: Phase[] = [];
  readonly #current = new Map<number, Phase>();
  #events = 0;
  #unparsed = 0;
  #hasTime = false;
  #hasSeconds = false;
  #hasPid = false;
  #hasPaths = false;

  observe(event: TraceEvent): void {
    this.#events++;
    if (event.kind === "unparsed") this.#unparsed++;
    this.#hasTime ||= event.time !== undefined;
    this.#hasSeconds ||= event.seconds !== undefined;
    this.#hasPid ||= event.pid !== undefined;
    const process = this.#tree.observe(this.#row.set(event, false));
    if (!process) return;
    this.#evidence.observe(event, process);
    if (event.kind === "signal" && this.#signals.length < mostThings) this.#signals.push({ name: event.name ?? "?", line: event.line, pid: event.pid ?? 0 });
    if (event.kind !== "syscall") return;
    const name = event.name ?? "?";
    const count = this.#counts.get(name) ?? { calls: 0, errors: 0, seconds: 0 };
    count.calls++;
    if (event.ret?.errno !== undefined) count.errors++;
    count.seconds += event.seconds ?? 0;
    this.#counts.set(name, count);
    this.#phase(event, name);
    this.#use(event, name);
  }

  /** `lines` is how many the capture had. */
  finish(lines: number): CaptureFacts {
    const options = [this.#hasPid && "-f", this.#hasTime && "-t", this.#hasSeconds && "-T", this.#hasPaths && "-y"].filter((option) => option !== false);
    const syscalls = [...this.#counts].map(([name, count]): SyscallCount => {
      const family = syscallByName(name)?.classes[0];
      return { name, ...(family === undefined ? {} : { class: family }), calls: count.calls, errors: count.errors, ...(this.#hasSeconds ? { seconds: count.seconds } : {}) };
    });
    return {
      capture: { lines, events: this.#events, unparsed: this.#unparsed, options },
      processes: this.#tree.processes,
      phases: this.#phases,
      syscalls: syscalls.toSorted((a, b) => b.calls - a.calls),
      files: [...this.#files.values()],
      libraries: [...this.#libraries].map(([path, line]) => ({ path, line })),
      connections: this.#connections,
      signals: this.#signals,
      causes: diagnose(this.#evidence),
    };
  }

  #phase(event: TraceEvent, name: string): void {
    const pid = event.pid ?? 0;
    const current = this.#current.get(pid);
    const isExec = (name === "execve" || name === "execveat") && event.ret?.value === 0;
    const next = isExec ? "exec" : /^exit(_group)?$/.test(name) ? "exit"
      : current?.name === "exec" || current?.name === "loading" ? (this.#isLoading(event, name) ? "loading" : "program") : "program";
    if (current?.name === next && !isExec) {
      current.toLine = event.line;
      current.calls++;
      return;
    }
    if (this.#phases.length >= mostThings) return;
    const phase: Phase = { pid, name: next, fromLine: event.line, toLine: event.line, calls: 1 };
    this.#phases.push(phase);
    this.#current.set(pid, phase);
  }

  #isLoading(event: TraceEvent, name: string): boolean {
    if (!loaderCalls.has(name)) return false;
    if (name !== "openat" && name !== "open") return true;
    const path = subjectOf(event, () => undefined) ?? "";
    const isLibrary = /\.so(\.[\d.]+)?$|ld\.so\.cache$|ld-musl/.test(path);
    if (isLibrary && event.ret?.errno === undefined && !path.endsWith("ld.so.cache") && !this.#libraries.has(path)) this.#libraries.set(path, event.line);
    return isLibrary;
  }

  #use(event: TraceEvent, name: string): void {
    const value = event.ret?.value;
    if (event.ret?.path !== undefined) this.#hasPaths = true;
    if ((name === "open" || name === "openat" || name === "openat2" || name === "creat") && typeof value === "number" && value >= 0) {
      const path = subjectOf(event, () => undefined);
      if (path === undefined) return;
      const known = this.#files.get(path);
      if (known) known.opens++;
      else if (this.#files.size < mostThings) this.#files.set(path, { path, line: event.line, opens: 1, readBytes: 0, writtenBytes: 0 });
    } else if (/^p?(read|write)v?(64)?$/.test(name) && typeof value === "number" && value > 0) {
      const fd = numberOf(argument(event, 0));
      const path = fd === undefined ? undefined : this.#evidence.byPid.get(this.#leader(event.pid ?? 0))?.names.get(fd);
      const file = path === undefined ? undefined : this.#files.get(path);
      if (file && name.includes("read")) file.readBytes += value;
      else if (file) file.writtenBytes += value;
    } else if (name === "connect" && this.#connections.length < mostThings) {
      const address = socketAddressOf(event.args?.[1]);
      if (address) this.#connections.push({ address: address.text, line: event.line, pid: event.pid ?? 0, ...(event.ret?.errno === undefined ? {} : { errno: event.ret.errno }) });
    }
  }

  #leader(pid: number): number {
    const process = this.#tree.get(pid);
    return process ? this.#tree.leaderOf(process).pid : pid;
  }
}
