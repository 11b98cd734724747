import { atFdcwd, type TraceRow } from "../../parse/strace/row.ts";
import { learnDecoration } from "./decoration.ts";
import { Descriptor, OpenFile } from "./open-file.ts";
import { openingHandlers, type Handler } from "./opening.ts";
import { beginBirth, processHandlers } from "./processes.ts";
import { connect, socketHandlers } from "./sockets.ts";
import { World, type Task } from "./world.ts";

const handlers: ReadonlyMap<string, Handler> = new Map([...openingHandlers, ...socketHandlers, ...processHandlers]);
const makers: ReadonlySet<string> = new Set(["clone", "clone3", "fork", "vfork", "__clone2"]);

/** Calls whose first argument is a descriptor and that a program cannot do without: decorations are learned from them. */
const witnesses: ReadonlySet<string> = new Set([
  "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "fstat", "fstat64", "newfstatat", "lseek", "_llseek", "getdents", "getdents64",
  "ftruncate", "fsync", "fdatasync", "flock", "fchmod", "fchown", "fadvise64", "fcntl", "fcntl64", "ioctl", "dup", "dup2", "dup3", "close", "fchdir", "openat", "sendto", "recvfrom",
  "sendmsg", "recvmsg", "setsockopt", "getsockopt", "getsockname", "getpeername", "shutdown", "listen", "accept", "accept4", "bind", "connect",
  "epoll_ctl", "epoll_wait", "epoll_pwait", "timerfd_settime", "inotify_add_watch", "sendfile", "fallocate", "statx", "splice", "unlinkat", "mkdirat", "faccessat2", "readlinkat",
]);

/**
 * Which file, socket or pipe each descriptor is, followed through a capture without `strace -y`; where there are
 * decorations, they are believed. Fed with rows as they complete (and with calls as they begin); keeps what the living
 * processes hold. Ask `of` while a row is being handled, before or after `observe` of it.
 */
export class Descriptors {
  readonly #world: World;
  #isDecorated = false;

  /** `cwd`: the directory in which the first program was started, if that is known. */
  constructor(options: { cwd?: string } = {}) {
    this.#world = new World(options.cwd);
  }

  observe(row: TraceRow): void {
    if (row.kind !== "syscall") {
      if (row.kind === "exit" || row.kind === "killed") this.#world.end(row.tid);
      return;
    }
    const { name } = row;
    if (row.isBegun) {
      this.#begin(row, name);
      return;
    }
    if (witnesses.has(name)) this.#learn(row, name);
    if (name === "close") {
      this.#close(row);
      return;
    }
    const handler = handlers.get(name);
    if (!handler) return;
    if (row.errno !== "") this.#failed(row, name);
    else if (row.value >= 0) handler(this.#world, this.#world.taskOf(row.tid, row), row);
  }

  /** What a descriptor of a thread is now. */
  nameOf(tid: number, fd: number): Descriptor | undefined {
    return this.#world.taskOf(tid).table.get(fd);
  }

  /** What the descriptor in argument `index` was when the call was made. */
  of(row: TraceRow, index: number): Descriptor | undefined {
    const fd = row.number(index);
    if (!(fd >= 0)) return undefined;
    const task = this.#world.taskOf(row.tid, row);
    const { freed } = this.#world;
    const known = index === 0 && row.resumedLine > 0 && task.begunLine === row.line && task.begunFile ? task.begunFile
      : freed.line === row.line && freed.tid === row.tid && freed.fd === fd ? freed.descriptor
      : task.table.get(fd);
    if (known && known.kind !== "inherited" && known.kind !== "unknown") return known;
    const shown = row.fdPath(index);
    if (shown === undefined) return known;
    const file = known?.file ?? new OpenFile("unknown", row.line, row.tid);
    learnDecoration(file, shown);
    return known ?? new Descriptor(file, false);
  }

  /** The path a call names, absolute where the capture tells what it is relative to. `dirfd`: `atFdcwd` or a descriptor. */
  pathAt(tid: number, dirfd: number, path: string): string {
    return this.#world.pathAt(this.#world.taskOf(tid), dirfd, path);
  }

  /** The threads that hold a file now, such as the other end of a pipe. */
  holdersOf(file: OpenFile): number[] {
    const tids: number[] = [];
    for (const task of this.#world.tasks.values()) {
      for (const [, descriptor] of task.table.entries()) {
        if (descriptor.file !== file) continue;
        tids.push(task.tid);
        break;
      }
    }
    return tids;
  }

  #begin(row: TraceRow, name: string): void {
    const task = this.#world.taskOf(row.tid, row);
    task.begunLine = row.line;
    task.begunFile = undefined;
    if (makers.has(name)) {
      beginBirth(this.#world, task, row);
      return;
    }
    const fd = row.number(0);
    if (!(fd >= 0)) return;
    if (witnesses.has(name)) this.#learn(row, name);
    task.begunFile = task.table.get(fd);
    // The number is free as soon as the call begins, and whatever it returns.
    if (name === "close") this.#world.free(task, fd, row.line);
  }

  #close(row: TraceRow): void {
    const fd = row.number(0);
    if (!(fd >= 0) || row.errno === "EBADF") return;
    const task = this.#world.taskOf(row.tid, row);
    if (task.begunLine !== row.line) this.#world.free(task, fd, row.line);
  }

  /** Calls that change something although they return an error. */
  #failed(row: TraceRow, name: string): void {
    if (name === "connect" && (row.errno === "EINPROGRESS" || row.errno === "EINTR")) connect(this.#world, this.#world.taskOf(row.tid, row), row);
    else if (makers.has(name)) this.#world.cancelBirth(row.tid);
  }

  #learn(row: TraceRow, name: string): void {
    const fd = row.number(0);
    if (fd === atFdcwd) {
      const task = this.#world.taskOf(row.tid, row);
      const shown = task.place.cwd === undefined ? row.fdPath(0) : undefined;
      if (shown === undefined) return;
      this.#isDecorated = true;
      task.place.cwd = shown;
      return;
    }
    if (!(fd >= 0) || name === "openat" && !this.#isDecorated) return;
    if (!this.#isDecorated) {
      const shown = row.fdPath(0);
      if (shown === undefined) return;
      this.#isDecorated = true;
    }
    this.#teach(this.#world.taskOf(row.tid, row), row, fd);
  }

  #teach(task: Task, row: TraceRow, fd: number): void {
    const known = task.table.get(fd);
    if (known?.file.isLearned) return;
    const shown = row.fdPath(0);
    if (shown === undefined) return;
    const file = known?.file ?? new OpenFile("unknown", row.line, row.tid);
    learnDecoration(file, shown);
    if (!known) this.#world.install(task, fd, file, false);
  }
}
