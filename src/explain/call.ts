import { errnoMeaning } from "../knowledge/errnos/index.ts";
import { syscallByName, syscallByNumber, type Syscall } from "../knowledge/syscalls/index.ts";
import type { TraceEvent } from "../model/trace-event.ts";
import { controlTellers } from "./call-control.ts";
import { descriptorTellers } from "./call-descriptors.ts";
import { fileTellers } from "./call-files.ts";
import { identityTellers } from "./call-identity.ts";
import { ipcTellers } from "./call-ipc.ts";
import { memoryTellers } from "./call-memory.ts";
import { networkTellers } from "./call-network.ts";
import { processTellers } from "./call-process.ts";
import { CallReader, type CallContext, type CallTeller, type Said } from "./call-reader.ts";
import { signalTellers } from "./call-signals.ts";
import { waitTellers } from "./call-waits.ts";
import { infinitive, joinWords } from "./call-words.ts";

export type { CallContext } from "./call-reader.ts";

const tellers = new Map<string, CallTeller>(Object.entries({
  ...fileTellers, ...descriptorTellers, ...memoryTellers, ...processTellers, ...signalTellers, ...networkTellers, ...waitTellers,
  ...controlTellers, ...identityTellers, ...ipcTellers,
}));

/** Whether arguments and flags of this call are put into words, beyond the catalogue's sentence. */
export function hasOwnWords(name: string): boolean {
  return tellers.has(name);
}

/**
 * One call of a capture in words, without a full stop: what it asks for with its decoded arguments, and what came of it.
 * A failure says what the errno means for this call; a call that never came back in the capture says that. Every call
 * has a sentence: where nothing is decoded it is the catalogue's, with the paths and descriptors filled in. Strings of
 * the capture stand in it as they are: escape it before a terminal sees it.
 *
 * @example explainCall(event) // "opens /etc/hosts for reading; it is descriptor 3, closed by itself at the next exec"
 */
export function explainCall(event: TraceEvent, context: CallContext = {}): string {
  const call = new CallReader(event, context);
  const said = tellers.get(call.name)?.(call) ?? fromCatalogue(call);
  const [does, result, failure] = typeof said === "string" ? [said, undefined, undefined] : said;
  const notes = event.ret?.notes ?? [];
  const injected = notes.some((note) => note.startsWith("INJECTED")) ? " (strace put this result in; the kernel did not do the call)" : "";
  return finish(call, does, result, failure) + injected;
}

function finish(call: CallReader, does: string, result: string | undefined, failure: string | undefined): string {
  const { ret, unfinished, resumed } = call.event;
  // what it "returns" is the result of the call that the signal interrupted
  if (ret?.errno !== undefined && restoresState.has(call.name)) return `${does}, which ends with ${ret.errno}`;
  if (ret?.errno !== undefined) {
    const meaning = failure ?? errnoMeaning(ret.errno, call.name) ?? ret.message ?? "an error that is not in the catalogue";
    const interrupted = ret.value === "?";
    return `${attempt(does)}: ${interrupted ? "interrupted, " : ""}${ret.errno}, ${meaning}`;
  }
  if (call.succeeded) return result === undefined ? does : `${does}; ${result}`;
  if (neverReturns.has(call.name)) return does;
  if (typeof ret?.value === "number" || (typeof ret?.value === "string" && ret.value !== "?")) return does;
  if (ret?.value === "?") return `${does}; it never came back`;
  if (unfinished && resumed === undefined) return `${does}; the capture does not show it coming back`;
  return does;
}

const restoresState: ReadonlySet<string> = new Set(["rt_sigreturn", "sigreturn"]);
const neverReturns: ReadonlySet<string> = new Set(["exit", "exit_group", "rt_sigreturn", "sigreturn"]);

/** "opens X" → "tries to open X"; a sentence that does not begin with such a verb stays. */
function attempt(does: string): string {
  const blank = does.indexOf(" ");
  const verb = blank < 0 ? does : does.slice(0, blank);
  if (plainVerbs.has(verb)) return does;
  const base = infinitive(verb);
  return base === undefined ? does : `tries to ${base}${blank < 0 ? "" : does.slice(blank)}`;
}

/** Asking and waiting can fail too, but one does not "try" it. */
const plainVerbs: ReadonlySet<string> = new Set(["is", "asks", "checks", "looks", "waits", "sleeps"]);

const descriptorNames: ReadonlySet<string> = new Set(["fd", "dfd", "olddfd", "newdfd", "fd_in", "fd_out", "in_fd", "out_fd", "fildes", "ufd", "fdin", "fdout", "pidfd", "mqdes", "mountdirfd", "from_dfd", "to_dfd", "fanotify_fd", "epfd", "ruleset_fd", "fs_fd"]);

/** The catalogue's sentence, with the paths, descriptors and small numbers of this very call behind it. */
function fromCatalogue(call: CallReader): Exclude<Said, undefined> {
  const known = knownCall(call.name);
  if (!known) return `makes a system call that is not in the catalogue (${call.name === "" ? "without a name" : call.name})`;
  const sentence = known.sentence.slice(0, -1);
  const subjects = subjectsOf(call, known);
  const does = sentence.charAt(0).toLowerCase() + sentence.slice(1) + (subjects.length > 0 ? ` (here: ${joinWords(subjects)})` : "");
  const returned = call.returned;
  return [does, returned !== undefined && returned > 0 && returned < 2 ** 31 ? `it returned ${returned}` : undefined];
}

/** `syscall_0x1b6` is how strace prints a number without a name. */
function knownCall(name: string): Syscall | undefined {
  return syscallByName(name) ?? (name.startsWith("syscall_0x") ? syscallByNumber("x86_64", Number(name.slice(8))) : undefined);
}

function subjectsOf(call: CallReader, known: Syscall): string[] {
  return known.args.flatMap(({ name, type }, index) => {
    const value = call.before(index);
    if (value?.kind === "string" && type.includes("char")) return [call.path(index)];
    if (value?.kind === "fd" || (descriptorNames.has(name) && value?.kind === "number")) return [call.descriptor(index)];
    if (value?.kind === "flags" && value.names.length > 0 && value.names[0] !== "AT_FDCWD") return [value.names.join("|")];
    return [];
  });
}
