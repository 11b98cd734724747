import { spawn, spawnSync, type SpawnSyncOptions } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built program: `pretest` makes it once. */
export const program = fileURLToPath(new URL("../../bin/hostlens.js", import.meta.url));
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// What the machine running the tests has set must not decide about them.
const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, COLUMNS: _columns, PAGER: _pager, HOSTLENS_DEBUG: _debug, ...clean } = process.env;

/** Runs `hostlens ARGS` to its end. */
export function hostlens(args: readonly string[], options: SpawnSyncOptions & { env?: Record<string, string> } = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    maxBuffer: 1 << 28, ...options, env: { ...clean, ...options.env }, encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** Runs a line of shell with `hostlens` as a command and tells its exit status (`PIPESTATUS` of the first part on the last line). */
export function inShell(line: string): Ended {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `hostlens() { "$NODE" "$PROGRAM" "$@"; }; ${line}`], {
    encoding: "utf8", env: { ...clean, NODE: process.execPath, PROGRAM: program },
  });
  return { status, stdout, stderr };
}

/** Starts `hostlens ARGS` and leaves it running. */
export function startHostlens(args: readonly string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, [program, ...args], { env: clean, stdio: ["pipe", "pipe", "pipe"] });
}
