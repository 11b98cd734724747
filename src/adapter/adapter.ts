import type { Parsed } from "../model/parsed.ts";

/** One way to ask for an object: the command, and the form of what it prints. */
export interface Form<T> {
  readonly argv: readonly string[];
  /** `command` is the argv joined by blanks: it goes into the `at` of every item. */
  readonly parse: (output: string, command: string) => Parsed<T>;
}

/**
 * A tool's object as plain data: how to ask (best form first; a later one is used where the tool is too old, BusyBox,
 * or a recording lacks the first), how to read the answer, which concepts it shows. Never sees a runner.
 */
export interface Adapter<T> {
  readonly id: string;
  readonly forms: readonly Form<T>[];
  readonly concepts: readonly string[];
}
