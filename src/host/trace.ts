import { accessSync, constants, createWriteStream, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { HostlensError } from "../model/failure.ts";
import { findTool } from "../run/find-tool.ts";
import { runQuick } from "../run/quick-process.ts";
import { straceOptions, straceVersion } from "../run/strace-options.ts";
import { startStrace, tracerOf, type StraceRun, type TraceEnd } from "../run/strace.ts";

/** What to trace. */
export interface TraceRequest {
  readonly argv: readonly string[];
  readonly pids: readonly number[];
  /** file that gets the capture too */
  readonly output?: string;
  readonly timeoutS?: number;
}

/** A trace that has begun to write. */
export interface Trace {
  readonly run: StraceRun;
  /** the capture, piece by piece; it has been written to `output` when it comes */
  readonly bytes: AsyncIterable<Buffer>;
  /** how it ended; `isTimedOut` where the time limit did it */
  readonly finish: () => Promise<TraceEnd & { isTimedOut: boolean }>;
}

const noStrace = "install it: apt install strace, dnf install strace, apk add strace";

/**
 * Starts a command under strace, or attaches to processes. Throws a HostlensError for what can be said before:
 * no strace, no such process, a process that somebody else traces, a file that cannot be written.
 */
export async function beginTrace(request: TraceRequest): Promise<Trace> {
  if (findTool("strace") === undefined) throw new HostlensError({ code: "tool-missing", tool: "strace", hint: noStrace });
  for (const pid of request.pids) requireTraceable(pid);
  const isAttaching = request.pids.length > 0;
  const version = straceVersion((await runQuick({ argv: ["strace", "-V"] })).stdout.toString("latin1"));
  const file = request.output === undefined ? undefined : await openForWriting(request.output);
  const run = await startStrace(straceOptions(version, isAttaching), isAttaching ? { pids: request.pids } : { argv: request.argv }).catch((error: unknown) => {
    throw new HostlensError({ code: "not-possible", what: "trace", why: `no pipe for strace could be made: ${error instanceof Error ? error.message : String(error)}`, hint: "TMPDIR must name a directory that can be written" });
  });
  const limit = startLimit(run, request.timeoutS, isAttaching);
  return {
    run,
    bytes: file ? copied(run.bytes, file, request.output ?? "") : run.bytes,
    finish: async () => {
      const end = await run.ended;
      return { ...end, isTimedOut: limit.stop() };
    },
  };
}

/** After `seconds` the tracee is asked to end, then killed; a process that was there before is let go. */
function startLimit(run: StraceRun, seconds: number | undefined, isAttaching: boolean): { stop: () => boolean } {
  let isOver = false;
  const timers: NodeJS.Timeout[] = [];
  if (seconds !== undefined) {
    timers.push(setTimeout(() => {
      isOver = true;
      if (isAttaching) run.detach();
      else {
        run.signalTracees("SIGTERM");
        // One that is stopped does not see it.
        run.signalTracees("SIGCONT");
        timers.push(setInterval(() => run.signalTracees("SIGKILL"), 1000));
      }
    }, seconds * 1000));
  }
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      return isOver;
    },
  };
}

async function* copied(bytes: AsyncIterable<Buffer>, file: WriteStream, name: string): AsyncGenerator<Buffer> {
  let failed: Error | undefined;
  file.on("error", (error) => { failed = error; });
  for await (const piece of bytes) {
    if (!failed && !file.write(piece)) {
      await new Promise<void>((resolve) => {
        file.once("drain", resolve).once("error", () => resolve());
      });
    }
    yield piece;
  }
  await new Promise<void>((resolve) => {
    file.end(resolve);
    if (failed) resolve();
  });
  if (failed) throw new HostlensError({ code: "not-possible", what: name, why: `the capture could not be written: ${failed.message}` });
}

function openForWriting(path: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  return new Promise((resolve, reject) => {
    file.once("open", () => resolve(file)).once("error", (error) => {
      reject(new HostlensError({ code: "not-possible", what: `-o ${path}`, why: error.message, hint: "name a file that can be written" }));
    });
  });
}

function requireTraceable(pid: number): void {
  const tracer = tracerOf(pid);
  if (tracer === undefined) throw new HostlensError({ code: "not-found", what: "process", name: String(pid), hint: "ps -e lists those there are" });
  if (tracer > 0) throw new HostlensError({ code: "not-possible", what: `trace -p ${pid}`, why: `process ${tracer} traces it already, and a process has one tracer at a time`, hint: `end ${tracer} (a debugger, another strace) first` });
}

/** Where a command would be started from, looked up as a shell does; a status of 127 (not found) or 126 (no program) otherwise. */
export function findCommand(name: string): { path: string } | { status: 126 | 127; why: string } {
  const places = name.includes("/") ? [name] : (process.env["PATH"] ?? "/usr/bin:/bin").split(":").map((directory) => join(directory || ".", name));
  let found: { status: 126 | 127; why: string } = { status: 127, why: name.includes("/") ? "no such file" : "there is no such program in PATH" };
  for (const path of places) {
    try {
      if (statSync(path).isDirectory()) {
        if (name.includes("/")) return { status: 126, why: "it is a directory" };
        continue;
      }
      accessSync(path, constants.X_OK);
      return { path };
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EACCES") found = { status: 126, why: "it may not be executed: permission denied" };
    }
  }
  return found;
}

/** Why strace wrote nothing at all: asked once more with a command that cannot fail, or read from what it said. */
export async function explainSilence(request: TraceRequest, end: TraceEnd): Promise<HostlensError> {
  const isAttaching = request.pids.length > 0;
  const command = isAttaching ? `strace -p ${request.pids.join(" -p ")}` : "strace";
  const said = isAttaching ? end.stderr : (await runQuick({ argv: ["strace", "-o", "/dev/null", "true"] })).stderr;
  if (/Operation not permitted|Permission denied/.test(said)) return new HostlensError({ code: "no-permission", what: command, hint: await permissionHint(isAttaching) });
  return new HostlensError({ code: "tool-failed", command, exit: end.code, stderr: said.replace(/^strace: /, "") });
}

async function permissionHint(isAttaching: boolean): Promise<string> {
  const [scope, status] = await Promise.all([
    runQuick({ argv: ["cat", "/proc/sys/kernel/yama/ptrace_scope"] }), runQuick({ argv: ["cat", "/proc/self/status"] }),
  ]);
  const level = Number.parseInt(scope.stdout.toString("latin1"), 10);
  const capabilities = Number.parseInt(/^CapEff:\t([0-9a-f]+)$/m.exec(status.stdout.toString("latin1"))?.[1] ?? "0", 16);
  // CAP_SYS_PTRACE is number 19.
  const mayTrace = Math.floor(capabilities / 2 ** 19) % 2 === 1;
  const tracer = tracerOf(process.pid) ?? 0;
  if (tracer > 0) return `this program is traced itself (by process ${tracer}), and so would be what it starts; a process has one tracer at a time`;
  if (level === 3) return "kernel.yama.ptrace_scope is 3: nobody may trace until the next boot";
  if (isAttaching && level > 0 && !mayTrace) return `kernel.yama.ptrace_scope is ${level}: only CAP_SYS_PTRACE may attach; run hostlens as root, or trace the command from its start`;
  if (!mayTrace) return isAttaching ? "it belongs to another user or has privileges of its own; run hostlens as root" : "the kernel refuses ptrace here; a container needs --cap-add=SYS_PTRACE, or a seccomp profile that allows ptrace";
  return "the kernel refuses ptrace for it: a kernel thread, a process that forbids it, or a container's seccomp profile (--cap-add=SYS_PTRACE)";
}
