import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findTool } from "../../src/run/find-tool.ts";
import { fakeHost } from "../support/fake-host.ts";
import { callHostlens } from "../support/in-process.ts";
import { program } from "../support/run-cli.ts";

const lo = "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n";
const noSuchOption = { exitCode: 255, stderr: 'Option "-j" is unknown, try "ip -help".\n' };

describe("an ip that", () => {
  test("knows no -j is asked for its text, which one line says", async () => {
    const host = fakeHost({
      "ip -j -d addr": noSuchOption, "ip -j addr": noSuchOption, "ip -d addr": lo, "ip -j -d -s link": noSuchOption, "ip -j -s link": noSuchOption, "ip -j link": noSuchOption,
      "ip -d -s link": lo, "ip -j -4 rule show": noSuchOption, "ip -j -d -4 rule show": noSuchOption, "ip -4 rule show": "0:\tfrom all lookup local\n", "ip -6 rule show": "",
    });
    const { status, stdout, stderr } = await callHostlens(["nics"], { host });
    expect([status, stderr]).toEqual([0, "hostlens: this ip knows no -j; its text is read instead\n"]);
    expect(stdout).toMatch(/127\.0\.0\.1\/8/);
  });

  test("fails: its exit status and words are the answer", async () => {
    const failing = { exitCode: 1, stderr: "Cannot open netlink socket: Permission\n" };
    const host = fakeHost(Object.fromEntries(["ip -j -4 rule show", "ip -4 rule show", "ip -j -6 rule show", "ip -6 rule show"].map((command) => [command, failing])));
    expect(await callHostlens(["rules"], { host })).toEqual({ status: 1, stdout: "", stderr: "hostlens: rules: ip -j -4 rule show: exit status 1: Cannot open netlink socket: Permission\n" });
  });

  test("prints a lone [ and fails has not said that there is nothing", async () => {
    const torn = { exitCode: 1, stdout: "[", stderr: "RTNETLINK answers: Operation not supported\nDump terminated\n" };
    const { status, stderr } = await callHostlens(["rules"], { host: fakeHost({ "ip -j -4 rule show": torn, "ip -j -6 rule show": torn }) });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^hostlens: rules: ip -j -4 rule show: exit status 1: RTNETLINK answers: Operation not supported\n$/);
  });

  test("breaks off in the middle: what is whole is shown, with a warning; what has nothing whole is no empty table", async () => {
    const whole = '[{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},{"dst":"192.0.2.0/24","dev":"et';
    const some = await callHostlens(["routes", "-4", "--json"], { host: fakeHost({ "ip -j -4 route show table all": whole, "ip -j -6 route show table all": "[]" }) });
    expect(some.status).toBe(0);
    expect(JSON.parse(some.stdout)).toMatchObject({ routes: [{ dst: "0.0.0.0/0" }], warnings: [{ code: "truncated" }] });
    const none = await callHostlens(["rules"], { host: fakeHost({ "ip -j -4 rule show": '[{"prio', "ip -j -6 rule show": '[{"prio' }) });
    expect(none).toEqual({ status: 1, stdout: "", stderr: expect.stringMatching(/^hostlens: rules: .*breaks off[^\n]*\n$/) });
  });

  test("prints nothing at all shows no link, and every host has lo", async () => {
    const { status, stderr } = await callHostlens(["nics"], { host: fakeHost({ "ip -j -d addr": "", "ip -j -d -s link": "" }) });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/every host has lo/)]);
  });

  test("does not answer in time is not asked again in ten other ways", async () => {
    const hanging = { exitCode: null, problem: "timeout" as const, durationMs: 10_000 };
    const host = fakeHost({ "ip -j -4 rule show": hanging, "ip -j -6 rule show": hanging });
    const { status, stderr } = await callHostlens(["rules"], { host });
    expect([status, stderr]).toEqual([1, "hostlens: rules: ip -j -4 rule show: no answer within 10 s, stopped\n"]);
    expect(host.asked.filter((command) => command.startsWith("ip ") && command.includes("rule"))).toEqual(["ip -j -4 rule show", "ip -j -6 rule show"]);
  });

  test("is not there: status 3 and what to do", async () => {
    expect(await callHostlens(["nics"], { host: fakeHost({}) })).toMatchObject({ status: 3, stdout: "", stderr: expect.stringMatching(/^hostlens: ip is not installed.*doctor[^\n]*\n$/) });
  });

  test("may not be asked: status 3", async () => {
    const refused = { exitCode: null, problem: "no-permission" as const, stderr: "ip: Permission denied\n" };
    const { status, stderr } = await callHostlens(["rules"], { host: fakeHost({ "ip -j -4 rule show": refused, "ip -j -6 rule show": refused }) });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/not permitted/)]);
  });

  test("gave no better answer than /proc: what failed and what is read instead", async () => {
    const route = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n";
    const { status, stdout, stderr } = await callHostlens(["routes", "-4"], { host: fakeHost({ "ip -j -4 route show table all": { exitCode: 1, stderr: "Cannot open netlink socket\n" }, "cat /proc/net/route": route }) });
    expect(status).toBe(0);
    expect(stdout).toMatch(/via 192\.0\.2\.1 dev eth0/);
    expect(stderr).toMatch(/Cannot open netlink socket; \/proc\/net\/route is read instead/);
  });
});

describe("doctor", () => {
  test("does not take a tool that fails, or BusyBox's, for the real one", async () => {
    const found = async (answer: Parameters<typeof fakeHost>[0][string]): Promise<{ available: boolean; found: string }> => {
      const { stdout } = await callHostlens(["doctor", "--json"], { host: fakeHost({ "ip -V": answer }) });
      return (JSON.parse(stdout) as { checks: { name: string; available: boolean; found: string }[] }).checks.find((check) => check.name === "ip")!;
    };
    expect(await found("ip utility, iproute2-6.1.0, libbpf 1.1.2\n")).toMatchObject({ available: true, found: "iproute2-6.1.0" });
    expect(await found({ exitCode: 1, stderr: "ip: invalid option -- 'V'\nBusyBox v1.35.0 multi-call binary.\n" })).toMatchObject({ available: false });
    expect(await found("")).toMatchObject({ available: false, found: expect.stringMatching(/printed nothing/) });
    expect(await found({ exitCode: 127, stderr: "ip: error while loading shared libraries\n" })).toMatchObject({ available: false, found: expect.stringMatching(/shared libraries/) });
  });
});

describe("the real program", () => {
  const folder = mkdtempSync(join(tmpdir(), "hostlens-path-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (args: readonly string[]): SpawnSyncReturns<string> => spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env: { PATH: folder } });

  test("without ip in PATH shows the demo, with a banner", () => {
    const { status, stdout, stderr } = run(["nics"]);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^hostlens: this is the bundled demo.*not this machine\n$/)]);
    expect(stdout).toMatch(/docker0/);
  });

  test.skipIf(process.platform !== "linux" || findTool("ip") === undefined)("with an ip that hangs is done after its time limit and leaves nobody behind", { timeout: 60_000 }, () => {
    const marker = `31${process.pid}`;
    writeFileSync(join(folder, "ip"), `#!${execFileSync("sh", ["-c", "command -v sh"], { encoding: "utf8" }).trim()}\n${findTool("sleep")} ${marker} & wait\n`);
    chmodSync(join(folder, "ip"), 0o755);
    symlinkSync(findTool("sleep")!, join(folder, "sleep"));
    const { status, stderr } = run(["rules", "--on", "live"]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/no answer within \d+ s, stopped/)]);
    expect(spawnSync("pgrep", ["-f", `sleep ${marker}`], { encoding: "utf8" }).stdout).toBe("");
  });
});
