import { spawn } from "node:child_process";
import { baseName } from "./ip-argv.ts";
import { spawnProblem, toolEnvironment } from "./find-tool.ts";
import { openOutputFile } from "./output-file.ts";
import { guardChild, killTree, releaseChild } from "./process-tree.ts";
import type { RunRequest, RunResult } from "./runner.ts";

export const defaultTimeoutMs = 10_000;
/** More than a million routes print; beyond it a tool is taken for one that never stops. */
export const maxOutputBytes = 480 * 1024 * 1024;

/**
 * Runs one short command with plain spawn: no shell, its own process group, English messages, an empty standard input
 * unless `stdin` is given. Never rejects; what went wrong is in `problem`, `exitCode` and `stderr`.
 * The general tool runner (tool-process.ts) costs more to load than `ip` takes to answer.
 */
export function runQuick(request: RunRequest, signal?: AbortSignal): Promise<RunResult> {
  const { argv } = request;
  const [file = "", ...args] = argv;
  const started = performance.now();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = "";
    let problem: RunResult["problem"];
    let isDone = false;
    const sink = isManyWriter(argv) ? openOutputFile() : undefined;
    const child = spawn(file, args, {
      stdio: [request.stdin === undefined ? "ignore" : "pipe", sink?.fd ?? "pipe", "pipe"],
      detached: true,
      env: toolEnvironment(),
    });
    const { pid } = child;
    if (pid !== undefined) guardChild(pid);

    const finish = (exitCode: number | null): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      if (pid !== undefined) releaseChild(pid);
      const durationMs = performance.now() - started;
      if (sink) {
        const { bytes: written, isWhole } = sink.read(maxOutputBytes);
        chunks.push(written);
        if (!isWhole) problem ??= "too-large";
        sink.close();
      }
      const result = { argv, stdout: joined(chunks), stderr, exitCode: problem ? null : exitCode, durationMs };
      resolve(problem ? { ...result, problem } : result);
    };
    const stop = (reason: NonNullable<RunResult["problem"]>): void => {
      problem ??= reason;
      if (pid !== undefined) killTree(pid, "SIGKILL");
      // A process nobody can kill may still hold the pipes: do not wait for it.
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        finish(null);
      }, 200);
    };
    const cancel = (): void => stop("signal");
    const timer = setTimeout(() => stop("timeout"), request.timeoutMs ?? defaultTimeoutMs);
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();

    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutputBytes) stop("too-large");
      else chunks.push(chunk);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (stderr.length < 1_000_000) stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      // spawn failed (no such file, not executable), or a signal could not be sent
      problem ??= spawnProblem(error.code, file);
      stderr ||= `${file}: ${error.message}\n`;
      if (pid === undefined) finish(null);
    });
    child.on("close", (code, endedBy) => {
      if (endedBy !== null) problem ??= "signal";
      finish(code);
    });
    if (child.stdin) {
      // A tool that exits before it has read everything breaks the pipe; its exit status tells the story.
      child.stdin.on("error", () => {});
      child.stdin.end(request.stdin);
    }
  });
}

/** Routes and neighbours are written one by one, and there may be very many of them. */
function isManyWriter(argv: readonly string[]): boolean {
  return baseName(argv[0] ?? "") === "ip" && argv.some((word) => word.startsWith("r") || word.startsWith("n") || word === "-batch");
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
