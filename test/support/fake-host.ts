import type { Source } from "../../src/model/source.ts";
import { commandKey } from "../../src/run/command-key.ts";
import type { Runner, RunResult } from "../../src/run/runner.ts";

/** What a command of a made-up host ends with: its standard output, or more of the result. */
type Answer = string | (Partial<Omit<RunResult, "argv" | "stdout">> & { readonly stdout?: string });

/** A host that gives these answers (by command, in any spelling) and has none of the other tools. */
export function fakeHost(answers: Readonly<Record<string, Answer>>, source: Partial<Source> = {}): Runner & { readonly asked: string[] } {
  const known = new Map(Object.entries(answers).map(([command, answer]) => [commandKey(command.split(" ")).key, answer]));
  const asked: string[] = [];
  const run = async ({ argv }: { readonly argv: readonly string[] }): Promise<RunResult> => {
    asked.push(argv.join(" "));
    const answer = known.get(commandKey(argv).key);
    // a tool that has other answers is there, and too old for this spelling
    if (answer === undefined && Object.keys(answers).some((command) => command.startsWith(`${argv[0]} `))) {
      return { argv, stdout: Buffer.alloc(0), stderr: `Option "${argv[1]}" is unknown, try "${argv[0]} -help".\n`, exitCode: 255, durationMs: 0 };
    }
    if (answer === undefined) return { argv, stdout: Buffer.alloc(0), stderr: `${argv[0]}: not found\n`, exitCode: null, durationMs: 0, problem: "tool-missing" };
    if (typeof answer === "string") return { argv, stdout: Buffer.from(answer), stderr: "", exitCode: 0, durationMs: 0 };
    const { stdout = "", ...rest } = answer;
    return { stderr: "", exitCode: 0, durationMs: 0, ...rest, argv, stdout: Buffer.from(stdout) };
  };
  return {
    source: { kind: "live", host: "fake", kernel: null, recordedAt: null, ...source }, asked,
    run, runAll: (requests) => Promise.all(requests.map((request) => run(request))),
  };
}
