import { isatty } from "node:tty";
import { exitStatusOf, HostlensError } from "../model/failure.ts";
import { escapeTerminal } from "../render/escape.ts";
import type { CommandSpec, Context, Globals, Options } from "./command.ts";
import { commands } from "./commands.ts";
import { resolveGlobals } from "./globals.ts";
import { createOutput, isClosedPipe, type Output } from "./output.ts";
import { readCommandLine, type Request } from "./program.ts";

/** Runs one command line and returns its exit status. Whatever goes wrong ends as one line on standard error. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(readCommandLine(argv));
  } catch (error) {
    return reportFailure(error);
  }
}

/** What runs in a terminal where no command is named. */
const explorer: CommandSpec = { name: "", summary: "the explorer", load: () => import("./commands/explore.ts") };

async function dispatch(request: Request): Promise<number> {
  if (request.kind === "print") {
    await createOutput(process.stdout, process.stderr, { format: "text" }).text(request.text);
    return 0;
  }
  const isTerminal = isatty(1);
  const globals = resolveGlobals(request.options, {
    env: process.env,
    isTerminal,
    columns: isTerminal ? process.stdout.columns : undefined,
  });
  const pager = isTerminal && globals.format === "text" ? process.env["PAGER"] : undefined;
  const out = createOutput(process.stdout, process.stderr, {
    format: globals.format,
    ...(pager ? { pager: { command: pager, rows: process.stdout.rows } } : {}),
  });
  if (request.kind === "command") return runCommand(request.spec, request.args, request.options, globals, out);
  if (isTerminal && isatty(0) && globals.format === "text" && process.env["TERM"] !== "dumb") return runCommand(explorer, [], request.options, globals, out);
  const overview = commands.find((spec) => spec.name === "overview");
  if (!overview) throw new HostlensError({ code: "usage", message: "name a command; hostlens --help lists them" });
  return runCommand(overview, [], request.options, globals, out);
}

async function runCommand(
  spec: CommandSpec, args: readonly string[], options: Options,
  globals: Globals, out: Output,
): Promise<number> {
  const stop = new AbortController();
  const interrupted = new Promise<number>((resolve) => {
    const onSignal = (status: number) => (): void => {
      stop.abort();
      if (!spec.ownsInterrupt) resolve(status);
    };
    process.once("SIGINT", onSignal(130)).once("SIGTERM", onSignal(143));
  });
  const closers: (() => Promise<void>)[] = [];
  const context: Context = {
    globals,
    out,
    get stdin() {
      return process.stdin;
    },
    signal: stop.signal,
    async openHost() {
      const { openRunner } = await import("../host/open.ts");
      const runner = await openRunner(globals.on, stop.signal);
      if (runner.close) closers.push(() => runner.close?.() ?? Promise.resolve());
      if (runner.source.kind === "demo") out.note(demoBanner(runner.source.host));
      return runner;
    },
  };
  try {
    const module = await spec.load();
    const status = await Promise.race([module.run(context, args, options), interrupted]);
    // What was interrupted may still wait for a tool: it is not waited for.
    if (stop.signal.aborted && !spec.ownsInterrupt) process.exit(status);
    return status;
  } finally {
    for (const close of closers) await close();
  }
}

function demoBanner(host: string | null): string {
  return `hostlens: this is the bundled demo, a recording of the Docker host ${escapeTerminal(host ?? "")}, not this machine`;
}

function reportFailure(error: unknown): number {
  if (isClosedPipe(error)) return 0;
  const known = error instanceof HostlensError;
  const message = error instanceof Error ? error.message : String(error);
  const line = known ? message : `this is a mistake in hostlens itself: ${message}; HOSTLENS_DEBUG=1 shows where`;
  process.stderr.write(`hostlens: ${escapeTerminal(line)}\n`);
  if (process.env["HOSTLENS_DEBUG"] === "1" && error instanceof Error) {
    const stack = (error.stack ?? "").split("\n").map(escapeTerminal).join("\n");
    process.stderr.write(`${stack}\n`);
  }
  return known ? exitStatusOf(error.failure) : 1;
}
