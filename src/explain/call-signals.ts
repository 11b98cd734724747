import { maskChanges } from "../knowledge/constants.ts";
import { signalByNumber } from "../knowledge/signals/index.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { limitWord, newDescriptor } from "./call-files.ts";
import { flagNames, numberIn, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, timeWord } from "./call-words.ts";

/** Sending, catching, blocking and waiting for signals. */
export const signalTellers: CallTellers = {
  kill: (call) => sends(call, 1, killTarget(call.number(0))),
  tkill: (call) => sends(call, 1, `thread ${call.number(0) ?? "?"}`),
  tgkill: (call) => sends(call, 2, `thread ${call.number(1) ?? "?"} of process ${call.number(0) ?? "?"}`),
  pidfd_send_signal: (call) => sends(call, 1, `the process behind ${call.descriptor(0)}`),
  rt_sigqueueinfo: (call) => sends(call, 1, `process ${call.number(0) ?? "?"}`, ", with data"),
  rt_tgsigqueueinfo: (call) => sends(call, 2, `thread ${call.number(1) ?? "?"}`, ", with data"),
  rt_sigaction: (call) => handles(call),
  sigaction: (call) => handles(call),
  rt_sigprocmask: (call) => blocks(call),
  sigprocmask: (call) => blocks(call),
  rt_sigsuspend: (call) => `sleeps until a signal was handled, with ${maskWord(call.before(0)) ?? "another mask"} blocked meanwhile`,
  rt_sigtimedwait: (call) => [`waits for ${awaited(maskWord(call.before(0)))}${limitWord(call.before(2))}`, call.returned === undefined ? undefined : `${signalWord(call.returned)} came`],
  rt_sigreturn: () => "ends a signal handler and goes back to what was interrupted",
  sigreturn: () => "ends a signal handler and goes back to what was interrupted",
  sigaltstack: (call) => call.isNull(0) ? "asks for the stack of its signal handlers" : flagNames(field(call.before(0), "ss_flags")).includes("SS_DISABLE")
    ? "gives the separate stack of its signal handlers up" : "sets a separate stack for its signal handlers",
  signalfd: (call) => signalDescriptor(call, false),
  signalfd4: (call) => signalDescriptor(call, call.flags(3).includes("SFD_CLOEXEC")),
  pause: () => "sleeps until a signal is handled",
  alarm: (call) => call.number(0) === 0 ? "cancels its alarm" : `asks for SIGALRM in ${call.number(0) ?? "?"} s`,
  setitimer: (call) => timer(call),
};

function awaited(mask: string | undefined): string {
  return mask === undefined ? "a signal" : mask === "no signal" ? "no signal at all" : `one of these to come: ${mask}`;
}

function killTarget(pid: number | undefined): string {
  if (pid === undefined) return "a process";
  if (pid === -1) return "every process it may send signals to";
  return pid === 0 ? "its process group" : pid < 0 ? `process group ${-pid}` : `process ${pid}`;
}

function signalWord(number: number): string {
  return signalByNumber(number)?.name ?? `signal ${number}`;
}

/** The signal of an argument: a name, or a number of `-X raw`. */
function signalOf(call: CallReader, index: number): string | undefined {
  const value = call.before(index);
  const number = numberIn(value);
  return number === undefined ? flagNames(call.whole(index))[0] : number === 0 ? "0" : signalWord(number);
}

function sends(call: CallReader, index: number, target: string, extra = ""): Said {
  const signal = signalOf(call, index);
  if (signal === "0") return [`checks whether ${target} is there and may be sent signals`, "it is"];
  return `sends ${signal ?? "a signal"} to ${target}${extra}`;
}

function handles(call: CallReader): Said {
  const signal = signalOf(call, 0) ?? "a signal";
  if (call.isNull(1)) return [`asks what happens on ${signal}`, actionWord(call.after(2))];
  const handler = field(call.before(1), "sa_handler") ?? field(call.before(1), "sa_sigaction");
  const name = flagNames(handler)[0];
  if (name === "SIG_IGN") return `has ${signal} ignored from now on`;
  if (name === "SIG_DFL") return `sets ${signal} back to its default action`;
  if (!handler) return `sets what happens on ${signal}`;
  const flags = flagNames(field(call.before(1), "sa_flags"));
  return `sets a handler for ${signal}${flags.includes("SA_RESTART") ? ", after which interrupted calls go on by themselves" : ""}${flags.includes("SA_RESETHAND") ? ", for once" : ""}`;
}

function actionWord(old: Value | undefined): string | undefined {
  const name = flagNames(field(old, "sa_handler"))[0];
  return name === "SIG_DFL" ? "the default action" : name === "SIG_IGN" ? "it is ignored" : field(old, "sa_handler") ? "a handler runs" : undefined;
}

function blocks(call: CallReader): Said {
  if (call.isNull(1)) {
    const old = maskWord(call.after(2));
    return ["asks which signals it holds back", old];
  }
  const mask = maskWord(call.before(1)) ?? "some signals";
  switch (call.constant(0, maskChanges)) {
    case "SIG_BLOCK":
      return `holds back ${mask} from now on`;
    case "SIG_UNBLOCK":
      return `lets ${mask} through again`;
    case "SIG_SETMASK":
      return mask === "no signal" ? "lets all signals through" : `holds back ${mask}, and nothing else`;
    default:
      return `changes which signals it holds back: ${mask}`;
  }
}

/** "no signal", "SIGINT and SIGTERM", "all signals but SIGKILL" */
function maskWord(value: Value | undefined): string | undefined {
  const set = bare(value);
  if (set?.kind !== "array") return undefined;
  const names = set.items.flatMap((item) => {
    const inner = bare(item);
    if (inner?.kind === "flags") return inner.names.map((name) => (name.startsWith("SIG") ? name : `SIG${name}`));
    const number = numberIn(inner);
    return number === undefined ? [] : [signalWord(number)];
  });
  const listed = names.length > 6 ? `${joinWords(names.slice(0, 5))} and ${names.length - 5} more` : joinWords(names);
  if (set.inverted) return names.length === 0 ? "all signals" : `all signals but ${listed}`;
  return names.length === 0 ? "no signal" : listed;
}

function signalDescriptor(call: CallReader, closesOnExec: boolean): Said {
  const mask = maskWord(call.before(1)) ?? "signals";
  if (call.number(0) !== -1) return `changes which signals ${call.descriptor(0)} delivers: ${mask}`;
  return [`makes a descriptor from which ${mask} can be read`, newDescriptor(call, closesOnExec)];
}

function timer(call: CallReader): Said {
  const value = call.before(1);
  const seconds = ["tv_sec", "tv_usec"].map((name) => numberIn(field(field(value, "it_value"), name)) ?? 0);
  const total = (seconds[0] ?? 0) + (seconds[1] ?? 0) / 1e6;
  const which = call.constant(0);
  const signal = which === "ITIMER_VIRTUAL" ? "SIGVTALRM" : which === "ITIMER_PROF" ? "SIGPROF" : "SIGALRM";
  if (!field(value, "it_value")) return `sets the timer that sends ${signal}`;
  return total === 0 ? `stops the timer that sends ${signal}` : `asks for ${signal} in ${timeWord(total)}`;
}
