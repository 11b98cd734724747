import { siCodeTable, signalTable } from "./table.ts";

/** What happens when a signal arrives that is neither caught, ignored nor blocked. */
export type SignalAction = "term" | "core" | "stop" | "continue" | "ignore";

/** A signal of Linux, with its number on x86 and Arm. */
export interface Signal {
  readonly name: string;
  readonly number: number;
  readonly action: SignalAction;
  /** a clause without capital and full stop */
  readonly meaning: string;
  /** who typically sends it */
  readonly sender: string;
}

/** A value of siginfo's `si_code`: why and from whom a signal came. */
export interface SiCode {
  readonly name: string;
  readonly number: number;
  /** the signal it belongs to; absent for the codes of every signal */
  readonly signal?: string;
  readonly meaning: string;
}

let signals: readonly Signal[] | undefined;
let codes: readonly SiCode[] | undefined;

/** The kernel's first real-time signal; strace counts from it (`SIGRT_3`, `SIGRTMIN`), glibc keeps two for itself. */
const firstRealTime = 32;
const lastRealTime = 64;

/** Every signal by number, the real-time ones under strace's names (SIGRTMIN is 32, SIGRT_1 33 …). */
export function allSignals(): readonly Signal[] {
  signals ??= [
    ...signalTable.trim().split("\n").map((line) => {
      const [name = "", number = "", action = "", meaning = "", sender = ""] = line.split("|");
      return { name, number: Number(number), action: action as SignalAction, meaning, sender };
    }),
    ...Array.from({ length: lastRealTime - firstRealTime + 1 }, (_, index) => realTimeSignal(firstRealTime + index)),
  ];
  return signals;
}

function realTimeSignal(number: number): Signal {
  const name = number === firstRealTime ? "SIGRTMIN" : `SIGRT_${number - firstRealTime}`;
  const meaning = number === 32 ? "a real-time signal; glibc uses it to cancel threads"
    : number === 33 ? "a real-time signal; glibc uses it to change user ids in all threads"
      : "a real-time signal, for whatever the program takes it for; several are queued in order";
  return { name, number, action: "term", meaning, sender: number < 34 ? "glibc, in the process itself" : "another process or a timer" };
}

const otherNames: Readonly<Record<string, string>> = {
  SIGIOT: "SIGABRT", SIGPOLL: "SIGIO", SIGCLD: "SIGCHLD", SIGUNUSED: "SIGSYS", SIGRTMAX: "SIGRT_32", SIGRT_0: "SIGRTMIN",
};

/**
 * The signal of that name: `SIGTERM`, `TERM`, strace's `SIGRT_3`/`RT_3` and `SIGRTMIN`. glibc's `SIGRTMIN+n` and
 * `SIGRTMAX-n` count from 34 and 64. Undefined when unknown.
 */
export function signalByName(name: string): Signal | undefined {
  const upper = name.toUpperCase();
  const full = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  const up = full.startsWith("SIGRTMIN+") ? Number(full.slice(9)) + 34 : full.startsWith("SIGRTMAX-") ? 64 - Number(full.slice(9)) : undefined;
  if (up !== undefined) return up >= 34 && up <= 64 ? signalByNumber(up) : undefined;
  return allSignals().find((signal) => signal.name === (otherNames[full] ?? full));
}

export function signalByNumber(number: number): Signal | undefined {
  return allSignals().find((signal) => signal.number === number);
}

/** Every `si_code` value that the kernel or libc sets. */
export function allSiCodes(): readonly SiCode[] {
  codes ??= siCodeTable.trim().split("\n").map((line) => {
    const [name = "", number = "", signal = "*", meaning = ""] = line.split("|");
    return { name, number: Number(number), ...(signal === "*" ? {} : { signal }), meaning };
  });
  return codes;
}

export function siCodeByName(name: string): SiCode | undefined {
  return allSiCodes().find((code) => code.name === name);
}
