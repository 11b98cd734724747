import type { NotUnderstood, Warning } from "./warning.ts";

/** What a parser makes of one output: the things in it, and all it could not make a thing of. Nothing is lost. */
export interface Parsed<T> {
  readonly items: T[];
  readonly warnings: Warning[];
  readonly notUnderstood: NotUnderstood[];
}
