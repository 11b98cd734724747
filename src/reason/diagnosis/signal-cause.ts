import type { Cause } from "../../model/diagnosis.ts";
import type { TracedProcess } from "../../model/process.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, field, flagsOf, numberOf } from "../../parse/strace/arguments.ts";
import { fromSuspect, partsOf, rankedOf } from "./cause-parts.ts";
import { isTimeLimiter } from "./culprit.ts";
import type { EvidenceCollector } from "./evidence.ts";
import { lastPart } from "./message-match.ts";
import { waitOf, type Wait } from "./wait.ts";

/** Signals that a fault of the program itself raises. */
export const crashes: ReadonlySet<string> = new Set(["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGSYS", "SIGTRAP"]);

/** Why a signal ended this process. */
export function signalCauses(process: TracedProcess, signal: string, evidence: EvidenceCollector): Cause[] {
  const found = evidence.of(process);
  const line = process.exit?.line ?? process.lastLine;
  const info = found.signals.get(signal)?.event;
  const siginfo = info ? argument(info, 0) : undefined;
  const shared = { pid: process.pid, signal, ...partsOf(process, evidence) };
  const senderPid = numberOf(field(siginfo, "si_pid"));
  const isSent = flagsOf(field(siginfo, "si_code")).includes("SI_USER") && senderPid !== process.pid;
  if (crashes.has(signal) && !isSent) {
    const address = addressOf(field(siginfo, "si_addr") ?? field(siginfo, "si_call_addr"));
    const syscall = signal === "SIGSYS" ? flagsOf(field(siginfo, "si_syscall"))[0]?.replace(/^__NR_/, "") : undefined;
    const stack = signal === "SIGSEGV" ? evidence.limitOf(process, "RLIMIT_STACK") : undefined;
    const crash: Cause = {
      rank: 1, kind: "crash", ...shared, line: info?.line ?? line, lines: [info?.line ?? line, line], confidence: 0.95,
      evidence: ["a signal ended it"], ...(address === undefined ? {} : { subject: address }), ...(syscall === undefined ? {} : { syscall }),
      ...(stack ? { limit: stack } : {}), ...codeOf(siginfo),
    };
    return [crash, ...alongside(process, 2, evidence)];
  }
  if (signal === "SIGPIPE" || signal === "SIGXFSZ") {
    const failed = [...found.suspects.values()].findLast((one) => one.errno === (signal === "SIGPIPE" ? "EPIPE" : "EFBIG"));
    const limit = signal === "SIGXFSZ" ? evidence.limitOf(process, "RLIMIT_FSIZE") : undefined;
    return [{
      rank: 1, kind: signal === "SIGPIPE" ? "crash" : "limit", ...shared, line: failed?.lines.at(-1) ?? line, lines: [...(failed?.lines ?? []), line], confidence: 0.95,
      evidence: ["a signal ended it"], ...(failed?.subject === undefined ? {} : { subject: failed.subject }), ...(failed ? { syscall: failed.syscall, errno: failed.errno } : {}),
      ...(limit ? { limit } : {}),
    }];
  }
  const cpu = evidence.limitOf(process, "RLIMIT_CPU");
  if (signal === "SIGXCPU" || signal === "SIGKILL" && cpu && !sentTo(process, signal, line, evidence)) {
    return [{
      rank: 1, kind: "limit", ...shared, line: info?.line ?? line, lines: [...(cpu ? [cpu.line] : []), line], confidence: signal === "SIGXCPU" ? 0.95 : 0.75,
      evidence: ["the limit of processor time"], ...(cpu ? { limit: cpu } : {}),
    }];
  }
  return killed(process, signal, info, siginfo, evidence);
}

function sentTo(process: TracedProcess, signal: string, line: number, evidence: EvidenceCollector): EvidenceCollector["sentSignals"][number] | undefined {
  return evidence.sentSignals.findLast((one) => one.signal === signal && one.line <= line
    && (one.target === process.pid || one.target === 0 || one.target === -1 || one.target < -1));
}

/** Ended from outside (or by itself): who sent it, and what it was waiting for meanwhile. */
function killed(process: TracedProcess, signal: string, info: TraceEvent | undefined, siginfo: Value | undefined, evidence: EvidenceCollector): Cause[] {
  const line = process.exit?.line ?? process.lastLine;
  const direct = evidence.sentSignals.findLast((one) => one.signal === signal && one.target === process.pid && one.line <= line);
  const sent = direct ?? sentTo(process, signal, line, evidence);
  const senderPid = numberOf(field(siginfo, "si_pid")) ?? sent?.sender;
  const inCapture = senderPid === undefined ? undefined : evidence.byPid.get(senderPid)?.process;
  const senderProgram = inCapture && evidence.programOf(inCapture).program;
  const sender = senderPid === undefined || senderPid === 0 ? undefined
    : { pid: senderPid, ...(sent ? { line: sent.line } : {}), ...(senderProgram === undefined ? {} : { program: senderProgram }) };
  const waiting = waitOf(process, evidence.of(process), evidence);
  const base = { pid: process.pid, signal, ...partsOf(process, evidence), ...(sender ? { sender } : {}) };
  const { program } = evidence.programOf(process);
  const cause: Cause = {
    rank: 1, kind: "killed", ...base, line: info?.line ?? sent?.line ?? line, lines: [sent?.line, info?.line, line].filter((one) => one !== undefined),
    confidence: sender ? 0.9 : 0.8,
    evidence: [inCapture ? "the sender is in the capture" : sender ? "the signal names its sender" : "the signal came from outside the capture"],
    ...(program === undefined ? {} : { subject: program }),
    ...codeOf(siginfo),
  };
  if (!waiting?.isEndless || signal === "SIGALRM") return [cause];
  const hang = hangCause(waiting, evidence, { ...base, lines: [waiting.line, line], confidence: 0.8, evidence: ["the call never returned; a signal ended the wait"] });
  // A server that idles when it is told to stop did not hang; one that a time limit or SIGKILL ended did.
  const isImpatient = signal === "SIGKILL" || isTimeLimiter(lastPart(senderProgram ?? "")) || !/^(accept4?|epoll_p?wait2?|p?select6?|p?poll|pause|rt_sig\w+)$/.test(waiting.syscall);
  return isImpatient ? [hang, { ...cause, rank: 2 }] : [cause, { ...hang, rank: 2 }];
}

/** A wait that did not end, as a cause. */
export function hangCause(wait: Wait, evidence: EvidenceCollector, parts: Partial<Cause> & Pick<Cause, "lines" | "confidence" | "evidence">): Cause {
  const { program } = evidence.programOf(wait.process);
  return {
    ...parts, rank: 1, kind: "hang", pid: wait.pid, syscall: wait.syscall, line: wait.line,
    ...(program === undefined ? {} : { program }), ...(wait.subject === undefined ? {} : { subject: wait.subject }),
    ...(wait.seconds === undefined ? {} : { waitedS: wait.seconds }), ...(wait.others > 0 ? { threadsWaiting: wait.others + 1 } : {}),
  };
}

/** Failing calls that may have led to a crash: an unchecked result just before it. */
function alongside(process: TracedProcess, rank: number, evidence: EvidenceCollector): Cause[] {
  const { calls } = evidence.of(process);
  const near = rankedOf(process, evidence, undefined).filter((one) => calls - one.suspect.ordinal <= 20).slice(0, 1);
  return near.map((one) => ({ ...fromSuspect(one, rank, process, evidence), confidence: 0.4 }));
}

function codeOf(siginfo: Value | undefined): { signalCode?: string } {
  const code = flagsOf(field(siginfo, "si_code"))[0];
  return code === undefined ? {} : { signalCode: code };
}

function addressOf(value: Value | undefined): string | undefined {
  if (value?.kind === "pointer") return value.raw;
  if (value?.kind === "number") return value.raw ?? `0x${value.value.toString(16)}`;
  return undefined;
}
