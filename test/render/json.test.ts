import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonChunks } from "../../src/render/json.ts";

const write = (document: unknown, pretty: boolean): string => [...jsonChunks(document, pretty)].join("");

test("the pieces together are the document", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue(), { minLength: 501, maxLength: 600 }), fc.boolean(), (some, many, pretty) => {
    const document = { schema: "hostlens/routes@1", ...some, routes: many, warnings: [] };
    expect(JSON.parse(write(document, pretty))).toEqual(JSON.parse(JSON.stringify(document)));
  }), { numRuns: 50 });
});

test("a generator is written as an array, undefined keys are left out", () => {
  function* items(): Generator<object> {
    yield { a: 1 };
    yield { b: "x\ny" };
  }
  expect(JSON.parse(write({ one: undefined, items: items() }, true))).toEqual({ items: [{ a: 1 }, { b: "x\ny" }] });
  expect(JSON.parse(write({ items: (function* () {})() }, true))).toEqual({ items: [] });
});

test("one line with --ndjson, also for long arrays", () => {
  expect(write({ routes: Array.from({ length: 2000 }, (_, index) => ({ index })) }, false).split("\n")).toHaveLength(2);
});

test("rows that differ in a few values are written as JSON.stringify writes them", () => {
  const row = fc.record({ dst: fc.string(), gateway: fc.constantFrom("192.0.2.1", "a\"b"), metric: fc.constantFrom(0, 1, NaN), flags: fc.constantFrom<unknown[]>([], ["linkdown"]), at: fc.constantFrom(undefined, { line: 1 }) }, { requiredKeys: ["dst"] });
  fc.assert(fc.property(fc.array(fc.oneof({ arbitrary: row, weight: 9 }, fc.jsonValue()), { minLength: 1, maxLength: 40 }), (rows) => {
    expect(write({ rows: rows[Symbol.iterator]() }, false)).toBe(`${JSON.stringify({ rows })}\n`);
  }), { numRuns: 300 });
});
