import type { TraceEvent } from "../../model/trace-event.ts";
import { argument, bare, numberOf, socketAddressOf, textOf } from "../../parse/strace/arguments.ts";

/** Calls whose first argument is the descriptor of a directory and whose second is the path. */
const atCalls = /^(openat2?|newfstatat|fstatat64|statx|faccessat2?|readlinkat|unlinkat|mkdirat|mknodat|fchownat|fchmodat2?|utimensat|futimesat|execveat|name_to_handle_at|fanotify_mark|open_tree)$/;
const twoPaths = /^(rename|link|symlink)$/;
const twoAtPaths = /^(renameat2?|linkat)$/;
const addressCalls: Record<string, number> = { connect: 1, bind: 1, sendto: 4 };
const sizeCalls: Record<string, number> = { mmap: 1, mmap2: 1, brk: 0, mremap: 2, mlock: 1, shmget: 1 };

/** Names the file, socket or whatever a descriptor stands for, where that is known. */
export type DescribeFd = (fd: number) => string | undefined;

/**
 * What a call was about: the path as the program wrote it, the socket address, what its descriptor stands for, the
 * process it signals, the size it asked for. Undefined where none of these applies.
 */
export function subjectOf(event: TraceEvent, describeFd: DescribeFd): string | undefined {
  const name = event.name ?? "";
  const addressAt = addressCalls[name];
  if (addressAt !== undefined) {
    const address = socketAddressOf(event.args?.[addressAt]);
    if (address) return address.text;
  }
  if (atCalls.test(name)) {
    const path = textOf(argument(event, 1));
    if (path !== undefined) return path === "" ? descriptor(event, 0, describeFd) : underDirectory(event, 0, path);
  }
  if (twoPaths.test(name)) return textOf(argument(event, 1)) ?? textOf(argument(event, 0));
  if (twoAtPaths.test(name)) return textOf(argument(event, 3)) ?? textOf(argument(event, 1));
  if (name === "symlinkat") return textOf(argument(event, 2));
  if (name === "mount") return textOf(argument(event, 1));
  if (name === "inotify_add_watch") return textOf(argument(event, 1));
  const size = sizeCalls[name];
  if (size !== undefined) {
    const bytes = numberOf(argument(event, size));
    return bytes === undefined ? undefined : `${bytes} bytes`;
  }
  if (/^(kill|tkill|tgkill)$/.test(name)) {
    const pid = numberOf(argument(event, name === "tgkill" ? 1 : 0));
    return pid === undefined ? undefined : `process ${pid}`;
  }
  const first = argument(event, 0);
  const path = textOf(first);
  if (path !== undefined) return path;
  return descriptor(event, 0, describeFd);
}

/** A relative path with the directory it starts from, where strace named that (`3</srv>`; not the working directory). */
function underDirectory(event: TraceEvent, index: number, path: string): string {
  const directory = argument(event, index);
  if (path.startsWith("/") || directory?.kind !== "fd" || directory.fd === "AT_FDCWD") return path;
  return `${directory.path}/${path}`;
}

function descriptor(event: TraceEvent, index: number, describeFd: DescribeFd): string | undefined {
  const value = bare(event.args?.[index]);
  const fd = numberOf(value);
  const known = fd === undefined || fd < 0 ? undefined : describeFd(fd);
  // `TCP:[35144]` is only an inode; the address it was connected to says more.
  if (value?.kind === "fd" && !(known !== undefined && /^\w[\w-]*:\[\d+\]$/.test(value.path))) return value.path;
  return known;
}
