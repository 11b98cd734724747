import { whences } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { newDescriptor } from "./call-files.ts";
import { numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { countWord, quoteData, sizeWord } from "./call-words.ts";

/** Reading, writing, duplicating, closing. */
export const descriptorTellers: CallTellers = {
  read: (call) => reads(call, ""),
  pread64: (call) => reads(call, at(call, 3)),
  readv: (call) => vectorReads(call, ""),
  preadv: (call) => vectorReads(call, at(call, 3)),
  preadv2: (call) => vectorReads(call, at(call, 3)),
  write: (call) => writes(call, ""),
  pwrite64: (call) => writes(call, at(call, 3)),
  writev: (call) => vectorWrites(call, ""),
  pwritev: (call) => vectorWrites(call, at(call, 3)),
  pwritev2: (call) => vectorWrites(call, at(call, 3)),
  close: (call) => `closes ${call.descriptor(0)}`,
  close_range: (call) => closesRange(call),
  dup: (call) => [`makes the lowest free descriptor another name of ${call.descriptor(0)}`, newDescriptor(call, false)],
  dup2: (call) => duplicates(call, false),
  dup3: (call) => duplicates(call, call.flags(2).includes("O_CLOEXEC")),
  lseek: (call) => seeks(call, call.number(1), call.constant(2, whences)),
  _llseek: (call) => seeks(call, call.number(1), call.constant(3, whences)),
  fallocate: (call) => `reserves room in ${call.descriptor(0)}${restOf(call.flags(1), [])}`,
  fadvise64: (call) => `tells the kernel how ${call.descriptor(0)} will be read${adviceWord(call.constant(3))}`,
  fadvise64_64: (call) => `tells the kernel how ${call.descriptor(0)} will be read${adviceWord(call.constant(3))}`,
  readahead: (call) => `has ${sizeWord(call.number(2))} of ${call.descriptor(0)} read into the page cache`,
  fsync: (call) => `waits until everything written to ${call.descriptor(0)} is on the device`,
  fdatasync: (call) => `waits until the data written to ${call.descriptor(0)} are on the device`,
  syncfs: (call) => `writes all changed data of the file system of ${call.descriptor(0)} to its device`,
  flock: (call) => locks(call),
  getdents: (call) => lists(call),
  getdents64: (call) => lists(call),
  pipe: (call) => pipes(call, []),
  pipe2: (call) => pipes(call, call.flags(1)),
  splice: (call) => [`moves up to ${sizeWord(call.number(4))} from ${call.descriptor(0)} to ${call.descriptor(2)} inside the kernel`, moved(call)],
  tee: (call) => [`copies up to ${sizeWord(call.number(2))} from ${call.descriptor(0)} to ${call.descriptor(1)}, leaving them in the first`, moved(call)],
  sendfile: (call) => [`copies ${amountWord(call.number(3))} from ${call.descriptor(1)} to ${call.descriptor(0)} inside the kernel`, moved(call)],
  sendfile64: (call) => [`copies ${amountWord(call.number(3))} from ${call.descriptor(1)} to ${call.descriptor(0)} inside the kernel`, moved(call)],
  copy_file_range: (call) => [`copies ${amountWord(call.number(4))} from ${call.descriptor(0)} to ${call.descriptor(2)} inside the kernel`, moved(call)],
  memfd_create: (call) => [`makes a file in memory, called ${call.path(0)}`, newDescriptor(call, call.flags(1).includes("MFD_CLOEXEC"))],
  eventfd: (call) => [`makes an event counter that starts at ${call.number(0) ?? "?"}`, newDescriptor(call, false)],
  eventfd2: (call) => [`makes an event counter that starts at ${call.number(0) ?? "?"}`, newDescriptor(call, call.flags(1).includes("EFD_CLOEXEC"))],
  inotify_init: (call) => ["makes a descriptor that tells changes of files", newDescriptor(call, false)],
  inotify_init1: (call) => ["makes a descriptor that tells changes of files", newDescriptor(call, call.flags(0).includes("IN_CLOEXEC"))],
  io_uring_setup: (call) => [`makes an io_uring with room for ${countWord(call.number(0) ?? 0, "request")}`, newDescriptor(call, true)],
  io_uring_enter: (call) => rings(call),
};

/** Programs that want everything ask for a number beyond any file. */
function amountWord(bytes: number | undefined): string {
  return bytes !== undefined && bytes > 2 ** 50 ? "all there is" : `up to ${sizeWord(bytes)}`;
}

function at(call: CallReader, index: number): string {
  const offset = call.number(index);
  return offset === undefined ? "" : ` at offset ${offset}`;
}

function reads(call: CallReader, place: string): Said {
  return [`reads up to ${sizeWord(call.number(2))} from ${call.descriptor(0)}${place}`, got(call, call.data(1))];
}

function got(call: CallReader, data: string | undefined): string | undefined {
  if (call.returned === undefined) return undefined;
  if (call.returned === 0) return "got nothing: there is no more";
  return `got ${call.returned === 1 ? "1" : call.returned}${data === undefined ? "" : `: ${data}`}`;
}

function vectorReads(call: CallReader, place: string): Said {
  return [`reads into ${countWord(call.number(2) ?? 0, "buffer")} from ${call.descriptor(0)}${place}`, got(call, firstData(call.after(1)))];
}

function writes(call: CallReader, place: string): Said {
  const data = call.data(1);
  const size = call.number(2);
  const does = `writes ${sizeWord(size)} to ${call.descriptor(0)}${place}${data === undefined || size === 0 || call.failed ? "" : `: ${data}`}`;
  return [does, partly(call, size)];
}

/** Said only where not everything was taken. */
function partly(call: CallReader, size: number | undefined): string | undefined {
  return call.returned === undefined || call.returned === size ? undefined : `only ${call.returned} were taken`;
}

function vectorWrites(call: CallReader, place: string): Said {
  const data = firstData(call.before(1));
  return [
    `writes ${countWord(call.number(2) ?? 0, "buffer")} to ${call.descriptor(0)}${place}${data === undefined || call.failed ? "" : `: ${data}`}`,
    call.returned === undefined ? undefined : `${sizeWord(call.returned)} were taken`,
  ];
}

/** What the first filled buffer of an iovec holds. */
export function firstData(value: Value | undefined): string | undefined {
  const list = bare(value);
  for (const item of list?.kind === "array" ? list.items : []) {
    const base = field(item, "iov_base");
    if (base?.kind === "string" && base.value !== "") return quoteData(base.value, base.truncated);
  }
  return undefined;
}

/** The bytes of all buffers of an iovec together. */
export function vectorSize(value: Value | undefined): number | undefined {
  const list = bare(value);
  if (list?.kind !== "array" || list.elided) return undefined;
  let total = 0;
  for (const item of list.items) {
    const length = numberIn(field(item, "iov_len"));
    if (length === undefined) return undefined;
    total += length;
  }
  return total;
}

function closesRange(call: CallReader): Said {
  const last = call.number(1);
  const end = last === undefined || last > 2 ** 30 ? "on" : `to ${last}`;
  const verb = call.flags(2).includes("CLOSE_RANGE_CLOEXEC") ? "marks to be closed at the next exec" : "closes";
  return `${verb} all descriptors from ${call.number(0) ?? "?"} ${end}`;
}

function duplicates(call: CallReader, closesOnExec: boolean): Said {
  const target = call.number(1);
  const name = target === 0 ? "standard input" : target === 1 ? "standard output" : target === 2 ? "standard error" : `descriptor ${target ?? "?"}`;
  return `makes ${name} another name of ${call.descriptor(0)}${closesOnExec ? ", closed by itself at the next exec" : ""}`;
}

function seeks(call: CallReader, offset: number | undefined, whence: string | undefined): Said {
  const file = call.descriptor(0);
  const where = call.returned === undefined ? undefined : `it is at ${call.returned} now`;
  switch (whence) {
    case "SEEK_SET":
      return `moves to offset ${offset ?? "?"} in ${file}`;
    case "SEEK_CUR":
      if (offset === 0) return [`asks for its position in ${file}`, call.returned === undefined ? undefined : `it is ${call.returned}`];
      return [offset !== undefined && offset < 0 ? `moves ${-offset} bytes back in ${file}` : `moves ${offset ?? "?"} bytes on in ${file}`, where];
    case "SEEK_END":
      return [offset === 0 ? `moves to the end of ${file}` : `moves to ${offset ?? "?"} bytes from the end of ${file}`, where];
    case "SEEK_DATA":
      return [`moves to the next data behind offset ${offset ?? "?"} in ${file}`, where];
    case "SEEK_HOLE":
      return [`moves to the next hole behind offset ${offset ?? "?"} in ${file}`, where];
    default:
      return [`moves its position in ${file}`, where];
  }
}

const advice: Readonly<Record<string, string>> = {
  POSIX_FADV_SEQUENTIAL: "from the beginning to the end", POSIX_FADV_RANDOM: "here and there", POSIX_FADV_WILLNEED: "soon",
  POSIX_FADV_DONTNEED: "no more", POSIX_FADV_NOREUSE: "once", POSIX_FADV_NORMAL: "in no special way",
};

function adviceWord(name: string | undefined): string {
  return name === undefined ? "" : ` (${advice[name] ?? name})`;
}

function locks(call: CallReader): Said {
  const flags = call.flags(1);
  const verb = flags.includes("LOCK_UN") ? "gives back the lock on" : flags.includes("LOCK_EX") ? "takes an exclusive lock on"
    : flags.includes("LOCK_SH") ? "takes a shared lock on" : "changes the lock on";
  return `${verb} ${call.descriptor(0)}${flags.includes("LOCK_NB") ? ", without waiting for it" : ""}`;
}

function lists(call: CallReader): Said {
  const shown = call.event.args?.[1];
  const value = shown?.kind === "named" ? shown.value : shown;
  const words = value?.kind === "comment" ? value.text.trim().split(" ") : [];
  const list = bare(value);
  const count = words[1]?.startsWith("entr") ? Number(words[0]) : list?.kind === "array" && !list.elided ? list.items.length : undefined;
  const result = call.returned === undefined ? undefined
    : call.returned === 0 ? "there are no more" : count === undefined || !Number.isFinite(count) ? `${sizeWord(call.returned)} of them` : countWord(count, "entry", "entries");
  return [`lists the next entries of ${call.descriptor(0)}`, result];
}

function pipes(call: CallReader, flags: readonly string[]): Said {
  const pair = call.after(0);
  const ends = pair?.kind === "array" ? pair.items.map((item) => numberIn(item)) : [];
  const extra = flags.includes("O_NONBLOCK") ? ", non-blocking" : "";
  const result = ends.length === 2 ? `${ends[0] ?? "?"} reads what is written to ${ends[1] ?? "?"}${flags.includes("O_CLOEXEC") ? "; both are closed by themselves at the next exec" : ""}` : undefined;
  return [`makes a pipe${extra}${restOf(flags, ["O_NONBLOCK", "O_CLOEXEC"])}`, result];
}

function moved(call: CallReader): string | undefined {
  return call.returned === undefined ? undefined : call.returned === 0 ? "there is no more" : `${sizeWord(call.returned)} moved`;
}

function rings(call: CallReader): Said {
  const [submit = 0, wait = 0] = [call.number(1), call.number(2)];
  const parts = [...(submit > 0 ? [`hands ${countWord(submit, "request")} to`] : []), ...(wait > 0 ? [`waits for ${countWord(wait, "completion")} of`] : [])];
  const does = parts.length === 2 ? `${parts[0] ?? ""} the kernel and ${parts[1] ?? ""} ${call.descriptor(0)}` : `${parts[0] ?? "pokes"} ${call.descriptor(0)}`;
  return [does, call.returned === undefined ? undefined : `${call.returned} taken`];
}
