import { cloneFlags, resources } from "../knowledge/constants.ts";
import { signalByNumber } from "../knowledge/signals/index.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, decodeBytes, field } from "../parse/strace/arguments.ts";
import { newDescriptor } from "./call-files.ts";
import { flagNames, numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, sizeWord } from "./call-words.ts";

/** Making, replacing, ending and waiting for processes; limits. */
export const processTellers: CallTellers = {
  fork: (call) => ["makes a copy of this process", call.returned === undefined ? undefined : `child ${call.returned}`],
  vfork: (call) => ["makes a child that borrows this process's memory until it calls execve or exits", call.returned === undefined ? undefined : `child ${call.returned}`],
  clone: (call) => clones(call, flagNames(cloneArgument(call, "flags", 0), cloneFlags)),
  clone3: (call) => clones(call, [...flagNames(field(call.before(0), "flags"), cloneFlags), ...flagNames(field(call.before(0), "exit_signal"))]),
  execve: (call) => executes(call, call.path(0), call.before(1)),
  execveat: (call) => executes(call, call.pathAt(0, 1), call.before(2)),
  exit: (call) => `ends this thread with status ${call.number(0) ?? "?"}`,
  exit_group: (call) => `ends the process with status ${call.number(0) ?? "?"}`,
  wait4: (call) => waits(call, 0, 1, 2),
  waitpid: (call) => waits(call, 0, 1, 2),
  waitid: (call) => waitsById(call),
  getpid: (call) => ["asks for its process id", call.returned === undefined ? undefined : `it is ${call.returned}`],
  gettid: (call) => ["asks for its thread id", call.returned === undefined ? undefined : `it is ${call.returned}`],
  getppid: (call) => ["asks for its parent's process id", call.returned === undefined ? undefined : call.returned === 0 ? "the parent is outside its PID namespace" : `it is ${call.returned}`],
  getpgrp: (call) => ["asks for its process group", call.returned === undefined ? undefined : `it is ${call.returned}`],
  getpgid: (call) => [`asks for the process group of ${processWord(call.number(0))}`, call.returned === undefined ? undefined : `it is ${call.returned}`],
  setpgid: (call) => `puts ${processWord(call.number(0))} into ${call.number(1) === 0 ? "a process group of its own" : `process group ${call.number(1) ?? "?"}`}`,
  setsid: (call) => ["starts a new session, without a controlling terminal", call.returned === undefined ? undefined : `session ${call.returned}`],
  set_tid_address: () => "names the address that the kernel clears when this thread ends (libc starts up)",
  set_robust_list: () => "tells the kernel where it lists the locks it holds, for the case that it dies (libc starts up)",
  rseq: (call) => call.flags(2).includes("RSEQ_FLAG_UNREGISTER") ? "takes its area for restartable sequences back" : "registers an area for restartable sequences (libc starts up)",
  pidfd_open: (call) => [`opens a descriptor for process ${call.number(0) ?? "?"}`, newDescriptor(call, true)],
  pidfd_getfd: (call) => [`copies descriptor ${call.number(1) ?? "?"} out of the process behind ${call.descriptor(0)}`, newDescriptor(call, true)],
  unshare: (call) => leaves(call.flags(0, cloneFlags)),
  setns: (call) => `moves into the namespace behind ${call.descriptor(0)}${restOf(call.flags(1, cloneFlags), [])}`,
  ptrace: (call) => `does ${call.constant(0) ?? "an operation"} of ptrace on process ${call.number(1) ?? "?"}`,
  getrlimit: (call) => [`asks for its limit of ${resourceWord(call.constant(0, resources))}`, itIs(limits(call.after(1), call.constant(0, resources)))],
  ugetrlimit: (call) => [`asks for its limit of ${resourceWord(call.constant(0, resources))}`, itIs(limits(call.after(1), call.constant(0, resources)))],
  setrlimit: (call) => `sets its limit of ${resourceWord(call.constant(0, resources))}${toLimits(call.before(1), call.constant(0, resources))}`,
  prlimit64: (call) => prlimits(call),
  getrusage: (call) => `asks how much CPU time and other resources ${call.constant(0) === "RUSAGE_CHILDREN" ? "its ended children" : call.constant(0) === "RUSAGE_THREAD" ? "this thread" : "it"} used`,
  times: () => "asks how much CPU time it and its ended children used",
  sched_getaffinity: (call) => [`asks on which CPUs ${threadWord(call.number(0))} may run`, cpus(call.after(2))],
  sched_setaffinity: (call) => [`sets on which CPUs ${threadWord(call.number(0))} may run: ${cpus(call.before(2)) ?? "not shown"}`, undefined],
  sched_yield: () => "lets other threads run first",
  setpriority: (call) => `sets the nice value of ${threadWord(call.number(1))} to ${call.number(2) ?? "?"}`,
};

function cloneArgument(call: CallReader, name: string, index: number): Value | undefined {
  const found = call.event.args?.find((value) => value.kind === "named" && value.name === name);
  return found?.kind === "named" ? found.value : call.whole(index);
}

const namespaceWords: Readonly<Record<string, string>> = {
  CLONE_NEWNET: "network", CLONE_NEWPID: "PID", CLONE_NEWNS: "mount", CLONE_NEWUSER: "user", CLONE_NEWUTS: "host name (UTS)",
  CLONE_NEWIPC: "IPC", CLONE_NEWCGROUP: "cgroup", CLONE_NEWTIME: "time",
};

/** "a new network namespace", "new mount and network namespaces" */
function inNamespaces(kinds: readonly string[]): string {
  return kinds.length === 1 ? `a new ${kinds[0] ?? ""} namespace` : `new ${joinWords(kinds)} namespaces`;
}

function clones(call: CallReader, flags: readonly string[]): Said {
  const has = (name: string): boolean => flags.includes(name);
  const spaces = flags.flatMap((name) => namespaceWords[name] ?? []);
  const inNew = spaces.length > 0 ? `, in ${inNamespaces(spaces)}` : "";
  const child = call.returned;
  if (has("CLONE_THREAD")) return [`starts a thread of this process${inNew}`, child === undefined ? undefined : `its thread id is ${child}`];
  if (has("CLONE_VFORK")) {
    return [`makes a child that borrows this process's memory until it calls execve or exits${inNew}`, child === undefined ? undefined : `child ${child}`];
  }
  if (has("CLONE_VM")) return [`makes a process that shares this one's memory${inNew}`, child === undefined ? undefined : `child ${child}`];
  const plain = inNew === "" && has("SIGCHLD");
  return [`makes a copy of this process${inNew}`, child === undefined ? undefined : `child ${child}${plain ? " (what fork() in libc becomes on Linux)" : ""}`];
}

function leaves(flags: readonly string[]): Said {
  const spaces = flags.filter((name) => name !== "CLONE_NEWPID").flatMap((name) => namespaceWords[name] ?? []);
  const rest = restOf(flags, Object.keys(namespaceWords));
  if (flags.includes("CLONE_NEWPID")) {
    // the caller itself stays where it is: only its children are born into the new one
    return spaces.length === 0 ? `has its next children live in a new PID namespace${rest}`
      : `moves into ${inNamespaces(spaces)}, and its next children into a new PID namespace${rest}`;
  }
  if (spaces.length === 0) return `stops sharing with its other threads${rest}`;
  return `moves into ${inNamespaces(spaces)}${rest}`;
}

const mostArguments = 6;

function executes(call: CallReader, path: string, list: Value | undefined): Said {
  const items = list?.kind === "array" ? list.items : [];
  const words = items.flatMap((item) => {
    const value = bare(item);
    if (value?.kind !== "string") return [];
    const text = decodeBytes(value.value);
    return [(text === "" || /[\s"']/.test(text) ? JSON.stringify(text) : text) + (value.truncated ? "…" : "")];
  }).slice(1);
  const shown = words.slice(0, mostArguments).join(" ");
  const more = words.length > mostArguments ? ` … (${words.length} arguments)` : list?.kind === "array" && list.elided ? " …" : "";
  return [`replaces the program in this process by ${path}${shown === "" ? "" : `, called with: ${shown}${more}`}`, "PID and open descriptors stay"];
}

function waits(call: CallReader, who: number, status: number, options: number): Said {
  const pid = call.number(who);
  const whom = pid === undefined ? "a child" : pid === -1 ? "any child" : pid === 0 ? "a child of its process group" : pid < 0 ? `a child of process group ${-pid}` : `child ${pid}`;
  const flags = call.flags(options);
  const hanging = flags.includes("WNOHANG");
  const verb = hanging ? `looks whether ${whom} has ended` : `waits for ${whom} to end${flags.includes("WUNTRACED") || flags.includes("WSTOPPED") ? " or stop" : ""}`;
  const child = call.returned;
  if (child === undefined) return verb;
  if (child === 0) return [verb, "none has yet"];
  return [verb, `child ${child} ${statusWord(call.after(status)) ?? "ended"}`];
}

/** "ended with status 0", "was killed by SIGKILL": from `[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]` or the number itself. */
function statusWord(value: Value | undefined): string | undefined {
  const list = bare(value);
  const item = list?.kind === "array" ? bare(list.items[0]) : list;
  const struct = item?.kind === "struct" ? bare(item.fields[0]?.value) : item;
  const number = numberIn(struct);
  if (number !== undefined) return statusNumber(number);
  if (struct?.kind !== "expression") return undefined;
  const { operands } = struct;
  const last = bare(operands.find((_, index) => struct.operators[index - 1]?.trim() === "=="));
  const test = operands[0]?.kind === "call" ? operands[0].name : "";
  const core = operands.some((operand) => operand.kind === "call" && operand.name === "WCOREDUMP") ? " and dumped core" : "";
  if (test === "WIFEXITED") return `ended with status ${numberIn(last) ?? "?"}`;
  if (test === "WIFSIGNALED") return `was killed by ${flagNames(last)[0] ?? "a signal"}${core}`;
  if (test === "WIFSTOPPED") return `was stopped by ${flagNames(last)[0] ?? "a signal"}`;
  return test === "WIFCONTINUED" ? "went on" : undefined;
}

function statusNumber(status: number): string {
  if (status === 0xffff) return "went on";
  const signal = status & 0x7f;
  const name = (number: number): string => signalByNumber(number)?.name ?? `signal ${number}`;
  if ((status & 0xff) === 0x7f) return `was stopped by ${name((status >> 8) & 0xff)}`;
  return signal === 0 ? `ended with status ${(status >> 8) & 0xff}` : `was killed by ${name(signal)}${(status & 0x80) !== 0 ? " and dumped core" : ""}`;
}

function waitsById(call: CallReader): Said {
  const kind = call.constant(0);
  const id = call.number(1);
  const whom = kind === "P_ALL" ? "any child" : kind === "P_PIDFD" ? `the child behind ${call.descriptor(1)}` : kind === "P_PGID" ? `a child of process group ${id ?? "?"}` : `child ${id ?? "?"}`;
  const flags = call.flags(3);
  const verb = flags.includes("WNOHANG") ? `looks whether ${whom} has ended` : `waits for ${whom} to end`;
  const info = call.after(2);
  const child = numberIn(field(info, "si_pid"));
  if (!call.succeeded || child === undefined) return verb;
  const status = field(info, "si_status");
  const code = flagNames(field(info, "si_code"))[0];
  const how = code === "CLD_EXITED" ? `ended with status ${numberIn(status) ?? "?"}`
    : code === "CLD_KILLED" || code === "CLD_DUMPED" ? `was killed by ${flagNames(status)[0] ?? "a signal"}` : `changed its state (${code ?? "?"})`;
  return [`${verb}${flags.includes("WNOWAIT") ? ", leaving it to be waited for again" : ""}`, `child ${child} ${how}`];
}

function processWord(pid: number | undefined): string {
  return pid === undefined ? "a process" : pid === 0 ? "this process" : `process ${pid}`;
}

function threadWord(id: number | undefined): string {
  return id === undefined ? "a thread" : id === 0 ? "this thread" : `thread ${id}`;
}

const resourceWords: Readonly<Record<string, string>> = {
  RLIMIT_AS: "address space", RLIMIT_CORE: "core dump size", RLIMIT_CPU: "CPU time", RLIMIT_DATA: "data memory", RLIMIT_FSIZE: "file size",
  RLIMIT_LOCKS: "locks", RLIMIT_MEMLOCK: "locked memory", RLIMIT_MSGQUEUE: "message queues", RLIMIT_NICE: "nice value",
  RLIMIT_NOFILE: "open descriptors", RLIMIT_NPROC: "processes", RLIMIT_RSS: "resident memory", RLIMIT_RTPRIO: "real-time priority",
  RLIMIT_RTTIME: "real-time CPU time", RLIMIT_SIGPENDING: "queued signals", RLIMIT_STACK: "stack size",
};
const sizedResources: ReadonlySet<string> = new Set(["RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE", "RLIMIT_RSS", "RLIMIT_STACK"]);

function resourceWord(name: string | undefined): string {
  return name === undefined ? "a resource" : `${resourceWords[name] ?? "a resource"} (${name})`;
}

function limits(value: Value | undefined, name?: string): string | undefined {
  const word = (key: string): string | undefined => {
    const inner = field(value, key);
    if (flagNames(inner).some((flag) => flag.includes("INFINITY"))) return "unlimited";
    const number = numberIn(inner);
    if (number !== undefined && number > 2 ** 63) return "unlimited";
    return number === undefined ? undefined : name !== undefined && sizedResources.has(name) ? sizeWord(number) : String(number);
  };
  const [soft, hard] = [word("rlim_cur"), word("rlim_max")];
  if (soft === undefined) return undefined;
  return soft === hard || hard === undefined ? soft : `${soft}, and it may raise that ${hard === "unlimited" ? "without limit" : `to ${hard}`}`;
}

function itIs(words: string | undefined): string | undefined {
  return words === undefined ? undefined : `it is ${words}`;
}

function toLimits(value: Value | undefined, name?: string): string {
  const words = limits(value, name);
  return words === undefined ? "" : ` to ${words}`;
}

function prlimits(call: CallReader): Said {
  const name = call.constant(1, resources);
  const pid = call.number(0);
  const whose = pid === 0 || pid === undefined ? "its" : `process ${pid}'s`;
  if (!call.isNull(2)) return `sets ${whose} limit of ${resourceWord(name)}${toLimits(call.before(2), name)}`;
  const words = limits(call.after(3), name);
  return [`asks for ${whose} limit of ${resourceWord(name)}`, itIs(words)];
}

function cpus(value: Value | undefined): string | undefined {
  if (value?.kind !== "array" || value.items.length === 0) return undefined;
  const numbers = value.items.flatMap((item) => numberIn(item) ?? []);
  return numbers.length === 0 ? undefined : `CPU${numbers.length === 1 ? "" : "s"} ${numbers.length > 8 ? `${numbers[0] ?? "?"} … ${numbers.at(-1) ?? "?"} (${numbers.length})` : joinWords(numbers.map(String))}`;
}
