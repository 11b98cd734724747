import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ErrnoDocument, SyscallsDocument } from "../../src/model/documents.ts";

function hostlens(...args: string[]): { stdout: string; stderr: string; status: number | null } {
  expect(existsSync("dist"), "the program is built before the tests (npm test does it)").toBe(true);
  const { stdout, stderr, status } = spawnSync(process.execPath, ["bin/hostlens.js", ...args], { encoding: "utf8" });
  return { stdout, stderr, status };
}

describe("hostlens syscalls", () => {
  it("describes a call with its arguments, numbers, class and errors", () => {
    const { stdout, status } = hostlens("--width", "100", "syscalls", "connect");
    expect(status).toBe(0);
    expect(stdout).toContain("connect(int fd, struct sockaddr *");
    expect(stdout).toContain("x86-64 42 · arm64 203 · i386 362");
    expect(stdout).toContain("%network");
    expect(stdout).toContain("ECONNREFUSED");
  });

  it("lists a class in a document that its schema accepts", () => {
    const { stdout, status } = hostlens("--json", "syscalls", "--class", "%network");
    expect(status).toBe(0);
    const document = SyscallsDocument.parse(JSON.parse(stdout));
    expect(document.syscalls.map((call) => call.name)).toContain("socket");
    expect(document.syscalls.every((call) => call.classes.includes("%network"))).toBe(true);
  });

  it("shows what it knows and says which name it does not, with what is close to it", () => {
    const { stdout, stderr, status } = hostlens("syscalls", "read", "opnat");
    expect(status).toBe(1);
    expect(stdout).toContain("read(");
    expect(stderr).toBe('hostlens: no system call "opnat"; close to it: openat, openat2\n');
    expect(hostlens("syscalls", "--class", "%nosuch")).toMatchObject({ status: 1, stdout: "" });
  });

  it("finds a call by its number on each architecture", () => {
    const { stdout } = hostlens("--json", "syscalls", "56");
    expect(SyscallsDocument.parse(JSON.parse(stdout)).syscalls.map((call) => call.name)).toEqual(["clone", "openat", "mpx"]);
  });
});

describe("hostlens errno", () => {
  it("tells the general meaning and what differs from call to call", () => {
    const { stdout, status } = hostlens("--width", "200", "errno", "ENOENT");
    expect(status).toBe(0);
    expect(stdout).toContain("ENOENT (2): No such file or directory");
    expect(stdout).toMatch(/execve, execveat: .*interpreter/);
  });

  it("takes names, other names and numbers, and prints a document that its schema accepts", () => {
    const { stdout, status } = hostlens("--json", "errno", "EWOULDBLOCK", "13", "-2");
    expect(status).toBe(0);
    expect(ErrnoDocument.parse(JSON.parse(stdout)).errnos.map((errno) => errno.name)).toEqual(["EAGAIN", "EACCES", "ENOENT"]);
  });

  it("ends with status 1 and close names for an unknown one", () => {
    const { stderr, status } = hostlens("errno", "ENOENTT");
    expect(status).toBe(1);
    expect(stderr).toContain('no errno "ENOENTT"; close to it: ENOENT');
  });
});
