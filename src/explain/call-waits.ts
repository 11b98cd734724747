import { epollOperations, futexOperations } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { limitWord, newDescriptor, secondsIn } from "./call-files.ts";
import { flagNames, numberIn, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { countWord, joinWords, timeWord } from "./call-words.ts";

/** Waiting for descriptors, futexes and time; clocks. */
export const waitTellers: CallTellers = {
  poll: (call) => polls(call, milliseconds(call.number(2))),
  ppoll: (call) => polls(call, limitWord(call.before(2))),
  ppoll_time64: (call) => polls(call, limitWord(call.before(2))),
  select: (call) => selects(call),
  _newselect: (call) => selects(call),
  pselect6: (call) => selects(call),
  pselect6_time64: (call) => selects(call),
  epoll_create: (call) => ["makes an epoll descriptor, to wait for many others at once", newDescriptor(call, false)],
  epoll_create1: (call) => ["makes an epoll descriptor, to wait for many others at once", newDescriptor(call, call.flags(0).includes("EPOLL_CLOEXEC"))],
  epoll_ctl: (call) => epollChange(call),
  epoll_wait: (call) => epollWaits(call, milliseconds(call.number(3))),
  epoll_pwait: (call) => epollWaits(call, milliseconds(call.number(3))),
  epoll_pwait2: (call) => epollWaits(call, limitWord(call.before(3))),
  futex: (call) => futex(call),
  futex_time64: (call) => futex(call),
  nanosleep: (call) => `sleeps${forTime(call.before(0))}`,
  clock_nanosleep: (call) => clockSleeps(call),
  clock_nanosleep_time64: (call) => clockSleeps(call),
  clock_gettime: (call) => `asks the kernel for the time (${call.constant(0) ?? "a clock"}), where mostly the vDSO answers without a call`,
  clock_gettime64: (call) => `asks the kernel for the time (${call.constant(0) ?? "a clock"}), where mostly the vDSO answers without a call`,
  gettimeofday: () => "asks the kernel for the time of day, where mostly the vDSO answers without a call",
  time: () => "asks the kernel for the time in seconds, where mostly the vDSO answers without a call",
  clock_getres: (call) => `asks how fine the clock ${call.constant(0) ?? ""} is`.replace("  ", " "),
  timer_create: (call) => timerMade(call),
  timer_settime: (call) => timerSet(call, `timer ${call.number(0) ?? "?"}`, call.before(2)),
  timer_delete: (call) => `removes timer ${call.number(0) ?? "?"}`,
  timerfd_create: (call) => [`makes a timer that is read as a descriptor (${call.constant(0) ?? "a clock"})`, newDescriptor(call, call.flags(1).includes("TFD_CLOEXEC"))],
  timerfd_settime: (call) => timerSet(call, call.descriptor(0), call.before(2)),
  restart_syscall: () => "goes on with a sleeping call that was interrupted",
};

/** A time limit in milliseconds; -1 is none. */
function milliseconds(limit: number | undefined): string {
  if (limit === undefined || limit < 0 || limit > 2 ** 31) return "";
  return limit === 0 ? ", without waiting" : `, for at most ${timeWord(limit / 1000)}`;
}

function polls(call: CallReader, limit: string): Said {
  const list = call.before(0);
  const items = list?.kind === "array" ? list.items : [];
  const wanted = items.flatMap((item) => {
    const descriptor = field(item, "fd");
    const number = numberIn(descriptor);
    if (!descriptor || (number !== undefined && number < 0)) return [];
    return [`${call.descriptorOf(descriptor)}${eventWord(flagNames(field(item, "events")))}`];
  });
  if (wanted.length === 0 && call.number(1) === 0) return [`waits${limit === "" ? " for a signal" : limit.replace(", ", " ")}`, undefined];
  const what = wanted.length === 0 ? countWord(call.number(1) ?? 0, "descriptor") : wanted.length > 4 ? `${wanted.slice(0, 3).join(", ")} and ${wanted.length - 3} more` : joinWords(wanted);
  return [`waits for ${what}${limit}`, ready(call)];
}

function ready(call: CallReader): string | undefined {
  if (call.returned === undefined) return undefined;
  if (call.returned === 0) return "nothing happened in that time";
  const detail = call.event.ret?.detail;
  const numbers = detail === undefined ? [] : [...detail.matchAll(/fd=(\d+)/g)].flatMap((match) => match[1] ?? []);
  return numbers.length > 0 && numbers.length <= 6 ? `ready: ${joinWords(numbers.map((number) => `descriptor ${number}`))}` : `${call.returned} ready`;
}

function eventWord(events: readonly string[]): string {
  const read = events.some((name) => name === "POLLIN" || name === "EPOLLIN" || name === "POLLRDNORM");
  const write = events.some((name) => name === "POLLOUT" || name === "EPOLLOUT" || name === "POLLWRNORM");
  return read && write ? " to be readable or writable" : read ? " to be readable" : write ? " to be writable" : "";
}

function selects(call: CallReader): Said {
  const sets = ([["readable", 1], ["writable", 2], ["exceptional", 3]] as const).flatMap(([word, index]) => {
    const set = call.before(index);
    const numbers = set?.kind === "array" ? set.items.flatMap((item) => numberIn(item) ?? []) : [];
    return numbers.length > 0 ? [`${joinWords(numbers.map(String))} to be ${word}`] : [];
  });
  const limit = limitWord(call.before(4));
  if (sets.length === 0) {
    const seconds = secondsIn(call.before(4));
    return [seconds === undefined ? "waits for a signal" : `sleeps for ${timeWord(seconds)} (a select without descriptors)`, undefined];
  }
  const result = call.returned === undefined ? undefined : call.returned === 0 ? "nothing happened in that time"
    : selectedWord(call.event.ret?.detail) ?? `${call.returned} ready`;
  return [`waits for ${sets.length > 1 || sets[0]?.includes(" and ") ? "descriptors" : "descriptor"} ${sets.join(" or ")}${limit}`, result];
}

/** `out [3], left {…}` names the ready ones. */
function selectedWord(detail: string | undefined): string | undefined {
  const parts = detail === undefined ? [] : [...detail.matchAll(/\b(in|out|except) \[([\d ]+)\]/g)];
  if (parts.length === 0) return undefined;
  return `ready: ${joinWords(parts.map((part) => `${(part[2] ?? "").split(" ").join(", ")} to ${part[1] === "in" ? "read" : part[1] === "out" ? "write" : "look at"}`))}`;
}

function epollChange(call: CallReader): Said {
  const events = eventWord(flagNames(field(call.before(3), "events")));
  switch (call.constant(1, epollOperations)) {
    case "EPOLL_CTL_ADD":
      return `has ${call.descriptor(0)} watch ${call.descriptor(2)}${events === "" ? "" : events.replace(" to be", " until it is")}`;
    case "EPOLL_CTL_MOD":
      return `changes what ${call.descriptor(0)} watches ${call.descriptor(2)} for${events === "" ? "" : `: ${events.slice(7)}`}`;
    case "EPOLL_CTL_DEL":
      return `stops ${call.descriptor(0)} from watching ${call.descriptor(2)}`;
    default:
      return `changes what ${call.descriptor(0)} watches`;
  }
}

function epollWaits(call: CallReader, limit: string): Said {
  const result = call.returned === undefined ? undefined
    : call.returned === 0 ? (limit === "" ? "nothing happened" : limit === ", without waiting" ? "nothing is ready" : "nothing happened in that time") : countWord(call.returned, "event");
  return [`waits for what ${call.descriptor(0)} watches${limit}`, result];
}

function futex(call: CallReader): Said {
  const flags = call.constant(1, futexOperations)?.split("|") ?? [];
  const operation = (flags[0] ?? "").replace("_PRIVATE", "");
  const others = (flags[0] ?? "").endsWith("_PRIVATE") ? "of this process" : "of this or other processes";
  const count = call.number(2);
  const woken = call.returned === undefined ? undefined : call.returned === 0 ? "nobody waited" : `${countWord(call.returned, "thread")} woken`;
  switch (operation) {
    case "FUTEX_WAIT":
    case "FUTEX_WAIT_BITSET":
      return [`sleeps until another thread ${others} wakes it${futexLimit(call)} (a lock or condition is taken)`, "it was woken"];
    case "FUTEX_WAKE":
    case "FUTEX_WAKE_BITSET":
      return [`wakes ${count === 1 ? "one thread" : count !== undefined && count >= 2 ** 31 - 1 ? "all threads" : countWord(count ?? 0, "thread")} ${others} that ${count === 1 ? "waits" : "wait"} on a lock or condition`, woken];
    case "FUTEX_LOCK_PI":
    case "FUTEX_LOCK_PI2":
      return [`takes a lock that lends priority, waiting if another thread has it${futexLimit(call)}`, "it has it"];
    case "FUTEX_TRYLOCK_PI":
      return ["takes a lock that lends priority, if it is free", "it has it"];
    case "FUTEX_UNLOCK_PI":
      return "gives back a lock that lends priority";
    case "FUTEX_REQUEUE":
    case "FUTEX_CMP_REQUEUE":
      return [`wakes ${countWord(count ?? 0, "thread")} and lets the others wait on another lock`, woken];
    case "FUTEX_WAKE_OP":
      return ["changes a lock and wakes who waits on it", woken];
    default:
      return `does ${operation === "" ? "an operation" : operation} on a futex`;
  }
}

function futexLimit(call: CallReader): string {
  const seconds = secondsIn(call.before(3));
  if (seconds === undefined) return "";
  const name = call.constant(1, futexOperations) ?? "";
  return name.includes("BITSET") || name.includes("LOCK_PI") ? ", with a time limit" : limitWord(call.before(3));
}

function forTime(value: Value | undefined): string {
  const seconds = secondsIn(value);
  return seconds === undefined ? " for a time that is not shown" : ` for ${timeWord(seconds)}`;
}

function clockSleeps(call: CallReader): Said {
  return call.flags(1).includes("TIMER_ABSTIME") ? `sleeps until a moment of the clock ${call.constant(0) ?? "?"}` : `sleeps${forTime(call.before(2))}`;
}

function timerMade(call: CallReader): Said {
  const list = bare(call.after(2));
  const id = list?.kind === "array" ? numberIn(list.items[0]) : undefined;
  const signal = flagNames(field(call.before(1), "sigev_signo"))[0];
  return [`makes a timer${signal === undefined ? "" : ` that sends ${signal}`} (${call.constant(0) ?? "a clock"})`, id === undefined ? undefined : `it is timer ${id}`];
}

function timerSet(call: CallReader, what: string, value: Value | undefined): Said {
  const first = secondsIn(field(value, "it_value"));
  const again = secondsIn(field(value, "it_interval"));
  if (first === undefined) return `sets ${what}`;
  if (first === 0) return `stops ${what}`;
  const when = call.flags(1).some((name) => name.endsWith("_ABSTIME")) ? "at a given moment" : `in ${timeWord(first)}`;
  return `has ${what} expire ${when}${again !== undefined && again > 0 ? `, then every ${timeWord(again)}` : ""}`;
}
