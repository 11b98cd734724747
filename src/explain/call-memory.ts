import { mapFlags, protections } from "../knowledge/constants.ts";
import { restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, sizeWord } from "./call-words.ts";

/** Calls that shape the address space. Addresses are not told: they mean nothing to a reader. */
export const memoryTellers: CallTellers = {
  brk: (call) => call.isNull(0) ? "asks where the heap ends" : grows(call),
  mmap: (call) => maps(call),
  mmap2: (call) => maps(call),
  munmap: (call) => `gives ${sizeWord(call.number(1))} of mapped memory back`,
  mremap: (call) => resizes(call),
  mprotect: (call) => `makes ${sizeWord(call.number(1))} of memory ${protectionWord(call.flags(2, protections))}`,
  pkey_mprotect: (call) => `makes ${sizeWord(call.number(1))} of memory ${protectionWord(call.flags(2, protections))}, under a protection key`,
  pkey_alloc: (call) => [`reserves a memory protection key${restOf(call.flags(1), [])}`, call.returned === undefined ? undefined : `it is key ${call.returned}`],
  pkey_free: (call) => `gives memory protection key ${call.number(0) ?? "?"} back`,
  madvise: (call) => advises(call),
  msync: (call) => `writes ${sizeWord(call.number(1))} of a mapped file back${call.flags(2).includes("MS_ASYNC") ? ", without waiting" : ""}`,
  mlock: (call) => `keeps ${sizeWord(call.number(1))} of memory from being swapped out`,
  munlock: (call) => `lets ${sizeWord(call.number(1))} of memory be swapped out again`,
  mlockall: (call) => `keeps its memory from being swapped out${restOf(call.flags(0), [])}`,
  mincore: (call) => `asks which pages of ${sizeWord(call.number(1))} are in memory`,
  process_vm_readv: (call) => [`copies memory of process ${call.number(0) ?? "?"} into this one`, copied(call)],
  process_vm_writev: (call) => [`copies memory of this process into process ${call.number(0) ?? "?"}`, copied(call)],
};

function copied(call: CallReader): string | undefined {
  return call.returned === undefined ? undefined : sizeWord(call.returned);
}

function grows(call: CallReader): Said {
  const value = call.event.ret?.value;
  const wanted = call.before(0);
  const reached = typeof value === "string" && wanted?.kind === "pointer" ? value === wanted.raw : undefined;
  return ["moves the end of the heap", reached === false ? "the kernel did not follow: it ends where it did" : undefined];
}

function maps(call: CallReader): Said {
  const size = sizeWord(call.number(1));
  const access = call.flags(2, protections);
  const flags = call.flags(3, mapFlags);
  const has = (name: string): boolean => flags.includes(name);
  const fixed = has("MAP_FIXED") ? ", at a place it chose, over what was there" : has("MAP_FIXED_NOREPLACE") ? ", at a place it chose" : "";
  const said = ["MAP_PRIVATE", "MAP_SHARED", "MAP_ANONYMOUS", "MAP_FIXED", "MAP_FIXED_NOREPLACE", "MAP_DENYWRITE", "MAP_NORESERVE", "MAP_STACK"];
  const rest = restOf(flags, said);
  if (has("MAP_ANONYMOUS")) {
    if (isNone(access)) return `reserves ${size} of address space, without access to it yet${fixed}${rest}`;
    const purpose = has("MAP_STACK") ? " for a stack" : "";
    const shared = has("MAP_SHARED") ? ", shared with its children" : "";
    const code = access.includes("PROT_EXEC") ? ", which may hold code" : access.includes("PROT_WRITE") ? "" : ", read-only";
    return `asks for ${size} of new memory${purpose}${shared}${code}${fixed}${rest}`;
  }
  const how = isNone(access) ? "without access to it yet" : access.includes("PROT_EXEC") ? "as code"
    : access.includes("PROT_WRITE") ? (has("MAP_SHARED") ? "so that writing to it changes the file" : "to read and change, its changes its own") : "read-only";
  return `maps ${size} of ${call.descriptor(4)} into memory, ${how}${fixed}${rest}`;
}

function isNone(access: readonly string[]): boolean {
  return access.length === 0 || access[0] === "PROT_NONE" || access[0] === "0";
}

function protectionWord(access: readonly string[]): string {
  if (isNone(access)) return "inaccessible";
  const words = access.flatMap((name) => name === "PROT_READ" ? ["readable"] : name === "PROT_WRITE" ? ["writable"] : name === "PROT_EXEC" ? ["executable"] : [name]);
  return access.length === 1 && access[0] === "PROT_READ" ? "read-only" : joinWords(words);
}

function resizes(call: CallReader): Said {
  const [before, after] = [call.number(1), call.number(2)];
  const verb = before !== undefined && after !== undefined && after < before ? "shrinks" : "grows";
  return `${verb} a mapping from ${sizeWord(before)} to ${sizeWord(after)}${call.flags(3).includes("MREMAP_MAYMOVE") ? ", moving it if need be" : ""}`;
}

const advice: Readonly<Record<string, string>> = {
  MADV_DONTNEED: "is not needed now, and may be dropped", MADV_FREE: "may be taken back when memory is short", MADV_WILLNEED: "will be needed soon",
  MADV_SEQUENTIAL: "will be read in order", MADV_RANDOM: "will be read here and there", MADV_HUGEPAGE: "should be in huge pages",
  MADV_NOHUGEPAGE: "should not be in huge pages", MADV_DONTFORK: "is not for children", MADV_DONTDUMP: "stays out of core dumps",
  MADV_POPULATE_READ: "should be filled now", MADV_POPULATE_WRITE: "should be filled now, to be written",
};

function advises(call: CallReader): Said {
  const name = call.constant(2);
  return `tells the kernel that ${sizeWord(call.number(1))} of memory ${(name && advice[name]) ?? `is under the advice ${name ?? "?"}`}`;
}
