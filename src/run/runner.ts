import type { Source } from "../model/source.ts";

/**
 * One question to a host. `argv` is either a real command or one of the reads every runner answers without a process:
 * `["cat", PATH]` (a file's bytes), `["readlink", PATH]`, `["ls", "-1", DIR]` (names, one a line, sorted) and
 * `["systeminformation", FUNCTION]` (its result as JSON).
 */
export interface RunRequest {
  readonly argv: readonly string[];
  readonly stdin?: string;
  /** milliseconds; the command and its children are killed afterwards. Default 10,000. */
  readonly timeoutMs?: number;
}

/** How a command ended. A tool that fails is an answer, not an exception: `problem` says why there is no exit status. */
export interface RunResult {
  readonly argv: readonly string[];
  readonly stdout: Buffer;
  readonly stderr: string;
  /** null where the command never ran or was killed */
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly problem?: "tool-missing" | "no-permission" | "timeout" | "not-recorded" | "signal" | "too-large";
}

/**
 * The one way to ask a host anything. Network namespace, container, ssh and replay are runners that wrap a runner;
 * nobody above knows which one it is.
 */
export interface Runner {
  readonly source: Source;
  run(request: RunRequest): Promise<RunResult>;
  /** Several questions at once, answered in the same order; runners may share one process between them (`ip -batch`). */
  runAll(requests: readonly RunRequest[]): Promise<RunResult[]>;
  close?(): Promise<void>;
}
