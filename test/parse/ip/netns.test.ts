import { describe, expect, test } from "vitest";
import { parseNetns } from "../../../src/parse/ip/netns.ts";
import { allRecordings } from "../../support/recorded.ts";

const plain = (output: string): string[] => parseNetns(output, "x").items.map(({ name, nsid }) => `${name ?? "-"} is ${nsid ?? "-"}`);

describe("names and ids of network namespaces", () => {
  test("text, where a name may hold blanks and brackets", () => {
    expect(plain("blue (id: 3)\nred\nwe\"ird name (x)\n")).toEqual(["blue is 3", "red is -", "we\"ird name (x) is -"]);
    expect(plain("nsid 0 (iproute2 netns name: wan)\nnsid 2 \n")).toEqual(["wan is 0", "- is 2"]);
  });

  test("nothing printed is no namespace", () => {
    for (const text of ["", "\n", "[]", "[ ]"]) expect(parseNetns(text, "x")).toEqual({ items: [], warnings: [], notUnderstood: [] });
  });

  test("recorded text and JSON say the same", () => {
    let compared = 0;
    for (const recorded of allRecordings()) {
      for (const command of ["netns", "netns list-id"]) {
        const json = recorded.output(`ip -j ${command}`);
        const text = recorded.output(`ip ${command}`);
        if (json === undefined || text === undefined || recorded.index.commands.some((each) => each.argv.join(" ") === `ip -j ${command}` && each.exit !== 0)) continue;
        expect(plain(json).sort(), recorded.name).toEqual(plain(text).sort());
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5);
  });
});
