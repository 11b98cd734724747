import type { Adapter } from "../adapter/adapter.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Warning } from "../model/warning.ts";
import type { Runner, RunResult } from "../run/runner.ts";

/** What a host answered to one adapter. `isAnswered` is false where no form got an answer: then nothing is known. */
export interface Answer<T> extends Parsed<T> {
  readonly isAnswered: boolean;
  readonly command: string;
}

interface FailedForm {
  readonly command: string;
  readonly result: RunResult;
  /** it ended well, but its JSON breaks off before the first entry */
  readonly isTorn: boolean;
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
  const failures = new Map<Adapter<unknown>, FailedForm>();
  // A tool that is not there or does not answer in time is not asked in ten other ways.
  const hopeless = new Set<string>();
  const deepest = Math.max(0, ...all.map((adapter) => adapter.forms.length));
  for (let depth = 0; depth < deepest; depth++) {
    const open = all.filter((adapter) => {
      const tool = adapter.forms[depth]?.argv[0];
      return !answers.has(adapter) && tool !== undefined && !hopeless.has(tool);
    });
    if (open.length === 0) continue;
    const results = await runner.runAll(open.map((adapter) => ({ argv: adapter.forms[depth]?.argv ?? [] })));
    for (const [index, adapter] of open.entries()) {
      const form = adapter.forms[depth];
      const result = results[index];
      if (!form || !result) continue;
      const command = form.argv.join(" ");
      const output = result.stdout.toString("utf8");
      const parsed = isUsable(result, output) ? form.parse(output, command) : undefined;
      const isTorn = parsed?.items.length === 0 && parsed.warnings.some(({ code }) => code === "bad-json" || code === "truncated");
      const failed = failures.get(adapter);
      if (parsed && !isTorn) answers.set(adapter, { ...parsed, warnings: [...fallbackWarnings(failed, command), ...parsed.warnings], isAnswered: true, command });
      // The first failure tells the most: later forms are only other spellings of the question.
      else if (!failed) failures.set(adapter, { command, result, isTorn });
      const tool = form.argv[0] ?? "";
      if (result.problem === "timeout" || (result.problem === "tool-missing" && tool !== "cat")) hopeless.add(tool);
    }
  }
  return all.map((adapter) => answers.get(adapter) ?? unanswered(adapter, failures.get(adapter))) as never;
}

/** An answer that failed but printed complete rows is used; the lone `[` of a table that does not exist is an empty one. */
function isUsable(result: RunResult, output: string): boolean {
  if (result.problem !== undefined) return false;
  if (result.exitCode === 0) return true;
  return output.trim().length > 2 || (output.trim() !== "" && result.stderr.includes("FIB table does not exist"));
}

/**
 * What a lesser form stands in for: the failure of the better one, where it is more than an old tool that lacks an option.
 * A recording that was made in another form has lost nothing here.
 */
function fallbackWarnings(failed: FailedForm | undefined, command: string): Warning[] {
  if (!failed || failed.result.problem === "not-recorded") return [];
  const at = { command: failed.command };
  if (!failed.isTorn && isUnknownOption(failed.result)) {
    const tool = failed.command.split(" ")[0] ?? "";
    if (command.startsWith("cat ")) return [{ code: "text-fallback", message: `this ${tool} is too old or too small for the question; ${command.slice(4)} is read instead, which shows less`, at }];
    return failed.command.includes(" -j ") && !command.includes(" -j ") ? [{ code: "text-fallback", message: `this ${tool} knows no -j; its text is read instead`, at }] : [];
  }
  const warning = failed.isTorn ? tornWarning(failed.command) : warningOf(failed.command, failed.result);
  return [{ ...warning, message: `${warning.message}; ${command.startsWith("cat ") ? `${command.slice(4)} is read instead, which shows less` : `the answer to ${command} is read instead`}` }];
}

/** How tools say that they do not know an option or an object: older iproute2 and BusyBox. */
function isUnknownOption({ problem, exitCode, stderr }: RunResult): boolean {
  return problem === undefined && exitCode !== 0 && /is unknown, try|invalid option|unrecognized option|unknown option|^Usage:|BusyBox|can't find command|invalid argument/im.test(stderr);
}

function tornWarning(command: string): Warning {
  return { code: "bad-json", message: `${command}: its answer breaks off before the first entry is whole`, at: { command } };
}

function unanswered(adapter: Adapter<unknown>, failed: FailedForm | undefined): Answer<unknown> {
  const command = failed?.command ?? adapter.forms[0]?.argv.join(" ") ?? adapter.id;
  const warnings = failed ? [failed.isTorn ? tornWarning(command) : warningOf(command, failed.result)] : [];
  return { items: [], notUnderstood: [], warnings, isAnswered: false, command };
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
      return { code: "timeout", message: `${command}: no answer within ${Math.round(result.durationMs / 1000)} s, stopped`, at };
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
