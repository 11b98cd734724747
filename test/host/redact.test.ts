import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AddressMap, isKept4 } from "../../src/host/redact-addresses.ts";
import { redactResults } from "../../src/host/redact.ts";
import { createReplayRunner, readRecording } from "../../src/run/replay.ts";
import type { RunResult } from "../../src/run/runner.ts";

const bytes4 = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255));
const prefixes4 = fc.array(fc.tuple(bytes4, fc.integer({ min: 9, max: 32 })), { maxLength: 8 });

function sharedBits(a: readonly number[], b: readonly number[]): number {
  const bits = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const [left, right] = [bits(a), bits(b)];
  let shared = 0;
  while (shared < 32 && left[shared] === right[shared]) shared += 1;
  return shared;
}

function answer(argv: string, stdout: string): RunResult {
  return { argv: argv.split(" "), stdout: Buffer.from(stdout), stderr: "", exitCode: 0, durationMs: 1 };
}

describe("the address map", () => {
  it("keeps how many leading bits two public addresses share, so different ones stay different", () => {
    fc.assert(fc.property(prefixes4, bytes4, bytes4, (prefixes, a, b) => {
      fc.pre(!isKept4(a) && !isKept4(b));
      const map = new AddressMap(Buffer.from("k"), isKept4, prefixes);
      expect(sharedBits(map.map(a), map.map(b))).toBe(sharedBits(a, b));
    }));
  });

  it("keeps the zeros behind a network's prefix", () => {
    fc.assert(fc.property(prefixes4, bytes4, (prefixes, a) => {
      const network = [a[0], a[1], 0, 0];
      expect(new AddressMap(Buffer.from("k"), isKept4, prefixes).map(network, 16).slice(2)).toEqual([0, 0]);
    }));
  });
});

describe("names that are redacted", () => {
  const text = "2: enx525400123456: <UP> mtu 1500\n    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff\n    altname acme-uplink\n    altname enp3s0\n    alias Uplink of Acme \"north\"\n";
  const json = '[{"ifname":"enx525400123456","address":"52:54:00:12:34:56","altnames":["acme-uplink","enp3s0"],"ifalias":"Uplink of Acme \\"north\\""}]';
  const { results } = redactResults([
    answer("ip -d link", text), answer("ip -j link", json),
    answer("lsns -J", '{"namespaces":[{"ns":4026531840,"user":"carol","command":"/home/dave/bin/server --host build7"}]}'),
    { ...answer("ip netns", ""), stderr: "setting the network namespace of carol failed on build7\n" },
    answer("cat /home/dave/notes", ""),
  ], { host: "build7.acme.example", names: ["alice"] });
  const whole = results.map(({ argv, stdout, stderr }) => `${argv.join(" ")}\n${stdout.toString()}\n${stderr}`).join("\n");

  it("are aliases, altnames, names made from a MAC, users of processes and home directories, in text, JSON, argv and messages", () => {
    for (const original of ["Acme", "acme", "525400123456", "52:54:00:12:34:56", "carol", "dave", "build7"]) expect(whole).not.toContain(original);
    expect(JSON.parse(results[1]!.stdout.toString())).toMatchObject([{ altnames: [expect.any(String), "enp3s0"] }]);
  });

  it("keep what hangs together", () => {
    const [link] = JSON.parse(results[1]!.stdout.toString()) as { ifname: string; address: string; altnames: string[] }[];
    expect(link?.ifname).toBe(`enx${link?.address.replaceAll(":", "")}`);
    expect(results[0]!.stdout.toString()).toContain(`2: ${link?.ifname}: <UP>`);
    expect(results[0]!.stdout.toString()).toContain(`altname ${link?.altnames[0]}\n`);
  });
});

describe("a redacted recording", () => {
  const results = [
    answer("ip -j -d addr", '[{"ifname":"eth0","address":"52:54:00:12:34:56","addr_info":[{"family":"inet","local":"93.184.216.34","prefixlen":24,"broadcast":"93.184.216.255"},{"local":"2a00:1450:4001:81f:5054:ff:fe12:3456","prefixlen":64}]}]'),
    answer("ip route", "default via 93.184.216.1 dev eth0\n93.184.216.0/24 dev eth0 src 93.184.216.34\n93.184.0.0/16 via 93.184.216.9 dev eth0\n10.0.0.0/8 via 93.184.216.9 dev eth0\n"),
    answer("cat /proc/net/route", "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t00D8B85D\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"),
    answer("cat /proc/net/if_inet6", "2a001450400108 1f\n2a0014504001081f505400fffe123456 02 40 00 80     eth0\n"),
    answer("docker ps -a --no-trunc --format json", `{"ID":"${"ab12".repeat(16)}","Names":"secret-shop"}\n`),
    answer("ip link", "3: br-ab12ab12ab12: <UP> mtu 1500\n    alias secret-shop on build7\n    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff\n"),
    answer("systeminformation system", '{"manufacturer":"QEMU","serial":"S-123456","uuid":"0a-1b"}'),
  ];
  const redaction = redactResults(results, { host: "build7", names: ["alice"] });
  const whole = redaction.results.map(({ stdout }) => stdout.toString()).join("\n");

  it("holds no original in any notation", () => {
    const written = ["93.184.216.34", "93.184.216.1", "93.184.216.0", "00D8B85D", "52:54:00:12:34:56", "2a00:1450:4001:81f", "2a0014504001081f", "5054:ff:fe12:3456", "505400fffe123456", "ab12ab12ab12", "secret-shop", "build7", "S-123456"];
    for (const original of [...written, ...redaction.originals]) expect(whole).not.toContain(original);
    expect(redaction.host).not.toContain("build7");
  });

  it("goes on saying that the gateway is on the link, which route is longer, and what is private", () => {
    const network = /^(\S+)\.0\/24 dev eth0/m.exec(whole)?.[1];
    expect(network).toBeDefined();
    expect(whole).toContain(`default via ${network}.1 dev eth0`);
    expect(whole).toContain(`"local":"${network}.34"`);
    expect(whole).toContain(`"broadcast":"${network}.255"`);
    expect(whole).toContain(`${network?.split(".").slice(0, 2).join(".")}.0.0/16 via ${network}.9`);
    expect(whole).toContain("10.0.0.0/8");
    expect(whole).toContain("ff:ff:ff:ff:ff:ff");
  });

  it("says the same in the hexadecimal tables and derives the EUI-64 address from the new MAC", () => {
    const network = /^(\d+)\.(\d+)\.(\d+)\.0\/24 dev eth0/m.exec(whole)!.slice(1).map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase());
    expect(whole).toContain(`eth0\t00${network.toReversed().join("")}\t00000000`);
    const mac = /link\/ether (\S+)/.exec(whole)![1]!.split(":");
    const first = (Number.parseInt(mac[0]!, 16) ^ 2).toString(16).padStart(2, "0");
    expect(whole).toContain(`${first}${mac[1]}${mac[2]}fffe${mac[3]}${mac[4]}${mac[5]} 02 40`);
  });

  it("finds nothing left of a Docker host's MACs and public addresses", async () => {
    const directory = "fixtures/recordings/03-docker-networks";
    const runner = createReplayRunner(directory);
    const recorded = await runner.runAll(readRecording(directory).commands.map(({ argv }) => ({ argv })));
    const { results: redacted, originals } = redactResults(recorded, { host: runner.source.host, names: [] });
    const text = redacted.map(({ stdout }) => stdout.toString("latin1")).join("\n").toLowerCase();
    const macs = [...originals].filter((original) => original.length === 17 && original.split(":").length === 6);
    expect(macs.length).toBeGreaterThan(5);
    for (const mac of macs) expect(text).not.toContain(mac);
  });
});
