import { array, assert as check, constantFrom, double, integer, nat, oneof, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import type { TraceEvent } from "../../src/model/trace-event.ts";
import { printEvents } from "../../src/parse/strace/print-event.ts";
import { RowReader } from "../../src/parse/strace/row-reader.ts";
import { allCaptures, eventsOf, linesOf, printedAsStream, withoutLayout } from "../support/captures.ts";
import { anyCapture } from "../support/generated-trace.ts";

const captures = allCaptures();

/** Some lines out of the middle of a real capture. */
const excerpt = record({ which: nat(captures.length - 1), from: double({ min: 0, max: 1, noNaN: true }), count: integer({ min: 1, max: 40 }) })
  .map(({ which, from, count }) => {
    const { lines } = linesOf(captures[which]?.text ?? "");
    const start = Math.floor(from * Math.max(0, lines.length - count));
    return lines.slice(start, start + count).map((line) => `${line}\n`).join("");
  });

function expectLossless(text: string): void {
  const events = eventsOf(text, true);
  expect(printEvents(events)).toBe(text);
  expect(printedAsStream(text)).toBe(text);
  expect(JSON.stringify(withoutLayout(events))).toBe(JSON.stringify(withoutLayout(eventsOf(text))));
}

function rowsOf(chunks: readonly Buffer[]): TraceEvent[] {
  const events: TraceEvent[] = [];
  const reader = new RowReader((row) => {
    if (!row.isBegun) events.push(row.event());
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return withoutLayout(events);
}

test("however the bytes are cut into chunks, the events are the same", () => {
  check(property(excerpt, array(nat(20_000), { maxLength: 12 }), (text, cuts) => {
    const bytes = Buffer.from(text, "latin1");
    const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
    expect(JSON.stringify(rowsOf(chunks))).toBe(JSON.stringify(rowsOf([bytes])));
  }), { numRuns: 150 });
}, 120_000);

test("a capture that is cut anywhere is read, and printed as it is", () => {
  check(property(excerpt, nat(50_000), nat(50_000), (text, one, other) => {
    const from = one % (text.length + 1);
    expectLossless(text.slice(from, from + (other % (text.length - from + 1))));
  }), { numRuns: 250 });
}, 120_000);

test("flipped, doubled and lost bytes never throw and are never lost", () => {
  const edit = record({ at: nat(50_000), byte: nat(255), how: constantFrom("flip", "insert", "drop", "double") });
  check(property(excerpt, array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
    let changed = text;
    for (const { at, byte, how } of edits) {
      const place = at % (changed.length + 1);
      const put = how === "double" ? changed.slice(place, place + byte) : how === "drop" ? "" : String.fromCharCode(byte);
      changed = changed.slice(0, place) + put + changed.slice(how === "flip" || how === "drop" ? place + 1 : place);
    }
    expectLossless(changed);
  }), { numRuns: 300 });
}, 120_000);

test("whatever stands in a file, it is read and printed as it is", () => {
  const piece = constantFrom(
    "write(1, \"a\\n\", 2", "a\n", ") = 2\n", " <unfinished ...>\n", "<... write resumed>", "[pid  7] ", "7  ", "strace: Process 7 attached\n", " = 0", "{", "}", "[", "]",
    "\"", "\\", "/*", "*/", " => ", "3</etc", ">", "\r", "\n", "\0", "\x1b[31m", "% time     seconds  usecs/call     calls    errors syscall\n", "------ ----------- ----------- --------- --------- ----------------\n",
    " > /bin/x(main+0x1) [0x2]\n", " | 00000  61", "+++ exited with 0 +++\n", "--- SIGCHLD {si_signo=SIGCHLD} ---\n", "12:00:00 ", "     0.000012 ", "close(3)", "\xe9");
  check(property(array(oneof({ weight: 4, arbitrary: piece }, string({ maxLength: 3 })), { maxLength: 30 }), (pieces) => {
    expectLossless(pieces.join(""));
  }), { numRuns: 1500 });
}, 120_000);

test("captures made from the grammar are understood whole, and their trees are the ones they were made from", () => {
  check(property(anyCapture, (made) => {
    const text = printEvents(made);
    const events = eventsOf(text, true);
    expect(printEvents(events)).toBe(text);
    expect(withoutLayout(events)).toEqual(withoutLayout(made));
  }), { numRuns: 400 });
}, 120_000);

// Anything that is not linear would need days for these.
test.each([["escapes", '"\\\\'], ["braces", "{"], ["brackets", "f("], ["lists", "[1, "], ["decorations", "3<"], ["comments", "/* "], ["endings", ") = "], ["messages", "strace: Process 1 attached "], ["colours", "\x1b[0m"]])(
  "time grows with the length of a line, however it nests: %s", (_, piece) => {
    for (const start of ["f(", "9 <... f resumed>", 'write(1, "a"..., 9', ""]) {
      const line = start + piece.repeat(Math.ceil(3e6 / piece.length));
      const events = eventsOf(`${line}\n`, true);
      expect(printEvents(events).length).toBe(line.length + 1);
    }
  }, 120_000);

test("a line of 100 MB is one call", () => {
  const line = `write(3, "${"\\\\".repeat(50e6)}", 50000000) = 50000000\n`;
  const [event, ...others] = eventsOf(line);
  expect(others).toEqual([]);
  expect(event).toMatchObject({ kind: "syscall", name: "write", ret: { value: 50e6 } });
  expect(event?.args?.[1]).toMatchObject({ kind: "string", truncated: false });
}, 120_000);
