import type { Boundary } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import { baseName, shortTime, type CaptureTeller } from "./capture-words.ts";
import { count, listText, numberText, percentText } from "./say.ts";

type Architecture = NonNullable<Boundary["architecture"]>["name"];

const titles: Readonly<Record<Architecture, string>> = {
  x86_64: "64-bit x86", arm64: "64-bit Arm", i386: "32-bit x86", arm: "32-bit Arm", riscv64: "64-bit RISC-V", ppc64: "64-bit POWER", s390x: "IBM Z", other: "an architecture that is not in the tables here",
};

/** How a call gets from the program into the kernel. */
const entries: Readonly<Record<Architecture, string>> = {
  x86_64: "the instruction syscall (number in rax, arguments in rdi, rsi, rdx, r10, r8, r9)",
  arm64: "the instruction svc #0 (number in x8, arguments in x0 to x5)",
  i386: "int $0x80, or sysenter behind the vDSO's __kernel_vsyscall where libc uses that (number in eax); the capture does not tell which of the two",
  arm: "the instruction svc #0 (number in r7)",
  riscv64: "the instruction ecall (number in a7)",
  ppc64: "the instruction sc (number in r0), on new kernels also scv",
  s390x: "the instruction svc (number in r1 or in the instruction)",
  other: "an instruction that is not known here",
};

/** What crossed from user space into the kernel on this run, how, and what never did. */
export function tellBoundary(teller: CaptureTeller): Sentence[] {
  const { boundary, syscalls } = teller.facts;
  if (boundary.crossings === 0) return [];
  const [first] = teller.facts.processes;
  const top = syscalls.slice(0, 4).map((one) => `${one.name} ${numberText(one.calls)}`);
  return [
    teller.say(`${count(boundary.crossings, "time")} control went from user space into the kernel and back, ${numberText(boundary.errors)} with an error; most often for ${listText(top, 4)}.`.replace(/^one time/, "Once"), [first?.firstLine], "user-kernel"),
    ...tellPerPhase(teller), ...tellEntry(teller), ...tellLibc(teller), ...tellFunctions(teller), ...tellClock(teller), ...tellUsage(teller), ...tellCost(teller),
  ];
}

function tellPerPhase(teller: CaptureTeller): Sentence[] {
  const { phases, crossings } = teller.facts.boundary;
  if (phases.length < 2) return [];
  const words = phases.map((phase) => `${phase.name === "program" ? "the programs' own work" : phase.name === "start-up" ? "libc's start-up" : phase.name} ${numberText(phase.calls)} (${percentText(phase.calls, crossings)})`);
  return [teller.say(`By phase: ${listText(words, 6)}.`, phases.flatMap((phase) => teller.facts.phases.find((one) => one.name === phase.name)?.fromLine ?? []), "system-call")];
}

export function tellEntry(teller: CaptureTeller): Sentence[] {
  const { architecture } = teller.facts.boundary;
  if (!architecture) return [];
  return [teller.say(`The program is ${titles[architecture.name]} (${architecture.from}), so it enters the kernel by ${entries[architecture.name]}.`, [architecture.line], "system-call")];
}

/** Which C library stands between the programs and the kernel. */
export function tellLibc(teller: CaptureTeller): Sentence[] {
  const { images } = teller.facts.boundary;
  const said: Sentence[] = [];
  for (const libc of ["glibc", "musl", "none"] as const) {
    const own = images.filter((image) => image.libc === libc);
    const [first] = own;
    if (!first) continue;
    const names = listText([...new Set(own.map((image) => baseName(image.path)))], 5);
    const text = libc === "none"
      ? `${names} opened no library after execve: linked statically, or against musl, whose loader is libc itself, or without any libc.`
      : `${names} ${own.length === 1 ? "makes its" : "make their"} calls through ${libc} (${first.libcPath ?? "?"}, found by the dynamic loader).`;
    said.push(teller.say(text, [first.libcLine ?? first.line, ...own.slice(1, 3).map((image) => image.libcLine ?? image.line)], "libc"));
  }
  return said;
}

/** -k: the function of libc that stood behind a call. */
export function tellFunctions(teller: CaptureTeller): Sentence[] {
  const { functions } = teller.facts.boundary;
  if (functions.length === 0) return [];
  const shown = functions.slice(0, 6).map((one) => `${one.function}() made ${one.syscall}${one.times > 1 ? ` ${numberText(one.times)} times` : ""}${one.caller === undefined ? "" : ` for ${one.caller}`}`);
  return [teller.say(`Behind the calls (stack frames, -k): ${listText(shown, 6)}.`, functions.slice(0, 6).map((one) => one.line), "libc")];
}

export function tellClock(teller: CaptureTeller): Sentence[] {
  const { clockCalls, timeNeeded, architecture } = teller.facts.boundary;
  const names = "clock_gettime, gettimeofday and time";
  if (clockCalls > 0) {
    const seen = teller.facts.syscalls.filter((one) => /^(?:clock_gettime(?:64)?|gettimeofday|time)$/.test(one.name)).map((one) => one.name);
    return [teller.say(`${count(clockCalls, "call")} of ${listText(seen)} did enter the kernel: a clock the vDSO does not serve (CPU time), a clock source that can't be read from user mode, or a program without the vDSO.`, [], "vdso")];
  }
  if (architecture === undefined && !teller.facts.boundary.phases.some((phase) => phase.name === "exec")) return [];
  return [teller.say(timeNeeded
    ? `No call asks for the time, yet it was needed (${timeNeeded.from}): ${names} were probably answered by the vDSO, in user space, without crossing.`
    : `No call asks for the time. If the program did (${names}), the vDSO answered in user space, without crossing.`, [timeNeeded?.line], "vdso")];
}

/** CPU time as the kernel counted it, where the program asked for it. */
function tellUsage(teller: CaptureTeller): Sentence[] {
  const own = teller.facts.boundary.usage.filter((one) => one.user + one.system > 0);
  return own.slice(0, 3).map((one) => teller.say(`By the kernel's count (${one.from}) ${teller.who(one.pid)} used ${shortTime(one.user)} of CPU in user space and ${shortTime(one.system)} in the kernel.`, [one.line], "user-kernel"));
}

/** strace stops the program twice at each call. */
function tellCost(teller: CaptureTeller): Sentence[] {
  const { crossings } = teller.facts.boundary;
  const { shortestGap, wall } = teller.facts.time;
  const gap = shortestGap === undefined || shortestGap <= 0 ? "" : ` From one call to the next passed at least ${shortTime(shortestGap)}, mostly strace's work${wall === undefined || wall <= 0 ? "" : `: about ${shortTime(Math.min(wall, shortestGap * crossings))} of the run at least`}.`;
  return [teller.say(`Under strace each call stops the program twice, ${numberText(crossings * 2)} stops here; without strace it runs faster, the more calls the more so.${gap}`, [], "system-call")];
}
