import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { allSiCodes, allSignals, signalByName, signalByNumber } from "../../src/knowledge/signals/index.ts";

describe("the signals", () => {
  it("are those of the kernel's header, with their numbers", (context) => {
    const path = "/usr/include/asm-generic/signal.h";
    if (!existsSync(path)) return context.skip(`${path} is not there (Debian's linux-libc-dev has it)`);
    const header = [...readFileSync(path, "latin1").matchAll(/^#define\s+(SIG[A-Z0-9]+)\s+(\d+)\s*$/gm)];
    const wanted = header.filter(([, name = ""]) => !["SIGLOST", "SIGSTKSZ"].includes(name));
    expect(wanted.length).toBeGreaterThan(30);
    for (const [, name = "", number] of wanted) expect(signalByName(name)?.number, name).toBe(Number(number));
  });

  it("have the numbers of this system", () => {
    if (process.platform !== "linux") return;
    for (const [name, number] of Object.entries(constants.signals)) expect(signalByName(name)?.number, name).toBe(number);
  });

  it("go from 1 to 64, each once, real-time ones included", () => {
    expect(allSignals().map((signal) => signal.number)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
    expect(signalByName("RT_2")?.number).toBe(34);
    expect(signalByName("SIGRTMIN+1")?.number).toBe(35);
    expect(signalByName("SIGRTMAX-1")?.number).toBe(63);
    expect(signalByName("SIGNOSUCH")).toBeUndefined();
    expect(signalByNumber(9)?.name).toBe("SIGKILL");
  });

  it("have the si_code values of the kernel's header", (context) => {
    const path = "/usr/include/asm-generic/siginfo.h";
    if (!existsSync(path)) return context.skip(`${path} is not there (Debian's linux-libc-dev has it)`);
    const pattern = /^#\s*define\s+((?:SI|ILL|FPE|SEGV|BUS|TRAP|CLD|POLL|SYS)_[A-Z0-9]+)\s+(-?\d+|0x\d+)\b/gm;
    const known = new Map(allSiCodes().map((code) => [code.name, code.number]));
    const header = [...readFileSync(path, "latin1").matchAll(pattern)].filter(([, name]) => name !== "SI_MAX_SIZE");
    expect(header.length).toBeGreaterThan(40);
    for (const [, name = "", number] of header) expect(known.get(name), name).toBe(Number(number));
  });
});
