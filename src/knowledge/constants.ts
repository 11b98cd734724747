/**
 * Constants of system calls that have the same value on x86 and 64-bit Arm, so that numbers (`strace -X raw`) can be read.
 * What an architecture defines differently (O_DIRECTORY, O_NOFOLLOW, O_DIRECT) is left out and stays a number.
 */
export interface ConstantTable {
  /** `bits`: an or-list; `one`: a single value */
  readonly kind: "bits" | "one";
  /** for bits: what the low bits in `mask` name together (the access mode of open); 0: the name of 0 stands for no bit set */
  readonly mask?: number;
  readonly names: Readonly<Record<number, string>>;
}

/** The names in a number; what no name is known for stays one hexadecimal word. */
export function constantsIn(table: ConstantTable, number: number): readonly string[] {
  if (!Number.isInteger(number)) return [String(number)];
  if (table.kind === "one") return [table.names[number] ?? hex(number)];
  const names: string[] = [];
  let left = BigInt(number);
  if (left < 0n) left += 1n << 32n;
  if (table.mask !== undefined && (table.mask !== 0 || left === 0n)) {
    const low = Number(left & BigInt(table.mask));
    const name = table.names[low];
    if (name !== undefined) {
      names.push(name);
      left -= BigInt(low);
    }
  }
  for (const [text, name] of Object.entries(table.names)) {
    const bit = BigInt(text);
    if (bit === 0n || (table.mask !== undefined && bit <= BigInt(table.mask))) continue;
    if ((left & bit) === bit) {
      names.push(name);
      left &= ~bit;
    }
  }
  if (left > 0n) names.push(`0x${left.toString(16)}`);
  return names;
}

function hex(number: number): string {
  return number < 0 ? String(number) : `0x${number.toString(16)}`;
}

export const openFlags: ConstantTable = {
  kind: "bits", mask: 3,
  names: {
    0: "O_RDONLY", 1: "O_WRONLY", 2: "O_RDWR", 0o100: "O_CREAT", 0o200: "O_EXCL", 0o400: "O_NOCTTY", 0o1000: "O_TRUNC",
    0o2000: "O_APPEND", 0o4000: "O_NONBLOCK", 0o10000: "O_DSYNC", 0o1000000: "O_NOATIME", 0o2000000: "O_CLOEXEC", 0o10000000: "O_PATH",
  },
};
export const accessModes: ConstantTable = { kind: "bits", mask: 0, names: { 0: "F_OK", 1: "X_OK", 2: "W_OK", 4: "R_OK" } };
export const protections: ConstantTable = { kind: "bits", mask: 0, names: { 0: "PROT_NONE", 1: "PROT_READ", 2: "PROT_WRITE", 4: "PROT_EXEC" } };
export const mapFlags: ConstantTable = {
  kind: "bits",
  names: {
    3: "MAP_SHARED_VALIDATE", 1: "MAP_SHARED", 2: "MAP_PRIVATE", 0x10: "MAP_FIXED", 0x20: "MAP_ANONYMOUS", 0x100: "MAP_GROWSDOWN",
    0x800: "MAP_DENYWRITE", 0x4000: "MAP_NORESERVE", 0x2000: "MAP_LOCKED", 0x8000: "MAP_POPULATE", 0x20000: "MAP_STACK",
    0x40000: "MAP_HUGETLB", 0x100000: "MAP_FIXED_NOREPLACE",
  },
};
export const cloneFlags: ConstantTable = {
  kind: "bits", mask: 0xff,
  names: {
    0: "0", 17: "SIGCHLD", 0x100: "CLONE_VM", 0x200: "CLONE_FS", 0x400: "CLONE_FILES", 0x800: "CLONE_SIGHAND", 0x1000: "CLONE_PIDFD",
    0x4000: "CLONE_VFORK", 0x8000: "CLONE_PARENT", 0x10000: "CLONE_THREAD", 0x20000: "CLONE_NEWNS", 0x40000: "CLONE_SYSVSEM",
    0x80000: "CLONE_SETTLS", 0x100000: "CLONE_PARENT_SETTID", 0x200000: "CLONE_CHILD_CLEARTID", 0x1000000: "CLONE_CHILD_SETTID",
    0x2000000: "CLONE_NEWCGROUP", 0x4000000: "CLONE_NEWUTS", 0x8000000: "CLONE_NEWIPC", 0x10000000: "CLONE_NEWUSER",
    0x20000000: "CLONE_NEWPID", 0x40000000: "CLONE_NEWNET",
  },
};
export const fileTypes: ConstantTable = {
  kind: "one",
  names: { 0o100000: "S_IFREG", 0o040000: "S_IFDIR", 0o120000: "S_IFLNK", 0o020000: "S_IFCHR", 0o060000: "S_IFBLK", 0o010000: "S_IFIFO", 0o140000: "S_IFSOCK" },
};
export const randomFlags: ConstantTable = { kind: "bits", names: { 1: "GRND_NONBLOCK", 2: "GRND_RANDOM", 4: "GRND_INSECURE" } };
export const whences: ConstantTable = { kind: "one", names: { 0: "SEEK_SET", 1: "SEEK_CUR", 2: "SEEK_END", 3: "SEEK_DATA", 4: "SEEK_HOLE" } };
export const socketFamilies: ConstantTable = {
  kind: "one", names: { 0: "AF_UNSPEC", 1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6", 16: "AF_NETLINK", 17: "AF_PACKET", 38: "AF_ALG", 40: "AF_VSOCK" },
};
export const socketTypes: ConstantTable = {
  kind: "bits", mask: 0xf,
  names: { 1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW", 5: "SOCK_SEQPACKET", 0o4000: "SOCK_NONBLOCK", 0o2000000: "SOCK_CLOEXEC" },
};
export const fcntlCommands: ConstantTable = {
  kind: "one",
  names: {
    0: "F_DUPFD", 1: "F_GETFD", 2: "F_SETFD", 3: "F_GETFL", 4: "F_SETFL", 5: "F_GETLK", 6: "F_SETLK", 7: "F_SETLKW", 8: "F_SETOWN",
    9: "F_GETOWN", 36: "F_OFD_GETLK", 37: "F_OFD_SETLK", 38: "F_OFD_SETLKW", 1030: "F_DUPFD_CLOEXEC", 1031: "F_SETPIPE_SZ",
    1032: "F_GETPIPE_SZ", 1033: "F_ADD_SEALS", 1034: "F_GET_SEALS",
  },
};
export const futexOperations: ConstantTable = {
  kind: "one",
  names: Object.fromEntries(["WAIT", "WAKE", "FD", "REQUEUE", "CMP_REQUEUE", "WAKE_OP", "LOCK_PI", "UNLOCK_PI", "TRYLOCK_PI", "WAIT_BITSET", "WAKE_BITSET"]
    .flatMap((name, number) => [
      [number, `FUTEX_${name}`], [number | 128, `FUTEX_${name}_PRIVATE`], [number | 384, `FUTEX_${name}_PRIVATE|FUTEX_CLOCK_REALTIME`],
    ])) as Record<number, string>,
};
export const epollOperations: ConstantTable = { kind: "one", names: { 1: "EPOLL_CTL_ADD", 2: "EPOLL_CTL_DEL", 3: "EPOLL_CTL_MOD" } };
export const shutdownSides: ConstantTable = { kind: "one", names: { 0: "SHUT_RD", 1: "SHUT_WR", 2: "SHUT_RDWR" } };
export const maskChanges: ConstantTable = { kind: "one", names: { 0: "SIG_BLOCK", 1: "SIG_UNBLOCK", 2: "SIG_SETMASK" } };
export const resources: ConstantTable = {
  kind: "one",
  names: Object.fromEntries(["CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK", "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME"]
    .map((name, number) => [number, `RLIMIT_${name}`])) as Record<number, string>,
};
export const pathFlags: ConstantTable = {
  kind: "bits", names: { 0x100: "AT_SYMLINK_NOFOLLOW", 0x200: "AT_REMOVEDIR", 0x400: "AT_SYMLINK_FOLLOW", 0x800: "AT_NO_AUTOMOUNT", 0x1000: "AT_EMPTY_PATH" },
};
