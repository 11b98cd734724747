import type { TraceEvent, Value } from "../../model/trace-event.ts";

/** A value without its name, comment or earlier state: what the call got, or left behind if strace shows both. */
export function bareValue(value: Value): Value {
  switch (value.kind) {
    case "named":
      return bareValue(value.value);
    case "comment":
      return value.of ? bareValue(value.of) : value;
    case "change":
      return bareValue(value.after);
    default:
      return value;
  }
}

/** The argument at a place (from 0) or with a name (`strace -N`); undefined if the capture does not show it. */
export function argumentOf(event: TraceEvent, which: number | string): Value | undefined {
  const found = typeof which === "number"
    ? event.args?.[which]
    : event.args?.find((value) => value.kind === "named" && value.name === which);
  return found && bareValue(found);
}

/** The bytes of a string argument, one character a byte; cut short where strace cut it. */
export function stringOf(event: TraceEvent, which: number | string): string | undefined {
  const value = argumentOf(event, which);
  return value?.kind === "string" ? (value.abstract ? "@" : "") + value.value : undefined;
}

/** A numeric argument; hex and octal are read, addresses as far as a double holds them exactly. */
export function numberOf(event: TraceEvent, which: number | string): number | undefined {
  const value = argumentOf(event, which);
  if (value?.kind === "number") return value.value;
  if (value?.kind === "fd" && typeof value.fd === "number") return value.fd;
  if (value?.kind === "pid") return value.pid;
  if (value?.kind !== "pointer") return undefined;
  const address = value.raw === "NULL" ? 0 : Number(value.raw);
  return Number.isSafeInteger(address) ? address : undefined;
}

/** A descriptor argument, decorated or not, with its path where `-y` shows one. */
export function descriptorOf(event: TraceEvent, which: number | string): { fd: number | "AT_FDCWD"; path?: string } | undefined {
  const value = argumentOf(event, which);
  if (value?.kind === "fd") return { fd: value.fd, path: value.path };
  if (value?.kind === "number") return { fd: value.value };
  return value?.kind === "flags" && value.names[0] === "AT_FDCWD" ? { fd: "AT_FDCWD" } : undefined;
}

/** The names of an or-list; empty for 0. */
export function flagsOf(event: TraceEvent, which: number | string): readonly string[] {
  const value = argumentOf(event, which);
  return value?.kind === "flags" ? value.names : [];
}

/** Whether the call came back with an error (a call that never came back has none). */
export function isError(event: TraceEvent): boolean {
  return event.ret?.errno !== undefined;
}
