import type { Message, ProcessEvidence } from "./evidence.ts";
import { expectedFailure, probingCalls } from "./expected-failures.ts";
import { lastPart, namesErrno, namesSubject, type Utterance } from "./message-match.ts";
import type { Suspect } from "./suspects.ts";

/** A suspect with its weight and what spoke for it. */
export interface Ranked {
  readonly suspect: Suspect;
  readonly weight: number;
  readonly evidence: string[];
}

const grave: ReadonlySet<string> = new Set([
  "ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "ENOMEM", "EFBIG", "EIO", "ENOEXEC", "ELOOP", "ETXTBSY", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT",
  "EHOSTUNREACH", "ENETUNREACH", "EADDRINUSE", "EADDRNOTAVAIL", "EPIPE", "ENAMETOOLONG", "EISDIR", "ENOTEMPTY", "EDEADLK", "ENOLCK", "E2BIG", "EAGAIN",
  "EWOULDBLOCK", "EBUSY", "ENODEV", "EAFNOSUPPORT", "EMSGSIZE", "EHOSTDOWN", "ESTALE", "EMLINK", "ENOBUFS",
]);
const permission: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

/** Weight below which nothing is called a cause. */
export const leastWeight = 50;
/** Weight from which a failing call is the cause whatever else there is. */
export const certainWeight = 100;

/**
 * Orders the failing calls of a process by how likely each is the reason for its non-zero exit. What counts: whether
 * the message on standard error names the errno or the subject, whether the subject was asked for on the command line,
 * how close to the message the call stands, how grave the errno is, and against it: that the failure is known from
 * ordinary runs, and that the same thing was reached later.
 */
export function rankSuspects(evidence: ProcessEvidence, status: number | undefined, runs: { program: string | undefined; argv: readonly string[] }): Ranked[] {
  const { argv } = runs;
  const messages = spokenBurst(evidence);
  const said = messages[0];
  const commandLine = argv.slice(1).join("\0");
  const program = lastPart(runs.program ?? "");
  const text = messages.map((message) => message.text).join("");
  const isModuleMissing = /ModuleNotFoundError|No module n|Cannot find module|modules\/cjs\/loader|ERR_MODULE_NOT_FOUND|Can't locate|cannot load such file|ClassNotFound|module '.*' not found/.test(text);
  const isNameLookup = /resolv|gaierror|getaddrinfo|EAI_AGAIN|ENOTFOUND|[Nn]ame or service|[Uu]nknown host|bad address/.test(text);
  const isTrace = /^Traceback \(most recent|\n\s+at |Exception in thread/.test(text);
  const isTimeout = /tim(ed|e)[ -]?out|ETIMEDOUT/i.test(text);
  const ranked: Ranked[] = [];
  for (const suspect of evidence.suspects.values()) {
    const subject = suspect.subject;
    const why = expectedFailure(suspect.syscall, suspect.errno, subject);
    const because: string[] = [];
    let weight = baseWeight(suspect);
    const errnoNamed = namesErrno(messages, suspect.errno);
    const subjectNamed = subject !== undefined && namesSubject(messages, subject, program);
    if (errnoNamed > 0) { weight += errnoNamed === 2 ? 60 : 45; because.push("the message on standard error names the error"); }
    else if (saysLoosely(messages, suspect.errno)) { weight += 25; because.push("the message speaks of such an error"); }
    if (subjectNamed) { weight += 45; because.push("the message names it"); }
    if (subject !== undefined && isAskedFor(subject, commandLine)) { weight += 25; because.push("it stands on the command line"); }
    const distance = callsUntilSaid(suspect, messages, evidence.calls);
    // What failed only while a stack trace was being printed is no reason for it.
    if (isTrace && said && suspect.firstOrdinal > said.ordinal) weight -= 90;
    else if (distance < 0) weight -= 25;
    else if (distance <= 6) { weight += 30; because.push(said ? "the message follows at once" : "the process ended right after"); }
    else if (distance <= 40) weight += 15;
    else if (distance <= 200) weight += 5;
    if (status === 127 && !suspect.isResolved && isCommandLookup(suspect)) { weight += 45; because.push("exit status 127: command not found"); }
    if (status === 126 && suspect.syscall === "execve") { weight += 40; because.push("exit status 126: found, but could not be run"); }
    if (suspect.count >= 3 && !suspect.isResolved && why === undefined) { weight += 12; because.push(`it was tried ${suspect.count} times`); }
    if (program.length >= 3 && lastPart(subject ?? "").includes(program)) weight += 6;
    if (isModuleMissing && suspect.errno === "ENOENT" && distance >= 0 && (why === undefined || why === "module search")) {
      weight += why === undefined ? 60 : 125;
      because.push("the message says that a module was not found");
    }
    if (isNameLookup && /(^|[^\d]):53$|:53\b/.test(subject ?? "")) { weight += 60; because.push("the message says that a name could not be resolved"); }
    if (suspect.syscall === "connect" && suspect.errno === "EINPROGRESS" && isTimeout) { weight += 120; because.push("the message says that it timed out"); }
    if (why !== undefined) weight -= errnoNamed > 0 && subjectNamed ? 10 : 75;
    const isStillMeant = permission.has(suspect.errno) && /read-?only|denied|\bwrit/i.test(text);
    if (suspect.isResolved && !isStillMeant) weight -= suspect.isCreation ? 40 : 70;
    ranked.push({ suspect, weight, evidence: because });
  }
  return ranked.sort((a, b) => b.weight - a.weight || b.suspect.ordinal - a.suspect.ordinal);
}

/** How many calls lie between a failure and the next message; negative where nothing was said after it. */
function callsUntilSaid(suspect: Suspect, messages: readonly Message[], calls: number): number {
  if (messages.length === 0) return calls - suspect.ordinal;
  for (const ordinal of [suspect.ordinal, suspect.firstOrdinal]) {
    const next = messages.find((message) => message.ordinal >= ordinal);
    if (next) return next.ordinal - ordinal;
  }
  const last = messages.at(-1);
  return last && suspect.ordinal - last.ordinal <= 2 ? 0 : -1;
}

/** Words that programs use instead of the C library's text. */
const looseWords: Readonly<Record<string, RegExp>> = {
  ENOENT: /not found|missing|no rule to|can(not|'t) (find|open)|does(n't| not) exist|unable to (find|locate|open)|no such (file|dir|entry)/i,
  EACCES: /\bwrit|denied|read-?only|not allowed|permission/i,
  EPERM: /denied|not allowed|permission|not permitted|must be root/i,
  EROFS: /read-?only/i,
  ECONNREFUSED: /refused|(could|can)(n't| ?not) connect|failed to connect|unreachable|unable to connect/i,
  ETIMEDOUT: /tim(ed|e)[ -]?out/i,
  ENETUNREACH: /unreachable|no route/i,
  EHOSTUNREACH: /unreachable|no route/i,
  EADDRINUSE: /in use|already (bound|listening)/i,
  ENOSPC: /space|full/i,
  ENOMEM: /memory|alloc/i,
  EMFILE: /too many/i,
  EEXIST: /exist/i,
  ERESTARTSYS: /lock|tim(ed|e)[ -]?out/i,
  EAGAIN: /lock|busy|temporarily|resource|another (process|instance)/i,
};

function saysLoosely(messages: readonly Utterance[], errno: string): boolean {
  const words = looseWords[errno];
  return words !== undefined && words.test(messages.map((message) => message.text).join(""));
}

/** The last thing said: on standard error, or where nothing was, on standard output. */
export function spokenBurst(evidence: ProcessEvidence): Message[] {
  return burstOf(evidence.messages.length > 0 ? evidence.messages : evidence.outputs);
}

/** The end of a list of messages: writes that follow each other closely. */
function burstOf(all: readonly Message[]): Message[] {
  let start = all.length - 1;
  while (start > 0) {
    const here = all[start];
    const before = all[start - 1];
    if (!here || !before || here.ordinal - before.ordinal > 80) break;
    start--;
  }
  return all.slice(Math.max(0, start));
}

function baseWeight(suspect: Suspect): number {
  if (probingCalls.has(suspect.syscall)) return suspect.errno === "EACCES" ? 20 : 10;
  if (grave.has(suspect.errno) || suspect.isReported || suspect.errno.startsWith("ERESTART")) return 45;
  if (permission.has(suspect.errno)) return 40;
  switch (suspect.errno) {
    case "ENOENT": return suspect.isCreation ? 35 : 25;
    case "EEXIST": return suspect.isCreation ? 25 : 5;
    case "ENOTDIR": return 25;
    default: return 15;
  }
}

function isAskedFor(subject: string, commandLine: string): boolean {
  const last = lastPart(subject);
  return last.length >= 3 && commandLine.includes(last);
}

function isCommandLookup(suspect: Suspect): boolean {
  return suspect.errno === "ENOENT" && (suspect.syscall === "execve" || probingCalls.has(suspect.syscall) && suspect.lines.length >= 2
    || probingCalls.has(suspect.syscall) && /\/s?bin\//.test(suspect.subject ?? ""));
}
