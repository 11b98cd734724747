import type { TracedProcess } from "../../model/process.ts";
import type { TraceEvent } from "../../model/trace-event.ts";
import { argument, flagsOf, numberOf } from "../../parse/strace/arguments.ts";
import type { EvidenceCollector, OpenCall, ProcessEvidence } from "./evidence.ts";
import { subjectOf } from "./subject.ts";

/** The call that a thread was in when the capture, or its life, ended. */
export interface Wait {
  readonly process: TracedProcess;
  readonly pid: number;
  readonly syscall: string;
  readonly line: number;
  readonly subject?: string;
  readonly seconds?: number;
  /** only somebody else can end it: no time limit among the arguments, and it lasted (where times tell) */
  readonly isEndless: boolean;
  /** threads of the process that wait on locks too */
  readonly others: number;
}

const childWaits: ReadonlySet<string> = new Set(["wait4", "waitid", "waitpid", "rt_sigsuspend"]);

/** What a process, or the child it waited for, was waiting for at its end. */
export function waitOf(process: TracedProcess, found: ProcessEvidence, evidence: EvidenceCollector, depth = 0): Wait | undefined {
  let call: OpenCall | undefined;
  for (const other of found.open.values()) {
    if (call === undefined || other.event.line < call.event.line || call.event.name === "futex" && other.event.name !== "futex") call = other;
  }
  if (!call) return undefined;
  const open = call.event;
  const name = open.name ?? "";
  if (childWaits.has(name) && depth < 20) {
    for (const child of evidence.tree.processes) {
      if (child.ppid !== process.pid || child.threadOf !== undefined || child.lastLine < open.line && child.exit) continue;
      const below = waitOf(child, evidence.of(child), evidence, depth + 1);
      if (below) return below;
    }
  }
  const known = call.subject;
  const subject = subjectOf(open, () => known) ?? (call.polled.slice(0, 3).join(", ") || undefined);
  const seconds = open.time === undefined || evidence.lastTime === undefined ? undefined : Math.max(0, evidence.lastTime - open.time);
  const isEndless = isEndlessWait(open) && (seconds === undefined || seconds >= 1);
  return {
    process, pid: open.pid ?? process.pid, syscall: name, line: open.line, isEndless, others: found.open.size - 1,
    ...(subject === undefined ? {} : { subject }), ...(seconds === undefined ? {} : { seconds }),
  };
}

const endless: ReadonlySet<string> = new Set([
  "read", "readv", "pread64", "recvfrom", "recvmsg", "recvmmsg", "recv", "accept", "accept4", "connect", "flock", "fcntl", "fcntl64", "open", "openat", "openat2",
  "write", "writev", "sendto", "sendmsg", "msgrcv", "msgsnd", "semop", "mq_receive", "pause", "wait4", "waitid", "waitpid", "rt_sigsuspend", "io_uring_enter",
]);
/** Where the time limit stands; absent or NULL: none. */
const timeLimits: Readonly<Record<string, number>> = {
  select: 4, pselect6: 4, ppoll: 2, semtimedop: 3, mq_timedreceive: 4, rt_sigtimedwait: 2, epoll_pwait2: 3, io_getevents: 4, futex_waitv: 3, futex_time64: 3,
  rt_sigtimedwait_time64: 2, ppoll_time64: 2, pselect6_time64: 4,
};

function isEndlessWait(event: TraceEvent): boolean {
  const name = event.name ?? "";
  if (endless.has(name)) return true;
  const limit = timeLimits[name];
  if (limit !== undefined) return isAbsent(event, limit);
  switch (name) {
    case "futex": return flagsOf(argument(event, 1)).some((flag) => flag.startsWith("FUTEX_WAIT") || flag.startsWith("FUTEX_LOCK")) && isAbsent(event, 3);
    case "poll": return numberOf(argument(event, 2)) === -1;
    case "epoll_wait": case "epoll_pwait": return numberOf(argument(event, 3)) === -1;
    default: return false;
  }
}

/** NULL, or not shown: strace prints what a call fills in only when it returns. */
function isAbsent(event: TraceEvent, index: number): boolean {
  const value = argument(event, index);
  return value === undefined || value.kind === "pointer" || value.kind === "elided";
}
