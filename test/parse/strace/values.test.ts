import { expect, test } from "vitest";
import { eventsOf } from "../../support/captures.ts";
import { printEvents } from "../../../src/parse/strace/print-event.ts";

test.each(["{", "[", "f(", "a=", "=> {", "/* x */ ", "~["])("nesting with %s deeper than strace writes is kept as text and uses up no stack", (open) => {
  const deep = `f(${open.repeat(50_000)}1`;
  const closers = { "{": "}", "[": "]", "f(": ")", "~[": "]" } as Record<string, string>;
  for (const body of [deep, `${deep} <unfinished ...>`, `${deep}${(closers[open] ?? "").repeat(50_000)}) = 0`]) {
    const events = eventsOf(`${body}\n`, true);
    expect(events).toHaveLength(1);
    expect(printEvents(events)).toBe(`${body}\n`);
  }
});
