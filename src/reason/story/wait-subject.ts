import type { Value } from "../../model/trace-event.ts";
import { argument, bare, decodeBytes, field, numberOf } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { ProcessTree } from "../process-tree.ts";
import type { Act } from "./call-acts.ts";
import { baseName } from "./process-state.ts";

/** What is behind a descriptor of this row's process, in strace's notation; undefined if unknown. */
export type NameDescriptor = (fd: number, row: TraceRow) => string | undefined;

/** The thing a call waits for, in words that fit behind "waited for"; undefined where nothing is known, or for a plain file. */
export function waitSubject(row: TraceRow, act: Act, tree: ProcessTree, nameOf: NameDescriptor): string | undefined {
  switch (act) {
    case "read": case "write": case "receive": case "send": case "accept": case "connect": {
      const fd = row.number(0);
      const name = row.fdPath(0) ?? nameOf(fd, row);
      if (name === undefined) return act === "read" || act === "write" ? (fd <= 2 ? standardName(fd) : undefined) : `descriptor ${fd}`;
      return name.startsWith("/") && !name.startsWith("/dev/") && (act === "read" || act === "write") ? undefined : decodeBytes(name);
    }
    case "await-child": {
      const pid = row.value > 0 ? row.value : row.number(row.name === "waitid" ? 1 : 0);
      if (!(pid > 0)) return "a child";
      const ran = tree.get(pid)?.execs.findLast((exec) => exec.errno === undefined);
      return ran ? `its child ${baseName(decodeBytes(ran.path))} (${pid})` : `its child ${pid}`;
    }
    case "sleep":
      return "time to pass";
    case "futex":
      return futexSubject(row, tree);
    case "poll":
      return polled(row, nameOf);
    case "suspend":
      return row.name === "restart_syscall" ? "the call that a signal interrupted" : "a signal";
    case "lock":
      return row.name.startsWith("f") && (row.name === "flock" || row.name.startsWith("fcntl")) ? `a lock on ${nameOf(row.number(0), row) ?? `descriptor ${row.number(0)}`}`
        : row.name.includes("sync") ? "the disk" : "a message or semaphore";
    default:
      return undefined;
  }
}

/** FUTEX_WAIT with a living thread's id as the expected value is pthread_join. */
function futexSubject(row: TraceRow, tree: ProcessTree): string | undefined {
  const operation = row.text(1) ?? "";
  if (!operation.includes("WAIT") && !operation.includes("LOCK")) return undefined;
  const expected = row.number(2);
  const thread = expected > 1 ? tree.get(expected) : undefined;
  if (thread?.threadOf !== undefined) return `thread ${expected} to end`;
  return `another thread (lock at ${row.text(0) ?? "?"})`;
}

function polled(row: TraceRow, nameOf: NameDescriptor): string {
  if (row.name === "poll" || row.name.startsWith("ppoll")) {
    const list = argument(row.event(), 0);
    const names = list?.kind === "array" ? list.items.flatMap((item) => descriptorName(item, row, nameOf)) : [];
    return names.length === 0 ? "time to pass" : `${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
  }
  if (row.name.startsWith("epoll")) return `an event on one of the descriptors of epoll ${row.number(0)}`;
  if (row.name.includes("select")) return row.number(0) === 0 ? "time to pass" : `one of its descriptors below ${row.number(0)}`;
  return "input or output to end";
}

function descriptorName(item: Value, row: TraceRow, nameOf: NameDescriptor): string[] {
  const value = field(item, "fd");
  const fd = numberOf(value);
  if (fd === undefined || fd < 0) return [];
  const shown = bare(value);
  const name = shown?.kind === "fd" ? shown.path : nameOf(fd, row);
  return [name === undefined ? (fd <= 2 ? standardName(fd) : `descriptor ${fd}`) : decodeBytes(name)];
}

function standardName(fd: number): string {
  return fd === 0 ? "standard input" : fd === 1 ? "standard output" : "standard error";
}
