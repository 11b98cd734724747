import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bareMember, hasIrregularMembers, isJson, isJsonObject, membersOf, readJsonRows,
} from "../../../src/parse/ip/json.ts";
import type { JsonObject } from "../../../src/parse/ip/json.ts";
import { allRecordings, openRecorded } from "../../support/recorded.ts";

const values = (text: string): JsonObject[] => readJsonRows(text, "ip -j x").rows.map((row) => row.value);

describe("what iproute2 prints as JSON", () => {
  test("a whole output is the list JSON.parse makes of it, each row with its pointer", () => {
    const { rows, warnings } = readJsonRows('[{"a":1},{},{"b":[{"c":"x"}]}]', "ip -j x");
    expect(rows).toEqual([{ pointer: "/0", value: { a: 1 } }, { pointer: "/2", value: { b: [{ c: "x" }] } }]);
    expect(warnings).toEqual([]);
  });

  test("of a repeated key the first counts, and both can be seen", () => {
    const [route] = values('[{"dst":"10.80.0.0/16","encap":"mpls","dst":"100/200/300","ttl":40}]');
    expect(route?.["dst"]).toBe("10.80.0.0/16");
    expect(membersOf(route!).filter(([key]) => key === "dst").map(([, value]) => value))
      .toEqual(["10.80.0.0/16", "100/200/300"]);
    expect(hasIrregularMembers(route!)).toBe(true);
  });

  test("iproute2 4.20 starts a route with its bare type", () => {
    const [route] = values('[{"unicast","dst":"default","gateway":"10.0.0.1"}]');
    expect(bareMember(route!)).toBe("unicast");
    expect(route).toEqual({ dst: "default", gateway: "10.0.0.1" });
  });

  test("raw control bytes and the escape \\' are taken as they are", () => {
    expect(values('[{"ifalias":"a\u0001\u001b[31mb","ifname":"i\\\'j"}]'))
      .toEqual([{ ifalias: "a\u0001\u001b[31mb", ifname: "i'j" }]);
  });

  test("members straight in an array belong together", () => {
    expect(values('["mdb":[],"router":{}]')).toEqual([{ mdb: [], router: {} }]);
  });

  test.each(["", "\n", "[]", "[ ]\n", "[{},{}]"])("%j holds nothing and nothing is wrong with it", (text) => {
    expect(readJsonRows(text, "ip -j x")).toEqual({ rows: [], warnings: [] });
  });

  test("a lone [ is an output that breaks off", () => {
    expect(readJsonRows("[", "bridge -j vlan").warnings.map((warning) => warning.code)).toEqual(["truncated"]);
  });

  test("an output cut off anywhere keeps its complete rows and says where it broke", () => {
    const whole = openRecorded("02-docker-default-bridge").output("ip -j -d addr")!;
    const all = readJsonRows(whole, "x").rows;
    expect(all.length).toBeGreaterThan(2);
    for (let end = 1; end < whole.trimEnd().length; end += 7) {
      const { rows, warnings } = readJsonRows(whole.slice(0, end), "x");
      expect(all.slice(0, rows.length)).toEqual(rows);
      expect(warnings.map((warning) => warning.code)).toEqual(["truncated"]);
    }
  });

  test("a broken row costs that row", () => {
    const { rows, warnings } = readJsonRows('[{"dst":"a"},{"dst":,"x":[{"dst":1}]},{"dst":"c"}]', "ip -j x");
    expect(rows.map((row) => row.value["dst"])).toEqual(["a", "c"]);
    expect(warnings.map((warning) => warning.code)).toEqual(["bad-json"]);
  });

  test("__proto__ is a key like any other", () => {
    const [row] = values('[{"__proto__":{"a":1},"__proto__":2}]');
    expect(Object.keys(row!)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  test("text is not taken for JSON", () => {
    for (const text of ["[LINK]3: eth0", "2: eth0: <UP>", "", "default via 1.2.3.4"]) expect(isJson(text)).toBe(false);
    for (const text of ["[]", "[{", " [\n{", "[", '["mdb":[]]', '{"a":1}']) expect(isJson(text)).toBe(true);
  });
});

describe("every recorded JSON output", () => {
  const outputs = allRecordings().flatMap((recorded) => recorded.index.commands
    .filter((command) => command.exit === 0 && /^(ip|bridge)$/.test(command.argv[0]!) && command.argv[1]?.startsWith("-j"))
    .map((command) => ({ at: `${recorded.name}: ${command.argv.join(" ")}`, text: recorded.outputOf(command) }))
    .filter(({ text }) => isJson(text)));

  test("is read to its end", () => {
    expect(outputs.length).toBeGreaterThan(300);
    const bad = outputs.filter(({ text }) => readJsonRows(text, "x").warnings.length > 0).map(({ at }) => at);
    expect(bad).toEqual([]);
  });

  test("where JSON.parse can read it, says the same but for repeated keys", () => {
    for (const { at, text } of outputs) {
      let parsed: JsonObject[];
      try {
        parsed = JSON.parse(text) as JsonObject[];
      } catch {
        continue;
      }
      const rows = readJsonRows(text, "x").rows;
      for (const { pointer, value } of rows) {
        if (!holdsIrregular(value)) expect(value, `${at} ${pointer}`).toEqual(parsed[Number(pointer.slice(1))]);
      }
    }
  });
});

function holdsIrregular(value: JsonObject): boolean {
  return hasIrregularMembers(value)
    || membersOf(value).some(([, member]) => (Array.isArray(member) ? member : [member])
      .some((item) => isJsonObject(item) && holdsIrregular(item)));
}

describe("whatever comes in", () => {
  test("the tolerant way reads any JSON document as JSON.parse does", () => {
    fc.assert(fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })), (rows) => {
      // the trailing comma before the end makes it no JSON
      const text = JSON.stringify(rows).replace(/\]$/, ",]");
      expect(values(text)).toEqual(JSON.parse(JSON.stringify(rows)));
    }), { numRuns: 300 });
  });

  test("never throws", () => {
    const piece = fc.constantFrom("[", "]", "{", "}", '"', ":", ",", "\\", "\\u12", "1", "null", '"dst"', " ", "\n", "é");
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      readJsonRows(pieces.join(""), "x");
    }), { numRuns: 2000 });
  });

  test.each(["[", "{", '[{"a":', '[{"a":[', '"', '[{"a":1},{"a":%'])("%j a hundred thousand times is read once through", (piece) => {
    expect(readJsonRows(piece.repeat(100_000), "x").rows.length).toBeLessThanOrEqual(100_001);
  });
});
