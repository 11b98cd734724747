import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Neighbour } from "../../src/model/neighbour.ts";
import { neighbourAdapter } from "../../src/adapter/neighbour.ts";
import { parseNeighbours } from "../../src/parse/ip/neighbour.ts";
import { parseArp } from "../../src/parse/nettools/arp.ts";
import { parseProcArp } from "../../src/parse/proc/arp.ts";
import { allRecordings } from "../support/recorded.ts";

const recordings = allRecordings();
const asked = recordings.flatMap((recording) => recording.index.commands
  .filter(({ argv }) => /(^|\/)ip$/.test(argv[argv[0] === "busybox" ? 1 : 0] ?? "") && argv.includes("neigh") && !argv.includes("monitor"))
  .map((command) => ({ name: recording.name, command: command.argv.join(" "), text: recording.outputOf(command) })));

/** What both forms print, without what changes from one second to the next. */
const settled = ({ at: _at, state: _state, usedS: _used, confirmedS: _confirmed, updatedS: _updated, probes: _probes, refcnt: _ref, lladdr: _lladdr, ...rest }: Neighbour): unknown => rest;

describe("every recorded output of ip neigh", () => {
  it("is read without a word left over, one neighbour a line", () => {
    expect(asked.length).toBeGreaterThan(200);
    for (const { name, command, text } of asked) {
      const parsed = parseNeighbours(text, command);
      expect(parsed.notUnderstood, `${name}: ${command}`).toEqual([]);
      expect(parsed.warnings, `${name}: ${command}`).toEqual([]);
      for (const neighbour of parsed.items) Neighbour.parse(neighbour);
      if (!text.startsWith("[")) expect(parsed.items.length).toBe(text.split("\n").filter((line) => line !== "").length);
    }
  });

  it("says the same as JSON and as text", () => {
    let compared = 0;
    for (const recording of recordings) {
      for (const [json, text] of [["ip -j neigh show proxy", "ip neigh show proxy"], ["ip -j -s neigh show nud all", "ip neigh show nud all"]] as const) {
        const [left, right] = [recording.output(json), recording.output(text)];
        if (left === undefined || right === undefined) continue;
        const byAddress = (a: Neighbour, b: Neighbour): number => `${a.dev} ${a.address}`.localeCompare(`${b.dev} ${b.address}`);
        const fromJson = parseNeighbours(left, json).items.sort(byAddress);
        const fromText = parseNeighbours(right, text).items.sort(byAddress);
        // neighbours come and go between two commands: the ones both saw must agree
        const names = new Set(fromText.map((item) => `${item.dev} ${item.address}`));
        const both = fromJson.filter((item) => names.has(`${item.dev} ${item.address}`));
        expect(both.length).toBeGreaterThanOrEqual(Math.min(fromJson.length, fromText.length) - 2);
        const keep = new Set(both.map((item) => `${item.dev} ${item.address}`));
        expect(both.map(settled), recording.name).toEqual(fromText.filter((item) => keep.has(`${item.dev} ${item.address}`)).map(settled));
        compared += both.length;
      }
    }
    expect(compared).toBeGreaterThan(200);
  });
});

describe("forms of ip neigh", () => {
  const one = (text: string, command = "ip neigh") => parseNeighbours(text, command).items[0];

  it("reads the words that -s glues together", () => {
    expect(one("10.1.0.10 dev lan0 lladdr 36:52:3a:f9:1c:89  ref 1 used 19/20/21probes 4 REACHABLE \n", "ip -s neigh")).toMatchObject({
      refcnt: 1, usedS: 19, confirmedS: 20, updatedS: 21, probes: 4, state: ["REACHABLE"],
    });
    expect(one("10.1.0.30 dev lan0 lladdr 02:00:5e:00:00:30 used 804/805/768 probes 0 STALE proto zebra \n", "ip -s neigh")).toMatchObject({
      usedS: 804, probes: 0, state: ["STALE"], protocol: "zebra",
    });
  });

  it("leaves out the times that BusyBox always prints as zero", () => {
    const neighbour = one("10.2.0.67 dev mv0  used 0/0/0 probes 6 FAILED\n", "busybox ip neigh");
    expect(neighbour).toMatchObject({ probes: 6, state: ["FAILED"] });
    expect(neighbour?.usedS).toBeUndefined();
  });

  it("reads flags, states that are none, tunnels' addresses and proxies", () => {
    expect(one("2001:db8::22 dev lan0 lladdr 02:00:5e:00:00:22 router extern_learn STALE \n")).toMatchObject({ router: true, externLearn: true, family: 6 });
    expect(one("10.1.0.31 dev lan0 managed INCOMPLETE \n")).toMatchObject({ managed: true, state: ["INCOMPLETE"] });
    expect(one("10.1.0.28 dev lan0 \n")).toMatchObject({ state: ["NONE"] });
    expect(one("10.9.1.2 dev mgre0 lladdr 198.51.100.9 PERMANENT \n")).toMatchObject({ lladdr: "198.51.100.9" });
    expect(one("10.2.0.99 dev lan1 proxy proto static \n")).toMatchObject({ proxy: true, state: [] });
    expect(one('[{"dst":"10.2.0.99","dev":"lan1","proxy":null}]')).toMatchObject({ proxy: true, state: [] });
    expect(one("10.0.0.1 lladdr 02:00:00:00:00:01 STALE\n", "ip neigh show dev eth7")?.dev).toBe("eth7");
  });

  it("takes no bridge entry for a neighbour, and keeps unknown words", () => {
    const parsed = parseNeighbours("02:00:00:00:00:01 dev veth1 master br0\n10.0.0.1 dev eth0 sparkle STALE\n", "ip neigh");
    expect(parsed.items).toHaveLength(1);
    expect(parsed.items[0]).toMatchObject({ state: ["STALE"], extra: { words: ["sparkle"] } });
    expect(parsed.notUnderstood.map((piece) => piece.line)).toEqual([1, 2]);
  });

  it("leaves multicast mappings out of a list of neighbours, but no other NOARP entry", () => {
    const form = neighbourAdapter.forms[0];
    const text = '[{"dst":"10.1.0.22","dev":"lan0","lladdr":"02:00:5e:00:00:22","state":["NOARP"]},{"dst":"ff02::16","dev":"lan0","lladdr":"33:33:00:00:00:16","state":["NOARP"]},{"dst":"224.0.0.22","dev":"lan0","lladdr":"01:00:5e:00:00:16","state":["NOARP"]},{"dst":"0.0.0.0","dev":"lo","lladdr":"00:00:00:00:00:00","state":["NOARP"]}]';
    expect(form?.parse(text, "ip -j -s neigh show nud all").items.map((item) => item.address)).toEqual(["10.1.0.22"]);
  });
});

describe("arp and /proc/net/arp", () => {
  it("know the same IPv4 neighbours as ip neigh", () => {
    let compared = 0;
    for (const recording of recordings) {
      const proc = recording.output("cat /proc/net/arp");
      const json = recording.output("ip -j -s neigh");
      if (proc === undefined || json === undefined) continue;
      const parsed = parseProcArp(proc, "cat /proc/net/arp");
      expect(parsed.notUnderstood).toEqual([]);
      const shown = new Map(parsed.items.map((item) => [`${item.address} ${item.dev}`, item]));
      for (const truth of parseNeighbours(json, "ip -j -s neigh").items) {
        if (truth.family !== 4) continue;
        const item = shown.get(`${truth.address} ${truth.dev}`);
        // entries are collected while the recording is made
        if (item === undefined) continue;
        compared++;
        if (truth.state.includes("PERMANENT")) expect(item.state).toEqual(["PERMANENT"]);
        else expect(item.state).toEqual([]);
        if (truth.lladdr?.includes(":") && item.extra?.complete === true) expect(item.lladdr).toBe(truth.lladdr);
      }
    }
    expect(compared).toBeGreaterThan(60);
  });

  it("say the same of one BusyBox host in all forms", () => {
    for (const recording of recordings) {
      const proc = recording.output("busybox cat /proc/net/arp");
      const sentences = recording.output("busybox arp -an");
      if (proc === undefined || sentences === undefined) continue;
      const left = parseProcArp(proc, "").items;
      const right = parseArp(sentences, "busybox arp -an");
      expect(right.notUnderstood).toEqual([]);
      expect(right.items.map(({ address, dev, state, proxy }) => ({ address, dev, state, proxy })), recording.name)
        .toEqual(left.map(({ address, dev, state, proxy }) => ({ address, dev, state, proxy })));
      expect(right.items.map((item) => item.extra?.complete === true ? item.lladdr : undefined))
        .toEqual(left.map((item) => item.extra?.complete === true ? item.lladdr : undefined));
    }
  });

  it("read net-tools' table", () => {
    const text = "Address                  HWtype  HWaddress           Flags Mask            Iface\n10.0.0.6                 ether   02:00:00:00:00:06   CM                    d0\n10.0.0.5                         (incomplete)                              d0\n10.0.0.77                *       <from_interface>    MP                    d0\n10.0.0.9                 ether   02:00:00:00:00:09   C                     d0\nEntries: 4\tSkipped: 0\tFound: 4\nwhat?\n";
    const { items, notUnderstood } = parseArp(text, "arp -n");
    expect(items.map((item) => [item.address, item.lladdr, item.state, item.proxy, item.extra?.complete])).toEqual([
      ["10.0.0.6", "02:00:00:00:00:06", ["PERMANENT"], false, true],
      ["10.0.0.5", undefined, [], false, false],
      ["10.0.0.77", undefined, [], true, false],
      ["10.0.0.9", "02:00:00:00:00:09", [], false, true],
    ]);
    expect(notUnderstood).toEqual([{ line: 7, text: "what?" }]);
  });

  it("never throw", () => {
    const samples = recordings.flatMap((recording) => ["cat /proc/net/arp", "busybox arp -an", "ip -s neigh", "ip -j -s neigh"].map((command) => recording.output(command) ?? "")).filter((text) => text !== "");
    fc.assert(fc.property(fc.constantFrom(...samples), fc.nat(), fc.string(), (text, at, junk) => {
      const cut = at % text.length;
      const torn = text.slice(0, cut) + junk + text.slice(cut + junk.length);
      for (const read of [parseArp, parseProcArp, parseNeighbours]) for (const item of read(torn, "x").items) Neighbour.parse(item);
    }), { numRuns: 200 });
  });
});
