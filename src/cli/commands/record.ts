import { userInfo } from "node:os";
import { recordHost } from "../../host/record.ts";
import { shellWord } from "../../explain/shell-word.ts";
import { HostlensError } from "../../model/failure.ts";
import { escapeTerminal } from "../../render/escape.ts";
import type { Context, Options } from "../command.ts";

/** `hostlens record DIR [--redact]`: saves what this host answers, so that `--on recording:DIR` says the same later. */
export async function run(context: Context, args: readonly string[], options: Options): Promise<number> {
  const { out, globals } = context;
  const directory = args[0];
  if (directory === undefined) throw new HostlensError({ code: "usage", message: "record needs the directory to write" });
  const runner = await context.openHost();
  const isRedacted = options["redact"] === true;
  const names = [userInfo().username, process.env["SUDO_USER"] ?? ""];
  const { host, ...summary } = await recordHost(runner, directory, isRedacted ? { redact: { names } } : {});
  if (globals.format !== "text") {
    await out.json({ schema: "hostlens/record@1", source: { ...runner.source, host }, directory, redacted: isRedacted, ...summary, warnings: [] });
    return 0;
  }
  const size = summary.bytes > 1_000_000 ? `${(summary.bytes / 1_000_000).toFixed(1)} MB` : `${Math.ceil(summary.bytes / 1000)} kB`;
  const shown = escapeTerminal(directory);
  const lines = [`${shown}: ${summary.commands} answers, ${size}${isRedacted ? ", redacted" : ""}. Look at it: hostlens --on ${escapeTerminal(shellWord(`recording:${directory}`))}`];
  if (summary.missing.length) lines.push(`Not installed, so not recorded: ${summary.missing.map(escapeTerminal).join(", ")}.`);
  if (summary.refused.length) lines.push(`Refused to this user, root would get it: ${summary.refused.map(escapeTerminal).join("; ")}.`);
  lines.push(isRedacted
    ? "MACs, public addresses, host and user names are replaced; look through it before you share it."
    : "It holds this host's names and addresses; --redact replaces them.");
  await out.text(lines.join("\n"));
  return 0;
}
