import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HostlensError } from "../../src/model/failure.ts";
import { openRunner } from "../../src/host/open.ts";
import { createLocalRunner } from "../../src/run/local.ts";
import { runQuick } from "../../src/run/quick-process.ts";
import { runTool } from "../../src/run/tool-process.ts";

const scratch = mkdtempSync(join(tmpdir(), "hostlens-processes-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function script(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** True while a process runs; a zombie has ended. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

async function untilGone(pids: readonly number[]): Promise<number[]> {
  for (let round = 0; round < 100 && pids.some(isAlive); round += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  return pids.filter(isAlive);
}

describe.each([["quick", runQuick], ["tool", runTool]] as const)("the %s process runner", (_, run) => {
  it("kills a tool that ignores SIGTERM, with its children, also those in a session of their own", async () => {
    const pids = join(scratch, `pids-${Math.random()}`);
    const child = `trap '' TERM; echo $$ >> ${pids}; while :; do sleep 1; done`;
    const hanging = script("hanging", `trap '' TERM\necho $$ >> ${pids}\nsh -c "${child.replaceAll("$$", "\\$\\$")}" &\nsetsid sh -c "${child.replaceAll("$$", "\\$\\$")}" &\necho before\nwhile :; do sleep 1; done`);
    const result = await run({ argv: [hanging], timeoutMs: 1000 });
    expect(result).toMatchObject({ problem: "timeout", exitCode: null });
    expect(result.stdout.toString()).toBe("before\n");
    const started = readFileSync(pids, "utf8").trim().split("\n").map(Number);
    expect(started.length).toBe(3);
    expect(await untilGone(started)).toEqual([]);
  });

  it("reports exit status, standard error, signals, missing and forbidden tools without throwing", async () => {
    expect(await run({ argv: ["sh", "-c", "echo out; echo err >&2; exit 7"] })).toMatchObject({ exitCode: 7, stderr: "err\n" });
    expect(await run({ argv: ["sh", "-c", "kill -9 $$"] })).toMatchObject({ problem: "signal", exitCode: null });
    expect(await run({ argv: ["no-such-tool-here"] })).toMatchObject({ problem: "tool-missing", exitCode: null });
    const plain = join(scratch, "not-executable");
    writeFileSync(plain, "x");
    expect(await run({ argv: [plain] })).toMatchObject({ problem: "no-permission", exitCode: null });
  });

  it("keeps 20 MB of output and a long standard input whole", async () => {
    const big = await run({ argv: ["sh", "-c", "head -c 20000000 /dev/zero"] });
    expect(big.stdout.length).toBe(20_000_000);
    const text = "x".repeat(3_000_000);
    expect((await run({ argv: ["cat"], stdin: text })).stdout.toString()).toBe(text);
    expect(await run({ argv: ["true"], stdin: text })).toMatchObject({ exitCode: 0 });
  });

  it("ends when it is cancelled", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await run({ argv: ["sleep", "60"] }, stop.signal)).toMatchObject({ problem: "signal" });
  });
});

describe("the local runner", () => {
  it("answers reads without a process, with the words of the tools", async () => {
    const runner = createLocalRunner();
    const [status, missing, directory, names, link] = await runner.runAll([
      { argv: ["cat", "/proc/self/comm"] }, { argv: ["cat", "/no/such"] }, { argv: ["cat", "/proc"] }, { argv: ["ls", "-1", "/proc/self/ns"] }, { argv: ["readlink", "/proc/self/exe"] },
    ]);
    expect(status).toMatchObject({ exitCode: 0 });
    expect(missing).toMatchObject({ exitCode: 1, stderr: "cat: /no/such: No such file or directory\n" });
    expect(directory).toMatchObject({ exitCode: 1, stderr: "cat: /proc: Is a directory\n" });
    expect(names?.stdout.toString().split("\n")).toContain("net");
    expect(link?.stdout.toString()).toBe(`${process.execPath}\n`);
  });

  it("gives every command of a batch what it gives alone", async () => {
    const runner = createLocalRunner();
    const requests = ["rule show", "netns", "netns list-id", "nexthop show", "link show", "link show dev nosuch0", "route show table 4211"].map((words) => ({ argv: ["ip", "-j", ...words.split(" ")] }));
    const together = await runner.runAll(requests);
    for (const [index, request] of requests.entries()) {
      const alone = await runner.run(request);
      const one = ({ stdout, stderr, exitCode }: typeof alone): unknown => ({ stdout: stdout.toString().replace(/^\[$/, "[]\n"), stderr, exitCode });
      if (alone.exitCode === 0) expect(together[index]?.stdout.toString()).toBe(alone.stdout.toString());
      else expect(one(together[index]!)).toEqual(one(alone));
    }
  });
});

describe("opening a source", () => {
  const failing = async (on: string): Promise<unknown> => openRunner(on).then(() => "opened", (error: unknown) => (error instanceof HostlensError ? error.failure : error));

  it("says what is wrong with a source that is not there", async () => {
    expect(await failing("nonsense")).toMatchObject({ code: "usage" });
    expect(await failing("recording:")).toMatchObject({ code: "usage" });
    expect(await failing("recording:/no/such")).toMatchObject({ code: "bad-input" });
    expect(await failing("pid:abc")).toMatchObject({ code: "usage" });
    expect(await failing("pid:4194999")).toMatchObject({ code: "not-found", what: "process" });
    expect(await failing("netns:no-such-namespace")).toMatchObject({ code: "not-found", what: "network namespace" });
  });

  it("needs no privilege to look at a process of this very namespace", async () => {
    const runner = await openRunner(`pid:${process.pid}`);
    expect(runner.source.kind).toBe("pid");
    expect(await runner.run({ argv: ["cat", "/proc/net/dev"] })).toMatchObject({ exitCode: 0 });
  });
});
