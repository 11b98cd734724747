import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { RunRequest, RunResult } from "./runner.ts";

/**
 * Asks systeminformation in a process of its own: it starts dozens of tools, some of them synchronously, and a tool of
 * theirs that hangs must not hang us. One process answers all functions asked for.
 * The child prints one JSON object, function name → result or `{ "error": … }`.
 */
export async function probeHardware(requests: readonly RunRequest[], signal?: AbortSignal): Promise<RunResult[]> {
  const names = requests.map((request) => request.argv[1] ?? "");
  let module: string;
  try {
    module = pathToFileURL(createRequire(import.meta.url).resolve("systeminformation")).href;
  } catch {
    return requests.map(({ argv }) => ({
      argv, stdout: Buffer.alloc(0), stderr: "systeminformation: the npm package is not installed\n", exitCode: null, durationMs: 0, problem: "tool-missing",
    }));
  }
  const { runTool } = await import("./tool-process.ts");
  const argv = [process.execPath, "--input-type=module", "-e", childScript, module, ...names];
  const timeoutMs = Math.max(...requests.map((request) => request.timeoutMs ?? 20_000));
  const result = await runTool({ argv, timeoutMs }, signal);
  const answers = parseAnswers(result.stdout);
  return requests.map((request, index) => {
    const answer = answers?.[names[index]!];
    if (answer === undefined || "error" in answer) {
      const stderr = `systeminformation: ${names[index]}: ${answer ? String(answer.error) : result.stderr.split("\n")[0] || "no answer"}\n`;
      return { ...result, argv: request.argv, stdout: Buffer.alloc(0), stderr, exitCode: result.exitCode === 0 ? 1 : result.exitCode };
    }
    return { ...result, argv: request.argv, stdout: Buffer.from(`${JSON.stringify(answer.value)}\n`), stderr: "" };
  });
}

const childScript = `
const [module, ...names] = process.argv.slice(1);
const { default: probes } = await import(module);
const answers = {};
for (const name of names) {
  try {
    if (typeof probes[name] !== "function") throw new Error("no such function");
    answers[name] = { value: await probes[name]() };
  } catch (error) {
    answers[name] = { error: String(error.message ?? error) };
  }
}
process.stdout.write(JSON.stringify(answers));
`;

type Answer = { value: unknown } | { error: unknown };

function parseAnswers(stdout: Buffer): Record<string, Answer> | undefined {
  try {
    return JSON.parse(stdout.toString("utf8")) as Record<string, Answer>;
  } catch {
    return undefined;
  }
}
