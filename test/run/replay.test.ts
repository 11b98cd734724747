import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HostlensError } from "../../src/model/failure.ts";
import { commandKey } from "../../src/run/command-key.ts";
import { createReplayRunner, readRecording } from "../../src/run/replay.ts";

const scratch = mkdtempSync(join(tmpdir(), "hostlens-replay-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function key(command: string): string {
  return commandKey(command.split(" ")).key;
}

function recordingWith(name: string, index: unknown): string {
  const directory = join(scratch, name);
  mkdirSync(join(directory, "raw"), { recursive: true });
  writeFileSync(join(directory, "recording.json"), typeof index === "string" ? index : JSON.stringify(index));
  return directory;
}

const head = { format: "hostlens-recording", version: 1, host: "h", kernel: null, recordedAt: null, tools: {}, redacted: false };

function failureOf(action: () => unknown): HostlensError["failure"] {
  try {
    action();
  } catch (error) {
    if (error instanceof HostlensError) return error.failure;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("spellings of one command", () => {
  it.each([
    ["ip -j -d route show table all", "ip -d -j r ls table all"],
    ["ip -6 -j rule", "ip -j -f inet6 rule show"],
    ["ip -j rule", "ip -4 -json rule list"],
    ["ip a", "/usr/sbin/ip address show"],
    ["ip neigh", "ip neighbour list"],
    ["ip -j route", "ip -j -4 route show table main"],
    ["busybox ip link", "ip link"],
    ["bridge -j fdb", "bridge -j fdb show"],
  ])("%s is %s", (one, other) => expect(key(one)).toBe(key(other)));

  it.each([
    ["ip -j route", "ip route"],
    ["ip -4 route show table all", "ip route show table all"],
    ["ip -6 neigh", "ip neigh"],
    ["ip -br link", "ip link"],
    ["ip netns", "ip netns list-id"],
    ["ip -n blue link", "ip link"],
    ["ip route show table 10", "ip route show table 11"],
    ["ip rule", "ip route"],
    ["cat /proc/net/arp", "cat /proc/net/dev"],
  ])("%s is not %s", (one, other) => expect(key(one)).not.toBe(key(other)));
});

describe("replaying", () => {
  const demo = createReplayRunner("fixtures/recordings/02-docker-default-bridge");

  it("answers with less detail from what was recorded with more, never the other way round", async () => {
    const asked = await demo.run({ argv: ["ip", "-j", "-s", "link"] });
    expect(asked.exitCode).toBe(0);
    expect(asked.stdout.toString()).toContain('"stats64"');
    expect(await demo.run({ argv: ["ip", "-j", "-d", "-s", "-s", "-s", "link"] })).toMatchObject({ problem: "not-recorded", exitCode: null });
  });

  it("gives the exit status and message the tool gave", async () => {
    expect(await demo.run({ argv: ["bridge", "-j", "-d", "vlan"] })).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Operation not supported") as string });
  });

  it("says what it has where it lacks the answer", async () => {
    const { problem, stderr } = await demo.run({ argv: ["docker", "volume", "ls"] });
    expect(problem).toBe("not-recorded");
    expect(stderr).toMatch(/does not hold the answer to: docker volume ls; it has \d+ commands; of docker it has: docker version/);
  });

  it("answers sysctl names from whichever sysctl output was recorded", async () => {
    const { stdout } = await demo.run({ argv: ["sysctl", "net.ipv4.conf.*.rp_filter", "net.ipv4.ip_forward"] });
    expect(stdout.toString()).toContain("net.ipv4.conf.docker0.rp_filter = ");
    expect(stdout.toString()).toMatch(/^net\.ipv4\.ip_forward = 1$/m);
  });

  it("opens every recording there is and reads every file of it", async () => {
    const root = "fixtures/recordings";
    const found = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("recording.json"));
    expect(found.length).toBeGreaterThan(50);
    for (const path of found) {
      const directory = join(root, dirname(path));
      const runner = createReplayRunner(directory);
      for (const { argv } of readRecording(directory).commands) expect((await runner.run({ argv })).problem, `${directory}: ${argv.join(" ")}`).not.toBe("not-recorded");
    }
  });
});

describe("a recording that is not what it claims to be", () => {
  it.each([
    ["torn", '{"format": "hostlens-rec', /not valid JSON/],
    ["foreign", { some: "json" }, /not a recording/],
    ["empty", "", /not valid JSON/],
    ["null", "null", /not a recording/],
    ["newer", { ...head, version: 99, commands: [] }, /version 99; this hostlens reads up to version 1/],
    ["misshapen", { ...head, commands: [{ argv: "ip" }] }, /commands\.0\.argv/],
  ])("%s: one clear problem", (name, index, words) => {
    const failure = failureOf(() => createReplayRunner(recordingWith(name, index)));
    expect(failure).toMatchObject({ code: "bad-input", problem: expect.stringMatching(words) as string });
  });

  it("missing altogether: names the file it looked for", () => {
    expect(failureOf(() => createReplayRunner(join(scratch, "nowhere")))).toMatchObject({ code: "bad-input", where: expect.stringContaining("nowhere/recording.json") as string });
  });

  it("never reads outside of its directory, nor through links", async () => {
    const command = { argv: ["ip", "-V"], exit: 0, stderr: "", durationMs: 1, bytes: 0 };
    const directory = recordingWith("escaping", { ...head, commands: [{ ...command, file: "../../../etc/passwd" }, { ...command, argv: ["ip", "link"], file: "raw/link" }] });
    symlinkSync("/etc/passwd", join(directory, "raw", "link"));
    const runner = createReplayRunner(directory);
    await expect(runner.run({ argv: ["ip", "-V"] })).rejects.toThrow(/outside of the recording/);
    await expect(runner.run({ argv: ["ip", "link"] })).rejects.toThrow(/not a regular file/);
  });
});
