import type { TraceEvent, Value } from "../../model/trace-event.ts";

/** The value itself: without the name of a named argument, without strace's comment beside it. */
export function bare(value: Value | undefined): Value | undefined {
  let inner = value;
  for (;;) {
    if (inner?.kind === "named") inner = inner.value;
    else if (inner?.kind === "comment" && inner.of) inner = inner.of;
    else return inner;
  }
}

/** Argument number `index` of a call (from 0), or undefined. */
export function argument(event: TraceEvent, index: number): Value | undefined {
  return bare(event.args?.[index]);
}

/** The argument that strace named `name=` (clone, clone3's struct, `-N`). */
export function namedArgument(event: TraceEvent, name: string): Value | undefined {
  for (const arg of event.args ?? []) {
    if (arg.kind === "named" && arg.name === name) return bare(arg.value);
    const inner = arg.kind === "change" ? arg.before : arg;
    if (inner.kind === "struct") {
      const found = field(inner, name);
      if (found) return found;
    }
  }
  return undefined;
}

/** Field `name` of a struct value; of a changed one as it was before. */
export function field(value: Value | undefined, name: string): Value | undefined {
  const inner = bare(value);
  if (inner?.kind === "change") return field(inner.before, name);
  if (inner?.kind !== "struct") return undefined;
  return bare(inner.fields.find((entry) => entry.name === name)?.value);
}

/** The bytes of a string argument (one character a byte), or undefined. */
export function textOf(value: Value | undefined): string | undefined {
  const inner = bare(value);
  return inner?.kind === "string" ? inner.value : undefined;
}

/** A number, a descriptor's number, or undefined. */
export function numberOf(value: Value | undefined): number | undefined {
  const inner = bare(value);
  if (inner?.kind === "number") return inner.value;
  if (inner?.kind === "fd" && typeof inner.fd === "number") return inner.fd;
  if (inner?.kind === "pid") return inner.pid;
  return undefined;
}

/** The names of an or-list of constants; empty where it is a number or something else. */
export function flagsOf(value: Value | undefined): readonly string[] {
  const inner = bare(value);
  return inner?.kind === "flags" ? inner.names : [];
}

/** The pid a call returned, as strace's own lines name it, where a process in another PID namespace got another number. */
export function returnedPid(event: TraceEvent): number | undefined {
  const pid = event.ret?.value;
  const note = event.layout?.value;
  const outside = note?.kind === "comment" ? Number.parseInt(note.text, 10) : NaN;
  if (!Number.isNaN(outside)) return outside;
  return typeof pid === "number" ? pid : undefined;
}

/** A socket address as strace decoded it. `text` is what a person writes: `127.0.0.1:80`, `[::1]:80`, a path, `@name`. */
export interface SocketAddress {
  readonly family: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
  readonly text: string;
}

/** Reads `{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}` and its siblings. */
export function socketAddressOf(value: Value | undefined): SocketAddress | undefined {
  let struct = bare(value);
  if (struct?.kind === "change") struct = bare(struct.after);
  if (struct?.kind !== "struct") return undefined;
  const family = flagsOf(field(struct, "sa_family"))[0];
  if (!family) return undefined;
  if (family === "AF_UNIX" || family === "AF_LOCAL") {
    const sun = field(struct, "sun_path");
    if (sun?.kind !== "string") return { family, text: "an unnamed socket" };
    const path = sun.abstract ? `@${sun.value}` : sun.value;
    return { family, path, text: path };
  }
  const port = callNumber(field(struct, "sin_port") ?? field(struct, "sin6_port"));
  let address: string | undefined;
  for (const entry of struct.fields) {
    const inner = bare(entry.value);
    if (inner?.kind !== "call") continue;
    if (inner.name === "inet_addr") address = textOf(inner.args[0]);
    else if (inner.name === "inet_pton") address = textOf(inner.args[1]);
  }
  if (address === undefined) return { family, text: family };
  const host = family === "AF_INET6" ? `[${address}]` : address;
  return { family, address, ...(port === undefined ? {} : { port }), text: port === undefined ? address : `${host}:${port}` };
}

function callNumber(value: Value | undefined): number | undefined {
  return value?.kind === "call" ? numberOf(value.args[0]) : numberOf(value);
}

/** Bytes (one character each) as the UTF-8 text they mostly are. */
export function decodeBytes(bytes: string): string {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes.charCodeAt(index) > 127) return Buffer.from(bytes, "latin1").toString("utf8");
  }
  return bytes;
}
