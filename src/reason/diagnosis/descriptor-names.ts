import type { TraceRow } from "../../parse/strace/row.ts";
import { argument, bare, flagsOf, numberOf, socketAddressOf } from "../../parse/strace/arguments.ts";

/** Takes note of what a call that succeeded says about a descriptor: files opened, sockets connected or bound, copies. */
export function observeNames(names: Map<number, string>, row: TraceRow): void {
  const { value } = row;
  switch (row.name) {
    case "open": case "creat": case "memfd_create": if (value >= 0) set(names, value, row.string(0)); break;
    case "openat": case "openat2": if (value >= 0) set(names, value, row.string(1)); break;
    case "connect": case "bind": set(names, row.number(0), socketAddressOf(row.event().args?.[1])?.text); break;
    case "socket":
      if (value >= 0) names.set(value, `a socket (${(row.event().args ?? []).slice(0, 2).flatMap((arg) => flagsOf(arg)).join(", ")})`);
      break;
    case "pipe": case "pipe2": case "socketpair": {
      const ends = bare(argument(row.event(), row.name === "socketpair" ? 3 : 0));
      if (ends?.kind !== "array") break;
      for (const end of ends.items) set(names, numberOf(end) ?? NaN, row.name === "socketpair" ? "a socket pair" : "a pipe");
      break;
    }
    case "dup": case "dup2": case "dup3": if (value >= 0) copy(names, row.number(0), value); break;
    case "fcntl": case "fcntl64": if (value >= 0 && (row.text(1) ?? "").startsWith("F_DUPFD")) copy(names, row.number(0), value); break;
    case "close": names.delete(row.number(0)); break;
    default:
  }
}

function set(names: Map<number, string>, fd: number, name: string | undefined): void {
  if (name !== undefined && !Number.isNaN(fd)) names.set(fd, name);
}

function copy(names: Map<number, string>, from: number, to: number): void {
  const known = names.get(from);
  if (known === undefined) names.delete(to);
  else names.set(to, known);
}
