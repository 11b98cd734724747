import * as fc from "fast-check";
import { expect, test } from "vitest";
import { escapeHtml, escapeTerminal } from "../../src/render/escape.ts";

test("ordinary text of any script stays as it is", () => {
  for (const text of ["eth0", "br-3f2a1c", "naïve", "网卡", "🦊0", "a\\b", "say \"hi\"", ""]) expect(escapeTerminal(text)).toBe(text);
});

test.each([
  ["\u001b[31mred", "\\x1b[31mred"],
  ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
  ["\u007f\u0085\u009b", "\\x7f\\x85\\x9b"],
  ["a\u202eb\u2066c", "a\\u202eb\\u2066c"],
  ["z\u200bw\u200dj\ufeff", "z\\u200bw\\u200dj\\ufeff"],
  ["line\u2028para\u2029", "line\\u2028para\\u2029"],
  ["lone \ud800", "lone \\ud800"],
  ["tag \u{e0041}", "tag \\u{e0041}"],
  ["soft\u00adhyphen", "soft\\xadhyphen"],
])("%j shows as %s", (text, shown) => expect(escapeTerminal(text)).toBe(shown));

test("bytes that were no UTF-8 stay visible as the replacement character", () => {
  expect(escapeTerminal(Buffer.from([0x61, 0xff, 0x62]).toString("utf8"))).toBe("a\ufffdb");
});

test("no text whatsoever gets a control, format or invisible character through", () => {
  const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => !forbidden.test(escapeTerminal(text))), { numRuns: 2000 });
  for (let code = 0; code <= 0xffff; code++) {
    if (forbidden.test(escapeTerminal(String.fromCharCode(code)))) expect.fail(`U+${code.toString(16)} gets through`);
  }
});

test("HTML's own characters are quoted, controls are shown", () => {
  expect(escapeHtml(`<img src=x onerror='a("&")'>\u001b`)).toBe("&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;\\x1b");
});
