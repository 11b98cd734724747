import type { CaptureDocument, CaptureFacts } from "../../model/capture.ts";
import { readRows } from "../../host/read-capture.ts";
import { CaptureReader } from "../../reason/capture-facts.ts";
import { explainCause } from "../../explain/diagnosis.ts";
import { drawProcesses, tellStory } from "../../explain/capture.ts";
import type { Block } from "../../render/document.ts";
import { renderText } from "../../render/text.ts";
import { HostlensError } from "../../model/failure.ts";
import type { Context } from "../command.ts";

/** Tells what a strace capture shows: why the run failed first, then who ran and what was done. */
export async function explainCapture(context: Context, name: string, bytes: AsyncIterable<Buffer>): Promise<number> {
  const { facts, isCapture } = await readFacts(bytes);
  if (!isCapture) throw new HostlensError({ code: "bad-input", where: name, problem: "no line of it is a line of strace", hint: "record one with: strace -f -tt -T -y -o FILE COMMAND" });
  const { causes, ...rest } = facts;
  const document: CaptureDocument = {
    schema: "hostlens/explain@1", source: { kind: "capture", host: null, kernel: null, recordedAt: null }, kind: "strace", ...rest,
    diagnosis: causes.map((cause) => explainCause(cause, name)), findings: [], story: tellStory(facts, name), warnings: [],
  };
  if (facts.capture.unparsed > 0) {
    document.warnings.push({ code: "not-understood", message: `${facts.capture.unparsed} of ${facts.capture.lines} lines are not strace's: output of the program, or cut off`, at: { command: name } });
  }
  if (context.globals.format !== "text") await context.out.json(document);
  else await context.out.text(renderText(captureBlocks(document, context.globals.brief), context.globals));
  return 0;
}

async function readFacts(bytes: AsyncIterable<Buffer>): Promise<{ facts: CaptureFacts; isCapture: boolean }> {
  const reader = new CaptureReader();
  const lines = await readRows(bytes, (row) => reader.observe(row));
  const facts = reader.finish(lines);
  return { facts, isCapture: facts.capture.events > facts.capture.unparsed };
}

function captureBlocks(document: CaptureDocument, isBrief: boolean): Block[] {
  const blocks: Block[] = [];
  const [first] = document.diagnosis;
  if (first) {
    blocks.push({ kind: "title", text: [{ text: first.summary, tone: "bad" }], aside: `line ${first.line}` });
    if (isBrief) return blocks;
    for (const sentence of first.sentences) blocks.push({ kind: "paragraph", text: sentence.text, indent: 2 });
    for (const other of document.diagnosis.slice(1)) blocks.push({ kind: "paragraph", text: `Less likely: ${other.summary} (line ${other.line}).`, indent: 2 });
    blocks.push({ kind: "gap" });
  } else if (isBrief) return [{ kind: "paragraph", text: document.story.at(-1)?.text ?? "" }];
  blocks.push({ kind: "title", text: "What happened" }, { kind: "list", items: document.story.map((sentence) => sentence.text) }, { kind: "gap" });
  blocks.push({ kind: "title", text: "Who took part" }, { kind: "drawn", lines: drawProcesses(document.processes), indent: 2 }, { kind: "gap" });
  blocks.push({ kind: "title", text: "System calls" }, {
    kind: "table",
    columns: [{ title: "call" }, { title: "calls", align: "right" }, { title: "failed", align: "right" }, ...(document.syscalls.some((one) => one.seconds !== undefined) ? [{ title: "seconds", align: "right" as const }] : [])],
    rows: document.syscalls.slice(0, 12).map((one) => ({ cells: [one.name, String(one.calls), one.errors === 0 ? "" : String(one.errors), ...(one.seconds === undefined ? [] : [one.seconds.toFixed(3)])] })),
    indent: 2,
  });
  if (document.syscalls.length > 12) blocks.push({ kind: "paragraph", text: `and ${document.syscalls.length - 12} more; --json has them all. hostlens syscalls NAME says what a call does.`, indent: 2 });
  return blocks;
}
