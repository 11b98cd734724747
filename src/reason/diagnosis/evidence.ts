import type { TracedProcess } from "../../model/process.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, bare, field, flagsOf, numberOf, socketAddressOf, textOf } from "../../parse/strace/arguments.ts";
import type { ProcessTree } from "../process-tree.ts";
import { lastPart, type Utterance } from "./message-match.ts";
import { subjectOf } from "./subject.ts";

/** Failing calls of one kind about one thing: same call, same errno, same last part of the subject. */
export interface Suspect {
  readonly syscall: string;
  readonly errno: string;
  /** of the latest of them */
  subject: string | undefined;
  readonly lines: number[];
  pid: number;
  /** how many calls its process had made when the latest one failed */
  ordinal: number;
  /** a later call reached the same thing */
  isResolved: boolean;
  /** the flags word held O_CREAT or the like: the thing was to be made, not found */
  isCreation: boolean;
}

/** What was seen of one process since its latest exec. */
export interface ProcessEvidence {
  readonly process: TracedProcess;
  program: string | undefined;
  argv: readonly string[];
  calls: number;
  suspects: Map<string, Suspect>;
  /** the latest things written to standard error, with the call count at the time */
  messages: (Utterance & { ordinal: number })[];
  /** the signal that arrived last, with its siginfo */
  signal: TraceEvent | undefined;
  /** the latest event of each thread */
  last: Map<number, TraceEvent>;
  names: Map<number, string>;
}

export interface SentSignal { readonly line: number; readonly sender: number; readonly target: number; readonly signal: string; readonly ret: unknown }

const openers = new Set(["open", "openat", "openat2", "creat", "memfd_create", "epoll_create1", "inotify_init1"]);
const writers = new Set(["write", "writev", "pwrite64", "sendto", "sendmsg"]);
const mostMessages = 64;
const mostSuspects = 5000;
const mostLines = 20;

/**
 * Gathers, in one pass and bounded memory, what a diagnosis may rest on: failing calls, messages on standard error,
 * signals and who sent them, and the call each thread was in at the end.
 */
export class EvidenceCollector {
  readonly byPid = new Map<number, ProcessEvidence>();
  readonly sentSignals: SentSignal[] = [];
  readonly tree: ProcessTree;
  lastTime: number | undefined;

  constructor(tree: ProcessTree) {
    this.tree = tree;
  }

  /** Takes note of one event, after the process tree has. */
  observe(event: TraceEvent, thread: TracedProcess): void {
    if (event.time !== undefined) this.lastTime = event.time + (event.seconds ?? 0);
    const leader = this.tree.leaderOf(thread);
    const evidence = this.of(leader);
    if (event.kind === "signal") evidence.signal = event;
    if (event.kind !== "syscall") return;
    evidence.last.set(thread.pid, event);
    evidence.calls++;
    const pending = event.ret?.errno === undefined ? pendingError(event) : undefined;
    if (pending) this.#suspect(evidence, event, pending.syscall, pending.errno, pending.fd === undefined ? undefined : evidence.names.get(pending.fd));
    else if (event.ret?.errno !== undefined) this.#suspect(evidence, event, event.name ?? "?", event.ret.errno);
    else this.#success(evidence, event);
    this.#names(evidence, event);
  }

  of(leader: TracedProcess): ProcessEvidence {
    const known = this.byPid.get(leader.pid);
    if (known && known.process === leader) return known;
    const parent = leader.ppid === undefined ? undefined : this.byPid.get(leader.ppid);
    const fresh: ProcessEvidence = {
      process: leader, program: parent?.program, argv: parent?.argv ?? [], calls: 0, suspects: new Map(), messages: [],
      signal: undefined, last: new Map(), names: new Map(parent?.names ?? []),
    };
    this.byPid.set(leader.pid, fresh);
    return fresh;
  }

  #suspect(evidence: ProcessEvidence, event: TraceEvent, syscall: string, errno: string, about?: string): void {
    const subject = about ?? subjectOf(event, (fd) => evidence.names.get(fd));
    const key = `${syscall} ${errno} ${subject === undefined ? "" : lastPart(subject)}`;
    const known = evidence.suspects.get(key);
    if (known) {
      known.subject = subject;
      known.ordinal = evidence.calls;
      known.pid = event.pid ?? 0;
      known.isResolved = false;
      if (known.lines.length < mostLines) known.lines.push(event.line);
      else known.lines[mostLines - 1] = event.line;
      return;
    }
    if (evidence.suspects.size >= mostSuspects) {
      const oldest = evidence.suspects.keys().next().value;
      if (oldest !== undefined) evidence.suspects.delete(oldest);
    }
    const flags = (event.args ?? []).flatMap((arg) => flagsOf(arg));
    evidence.suspects.set(key, {
      syscall, errno, subject, lines: [event.line], pid: event.pid ?? 0, ordinal: evidence.calls, isResolved: false,
      isCreation: flags.includes("O_CREAT") || /^(mkdir|mknod|link|symlink|creat)/.test(syscall),
    });
  }

  #success(evidence: ProcessEvidence, event: TraceEvent): void {
    const name = event.name ?? "";
    if ((name === "execve" || name === "execveat") && event.ret?.value === 0) {
      evidence.program = textOf(argument(event, name === "execve" ? 0 : 1));
      const list = argument(event, name === "execve" ? 1 : 2);
      evidence.argv = list?.kind === "array" ? list.items.map((item) => textOf(item) ?? "") : [];
      evidence.suspects = new Map();
      evidence.messages = [];
      return;
    }
    if (writers.has(name)) {
      const fd = numberOf(argument(event, 0));
      if (fd === 2) this.#message(evidence, event);
      return;
    }
    if (/^(kill|tkill|tgkill|pidfd_send_signal)$/.test(name)) this.#kill(event);
    if (evidence.suspects.size === 0 || !/^(open|execve|stat|newfstatat|access|faccessat|mkdir|connect|statx|lstat)/.test(name)) return;
    const subject = subjectOf(event, () => undefined);
    if (subject === undefined || subject === "") return;
    const last = lastPart(subject);
    for (const suspect of evidence.suspects.values()) {
      if (suspect.subject !== undefined && lastPart(suspect.subject) === last && suspect.errno !== "EEXIST") suspect.isResolved = true;
    }
  }

  #message(evidence: ProcessEvidence, event: TraceEvent): void {
    const parts: string[] = [];
    let cutOff = false;
    const add = (value: Value | undefined): void => {
      const inner = bare(value);
      if (inner?.kind !== "string") return;
      parts.push(inner.value);
      cutOff = inner.truncated;
    };
    const body = argument(event, 1);
    if (body?.kind === "array") for (const item of body.items) add(field(item, "iov_base"));
    else add(body);
    evidence.messages.push({ text: parts.join(""), cutOff, line: event.line, ordinal: evidence.calls });
    if (evidence.messages.length > mostMessages) {
      // Programs that write byte by byte say one thing in many calls.
      const first = evidence.messages.shift();
      const next = evidence.messages[0];
      if (first && next && first.text.length + next.text.length < 400) evidence.messages[0] = { ...next, text: first.text + next.text };
    }
  }

  #kill(event: TraceEvent): void {
    const signalAt = event.name === "tgkill" ? 2 : 1;
    const target = numberOf(argument(event, event.name === "tgkill" ? 1 : 0));
    const signal = flagsOf(argument(event, signalAt))[0];
    if (target === undefined || signal === undefined) return;
    if (this.sentSignals.length >= 1000) this.sentSignals.shift();
    this.sentSignals.push({ line: event.line, sender: event.pid ?? 0, target, signal, ret: event.ret?.value });
  }

  /** Keeps the names of descriptors as far as a diagnosis needs them: files opened, sockets connected or bound, copies. */
  #names(evidence: ProcessEvidence, event: TraceEvent): void {
    const name = event.name ?? "";
    const value = event.ret?.value;
    if (openers.has(name) && typeof value === "number" && value >= 0) {
      const path = subjectOf(event, () => undefined);
      if (path !== undefined) evidence.names.set(value, path);
    } else if (name === "connect" || name === "bind") {
      const fd = numberOf(argument(event, 0));
      const address = socketAddressOf(event.args?.[1]);
      if (fd !== undefined && address) evidence.names.set(fd, address.text);
    } else if (name === "socket" && typeof value === "number" && value >= 0) {
      evidence.names.set(value, `a socket (${(event.args ?? []).slice(0, 2).flatMap((arg) => flagsOf(arg)).join(", ")})`);
    } else if ((name === "pipe" || name === "pipe2") && value === 0) {
      const ends = argument(event, 0);
      if (ends?.kind === "array") for (const end of ends.items) { const fd = numberOf(end); if (fd !== undefined) evidence.names.set(fd, "a pipe"); }
    } else if (/^(dup[23]?|fcntl)$/.test(name) && typeof value === "number" && value >= 0) {
      const from = numberOf(argument(event, 0));
      const known = from === undefined ? undefined : evidence.names.get(from);
      if (name === "fcntl" && !flagsOf(argument(event, 1)).some((flag) => flag.startsWith("F_DUPFD"))) return;
      if (known !== undefined) evidence.names.set(value, known);
      else evidence.names.delete(value);
    } else if (name === "close" && value === 0) {
      const fd = numberOf(argument(event, 0));
      if (fd !== undefined) evidence.names.delete(fd);
    }
  }
}

interface PendingError { readonly syscall: string; readonly errno: string; readonly fd?: number }

/**
 * An error that a call reports while it succeeds itself: `getsockopt(…, SO_ERROR, [ECONNREFUSED], …) = 0` is the result
 * of an earlier connect; a netlink answer holds `{error=-ENETUNREACH, …}`; POLLERR on a UDP socket is the ICMP message
 * "port unreachable" (which the next receive would return as ECONNREFUSED).
 */
function pendingError(event: TraceEvent): PendingError | undefined {
  const name = event.name ?? "";
  if (name === "getsockopt" && flagsOf(argument(event, 2)).includes("SO_ERROR")) {
    const value = argument(event, 3);
    const errno = value?.kind === "array" ? flagsOf(value.items[0])[0] : undefined;
    const fd = numberOf(argument(event, 0));
    return errno?.startsWith("E") ? { syscall: "connect", errno, ...(fd === undefined ? {} : { fd }) } : undefined;
  }
  if (name === "recvmsg" || name === "recvfrom") {
    const errno = netlinkError(event.args?.[1], 0);
    return errno !== undefined && errno !== "ENODEV" ? { syscall: name, errno } : undefined;
  }
  if (name === "poll" && event.ret?.detail?.includes("POLLERR") && !event.ret.detail.includes("POLLHUP")) {
    const match = /fd=(\d+)[^}]*POLLERR/.exec(event.ret.detail);
    return match ? { syscall: name, errno: "ECONNREFUSED", fd: Number(match[1]) } : undefined;
  }
  return undefined;
}

function netlinkError(value: Value | undefined, depth: number): string | undefined {
  const inner = bare(value);
  if (!inner || depth > 8) return undefined;
  if (inner.kind === "struct") {
    for (const entry of inner.fields) {
      if (entry.name === "error") {
        const code = flagsOf(entry.value)[0] ?? (entry.value.kind === "unknown" ? entry.value.raw : undefined);
        const match = code === undefined ? undefined : /^-?(E[A-Z]+)$/.exec(code);
        if (match?.[1]) return match[1];
      }
      const found = netlinkError(entry.value, depth + 1);
      if (found !== undefined) return found;
    }
  } else if (inner.kind === "array") {
    for (const item of inner.items) {
      const found = netlinkError(item, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
