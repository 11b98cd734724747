import { lstatSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { HostlensError } from "../model/failure.ts";
import { Recording, recordingVersion, type RecordedCommand } from "../model/recording.ts";
import type { Source } from "../model/source.ts";
import { commandKey } from "./command-key.ts";
import { inspectFromRecorded } from "./docker-replay.ts";
import { maxOutputBytes } from "./quick-process.ts";
import type { Runner, RunRequest, RunResult } from "./runner.ts";
import { sysctlFromRecorded } from "./sysctl-replay.ts";

/**
 * Reads `recording.json` of a directory. Throws bad-input where it is missing, torn, no recording, or of a newer
 * version than this program knows.
 */
export function readRecording(directory: string): Recording {
  const path = join(directory, "recording.json");
  const refuse = (problem: string, hint: string, cause?: unknown): never => {
    throw new HostlensError({ code: "bad-input", where: path, problem, hint }, { cause });
  };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" || code === "ENOTDIR" ? "no such file, so this is no recording" : `cannot be read (${code})`;
    return refuse(problem, "name a directory that `hostlens record DIR` wrote", error);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refuse(`not valid JSON: ${(error as Error).message}`, "the file is damaged; record again", error);
  }
  const index = content as { format?: unknown; version?: unknown } | null;
  if (index?.format !== "hostlens-recording") return refuse('not a recording: "format" is not "hostlens-recording"', "name a directory that `hostlens record DIR` wrote");
  if (typeof index.version === "number" && index.version > recordingVersion) {
    return refuse(`recording of version ${index.version}; this hostlens reads up to version ${recordingVersion}`, "use a newer hostlens");
  }
  const checked = Recording.safeParse(content);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    return refuse(`${issue?.path.join(".") || "the index"}: ${issue?.message ?? "wrong shape"}`, "record again, or mend that entry");
  }
  return checked.data;
}

/**
 * Answers from a recording what its host answered. A command counts as recorded in any spelling (see
 * {@link commandKey}); one that was recorded with more detail (`-d`, `-s`) answers the same with less. What is not
 * there ends with problem "not-recorded" and says what is.
 */
export function createReplayRunner(directory: string, kind: "recording" | "demo" = "recording"): Runner {
  const recording = readRecording(directory);
  const commands = indexCommands(recording.commands);
  const source: Source = { kind, host: recording.host, kernel: recording.kernel, recordedAt: recording.recordedAt };
  const read = (command: RecordedCommand): Buffer => readRaw(directory, command);

  const run = async (request: RunRequest): Promise<RunResult> => {
    const found = findCommand(commands, request.argv);
    if (found) return replayed(request.argv, found, read(found));
    return sysctlFromRecorded(request.argv, recording.commands, read) ?? inspectFromRecorded(request.argv, recording.commands, read) ?? notRecorded(request.argv, directory, recording);
  };
  return { source, run, runAll: (requests) => Promise.all(requests.map(run)) };
}

interface IndexedCommand {
  readonly command: RecordedCommand;
  readonly details: number;
  readonly stats: number;
  readonly isBusybox: boolean;
}

function indexCommands(commands: readonly RecordedCommand[]): Map<string, IndexedCommand[]> {
  const index = new Map<string, IndexedCommand[]>();
  for (const command of commands) {
    const { key, details, stats } = commandKey(command.argv);
    const entry = { command, details, stats, isBusybox: command.argv[0] === "busybox" };
    const entries = index.get(key);
    if (entries) entries.push(entry);
    else index.set(key, [entry]);
  }
  return index;
}

/** The recorded command that answers: as typed, or in another spelling, with as little surplus detail as possible. */
function findCommand(index: Map<string, IndexedCommand[]>, argv: readonly string[]): RecordedCommand | undefined {
  const wanted = commandKey(argv);
  let best: IndexedCommand | undefined;
  let bestSurplus = Number.POSITIVE_INFINITY;
  for (const entry of index.get(wanted.key) ?? []) {
    if (entry.details < wanted.details || entry.stats < wanted.stats) continue;
    // Of two answers, the real tool's comes before BusyBox's.
    const surplus = entry.details - wanted.details + entry.stats - wanted.stats + (entry.isBusybox ? 100 : 0);
    if (surplus < bestSurplus) {
      best = entry;
      bestSurplus = surplus;
    }
  }
  return best?.command;
}

function replayed(argv: readonly string[], command: RecordedCommand, stdout: Buffer): RunResult {
  const { exit, stderr, durationMs } = command;
  const result = { argv, stdout, stderr, exitCode: exit, durationMs };
  const problem = command.problem ?? (exit === null ? "signal" : undefined);
  return problem ? { ...result, problem } : result;
}

/** Reads a raw file, unpacking .gz. A recording may come from a stranger: only regular files inside it are read. */
function readRaw(directory: string, command: RecordedCommand): Buffer {
  const path = join(directory, command.file);
  const refuse = (problem: string, cause?: unknown): never => {
    throw new HostlensError({ code: "bad-input", where: path, problem: `${problem} (answer to: ${command.argv.join(" ")})`, hint: "record again" }, { cause });
  };
  if (isAbsolute(command.file) || command.file.split("/").includes("..")) return refuse("outside of the recording");
  try {
    if (!lstatSync(path).isFile()) return refuse("not a regular file");
    const bytes = readFileSync(path);
    return path.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: maxOutputBytes }) : bytes;
  } catch (error) {
    if (error instanceof HostlensError) throw error;
    return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? "damaged"})`, error);
  }
}

function notRecorded(argv: readonly string[], directory: string, recording: Recording): RunResult {
  const tool = argv[0] ?? "";
  const related = recording.commands.map((command) => command.argv.join(" ")).filter((text) => text.split(" ").includes(tool));
  const has = related.length ? `; of ${tool} it has: ${related.slice(0, 4).join(", ")}${related.length > 4 ? ", …" : ""}` : "";
  const stderr = `${directory} does not hold the answer to: ${argv.join(" ")}; it has ${recording.commands.length} commands${has}\n`;
  return { argv, stdout: Buffer.alloc(0), stderr, exitCode: null, durationMs: 0, problem: "not-recorded" };
}
