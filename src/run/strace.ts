import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runQuick } from "./quick-process.ts";

/** How strace, and with it the traced command, ended. */
export interface TraceEnd { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string }

/** A running strace. */
export interface StraceRun {
  /** the capture, as it is written */
  readonly bytes: AsyncIterable<Buffer>;
  readonly ended: Promise<TraceEnd>;
  /** asks strace itself to stop; attached to a process, it lets go of it */
  detach(): void;
  /** sends a signal to every process it traces; returns how many there are */
  signalTracees(signal: NodeJS.Signals): number;
}

/**
 * Starts strace. The command keeps standard input, output and error as they are here, and its number of open files: what
 * strace writes comes through a named pipe that only strace has open. With `pids` it is attached to processes, and
 * what strace says on standard error is kept.
 */
export async function startStrace(options: readonly string[], target: { argv: readonly string[] } | { pids: readonly number[] }): Promise<StraceRun> {
  const directory = mkdtempSync(join(tmpdir(), "hostlens-trace-"));
  const pipe = join(directory, "capture");
  let reading: number;
  try {
    const made = await runQuick({ argv: ["mkfifo", "-m", "600", pipe] });
    if (made.exitCode !== 0) throw new Error(made.stderr.trim());
    reading = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  const isAttaching = "pids" in target;
  const words = isAttaching ? target.pids.flatMap((pid) => ["-p", String(pid)]) : ["--", ...target.argv];
  const child = spawn("strace", [...options, "-o", pipe, ...words], { stdio: ["inherit", "inherit", isAttaching ? "pipe" : "inherit"] });
  const bytes = new Socket({ fd: reading, readable: true, writable: false });
  const ended = endOf(child).finally(() => {
    release(pipe);
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    bytes, ended,
    detach: () => { child.kill("SIGINT"); },
    signalTracees: (signal) => (child.pid === undefined ? 0 : signalTraceesOf(child.pid, signal)),
  };
}

function endOf(child: ChildProcess): Promise<TraceEnd> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (stderr.length < 100_000) stderr += text;
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, stderr: error.message }));
    child.once("close", (code, signal) => resolve({ code, signal, stderr }));
  });
}

/** A strace that never opened the pipe leaves its reader waiting for a first writer: this is one that comes and goes. */
function release(pipe: string): void {
  try {
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch {
    // the reader has seen the end already
  }
}

function signalTraceesOf(tracer: number, signal: NodeJS.Signals): number {
  let count = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || tracerOf(Number(name)) !== tracer) continue;
    try {
      process.kill(Number(name), signal);
      count++;
    } catch {
      // it has just ended
    }
  }
  return count;
}

/** Who traces a process: 0 for nobody, undefined where there is no such process. */
export function tracerOf(pid: number): number | undefined {
  try {
    return Number(/^TracerPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0);
  } catch {
    return undefined;
  }
}

/**
 * Whether the terminal sends its signals (Ctrl-C) to this process and, because they share its group, to the tracee:
 * then they must not be passed on a second time.
 */
export function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "latin1");
    // pid (comm) state ppid pgrp session tty_nr tpgid
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return terminal !== "0" && group === foreground;
  } catch {
    return false;
  }
}
