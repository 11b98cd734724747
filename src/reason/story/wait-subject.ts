import type { Value } from "../../model/trace-event.ts";
import { argument, bare, decodeBytes, field, numberOf } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { OpenFile } from "../descriptors/open-file.ts";
import type { ProcessTree } from "../process-tree.ts";
import type { Act } from "./call-acts.ts";
import { baseName } from "./process-state.ts";

/** The thing a call waits for, in words that fit behind "waited for"; undefined where nothing is known, or for a plain file. */
export function waitSubject(row: TraceRow, act: Act, tree: ProcessTree, descriptors: Descriptors): string | undefined {
  switch (act) {
    case "read": case "write": case "receive": case "send": case "accept": case "connect": {
      const file = descriptors.of(row, 0)?.file;
      if (file?.kind === "file" && file.path?.startsWith("/dev/") !== true) return undefined;
      return thingWords(file, row.number(0), tree, descriptors);
    }
    case "await-child": {
      const pid = row.value > 0 ? row.value : row.number(row.name === "waitid" ? 1 : 0);
      return pid > 0 ? `its child ${processWords(pid, tree)}` : "a child";
    }
    case "sleep":
      return "time to pass";
    case "futex":
      return futexSubject(row, tree);
    case "poll":
      return polled(row, tree, descriptors);
    case "suspend":
      return row.name === "restart_syscall" ? "what it waited for before a signal" : "a signal";
    case "lock":
      if (row.name.startsWith("fcntl") && row.text(1)?.includes("SETLKW") !== true) return undefined;
      if (row.name === "flock" || row.name.startsWith("fcntl")) return `a lock on ${thingWords(descriptors.of(row, 0)?.file, row.number(0), tree, descriptors)}`;
      return row.name.includes("sync") ? "the disk" : "a message or semaphore";
    default:
      return undefined;
  }
}

/** What is behind a descriptor: a path, a pipe with who holds its other end, a socket with its addresses. */
function thingWords(file: OpenFile | undefined, fd: number, tree: ProcessTree, descriptors: Descriptors): string {
  if (!file) return numberWords(fd);
  switch (file.kind) {
    case "file":
      return file.path === undefined ? numberWords(fd) : decodeBytes(file.path);
    case "pipe": {
      const holder = file.peerEnd && descriptors.holdersOf(file.peerEnd)[0];
      return holder === undefined ? "a pipe" : `a pipe whose other end ${processWords(holder, tree)} holds`;
    }
    case "socket": {
      const kind = file.protocol ?? "socket";
      if (file.peer !== undefined) return `${kind} ${decodeBytes(file.peer)}`;
      if (file.local !== undefined) return `${kind} ${decodeBytes(file.local)}${file.isListening ? " (connections to it)" : ""}`;
      return kind === "socket" ? "a socket" : `a ${kind} socket`;
    }
    case "inherited": case "unknown":
      return numberWords(fd);
    default:
      return `${/^[aeiou]/.test(file.kind) ? "an" : "a"} ${file.kind}`;
  }
}

function processWords(pid: number, tree: ProcessTree): string {
  const ran = tree.get(pid)?.execs.findLast((exec) => exec.errno === undefined);
  return ran ? `${baseName(decodeBytes(ran.path))} (${pid})` : String(pid);
}

function numberWords(fd: number): string {
  return fd === 0 ? "standard input" : fd === 1 ? "standard output" : fd === 2 ? "standard error" : `descriptor ${fd}`;
}

/** FUTEX_WAIT with a living thread's id as the expected value is pthread_join. */
function futexSubject(row: TraceRow, tree: ProcessTree): string | undefined {
  const operation = row.text(1) ?? "";
  if (!operation.includes("WAIT") && !operation.includes("LOCK")) return undefined;
  const expected = row.number(2);
  if (expected > 1 && tree.get(expected)?.threadOf !== undefined) return `thread ${expected} to end`;
  return `another thread (lock at ${row.text(0) ?? "?"})`;
}

function polled(row: TraceRow, tree: ProcessTree, descriptors: Descriptors): string {
  if (row.name === "poll" || row.name.startsWith("ppoll")) {
    const list = argument(row.event(), 0);
    const names = list?.kind === "array" ? list.items.flatMap((item) => polledName(item, row.tid, tree, descriptors)) : [];
    return names.length === 0 ? "time to pass" : `${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
  }
  if (row.name.startsWith("epoll")) return `an event on one of the descriptors of epoll ${row.number(0)}`;
  if (row.name.includes("select")) return row.number(0) === 0 ? "time to pass" : `one of its descriptors below ${row.number(0)}`;
  return "input or output to end";
}

function polledName(item: Value, tid: number, tree: ProcessTree, descriptors: Descriptors): string[] {
  const fd = numberOf(field(item, "fd"));
  if (fd === undefined || fd < 0) return [];
  const shown = bare(field(item, "fd"));
  const file = descriptors.nameOf(tid, fd)?.file;
  if (!file && shown?.kind === "fd") return [decodeBytes(shown.path)];
  return [thingWords(file, fd, tree, descriptors)];
}
