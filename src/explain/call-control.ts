import { fcntlCommands, openFlags } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { newDescriptor } from "./call-files.ts";
import { flagNames, numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";

/** The calls that are many in one: fcntl, ioctl, prctl, arch_prctl, seccomp, bpf. */
export const controlTellers: CallTellers = {
  fcntl: (call) => control(call),
  fcntl64: (call) => control(call),
  ioctl: (call) => request(call),
  prctl: (call) => property(call),
  arch_prctl: (call) => archProperty(call),
  seccomp: (call) => call.constant(0) === "SECCOMP_SET_MODE_FILTER" ? "puts a filter on the system calls it may make, for good"
    : call.constant(0) === "SECCOMP_SET_MODE_STRICT" ? "allows itself only read, write, exit and sigreturn from now on" : `does ${call.constant(0) ?? "an operation"} of seccomp`,
  bpf: (call) => [`does ${call.constant(0) ?? "an operation"} of eBPF`, call.returned !== undefined && call.returned > 2 ? newDescriptor(call, true) : undefined],
  personality: (call) => numberIn(call.before(0)) === 0xffffffff ? "asks for its execution domain" : `sets its execution domain${restOf(call.flags(0), [])}`,
};

function control(call: CallReader): Said {
  const file = call.descriptor(0);
  const command = call.constant(1, fcntlCommands);
  const detailFlags = (call.event.ret?.detail ?? "").replace(/^flags /, "").split("|");
  switch (command) {
    case "F_DUPFD":
    case "F_DUPFD_CLOEXEC":
      return [`makes another name of ${file}, not below descriptor ${call.number(2) ?? "?"}`, newDescriptor(call, command === "F_DUPFD_CLOEXEC")];
    case "F_GETFD":
      return [`asks whether ${file} is closed at the next exec`, call.returned === undefined ? undefined : call.returned === 0 ? "no" : "yes"];
    case "F_SETFD":
      return flagNames(call.whole(2)).some((name) => name === "FD_CLOEXEC" || name === "0x1")
        ? `marks ${file} to be closed at the next exec` : `keeps ${file} open over the next exec`;
    case "F_GETFL":
      return [`asks how ${file} is open`, openWord(call, detailFlags)];
    case "F_SETFL": {
      const flags = call.flags(2, openFlags);
      return `${flags.includes("O_NONBLOCK") ? "makes" : "sets"} ${file} ${flags.includes("O_NONBLOCK") ? "non-blocking" : `to ${flags.join("|") || "no flags"}`}`;
    }
    case "F_SETLK": case "F_SETLKW": case "F_OFD_SETLK": case "F_OFD_SETLKW": case "F_SETLK64": case "F_SETLKW64":
      return lock(call, file, command.includes("LKW"));
    case "F_GETLK": case "F_OFD_GETLK": case "F_GETLK64":
      return `asks who holds a lock on ${file}`;
    case "F_SETPIPE_SZ":
      return `sets the capacity of ${file}`;
    case "F_GETPIPE_SZ":
      return [`asks for the capacity of ${file}`, call.returned === undefined ? undefined : `${call.returned} bytes`];
    case "F_ADD_SEALS":
      return `seals ${file}${restOf(flagNames(call.whole(2)), [])}`;
    case "F_SETOWN":
      return `sets who gets the signals of ${file}`;
    default:
      return `does ${command ?? "an operation"} on ${file}`;
  }
}

function openWord(call: CallReader, names: readonly string[]): string | undefined {
  const number = call.returned;
  const flags = names[0]?.startsWith("O_") ? names : number === undefined ? [] : ["O_RDONLY", "O_WRONLY", "O_RDWR"].slice(number & 3, (number & 3) + 1);
  const access = flags.includes("O_RDWR") ? "for reading and writing" : flags.includes("O_WRONLY") ? "for writing" : flags.includes("O_RDONLY") ? "for reading" : undefined;
  return access === undefined ? undefined : access + (flags.includes("O_NONBLOCK") ? ", non-blocking" : "") + (flags.includes("O_APPEND") ? ", at its end" : "");
}

function lock(call: CallReader, file: string, waits: boolean): Said {
  const type = flagNames(field(call.before(2), "l_type"))[0];
  const kind = type === "F_UNLCK" ? "gives back the lock on" : type === "F_WRLCK" ? "takes a write lock on" : type === "F_RDLCK" ? "takes a read lock on" : "changes the lock on";
  const start = numberIn(field(call.before(2), "l_start"));
  const length = numberIn(field(call.before(2), "l_len"));
  const range = length === 0 && start === 0 ? "" : length === undefined || start === undefined ? "" : length === 0 ? ` from byte ${start} on` : ` (${length} bytes at ${start})`;
  return `${kind} ${file}${range}${type === "F_UNLCK" ? "" : waits ? ", waiting for it if need be" : ", without waiting for it"}`;
}

/** Requests of terminals and sockets whose numbers are the same everywhere we know. */
const requestNumbers: Readonly<Record<number, string>> = {
  0x5401: "TCGETS", 0x5402: "TCSETS", 0x5403: "TCSETSW", 0x5404: "TCSETSF", 0x540f: "TIOCGPGRP", 0x5410: "TIOCSPGRP", 0x5413: "TIOCGWINSZ",
  0x5414: "TIOCSWINSZ", 0x541b: "FIONREAD", 0x5421: "FIONBIO", 0x5450: "FIONCLEX", 0x5451: "FIOCLEX", 0x8910: "SIOCGIFNAME", 0x8912: "SIOCGIFCONF",
};

function requestName(value: Value | undefined): string | undefined {
  const inner = bare(value);
  if (inner?.kind === "expression") return requestName(inner.operands[0]);
  const number = numberIn(inner);
  return number === undefined ? flagNames(inner)[0] : requestNumbers[number] ?? `request 0x${number.toString(16)}`;
}

function request(call: CallReader): Said {
  const file = call.descriptor(0);
  const shown = call.whole(1);
  const name = shown?.kind === "comment" ? flagNames(shown)[0] ?? requestName(shown) : requestName(shown);
  switch (name) {
    case "TCGETS": case "TCGETS2":
      return [`asks for the terminal settings of ${file}, which tells whether it is a terminal`, "it is one", noTerminal(call)];
    case "TCSETS": case "TCSETSW": case "TCSETSF": case "TCSETS2": case "TCSETSW2": case "TCSETSF2":
      return `changes the terminal settings of ${file}`;
    case "TIOCGWINSZ": {
      const [rows, columns] = [numberIn(field(call.after(2), "ws_row")), numberIn(field(call.after(2), "ws_col"))];
      return [`asks for the window size of ${file}`, rows === undefined || columns === undefined ? undefined : `${columns} columns, ${rows} rows`, noTerminal(call)];
    }
    case "TIOCGPGRP":
      return [`asks which process group is in the foreground of ${file}`, undefined, noTerminal(call)];
    case "TIOCSPGRP":
      return `puts a process group into the foreground of ${file}`;
    case "TIOCSCTTY":
      return `makes ${file} its controlling terminal`;
    case "TIOCNOTTY":
      return "gives its controlling terminal up";
    case "TIOCGPTN":
      return `asks for the number of the pseudo-terminal behind ${file}`;
    case "TIOCSPTLCK":
      return `unlocks the pseudo-terminal behind ${file}`;
    case "FIONREAD":
      return [`asks how much can be read from ${file} at once`, countIn(call.after(2))];
    case "FIONBIO":
      return `switches ${file} between blocking and non-blocking${oneIn(call.before(2))}`;
    case "FIOCLEX":
      return `marks ${file} to be closed at the next exec`;
    case "FIONCLEX":
      return `keeps ${file} open over the next exec`;
    case "FICLONE": case "BTRFS_IOC_CLONE": case "FICLONERANGE":
      return `makes ${file} share the blocks of another file (reflink)`;
    default:
      if (name?.startsWith("SIOCG")) return `asks the kernel about a network interface (${name}) through ${file}`;
      if (name?.startsWith("SIOCS")) return `changes a network interface (${name}) through ${file}`;
      return `makes the request ${name?.replace(/^request /, "") ?? "of a kind that is not shown"} to ${file}`;
  }
}

/** For a terminal's request ENOTTY is the answer and not a failure. */
function noTerminal(call: CallReader): string | undefined {
  return call.event.ret?.errno === "ENOTTY" ? "it is no terminal" : undefined;
}

function countIn(value: Value | undefined): string | undefined {
  const list = bare(value);
  const number = list?.kind === "array" ? numberIn(list.items[0]) : undefined;
  return number === undefined ? undefined : `${number} bytes`;
}

function oneIn(value: Value | undefined): string {
  const list = bare(value);
  const number = list?.kind === "array" ? numberIn(list.items[0]) : undefined;
  return number === undefined ? "" : number === 0 ? ": blocking" : ": non-blocking";
}

function property(call: CallReader): Said {
  const option = call.constant(0);
  switch (option) {
    case "PR_SET_NAME":
      return `names this thread ${call.path(1)}`;
    case "PR_GET_NAME":
      return ["asks for the name of this thread", call.text(1) === undefined ? undefined : `it is ${call.path(1)}`];
    case "PR_SET_NO_NEW_PRIVS":
      return "gives up gaining rights by exec (no_new_privs), for good";
    case "PR_SET_PDEATHSIG":
      return `asks for ${call.constant(1) ?? "a signal"} when its parent dies`;
    case "PR_SET_DUMPABLE":
      return `sets whether it may be traced and dump core${restOf(call.flags(1), [])}`;
    case "PR_GET_DUMPABLE":
      return "asks whether it may be traced and dump core";
    case "PR_CAPBSET_READ":
      return [`asks whether ${call.constant(1) ?? "a capability"} can ever be gained (bounding set)`, call.returned === undefined ? undefined : call.returned === 1 ? "yes" : "no"];
    case "PR_CAPBSET_DROP":
      return `takes ${call.constant(1) ?? "a capability"} out of its bounding set, for good`;
    case "PR_SET_KEEPCAPS":
      return "sets whether capabilities stay when it changes its user id";
    case "PR_SET_SECCOMP":
      return "limits the system calls it may make, for good (seccomp)";
    case "PR_SET_CHILD_SUBREAPER":
      return "sets whether orphans below it become its own children";
    case "PR_SET_VMA":
      return "names a range of its memory, for /proc/self/maps";
    case "PR_SET_TIMERSLACK":
      return "sets how late its timers may be";
    case "PR_CAP_AMBIENT":
      return `changes its ambient capabilities (${call.constant(1) ?? "?"})`;
    default:
      return option === undefined ? "reads or sets a property of itself" : `${option.includes("_GET_") ? "asks for" : "does"} the property ${option} of itself`.replace("does the property", "sets the property");
  }
}

function archProperty(call: CallReader): Said {
  switch (call.constant(0)) {
    case "ARCH_SET_FS": case "0x1002":
      return "sets where this thread's own variables are (thread-local storage; libc starts up)";
    case "ARCH_GET_FS": case "0x1003":
      return "asks where this thread's own variables are";
    case "ARCH_CET_STATUS": case "0x3001":
      return "asks whether shadow stacks are on (libc starts up)";
    case undefined:
      return "reads or sets a property of the CPU for this thread";
    default:
      return `reads or sets ${call.constant(0) ?? ""} for this thread`;
  }
}
