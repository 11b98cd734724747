import type { TraceEvent } from "../../model/trace-event.ts";
import { printValue } from "./print.ts";
import { ValueScanner } from "./values.ts";

type Ending = Pick<TraceEvent, "kind" | "name" | "args" | "ret" | "text" | "by" | "coreDumped">;

/**
 * Reads signals, stops and ends:
 *
 *     --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---
 *     --- SIGCHLD (Child exited) @ 0 (0) ---          up to 4.6
 *     --- stopped by SIGSTOP ---
 *     +++ killed by SIGSEGV (core dumped) +++
 */
export function parseEnding(body: string): Ending | undefined {
  if (body.startsWith("--- ") && body.endsWith(" ---")) return parseSignal(body);
  if (!body.startsWith("+++ ") || !body.endsWith(" +++") || body.length > 120) return undefined;
  const exited = /^\+\+\+ exited with (0|[1-9]\d{0,9}) \+\+\+$/.exec(body)?.[1];
  if (exited !== undefined) return { kind: "exit", ret: { value: Number(exited) } };
  const killed = /^\+\+\+ killed by (\w+)( \(core dumped\))? \+\+\+$/.exec(body);
  if (killed) return { kind: "killed", name: killed[1], coreDumped: killed[2] !== undefined };
  const by = /^\+\+\+ superseded by execve in pid ([1-9]\d{0,9}) \+\+\+$/.exec(body)?.[1];
  return by === undefined ? undefined : { kind: "superseded", by: Number(by) };
}

function parseSignal(body: string): Ending | undefined {
  const head = body.slice(0, 60);
  const stopped = /^--- stopped by (SIG\w+) ---$/.exec(head)?.[1];
  if (stopped !== undefined) return { kind: "stopped", name: stopped };
  const name = /^--- (SIG\w+) (?=[{(])/.exec(head)?.[1];
  if (name === undefined) return undefined;
  const start = name.length + 5;
  const text = body.slice(start, -" ---".length);
  if (text.startsWith("(")) return { kind: /^\((?:Stopped|Continued)/.test(text) ? "stopped" : "signal", name, text };
  const scanner = new ValueScanner(text);
  const siginfo = scanner.value(0);
  if (!siginfo || scanner.at !== text.length || printValue(siginfo) !== text) return undefined;
  return { kind: "signal", name, args: [siginfo] };
}
