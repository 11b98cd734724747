import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { parseCall, printCall } from "../../../src/parse/strace/call.ts";
import { printValue } from "../../../src/parse/strace/print.ts";
import { ValueScanner } from "../../../src/parse/strace/values.ts";

const call = /^(?:\d+ +)?(?:\d+[:.][\d:.]+ )?[a-z_0-9]+\(/;

test("arguments of every complete call in plain captures are printed from their trees as strace wrote them", () => {
  let read = 0;
  const refused: string[] = [];
  for (const folder of ["strace", "failures"]) {
    const root = new URL(`../../../fixtures/captures/${folder}/`, import.meta.url);
    for (const name of readdirSync(root)) {
      if (!name.includes(".strace") || /stderr|color/.test(name)) continue;
      for (const line of readFileSync(new URL(name, root), "latin1").split("\n")) {
        const head = call.exec(line)?.[0];
        if (head === undefined || !/\) += /.test(line) || line.includes(" <unfinished ...>")) continue;
        const scanner = new ValueScanner(line, head.length);
        const args = scanner.args(")");
        if (!args || !/^ *= /.test(line.slice(scanner.at))) refused.push(`${name}: ${line.slice(0, 200)}`);
        else expect(`${head}${args.map(printValue).join(", ")})`).toBe(line.slice(0, scanner.at));
        const body = line.slice(head.search(/[a-z_][a-z_0-9]*\($/));
        const whole = parseCall(body);
        if (!whole) refused.push(`${name}: ${body.slice(0, 200)}`);
        else expect(printCall(whole)).toBe(body);
        read += 1;
      }
    }
  }
  expect(read).toBeGreaterThan(10_000);
  expect(refused).toEqual([]);
}, 60_000);

test("hostile nesting is refused without using up the stack", () => {
  for (const open of ["{", "[", "f(", '"\\\\'])
    expect(new ValueScanner(open.repeat(200_000)).args(")")).toBeUndefined();
});
