import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HostlensError } from "../model/failure.ts";
import type { Recording, RecordedCommand } from "../model/recording.ts";
import { fileRequestOf } from "./file-answers.ts";
import type { Runner, RunResult } from "./runner.ts";

/** A runner that keeps every answer it passes on. Each command runs in a process of its own, as it will be replayed. */
export interface Recorder extends Runner {
  readonly results: () => readonly RunResult[];
}

export function createRecorder(runner: Runner): Recorder {
  const kept = new Map<string, Promise<RunResult>>();
  // A command that was asked before is not asked again: the recording holds one answer to it.
  const run: Runner["run"] = (request) => {
    const key = JSON.stringify(request.argv);
    const known = kept.get(key);
    if (known) return known;
    const answer = runner.run(request);
    kept.set(key, answer);
    void answer.then((result) => finished.push(result)).catch(() => {});
    return answer;
  };
  const finished: RunResult[] = [];
  return {
    source: runner.source,
    run,
    async runAll(requests) {
      // Reads share a process where they need one; commands run one by one, as they would alone.
      const reads = requests.filter((request) => fileRequestOf(request.argv) !== undefined && !kept.has(JSON.stringify(request.argv)));
      if (reads.length > 1) {
        for (const result of await runner.runAll(reads)) {
          kept.set(JSON.stringify(result.argv), Promise.resolve(result));
          finished.push(result);
        }
      }
      const answers: RunResult[] = [];
      for (const request of requests) answers.push(await run(request));
      return answers;
    },
    results: () => finished,
  };
}

/** What a recording says of itself beside its commands. */
export type RecordingHead = Omit<Recording, "commands" | "format" | "version">;

/**
 * Writes a recording so that it is there whole or not at all: everything goes to a directory beside the target, is
 * forced to disk, and takes the target's name at the end. An existing recording is replaced; any other directory that
 * is not empty is left alone (throws not-possible). The directory is the owner's alone: answers may hold secrets.
 */
export function writeRecording(directory: string, head: RecordingHead, results: readonly RunResult[]): void {
  const target = resolve(directory);
  refuseForeign(target);
  const fresh = join(dirname(target), `.${target.slice(target.lastIndexOf("/") + 1)}.new-${process.pid}`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(join(fresh, "raw"), { recursive: true, mode: 0o700 });
    const commands = results.map((result, index): RecordedCommand => {
      const file = `raw/${String(index + 1).padStart(3, "0")}-${fileWord(result.argv)}`;
      writeDurably(join(fresh, file), result.stdout);
      const { argv, exitCode, stderr, durationMs, problem } = result;
      const command = { argv: [...argv], file, exit: exitCode, stderr, durationMs: Math.round(durationMs * 10) / 10, bytes: result.stdout.length };
      return problem ? { ...command, problem } : command;
    });
    const recording: Recording = { format: "hostlens-recording", version: 1, ...head, commands };
    writeDurably(join(fresh, "recording.json"), `${JSON.stringify(recording, null, 1)}\n`);
    syncDirectory(join(fresh, "raw"));
    syncDirectory(fresh);
    replaceDirectory(fresh, target);
    syncDirectory(dirname(target));
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (error instanceof HostlensError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM") {
      throw new HostlensError({ code: "no-permission", what: `writing ${directory}`, hint: "name a directory of your own" }, { cause: error });
    }
    throw new HostlensError({ code: "not-possible", what: `writing ${directory}`, why: message }, { cause: error });
  }
}

/** Throws where the target is something that must not be replaced. Call it before a long recording, too. */
export function refuseForeign(directory: string): void {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    if (code === "EACCES" || code === "EPERM") throw new HostlensError({ code: "no-permission", what: `recording to ${directory}`, hint: "name a directory of your own" }, { cause: error });
    throw new HostlensError({ code: "not-possible", what: `recording to ${directory}`, why: "it is not a directory that can be listed", hint: "name a new directory" }, { cause: error });
  }
  if (names.length === 0 || existsSync(join(directory, "recording.json"))) return;
  throw new HostlensError({ code: "not-possible", what: `recording to ${directory}`, why: "the directory holds something else than a recording", hint: "name a new or empty directory" });
}

function replaceDirectory(fresh: string, target: string): void {
  if (!existsSync(join(target, "recording.json"))) {
    renameSync(fresh, target);
    return;
  }
  const old = `${fresh}.old`;
  renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}

function writeDurably(path: string, content: Buffer | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const descriptor = openSync(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A file name that tells a reader which command it holds: letters, digits, `-`, `.` and `_` of the argv, cut short. */
function fileWord(argv: readonly string[]): string {
  const word = argv.join("_").replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 60);
  return `${word}${argv.includes("-j") || argv.includes("-J") || argv.includes("json") ? ".json" : ".txt"}`;
}
