import { expect, test } from "vitest";
import { printEvents } from "../../../src/parse/strace/print-event.ts";
import { allCaptures, eventsOf, printedAsStream, withoutLayout } from "../../support/captures.ts";

const captures = allCaptures();

/** What no reader of strace can know: what the traced program printed into the capture. */
const outputOfTheProgram = { "strace/ls-summary-f.strace": ["ls: cannot access '/none': No such file or directory"] };

test("every capture is printed again from its events, byte for byte", () => {
  expect(captures.length).toBeGreaterThan(150);
  const different = captures.filter(({ text }) => printEvents(eventsOf(text, true)) !== text || printedAsStream(text) !== text);
  expect(different.map(({ name }) => name)).toEqual([]);
}, 120_000);

test("nothing of the captures is left over but what the traced program printed", () => {
  const left: Record<string, string[]> = {};
  const unknown: string[] = [];
  for (const { name, text } of captures) {
    const events = eventsOf(text, true);
    const unparsed = events.filter((event) => event.kind === "unparsed");
    if (unparsed.length > 0) left[name] = unparsed.map((event) => event.text ?? "");
    for (const event of events) if (event.args && JSON.stringify(event.args).includes('{"kind":"unknown"')) unknown.push(`${name}:${event.line}`);
  }
  expect(left).toEqual(outputOfTheProgram);
  expect(unknown).toEqual([]);
}, 120_000);

test("keeping the layout changes nothing else", () => {
  for (const { name, text } of captures.filter(({ text }) => text.length < 60_000))
    expect(JSON.stringify(withoutLayout(eventsOf(text, true))), name).toBe(JSON.stringify(withoutLayout(eventsOf(text))));
}, 120_000);

test("the typed fields are printed, not the line that was read", () => {
  const [event] = eventsOf('3300  16:49:50.000001 openat(AT_FDCWD, "/etc/a", O_RDONLY) = 3</etc/a> <0.000010>\n', true);
  if (!event) throw new Error("no event");
  event.args = [{ kind: "flags", names: ["AT_FDCWD"] }, { kind: "string", value: "/srv/\n", truncated: true }];
  event.ret = { value: -1, errno: "ENOENT", message: "No such file or directory" };
  event.seconds = 0.5;
  event.pid = 3301;
  event.time = 60.25;
  expect(printEvents([event])).toBe('3301  00:01:00.250000 openat(AT_FDCWD, "/srv/\\n"...) = -1 ENOENT (No such file or directory) <0.500000>\n');
});
