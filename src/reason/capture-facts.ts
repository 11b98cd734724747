import { syscallByName } from "../knowledge/syscalls/index.ts";
import type { CaptureFacts, SignalDelivery, SyscallCount } from "../model/capture.ts";
import type { TracedProcess } from "../model/process.ts";
import type { TraceEvent } from "../model/trace-event.ts";
import { argument, decodeBytes, field, flagsOf, numberOf } from "../parse/strace/arguments.ts";
import type { TraceRow } from "../parse/strace/row.ts";
import { Descriptors } from "./descriptors/descriptors.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { EvidenceCollector } from "./diagnosis/evidence.ts";
import { FindingCollector } from "./findings/findings.ts";
import { ProcessTree } from "./process-tree.ts";
import { BoundaryCollector } from "./story/boundary.ts";
import { actOf, type Act } from "./story/call-acts.ts";
import { ConnectionCollector } from "./story/connections.ts";
import { FileCollector } from "./story/files.ts";
import { LibraryCollector } from "./story/libraries.ts";
import { MemoryCollector } from "./story/memory.ts";
import { PhaseCollector } from "./story/phases.ts";
import { newState, type ProcessState } from "./story/process-state.ts";
import { TimeCollector } from "./story/times.ts";
import { waitSubject } from "./story/wait-subject.ts";

const mostSignals = 20_000;
const mostNotes = 200;
/** The columns that options add are on every line: the first events tell. */
const optionProbe = 60;

interface CallCount { calls: number; errors: number; seconds: number; readonly act: Act | undefined }

/**
 * Gathers in one pass what the story of a capture rests on. Memory grows with files and processes, not with lines; what
 * an ended process no longer needs is dropped.
 */
export class CaptureReader {
  readonly #tree = new ProcessTree();
  readonly #descriptors = new Descriptors();
  readonly #evidence = new EvidenceCollector(this.#tree, this.#descriptors);
  readonly #findings = new FindingCollector(this.#tree, this.#descriptors);
  readonly #counts = new Map<string, CallCount>();
  readonly #states = new Map<TracedProcess, ProcessState>();
  readonly #byPid = new Map<number, ProcessState>();
  readonly #phases = new PhaseCollector();
  readonly #libraries = new LibraryCollector();
  readonly #files = new FileCollector(this.#libraries, this.#descriptors);
  readonly #connections = new ConnectionCollector(this.#descriptors);
  readonly #memory = new MemoryCollector();
  readonly #times = new TimeCollector();
  readonly #boundary = new BoundaryCollector(this.#descriptors);
  readonly #signals: SignalDelivery[] = [];
  readonly #superseded: CaptureFacts["superseded"] = [];
  readonly #notes: { line: number; text: string }[] = [];
  readonly #options = new Set<string>();
  readonly #describe = (row: TraceRow, act: Act): string | undefined => waitSubject(row, act, this.#tree, this.#descriptors);
  #events = 0;
  #unparsed = 0;

  /** Takes note of one row, as `RowReader` hands them out. */
  observe(row: TraceRow): void {
    const { kind } = row;
    if (!row.isBegun) {
      this.#events++;
      if (this.#events <= optionProbe) this.#probe(row);
    }
    if (kind === "unparsed") this.#unparsed++;
    if (kind === "note") this.#note(row);
    const thread = this.#tree.observe(row);
    this.#descriptors.observe(row);
    if (!thread) return;
    this.#evidence.observe(row, thread);
    this.#findings.observe(row, thread);
    if (row.isBegun) return;
    switch (kind) {
      case "signal":
        this.#times.tick(row);
        if (this.#signals.length < mostSignals) this.#signals.push(signalOf(row.event()));
        return;
      case "exit": case "killed":
        this.#end(row, thread);
        return;
      case "superseded":
        if (this.#superseded.length < mostNotes) this.#superseded.push({ pid: row.tid, by: row.event().by ?? 0, line: row.line });
        return;
      case "syscall":
        this.#call(row, thread);
        return;
      default:
        return;
    }
  }

  /** `lines` is how many the capture had. */
  finish(lines: number): CaptureFacts {
    for (const state of this.#states.values()) this.#libraries.close(state);
    let calls = 0;
    let errors = 0;
    const hasSeconds = this.#options.has("-T");
    const syscalls: SyscallCount[] = [];
    for (const [name, count] of this.#counts) {
      calls += count.calls;
      errors += count.errors;
      const family = syscallByName(name)?.classes;
      const shown = family?.find((one) => one !== "desc") ?? family?.[0];
      syscalls.push({ name, class: shown === undefined ? "other" : `%${shown}`, calls: count.calls, errors: count.errors, ...(hasSeconds ? { seconds: Number(count.seconds.toFixed(6)) } : {}) });
    }
    const { phases, totals } = this.#phases.finish();
    const { time, waits, firstTime, lastTime } = this.#times.finish();
    return {
      capture: {
        lines, events: this.#events, unparsed: this.#unparsed, options: [...this.#options],
        ...(firstTime === undefined ? {} : { firstTime }), ...(lastTime === undefined ? {} : { lastTime }),
      },
      processes: this.#tree.processes,
      phases,
      syscalls: syscalls.toSorted((a, b) => b.calls - a.calls),
      ...this.#files.finish(),
      ...this.#libraries.finish(),
      ...this.#connections.finish(),
      signals: this.#signals,
      memory: this.#memory.finish(),
      waits, time,
      boundary: this.#boundary.finish({ calls, errors, byName: this.#counts }, totals),
      superseded: this.#superseded,
      notes: this.#notes,
      causes: diagnose(this.#evidence),
      inefficiencies: this.#findings.finish(),
    };
  }

  #call(row: TraceRow, thread: TracedProcess): void {
    let count = this.#counts.get(row.name);
    if (!count) {
      count = { calls: 0, errors: 0, seconds: 0, act: actOf(row.name) };
      this.#counts.set(row.name, count);
    }
    count.calls++;
    if (row.errno !== "") count.errors++;
    if (row.seconds > 0) count.seconds += row.seconds;
    const { act } = count;
    const leader = this.#tree.leaderOf(thread);
    const state = this.#state(leader);
    // the exec itself is the first call of the new program
    if (act === "exec") this.#exec(row, state);
    this.#boundary.observe(row, state, act);
    this.#phases.observe(row, state, act, leader === thread || act === "exec");
    this.#times.observe(row, thread, act, this.#describe);
    if (act !== undefined) this.#act(row, state, act);
  }

  #act(row: TraceRow, state: ProcessState, act: Act): void {
    switch (act) {
      case "brk":
        if (state.phase?.name !== "program") this.#memory.heapStart(row, state);
        this.#memory.observe(row, state, act);
        return;
      case "map": case "unmap":
        this.#memory.observe(row, state, act);
        return;
      case "read":
        this.#hosts(row);
        this.#files.observe(row, state, act);
        this.#connections.observe(row, state, act);
        return;
      case "open": case "write": case "list": case "copy": case "look": case "change":
        this.#files.observe(row, state, act);
        return;
      case "connect": case "bind": case "listen": case "accept": case "send": case "receive": case "option":
        this.#connections.observe(row, state, act);
        return;
      default:
        return;
    }
  }

  #exec(row: TraceRow, state: ProcessState): void {
    this.#files.observe(row, state, "exec");
    if (row.value !== 0) return;
    this.#memory.fresh(state);
    state.hasLoader = false;
    this.#libraries.close(state);
  }

  /** What was shown of /etc/hosts when it was read gives names to addresses. */
  #hosts(row: TraceRow): void {
    if (row.value > 0 && this.#files.useOf(row, 0)?.path === "/etc/hosts") this.#connections.hosts(row.string(1) ?? "", row.line);
  }

  #end(row: TraceRow, thread: TracedProcess): void {
    this.#times.tick(row);
    this.#times.ended(thread);
    const state = this.#states.get(thread);
    if (!state) return;
    this.#phases.end(state, row.line);
    this.#libraries.close(state);
    this.#states.delete(thread);
    if (this.#byPid.get(thread.pid) === state) this.#byPid.delete(thread.pid);
  }

  #state(leader: TracedProcess): ProcessState {
    const known = this.#byPid.get(leader.pid);
    if (known?.process === leader) return known;
    const parent = leader.ppid === undefined ? undefined : this.#byPid.get(leader.ppid);
    const fresh = newState(leader, parent);
    this.#states.set(leader, fresh);
    this.#byPid.set(leader.pid, fresh);
    return fresh;
  }

  #note(row: TraceRow): void {
    const text = row.event().text ?? "";
    this.#boundary.note(text, row.line);
    if (this.#notes.length < mostNotes) this.#notes.push({ line: row.line, text: decodeBytes(text) });
  }

  #probe(row: TraceRow): void {
    const event = row.event();
    if (event.pid !== undefined) this.#options.add("-f");
    if (event.comm !== undefined) this.#options.add("-Y");
    if (event.time !== undefined) this.#options.add(event.time % 1 === 0 ? "-t" : event.time > 1e8 ? "-ttt" : "-tt");
    if (event.seconds !== undefined) this.#options.add("-T");
    if (event.ip !== undefined) this.#options.add("-i");
    if ((event.stack?.length ?? 0) > 0) this.#options.add("-k");
    if (event.ret?.path !== undefined || event.args?.some((arg) => arg.kind === "fd") === true) this.#options.add("-y");
  }
}

function signalOf(event: TraceEvent): SignalDelivery {
  const info = argument(event, 0);
  const code = flagsOf(field(info, "si_code"))[0];
  const sender = numberOf(field(info, "si_pid"));
  return { name: event.name ?? "?", line: event.line, pid: event.pid ?? 0, ...(code === undefined ? {} : { code }), ...(sender === undefined ? {} : { sender }) };
}
