import type { TraceRow } from "../../parse/strace/row.ts";
import { returnedPid } from "../../parse/strace/arguments.ts";
import { hasFlag } from "./flag-text.ts";
import { installPidfd, type Handler } from "./opening.ts";
import type { BirthFlags, Task, World } from "./world.ts";

/** What a clone, fork or vfork shares; its flags stand there as soon as it begins. */
function birthFlags(row: TraceRow): BirthFlags & { hasPidfd: boolean } {
  const text = row.name === "clone3" ? row.text(0) : row.name === "clone" || row.name === "__clone2" ? cloneFlags(row) : "";
  const raw = row.name === "clone3" ? /\{flags=(0x[0-9a-f]+|\d+)\b/.exec((text ?? "").slice(0, 60))?.[1] ?? text : text;
  const has = (name: string, bit: number): boolean => hasFlag(raw, name, bit);
  return {
    sharesFiles: has("CLONE_FILES", 0x400), sharesPlace: has("CLONE_FS", 0x200), isThread: has("CLONE_THREAD", 0x10000),
    hasPidNamespace: has("CLONE_NEWPID", 0x20000000), hasPidfd: has("CLONE_PIDFD", 0x1000),
  };
}

/** `clone(child_stack=NULL, flags=…)`; some architectures have the flags first. */
function cloneFlags(row: TraceRow): string | undefined {
  const first = row.text(0);
  return first?.includes("CLONE_") || first?.includes("SIGCHLD") ? first : row.text(1);
}

/** The start of a call that makes a process. */
export function beginBirth(world: World, task: Task, row: TraceRow): void {
  world.beginBirth(task, row.line, birthFlags(row));
}

const make: Handler = (world, task, row) => {
  if (row.value <= 0) return;
  const child = returnedPid(row.event()) ?? row.value;
  const flags = birthFlags(row);
  world.endBirth(task, row.line, child, flags);
  if (flags.hasPidfd) installPidfd(world, task, row, child);
};

const unshare: Handler = (world, task, row) => {
  const flags = row.text(0);
  if (hasFlag(flags, "CLONE_FILES", 0x400)) task.table = task.table.copy();
  if (hasFlag(flags, "CLONE_FS", 0x200) || hasFlag(flags, "CLONE_NEWNS", 0x20000)) task.place = { ...task.place };
  if (hasFlag(flags, "CLONE_NEWPID", 0x20000000)) world.unshareNamespace();
};

/** A thread that execs becomes the only one, under the pid of its process; its table is its own and loses what is marked. */
const exec: Handler = (world, task, row) => {
  const pid = row.resumedLine > 0 ? row.event().resumedPid ?? task.tid : task.tid;
  const table = task.table.copy();
  table.dropCloexec();
  world.end(task.tid);
  world.tasks.set(pid, { tid: pid, group: pid, table, place: { ...task.place }, begunLine: 0, begunFile: undefined });
};

const chdir: Handler = (world, task, row) => {
  const path = row.string(0);
  if (path !== undefined) task.place.cwd = world.pathAt(task, NaN, path);
};

const fchdir: Handler = (_world, task, row) => {
  task.place.cwd = task.table.get(row.number(0))?.path;
};

const getcwd: Handler = (_world, task, row) => {
  const path = row.string(0);
  if (path?.startsWith("/") && task.place.root === "") task.place.cwd = path;
};

const chroot: Handler = (world, task, row) => {
  const path = row.string(0);
  if (path === undefined) return;
  const root = world.pathAt(task, NaN, path);
  if (root.startsWith("/")) task.place.root = root === "/" ? "" : root;
};

const rename: Handler = (world, task, row) => {
  const shift = row.name === "rename" ? 0 : 1;
  const [from, to] = [row.string(shift), row.string(shift === 0 ? 1 : 3)];
  if (from === undefined || to === undefined) return;
  const source = world.pathAt(task, shift === 0 ? NaN : row.number(0), from);
  const target = world.pathAt(task, shift === 0 ? NaN : row.number(2), to);
  if (row.name === "renameat2" && hasFlag(row.text(4), "RENAME_EXCHANGE", 2)) world.paths.exchange(source, target);
  else world.paths.rename(source, target);
};

const unlink: Handler = (world, task, row) => {
  const isAt = row.name === "unlinkat";
  const path = row.string(isAt ? 1 : 0);
  if (path !== undefined) world.paths.remove(world.pathAt(task, isAt ? row.number(0) : NaN, path));
};

export const processHandlers: readonly (readonly [string, Handler])[] = [
  ["clone", make], ["clone3", make], ["fork", make], ["vfork", make], ["__clone2", make], ["unshare", unshare], ["execve", exec], ["execveat", exec],
  ["chdir", chdir], ["fchdir", fchdir], ["getcwd", getcwd], ["chroot", chroot],
  ["rename", rename], ["renameat", rename], ["renameat2", rename], ["unlink", unlink], ["unlinkat", unlink], ["rmdir", unlink],
];
