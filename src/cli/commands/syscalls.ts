import { specificErrors } from "../../knowledge/errnos/index.ts";
import {
  allSyscalls, syscallByName, syscallByNumber, syscallClass, syscallClasses, syscallsOfClass, type Abi, type Syscall,
} from "../../knowledge/syscalls/index.ts";
import type { SyscallEntry } from "../../model/catalogue.ts";
import type { SyscallsDocument } from "../../model/documents.ts";
import { HostlensError, type Failure } from "../../model/failure.ts";
import type { Block } from "../../render/document.ts";
import { renderText } from "../../render/text.ts";
import type { Context, Options } from "../command.ts";
import { nearestWords } from "../nearest.ts";

const abiTitles: readonly (readonly [Abi, string])[] = [["x86_64", "x86-64"], ["arm64", "arm64"], ["i386", "i386"]];

/** Prints the system calls that were asked for; an unknown name ends in exit status 1 after the known ones were shown. */
export async function run({ globals, out }: Context, args: readonly string[], options: Options): Promise<number> {
  const { found, failure } = selectCalls(args, typeof options["class"] === "string" ? options["class"] : undefined);
  if (failure && found.length === 0) throw new HostlensError(failure);
  if (globals.format === "text") {
    const inDetail = args.length > 0 && !globals.brief && found.length <= 12;
    await out.text(renderText(inDetail ? found.flatMap(describeCall) : [listCalls(found)], globals));
  } else {
    const document: SyscallsDocument = {
      schema: "hostlens/syscalls@1",
      source: { kind: "catalogue", host: null, kernel: null, recordedAt: null },
      syscalls: found.map(syscallEntry),
      warnings: [],
    };
    await out.json(document);
  }
  if (failure) throw new HostlensError(failure);
  return 0;
}

/** The calls that names, numbers and classes select, and why the first unknown of them is none. */
function selectCalls(words: readonly string[], inClass: string | undefined): { found: readonly Syscall[]; failure?: Failure } {
  const ofClass = inClass === undefined ? undefined : callsOfClass(inClass);
  if (inClass !== undefined && !ofClass) return { found: [], failure: unknownClass(inClass) };
  if (words.length === 0) return { found: ofClass ?? allSyscalls() };
  const found = new Set<Syscall>();
  let failure: Failure | undefined;
  for (const word of words) {
    const calls = callsNamed(word);
    for (const call of calls) if (!ofClass || ofClass.includes(call)) found.add(call);
    if (calls.length === 0) failure ??= word.startsWith("%") ? unknownClass(word) : unknownCall(word);
  }
  return { found: [...found], ...(failure ? { failure } : {}) };
}

function callsNamed(word: string): readonly Syscall[] {
  if (word.startsWith("%")) return callsOfClass(word) ?? [];
  if (/^\d{1,4}$/.test(word)) return abiTitles.flatMap(([abi]) => syscallByNumber(abi, Number(word)) ?? []);
  return [syscallByName(word) ?? syscallByName(word.toLowerCase())].flatMap((call) => call ?? []);
}

/** strace's own spelling, or the bare word: after `--class` nothing else than a class can be meant. */
function callsOfClass(text: string): readonly Syscall[] | undefined {
  const name = syscallClass(text) ?? syscallClass(`%${text}`);
  return name && syscallsOfClass(name);
}

function unknownClass(name: string): Failure {
  return { code: "not-found", what: "class of system calls", name, hint: `strace's are: ${syscallClasses.map((word) => `%${word}`).join(" ")}` };
}

function unknownCall(name: string): Failure {
  const close = nearestWords(name, allSyscalls().map((call) => call.name));
  return { code: "not-found", what: "system call", name, ...(close.length > 0 ? { hint: `close to it: ${close.join(", ")}` } : {}) };
}

function syscallEntry(call: Syscall): SyscallEntry {
  return {
    name: call.name,
    family: call.family,
    numbers: { ...call.numbers },
    classes: call.classes.map((name) => `%${name}`),
    ...(call.since ? { since: call.since } : {}),
    ...(call.manPage ? { manPage: call.manPage } : {}),
    args: call.args.map((argument) => ({ ...argument })),
    sentence: call.sentence,
    errors: specificErrors(call.name),
  };
}

function listCalls(calls: readonly Syscall[]): Block {
  return {
    kind: "table",
    columns: [
      { title: "CALL" }, ...abiTitles.map(([, title]) => ({ title, align: "right" as const })), { title: "WHAT IT DOES", shrink: 1, min: 30 },
    ],
    rows: calls.map((call) => ({
      cells: [
        [{ text: call.name, tone: "name" as const }],
        ...abiTitles.map(([abi]) => String(call.numbers[abi] ?? "–")),
        call.sentence,
      ],
    })),
  };
}

function describeCall(call: Syscall, index: number): Block[] {
  const signature = call.args.map(({ type, name }) => (type.endsWith("*") ? type + name : `${type} ${name}`)).join(", ");
  const numbers = abiTitles.flatMap(([abi, title]) => (call.numbers[abi] === undefined ? [] : [`${title} ${call.numbers[abi]}`]));
  const rows = [
    { label: "number", value: numbers.join(" · ") },
    ...(call.classes.length > 0 ? [{ label: "class", value: call.classes.map((name) => `%${name}`).join(" "), aside: "strace -e" }] : []),
    ...(call.since ? [{ label: "since", value: `Linux ${call.since}` }] : []),
  ];
  const errors = specificErrors(call.name);
  return [
    ...(index > 0 ? [{ kind: "gap" } as const] : []),
    { kind: "title", text: `${call.name}(${signature || "no arguments"})`, ...(call.manPage ? { aside: call.manPage } : {}) },
    { kind: "paragraph", text: call.sentence, indent: 2 },
    { kind: "facts", rows, indent: 2 },
    ...(errors.length > 0 ? [{
      kind: "table", indent: 2, columns: [{ title: "IT FAILS WITH" }, { title: "WHEN", shrink: 1 }],
      rows: errors.map(({ errno, meaning }) => ({ cells: [errno, meaning] })),
    } as const] : []),
  ];
}
