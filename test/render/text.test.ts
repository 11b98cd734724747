import * as fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import type { Block, Words } from "../../src/render/document.ts";
import { renderText } from "../../src/render/text.ts";

const plain = (blocks: readonly Block[], width: number): string => renderText(blocks, { width, color: false });

const words: fc.Arbitrary<Words> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.lorem({ maxCount: 30 }),
  fc.array(fc.record({ text: fc.string({ unit: "grapheme", maxLength: 20 }), tone: fc.constantFrom("strong", "name", "bad", "dim") }), { maxLength: 4 }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("title" as const), text: words, aside: words }),
  fc.record({ kind: fc.constant("paragraph" as const), text: words, indent: fc.nat(8), hang: fc.nat(4) }),
  fc.record({ kind: fc.constant("list" as const), items: fc.array(words, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant("drawn" as const), lines: fc.array(words, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant("facts" as const), rows: fc.array(fc.record({ label: fc.string({ maxLength: 30 }), value: words, aside: words }), { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant("table" as const),
    columns: fc.array(fc.record({ title: fc.string({ maxLength: 12 }), shrink: fc.nat(3), align: fc.constantFrom("left" as const, "right" as const) }), { minLength: 1, maxLength: 6 }),
    rows: fc.array(fc.record({ cells: fc.array(words, { maxLength: 6 }) }), { maxLength: 4 }),
    oneLine: fc.boolean(),
  }),
  fc.string({ unit: "binary", maxLength: 120 }).chain((text) => fc.record({
    kind: fc.constant("quote" as const),
    lines: fc.record({ line: fc.nat(99_999), text: fc.constant(text), mark: fc.nat(text.length).chain((start) => fc.record({ start: fc.constant(start), end: fc.integer({ min: start, max: text.length }) })) }).map((line) => [line]),
  })),
);

test("no line is wider than asked, whatever the host wrote, at any width", () => {
  fc.assert(fc.property(fc.array(block, { maxLength: 4 }), fc.constantFrom(30, 80, 100, 140), fc.boolean(), (blocks, width, color) => {
    const all: Block[] = [...blocks, { kind: "beside", left: blocks, right: blocks }];
    for (const line of renderText(all, { width, color }).split("\n")) {
      if (stringWidth(line) > width) throw new Error(`${stringWidth(line)} > ${width}: ${JSON.stringify(line)}`);
    }
  }), { numRuns: 400 });
});

test("without colour, no control character but the line feed is printed", () => {
  fc.assert(fc.property(fc.array(block, { maxLength: 4 }), (blocks) => !/[\p{Cc}\p{Cf}]/u.test(plain(blocks, 80).replaceAll("\n", ""))), { numRuns: 400 });
});

test("wrapping loses no word", () => {
  const text = "The next packet is sent at once to this MAC; if nothing confirms it within 5 s, the kernel asks again with ARP.";
  for (const width of [20, 33, 80, 140]) {
    expect(plain([{ kind: "paragraph", text, indent: 2 }], width).split(/\s+/).filter(Boolean).join(" ")).toBe(text);
  }
});

test("a table keeps every character of an address that is too long for its column", () => {
  const address = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128";
  const blocks: Block[] = [{
    kind: "table", columns: [{ title: "NIC" }, { title: "ADDRESSES", shrink: 2 }, { title: "", shrink: 3 }],
    rows: [{ cells: ["enp0s31f6", address, "your way out, with a long remark beside it"] }],
  }];
  const second = (text: string): string => text.split("\n").slice(1).map((line) => line.slice(11)).join("");
  expect(plain(blocks, 140)).toContain(address);
  expect(second(plain(blocks, 40)).replaceAll(/[^0-9a-f:/]/g, "")).toContain("2001:db8");
  expect(plain(blocks, 140).trimEnd().split("\n")).toHaveLength(2);
});

test("a quoted line shows its caret under the spot", () => {
  const [quoted = "", carets = ""] = plain([{ kind: "quote", lines: [{ line: 12, text: "connect(3, \u001b) = -1", mark: { start: 8, end: 9 } }] }], 80).split("\n");
  expect(quoted).toBe("12  connect(3, \\x1b) = -1");
  expect(carets.indexOf("^")).toBe(quoted.indexOf("3,"));
});

test("two columns from 100 on, one below the other before", () => {
  const blocks: Block[] = [{ kind: "beside", left: [{ kind: "paragraph", text: "left" }], right: [{ kind: "paragraph", text: "right" }] }];
  expect(plain(blocks, 100)).toMatch(/^left +│ right\n$/);
  expect(plain(blocks, 99)).toBe("left\n\nright\n");
});
