/** The classes that `strace -e %CLASS` knows, in strace's own names without the leading percent sign. */
export type SyscallClass =
  | "file" | "process" | "network" | "signal" | "ipc" | "desc" | "memory" | "creds"
  | "stat" | "lstat" | "fstat" | "%stat" | "statfs" | "fstatfs" | "%statfs" | "pure" | "clock";

export const syscallClasses: readonly SyscallClass[] = [
  "file", "process", "network", "signal", "ipc", "desc", "memory", "creds",
  "stat", "lstat", "fstat", "%stat", "statfs", "fstatfs", "%statfs", "pure", "clock",
];

/** A way into the kernel with its own numbers: 64-bit x86, 64-bit Arm, 32-bit x86. */
export type Abi = "x86_64" | "arm64" | "i386";

/** One system call of Linux. */
export interface Syscall {
  readonly name: string;
  readonly family: string;
  /** its number, where the ABI has the call */
  readonly numbers: Readonly<Partial<Record<Abi, number>>>;
  readonly classes: readonly SyscallClass[];
  /** the kernel it first appeared in; absent for numbers that were never implemented */
  readonly since?: string;
  /** `open(2)`; absent where no manual page is known */
  readonly manPage?: string;
  readonly args: readonly { readonly type: string; readonly name: string }[];
  /** begins with a verb in the third person and ends with a full stop */
  readonly sentence: string;
}

/**
 * The columns of a family's table, one call a line: name, numbers on x86-64, arm64 and i386, classes of strace,
 * first kernel, manual page, C arguments, sentence. A dash stands for nothing.
 */
export type SyscallTable = string;

export function readTable(family: string, table: SyscallTable): Syscall[] {
  return table.trim().split("\n").map((line) => {
    const [name = "", x86 = "-", arm64 = "-", i386 = "-", classes = "-", since = "-", page = "-", args = "-", sentence = ""] = line.split("|");
    const numbers: Partial<Record<Abi, number>> = {};
    if (x86 !== "-") numbers.x86_64 = Number(x86);
    if (arm64 !== "-") numbers.arm64 = Number(arm64);
    if (i386 !== "-") numbers.i386 = Number(i386);
    return {
      name,
      family,
      numbers,
      classes: classes === "-" ? [] : classes.split(" ").map((word) => word as SyscallClass),
      ...(since === "-" ? {} : { since }),
      ...(page === "-" ? {} : { manPage: `${page}(2)` }),
      args: args === "-" ? [] : args.split(", ").map(readArgument),
      sentence,
    };
  });
}

/** `const char *path` is the type `const char *` and the name `path`. */
function readArgument(text: string): { type: string; name: string } {
  let start = text.length;
  while (start > 0 && text[start - 1] !== " " && text[start - 1] !== "*") start -= 1;
  return { type: text.slice(0, start).trim(), name: text.slice(start) };
}
