import { descriptorsTable } from "./descriptors.ts";
import { i386Table } from "./i386.ts";
import { identityTable } from "./identity.ts";
import { ipcTable } from "./ipc.ts";
import { memoryTable } from "./memory.ts";
import { metadataTable } from "./metadata.ts";
import { mountsTable } from "./mounts.ts";
import { networkTable } from "./network.ts";
import { pathsTable } from "./paths.ts";
import { pollingTable } from "./polling.ts";
import { processTable } from "./process.ts";
import { schedulingTable } from "./scheduling.ts";
import { signalsTable } from "./signals.ts";
import { readTable, syscallClasses, type Abi, type Syscall, type SyscallClass } from "./syscall.ts";
import { systemTable } from "./system.ts";
import { timeTable } from "./time.ts";

export { syscallClasses, type Abi, type Syscall, type SyscallClass } from "./syscall.ts";

const tables: readonly (readonly [family: string, table: string])[] = [
  ["paths", pathsTable], ["metadata", metadataTable], ["descriptors", descriptorsTable], ["polling", pollingTable],
  ["memory", memoryTable], ["process", processTable], ["scheduling", schedulingTable], ["signals", signalsTable],
  ["network", networkTable], ["ipc", ipcTable], ["time", timeTable], ["identity", identityTable],
  ["mounts", mountsTable], ["system", systemTable], ["i386", i386Table],
];

/** Names that older straces, other headers or libc use for a call of the table. */
const otherNames: Readonly<Record<string, string>> = {
  pread: "pread64", pwrite: "pwrite64", fstatat: "newfstatat", sysctl: "_sysctl", prlimit: "prlimit64",
  old_mmap: "mmap", oldselect: "select", old_select: "select", old_getrlimit: "getrlimit",
};

let byName: Map<string, Syscall> | undefined;

function catalogue(): Map<string, Syscall> {
  byName ??= new Map(tables.flatMap(([family, table]) => readTable(family, table)).map((call) => [call.name, call]));
  return byName;
}

/** Every system call known, family by family: all of x86-64 and arm64, and those of 32-bit x86. */
export function allSyscalls(): readonly Syscall[] {
  return [...catalogue().values()];
}

/** The call of that name as strace prints it; a libc or older name (`pread`) finds its call. Undefined when unknown. */
export function syscallByName(name: string): Syscall | undefined {
  return catalogue().get(name) ?? catalogue().get(otherNames[name] ?? "");
}

const byNumber = new Map<Abi, Map<number, Syscall>>();

/** The call behind a number, as `strace -n` prints it; the numbers differ from ABI to ABI. */
export function syscallByNumber(abi: Abi, number: number): Syscall | undefined {
  let numbers = byNumber.get(abi);
  if (!numbers) {
    numbers = new Map();
    for (const call of catalogue().values()) {
      const known = call.numbers[abi];
      if (known !== undefined) numbers.set(known, call);
    }
    byNumber.set(abi, numbers);
  }
  return numbers.get(number);
}

/**
 * A class as people write it (`%network`, `network`, `%net`, `%%stat`) in the catalogue's spelling; undefined when
 * strace(1) has no such class. A bare `stat` or `statfs` is a call to strace and not a class: it needs the percent sign.
 */
export function syscallClass(text: string): SyscallClass | undefined {
  const known = (word: string): SyscallClass | undefined => syscallClasses.find((name) => name === word);
  if (text.startsWith("%")) return text === "%net" ? "network" : known(text.slice(1));
  return ["file", "process", "network", "signal", "ipc", "desc", "memory"].includes(text) ? known(text) : undefined;
}

/** The calls of one class, as `strace -e %CLASS` selects them. */
export function syscallsOfClass(name: SyscallClass): readonly Syscall[] {
  return allSyscalls().filter((call) => call.classes.includes(name));
}
