import type { TracedProcess } from "../../model/process.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { atFdcwd, type TraceRow } from "../../parse/strace/row.ts";
import { argument, bare, field, flagsOf, numberOf, textOf } from "../../parse/strace/arguments.ts";
import { Descriptors } from "../descriptors/descriptors.ts";
import type { Descriptor } from "../descriptors/open-file.ts";
import type { ProcessTree } from "../process-tree.ts";
import { nameDescriptor } from "./descriptor-name.ts";
import { Limits, type SetLimit } from "./limits.ts";
import { isBackground } from "./expected-failures.ts";
import type { Utterance } from "./message-match.ts";
import { pendingError } from "./pending-error.ts";
import { subjectOf } from "./subject.ts";
import { Suspects } from "./suspects.ts";

/** What was seen of one process since its latest exec. */
export interface ProcessEvidence {
  readonly process: TracedProcess;
  program: string | undefined;
  argv: readonly string[];
  calls: number;
  suspects: Suspects;
  /** the latest things written to standard error, with the call count at the time */
  messages: Message[];
  /** the latest things written to standard output, kept for programs that complain there */
  outputs: Message[];
  /** the signals that arrived, each the last of its name, with its siginfo */
  readonly signals: Map<string, { event: TraceEvent; ordinal: number }>;
  /** the latest paths that were asked about and are there */
  seen: string[];
  /** by thread: the call it was in when the capture or its life ended, and what its descriptors stand for */
  readonly open: Map<number, OpenCall>;
  lastRead: Transfer | undefined;
  lastWrite: Transfer | undefined;
}

export interface Message extends Utterance { readonly ordinal: number }
/** A call that had not returned; `subject` is what its first descriptor is, `polled` what the listed ones are. */
export interface OpenCall { readonly event: TraceEvent; readonly subject: string | undefined; readonly polled: readonly string[] }
/** `file` is kept as it is: what it is called is asked only of the few that end up in a diagnosis. */
export interface Transfer { line: number; fd: number; file: Descriptor | undefined; bytes: number }
export interface SentSignal { readonly line: number; readonly sender: number; readonly target: number; readonly signal: string }

const mostMessages = 64;
const mostOutputs = 8;
const mostSeen = 8;
const ignoredSignals: ReadonlySet<string> = new Set(["SIGCHLD", "SIGWINCH", "SIGURG", "SIGCONT"]);
const asking: ReadonlySet<string> = new Set(["stat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "lstat", "stat64"]);
const mostEnded = 2000;
/** Calls in which a program may wait without end: what their first argument is matters when they never return. */
const waiting: ReadonlySet<string> = new Set([
  "read", "readv", "write", "writev", "recvfrom", "recvmsg", "recvmmsg", "recv", "sendto", "sendmsg", "accept", "accept4", "connect", "flock", "fcntl", "fcntl64",
  "poll", "ppoll", "epoll_wait", "epoll_pwait",
]);
const polling: ReadonlySet<string> = new Set(["poll", "ppoll"]);
/** Calls that reach what they name when they succeed: the argument that is the path. */
const reaching: ReadonlyMap<string, number> = new Map([
  ["open", 0], ["openat", 1], ["openat2", 1], ["execve", 0], ["stat", 0], ["stat64", 0], ["lstat", 0], ["lstat64", 0], ["newfstatat", 1], ["fstatat64", 1],
  ["statx", 1], ["access", 0], ["faccessat", 1], ["faccessat2", 1], ["mkdir", 0], ["mkdirat", 1], ["chdir", 0],
]);

/** Calls that return an address: no number, and still an answer. */
const addressing: ReadonlySet<string> = new Set(["mmap", "mmap2", "brk", "mremap", "shmat"]);

/**
 * Gathers, in one pass and bounded memory, what a diagnosis may rest on: failing calls, messages on standard error,
 * signals and who sent them, and the call each thread was in at the end.
 */
export class EvidenceCollector {
  readonly byPid = new Map<number, ProcessEvidence>();
  readonly sentSignals: SentSignal[] = [];
  readonly tree: ProcessTree;
  readonly descriptors: Descriptors;
  readonly #isFeeding: boolean;
  /** by thread: what the call it is in waits for, as it was when the call began */
  readonly #begun = new Map<number, { line: number; subject: string | undefined; polled: readonly string[] }>();
  lastTime: number | undefined;
  /** pids of processes that failed, in the order they ended: the evidence of the oldest is let go */
  readonly #ended: number[] = [];
  readonly #limits = new Limits();
  #latest: ProcessEvidence | undefined;
  #latestThread: TracedProcess | undefined;

  /** `descriptors` are somebody else's to feed, before or after this; without them the collector follows its own. */
  constructor(tree: ProcessTree, descriptors?: Descriptors) {
    this.tree = tree;
    this.descriptors = descriptors ?? new Descriptors();
    this.#isFeeding = descriptors === undefined;
  }

  /** Takes note of one row, after the process tree has. */
  observe(row: TraceRow, thread: TracedProcess): void {
    if (this.#isFeeding) this.descriptors.observe(row);
    if (!Number.isNaN(row.time)) this.lastTime = Math.max(this.lastTime ?? 0, Number.isNaN(row.seconds) ? row.time : row.time + row.seconds);
    if (row.isBegun) {
      if (waiting.has(row.name)) this.#begun.set(row.tid, { line: row.line, ...this.#waitedFor(row) });
      return;
    }
    const evidence = this.#evidenceOf(thread);
    switch (row.kind) {
      case "signal":
        if (!ignoredSignals.has(row.name)) evidence.signals.set(row.name, { event: row.event(), ordinal: evidence.calls });
        return;
      case "exit": case "killed": if (thread === evidence.process) this.#end(evidence, row); return;
      case "syscall": break;
      default: return;
    }
    evidence.calls++;
    if (evidence.open.size > 0) evidence.open.delete(row.tid);
    if (row.isUnfinished) this.#open(evidence, row);
    else if (row.errno !== "") this.#fail(evidence, row);
    else {
      if (Number.isNaN(row.value) && isWithoutReturn(row)) this.#open(evidence, row);
      this.#success(evidence, row);
    }
  }

  of(leader: TracedProcess): ProcessEvidence {
    const known = this.byPid.get(leader.pid);
    if (known && known.process === leader) return known;
    const nameless = this.byPid.get(0);
    if (nameless?.process === leader) {
      this.byPid.delete(0);
      this.byPid.set(leader.pid, nameless);
      return nameless;
    }
    const parent = leader.ppid === undefined ? undefined : this.byPid.get(leader.ppid);
    const fresh: ProcessEvidence = {
      process: leader, program: parent?.program, argv: parent?.argv ?? [], calls: 0, suspects: new Suspects(), messages: [], outputs: [],
      signals: new Map(), seen: [], open: new Map(), lastRead: undefined, lastWrite: undefined,
    };
    this.byPid.set(leader.pid, fresh);
    return fresh;
  }

  /** The program a process runs: what it executed, or what its parent ran when it made a copy of itself. */
  programOf(process: TracedProcess): { program: string | undefined; argv: readonly string[] } {
    let current: TracedProcess | undefined = process;
    for (let depth = 0; current && depth < 32; depth++) {
      const known = this.byPid.get(current.pid);
      if (known?.process === current && known.program !== undefined) return known;
      current = current.ppid === undefined ? undefined : this.byPid.get(current.ppid)?.process;
    }
    return { program: undefined, argv: [] };
  }

  /** The limit of this resource in a process, where the capture shows who set it. */
  limitOf(process: TracedProcess, resource: string): SetLimit | undefined {
    return this.#limits.of(process, resource, (child) => child.ppid === undefined ? undefined : this.byPid.get(child.ppid)?.process);
  }

  /** As `of`, quick where the same thread goes on. */
  #evidenceOf(thread: TracedProcess): ProcessEvidence {
    if (this.#latest && thread === this.#latestThread) return this.#latest;
    this.#latestThread = thread;
    return this.#latest = this.of(this.tree.leaderOf(thread));
  }

  #fail(evidence: ProcessEvidence, row: TraceRow): void {
    // A wait that a deadly signal ended: the thread never goes on, so this stays its last call.
    if (row.errno.startsWith("ERESTART")) this.#open(evidence, row);
    if (isBackground(row.name, row.errno)) return;
    this.#suspect(evidence, row, row.name, row.errno, this.#subject(row));
  }

  #subject(row: TraceRow): string | undefined {
    const at = reaching.get(row.name);
    const path = at === undefined ? undefined : row.string(at);
    // What a plain path is needs no tree; a path below a named directory does.
    if (path !== undefined && path !== "" && (at === 0 || path.startsWith("/"))) return path;
    const directory = at === 1 ? row.number(0) : atFdcwd;
    if (path !== undefined && path !== "" && directory >= 0) return this.descriptors.pathAt(row.tid, directory, path);
    return subjectOf(row.event(), (fd) => this.#nameOf(row, fd));
  }

  #nameOf(row: TraceRow, fd: number): string | undefined {
    return nameDescriptor(fd === row.number(0) ? this.descriptors.of(row, 0) : this.descriptors.nameOf(row.tid, fd));
  }

  #open(evidence: ProcessEvidence, row: TraceRow): void {
    const begun = this.#begun.get(row.tid);
    evidence.open.set(row.tid, { event: row.event(), ...(begun?.line === row.line ? { subject: begun.subject, polled: begun.polled } : this.#waitedFor(row)) });
  }

  #waitedFor(row: TraceRow): { subject: string | undefined; polled: readonly string[] } {
    if (!polling.has(row.name)) return { subject: nameDescriptor(this.descriptors.of(row, 0)), polled: [] };
    const polled = polledDescriptors(row.text(0) ?? "").map((fd) => nameDescriptor(this.descriptors.nameOf(row.tid, fd)) ?? `descriptor ${fd}`);
    return { subject: undefined, polled };
  }

  #suspect(evidence: ProcessEvidence, row: TraceRow, syscall: string, errno: string, subject: string | undefined, isReported = false): void {
    const isCreation = /^(mkdir|mknod|link|symlink|creat)/.test(syscall) || syscall.startsWith("open") && (row.text(syscall === "open" ? 1 : 2) ?? "").includes("O_CREAT");
    evidence.suspects.add({ syscall, errno, subject, line: row.line, pid: row.tid, ordinal: evidence.calls, isCreation, isReported, isThere: subject !== undefined && evidence.seen.includes(subject) });
  }

  #success(evidence: ProcessEvidence, row: TraceRow): void {
    const { name } = row;
    const pending = pendingError(row);
    if (pending) this.#suspect(evidence, row, pending.syscall, pending.errno, pending.fd === undefined ? undefined : this.#nameOf(row, pending.fd), true);
    switch (name) {
      case "execve": case "execveat": if (row.value === 0) this.#exec(evidence, row.event()); return;
      case "write": case "writev": case "pwrite64": case "sendto": case "sendmsg": this.#write(evidence, row); return;
      case "read": case "pread64": case "readv": case "recvfrom": case "recvmsg": if (row.value > 0) evidence.lastRead = this.#transfer(row, evidence.lastRead); return;
      case "prlimit64": case "setrlimit": this.#limits.observe(row, evidence.process); return;
      case "kill": case "tkill": case "tgkill": case "pidfd_send_signal": this.#kill(row.event()); return;
      default:
    }
    const at = reaching.get(name);
    if (at !== undefined) {
      const subject = row.string(at);
      if (subject === undefined || subject === "") return;
      if (evidence.suspects.size > 0) evidence.suspects.resolve(subject);
      if (!asking.has(name)) return;
      evidence.seen.push(subject);
      if (evidence.seen.length > mostSeen) evidence.seen.shift();
    } else if (name === "connect" && evidence.suspects.size > 0) {
      const subject = subjectOf(row.event(), () => undefined);
      if (subject !== undefined) evidence.suspects.resolve(subject);
    }
  }

  #exec(evidence: ProcessEvidence, event: TraceEvent): void {
    const shift = event.name === "execve" ? 0 : 1;
    evidence.program = textOf(argument(event, shift));
    const list = argument(event, shift + 1);
    evidence.argv = list?.kind === "array" ? list.items.map((item) => textOf(item) ?? "") : [];
    evidence.suspects = new Suspects();
    evidence.messages = [];
    evidence.outputs = [];
  }

  #write(evidence: ProcessEvidence, row: TraceRow): void {
    const fd = row.number(0);
    if (row.value > 0) evidence.lastWrite = this.#transfer(row, evidence.lastWrite);
    if (fd !== 1 && fd !== 2) return;
    const said = utteranceOf(row, evidence.calls);
    if (fd === 1) {
      evidence.outputs.push(said);
      if (evidence.outputs.length > mostOutputs) evidence.outputs.shift();
      return;
    }
    const { messages } = evidence;
    messages.push(said);
    if (messages.length <= mostMessages) return;
    // Programs that write byte by byte say one thing in many calls.
    const first = messages.shift();
    const next = messages[0];
    if (first && next && first.text.length + next.text.length < 400) messages[0] = { ...next, text: first.text + next.text };
  }

  #transfer(row: TraceRow, into: Transfer | undefined): Transfer {
    const { line, value: bytes } = row;
    const fd = row.number(0);
    const file = this.descriptors.of(row, 0);
    if (!into) return { line, fd, file, bytes };
    Object.assign(into, { line, fd, file, bytes });
    return into;
  }

  #kill(event: TraceEvent): void {
    const signalAt = event.name === "tgkill" ? 2 : 1;
    const target = numberOf(argument(event, event.name === "tgkill" ? 1 : 0));
    const signal = flagsOf(argument(event, signalAt))[0];
    if (target === undefined || signal === undefined) return;
    if (this.sentSignals.length >= 1000) this.sentSignals.shift();
    this.sentSignals.push({ line: event.line, sender: event.pid ?? 0, target, signal });
  }

  /** One that ended well explains no failure; of those that failed, the latest are kept. */
  #end(evidence: ProcessEvidence, row: TraceRow): void {
    if (row.kind === "exit" && row.value === 0) { letGo(evidence); return; }
    this.#ended.push(evidence.process.pid);
    if (this.#ended.length <= mostEnded) return;
    const oldest = this.byPid.get(this.#ended.shift() ?? -1);
    if (oldest && oldest.process.ppid !== undefined && oldest.process.exit) letGo(oldest);
  }
}

function letGo(evidence: ProcessEvidence): void {
  evidence.suspects = new Suspects();
  evidence.messages = [];
  evidence.outputs = [];
  evidence.argv = [];
  evidence.signals.clear();
}

/** `= ?`: the process ended inside the call. */
function isWithoutReturn(row: TraceRow): boolean {
  if (addressing.has(row.name) || row.name === "exit_group" || row.name === "exit") return false;
  const value = row.event().ret?.value;
  return value === undefined || value === "?";
}

function utteranceOf(row: TraceRow, ordinal: number): Message {
  const plain = row.name === "write" ? row.string(1) : undefined;
  if (plain !== undefined) return { text: plain, cutOff: plain.length < row.value, line: row.line, ordinal };
  const parts: string[] = [];
  let cutOff = false;
  const add = (value: Value | undefined): void => {
    const inner = bare(value);
    if (inner?.kind !== "string") return;
    parts.push(inner.value);
    cutOff = inner.truncated;
  };
  const body = argument(row.event(), 1);
  if (body?.kind === "array") for (const item of body.items) add(field(item, "iov_base"));
  else add(body);
  return { text: parts.join(""), cutOff, line: row.line, ordinal };
}

/** The descriptors in `[{fd=3<…>, events=POLLIN}, {fd=4, …}]`. */
function polledDescriptors(list: string): number[] {
  const found: number[] = [];
  for (let at = list.indexOf("fd="); at >= 0 && found.length < 8; at = list.indexOf("fd=", at + 3)) {
    const fd = Number.parseInt(list.slice(at + 3, at + 14), 10);
    if (fd >= 0) found.push(fd);
  }
  return found;
}
