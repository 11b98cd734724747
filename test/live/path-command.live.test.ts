import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostlens } from "../support/run-cli.ts";

const name = `hlpath${process.pid}`;
const reason = process.getuid?.() === 0 ? (spawnSync("ip", ["netns", "add", name]).status === 0 ? undefined : "`ip netns add` fails here") : "needs root";
if (reason !== undefined && process.env["HOSTLENS_REQUIRE_LIVE"] !== "1") console.log(`path-command.live: skipped, ${reason}`);

const ip = (line: string): void => void execFileSync("ip", ["-n", name, ...line.split(" ")], { stdio: "pipe" });

interface Answer {
  readonly verdict: string; readonly dev?: string; readonly gateway?: string; readonly mtu?: number; readonly hops: readonly { kind: string; name: string }[];
  readonly change?: { command: string; verdict: string; dev?: string; gateway?: string }; readonly kernel?: { agrees: boolean };
}

function ask(...args: string[]): Answer {
  const { stdout, stderr } = hostlens(["--on", `netns:${name}`, "--json", "path", ...args]);
  expect(stderr).not.toContain("OUR ERROR");
  return JSON.parse(stdout) as Answer;
}

afterAll(() => void spawnSync("ip", ["netns", "del", name]));

describe.skipIf(reason !== undefined && process.env["HOSTLENS_REQUIRE_LIVE"] !== "1")("path in a network namespace", () => {
  beforeAll(() => {
    expect(reason).toBeUndefined();
    execFileSync("ip", ["netns", "exec", name, "sh", "-c", "for conf in all default; do echo 0 > /proc/sys/net/ipv6/conf/$conf/accept_dad; done; echo 1 > /proc/sys/net/ipv4/ip_forward"]);
    const lines = [
      "link set lo up", "link add va type veth peer name vap", "link set va up", "link set vap up", "link add br0 type bridge", "link set br0 up",
      "link add vd type veth peer name vdp", "link set vd master br0 up", "link set vdp mtu 1300 up", "addr add 10.0.0.1/24 dev va", "addr add 10.3.0.1/24 dev br0",
      "addr add 2001:db8::1/64 dev va nodad", "route add default via 10.0.0.2", "route add 10.9.0.0/16 via 10.3.0.2", "route add default via 10.3.0.9 table 100",
      "rule add fwmark 7 priority 50 lookup 100", "rule add uidrange 5-10 priority 51 type prohibit", "rule add ipproto tcp dport 80 priority 52 lookup 100",
      "rule add to 10.66.0.0/16 priority 53 type unreachable", "neigh add 10.3.0.2 lladdr 02:00:00:00:00:02 nud permanent dev br0",
    ];
    for (const line of lines) ip(line);
    execFileSync("bridge", ["-n", name, "fdb", "add", "02:00:00:00:00:02", "dev", "vd", "master", "static"]);
  });

  it.each([
    [["10.200.0.1"], "gateway", "va"], [["10.200.0.1", "--mark", "7"], "gateway", "br0"], [["10.200.0.1", "--uid", "7"], "prohibit", undefined],
    [["10.200.0.1", "--proto", "tcp", "--dport", "80", "--sport", "999"], "gateway", "br0"], [["10.0.0.7"], "on-link", "va"], [["10.0.0.1"], "local", "lo"],
    [["10.9.1.1", "--from", "10.0.0.77", "--iif", "va"], "gateway", "br0"], [["10.200.0.1", "--oif", "br0"], "on-link", "br0"], [["2001:db8::9"], "on-link", "va"], [["2001:db8:9::1"], "no-route", undefined],
  ])("%j: %s", (args, verdict, dev) => {
    const answer = ask(...args);
    expect(answer).toMatchObject({ verdict, ...(dev === undefined ? {} : { dev }), kernel: { agrees: true } });
  });

  it("goes on through the bridge to the far end of the cable, and tells the narrowest step", () => {
    const { hops, mtu } = ask("10.9.1.1");
    expect(hops.map((hop) => hop.name)).toEqual(["br0", "vd", "vdp"]);
    expect(mtu).toBe(1300);
  });

  it.each([["10.9.1.1"], ["10.200.0.1"], ["10.66.1.1"], ["2001:db8:9::1"], ["10.0.0.1"]])("the change that it names for %s has the outcome that it says", (destination) => {
    const { change } = ask(destination);
    if (change === undefined) throw new Error("no change was named");
    const state = execFileSync("ip", ["netns", "exec", name, "sh", "-c", `${change.command} && ip -j route get ${destination} 2>&1; true`], { encoding: "utf8" });
    const after = ask(destination);
    expect({ verdict: after.verdict, dev: after.dev, gateway: after.gateway, agrees: after.kernel?.agrees }, state).toEqual({ verdict: change.verdict, dev: change.dev, gateway: change.gateway, agrees: true });
  });
});
