import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allSyscalls, syscallByName, syscallByNumber, syscallClasses, syscallsOfClass, type Abi,
} from "../../src/knowledge/syscalls/index.ts";

/**
 * Makes every call of an ABI by its number under a seccomp filter that answers ENOSYS to all that carry a mark in their
 * fifth argument: nothing is done, but strace sees each call, and shows those of the class it was asked for.
 * 335 and 336 are left out: they end the program whatever the filter says.
 */
const everyCall = `
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <linux/seccomp.h>
#include <linux/filter.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct sock_filter filter[] = {
    {BPF_LD|BPF_W|BPF_ABS, 0, 0, offsetof(struct seccomp_data, args[4])},
    {BPF_JMP|BPF_JEQ|BPF_K, 0, 1, 0x7b7b7b},
    {BPF_RET|BPF_K, 0, 0, SECCOMP_RET_ERRNO|38},
    {BPF_RET|BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
  struct sock_fprog program = {4, filter};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, 2, &program)) return 1;
  for (int number = 0; number < 500; number++) {
    if (argc == 1) {
      if (number == 335 || number == 336) continue;
      syscall(number, -2L, -2L, -2L, -2L, 0x7b7b7bL, -2L);
    } else {
#ifdef __x86_64__
      long result;
      __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(-2), "c"(-2), "d"(-2), "S"(-2), "D"(0x7b7b7b)
        : "memory", "r8", "r9", "r10", "r11");
#endif
    }
  }
  _exit(0);
}
`;

const folder = mkdtempSync(join(tmpdir(), "hostlens-classes-"));
const program = join(folder, "every-call");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const native: Abi | undefined = process.arch === "x64" ? "x86_64" : process.arch === "arm64" ? "arm64" : undefined;
const lacks = native === undefined ? "another architecture"
  : spawnSync("strace", ["-V"]).status !== 0 ? "strace is not installed"
    : spawnSync("cc", ["--version"]).status !== 0 ? "no C compiler"
      : spawnSync("strace", ["-o", "/dev/null", "true"]).status !== 0 ? "tracing is not permitted" : "";
if (lacks && process.env["HOSTLENS_REQUIRE_LIVE"] === "1") throw new Error(`live tests are required, but: ${lacks}`);

/** The calls strace shows with these options, as `name` with its number; `syscall_0x…` are those it does not know. */
function shownByStrace(abi: Abi, expression: string): Map<string, number> {
  const output = join(folder, "capture");
  execFileSync("strace", ["-n", "-o", output, "-e", expression, program, ...(abi === "i386" ? ["32"] : [])]);
  const shown = new Map<string, number>();
  let marked = false;
  for (const line of readFileSync(output, "latin1").split("\n")) {
    const match = /^\[ *(\d+)\] (\w+)\(/.exec(line);
    if (!match?.[1] || !match[2]) continue;
    // what the program's own start needs is no part of the list: those calls do not answer ENOSYS
    marked = line.includes("ENOSYS");
    if (marked && !match[2].startsWith("syscall_")) shown.set(match[2], Number(match[1]));
  }
  return shown;
}

describe("the catalogue against strace itself", () => {
  if (lacks) {
    it("asks the real strace", (context) => context.skip(lacks));
    return;
  }
  let abis: Abi[] = [];
  const all = new Map<Abi, Map<string, number>>();
  beforeAll(() => {
    writeFileSync(`${program}.c`, everyCall);
    execFileSync("cc", ["-o", program, `${program}.c`]);
    abis = native === "x86_64" && spawnSync(program, ["32"]).status === 0 ? ["x86_64", "i386"] : native ? [native] : [];
    for (const abi of abis) all.set(abi, shownByStrace(abi, "trace=all"));
  });

  it("knows every name that strace knows, with its number", () => {
    for (const abi of abis) {
      const names = all.get(abi) ?? new Map<string, number>();
      expect(names.size).toBeGreaterThan(300);
      const wrong = [...names].filter(([name, number]) => syscallByName(name)?.numbers[abi] !== number);
      expect(wrong, abi).toEqual([]);
    }
  });

  for (const name of syscallClasses) {
    it(`has the same calls in %${name}`, () => {
      for (const abi of abis) {
        const known = all.get(abi) ?? new Map<string, number>();
        const theirs = [...shownByStrace(abi, `trace=%${name}`).keys()].sort();
        // names that this strace does not know yet can't be compared
        const ours = syscallsOfClass(name).filter((call) => known.has(call.name) && call.numbers[abi] !== undefined);
        expect(theirs.length, abi).toBeGreaterThan(0);
        expect(ours.map((call) => call.name).sort(), abi).toEqual(theirs);
      }
    });
  }

  it("has strace accept every name it does not print itself", () => {
    const unknown = allSyscalls().filter((call) => call.numbers.x86_64 !== undefined && call.numbers.x86_64 < 335)
      .filter((call) => spawnSync("strace", ["-e", `trace=${call.name}`, "-V"]).status !== 0);
    expect(unknown.map((call) => call.name)).toEqual([]);
    expect(syscallByNumber("x86_64", 0)?.name).toBe("read");
  });
});
