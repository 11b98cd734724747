import { userInfo } from "node:os";
import { HostlensError } from "../../model/failure.ts";
import { escapeTerminal } from "../../render/escape.ts";
import type { Context, Options } from "../command.ts";

/** `hostlens record DIR [--redact]`: saves what this host answers, so that `--on recording:DIR` says the same later. */
export async function run(context: Context, args: readonly string[], options: Options): Promise<number> {
  const directory = args[0];
  if (directory === undefined) throw new HostlensError({ code: "usage", message: "record needs the directory to write" });
  const { askEverything, describeRecording, writeRecording } = await import("../../host/record.ts");
  const runner = await context.openHost();
  let answers = await askEverything(runner);
  const isRedacted = options["redact"] === true;
  let host = runner.source.host;
  if (isRedacted) {
    const { redactAnswers } = await import("../../host/redact.ts");
    const names = [host, userInfo().username, process.env["SUDO_USER"] ?? null].filter((name) => name !== null);
    const redaction = redactAnswers(answers, names, host);
    answers = redaction.answers;
    host = redaction.host;
  }
  const recording = { ...describeRecording(runner, answers, isRedacted, new Date()), host };
  writeRecording(directory, recording, answers);
  const answered = recording.commands.filter((command) => command.exit === 0).length;
  const document = { schema: "hostlens/record@1", source: { ...runner.source, host }, directory, commands: recording.commands.length, answered, redacted: isRedacted, warnings: [] };
  if (context.globals.format !== "text") await context.out.json(document);
  else {
    const unanswered = recording.commands.length - answered;
    await context.out.text(
      `${escapeTerminal(directory)}: ${recording.commands.length} commands recorded${unanswered > 0 ? `, ${unanswered} of them without an answer (tools or devices that this host lacks)` : ""}.\n`
      + (isRedacted ? "MACs, public addresses, host and user names are replaced; look through it before you share it.\n" : "")
      + `Look at it: hostlens --on recording:${escapeTerminal(directory)}\n`,
    );
  }
  return 0;
}
