import { Writable } from "node:stream";
import { resolveGlobals } from "../../src/cli/globals.ts";
import { createOutput } from "../../src/cli/output.ts";
import { readCommandLine } from "../../src/cli/program.ts";
import { openRunner } from "../../src/host/open.ts";
import { exitStatusOf, HostlensError } from "../../src/model/failure.ts";
import { escapeTerminal } from "../../src/render/escape.ts";
import type { Runner } from "../../src/run/runner.ts";
import type { Ended } from "./run-cli.ts";

/**
 * Runs `hostlens ARGS` in this process, which costs a hundredth of starting the program: same command table, same
 * modules, same output. `host` stands for the one that `--on` would open.
 */
export async function callHostlens(args: readonly string[], options: { readonly host?: Runner; readonly stdin?: string } = {}): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr"): Writable => new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      written[name] += String(chunk);
      done();
    },
  });
  try {
    const request = readCommandLine(args);
    if (request.kind !== "command") throw new Error(`no command in ${args.join(" ")}`);
    const globals = resolveGlobals(request.options, { env: {}, isTerminal: false, columns: undefined });
    const out = createOutput(sink("stdout"), sink("stderr"), { format: globals.format });
    const command = await request.spec.load();
    const { Readable } = await import("node:stream");
    const status = await command.run({
      globals, out, stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]), signal: new AbortController().signal,
      openHost: async () => options.host ?? (await openRunner(globals.on)),
    }, request.args, request.options);
    return { status, ...written };
  } catch (error) {
    if (!(error instanceof HostlensError)) throw error;
    return { status: exitStatusOf(error.failure), stdout: written.stdout, stderr: `${written.stderr}hostlens: ${escapeTerminal(error.message)}\n` };
  }
}
