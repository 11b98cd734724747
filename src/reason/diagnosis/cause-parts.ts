import type { Cause } from "../../model/diagnosis.ts";
import type { TracedProcess } from "../../model/process.ts";
import { causeKindOf } from "./cause-kind.ts";
import { nameDescriptor } from "./descriptor-name.ts";
import type { EvidenceCollector, Transfer } from "./evidence.ts";
import { ordinaryFailures } from "./ordinary.ts";
import { leastWeight, rankSuspects, spokenBurst, type Ranked } from "./rank.ts";

/** Resources whose limit an errno speaks of. */
const limitBehind: Readonly<Record<string, string>> = { EMFILE: "RLIMIT_NOFILE", EFBIG: "RLIMIT_FSIZE", ENOMEM: "RLIMIT_AS", EAGAIN: "RLIMIT_NPROC" };

/** The failing calls of a process that may be why it ended so, most likely first. */
export function rankedOf(process: TracedProcess, evidence: EvidenceCollector, status: number | undefined = process.exit?.status): Ranked[] {
  return rankSuspects(evidence.of(process), status, evidence.programOf(process)).filter((one) => one.weight >= leastWeight);
}

export function fromSuspect(ranked: Ranked, rank: number, process: TracedProcess, evidence: EvidenceCollector): Cause {
  const { suspect } = ranked;
  const found = evidence.of(process);
  const resource = limitBehind[suspect.errno];
  const limit = resource === undefined ? undefined : evidence.limitOf(process, resource);
  return {
    rank,
    kind: causeKindOf(suspect.syscall, suspect.errno, suspect.subject, suspect.isThere),
    syscall: suspect.syscall,
    errno: suspect.errno,
    ...(suspect.subject === undefined ? {} : { subject: suspect.subject }),
    pid: suspect.pid,
    line: suspect.lines[suspect.lines.length - 1] ?? process.lastLine,
    lines: suspect.lines,
    tries: suspect.count,
    confidence: Math.min(0.98, Math.round(ranked.weight / 1.5) / 100),
    evidence: ranked.evidence,
    ...(limit ? { limit } : {}),
    ...partsOf(process, evidence),
    ...(rank === 1 ? { ordinary: ordinaryFailures(found, suspect) } : {}),
  };
}

/** What every cause says about its process: the program, how it ended, what it said last. */
export function partsOf(process: TracedProcess, evidence: EvidenceCollector): Partial<Cause> {
  const burst = spokenBurst(evidence.of(process));
  const first = burst[0];
  const text = burst.map((message) => message.text).join("").trim();
  const { program } = evidence.programOf(process);
  return {
    ...(program === undefined ? {} : { program }),
    ...(process.exit?.status === undefined ? {} : { status: process.exit.status }),
    ...(first && text !== "" ? { message: { text: text.slice(0, 400), line: first.line } } : {}),
  };
}

const standard = ["standard input", "standard output", "standard error"];

function shown({ line, fd, file, bytes }: Transfer): NonNullable<Cause["lastRead"]> {
  return { line, bytes, name: nameDescriptor(file) ?? standard[fd] ?? `descriptor ${fd}` };
}

/** The program decided by itself: what it read and wrote last is all that a capture can add. */
export function noFailingCall(process: TracedProcess, evidence: EvidenceCollector): Cause {
  const found = evidence.of(process);
  const line = process.exit?.line ?? process.lastLine;
  return {
    rank: 1, kind: "no-failing-call", pid: process.pid, line, lines: [line],
    confidence: 0.7, evidence: ["no call that failed explains it"], ...partsOf(process, evidence),
    ...(found.lastRead ? { lastRead: shown(found.lastRead) } : {}), ...(found.lastWrite ? { lastWrite: shown(found.lastWrite) } : {}),
    ordinary: ordinaryFailures(found, undefined),
  };
}
