import type { Runner } from "../run/runner.ts";
import type { Output } from "./output.ts";

/** The global flags, after defaults, environment and terminal have been looked at. */
export interface Globals {
  readonly on?: string;
  readonly format: "text" | "json" | "ndjson";
  readonly brief: boolean;
  readonly verbose: boolean;
  /** columns to fill; never more than the terminal has */
  readonly width: number;
  readonly color: boolean;
}

/** What a command gets: flags, where to print, and the host to ask (opened when first needed). */
export interface Context {
  readonly globals: Globals;
  readonly out: Output;
  readonly stdin: NodeJS.ReadableStream;
  /** The host that `--on` names. Prints the demo banner on standard error where that is what it is. */
  openHost(): Promise<Runner>;
  /** aborted by SIGINT/SIGTERM; long work stops at it */
  readonly signal: AbortSignal;
}

export type Options = Readonly<Record<string, unknown>>;

/** The module a command loads when it is called: `run` returns the exit status, or throws a HostlensError. */
export interface CommandModule {
  run(context: Context, args: readonly string[], options: Options): Promise<number>;
}

export interface OptionSpec {
  /** commander's notation: `-4`, `--table <name>`, `--stats` */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** how the text becomes a value: an integer, or a repeatable list */
  readonly as?: "integer" | "list";
  /** smallest and largest integer allowed */
  readonly range?: readonly [min: number, max: number];
}

/** One row of the command table: help, completions and the README's table are made from it. */
export interface CommandSpec {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** commander's notation: `[NAME...]`, `<DEST...>` */
  readonly args?: readonly { readonly name: string; readonly description: string; readonly choices?: readonly string[] }[];
  readonly options?: readonly OptionSpec[];
  /** everything after the first non-option belongs to the command that is run (`trace -- CMD`) */
  readonly passThrough?: boolean;
  /** the command ends itself after SIGINT/SIGTERM (`trace`: CMD's status counts); otherwise 130 at once */
  readonly ownsInterrupt?: boolean;
  readonly load: () => Promise<CommandModule>;
}
