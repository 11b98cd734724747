import type { CommandSpec, OptionSpec } from "./command.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** One flag as a completion needs it: its spellings, what it says, and the values it takes. */
interface Flag {
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/**
 * A shell's completion script for the command table: commands and aliases, their flags, the values of flags and
 * arguments that have a fixed set, file names otherwise. Source it, or put it where the shell looks for completions.
 */
export function completionScript(shell: Shell, commands: readonly CommandSpec[], globalOptions: readonly OptionSpec[]): string {
  switch (shell) {
    case "bash":
      return bashScript(commands, globalOptions);
    case "zsh":
      return `#compdef hostlens\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands, globalOptions)}`;
    case "fish":
      return fishScript(commands, globalOptions);
  }
}

function flagsOf(specs: readonly OptionSpec[]): Flag[] {
  return specs.map(({ flags, description, choices }) => ({
    names: flags.split(/[ ,]+/).filter((word) => word.startsWith("-")),
    description,
    takesValue: /[<[]/.test(flags),
    choices: choices ?? [],
  }));
}

/** Words a shell may offer for the arguments of a command: fixed sets only, everything else is left to file names. */
function argumentWords(spec: CommandSpec): readonly string[] {
  return (spec.args ?? []).flatMap((argument) => argument.choices ?? []);
}

function bashScript(commands: readonly CommandSpec[], globalOptions: readonly OptionSpec[]): string {
  const globals = flagsOf(globalOptions);
  const names = commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
  const valued = [...globals, ...commands.flatMap((spec) => flagsOf(spec.options ?? []))].filter((flag) => flag.takesValue);
  const valueCases = uniqueBy(valued, (flag) => flag.names.join("|")).map((flag) =>
    `    ${flag.names.join("|")}) ${flag.choices.length > 0 ? `COMPREPLY=($(compgen -W ${quote(flag.choices.join(" "))} -- "$cur"))` : 'COMPREPLY=($(compgen -f -- "$cur"))'}; return ;;`);
  const commandCases = commands.map((spec) => {
    const flags = flagsOf(spec.options ?? []).flatMap((flag) => flag.names);
    return `    ${[spec.name, ...(spec.aliases ?? [])].join("|")}) flags=${quote(flags.join(" "))} words=${quote(argumentWords(spec).join(" "))} ;;`;
  });
  return `# completion of hostlens for bash
_hostlens() {
  local cur prev word command="" flags="" words="" i
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  case "$prev" in
${valueCases.join("\n")}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case " ${names.join(" ")} help " in *" $word "*) command="$word"; break ;; esac
  done
  case "$command" in
    "") words=${quote([...names, "help"].join(" "))} flags="--help --version" ;;
    help) words=${quote(commands.map((spec) => spec.name).join(" "))} ;;
${commandCases.join("\n")}
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags --help ${globals.flatMap((flag) => flag.names).join(" ")}" -- "$cur"))
  elif [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _hostlens hostlens`;
}

function fishScript(commands: readonly CommandSpec[], globalOptions: readonly OptionSpec[]): string {
  const all = commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
  const none = `not __fish_seen_subcommand_from ${all.join(" ")} help`;
  const option = (condition: string | undefined, flag: Flag): string =>
    ["complete -c hostlens", condition && `-n ${quote(condition)}`,
      ...flag.names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : name.length === 2 ? `-s ${name.slice(1)}` : `-o ${name.slice(1)}`)),
      flag.choices.length > 0 ? `-x -a ${quote(flag.choices.join(" "))}` : flag.takesValue && "-r", `-d ${quote(flag.description)}`,
    ].filter(Boolean).join(" ");
  const lines = ["# completion of hostlens for fish", ...flagsOf(globalOptions).map((flag) => option(undefined, flag))];
  for (const spec of commands) {
    for (const name of [spec.name, ...(spec.aliases ?? [])]) {
      lines.push(`complete -c hostlens -f -n ${quote(none)} -a ${quote(name)} -d ${quote(spec.summary)}`);
    }
    const seen = `__fish_seen_subcommand_from ${[spec.name, ...(spec.aliases ?? [])].join(" ")}`;
    lines.push(...flagsOf(spec.options ?? []).map((flag) => option(seen, flag)));
    const words = argumentWords(spec);
    if (words.length > 0) lines.push(`complete -c hostlens -f -n ${quote(seen)} -a ${quote(words.join(" "))}`);
  }
  return lines.join("\n");
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** In single quotes, as all three shells read them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
