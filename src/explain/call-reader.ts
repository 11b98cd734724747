import { constantsIn, type ConstantTable } from "../knowledge/constants.ts";
import type { TraceEvent, Value } from "../model/trace-event.ts";
import { bare, decodeBytes, field, numberOf, textOf } from "../parse/strace/arguments.ts";
import { describeTarget, joinWords, pathWord, quoteData } from "./call-words.ts";

/** What is known around a call, when somebody knows it. */
export interface CallContext {
  /** The file, socket or pipe behind a descriptor at this call, in strace's notation of `-y`; undefined if unknown. */
  readonly fileOf?: (descriptor: number, event: TraceEvent) => string | undefined;
}

/**
 * What a family says of a call: beginning with a verb in the third person ("opens /etc/hosts for reading"), and, when the
 * call succeeded, what came of it ("it is descriptor 3"); `failure` is the meaning of this call's error where it is clearer
 * than the errno's. Undefined: nothing better than the catalogue's sentence.
 */
export type Said = string | readonly [does: string, result: string | undefined, failure?: string | undefined] | undefined;
export type CallTeller = (call: CallReader) => Said;
export type CallTellers = Readonly<Record<string, CallTeller>>;

/** Reads the arguments of one call for the sentences about it. All places count from 0. */
export class CallReader {
  readonly event: TraceEvent;
  private readonly context: CallContext;

  constructor(event: TraceEvent, context: CallContext) {
    this.event = event;
    this.context = context;
  }

  get name(): string {
    return this.event.name ?? "";
  }

  /** true when strace shows that it came back without an error */
  get succeeded(): boolean {
    return this.event.ret?.value !== undefined && this.event.ret.value !== "?" && this.event.ret.errno === undefined;
  }

  /** true when it came back with an error */
  get failed(): boolean {
    return this.event.ret?.errno !== undefined;
  }

  /** the returned number; undefined for addresses, failures and calls that did not return */
  get returned(): number | undefined {
    if (!this.succeeded) return undefined;
    const value = this.event.ret?.value;
    if (typeof value === "number") return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : undefined;
  }

  /** Like {@link value}, with strace's comment beside it still there. */
  whole(index: number): Value | undefined {
    const value = this.event.args?.[index];
    return value?.kind === "named" ? value.value : value;
  }

  value(index: number): Value | undefined {
    return bare(this.event.args?.[index]);
  }

  /** An argument by its name (clone, `-N`), or undefined. */
  named(name: string): Value | undefined {
    for (const argument of this.event.args ?? []) if (argument.kind === "named" && argument.name === name) return bare(argument.value);
    return undefined;
  }

  /** what the call got, where strace shows what it got and what it left behind */
  before(index: number): Value | undefined {
    const value = this.value(index);
    return value?.kind === "change" ? bare(value.before) : value;
  }

  after(index: number): Value | undefined {
    const value = this.value(index);
    return value?.kind === "change" ? bare(value.after) : value;
  }

  number(index: number): number | undefined {
    return numberIn(this.before(index));
  }

  isNull(index: number): boolean {
    const value = this.before(index);
    return value === undefined || (value.kind === "pointer" && value.raw === "NULL") || (value.kind === "number" && value.value === 0);
  }

  /** The bytes of a string argument as text. */
  text(index: number): string | undefined {
    const text = textOf(this.before(index)) ?? textOf(this.after(index));
    return text === undefined ? undefined : decodeBytes(text);
  }

  /** A path argument ready for a sentence; where strace shows only its address: "a path". */
  path(index: number): string {
    const value = this.before(index);
    if (value?.kind !== "string") return "a path";
    return pathWord(decodeBytes(value.value), value.truncated);
  }

  /**
   * A path that starts at the directory descriptor before it: "lib" below /usr says so where the descriptor's directory
   * is known; an empty path is the descriptor itself.
   */
  pathAt(directory: number, index: number): string {
    const path = this.text(index);
    if (path === undefined) return this.isNull(index) ? this.descriptor(directory) : "a path";
    if (path === "") return this.descriptor(directory);
    const at = this.before(directory);
    const shown = this.path(index);
    if (path.startsWith("/")) return shown;
    if (at?.kind === "fd" && at.path !== "") return `${shown} below ${pathWord(decodeBytes(at.path), false)}`;
    const number = numberOf(at);
    if (number === undefined || number < 0) return shown;
    const known = this.context.fileOf?.(number, this.event);
    return `${shown} below ${known === undefined ? `descriptor ${number}` : pathWord(decodeBytes(known), false)}`;
  }

  /** A descriptor with what is behind it: "/etc/hosts (descriptor 3)", "descriptor 3", "standard output". */
  descriptor(index: number): string {
    return this.descriptorOf(this.before(index));
  }

  descriptorOf(value: Value | undefined): string {
    const inner = bare(value);
    if (inner?.kind === "fd") {
      const target = describeTarget(decodeBytes(inner.path));
      if (inner.fd === "AT_FDCWD") return target;
      return inner.fd <= 2 ? `${standardName(inner.fd)} (${target})` : `${target} (descriptor ${inner.fd})`;
    }
    if (inner?.kind === "flags" && inner.names[0] === "AT_FDCWD") return "the working directory";
    const number = numberOf(inner);
    if (number === undefined) return "a descriptor";
    if (number === -100) return "the working directory";
    const known = this.context.fileOf?.(number, this.event);
    if (known !== undefined) {
      const target = describeTarget(decodeBytes(known));
      return number >= 0 && number <= 2 ? `${standardName(number)} (${target})` : `${target} (descriptor ${number})`;
    }
    return number >= 0 && number <= 2 ? standardName(number) : `descriptor ${number}`;
  }

  /** "descriptor 3" alone, for a new one. */
  bareDescriptor(index: number): string {
    const number = this.number(index);
    return number === undefined ? "a descriptor" : `descriptor ${number}`;
  }

  /** The names of a flag word; numbers (`-X raw`) are taken apart with the table, what is left stays hexadecimal. */
  flags(index: number, table?: ConstantTable): readonly string[] {
    return flagNames(this.wholeBefore(index), table);
  }

  private wholeBefore(index: number): Value | undefined {
    const value = this.whole(index);
    return value?.kind === "change" ? value.before : value;
  }

  /** The single constant of an argument: "SIGTERM", "AF_INET"; numbers are looked up in the table. */
  constant(index: number, table?: ConstantTable): string | undefined {
    return this.flags(index, table)[0];
  }

  field(index: number, name: string): Value | undefined {
    return field(this.value(index), name);
  }

  /** Data that went over the border, shortened; undefined where strace shows only an address. */
  data(index: number): string | undefined {
    const value = this.after(index);
    return value?.kind === "string" ? quoteData(value.value, value.truncated) : undefined;
  }
}

/** `8192*1024` and the like are numbers too. */
export function numberIn(value: Value | undefined): number | undefined {
  const inner = bare(value);
  const number = numberOf(inner);
  if (number !== undefined) return Number.isFinite(number) ? number : undefined;
  if (inner?.kind !== "pointer") return undefined;
  if (inner.raw === "NULL") return 0;
  const address = Number(inner.raw);
  return Number.isSafeInteger(address) ? address : undefined;
}

/** The names in a flag word: `A|B`, a number with a table, or `0x3 /* A|B *\/` of `-X verbose`. */
export function flagNames(value: Value | undefined, table?: ConstantTable): readonly string[] {
  if (!value) return [];
  if (value.kind === "named") return flagNames(value.value, table);
  if (value.kind === "flags") return table ? decodeNumbers(value.names, table) : value.names;
  if (value.kind === "expression" && value.operators.every((operator) => operator.trim() === "|")) {
    return value.operands.flatMap((operand) => flagNames(operand, table));
  }
  if (value.kind === "comment" && value.of) {
    const words = value.text.trim().split("|");
    return words.every((word) => /^(?:[A-Z][A-Z0-9_]*|0[0-7]*)$/.test(word)) ? words : flagNames(value.of, table);
  }
  const number = numberIn(value);
  if (number === undefined) return [];
  return table ? constantsIn(table, number) : number === 0 ? [] : [`0x${number.toString(16)}`];
}

/** `0x1|0x80800`, as `-X raw` writes what strace prints in two steps. */
function decodeNumbers(names: readonly string[], table: ConstantTable): readonly string[] {
  if (!names.some((name) => name.startsWith("0x"))) return names;
  const numbers = names.map(Number);
  if (!numbers.every((number) => Number.isSafeInteger(number))) return names;
  return constantsIn(table, Number(numbers.reduce((all, number) => all | BigInt(number), 0n)));
}

/** "also O_NOFOLLOW, 0x40": the names that the sentence has not said in words. */
export function restOf(names: readonly string[], said: readonly string[]): string {
  const rest = names.filter((name) => name !== "0" && !said.includes(name));
  return rest.length > 0 ? ` (with ${joinWords(rest)})` : "";
}

function standardName(descriptor: number): string {
  return descriptor === 0 ? "standard input" : descriptor === 1 ? "standard output" : "standard error";
}
