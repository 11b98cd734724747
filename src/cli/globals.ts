import { HostlensError } from "../model/failure.ts";
import type { Globals, Options, OptionSpec } from "./command.ts";

/** The flags every command takes, before or after its name. */
export const globalOptions: readonly OptionSpec[] = [
  { flags: "--on <source>", description: "which host: live, demo, recording:DIR, netns:NAME, pid:PID" },
  { flags: "--json", description: "one JSON document" },
  { flags: "--ndjson", description: "JSON, one document a line" },
  { flags: "--color <when>", description: "colours in text", choices: ["auto", "always", "never"] },
  { flags: "--width <columns>", description: "columns to fill with text", as: "integer", range: [20, 10_000] },
  { flags: "--brief", description: "one line for each thing" },
  { flags: "-v, --verbose", description: "everything that is known about each thing" },
];

/** What decides about format, width and colour besides the flags. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** width of the terminal, where there is one */
  readonly columns: number | undefined;
}

/** Flags first, then the environment (COLUMNS, NO_COLOR, FORCE_COLOR), then the terminal, then 80 columns without colour. */
export function resolveGlobals(options: Options, { env, isTerminal, columns }: Surroundings): Globals {
  if (options["json"] === true && options["ndjson"] === true) {
    throw new HostlensError({ code: "usage", message: "--json and --ndjson exclude each other: choose one" });
  }
  const format = options["json"] === true ? "json" : options["ndjson"] === true ? "ndjson" : "text";
  const { on } = options;
  return {
    ...(typeof on === "string" ? { on } : {}),
    format,
    brief: options["brief"] === true,
    verbose: options["verbose"] === true,
    width: typeof options["width"] === "number" ? options["width"] : surroundingWidth(env["COLUMNS"], columns),
    color: isColoured(options["color"], env, isTerminal),
  };
}

function surroundingWidth(fromEnvironment: string | undefined, columns: number | undefined): number {
  const asked = Number(fromEnvironment);
  if (fromEnvironment && Number.isInteger(asked) && asked >= 20) return Math.min(asked, 10_000);
  return columns && columns >= 20 ? columns : 80;
}

function isColoured(when: unknown, env: Surroundings["env"], isTerminal: boolean): boolean {
  if (when === "always") return true;
  if (when === "never") return false;
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"]) return env["FORCE_COLOR"] !== "0" && env["FORCE_COLOR"] !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}
