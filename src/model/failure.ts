/**
 * Everything hostlens can fail with, as data. Compare codes, never classes or words; the words are made by
 * {@link failureText}, the exit status by {@link exitStatusOf}, and nowhere else.
 */
export type Failure =
  | { code: "not-found"; what: string; name: string; available?: readonly string[]; hint?: string }
  | { code: "usage"; message: string }
  | { code: "tool-missing"; tool: string; hint: string }
  | { code: "tool-failed"; command: string; exit: number | null; stderr: string; hint?: string }
  | { code: "timeout"; command: string; seconds: number; hint?: string }
  | { code: "no-permission"; what: string; hint: string }
  | { code: "not-recorded"; command: string; recording: string; has: readonly string[] }
  | { code: "bad-input"; where: string; problem: string; hint?: string }
  | { code: "not-possible"; what: string; why: string; hint?: string };

/** One line: what is wrong, where, and what to do. The text may hold host strings: escape it before a terminal sees it. */
export function failureText(failure: Failure): string {
  const hint = "hint" in failure && failure.hint ? `; ${failure.hint}` : "";
  switch (failure.code) {
    case "not-found": {
      const available = failure.available?.length ? `; there are: ${failure.available.slice(0, 12).join(", ")}` : "";
      return `no ${failure.what} ${JSON.stringify(failure.name)}${available}${hint}`;
    }
    case "usage":
      return failure.message;
    case "tool-missing":
      return `${failure.tool} is not installed${hint}`;
    case "tool-failed": {
      const said = failure.stderr.trim().split("\n")[0] ?? "";
      const status = failure.exit === null ? "did not finish" : `exit status ${failure.exit}`;
      return `${failure.command}: ${status}${said ? `: ${said}` : ""}${hint}`;
    }
    case "timeout":
      return `${failure.command}: no answer within ${failure.seconds} s, stopped${hint}`;
    case "no-permission":
      return `${failure.what}: not permitted${hint}`;
    case "not-recorded":
      return `${failure.recording} does not hold the answer to: ${failure.command}; it has ${failure.has.length} commands${failure.has.length ? ` (${failure.has.slice(0, 6).join(", ")}${failure.has.length > 6 ? ", …" : ""})` : ""}`;
    case "bad-input":
      return `${failure.where}: ${failure.problem}${hint}`;
    case "not-possible":
      return `${failure.what}: ${failure.why}${hint}`;
  }
}

/** The exit status of the command line for a failure (0 is never one). */
export function exitStatusOf(failure: Failure): 1 | 2 | 3 | 4 {
  switch (failure.code) {
    case "usage":
      return 2;
    case "tool-missing":
    case "no-permission":
      return 3;
    case "bad-input":
      return 4;
    default:
      return 1;
  }
}

/** A failure on its way up. Thrown by library functions; `failure.code` says which. */
export class HostlensError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failureText(failure), options);
    this.name = "HostlensError";
    this.failure = failure;
  }
}
