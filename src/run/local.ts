import { hostname, release } from "node:os";
import type { Source } from "../model/source.ts";
import { answerFile, fileRequestOf } from "./file-answers.ts";
import { probeHardware } from "./hardware-probe.ts";
import { baseName } from "./ip-argv.ts";
import { groupBatches, splitBatch } from "./ip-batch.ts";
import { runQuick } from "./quick-process.ts";
import type { Runner, RunRequest, RunResult } from "./runner.ts";
import { answerSysctl } from "./sysctl-answer.ts";

/** Tools that answer at once from the kernel; everything else gets the runner that ends helpers gently. */
const quickTools = new Set(["ip", "bridge", "cat", "ls", "readlink", "busybox", "sysctl", "nsenter", "find", "lsns", "nft", "iptables-save", "ip6tables-save"]);
const parallelProcesses = 6;

/** The host this program runs on. `signal` cancels whatever is running. */
export function createLocalRunner(signal?: AbortSignal): Runner {
  const source: Source = { kind: "live", host: hostname(), kernel: release(), recordedAt: null };
  const run = (request: RunRequest): Promise<RunResult> => runHere(request, signal);
  return { source, run, runAll: (requests) => runTogether(requests, run) };
}

async function runHere(request: RunRequest, signal: AbortSignal | undefined): Promise<RunResult> {
  const { argv } = request;
  const file = fileRequestOf(argv);
  if (file) return answerFile(argv, file);
  const tool = baseName(argv[0] ?? "");
  if (tool === "systeminformation") return (await probeHardware([request], signal))[0]!;
  if (tool === "sysctl") {
    const answer = await answerSysctl(argv, readFilesHere);
    if (answer) return answer;
  }
  if (quickTools.has(tool)) return await runQuick(request, signal);
  // execa costs as much to load as all quick answers together
  const { runTool } = await import("./tool-process.ts");
  return await runTool(request, signal);
}

async function readFilesHere(requests: readonly RunRequest[]): Promise<RunResult[]> {
  return requests.map(({ argv }) => answerFile(argv, fileRequestOf(argv)!));
}

/**
 * Answers many requests with few processes: `ip` commands with the same global options share one, hardware questions
 * share one, the rest run side by side. Where a shared output cannot be cut with certainty, each command is asked again
 * in a process of its own.
 */
export async function runTogether(
  requests: readonly RunRequest[],
  run: (request: RunRequest) => Promise<RunResult>,
): Promise<RunResult[]> {
  const results = new Map<number, RunResult>();
  const batches = groupBatches(requests);
  const batched = new Set(batches.flatMap((batch) => batch.members));
  const tasks: (() => Promise<void>)[] = batches.map((batch) => async () => {
    const request = { argv: batch.argv, stdin: batch.stdin };
    const result = await run(batch.timeoutMs === undefined ? request : { ...request, timeoutMs: batch.timeoutMs });
    const hopeless = result.problem === "tool-missing" || result.problem === "no-permission" || result.problem === "timeout";
    const answers = hopeless ? undefined : splitBatch(batch, result);
    for (const [position, index] of batch.members.entries()) {
      const answer = answers?.[position];
      const { argv } = requests[index]!;
      if (answer) results.set(index, { ...answer, argv });
      else if (hopeless) results.set(index, { ...result, argv });
      else results.set(index, await run(requests[index]!));
    }
  });
  for (const [index, request] of requests.entries()) {
    if (batched.has(index)) continue;
    tasks.push(async () => void results.set(index, await run(request)));
  }
  await runLimited(tasks, parallelProcesses);
  return requests.map((_, index) => results.get(index)!);
}

async function runLimited(tasks: readonly (() => Promise<void>)[], limit: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) await tasks[next++]!();
  };
  await Promise.all(Array.from({ length: Math.min(limit, tasks.length) }, worker));
}
