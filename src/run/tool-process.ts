import { execa } from "execa";
import { guardChild, killTree, releaseChild } from "./process-tree.ts";
import { spawnProblem, toolEnvironment } from "./find-tool.ts";
import { defaultTimeoutMs, maxOutputBytes } from "./quick-process.ts";
import type { RunRequest, RunResult } from "./runner.ts";

/**
 * Runs a tool that may take long, start helpers of its own or hang (docker, nft, lsns, the hardware probe): asked to
 * end first (SIGTERM), killed with everything it started half a second later. Never rejects.
 */
export async function runTool(request: RunRequest, signal?: AbortSignal): Promise<RunResult> {
  const [file = "", ...args] = request.argv;
  const started = performance.now();
  let problem: RunResult["problem"];
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const child = execa(file, args, {
    ...(request.stdin === undefined ? { stdin: "ignore" as const } : { input: request.stdin }),
    encoding: "buffer",
    stripFinalNewline: false,
    reject: false,
    detached: true,
    cleanup: false,
    extendEnv: false,
    env: toolEnvironment(),
    maxBuffer: maxOutputBytes,
  });
  const { pid } = child;
  if (pid !== undefined) guardChild(pid);
  const stop = (reason: NonNullable<RunResult["problem"]>): void => {
    problem ??= reason;
    if (pid === undefined) return;
    killTree(pid, "SIGTERM");
    setTimeout(() => {
      killTree(pid, "SIGKILL");
      // Whoever survives that (a process in uninterruptible sleep) must not hold us through the pipes.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, 500);
  };
  const cancel = (): void => stop("signal");
  const timer = setTimeout(() => stop("timeout"), timeoutMs);
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  const result = await child;
  clearTimeout(timer);
  signal?.removeEventListener("abort", cancel);
  if (pid !== undefined) {
    if (problem !== undefined || result.isMaxBuffer) killTree(pid, "SIGKILL");
    releaseChild(pid);
  }
  if (result.isMaxBuffer) problem ??= "too-large";
  else if (pid === undefined) problem ??= spawnProblem(result.code, file);
  else if (result.signal !== undefined) problem ??= "signal";
  const answer = {
    argv: request.argv,
    stdout: Buffer.from(result.stdout ?? []),
    stderr: Buffer.from(result.stderr ?? []).toString("utf8") || (pid === undefined ? `${file}: ${result.shortMessage ?? "cannot be started"}\n` : ""),
    exitCode: problem ? null : (result.exitCode ?? null),
    durationMs: performance.now() - started,
  };
  return problem ? { ...answer, problem } : answer;
}
