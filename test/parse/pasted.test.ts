import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isStrace, kindOfCommand } from "../../src/parse/detect.ts";
import type { PastedKind } from "../../src/parse/detect.ts";
import { detectPasted, parsePasted } from "../../src/parse/pasted.ts";
import { readPrompt } from "../../src/parse/pasted-sections.ts";
import { allRecordings, openRecorded } from "../support/recorded.ts";

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, "../../fixtures/pasted", name), "utf8");

/** Recorded outputs that somebody could paste, each with what it is by its command. */
function pasteable(): { at: string; kind: PastedKind; text: string }[] {
  return allRecordings().flatMap((recorded) => recorded.index.commands.flatMap((command) => {
    const argv = command.argv.join(" ");
    const { kind } = kindOfCommand(argv);
    // only numbers of MPLS labels, and a list of bare names: nothing in the text tells what they are
    const isMute = argv.includes("mpls") || argv === "ip netns" || command.argv.includes("-N");
    if (kind === undefined || command.exit !== 0 || isMute || /monitor|route get|netns exec/.test(argv)) return [];
    const text = recorded.outputOf(command);
    return text.trim().length < 5 ? [] : [{ at: `${recorded.name}: ${argv}`, kind, text }];
  }));
}

describe("what was pasted", () => {
  test("is recognised and understood to the last word, whatever command printed it", () => {
    const all = pasteable();
    expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThan(11);
    for (const { at, kind, text } of all) {
      const pasted = parsePasted(text, "x");
      // `route -e` prints what `netstat -r` prints
      const isRoute = kind === "route" && pasted.kind === "netstat";
      expect(isRoute ? kind : pasted.kind, at).toBe(kind);
      expect(pasted.kinds, at).toHaveLength(1);
      expect(pasted.notUnderstood, at).toEqual([]);
    }
  });

  test.each([
    ["ip a", "ip-addr"], ["ip -br l", "ip-link"], ["ip -6 r", "ip-route"], ["ip ru", "ip-rule"], ["ip n", "ip-neigh"], ["sudo ip -s -d link show eth0", "ip-link"],
    ["/sbin/ip -o addr", "ip-addr"], ["busybox ip route", "ip-route"], ["ip -n blue neigh", "ip-neigh"], ["cat /proc/net/arp", "proc-net-arp"], ["/usr/sbin/arp -an", "arp"],
    ["netstat -rn", "netstat"], ["ls", undefined],
  ])("%s prints %s", (command, kind) => {
    expect(kindOfCommand(command).kind).toBe(kind);
  });

  test("every capture of strace is one, and no output of ip is", () => {
    for (const name of ["tar-y", "signals", "threads-Y", "stderr-chatter", "spawn", "stack-k"]) {
      expect(isStrace(readFileSync(join(import.meta.dirname, "../../fixtures/captures/strace", `${name}.strace`), "latin1")), name).toBe(true);
    }
    for (const { at, text } of pasteable().slice(0, 400)) expect(isStrace(text), at).toBe(false);
  });
});

describe("a paste with more than an output in it", () => {
  test("ticket.md: prompts and fences are taken away, lines keep their numbers", () => {
    const pasted = parsePasted(fixture("ticket.md"), "ticket.md");
    expect(pasted.kinds).toEqual(["ip-addr", "ip-route", "ip-neigh", "proc-net-arp"]);
    expect(pasted.links?.map((link) => [link.name, link.peer?.ifindex, link.at?.line])).toEqual([["lo", undefined, 5], ["eth0", 14, 6]]);
    expect(pasted.routes?.map((route) => [route.dst, route.at?.line])).toEqual([["0.0.0.0/0", 8], ["172.18.0.0/16", 9]]);
    expect(pasted.neighbours?.map((neighbour) => [neighbour.address, neighbour.state[0], neighbour.at?.line])).toEqual([
      ["172.18.0.1", "STALE", 11], ["172.18.0.9", "FAILED", 12], ["172.18.0.1", undefined, 15],
    ]);
    expect(pasted.notUnderstood).toEqual([{ line: 1, text: "My container has no network, here is what I see:" }]);
  });

  test("alpine-container.txt: BusyBox with a state; the peer is an index elsewhere", () => {
    const pasted = parsePasted(fixture("alpine-container.txt"), "x");
    expect([pasted.kind, pasted.links?.[1]?.peer, pasted.links?.[1]?.operstate, pasted.notUnderstood]).toEqual(["ip-addr", { ifindex: 27 }, "up", []]);
  });

  test("coloured.txt: colours are no part of it", () => {
    const text = fixture("coloured.txt");
    expect(text).toContain("\u001b[");
    const pasted = parsePasted(text, "x");
    expect([pasted.kind, pasted.notUnderstood]).toEqual(["ip-addr", []]);
    expect(pasted.links?.[0]?.addresses[0]).toMatchObject({ address: "127.0.0.1", prefixlen: 8, scope: "host" });
  });

  test("netstat-windows-endings.txt", () => {
    const pasted = parsePasted(fixture("netstat-windows-endings.txt"), "x");
    expect([pasted.kind, pasted.routes?.map((route) => route.dst), pasted.notUnderstood]).toEqual(["netstat", ["0.0.0.0/0", "192.168.1.0/24"], []]);
  });

  test("outputs one below the other without prompts", () => {
    const recorded = openRecorded("02-docker-default-bridge");
    const outputs = ["ip addr", "ip route", "ip rule", "ip neigh"].map((command) => recorded.output(command)!);
    const pasted = parsePasted(outputs.join(""), "x");
    expect(pasted.kinds).toEqual(["ip-addr", "ip-route", "ip-rule", "ip-neigh"]);
    expect(pasted.notUnderstood).toEqual([]);
    for (const [index, part] of [pasted.links, pasted.routes, pasted.rules, pasted.neighbours].entries()) {
      const alone = parsePasted(outputs[index]!, "x");
      const count = (alone.links ?? alone.routes ?? alone.rules ?? alone.neighbours)?.length;
      expect(part?.length).toBe(count);
    }
  });

  test("indented as a whole, and JSON after a prompt", () => {
    const recorded = openRecorded("01-plain-host");
    const indented = recorded.output("ip addr")!.replaceAll(/^/gm, "    ");
    expect(parsePasted(indented, "x")).toMatchObject({ kind: "ip-addr", notUnderstood: [] });
    const json = parsePasted(`$ ip -j route\n${recorded.output("ip -j route")!}$ ip -j neigh\n[]\n`, "x");
    expect(json.kinds).toEqual(["ip-route", "ip-neigh"]);
    expect(json.routes?.length).toBeGreaterThan(1);
  });

  test("an alias cannot smuggle in a route", () => {
    const text = `${openRecorded("01-plain-host").output("ip link")!.split("\n").slice(0, 2).join("\n")}\n    alias x\ndefault via 203.0.113.66 dev lo\n`;
    const pasted = parsePasted(text, "x");
    expect([pasted.kinds, pasted.routes, pasted.links?.[0]?.alias]).toEqual([["ip-link"], undefined, "x\ndefault via 203.0.113.66 dev lo"]);
  });

  test("what is none of it is reported line by line", () => {
    expect(parsePasted("hello\n\nworld: 1\n", "x")).toMatchObject({
      kind: "unknown", kinds: [], notUnderstood: [{ line: 1, text: "hello" }, { line: 3, text: "world: 1" }],
    });
    expect(detectPasted("")).toBe("unknown");
  });

  test.each(["$ ip a", "# ip route", "root@host:~# arp -n", "[me@host ~]$ ip -br a", "me@host:/etc$", "user@host ~ % ls", "➜  ip r"])("%s is a prompt", (line) => {
    expect(readPrompt(line)).toBeDefined();
  });

  test.each(["# a comment", "2: k$: <UP> mtu 1", "    alias cost > 5$", "default via 1.2.3.4", "> quoted words", "k<UP># x"])("%s is none", (line) => {
    expect(readPrompt(line)).toBeUndefined();
  });
});

describe("whatever is pasted", () => {
  const texts = pasteable().filter(({ text }) => text.length < 6000);
  const sample = fc.constantFrom(...texts);

  test("a word nobody knows turns up again, wherever it stands", () => {
    const ofLinks = texts.filter(({ kind, text }) => ["ip-link", "ip-addr", "ifconfig", "proc-net-dev", "ip-netns"].includes(kind) && !text.startsWith("["));
    fc.assert(fc.property(fc.constantFrom(...ofLinks), fc.nat(), fc.nat(), ({ kind, text }, lineSeed, wordSeed) => {
      const lines = text.trimEnd().split("\n");
      const index = lineSeed % lines.length;
      const words = (lines[index] ?? "").split(" ");
      words.splice(1 + (wordSeed % words.length), 0, "zqx");
      lines[index] = words.join(" ");
      const said = JSON.stringify(parsePasted(lines.join("\n"), "x", kind));
      expect(said, lines[index]).toContain("zqx");
    }), { numRuns: 3000 });
  });

  test("torn, shuffled or with bytes changed, it is read without a throw and its places lie within it", () => {
    fc.assert(fc.property(sample, fc.nat(), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 5 }), ({ text }, start, swap, changes) => {
      const from = start % text.length;
      let torn = text.slice(from, from + 3000);
      for (const [at, piece] of changes) torn = torn.slice(0, at % torn.length) + piece + torn.slice((at % torn.length) + 1);
      const lines = torn.split("\n");
      lines.push(...lines.splice(0, swap % lines.length));
      const input = lines.join("\n");
      const pasted = parsePasted(input, "x");
      const count = input.split("\n").length;
      for (const { line } of pasted.notUnderstood) expect(line).toBeLessThanOrEqual(count);
      for (const link of pasted.links ?? []) expect(link.at?.line ?? 1).toBeLessThanOrEqual(count);
    }), { numRuns: 1500 });
  });

  test.each([
    " ", "a@", "2: a@b: <UP> mtu 1\n", "    alias x\n", "$ ip a\n", "```\n", "1: lo: <", "eth0 UP ", "RX: bytes\n 1\n", "    inet 1.2.3.4/", "2: a    inet 1.2.3.4/8 scope global a\\", "default via ", "{\"ifname\":\"a\"},", "<UP,", "flags=", "(", "\u001b[1m",
  ])("%j sixty thousand times over is read in one go", (piece) => {
    const pasted = parsePasted(piece.repeat(60_000), "x");
    expect(pasted.warnings.length + pasted.notUnderstood.length).toBeLessThan(200_000);
  });
});
