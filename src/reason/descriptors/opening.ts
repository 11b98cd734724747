import type { TraceRow } from "../../parse/strace/row.ts";
import { field, namedArgument, numberOf } from "../../parse/strace/arguments.ts";
import { hasFlag } from "./flag-text.ts";
import { OpenFile, type DescriptorKind } from "./open-file.ts";
import type { Task, World } from "./world.ts";

/** What happens to the tables when a call has come back without an error. */
export type Handler = (world: World, task: Task, row: TraceRow) => void;

const closeOnExec = 0x80000;

/** Calls that return a new descriptor: what it is, and which argument says that exec closes it. */
function makes(kind: DescriptorKind, cloexec: true | false | { at: number; name: string; bit: number }, name?: (row: TraceRow) => string | undefined): Handler {
  return (world, task, row) => {
    const isMarked = typeof cloexec === "boolean" ? cloexec : hasFlag(row.text(cloexec.at), cloexec.name, cloexec.bit);
    world.install(task, row.value, new OpenFile(kind, row.line, task.tid, name?.(row)), isMarked);
  };
}

/** Calls that open a path. A copy of a descriptor comes of `/dev/stdin`, `/dev/fd/3`, `/proc/self/fd/3` where that is no file. */
function opens(kind: DescriptorKind, at: { dirfd?: number; path: number; flags?: number; cloexec?: { name: string; bit: number } }): Handler {
  return (world, task, row) => {
    const shown = row.string(at.path);
    const dirfd = at.dirfd === undefined ? NaN : row.number(at.dirfd);
    const path = shown === undefined ? undefined : world.pathAt(task, dirfd, shown);
    const flags = at.flags === undefined ? undefined : row.text(at.flags);
    const cloexec = hasFlag(flags, at.cloexec?.name ?? "O_CLOEXEC", at.cloexec?.bit ?? closeOnExec);
    const again = path === undefined ? undefined : reopened(task, path);
    const file = again ?? new OpenFile(kind, row.line, task.tid, path);
    if (!again) world.paths.add(file);
    world.install(task, row.value, file, cloexec);
  };
}

function reopened(task: Task, path: string): OpenFile | undefined {
  const number = path === "/dev/stdin" ? "0" : path === "/dev/stdout" ? "1" : path === "/dev/stderr" ? "2"
    : /^(?:\/dev\/fd|\/proc\/(?:self|thread-self|\d+)\/fd)\/(\d+)$/.exec(path.slice(0, 64))?.[1];
  if (number === undefined) return undefined;
  const owner = /^\/proc\/\d/.test(path) && !path.startsWith(`/proc/${task.group}/`) ? undefined : task.table.get(Number(number))?.file;
  if (!owner) return undefined;
  if (owner.kind !== "file") return owner;
  const copy = new OpenFile("file", owner.openedLine, task.tid, owner.path);
  copy.isDeleted = owner.isDeleted;
  return copy;
}

/** bpf(2): commands that return a descriptor; the others return 0. */
const bpfMakers: readonly string[] = ["BPF_MAP_CREATE", "BPF_PROG_LOAD", "BPF_OBJ_GET", "_GET_FD_BY_ID", "BPF_RAW_TRACEPOINT_OPEN", "BPF_BTF_LOAD", "BPF_LINK_CREATE", "BPF_ENABLE_STATS", "BPF_ITER_CREATE", "BPF_TOKEN_CREATE"];

const bpf: Handler = (world, task, row) => {
  const command = row.text(0) ?? "";
  if (command.includes("BPF_OBJ_GET_INFO") || !bpfMakers.some((name) => command.includes(name))) return;
  makes("bpf", true)(world, task, row);
};

/** ioctl(2): the few that make a descriptor or set its mark. */
const ioctl: Handler = (world, task, row) => {
  const command = row.text(1) ?? "";
  if (command.startsWith("FIOCLEX")) mark(world, task, row.number(0), row.line, true);
  else if (command.startsWith("FIONCLEX")) mark(world, task, row.number(0), row.line, false);
  else if (/^KVM_CREATE_(VM|VCPU)\b/.test(command) && row.value > 2) makes("kvm", true)(world, task, row);
  else if (/^(NS_GET_(USERNS|PARENT)|PIDFD_GET_\w+_NAMESPACE)\b/.test(command)) makes("namespace", true)(world, task, row);
  else if (command.startsWith("TIOCGPTPEER")) makes("file", false)(world, task, row);
};

function mark(world: World, task: Task, fd: number, line: number, cloexec: boolean): void {
  if (Number.isNaN(fd)) return;
  const known = world.need(task, fd, line);
  if (known.cloexec !== cloexec) world.install(task, fd, known.file, cloexec);
}

const fcntl: Handler = (world, task, row) => {
  const command = row.text(1) ?? "";
  const isMarked = /^(F_DUPFD_CLOEXEC|0x406\b|1030$)/.test(command);
  if (isMarked || /^(F_DUPFD|0x0\b|0$)/.test(command)) world.install(task, row.value, world.need(task, row.number(0), row.line).file, isMarked);
  else if (/^(F_SETFD|0x2\b|2$)/.test(command)) mark(world, task, row.number(0), row.line, hasFlag(row.text(2), "FD_CLOEXEC", 1));
};

const dup: Handler = (world, task, row) => {
  const from = row.number(0);
  if (Number.isNaN(from)) return;
  const { file } = world.need(task, from, row.line);
  if (row.name === "dup2" && from === row.value) return;
  if (row.name !== "dup") world.free(task, row.value, row.line);
  world.install(task, row.value, file, row.name === "dup3" && hasFlag(row.text(2), "O_CLOEXEC", closeOnExec));
};

const pipe: Handler = (world, task, row) => {
  const ends = row.event().args?.[0];
  const list = ends?.kind === "named" ? ends.value : ends;
  if (list?.kind !== "array") return;
  const [reading, writing] = list.items.map((item) => numberOf(item));
  if (reading === undefined || writing === undefined) return;
  const [read, write] = [new OpenFile("pipe", row.line, task.tid), new OpenFile("pipe", row.line, task.tid)];
  read.end = "read";
  write.end = "write";
  read.peerEnd = write;
  write.peerEnd = read;
  const cloexec = row.name === "pipe2" && hasFlag(row.text(1), "O_CLOEXEC", closeOnExec);
  world.install(task, reading, read, cloexec);
  world.install(task, writing, write, cloexec);
};

const closeRange: Handler = (world, task, row) => {
  const [first, last] = [row.number(0), row.number(1)];
  if (Number.isNaN(first)) return;
  if (hasFlag(row.text(2), "CLOSE_RANGE_UNSHARE", 2)) task.table = task.table.copy();
  const end = Number.isNaN(last) ? Infinity : last;
  if (hasFlag(row.text(2), "CLOSE_RANGE_CLOEXEC", 4)) task.table.markRange(first, end);
  else task.table.closeRange(first, end);
};

/** signalfd(fd, …) with a descriptor of its own kind changes that one and returns its number. */
const signalfd: Handler = (world, task, row) => {
  const given = row.number(0);
  if (given >= 0 && given === row.value) return;
  makes("signalfd", { at: row.name === "signalfd4" ? 3 : 2, name: "SFD_CLOEXEC", bit: closeOnExec })(world, task, row);
};

const pidfdOpen: Handler = (world, task, row) => {
  const file = new OpenFile("pidfd", row.line, task.tid);
  file.pid = row.number(0);
  world.install(task, row.value, file, true);
};

const pidfdGet: Handler = (world, task, row) => {
  const pid = task.table.get(row.number(0))?.file.pid;
  const owner = pid === undefined ? undefined : world.tasks.get(pid);
  const file = owner?.table.get(row.number(1))?.file ?? new OpenFile("unknown", row.line, task.tid);
  world.install(task, row.value, file, true);
};

/** clone and clone3 with CLONE_PIDFD leave a descriptor of the child with the parent. */
export function installPidfd(world: World, task: Task, row: TraceRow, child: number): void {
  const event = row.event();
  const last = event.args?.[0];
  const result = last?.kind === "change" ? field(last.after, "pidfd") ?? field(last.after, "parent_tid") : namedArgument(event, "parent_tid");
  const fd = result?.kind === "array" ? numberOf(result.items[0]) : numberOf(result);
  if (fd === undefined) return;
  const file = new OpenFile("pidfd", row.line, task.tid);
  file.pid = child;
  world.install(task, fd, file, true);
}

const landlock: Handler = (world, task, row) => {
  if (!hasFlag(row.text(2), "LANDLOCK_CREATE_RULESET_VERSION", 1)) makes("landlock", true)(world, task, row);
};

const seccomp: Handler = (world, task, row) => {
  if (hasFlag(row.text(1), "SECCOMP_FILTER_FLAG_NEW_LISTENER", 8)) makes("seccomp", true)(world, task, row);
};

const flagAt = (at: number, name: string, bit = closeOnExec): { at: number; name: string; bit: number } => ({ at, name, bit });

export const openingHandlers: readonly (readonly [string, Handler])[] = [
  ["open", opens("file", { path: 0, flags: 1 })],
  ["openat", opens("file", { dirfd: 0, path: 1, flags: 2 })],
  ["openat2", opens("file", { dirfd: 0, path: 1, flags: 2 })],
  ["creat", opens("file", { path: 0 })],
  ["open_tree", opens("file", { dirfd: 0, path: 1, flags: 2, cloexec: { name: "OPEN_TREE_CLOEXEC", bit: closeOnExec } })],
  ["open_by_handle_at", makes("file", flagAt(2, "O_CLOEXEC"))],
  ["mq_open", makes("message-queue", flagAt(1, "O_CLOEXEC"), (row) => row.string(0))],
  ["fsopen", makes("mount", flagAt(1, "FSOPEN_CLOEXEC", 1))],
  ["fspick", makes("mount", flagAt(2, "FSPICK_CLOEXEC", 1))],
  ["fsmount", makes("mount", flagAt(1, "FSMOUNT_CLOEXEC", 1))],
  ["memfd_create", makes("memfd", flagAt(1, "MFD_CLOEXEC", 1), (row) => row.string(0))],
  ["memfd_secret", makes("memfd", flagAt(0, "O_CLOEXEC"))],
  ["eventfd", makes("eventfd", false)],
  ["eventfd2", makes("eventfd", flagAt(1, "EFD_CLOEXEC"))],
  ["epoll_create", makes("epoll", false)],
  ["epoll_create1", makes("epoll", flagAt(0, "EPOLL_CLOEXEC"))],
  ["inotify_init", makes("inotify", false)],
  ["inotify_init1", makes("inotify", flagAt(0, "IN_CLOEXEC"))],
  ["signalfd", signalfd],
  ["signalfd4", signalfd],
  ["timerfd_create", makes("timerfd", flagAt(1, "TFD_CLOEXEC"))],
  ["userfaultfd", makes("userfaultfd", flagAt(0, "O_CLOEXEC"))],
  ["io_uring_setup", makes("io_uring", true)],
  ["perf_event_open", makes("perf", flagAt(4, "PERF_FLAG_FD_CLOEXEC", 8))],
  ["fanotify_init", makes("fanotify", flagAt(0, "FAN_CLOEXEC", 1))],
  ["bpf", bpf],
  ["ioctl", ioctl],
  ["fcntl", fcntl],
  ["fcntl64", fcntl],
  ["dup", dup],
  ["dup2", dup],
  ["dup3", dup],
  ["pipe", pipe],
  ["pipe2", pipe],
  ["close_range", closeRange],
  ["pidfd_open", pidfdOpen],
  ["pidfd_getfd", pidfdGet],
  ["landlock_create_ruleset", landlock],
  ["seccomp", seccomp],
];
