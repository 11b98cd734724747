import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { program, startHostlens } from "../support/run-cli.ts";

const scratch = mkdtempSync(join(tmpdir(), "hostlens-trace-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const canTrace = spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
const isRequired = process.env["HOSTLENS_REQUIRE_LIVE"] === "1";

function trace(words: readonly string[], input: Buffer | string = ""): { status: number | null; signal: string | null; stdout: Buffer; stderr: string } {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, "trace", ...words], { input, timeout: 60_000, maxBuffer: 1 << 28 });
  return { status, signal, stdout, stderr: stderr.toString() };
}

const pause = async (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 50));

async function until<T>(ask: () => T | undefined): Promise<T> {
  for (let round = 0; round < 400; round++) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await pause();
  }
  throw new Error("it did not come about within 20 s");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

const isTraced = (pid: number): boolean => !/^TracerPid:\t0$/m.test(read(`/proc/${pid}/status`) ?? "TracerPid:\t0");
const isRunning = (pid: number): boolean => /^State:\t[RSDt]/m.test(read(`/proc/${pid}/status`) ?? "");

(canTrace || isRequired ? describe : describe.skip)("hostlens trace", () => {
  it.each([["exit 0", 0], ["exit 7", 7], ["exit 255", 255], ["kill -SEGV $$", 139], ["kill -USR1 $$", 138], ["kill -PIPE $$", 141]])("ends with the status of: %s", (script, status) => {
    expect(trace(["--", "sh", "-c", script])).toMatchObject({ status, signal: null });
  });

  it.each(["TERM", "INT", "KILL", "HUP"])("dies of the same signal as its command: SIG%s", (name) => {
    expect(trace(["--", "sh", "-c", `kill -${name} $$`])).toMatchObject({ status: null, signal: `SIG${name}` });
  });

  it("says like a shell what cannot be run", () => {
    const plain = join(scratch, "plain");
    writeFileSync(plain, "x");
    const script = join(scratch, "script");
    writeFileSync(script, "#!/no/such/interpreter\n", { mode: 0o755 });
    expect(trace(["--", "no-such-program-here"])).toMatchObject({ status: 127, stderr: expect.stringContaining("no-such-program-here") });
    expect(trace(["--", plain])).toMatchObject({ status: 126, stderr: expect.stringContaining("permission denied") });
    expect(trace(["--", scratch])).toMatchObject({ status: 126, stderr: expect.stringContaining("directory") });
    expect(trace(["--", script]).status).toBe(127);
    expect(trace(["-p", "4194303"])).toMatchObject({ status: 1, stderr: expect.stringContaining("4194303") });
    expect(trace(["-o", join(scratch, "no", "such", "file"), "--", "true"])).toMatchObject({ status: 1 });
    expect(trace([])).toMatchObject({ status: 2 });
  });

  it("leaves the command's input and output alone, byte for byte, and its open files as they are", () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));
    const { stdout, stderr } = trace(["--", "sh", "-c", "cat; printf '\\377' >&2"], bytes);
    expect(stdout.subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(stderr.length).toBe(1);
    const list = ["sh", "-c", "ls /proc/self/fd | tr '\\n' ' '"];
    const plain = spawnSync(list[0]!, list.slice(1), { stdio: ["pipe", "pipe", "pipe"] }).stdout.toString();
    expect(trace(["--", ...list]).stdout.toString().split("\n")[0]?.startsWith(plain)).toBe(true);
  });

  it("keeps the capture with -o, streams the same events with --ndjson", () => {
    const file = join(scratch, "kept");
    const { stdout, status } = trace(["--ndjson", "-o", file, "--", "sh", "-c", "(exit 3); /bin/true; exit 4"]);
    expect(status).toBe(4);
    const lines = stdout.toString().trim().split("\n").map((line) => JSON.parse(line) as { line?: number; kind?: string; name?: string; schema?: string; ret?: { value?: unknown } });
    const events = lines.filter((line) => line.schema === undefined);
    const capture = readFileSync(file, "latin1").trimEnd().split("\n");
    // Second opinion: exits as strace wrote them, and every call that was written in one piece.
    expect(events.filter((event) => event.kind === "exit").map((event) => event.ret?.value)).toEqual(capture.flatMap((line) => /\+\+\+ exited with (\d+) \+\+\+$/.exec(line)?.[1] ?? []).map(Number));
    for (const event of events.filter((one) => one.kind === "syscall")) expect(capture[(event.line ?? 0) - 1]).toContain(`${event.name}(`);
    expect(events.filter((event) => event.kind === "unparsed")).toEqual([]);
    expect(lines.at(-1)?.schema).toBe("hostlens/explain@1");
  });

  it("ends the command at the time limit, and tells the story of what there was", () => {
    const { signal, status, stdout, stderr } = trace(["--timeout", "1", "--", "sh", "-c", "trap '' TERM; while :; do sleep 30; done"]);
    expect({ signal, status }).toEqual({ signal: null, status: 137 });
    expect(stderr).toContain("time limit of 1 s");
    expect(stdout.toString()).toContain("sleep");
  }, 60_000);

  it("hands Ctrl-C to the command, which decides what to do with it", async () => {
    const mark = join(scratch, "ready");
    const child = startHostlens(["trace", "--", "sh", "-c", `trap 'echo caught; exit 9' INT; echo > ${mark}; while :; do sleep 0.1; done`]);
    let output = "";
    child.stdout?.on("data", (text: Buffer) => { output += text.toString(); });
    const ended = new Promise<number | null>((resolve) => { child.on("close", resolve); });
    await until(() => read(mark));
    child.kill("SIGINT");
    expect(await ended).toBe(9);
    expect(output).toMatch(/^caught\n/);
  }, 60_000);

  it("attaches to a process and lets go of it, which then runs on", async () => {
    const { spawn } = await import("node:child_process");
    const sleeper = spawn("sh", ["-c", "while :; do sleep 0.1; done"], { stdio: "ignore" });
    const pid = sleeper.pid ?? 0;
    try {
      const child = startHostlens(["trace", "-p", String(pid)]);
      let output = "";
      child.stdout?.on("data", (text: Buffer) => { output += text.toString(); });
      const ended = new Promise<number | null>((resolve) => { child.on("close", resolve); });
      await until(() => (isTraced(pid) ? true : undefined));
      // Who traces it already is said by name.
      expect(trace(["-p", String(pid)])).toMatchObject({ status: 1, stderr: expect.stringMatching(/process \d+ traces it already/) });
      await pause();
      child.kill("SIGINT");
      expect(await ended).toBe(0);
      expect(output).toContain("sleep");
      expect(isTraced(pid)).toBe(false);
      expect(isRunning(pid)).toBe(true);
    } finally {
      sleeper.kill("SIGKILL");
    }
  }, 60_000);

  it("says why ptrace is refused: a command that is traced already cannot be traced once more", () => {
    const { status, stderr } = trace(["--", process.execPath, program, "trace", "--", "true"]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/not permitted/);
  }, 60_000);
});
