import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rule } from "../../../src/model/rule.ts";
import { parseRules, warnOfHiddenSelectors } from "../../../src/parse/ip/rule.ts";
import { allRecordings, openRecorded } from "../../support/recorded.ts";

const recordings = allRecordings();
const asked = recordings.flatMap((recording) => recording.index.commands
  .filter(({ argv }) => /(^|\/)ip$/.test(argv[argv[0] === "busybox" ? 1 : 0] ?? "") && argv.includes("rule") && !argv.includes("monitor"))
  .map((command) => ({ name: recording.name, command: command.argv.join(" "), text: recording.outputOf(command) })));

/** A rule without its place, and without what only one form shows. */
function comparable(rule: Rule): Record<string, unknown> {
  const { at: _at, text: _text, protocol: _protocol, ...rest } = rule;
  return rest;
}

describe("every recorded output of ip rule", () => {
  it("is read without a word left over, one rule a line", () => {
    expect(asked.length).toBeGreaterThan(150);
    for (const { name, command, text } of asked) {
      const parsed = parseRules(text, command);
      expect(parsed.notUnderstood, `${name}: ${command}`).toEqual([]);
      for (const rule of parsed.items) Rule.parse(rule);
      if (!text.startsWith("[")) expect(parsed.items.length).toBe(text.split("\n").filter((line) => line !== "").length);
    }
  });

  it("says what the text says, in ip's own words", () => {
    for (const { name, command, text } of asked) {
      if (command !== "ip rule" || name.includes("4.20.0") || text === "") continue;
      const lines = text.split("\n").filter((line) => line !== "")
        .map((line) => line.split("\t").slice(1).join(" ").split(" ").filter((word) => word !== "").join(" "));
      // a mask whose range of ports is exact is shown as that range; [unresolved] and [detached] stand where ip has them
      expect(parseRules(text, command).items.map((rule) => rule.text), name)
        .toEqual(lines.map((line) => line.replace("sport 0x100/0xff00", "sport 256-511")));
    }
  });
});

describe("one state printed by several tools", () => {
  for (const base of ["04-netns-lab-k6.1/rtr", "04b-netns-lab-k6.18/gw", "01-plain-host"]) {
    for (const version of ["", "-iproute2-7.1.0", "-iproute2-5.10.0", "-iproute2-4.20.0"]) {
      const name = base === "01-plain-host" && version !== "" ? `${base}/${version.slice(1)}` : `${base}${version}`;
      it(`${name}: JSON and text give the same rules`, () => {
        const recording = openRecorded(name);
        const json = recording.output("ip -j rule") ?? recording.output("ip -j -d rule");
        const text = recording.output("ip rule");
        expect(json).toBeDefined();
        expect(text).toBeDefined();
        expect(parseRules(text ?? "", "ip rule").items.map(comparable)).toEqual(parseRules(json ?? "", "ip -j rule").items.map(comparable));
      });
    }
  }

  it("versions agree but for the selectors an old one cannot print", () => {
    const rulesOf = (name: string) => parseRules(openRecorded(name).output("ip rule") ?? "", "ip rule").items;
    const truth = rulesOf("04b-netns-lab-k6.18/gw-iproute2-7.1.0");
    for (const old of ["04b-netns-lab-k6.18/gw", "04b-netns-lab-k6.18/gw-iproute2-5.10.0", "04b-netns-lab-k6.18/gw-iproute2-4.20.0"]) {
      const different = rulesOf(old).filter((rule, at) => JSON.stringify(comparable(rule)) !== JSON.stringify(comparable(truth[at] as Rule)));
      expect(different.map((rule) => rule.priority), old).toEqual([81, 83]);
    }
  });
});

describe("selectors", () => {
  const one = (text: string, command = "ip rule") => parseRules(text, command, 4).items[0];

  it("reads every kind", () => {
    expect(one("150:\tnot from 10.0.0.0/8 to 192.0.2.1 tos 0x10 fwmark 0x10/0xff iif lan0 [detached] oif wan0 uidrange 0-99 ipproto tcp sport 1000-2000 dport 443 tun_id 5 lookup isp1 suppress_prefixlength 0 suppress_ifgroup 42 realms 3/4 proto zebra\n")).toMatchObject({
      priority: 150, invert: true, src: "10.0.0.0/8", dst: "192.0.2.1/32", tos: "0x10", fwmark: 0x10, fwmask: 0xff, iif: "lan0", iifDetached: true,
      oif: "wan0", uidrange: { start: 0, end: 99 }, ipproto: "tcp", sport: { start: 1000, end: 2000 }, dport: { start: 443, end: 443 }, tunId: 5,
      action: "table", table: "isp1", suppressPrefixlength: 0, suppressIfgroup: "42", realms: "3/4", protocol: "zebra",
    });
    expect(one("5:\tfrom all lookup [l3mdev-table]\n")).toMatchObject({ l3mdev: true, action: "table" });
    expect(one("5:\tfrom all goto 32000 [unresolved]\n")).toMatchObject({ action: "goto", goto: 32000, unresolved: true });
    expect(one("5:\tfrom all nop\n")).toMatchObject({ action: "nop" });
    expect(one("5:\tfrom 10.0.0.1 prohibit\n")).toMatchObject({ action: "prohibit", src: "10.0.0.1/32" });
    expect(one("5:\tfrom all fwmark 0x7 lookup 5\n")).toMatchObject({ fwmark: 7, fwmask: 0xffffffff });
  });

  it("turns a port mask into the range it means, and keeps one that means none", () => {
    expect(one("1:\tfrom all ipproto tcp sport 0x100/0xff00 lookup 5\n")?.sport).toEqual({ start: 256, end: 511 });
    expect(one("1:\tfrom all dport 0x1/0x1 lookup 5\n")).toMatchObject({ dport: { start: 1, end: 1 }, dportMask: 1 });
    expect(one('[{"priority":1,"src":"all","dport":53,"dport_mask":"0xffff","table":"5"}]')?.dport).toEqual({ start: 53, end: 53 });
  });

  it("reads presence flags that are null, and addresses without a length as hosts", () => {
    expect(one('[{"priority":70,"not":null,"src":"203.0.113.2","dst":"10.0.0.0","dstlen":8,"goto":32766,"unresolved":null}]')).toMatchObject({
      invert: true, src: "203.0.113.2/32", dst: "10.0.0.0/8", goto: 32766, unresolved: true,
    });
    expect(one('[{"priority":0,"src":"0.0.0.0","table":"main","suppress_prefixlen":0,"uid_start":0,"uid_end":0}]')).toMatchObject({
      src: "0.0.0.0/32", suppressPrefixlength: 0, uidrange: { start: 0, end: 0 },
    });
  });

  it("says of every BusyBox rule that it may hide selectors", () => {
    const { items, warnings } = parseRules(openRecorded("04b-netns-lab-k6.18/gw-busybox").output("busybox ip rule") ?? "", "busybox ip rule");
    expect(items.length).toBe(19);
    expect(items.every((rule) => rule.hasHiddenSelectors)).toBe(true);
    expect(items.find((rule) => rule.priority === 70)?.action).toBe("goto");
    expect(items.find((rule) => rule.priority === 80)?.tos).toBe("0x10");
    expect(warnings.map((warning) => warning.code)).toContain("lossy");
  });

  it("takes rules that read alike for rules with hidden selectors", () => {
    const { items, warnings } = parseRules("81:\tfrom all lookup 81\n81:\tfrom all lookup 81\n90:\tfrom all lookup 81\n", "ip rule");
    expect(items.map((rule) => rule.hasHiddenSelectors ?? false)).toEqual([true, true, false]);
    expect(warnings.length).toBe(1);
  });

  it("warns of an ip that is older than its kernel, and only then", () => {
    const { items } = parseRules(openRecorded("04b-netns-lab-k6.18/gw").output("ip rule") ?? "", "ip rule");
    const said = warnOfHiddenSelectors(items, "ip utility, iproute2-6.1.0, libbpf 1.1.2", "6.18.44");
    expect(said.some((warning) => warning.message.includes('"81: from all lookup 81"'))).toBe(true);
    expect(said.some((warning) => warning.message.includes("83:"))).toBe(true);
    expect(warnOfHiddenSelectors(items, "ip utility, iproute2-6.1.0", "6.1.0-56-amd64")).toEqual([]);
    expect(warnOfHiddenSelectors(items, "ip utility, iproute2-7.1.0", "6.18.44")).toEqual([]);
    expect(warnOfHiddenSelectors(items, undefined, "6.18.44")).toEqual([]);
  });

  it("keeps unknown words and keys", () => {
    const parsed = parseRules("5:\tfrom all sparkle 7 lookup 9\nnonsense\n", "ip rule");
    expect(parsed.items[0]).toMatchObject({ table: "9", extra: { words: ["sparkle", "7"] } });
    expect(parsed.notUnderstood).toEqual([{ line: 1, text: "sparkle 7" }, { line: 2, text: "nonsense" }]);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.constantFrom(...asked.filter(({ text }) => text !== "")), fc.nat(), fc.string(), ({ command, text }, at, junk) => {
      const cut = at % text.length;
      for (const rule of parseRules(text.slice(0, cut) + junk + text.slice(cut + junk.length), command).items) Rule.parse(rule);
    }), { numRuns: 200 });
  });
});
