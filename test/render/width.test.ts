import * as fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { escapeTerminal } from "../../src/render/escape.ts";
import { cut, widthOf, wrap } from "../../src/render/width.ts";

test("ordinary names and signs are as wide as string-width says", () => {
  for (const text of ["eth0", "naïve", "网卡0", "日本語", "한국어", "🦊0", "⚡", "é", "e\u0301", "– … → │ ├─ · ✓ ✗ №", "ไทย", "عربى", "ﬀ", "①", "ＡＢ", "\u001b[31mred\u001b[39m"]) {
    expect(widthOf(text), text).toBe(stringWidth(text));
  }
});

test("nothing is wider than it is counted", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
    const safe = escapeTerminal(text);
    return stringWidth(safe) <= widthOf(safe);
  }), { numRuns: 2000 });
  for (let code = 0x20; code <= 0x3ffff; code++) {
    const safe = escapeTerminal(String.fromCodePoint(code));
    if (safe.length <= 2 && stringWidth(safe) > widthOf(safe)) expect.fail(`U+${code.toString(16)} is ${stringWidth(safe)} wide, counted as ${widthOf(safe)}`);
  }
});

test("wrapped and cut lines fit, and no character is lost but blanks", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
    const safe = escapeTerminal(text);
    const lines = wrap(safe, width);
    for (const line of [...lines, cut(safe, width)]) if (stringWidth(line) > width) throw new Error(JSON.stringify(line));
    expect(lines.join("").replaceAll(" ", "")).toBe(safe.replaceAll(" ", ""));
  }), { numRuns: 1000 });
});

test("a colour that goes over a break ends with its line and begins again on the next", () => {
  expect(wrap("\u001b[33mone two\u001b[39m three", 5)).toEqual(["\u001b[33mone\u001b[39m", "\u001b[33mtwo\u001b[39m", "three"]);
});
