import type { TraceEvent } from "../../model/trace-event.ts";
import { parseCall } from "./call.ts";
import { parsePrefix, secondsOf } from "./prefix.ts";
import { ValueScanner } from "./values.ts";

const unfinishedMark = " <unfinished ...>";
interface Open { event: TraceEvent; head: string }

/**
 * Reads the lines of a capture one after another (strace -o, latin1, without their line ends) and hands out events as
 * they are complete; a call in two halves comes out at its second. Whatever is not understood comes out as `unparsed`.
 */
export class CaptureParser {
  private line = 0;
  private readonly open = new Map<number | undefined, Open>();
  private readonly onBegin: ((event: TraceEvent) => void) | undefined;

  /** `onBegin` is told of a call at the first of its two lines, with the arguments that stand there. */
  constructor(options: { onBegin?: (event: TraceEvent) => void } = {}) {
    this.onBegin = options.onBegin;
  }

  push(text: string): TraceEvent[] {
    this.line += 1;
    const clean = text.endsWith("\r") ? text.slice(0, -1) : text;
    const { prefix, at } = parsePrefix(clean);
    const event: TraceEvent = { line: this.line, kind: "unparsed" };
    if (prefix.pid !== undefined) event.pid = prefix.pid;
    if (prefix.comm !== undefined) event.comm = prefix.comm;
    if (prefix.time !== undefined) event.time = secondsOf(prefix.time);
    if (prefix.ip !== undefined) event.ip = prefix.ip;
    return this.body(event, clean.slice(at), clean);
  }

  /** The capture is over: calls that never returned, in the order they began. */
  end(): TraceEvent[] {
    const left = [...this.open.values()].map((open) => open.event);
    this.open.clear();
    return left.sort((a, b) => a.line - b.line);
  }

  private body(event: TraceEvent, body: string, whole: string): TraceEvent[] {
    if (body.startsWith("+++ ")) return this.ended(event, body) ?? unparsed(event, whole);
    const signal = /^--- (SIG[A-Z0-9_+]+) (?=\{)/.exec(body.slice(0, 60));
    if (signal && body.endsWith(" ---")) {
      const siginfo = new ValueScanner(body.slice(0, -" ---".length), signal[0].length).value(0);
      return siginfo ? [{ ...event, kind: "signal", name: signal[1], args: [siginfo] }] : unparsed(event, whole);
    }
    const stopped = /^--- stopped by (SIG[A-Z0-9_+]+) ---$/.exec(body.slice(0, 80));
    if (stopped) return [{ ...event, kind: "stopped", name: stopped[1] }];
    if (/^(?:\S*\/)?strace: |^\[ Process PID=/.test(body.slice(0, 300))) return [{ ...event, kind: "note", text: body }];
    const resumed = /^<\.\.\. ([a-zA-Z_0-9?]+) resumed> ?/.exec(body.slice(0, 120));
    if (resumed) return this.resume(event, body, resumed);
    if (body.endsWith(unfinishedMark) && /^[a-zA-Z_?][a-zA-Z_0-9?]*\(/.test(body.slice(0, 120))) return this.begin(event, body);
    const call = parseCall(body);
    return call ? [complete(event, call)] : unparsed(event, whole);
  }

  private begin(event: TraceEvent, body: string): TraceEvent[] {
    const head = body.slice(0, -unfinishedMark.length);
    const name = head.slice(0, head.indexOf("("));
    const args = new ValueScanner(`${head.replace(/, $/, "")})`, name.length + 1).args(")");
    const before = this.open.get(event.pid);
    const begun: TraceEvent = { ...event, kind: "syscall", name, args: args ?? [], unfinished: true };
    this.open.set(event.pid, { event: begun, head });
    this.onBegin?.(begun);
    return before ? [before.event] : [];
  }

  private resume(event: TraceEvent, body: string, mark: RegExpExecArray): TraceEvent[] {
    const open = this.open.get(event.pid);
    const name = mark[1] ?? "";
    // a blank after `resumed>` is part of the rest where the rest is `=> after`
    const rest = body.slice(body.startsWith(" => ", mark[0].trimEnd().length) ? mark[0].trimEnd().length : mark[0].length);
    this.open.delete(event.pid);
    if (open) {
      const killed = rest.startsWith("<unfinished ...>)");
      const call = killed ? undefined : parseCall(open.head + rest);
      if (call) {
        const joined: TraceEvent = { ...complete(open.event, call), resumed: event.line };
        if (joined.pid !== event.pid) joined.resumedPid = event.pid;
        return [joined];
      }
      if (killed) return [{ ...open.event, resumed: event.line, ret: { value: "?" } }];
      return [open.event, ...unparsed(event, body)];
    }
    // attached in mid-call: only the end is known
    const call = parseCall(`${name}(${rest.replace(/^, /, "")}`);
    return call ? [{ ...complete(event, call), resumed: event.line }] : unparsed(event, body);
  }

  private ended(event: TraceEvent, body: string): TraceEvent[] | undefined {
    const found = /^\+\+\+ (?:exited with (\d+)|killed by (\S+)( \(core dumped\))?|superseded by execve in pid (\d+)) \+\+\+$/.exec(body.slice(0, 120));
    if (!found) return undefined;
    const before = this.open.get(event.pid);
    this.open.delete(event.pid);
    const events = before ? [before.event] : [];
    if (found[4] !== undefined) {
      const by = Number(found[4]);
      const execve = this.open.get(by);
      this.open.delete(by);
      if (execve) this.open.set(event.pid, execve);
      events.push({ ...event, kind: "superseded", by });
    } else if (found[2] !== undefined) {
      events.push({ ...event, kind: "killed", name: found[2], coreDumped: found[3] !== undefined });
    } else events.push({ ...event, kind: "exit", ret: { value: Number(found[1]) } });
    return events;
  }
}

function complete(event: TraceEvent, call: NonNullable<ReturnType<typeof parseCall>>): TraceEvent {
  const made: TraceEvent = { ...event, kind: "syscall", name: call.name, args: call.args, ret: call.ret };
  if (call.seconds !== undefined) made.seconds = call.seconds;
  return made;
}

function unparsed(event: TraceEvent, text: string): TraceEvent[] {
  return [{ ...event, kind: "unparsed", text, reason: "neither a call nor a line of strace that is known" }];
}

/** The events of a capture's lines, incrementally and synchronously. */
export function* parseStrace(lines: Iterable<string>): Generator<TraceEvent> {
  const parser = new CaptureParser();
  for (const line of lines) yield* parser.push(line);
  yield* parser.end();
}
