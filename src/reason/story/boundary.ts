import { syscallByName } from "../../knowledge/syscalls/index.ts";
import type { Boundary, PhaseName, ProgramImage } from "../../model/capture.ts";
import type { StackFrame, TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, decodeBytes, field, numberOf } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { Act } from "./call-acts.ts";
import { baseName, type ProcessState } from "./process-state.ts";

const mostFunctions = 2000;
const mostStacks = 50_000;
const mostUsage = 200;
const mostImages = 5000;
/** The first events tell whether the capture has stacks at all. */
const stackProbe = 40;
const mostShellWork = 50;
const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "zsh", "ash", "ksh", "fish"]);
const mostTexts = 2000;

type Architecture = NonNullable<Boundary["architecture"]>;
/** e_machine in the header of an ELF file. */
const machines: ReadonlyMap<number, Architecture["name"]> = new Map<number, Architecture["name"]>([[62, "x86_64"], [183, "arm64"], [3, "i386"], [40, "arm"], [243, "riscv64"], [21, "ppc64"], [22, "s390x"]]);
const telling: ReadonlyMap<string, Architecture["name"]> = new Map<string, Architecture["name"]>([["arch_prctl", "x86_64"], ["set_thread_area", "i386"], ["socketcall", "i386"], ["set_tls", "arm"]]);
const libcObject = /\/(?:libc[.-]|ld-musl|libpthread|ld-linux|ld-\d)/;
/** glibc's own lower layers: the name a program called stands above them. */
const innerName = /^(?:__|_IO_|_nl_|do_|internal_|start_thread|clone)/;

/** What crossed from user space into the kernel: counts, the way in, the C library of each program, functions behind calls. */
export class BoundaryCollector {
  readonly #images = new Map<string, ProgramImage>();
  readonly #functions = new Map<string, Boundary["functions"][number]>();
  readonly #usage: Boundary["usage"] = [];
  readonly #descriptors: Descriptors;
  #architecture: Architecture | undefined;
  #isSure = false;
  #clockCalls = 0;
  #timeNeeded: Boundary["timeNeeded"];
  readonly #shellWork: Boundary["shellWork"] = [];
  #calls = 0;
  #stacks = 0;
  #texts = 0;
  #sawOpen = false;

  constructor(descriptors: Descriptors) {
    this.#descriptors = descriptors;
  }

  observe(row: TraceRow, state: ProcessState, act: Act | undefined): void {
    this.#calls++;
    if (this.#calls <= stackProbe || (this.#stacks > 0 && this.#stacks < mostStacks)) this.#stack(row.event());
    switch (act) {
      case "open":
        this.#sawOpen = true;
        if (this.#timeNeeded === undefined && row.value >= 0) this.#zone(row);
        break;
      case "read":
        if (!this.#isSure && state.phase?.name === "loading" && row.value > 20) this.#header(row);
        break;
      case "write":
        this.#shell(row, state, "write");
        if (this.#timeNeeded === undefined && this.#texts < mostTexts) this.#written(row);
        break;
      case "directory":
        this.#shell(row, state, "chdir");
        break;
      case "futex":
        if (this.#timeNeeded === undefined && row.text(3)?.startsWith("{tv_sec=1") === true && /REALTIME|BITSET/.test(row.text(1) ?? "")) {
          this.#timeNeeded = { line: row.line, from: "a wait until a point in time" };
        }
        break;
      case "clock":
        if (row.name !== "getcpu") this.#clockCalls++;
        break;
      case "usage":
        this.#rusage(row.event(), state.process.pid, row.name === "times" ? 0 : 1);
        break;
      case "await-child":
        if (row.value > 0 && this.#usage.length < mostUsage && (row.text(row.name === "waitid" ? 4 : 3) ?? "NULL").startsWith("{")) this.#rusage(row.event(), row.value, row.name === "waitid" ? 4 : 3);
        break;
      case "exec":
        if (row.value === 0) this.#exec(row, state);
        break;
      default:
        break;
    }
    if (this.#architecture === undefined && (act === "start" || row.name === "socketcall")) {
      const name = telling.get(row.name);
      if (name !== undefined) this.#architecture = { name, line: row.line, from: `the call ${row.name}, which other architectures do not have` };
    }
  }

  /** `[ Process PID=1 runs in 32 bit mode. ]` */
  note(text: string, line: number): void {
    if (text.includes("runs in 32 bit mode")) this.#setArchitecture({ name: "i386", line, from: "strace's note that the process runs in 32 bit mode" });
  }

  finish(counts: { calls: number; errors: number; byName: ReadonlyMap<string, { calls: number }> }, phases: { name: PhaseName; calls: number }[]): Boundary {
    const classes = new Map<string, number>();
    for (const [name, { calls }] of counts.byName) for (const family of syscallByName(name)?.classes ?? []) classes.set(family, (classes.get(family) ?? 0) + calls);
    return {
      crossings: counts.calls, errors: counts.errors, phases,
      classes: [...classes].map(([name, calls]) => ({ name: `%${name}`, calls })).toSorted((a, b) => b.calls - a.calls),
      ...(this.#architecture === undefined ? {} : { architecture: this.#architecture }),
      clockCalls: this.#clockCalls,
      ...(this.#timeNeeded === undefined ? {} : { timeNeeded: this.#timeNeeded }),
      functions: [...this.#functions.values()].toSorted((a, b) => b.times - a.times),
      usage: this.#usage,
      shellWork: this.#shellWork,
      images: [...this.#images.values()].map((image) => (image.libc === "unknown" && this.#sawOpen && !image.usesLoader ? { ...image, libc: "none" } : image)),
    };
  }

  #setArchitecture(found: Architecture): void {
    this.#architecture = found;
    this.#isSure = true;
  }

  #exec(row: TraceRow, state: ProcessState): void {
    const path = row.string(row.name === "execve" ? 0 : 1);
    state.program = path === undefined ? undefined : decodeBytes(path);
    state.image = undefined;
    state.isShell = path !== undefined && shells.has(baseName(path));
    if (path === undefined) return;
    let image = this.#images.get(path);
    if (!image) {
      if (this.#images.size >= mostImages) return;
      image = { path: decodeBytes(path), line: row.line, times: 0, libc: "unknown", usesLoader: false };
      this.#images.set(path, image);
    }
    image.times++;
    state.image = image;
    if (this.#timeNeeded === undefined && baseName(path) === "date") this.#timeNeeded = { line: row.line, from: "date, which prints it" };
  }

  /** A shell's builtins work in the shell's own process. */
  #shell(row: TraceRow, state: ProcessState, syscall: "chdir" | "write"): void {
    if (!state.isShell || this.#shellWork.length >= mostShellWork || !(row.value >= 0) || (syscall === "write" && row.number(0) !== 1)) return;
    const detail = row.string(syscall === "chdir" ? 0 : 1) ?? "";
    this.#shellWork.push({ shell: baseName(state.program ?? ""), syscall, detail: decodeBytes(detail), pid: state.process.pid, line: row.line });
  }

  #header(row: TraceRow): void {
    const bytes = row.string(1);
    if (bytes?.startsWith("\u007fELF") !== true || bytes.length < 20) return;
    const isBigEndian = bytes.charCodeAt(5) === 2;
    const machine = isBigEndian ? bytes.charCodeAt(19) | (bytes.charCodeAt(18) << 8) : bytes.charCodeAt(18) | (bytes.charCodeAt(19) << 8);
    const name = machines.get(machine) ?? "other";
    const library = this.#descriptors.of(row, 0)?.path;
    this.#setArchitecture({ name, line: row.line, from: `the ELF header of ${library === undefined ? "the first library" : baseName(library)} (machine ${machine})` });
  }

  #zone(row: TraceRow): void {
    const path = row.string(row.name === "open" ? 0 : 1);
    if (path === "/etc/localtime" || path?.startsWith("/usr/share/zoneinfo/") === true) this.#timeNeeded = { line: row.line, from: `reading the time zone (${path})` };
  }

  #written(row: TraceRow): void {
    this.#texts++;
    const text = row.string(1);
    if (text !== undefined && /\b\d\d:\d\d:\d\d\b/.test(text.slice(0, 80))) this.#timeNeeded = { line: row.line, from: "a time of day in what it wrote" };
  }

  #rusage(event: TraceEvent, pid: number, index: number): void {
    if (this.#usage.length >= mostUsage) return;
    const value = argument(event, index);
    const user = timeOf(field(value, "ru_utime")) ?? ticks(field(value, "tms_utime"));
    const system = timeOf(field(value, "ru_stime")) ?? ticks(field(value, "tms_stime"));
    if (user !== undefined && system !== undefined) this.#usage.push({ pid, user, system, line: event.resumed ?? event.line, from: event.name ?? "" });
  }

  #stack(event: TraceEvent): void {
    const { stack, name } = event;
    if (!stack || stack.length === 0 || name === undefined) return;
    this.#stacks++;
    const top = stack.findIndex((frame) => frame.symbol !== undefined && frame.symbol !== "" && libcObject.test(frame.object));
    if (top < 0) return;
    let last = top;
    // the outermost frame of the unbroken run inside libc that has a public name
    let named = stack[top] as StackFrame;
    while (last + 1 < stack.length && libcObject.test(stack[last + 1]?.object ?? "")) {
      last++;
      const frame = stack[last];
      if (frame?.symbol && !innerName.test(frame.symbol)) named = frame;
    }
    const caller = stack[last + 1];
    const key = `${name} ${named.symbol ?? ""}`;
    const known = this.#functions.get(key);
    if (known) known.times++;
    else if (this.#functions.size < mostFunctions) {
      this.#functions.set(key, {
        syscall: name, function: named.symbol ?? "", object: baseName(named.object),
        ...(caller ? { caller: caller.symbol ? `${caller.symbol} in ${baseName(caller.object)}` : baseName(caller.object) } : {}), times: 1, line: event.line,
      });
    }
  }
}

function timeOf(value: Value | undefined): number | undefined {
  const seconds = numberOf(field(value, "tv_sec"));
  const micros = numberOf(field(value, "tv_usec"));
  return seconds === undefined ? undefined : seconds + (micros ?? 0) / 1e6;
}

/** times(2) counts in hundredths of a second. */
function ticks(value: Value | undefined): number | undefined {
  const count = numberOf(value);
  return count === undefined ? undefined : count / 100;
}
