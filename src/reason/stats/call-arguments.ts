import { syscallByName } from "../../knowledge/syscalls/index.ts";

/** Where a call names files and descriptors; -1: nowhere. */
export interface ArgumentPlaces { readonly path: number; readonly directory: number; readonly fd: number }

const nowhere: ArgumentPlaces = { path: -1, directory: -1, fd: -1 };

/** By the call's signature and strace's classes: %file names a path, %desc a descriptor. */
export function argumentPlaces(name: string): ArgumentPlaces {
  const call = syscallByName(name);
  if (!call) return nowhere;
  const path = call.classes.includes("file") ? call.args.findIndex(({ type }) => type.includes("char")) : -1;
  const isDescriptor = (argument: string): boolean => /^(?:.*fd|fildes|fd_in|in_fd)$/.test(argument);
  const fd = call.classes.includes("desc") || call.classes.includes("network") ? call.args.findIndex((argument) => isDescriptor(argument.name)) : -1;
  return path >= 0 ? { path, directory: path > 0 && fd === path - 1 ? fd : -1, fd: -1 } : { path, directory: -1, fd };
}

/** Calls whose return is a number of bytes moved. */
export const movesBytes: ReadonlySet<string> = new Set([
  "read", "pread64", "readv", "preadv", "preadv2", "write", "pwrite64", "writev", "pwritev", "pwritev2",
  "recv", "recvfrom", "recvmsg", "send", "sendto", "sendmsg", "sendfile", "sendfile64", "copy_file_range", "splice", "tee", "vmsplice",
]);

/** Calls that return an address. */
export const returnsAddress: ReadonlySet<string> = new Set(["mmap", "mmap2", "mremap", "brk", "shmat", "sbrk"]);
