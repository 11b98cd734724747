import type { Cause } from "../../model/diagnosis.ts";
import type { TracedProcess } from "../../model/process.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, field, flagsOf, numberOf } from "../../parse/strace/arguments.ts";
import { causeKindOf } from "./cause-kind.ts";
import { findCulprit, hasFailed } from "./culprit.ts";
import type { EvidenceCollector, ProcessEvidence } from "./evidence.ts";
import { lastBurst, leastWeight, rankSuspects, type Ranked } from "./rank.ts";
import { subjectOf } from "./subject.ts";

const crashes: ReadonlySet<string> = new Set(["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGSYS", "SIGTRAP"]);
const mostCauses = 3;

/**
 * Why the traced run failed, most likely cause first; empty where it did not fail or the capture does not show its end.
 * A non-zero exit that no call explains is one cause of kind `no-failing-call`.
 */
export function diagnose(evidence: EvidenceCollector): Cause[] {
  const root = evidence.tree.processes[0];
  if (!root) return [];
  const start = evidence.tree.leaderOf(root);
  if (hasFailed(start)) return causesOf(findCulprit(start, evidence), evidence);
  // The first process may have ended well (a daemon's parent) while one that nobody waits for crashed.
  const crashed = evidence.tree.processes.find((process) => process.threadOf === undefined && process.reaped === undefined
    && process.exit?.signal !== undefined && crashes.has(process.exit.signal) && process !== start);
  if (crashed) return causesOf([crashed], evidence);
  return start.exit === undefined ? unendedRun(evidence) : [];
}

function causesOf(chain: readonly TracedProcess[], evidence: EvidenceCollector): Cause[] {
  const culprit = chain[chain.length - 1];
  if (!culprit) return [];
  const found = evidence.of(culprit);
  if (culprit.exit?.signal !== undefined) return signalCauses(culprit, culprit.exit.signal, found, evidence);
  const status = culprit.exit?.status;
  const ranked = rankSuspects(found, status).filter((one) => one.weight >= leastWeight).slice(0, mostCauses);
  if (ranked.length === 0) {
    // Perhaps a wrapper further up failed by itself.
    for (let index = chain.length - 2; index >= 0; index--) {
      const parent = chain[index];
      if (!parent) continue;
      const above = evidence.of(parent);
      const own = rankSuspects(above, parent.exit?.status).filter((one) => one.weight >= leastWeight + 30).slice(0, 1);
      if (own.length > 0) return own.map((one, rank) => fromSuspect(one, rank + 1, parent, above));
    }
    return [noFailingCall(culprit, found)];
  }
  return ranked.map((one, index) => fromSuspect(one, index + 1, culprit, found));
}

function fromSuspect(ranked: Ranked, rank: number, process: TracedProcess, found: ProcessEvidence): Cause {
  const { suspect } = ranked;
  const isKnownToExist = suspect.syscall === "execve" && suspect.subject !== undefined && isSeenElsewhere(found, suspect.subject, process);
  return {
    rank,
    kind: causeKindOf(suspect.syscall, suspect.errno, suspect.subject, isKnownToExist),
    syscall: suspect.syscall,
    errno: suspect.errno,
    ...(suspect.subject === undefined ? {} : { subject: suspect.subject }),
    pid: suspect.pid,
    line: suspect.lines[suspect.lines.length - 1] ?? process.lastLine,
    lines: suspect.lines,
    confidence: Math.min(0.98, Math.round(ranked.weight / 1.5) / 100),
    evidence: ranked.evidence,
    ...common(process, found),
  };
}

/** A script with a path of its own that a shell could read after the kernel could not run it does exist. */
function isSeenElsewhere(found: ProcessEvidence, path: string, process: TracedProcess): boolean {
  if (!path.includes("/")) return false;
  const failedStat = [...found.suspects.values()].some((other) => other.syscall !== "execve" && other.subject === path && other.errno === "ENOENT");
  const bins = process.execs.filter((exec) => exec.errno === "ENOENT" && exec.path.slice(exec.path.lastIndexOf("/")) === path.slice(path.lastIndexOf("/")));
  return !failedStat && bins.length <= 1;
}

function common(process: TracedProcess, found: ProcessEvidence): Partial<Cause> {
  const burst = lastBurst(found);
  const first = burst[0];
  const text = burst.map((message) => message.text).join("").trim();
  return {
    ...(found.program === undefined ? {} : { program: found.program }),
    ...(process.exit?.status === undefined ? {} : { status: process.exit.status }),
    ...(first && text !== "" ? { message: { text: text.slice(0, 400), line: first.line } } : {}),
  };
}

function noFailingCall(process: TracedProcess, found: ProcessEvidence): Cause {
  return {
    rank: 1, kind: "no-failing-call", pid: process.pid, line: process.exit?.line ?? process.lastLine, lines: [process.exit?.line ?? process.lastLine],
    confidence: 0.7, evidence: ["no call that failed explains it"], ...common(process, found),
  };
}

function signalCauses(process: TracedProcess, signal: string, found: ProcessEvidence, evidence: EvidenceCollector): Cause[] {
  const line = process.exit?.line ?? process.lastLine;
  const info = found.signal?.name === signal ? found.signal : undefined;
  const siginfo = info ? argument(info, 0) : undefined;
  const shared = { pid: process.pid, signal, ...common(process, found) };
  if (crashes.has(signal)) {
    const address = addressOf(field(siginfo, "si_addr") ?? field(siginfo, "si_call_addr"));
    const syscall = signal === "SIGSYS" ? flagsOf(field(siginfo, "si_syscall"))[0]?.replace(/^__NR_/, "") : undefined;
    const crash: Cause = {
      rank: 1, kind: "crash", ...shared, line: info?.line ?? line, lines: [info?.line ?? line, line], confidence: 0.95,
      evidence: ["a signal ended it"], ...(address === undefined ? {} : { subject: address }), ...(syscall === undefined ? {} : { syscall }),
    };
    return [crash, ...alongside(found, 2)];
  }
  if (signal === "SIGPIPE" || signal === "SIGXFSZ") {
    const failed = [...found.suspects.values()].findLast((one) => one.errno === (signal === "SIGPIPE" ? "EPIPE" : "EFBIG"));
    return [{
      rank: 1, kind: signal === "SIGPIPE" ? "crash" : "limit", ...shared, line: failed?.lines.at(-1) ?? line, lines: [...(failed?.lines ?? []), line], confidence: 0.95,
      evidence: ["a signal ended it"], ...(failed?.subject === undefined ? {} : { subject: failed.subject }), ...(failed ? { syscall: failed.syscall, errno: failed.errno } : {}),
    }];
  }
  return killed(process, signal, info, siginfo, found, evidence);
}

/** Ended from outside (or by itself): who sent it, and what it was waiting for meanwhile. */
function killed(
  process: TracedProcess, signal: string, info: TraceEvent | undefined, siginfo: Value | undefined, found: ProcessEvidence, evidence: EvidenceCollector,
): Cause[] {
  const line = process.exit?.line ?? process.lastLine;
  const sent = evidence.sentSignals.findLast((one) => one.signal === signal && (one.target === process.pid || one.target === 0 || one.target === -process.pid) && one.line <= line);
  const senderPid = numberOf(field(siginfo, "si_pid")) ?? sent?.sender;
  const senderProgram = senderPid === undefined ? undefined : evidence.byPid.get(senderPid)?.program;
  const sender = senderPid === undefined || senderPid === 0 ? undefined
    : { pid: senderPid, ...(sent ? { line: sent.line } : {}), ...(senderProgram === undefined ? {} : { program: senderProgram }) };
  const waiting = waitOf(process, found, evidence);
  const base = { pid: process.pid, signal, ...common(process, found), ...(sender ? { sender } : {}) };
  const cause: Cause = {
    rank: 1, kind: "killed", ...base, line: info?.line ?? sent?.line ?? line, lines: [sent?.line, info?.line, line].filter((one) => one !== undefined),
    confidence: sender ? 0.9 : 0.8, evidence: [sender ? "the sender is in the capture" : "the signal came from outside the capture"],
    ...(found.program === undefined ? {} : { subject: found.program }),
  };
  if (waiting && waiting.isEndless && signal !== "SIGALRM") {
    const hang: Cause = {
      rank: 1, kind: "hang", ...base, pid: waiting.pid, syscall: waiting.syscall, line: waiting.line, lines: [waiting.line, line],
      confidence: 0.8, evidence: ["the call never returned; a signal ended the wait"],
      ...(waiting.subject === undefined ? {} : { subject: waiting.subject }), ...(waiting.seconds === undefined ? {} : { waitedS: waiting.seconds }),
    };
    return [hang, { ...cause, rank: 2 }];
  }
  return [cause];
}

interface Wait { pid: number; syscall: string; line: number; subject?: string; seconds?: number; isEndless: boolean }

/** The call a process (or the child it waited for) was in when the capture ended or a signal came. */
function waitOf(process: TracedProcess, found: ProcessEvidence, evidence: EvidenceCollector, depth = 0): Wait | undefined {
  let open: TraceEvent | undefined;
  for (const event of found.last.values()) {
    if (event.kind === "syscall" && neverReturned(event) && (open === undefined || event.line < open.line || open.name === "futex")) open = event;
  }
  if (!open) return undefined;
  const name = open.name ?? "";
  if (/^(wait4|waitid|waitpid|rt_sigsuspend)$/.test(name) && depth < 20) {
    for (const child of evidence.tree.processes) {
      if (child.ppid !== process.pid || child.threadOf !== undefined || child.lastLine < open.line && child.exit) continue;
      const below = waitOf(child, evidence.of(child), evidence, depth + 1);
      if (below) return below;
    }
  }
  const subject = subjectOf(open, (fd) => found.names.get(fd)) ?? polledSubject(open, found);
  const seconds = open.time === undefined || evidence.lastTime === undefined ? undefined : Math.max(0, evidence.lastTime - open.time);
  const isEndless = isEndlessWait(open) && (seconds === undefined || seconds >= 1);
  return { pid: open.pid ?? process.pid, syscall: name, line: open.line, isEndless, ...(subject === undefined ? {} : { subject }), ...(seconds === undefined ? {} : { seconds }) };
}

function neverReturned(event: TraceEvent): boolean {
  if (event.name === "exit_group" || event.name === "exit") return false;
  return event.unfinished === true && event.resumed === undefined || event.ret === undefined || event.ret.value === "?";
}

/** Waits that only somebody else can end: no time limit among the arguments. */
function isEndlessWait(event: TraceEvent): boolean {
  const last = event.args?.at(-1);
  switch (event.name) {
    case "futex": return flagsOf(argument(event, 1)).some((flag) => flag.startsWith("FUTEX_WAIT") || flag.startsWith("FUTEX_LOCK")) && (event.args?.[3]?.kind === "pointer" || event.args?.[3] === undefined);
    case "poll": case "epoll_wait": case "epoll_pwait": return numberOf(argument(event, event.name === "poll" ? 2 : 3)) === -1;
    case "select": case "pselect6": case "ppoll": return last?.kind === "pointer";
    case "read": case "readv": case "recvfrom": case "recvmsg": case "recv": case "accept": case "accept4": case "connect": case "flock": case "fcntl":
    case "open": case "openat": case "write": case "sendto": case "msgrcv": case "semop": case "rt_sigtimedwait": case "pause": case "wait4": case "waitid":
      return true;
    default: return false;
  }
}

/** The descriptors of a poll, by what they stand for. */
function polledSubject(event: TraceEvent, found: ProcessEvidence): string | undefined {
  const list = argument(event, 0);
  if (list?.kind !== "array") return undefined;
  const names = list.items.map((item) => { const fd = numberOf(field(item, "fd")); return fd === undefined ? undefined : found.names.get(fd) ?? `descriptor ${fd}`; });
  return names.filter((name) => name !== undefined).slice(0, 3).join(", ") || undefined;
}

function addressOf(value: Value | undefined): string | undefined {
  if (value?.kind === "pointer") return value.raw;
  if (value?.kind === "number") return value.raw ?? `0x${value.value.toString(16)}`;
  return undefined;
}

/** Failing calls that may have led to a crash: an unchecked result just before it. */
function alongside(found: ProcessEvidence, rank: number): Cause[] {
  const near = rankSuspects(found, undefined).filter((one) => one.weight >= leastWeight && found.calls - one.suspect.ordinal <= 20).slice(0, 1);
  return near.map((one) => ({ ...fromSuspect(one, rank, found.process, found), confidence: 0.4 }));
}

/** The capture ends before the program does: a hang only where a thread was seen waiting long, for something endless. */
function unendedRun(evidence: EvidenceCollector): Cause[] {
  const root = evidence.tree.processes[0];
  if (!root) return [];
  const wait = waitOf(root, evidence.of(root), evidence);
  if (!wait || !wait.isEndless || wait.seconds === undefined || wait.seconds < 5) return [];
  return [{
    rank: 1, kind: "hang", pid: wait.pid, syscall: wait.syscall, line: wait.line, lines: [wait.line], confidence: 0.5, waitedS: wait.seconds,
    evidence: ["the call had not returned when the capture ended"], ...(wait.subject === undefined ? {} : { subject: wait.subject }), ...common(root, evidence.of(root)),
  }];
}
