import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  allSyscalls, syscallByName, syscallByNumber, syscallClass, syscallsOfClass, type Abi,
} from "../../src/knowledge/syscalls/index.ts";

const kernelHeaders: { abi: Abi; path: string; word: string }[] = [
  { abi: "x86_64", path: "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", word: "__NR_" },
  { abi: "i386", path: "/usr/include/x86_64-linux-gnu/asm/unistd_32.h", word: "__NR_" },
  { abi: "arm64", path: "/usr/include/asm-generic/unistd.h", word: "__NR_" },
];

/** The numbers in a kernel header: `#define __NR_openat 56`, with `__NR3264_` for calls that have two widths. */
function readHeader(path: string): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const line of readFileSync(path, "latin1").split("\n")) {
    const [define, name = "", value = ""] = line.trim().split(/\s+/);
    const word = name.startsWith("__NR_") ? name.slice(5) : name.startsWith("__NR3264_") ? name.slice(9) : "";
    if (define === "#define" && word && /^\d+$/.test(value)) numbers.set(word, Number(value));
  }
  return numbers;
}

describe("the catalogue of system calls against the kernel's headers", () => {
  for (const { abi, path } of kernelHeaders) {
    it(`has every call of ${abi} with its number (${path})`, (context) => {
      if (!existsSync(path)) return context.skip(`${path} is not there (Debian's linux-libc-dev has it)`);
      const header = readHeader(path);
      expect(header.size).toBeGreaterThan(300);
      // names of the generic header that stand for another call, for an architecture's own range, or for 32 bits only
      const generic = new Map([["fstatat", "newfstatat"]]);
      const notCalls = new Set(["arch_specific_syscall", "syscalls"]);
      const wrong: string[] = [];
      for (const [name, number] of header) {
        if (notCalls.has(name)) continue;
        if (abi === "arm64" && number >= 403 && number <= 423) continue;
        if (abi === "arm64" && ["sync_file_range2", "stat64"].includes(name)) continue;
        const call = syscallByName(generic.get(name) ?? name);
        if (call?.numbers[abi] !== number) wrong.push(`${name} is ${number}, not ${String(call?.numbers[abi])}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it("has one call a number, on each way into the kernel", () => {
    for (const abi of ["x86_64", "arm64", "i386"] as const) {
      const numbers = allSyscalls().flatMap((call) => call.numbers[abi] ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    expect(syscallByNumber("x86_64", 257)?.name).toBe("openat");
    expect(syscallByNumber("arm64", 56)?.name).toBe("openat");
    expect(syscallByNumber("i386", 102)?.name).toBe("socketcall");
  });
});

const tracing = "/sys/kernel/tracing/events/syscalls";

describe("the catalogue against the running kernel", () => {
  it("has every call the kernel can trace", (context) => {
    if (!existsSync(tracing)) return context.skip(`${tracing} is not mounted or not readable`);
    // the kernel's tracepoints are named after its C functions
    const names = new Map([["newstat", "stat"], ["newlstat", "lstat"], ["newfstat", "fstat"], ["newuname", "uname"], ["umount", "umount2"]]);
    const traced = readdirSync(tracing).filter((name) => name.startsWith("sys_enter_")).map((name) => name.slice(10));
    expect(traced.filter((name) => !syscallByName(names.get(name) ?? name))).toEqual([]);
  });
});

describe("what the catalogue says", () => {
  it("has every line complete, in the same form", () => {
    for (const call of allSyscalls()) {
      expect(call.sentence, call.name).toMatch(/^[A-Z][a-z]+,? .{4,160}\.$/);
      expect(call.sentence, call.name).not.toContain("undefined");
      expect(Object.keys(call.numbers).length, call.name).toBeGreaterThan(0);
      for (const argument of call.args) {
        expect(argument.type, `${call.name} ${argument.name}`).not.toBe("");
        expect(argument.name, call.name).toMatch(/^[A-Za-z_]\w*$/);
      }
      expect(call.args.length, call.name).toBeLessThanOrEqual(6);
      if (call.since !== undefined) expect(call.since, call.name).toMatch(/^\d+\.\d+(\.\d+)*$/);
    }
  });

  it("names manual pages that exist", () => {
    const folder = "/usr/share/man/man2";
    if (!existsSync(folder)) return expect(syscallByName("openat")?.manPage).toBe("openat(2)");
    const pages = new Set(readdirSync(folder).map((file) => file.split(".2")[0]));
    // pages that came after man-pages 6.03, or stand in liburing
    const elsewhere = new Set([
      "mseal", "map_shadow_stack", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick",
      "io_uring_setup", "io_uring_enter", "io_uring_register",
    ]);
    const missing = allSyscalls().flatMap((call) => call.manPage ? [call.manPage.slice(0, -3)] : [])
      .filter((page) => !pages.has(page) && !elsewhere.has(page));
    expect(pages.size < 400 ? [] : missing).toEqual([]);
  });

  it("knows every call that a capture shows", () => {
    const folder = "fixtures/captures";
    const names = new Set<string>();
    for (const file of readdirSync(folder, { recursive: true }) as string[]) {
      if (!file.includes(".strace")) continue;
      for (const line of readFileSync(join(folder, file), "latin1").split("\n")) {
        const match = /^(?:\[pid +\d+\] |\d+ +)?([a-z_][a-z0-9_]{1,30})\(.*\) += (?:-?\d|0x|\?)/.exec(line);
        if (match?.[1]) names.add(match[1]);
      }
    }
    expect(names.size).toBeGreaterThan(80);
    expect([...names].filter((name) => !syscallByName(name) && !name.startsWith("syscall_"))).toEqual([]);
  });

  it("understands class names as strace takes them", () => {
    expect(syscallClass("%net")).toBe("network");
    expect(syscallClass("%%stat")).toBe("%stat");
    expect(syscallClass("file")).toBe("file");
    expect(syscallClass("stat")).toBeUndefined();
    expect(syscallClass("%nosuch")).toBeUndefined();
    expect(syscallsOfClass("pure").map((call) => call.name)).toContain("getpid");
  });
});
