import type { TraceEvent, Value } from "../../model/trace-event.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { argument, bare, flagsOf, numberOf } from "../../parse/strace/arguments.ts";

export interface PendingError { readonly syscall: string; readonly errno: string; readonly fd?: number }

/**
 * An error that a call reports while it succeeds itself: `getsockopt(…, SO_ERROR, [ECONNREFUSED], …) = 0` is the result
 * of an earlier connect; a netlink answer holds `{error=-ENETUNREACH, …}`; POLLERR on a UDP socket is the ICMP message
 * "port unreachable" (which the next receive would return as ECONNREFUSED).
 */
export function pendingError(row: TraceRow): PendingError | undefined {
  switch (row.name) {
    case "getsockopt": return row.text(2) === "SO_ERROR" ? socketError(row.event()) : undefined;
    case "recvmsg": case "recvfrom": case "recvmmsg": {
      if (!(row.text(1) ?? "").includes("error=-E")) return undefined;
      const errno = netlinkError(row.event().args?.[1], 0);
      return errno !== undefined && errno !== "ENODEV" ? { syscall: row.name, errno } : undefined;
    }
    case "poll": case "ppoll": return row.value > 0 ? pollError(row.event()) : undefined;
    default: return undefined;
  }
}

function socketError(event: TraceEvent): PendingError | undefined {
  const value = argument(event, 3);
  const errno = value?.kind === "array" ? flagsOf(value.items[0])[0] : undefined;
  const fd = numberOf(argument(event, 0));
  return errno?.startsWith("E") ? { syscall: "connect", errno, ...(fd === undefined ? {} : { fd }) } : undefined;
}

function pollError(event: TraceEvent): PendingError | undefined {
  const detail = event.ret?.detail;
  if (detail === undefined || !detail.includes("POLLERR") || detail.includes("POLLHUP")) return undefined;
  const failed = detail.split("}").find((one) => one.includes("POLLERR")) ?? "";
  const match = /fd=(\d+)/.exec(failed);
  return match ? { syscall: event.name ?? "poll", errno: "ECONNREFUSED", fd: Number(match[1]) } : undefined;
}

function netlinkError(value: Value | undefined, depth: number): string | undefined {
  const inner = bare(value);
  if (!inner || depth > 8) return undefined;
  if (inner.kind === "struct") {
    for (const entry of inner.fields) {
      if (entry.name === "error") {
        const code = flagsOf(entry.value)[0] ?? (entry.value.kind === "unknown" ? entry.value.raw : undefined);
        const match = code === undefined ? undefined : /^-?(E[A-Z]+)$/.exec(code);
        if (match?.[1]) return match[1];
      }
      const found = netlinkError(entry.value, depth + 1);
      if (found !== undefined) return found;
    }
  } else if (inner.kind === "array") {
    for (const item of inner.items) {
      const found = netlinkError(item, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
