import type { Adapter } from "../adapter/adapter.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Warning } from "../model/warning.ts";
import type { Runner, RunResult } from "../run/runner.ts";

/** What a host answered to one adapter. `isAnswered` is false where no form got an answer: then nothing is known. */
export interface Answer<T> extends Parsed<T> {
  readonly isAnswered: boolean;
  readonly command: string;
}

/**
 * Puts several adapters' questions to a host, best form first, in as few processes as the runner can. An adapter whose
 * form fails (a tool too old for it, BusyBox, not recorded) is asked again in its next form. Never throws for a tool's
 * failure: that becomes a warning.
 */
export async function askAll<T extends readonly Adapter<unknown>[]>(
  runner: Runner, adapters: T,
): Promise<{ [K in keyof T]: T[K] extends Adapter<infer Item> ? Answer<Item> : never }> {
  const all: readonly Adapter<unknown>[] = adapters;
  const answers = new Map<Adapter<unknown>, Answer<unknown>>();
  const failures = new Map<Adapter<unknown>, RunResult>();
  const deepest = Math.max(0, ...all.map((adapter) => adapter.forms.length));
  for (let depth = 0; depth < deepest; depth++) {
    const open = all.filter((adapter) => !answers.has(adapter) && depth < adapter.forms.length);
    if (open.length === 0) break;
    const results = await runner.runAll(open.map((adapter) => ({ argv: adapter.forms[depth]?.argv ?? [] })));
    for (const [index, adapter] of open.entries()) {
      const form = adapter.forms[depth];
      const result = results[index];
      if (!form || !result) continue;
      const command = form.argv.join(" ");
      const output = result.stdout.toString("utf8");
      const parsed = isUsable(result, output) ? form.parse(output, command) : undefined;
      const isTorn = parsed?.items.length === 0 && parsed.warnings.some((warning) => warning.code === "bad-json");
      if (parsed && !(isTorn && depth + 1 < adapter.forms.length)) answers.set(adapter, { ...parsed, isAnswered: true, command });
      // The first failure tells the most: later forms are only other spellings of the question.
      else if (!failures.has(adapter)) failures.set(adapter, result);
    }
  }
  return all.map((adapter) => answers.get(adapter) ?? unanswered(adapter, failures.get(adapter))) as never;
}

/** An answer that failed but printed complete rows is used; the lone `[` of a table that does not exist is an empty one. */
function isUsable(result: RunResult, output: string): boolean {
  if (result.problem !== undefined) return false;
  if (result.exitCode === 0) return true;
  const text = output.trim();
  return text === "[" || text === "[]" || text.length > 2;
}

function unanswered(adapter: Adapter<unknown>, result: RunResult | undefined): Answer<unknown> {
  const command = adapter.forms[0]?.argv.join(" ") ?? adapter.id;
  return { items: [], notUnderstood: [], warnings: result ? [warningOf(command, result)] : [], isAnswered: false, command };
}

/** One line about a command that gave nothing: what was asked, how it ended, what would help. */
function warningOf(command: string, result: RunResult): Warning {
  const said = result.stderr.trim().split("\n")[0] ?? "";
  const at = { command };
  switch (result.problem) {
    case "tool-missing":
      return { code: "tool-missing", message: `${command}: ${result.argv[0] ?? ""} is not installed; hostlens doctor says how to get it`, at };
    case "no-permission":
      return { code: "no-permission", message: `${command}: not permitted; root would see it`, at };
    case "timeout":
      return { code: "timeout", message: `${command}: no answer in time, stopped`, at };
    case "not-recorded":
      return { code: "not-recorded", message: `${command}: not in this recording`, at };
    case "signal":
      return { code: "tool-failed", message: `${command}: ended by a signal`, at };
    case "too-large":
      return { code: "tool-failed", message: `${command}: printed too much, stopped`, at };
    case undefined:
      return /not permitted|ermission denied/.test(said)
        ? { code: "no-permission", message: `${command}: ${said}; root would see it`, at }
        : { code: "tool-failed", message: `${command}: exit status ${result.exitCode}${said ? `: ${said}` : ""}`, at };
  }
}
