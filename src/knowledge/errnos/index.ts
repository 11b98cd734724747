import type { Syscall } from "../syscalls/syscall.ts";
import { syscallByName } from "../syscalls/index.ts";
import { errnoTable } from "./general.ts";
import { specificTable } from "./specific.ts";

/** An error number of the kernel. */
export interface Errno {
  readonly name: string;
  readonly number: number;
  /** what strerror(3) says, in the C locale */
  readonly message: string;
  /** a clause without capital and full stop */
  readonly meaning: string;
  /** true for the numbers from 512 on: only a tracer sees them, the program gets another one */
  readonly internal: boolean;
  /** other names of the same number */
  readonly aliases: readonly string[];
  /** for which calls it means something narrower */
  readonly specific: readonly { readonly calls: readonly string[]; readonly meaning: string }[];
}

const aliases: Readonly<Record<string, readonly string[]>> = {
  EAGAIN: ["EWOULDBLOCK"], EDEADLK: ["EDEADLOCK"], EOPNOTSUPP: ["ENOTSUP"],
};

let byName: Map<string, Errno> | undefined;

function catalogue(): Map<string, Errno> {
  if (byName) return byName;
  const specific = new Map<string, { calls: string[]; meaning: string }[]>();
  for (const line of specificTable.trim().split("\n")) {
    const [name = "", calls = "", meaning = ""] = line.split("|");
    const known = specific.get(name) ?? [];
    known.push({ calls: calls.split(" "), meaning });
    specific.set(name, known);
  }
  byName = new Map();
  for (const line of errnoTable.trim().split("\n")) {
    const [name = "", number = "", message = "", meaning = ""] = line.split("|");
    const known = { name, number: Number(number), message, meaning, internal: Number(number) >= 512, aliases: aliases[name] ?? [], specific: specific.get(name) ?? [] };
    byName.set(name, known);
  }
  return byName;
}

/** Every errno, by number. */
export function allErrnos(): readonly Errno[] {
  return [...catalogue().values()];
}

/** The errno of that name (`ENOENT`; `EWOULDBLOCK` finds EAGAIN, and `enoent` ENOENT). Undefined when unknown. */
export function errnoByName(name: string): Errno | undefined {
  const wanted = name.toUpperCase();
  return catalogue().get(wanted) ?? allErrnos().find((errno) => errno.aliases.includes(wanted));
}

/** The errno of that number, as the kernel returns it negated. */
export function errnoByNumber(number: number): Errno | undefined {
  return allErrnos().find((errno) => errno.number === Math.abs(number));
}

/**
 * What an errno means for a call, as a clause: the narrower meaning where the call has one, otherwise the general one.
 * Undefined for an errno that is not known.
 */
export function errnoMeaning(name: string, call?: string): string | undefined {
  const errno = errnoByName(name);
  if (!errno || call === undefined) return errno?.meaning;
  return specificMeaning(errno, call) ?? errno.meaning;
}

/** The narrower meaning of an errno for a call; undefined where it has none. */
function specificMeaning(errno: Errno, call: string): string | undefined {
  const known: Syscall | undefined = syscallByName(call);
  return (errno.specific.find((entry) => entry.calls.includes(call))
    ?? errno.specific.find((entry) => entry.calls.some((word) => word.startsWith("%") && known?.classes.some((name) => name === word.slice(1)))))
    ?.meaning;
}

/** The errnos that mean something narrower for this call, each with that meaning. */
export function specificErrors(call: string): { errno: string; meaning: string }[] {
  return allErrnos().flatMap((errno) => {
    const meaning = specificMeaning(errno, call);
    return meaning === undefined ? [] : [{ errno: errno.name, meaning }];
  });
}
