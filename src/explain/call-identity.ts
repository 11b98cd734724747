import { randomFlags } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, sizeWord } from "./call-words.ts";

/** Users, groups, capabilities; facts about the system. */
export const identityTellers: CallTellers = {
  getuid: (call) => asks(call, "real user id"),
  getuid32: (call) => asks(call, "real user id"),
  geteuid: (call) => asks(call, "effective user id"),
  geteuid32: (call) => asks(call, "effective user id"),
  getgid: (call) => asks(call, "real group id"),
  getgid32: (call) => asks(call, "real group id"),
  getegid: (call) => asks(call, "effective group id"),
  getegid32: (call) => asks(call, "effective group id"),
  setuid: (call) => `becomes user ${call.number(0) ?? "?"}`,
  setuid32: (call) => `becomes user ${call.number(0) ?? "?"}`,
  setgid: (call) => `takes group ${call.number(0) ?? "?"}`,
  setgid32: (call) => `takes group ${call.number(0) ?? "?"}`,
  setreuid: (call) => sets(call, "user", ["real", "effective"]),
  setregid: (call) => sets(call, "group", ["real", "effective"]),
  setresuid: (call) => sets(call, "user", ["real", "effective", "saved"]),
  setresuid32: (call) => sets(call, "user", ["real", "effective", "saved"]),
  setresgid: (call) => sets(call, "group", ["real", "effective", "saved"]),
  setresgid32: (call) => sets(call, "group", ["real", "effective", "saved"]),
  getresuid: (call) => ["asks for its real, effective and saved user id", three(call)],
  getresgid: (call) => ["asks for its real, effective and saved group id", three(call)],
  getgroups: (call) => ["asks for its further groups", groups(call)],
  setgroups: (call) => `sets its further groups${listed(call.before(1)) ?? (call.number(0) === 0 ? " to none" : "")}`,
  setgroups32: (call) => `sets its further groups${listed(call.before(1)) ?? (call.number(0) === 0 ? " to none" : "")}`,
  capget: (call) => `asks for the capabilities of ${whose(call)}`,
  capset: (call) => `sets the capabilities of ${whose(call)}`,
  uname: (call) => ["asks for the kernel's name and version", release(call.after(0))],
  sysinfo: () => "asks for uptime, load and memory of the system",
  getrandom: (call) => [`asks for ${sizeWord(call.number(1))} of random data${restOf(call.flags(2, randomFlags), ["GRND_NONBLOCK", "GRND_INSECURE", "GRND_RANDOM"])}`, undefined],
  syslog: (call) => `reads or controls the kernel's message buffer${restOf(call.flags(0), [])}`,
  getcpu: () => "asks on which CPU it runs",
};

function asks(call: CallReader, what: string): Said {
  return [`asks for its ${what}`, call.returned === undefined ? undefined : `it is ${call.returned}${call.returned === 0 ? " (root)" : ""}`];
}

function sets(call: CallReader, what: string, kinds: readonly string[]): Said {
  const wanted = kinds.flatMap((kind, index) => {
    const id = call.number(index);
    return id === undefined || id === -1 || id === 0xffffffff ? [] : [{ kind, id }];
  });
  if (wanted.length === 0) return `changes none of its ${what} ids`;
  const [first] = wanted;
  if (wanted.length === kinds.length && wanted.every(({ id }) => id === first?.id)) {
    return what === "user" ? `becomes user ${first?.id ?? "?"} altogether` : `takes group ${first?.id ?? "?"} altogether`;
  }
  return `sets its ${joinWords(wanted.map(({ kind, id }) => `${kind} ${what} id to ${id}`))}`;
}

function three(call: CallReader): string | undefined {
  const ids = [0, 1, 2].map((index) => {
    const list = call.after(index);
    return list?.kind === "array" ? numberIn(list.items[0]) : undefined;
  });
  return ids.some((id) => id === undefined) ? undefined : `they are ${joinWords(ids.map(String))}`;
}

function groups(call: CallReader): string | undefined {
  if (call.returned === 0) return "there are none";
  const words = listed(call.after(1));
  return words === undefined ? call.returned === undefined ? undefined : `there are ${call.returned}` : `they are${words.slice(3)}`;
}

function listed(value: Value | undefined): string | undefined {
  const list = bare(value);
  const ids = list?.kind === "array" ? list.items.flatMap((item) => numberIn(item) ?? []) : [];
  return ids.length === 0 ? undefined : ` to ${joinWords(ids.slice(0, 8).map(String))}${ids.length > 8 ? " and more" : ""}`;
}

function whose(call: CallReader): string {
  const pid = numberIn(field(call.before(0), "pid"));
  return pid === undefined || pid === 0 || pid === call.event.pid ? "this thread" : `process ${pid}`;
}

function release(value: Value | undefined): string | undefined {
  const name = (key: string): string | undefined => {
    const inner = field(value, key);
    return inner?.kind === "string" ? inner.value : undefined;
  };
  const [system, version] = [name("sysname"), name("release")];
  return system === undefined ? undefined : `it is ${system}${version === undefined ? "" : ` ${version}`}`;
}
