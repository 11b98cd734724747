import type { CaptureDocument, CaptureFacts } from "../../model/capture.ts";
import { readRows } from "../../host/read-capture.ts";
import { CaptureReader } from "../../reason/capture-facts.ts";
import { explainCause } from "../../explain/diagnosis.ts";
import { explainFinding } from "../../explain/findings.ts";
import { tellStory } from "../../explain/capture.ts";
import { renderText } from "../../render/text.ts";
import { briefBlocks, captureBlocks } from "../../render/views/capture.ts";
import { HostlensError } from "../../model/failure.ts";
import type { Context } from "../command.ts";

/** Tells what a strace capture shows: why the run failed first, then who ran and what was done. */
export async function explainCapture(context: Context, name: string, bytes: AsyncIterable<Buffer>): Promise<number> {
  const { globals, out } = context;
  const facts = await readFacts(name, bytes);
  const { causes, inefficiencies, ...rest } = facts;
  const sections = tellStory(facts, name);
  const diagnosis = causes.map((cause) => explainCause(cause, name));
  const findings = inefficiencies.map((finding) => explainFinding(finding, name));
  if (globals.format === "text") {
    const story = { name, facts, sections, diagnosis, findings };
    await out.text(renderText(globals.brief ? briefBlocks(story) : captureBlocks(story, globals.verbose), globals));
    return 0;
  }
  const document: CaptureDocument = {
    schema: "hostlens/explain@1", source: { kind: "capture", host: null, kernel: null, recordedAt: null }, kind: "strace", ...rest,
    diagnosis, findings, story: sections.flatMap((section) => section.sentences), warnings: [],
  };
  if (facts.capture.unparsed > 0) {
    document.warnings.push({ code: "not-understood", message: `${facts.capture.unparsed} of ${facts.capture.lines} lines are not strace's: output of the program, or cut off`, at: { command: name } });
  }
  await out.json(document);
  return 0;
}

/** One pass over the capture; a failure says where no line of it is strace's. */
export async function readFacts(name: string, bytes: AsyncIterable<Buffer>): Promise<CaptureFacts> {
  const reader = new CaptureReader();
  const lines = await readRows(bytes, (row) => reader.observe(row));
  const facts = reader.finish(lines);
  if (facts.capture.events > facts.capture.unparsed) return facts;
  throw new HostlensError({ code: "bad-input", where: name, problem: "no line of it is a line of strace", hint: "record one with: strace -f -tt -T -y -o FILE COMMAND" });
}
