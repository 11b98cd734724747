import { errnoByName, errnoMeaning } from "../knowledge/errnos/index.ts";
import { signalByName } from "../knowledge/signals/index.ts";
import type { Diagnosis } from "../model/capture.ts";
import type { Cause } from "../model/diagnosis.ts";
import type { Sentence } from "../model/explanation.ts";

/** A cause in words: the summary first, then why, then what to look at. `capture` names the file the lines are of. */
export function explainCause(cause: Cause, capture: string): Diagnosis {
  const at = (line: number): Sentence["because"] => [{ command: capture, line }];
  const sentences: Sentence[] = [];
  const concept = cause.signal !== undefined && cause.errno === undefined ? "signals" : "errno";
  const meaning = meaningOf(cause);
  if (meaning !== undefined) sentences.push({ text: meaning, concept, because: at(cause.line) });
  if (cause.message) sentences.push({ text: `The program wrote: "${oneLine(cause.message.text)}".`, because: at(cause.message.line) });
  if (cause.sender) sentences.push({ text: senderText(cause), concept: "signals", because: at(cause.sender.line ?? cause.line) });
  const check = whatToCheck(cause);
  if (check !== undefined) sentences.push({ text: check, because: at(cause.line) });
  return { ...cause, summary: summaryOf(cause), sentences };
}

function programOf(cause: Cause): string {
  const path = cause.program;
  return path === undefined ? (cause.pid === 0 ? "The program" : `Process ${cause.pid}`) : path.slice(path.lastIndexOf("/") + 1);
}

/** One line: who failed, at what. */
export function summaryOf(cause: Cause): string {
  const who = programOf(cause);
  const what = cause.subject ?? "something";
  switch (cause.kind) {
    case "missing-file": return `${who} failed: ${what} does not exist`;
    case "missing-directory": return `${who} failed: the directory ${what} does not exist`;
    case "missing-program": return `${who} failed: there is no program ${what}`;
    case "missing-interpreter": return `${who} failed: ${what} is there, but the interpreter it names is not`;
    case "missing-library": return `${who} failed: the library ${what} was not found`;
    case "missing-module": return `${who} failed: a module was not found (${what})`;
    case "not-permitted": return `${who} failed: ${cause.syscall} of ${what} is not permitted`;
    case "read-only": return `${who} failed: ${what} is on a read-only file system`;
    case "no-space": return `${who} failed: no space left for ${what}`;
    case "limit": return `${who} failed: ${cause.syscall ?? "it"} hit a limit${cause.subject === undefined ? "" : ` at ${what}`}`;
    case "exists": return `${who} failed: ${what} ${cause.errno === "ENOTEMPTY" ? "is not empty" : "exists already"}`;
    case "wrong-kind": return `${who} failed: ${what} is not what the call needs (${cause.errno})`;
    case "bad-program": return `${who} failed: ${what} is not a program the kernel can run`;
    case "refused": return `${who} failed: nothing listens on ${what}`;
    case "unreachable": return `${who} failed: no way to ${what}`;
    case "no-answer": return `${who} failed: no answer from ${what}`;
    case "name-lookup": return `${who} failed: the name server ${what} did not answer`;
    case "address-in-use": return `${who} failed: ${what} is already in use`;
    case "address-not-here": return `${who} failed: ${what} is not an address of this host`;
    case "busy": return `${who} failed: ${what} is held by somebody else`;
    case "crash": return `${who} was ended by ${cause.signal}${cause.subject === undefined ? "" : ` at ${what}`}`;
    case "killed": return `${who} was killed by ${cause.signal}`;
    case "hang": return `${who} waited in ${cause.syscall}${cause.subject === undefined ? "" : ` for ${what}`} and did not come back`;
    case "failed-call": return `${who} failed: ${cause.syscall} of ${what} (${cause.errno})`;
    case "no-failing-call": return `${who} ended with status ${cause.status ?? "?"}, and no failing call explains it`;
  }
}

function meaningOf(cause: Cause): string | undefined {
  if (cause.kind === "no-failing-call") return "The system calls all did what was asked, or failed as they do in ordinary runs; the program decided by itself.";
  if (cause.kind === "hang") {
    return `The call had not returned${cause.waitedS === undefined ? "" : ` after ${cause.waitedS.toFixed(1)} s`}: only somebody else could end that wait.`;
  }
  if (cause.errno !== undefined) {
    const meaning = errnoMeaning(cause.errno, cause.syscall);
    const message = errnoByName(cause.errno)?.message;
    const times = cause.lines.length > 1 ? ` It was tried ${cause.lines.length} times.` : "";
    return `${cause.syscall} returned ${cause.errno}${message === undefined ? "" : ` (${message})`}${meaning === undefined ? "" : `: ${meaning}`}.${times}`;
  }
  if (cause.signal !== undefined) {
    const signal = signalByName(cause.signal);
    return signal === undefined ? undefined : `${cause.signal}: ${signal.meaning}.`;
  }
  return undefined;
}

function senderText(cause: Cause): string {
  const { sender } = cause;
  if (!sender) return "";
  const name = sender.program === undefined ? `process ${sender.pid}` : `${sender.program.slice(sender.program.lastIndexOf("/") + 1)} (${sender.pid})`;
  return sender.line === undefined ? `${cause.signal} came from ${name}; its call is not in this capture.` : `${name} sent ${cause.signal}.`;
}

function whatToCheck(cause: Cause): string | undefined {
  const { subject } = cause;
  const port = subject === undefined || subject.startsWith("/") ? undefined : /:(\d+)$/.exec(subject)?.[1];
  switch (cause.kind) {
    case "refused": return port === undefined ? "Check: is the server running, and does the socket exist?" : `Check: ss -ltn 'sport = :${port}'`;
    case "address-in-use": return port === undefined ? undefined : `Check who holds it: ss -ltnp 'sport = :${port}'`;
    case "not-permitted": return subject?.startsWith("/") ? "Check the permissions along the path: namei -l PATH" : undefined;
    case "no-space": return "Check: df -h and df -i of that file system.";
    case "limit": return cause.errno === "EMFILE" ? "Check: ulimit -n, and which descriptors are never closed." : undefined;
    case "unreachable": return "Check: hostlens path ADDRESS says which route or neighbour is missing.";
    case "missing-interpreter": return "Check the first line of the script (after #!), a carriage return at its end included.";
    default: return undefined;
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " / ").trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
