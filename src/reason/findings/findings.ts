import type { Finding } from "../../model/finding.ts";
import type { TracedProcess } from "../../model/process.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { ProcessTree } from "../process-tree.ts";
import { LeftOpen } from "./left-open.ts";
import { findManyProcesses } from "./many-processes.ts";
import { RepeatedPaths } from "./repeated-paths.ts";
import { Retries } from "./retries.ts";
import { SlowCalls } from "./slow-calls.ts";
import { SmallTransfers } from "./small-transfers.ts";

type Role = "transfer" | "seek" | "sync" | "open" | "ask" | "close" | "wait" | "sleep" | "poll" | "yield" | "socket" | "file";

const roles: ReadonlyMap<string, Role> = new Map(Object.entries({
  transfer: "read write", seek: "lseek", sync: "fsync fdatasync sync syncfs", open: "open openat", close: "close",
  ask: "stat stat64 lstat newfstatat statx access faccessat faccessat2 readlink readlinkat", wait: "epoll_wait epoll_pwait futex wait4 waitid pause rt_sigtimedwait ppoll select pselect6",
  sleep: "nanosleep clock_nanosleep", poll: "poll", yield: "sched_yield", socket: "sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg connect send recv",
  file: "flock fcntl rename renameat2 unlink unlinkat ftruncate fallocate mkdir getdents64 readv writev pread64 pwrite64 statfs execve",
} satisfies Record<Role, string>).flatMap(([role, names]) => names.split(" ").map((name): [string, Role] => [name, role as Role])));
const pathAt: Readonly<Record<string, number>> = { newfstatat: 1, statx: 1, faccessat: 1, faccessat2: 1, readlinkat: 1, openat: 1 };
const most = 20;

/** What a run did that costs more than it needs to. Thresholds are such that ordinary runs have none. */
export class FindingCollector {
  readonly #tree: ProcessTree;
  readonly #transfers: SmallTransfers;
  readonly #retries: Retries;
  readonly #paths = new RepeatedPaths();
  readonly #slow: SlowCalls;
  readonly #leftOpen = new LeftOpen();

  /** `descriptors` are fed by somebody else, before this. */
  constructor(tree: ProcessTree, descriptors: Descriptors) {
    this.#tree = tree;
    this.#transfers = new SmallTransfers(descriptors);
    this.#retries = new Retries(descriptors);
    this.#slow = new SlowCalls(descriptors);
  }

  /** Takes note of one row, after the process tree and the descriptors have. */
  observe(row: TraceRow, thread: TracedProcess): void {
    if (row.isBegun || row.kind !== "syscall") {
      if (row.kind === "exit" || row.kind === "killed") this.#leftOpen.ended(row.tid);
      return;
    }
    const role = roles.get(row.name);
    if (row.errno === "EAGAIN" && row.name !== "futex" || role === "yield" || role === "poll" && row.value === 0 && row.number(2) === 0) {
      this.#retries.spin(row);
      return;
    }
    if (this.#retries.isSpinning) this.#retries.other(row, role === "wait" || role === "sleep" || role === "poll");
    if (role === undefined) return;
    this.#take(role, row, thread);
  }

  /** The costliest first. */
  finish(): Finding[] {
    const all = [
      ...this.#slow.finish(), ...this.#retries.finish(), ...this.#transfers.finish(), ...this.#leftOpen.finish(), ...this.#paths.finish(),
      ...findManyProcesses(this.#tree.processes),
    ];
    return all.toSorted((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0) || b.count - a.count).slice(0, most);
  }

  #take(role: Role, row: TraceRow, thread: TracedProcess): void {
    switch (role) {
      case "transfer":
        if (row.value > 0) this.#transfers.observe(row);
        this.#slow.traffic(row);
        break;
      case "seek": this.#transfers.observe(row); break;
      case "sync": this.#slow.sync(row); break;
      case "sleep": this.#retries.sleep(row); break;
      case "socket": this.#slow.traffic(row); break;
      case "close": this.#leftOpen.closed(this.#tree.leaderOf(thread).pid, row); break;
      case "open": case "ask": {
        const path = row.string(pathAt[row.name] ?? 0);
        if (path === undefined) break;
        this.#paths.observe(row, path);
        if (role === "open" && row.value >= 0) this.#leftOpen.opened(this.#tree.leaderOf(thread).pid, row, path);
        break;
      }
      default:
    }
    if (role === "file" || role === "sync" || role === "open" || role === "ask" || row.name === "connect") this.#slow.long(row);
  }
}
