import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { HostlensError } from "../model/failure.ts";
import type { CommandSpec, Options, OptionSpec } from "./command.ts";
import { commands } from "./commands.ts";
import { globalOptions } from "./globals.ts";
import { nearest } from "./nearest.ts";
import { version } from "./version.ts";

/** What the user asked for: a command with its words and flags, or a text (help, version) to print and be done. */
export type Request =
  | { readonly kind: "command"; readonly spec: CommandSpec; readonly args: readonly string[]; readonly options: Options }
  /** no command was named */
  | { readonly kind: "none"; readonly options: Options }
  | { readonly kind: "print"; readonly text: string };

/**
 * Reads the words after `hostlens` by the command table. Global flags count before and after the command's name.
 * A word that fits nowhere throws a usage failure of one line, with what was probably meant.
 */
export function readCommandLine(argv: readonly string[]): Request {
  let request: Request | undefined;
  let printed = "";
  const program = new Command("hostlens")
    .description("Makes a Linux machine explain itself.")
    .usage("[flags] [command] [flags]")
    .argument("[command]")
    .allowExcessArguments()
    .enablePositionalOptions()
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} })
    .configureHelp({ visibleArguments: () => [], subcommandTerm: (command) => [command.name(), ...command.aliases()].join(", ") })
    .version(version(), "-V, --version", "the version of hostlens")
    .helpOption("-h, --help", "this help; `hostlens help COMMAND` for one command");
  addOptions(program, globalOptions);
  program.action((name: string | undefined) => {
    if (name !== undefined) throw unknownCommand(name);
    request = { kind: "none", options: program.opts() };
  });
  for (const spec of commands) {
    const command = program.command(spec.name).description(spec.summary).helpOption("-h, --help", "this help").allowExcessArguments(false);
    for (const alias of spec.aliases ?? []) command.alias(alias);
    for (const { name, description, choices } of spec.args ?? []) {
      const argument = new Argument(name, description);
      command.addArgument(choices ? argument.choices(choices) : argument);
    }
    addOptions(command, spec.options ?? []);
    command.optionsGroup("Flags of every command:");
    addOptions(command, globalOptions);
    if (spec.passThrough) command.passThroughOptions();
    command.action(() => {
      request = { kind: "command", spec, args: command.args, options: { ...program.opts(), ...command.opts() } };
    });
  }
  program.command("help").argument("[command]").description("help on a command").action((name: string | undefined) => {
    const command = name === undefined ? program : program.commands.find((each) => each.name() === name || each.aliases().includes(name));
    if (!command) throw unknownCommand(name ?? "");
    request = { kind: "print", text: command.helpInformation() };
  });

  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "print", text: printed };
    throw new HostlensError({ code: "usage", message: usageLine(error.message) }, { cause: error });
  }
  return request ?? { kind: "print", text: program.helpInformation() };
}

function addOptions(command: Command, specs: readonly OptionSpec[]): void {
  for (const spec of specs) {
    const option = new Option(spec.flags, spec.description);
    if (spec.choices) option.choices(spec.choices);
    if (spec.as === "integer") option.argParser((text) => readInteger(text, spec.range));
    if (spec.as === "list") option.argParser<string[]>((text, before) => [...(before ?? []), ...text.split(",").filter(Boolean)]);
    command.addOption(option);
  }
}

function readInteger(text: string, range: OptionSpec["range"]): number {
  const value = /^(0x[0-9a-f]+|-?\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("It is not a whole number.");
  if (range && (value < range[0] || value > range[1])) throw new InvalidArgumentError(`It must be ${range[0]} to ${range[1]}.`);
  return value;
}

function unknownCommand(name: string): HostlensError {
  const meant = nearest(name, commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]));
  const advice = meant ? `did you mean ${meant}?` : "hostlens --help lists them";
  return new HostlensError({ code: "usage", message: `there is no command ${JSON.stringify(name)}; ${advice}` });
}

/** Commander's message as one line: `error: unknown option '--jsno'\n(Did you mean --json?)`. */
function usageLine(message: string): string {
  const [first = "", ...rest] = message.trim().split("\n");
  const advice = rest.map((line) => line.replace(/^\((.*)\)$/, "$1")).map((line) => line.charAt(0).toLowerCase() + line.slice(1));
  return [first.replace(/^error: /, ""), ...advice].join("; ");
}
