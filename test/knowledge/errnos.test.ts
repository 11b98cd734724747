import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { getSystemErrorMap } from "node:util";
import { describe, expect, it } from "vitest";
import { allErrnos, errnoByName, errnoByNumber, errnoMeaning } from "../../src/knowledge/errnos/index.ts";
import { syscallByName, syscallClass } from "../../src/knowledge/syscalls/index.ts";

describe("the errnos", () => {
  it("are those of the kernel's headers, with their numbers", (context) => {
    const paths = ["errno-base.h", "errno.h"].map((file) => `/usr/include/asm-generic/${file}`);
    if (!paths.every((path) => existsSync(path))) return context.skip(`${paths[0]} is not there (Debian's linux-libc-dev has it)`);
    const header = new Map<string, string>();
    for (const path of paths) {
      for (const line of readFileSync(path, "latin1").split("\n")) {
        const match = /^#define\s+(E\w+)\s+(\w+)/.exec(line);
        if (match?.[1] && match[2]) header.set(match[1], match[2]);
      }
    }
    expect(header.size).toBeGreaterThan(130);
    for (const [name, value] of header) {
      const number = /^\d+$/.test(value) ? Number(value) : Number(header.get(value));
      expect(errnoByName(name)?.number, name).toBe(number);
    }
    const extra = allErrnos().filter((errno) => !errno.internal && !header.has(errno.name));
    expect(extra).toEqual([]);
  });

  it("agree with Node's table of this platform", () => {
    for (const [number, [name]] of getSystemErrorMap()) {
      const known = errnoByName(name);
      if (known && process.platform === "linux") expect(known.number, name).toBe(-number);
    }
  });

  it("include every errno that a capture shows, with strace's words", () => {
    const seen = new Map<string, string>();
    for (const file of readdirSync("fixtures/captures", { recursive: true }) as string[]) {
      if (!file.includes(".strace")) continue;
      for (const line of readFileSync(join("fixtures/captures", file), "latin1").split("\n")) {
        const match = /\) += (?:-1|\?) (E[A-Z_0-9]+) \(([^)]*)\)/.exec(line);
        if (!match?.[1]) continue;
        seen.set(match[1], match[2] ?? "");
      }
    }
    expect(seen.size).toBeGreaterThan(25);
    for (const [name, message] of seen) expect(errnoByName(name)?.message, name).toBe(message);
  });

  it("name calls that exist where they mean something narrower", () => {
    const libraryNames = new Set(["send", "recv"]);
    for (const errno of allErrnos()) {
      const calls = errno.specific.flatMap((entry) => entry.calls);
      for (const call of calls) {
        const known = call.startsWith("%") ? syscallClass(call) : libraryNames.has(call) ? call : syscallByName(call);
        expect(known, `${errno.name} ${call}`).toBeDefined();
      }
      expect(new Set(calls).size, `${errno.name} says two things of one call`).toBe(calls.length);
      expect(errno.meaning, errno.name).toMatch(/^[a-z/].*[^.]$/);
    }
  });

  it("tell what differs from call to call", () => {
    expect(errnoMeaning("ENOENT", "execve")).toContain("interpreter");
    expect(errnoMeaning("ENOENT", "openat")).toContain("no file or directory of that name");
    expect(errnoMeaning("EACCES", "connect")).toContain("prohibit");
    expect(errnoMeaning("EAGAIN", "clone3")).toContain("RLIMIT_NPROC");
    expect(errnoMeaning("EAGAIN", "futex")).toContain("changed");
    expect(errnoMeaning("ENOSPC", "inotify_add_watch")).toContain("max_user_watches");
    expect(errnoMeaning("EXDEV", "rename")).toContain("another file system");
    expect(errnoMeaning("EWOULDBLOCK", "recvfrom")).toBe(errnoMeaning("EAGAIN", "recvfrom"));
    expect(errnoMeaning("ENOSUCH")).toBeUndefined();
    expect(errnoByNumber(-2)?.name).toBe("ENOENT");
  });
});
