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
