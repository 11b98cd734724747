import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Nexthop } from "../../src/model/route.ts";
import { parseNexthops, warnOfCutWeights } from "../../src/parse/ip/nexthop.ts";
import { allRecordings, openRecorded } from "../support/recorded.ts";

const recordings = allRecordings();
const asked = recordings.flatMap((recording) => recording.index.commands
  .filter(({ argv, exit }) => argv[0] === "ip" && argv.includes("nexthop") && exit === 0)
  .map((command) => ({ name: recording.name, command: command.argv.join(" "), text: recording.outputOf(command) })));

/** Without its place, and without the scope that is printed only with -d where it is global. */
const comparable = ({ at: _at, scope, ...rest }: Nexthop): unknown => ({ ...rest, ...(scope === "global" ? {} : { scope }) });

describe("nexthop objects", () => {
  it("are read without a word left over from every recording", () => {
    expect(asked.length).toBeGreaterThan(60);
    for (const { name, command, text } of asked) {
      const parsed = parseNexthops(text, command);
      expect(parsed.notUnderstood, `${name}: ${command}`).toEqual([]);
      for (const nexthop of parsed.items) Nexthop.parse(nexthop);
    }
  });

  it("are the same as JSON and as text", () => {
    let compared = 0;
    for (const recording of recordings) {
      const pairs = [["ip -j -d nexthop", "ip -d nexthop"], ["ip -j nexthop", "ip nexthop"]] as const;
      for (const [json, text] of pairs) {
        const [left, right] = [recording.output(json), recording.output(text)];
        if (!left || !right) continue;
        expect(parseNexthops(right, text).items.map(comparable), `${recording.name}: ${text}`).toEqual(parseNexthops(left, json).items.map(comparable));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5);
  });

  it("never show a tunnel's labels as anything else", () => {
    const text = openRecorded("04-netns-lab-k6.1/rtr").output("ip -j nexthop") ?? "";
    expect(parseNexthops(text, "ip -j nexthop").items.find((nexthop) => nexthop.id === 30)).toMatchObject({ encap: { type: "mpls", dst: "300/301" }, gateway: "10.1.0.10" });
  });

  it("warn of weights an old ip has cut off", () => {
    const of = (name: string) => parseNexthops(openRecorded(name).output("ip -j nexthop") ?? "", "ip -j nexthop").items;
    const [old, truth] = [of("04b-netns-lab-k6.18/gw"), of("04b-netns-lab-k6.18/gw-iproute2-7.1.0")];
    expect(truth.find((nexthop) => nexthop.id === 106)?.group).toEqual([{ id: 101, weight: 300 }, { id: 4294967294, weight: 1000 }]);
    expect(old.find((nexthop) => nexthop.id === 106)?.group).toEqual([{ id: 101, weight: 44 }, { id: 4294967294, weight: 232 }]);
    expect(warnOfCutWeights(old, "iproute2-6.1.0", "6.18.44").map((warning) => warning.code)).toEqual(["lossy"]);
    expect(warnOfCutWeights(truth, "iproute2-7.1.0", "6.18.44")).toEqual([]);
    expect(warnOfCutWeights(old, "iproute2-6.1.0", "6.1.0")).toEqual([]);
  });

  it("never throw", () => {
    fc.assert(fc.property(fc.constantFrom(...asked.filter(({ text }) => text.length > 4)), fc.nat(), fc.string(), ({ command, text }, at, junk) => {
      const cut = at % text.length;
      for (const item of parseNexthops(text.slice(0, cut) + junk + text.slice(cut + junk.length), command).items) Nexthop.parse(item);
    }), { numRuns: 200 });
  });
});
