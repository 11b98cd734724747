import type { CaptureFacts } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import type { TracedProcess } from "../model/process.ts";
import { decodeBytes } from "../parse/strace/arguments.ts";

/** Makes sentences about one capture: each names the lines it rests on. */
export class CaptureTeller {
  readonly facts: CaptureFacts;
  readonly capture: string;
  readonly #byPid = new Map<number, TracedProcess>();

  constructor(facts: CaptureFacts, capture: string) {
    this.facts = facts;
    this.capture = capture;
    for (const process of facts.processes) this.#byPid.set(process.pid, process);
  }

  say(text: string, lines: readonly (number | undefined)[], concept?: string): Sentence {
    const because = [...new Set(lines)].flatMap((line) => (line === undefined || line <= 0 ? [] : [{ command: this.capture, line }]));
    return concept === undefined ? { text, because } : { text, concept, because };
  }

  process(pid: number): TracedProcess | undefined {
    return this.#byPid.get(pid);
  }

  /** "sort (2468)"; without pids in the capture: "sort". */
  who(pid: number): string {
    const process = this.#byPid.get(pid);
    const leader = process?.threadOf === undefined ? process : this.#byPid.get(process.threadOf) ?? process;
    const name = leader && programOf(leader);
    const base = name ?? (leader?.born.how === "fork" || leader?.born.how === "vfork" ? this.#copyOf(leader) : undefined);
    if (pid === 0) return base ?? "the program";
    const thread = process?.threadOf === undefined ? "" : "thread ";
    return base === undefined ? `process ${pid}` : `${base} (${thread}${pid})`;
  }

  /** The name of the program that this copy was made of. */
  #copyOf(process: TracedProcess): string | undefined {
    let parent = process.ppid === undefined ? undefined : this.#byPid.get(process.ppid);
    for (let steps = 0; parent && steps < 50; steps++) {
      const name = programOf(parent);
      if (name !== undefined) return `a copy of ${name}`;
      parent = parent.ppid === undefined ? undefined : this.#byPid.get(parent.ppid);
    }
    return undefined;
  }
}

/** The last part of the program that a process ran last; undefined where it ran none of its own. */
export function programOf(process: TracedProcess): string | undefined {
  const ran = process.execs.findLast((exec) => exec.errno === undefined);
  return ran === undefined ? undefined : baseName(decodeBytes(ran.path));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1) || path;
}

/** "1.43 s", "12.3 ms", "45 µs": a time with three digits. */
export function shortTime(seconds: number): string {
  const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)).replace(/\.0+$/, "");
  if (seconds >= 120) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds >= 1) return `${digits(seconds)} s`;
  if (seconds >= 1e-3) return `${digits(seconds * 1e3)} ms`;
  return `${Math.round(seconds * 1e6)} µs`;
}

/** A command line, shortened from its end. */
export function commandLine(argv: readonly string[], most = 60): string {
  const line = argv.map((word) => (word === "" || /[\s"'$&|;<>()]/.test(word) ? `'${word}'` : word)).map(decodeBytes).join(" ").replaceAll("\n", "⏎");
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** "status 0", "SIGKILL"; undefined where the capture does not show the end. */
export function endWords(process: TracedProcess): string | undefined {
  const { exit } = process;
  if (!exit) return undefined;
  if (exit.signal !== undefined) return `killed by ${exit.signal}${exit.coreDumped ? ", core dumped" : ""}`;
  return `status ${exit.status ?? 0}`;
}
