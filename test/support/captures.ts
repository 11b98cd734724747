import { readFileSync, readdirSync } from "node:fs";
import type { TraceEvent } from "../../src/model/trace-event.ts";
import { CaptureParser } from "../../src/parse/strace/capture-parser.ts";
import { CapturePrinter } from "../../src/parse/strace/print-event.ts";

const folders = ["strace", "failures", "failures-more", "successes"];

/** Every capture there is, as latin1 text. */
export function allCaptures(): { name: string; text: string }[] {
  return folders.flatMap((folder) => {
    const root = new URL(`../../fixtures/captures/${folder}/`, import.meta.url);
    return readdirSync(root).filter((name) => name.includes(".strace"))
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(new URL(name, root), "latin1") }));
  });
}

/** A capture's lines, and whether the last one has its newline. */
export function linesOf(text: string): { lines: string[]; isEnded: boolean } {
  const lines = text.split("\n");
  const isEnded = lines.at(-1) === "";
  if (isEnded) lines.pop();
  return { lines, isEnded };
}

/** All events of a text. */
export function eventsOf(text: string, layout = false): TraceEvent[] {
  const { lines, isEnded } = linesOf(text);
  const parser = new CaptureParser({ layout });
  const events = lines.flatMap((line, at) => parser.push(line, isEnded || at < lines.length - 1));
  return [...events, ...parser.end()];
}

/** The text printed while it is read, as a stream would print it. */
export function printedAsStream(text: string): string {
  const { lines, isEnded } = linesOf(text);
  const printer = new CapturePrinter();
  const out: string[] = [];
  let held: TraceEvent | undefined;
  const release = (next?: TraceEvent): void => {
    if (held) out.push(printer.whole(held));
    held = next;
  };
  const parser = new CaptureParser({
    layout: true,
    onEvent: release,
    onBegin: (event) => {
      release();
      out.push(printer.begin(event));
    },
  });
  for (const [at, line] of lines.entries()) parser.push(line, isEnded || at < lines.length - 1);
  parser.end();
  release();
  return out.join("");
}

/** Events without their layout, to compare. */
export function withoutLayout(events: readonly TraceEvent[]): TraceEvent[] {
  return events.map((event) => ({ ...event, layout: undefined }));
}
