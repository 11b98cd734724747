import { atFdcwd, type TraceRow } from "../../parse/strace/row.ts";
import { Descriptor, OpenFile } from "./open-file.ts";
import { joinPath, PathIndex } from "./paths.ts";
import { DescriptorTable } from "./table.ts";

/** Where a process's paths begin; threads share it. `root` is set by chroot(2). */
export interface Place { cwd: string | undefined; root: string }

/** One thread: which descriptors and which directory it works with. */
export interface Task {
  readonly tid: number;
  /** pid of its process */
  group: number;
  table: DescriptorTable;
  place: Place;
  /** the call it is in, if that was seen to begin, and what its first argument was then */
  begunLine: number;
  begunFile: Descriptor | undefined;
}

/** A call that makes a process and has not returned yet: the child may already be running. */
interface Birth { readonly parent: Task; readonly line: number; readonly flags: BirthFlags; readonly table: DescriptorTable; readonly place: Place }

/** What a child shares with its maker. */
export interface BirthFlags { readonly sharesFiles: boolean; readonly sharesPlace: boolean; readonly isThread: boolean; readonly hasPidNamespace: boolean }

/** Everything the handlers of calls work on. */
export class World {
  readonly tasks = new Map<number, Task>();
  readonly paths = new PathIndex();
  /** UNIX sockets by the path they are bound to, and those that wait there to be accepted */
  readonly bound = new Map<string, OpenFile>();
  readonly backlog = new Map<OpenFile, OpenFile[]>();
  /** what the latest call took away: the row's line, the thread, the number, and what it was */
  freed: { line: number; tid: number; fd: number; descriptor: Descriptor | undefined } = { line: 0, tid: 0, fd: -1, descriptor: undefined };
  readonly #births = new Map<number, Birth>();
  /** children that a call returned and that no line has shown yet */
  readonly #unseen = new Set<number>();
  #hasPidNamespaces = false;
  readonly #cwd: string | undefined;

  constructor(cwd: string | undefined) {
    this.#cwd = cwd;
  }

  taskOf(tid: number, row?: TraceRow): Task {
    const known = this.tasks.get(tid);
    if (known) {
      if (this.#unseen.size > 0) this.#unseen.delete(tid);
      return known;
    }
    const task = this.#adopt(tid) ?? this.#strange(tid, row);
    this.tasks.set(tid, task);
    return task;
  }

  /** A process that no call in the capture made: the first one, or one that strace was attached to. */
  #strange(tid: number, row: TraceRow | undefined): Task {
    const table = new DescriptorTable();
    const isFirst = this.tasks.size === 0 && row?.name === "execve";
    if (isFirst) for (let fd = 0; fd < 3; fd++) table.set(fd, new Descriptor(new OpenFile("inherited", row.line, tid), false));
    return { tid, group: tid, table, place: { cwd: isFirst ? this.#cwd : undefined, root: "" }, begunLine: 0, begunFile: undefined };
  }

  /** A thread seen for the first time is the child of a call that has not returned yet; of several, one cannot say which. */
  #adopt(tid: number): Task | undefined {
    const births = [...this.#births.values()];
    const [only, another] = births;
    if (only && !another) return born(tid, only.parent, only.flags, only.flags.sharesFiles ? only.parent.table : only.table.copy(), only.place);
    if (only) {
      const table = DescriptorTable.copyOfOneOf(births.map((birth) => ({ key: birth, table: birth.table })));
      const places = new Set(births.map((birth) => birth.place.cwd));
      return { tid, group: tid, table, place: { cwd: places.size === 1 ? only.place.cwd : undefined, root: only.place.root }, begunLine: 0, begunFile: undefined };
    }
    if (!this.#hasPidNamespaces) return undefined;
    // The child knows itself by another number than strace does.
    const [unseen] = this.#unseen;
    const child = unseen === undefined ? undefined : this.tasks.get(unseen);
    if (unseen === undefined || !child) return undefined;
    this.#unseen.delete(unseen);
    this.tasks.delete(unseen);
    return { ...child, tid };
  }

  beginBirth(parent: Task, line: number, flags: BirthFlags): void {
    this.#hasPidNamespaces ||= flags.hasPidNamespace;
    const table = flags.sharesFiles ? parent.table : parent.table.copy();
    this.#births.set(parent.tid, { parent, line, flags, table, place: flags.sharesPlace ? parent.place : { ...parent.place } });
  }

  /** The call has returned: `tid` is its child. */
  endBirth(parent: Task, line: number, tid: number, flags: BirthFlags): void {
    this.#hasPidNamespaces ||= flags.hasPidNamespace;
    const begun = this.#births.get(parent.tid);
    const birth = begun?.line === line ? begun : undefined;
    this.#births.delete(parent.tid);
    if (parent.tid === 0) return;
    const seen = birth ? this.tasks.get(tid) : undefined;
    if (seen && !seen.table.isSettled) {
      seen.group = flags.isThread ? parent.group : tid;
      seen.place = birth?.place ?? seen.place;
      if (birth && flags.sharesFiles) seen.table = parent.table;
      else if (birth) seen.table.settle(birth);
      return;
    }
    if (seen && birth && (seen.place === birth.place || seen.table === parent.table)) return;
    this.tasks.set(tid, born(tid, parent, flags, flags.sharesFiles ? parent.table : (birth?.table ?? parent.table).copy(), birth?.place ?? { ...parent.place }));
    if (this.#hasPidNamespaces) this.#unseen.add(tid);
  }

  unshareNamespace(): void {
    this.#hasPidNamespaces = true;
  }

  cancelBirth(tid: number): void {
    this.#births.delete(tid);
  }

  end(tid: number): void {
    this.tasks.delete(tid);
    this.#births.delete(tid);
    this.#unseen.delete(tid);
  }

  /** A new descriptor of `task`. */
  install(task: Task, fd: number, file: OpenFile, cloexec: boolean): void {
    task.table.set(fd, new Descriptor(file, cloexec));
  }

  free(task: Task, fd: number, line: number): void {
    this.freed = { line, tid: task.tid, fd, descriptor: task.table.get(fd) };
    task.table.delete(fd);
  }

  /** The descriptor; where the capture does not show what it is, one of kind `unknown` that copies can share. */
  need(task: Task, fd: number, line: number): Descriptor {
    const known = task.table.get(fd);
    if (known) return known;
    const made = new Descriptor(new OpenFile("unknown", line, task.tid), false);
    task.table.set(fd, made);
    return made;
  }

  /** The path a call names, absolute where that is known. `dirfd` is `atFdcwd` for the working directory. */
  pathAt(task: Task, dirfd: number, path: string): string {
    if (path.startsWith("/")) return joinPath(undefined, `${task.place.root}${path}`);
    const directory = dirfd === atFdcwd || Number.isNaN(dirfd) ? task.place.cwd : task.table.get(dirfd)?.path;
    if (path === "") return directory ?? "";
    return joinPath(directory, path);
  }
}

function born(tid: number, parent: Task, flags: BirthFlags, table: DescriptorTable, place: Place): Task {
  return { tid, group: flags.isThread ? parent.group : tid, table, place: flags.sharesPlace ? parent.place : place, begunLine: 0, begunFile: undefined };
}
