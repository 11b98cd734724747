import { HostlensError } from "../../model/failure.ts";
import { tieToHost } from "../../explain/learn.ts";
import { evidenceCommand, pickEvidence } from "../../explain/learn-lines.ts";
import { concepts, conceptByName, type Concept } from "../../knowledge/concepts/index.ts";
import type { Block } from "../../render/document.ts";
import { renderText } from "../../render/text.ts";
import type { Context } from "../command.ts";
import { nearest } from "../nearest.ts";

const mostLines = 8;

/** `hostlens learn [CONCEPT]`: the concepts there are, or one of them beside what this host shows of it. */
export async function run(context: Context, [name]: readonly string[]): Promise<number> {
  if (name === undefined) return await listConcepts(context);
  const concept = conceptByName(name);
  if (!concept) {
    const available = concepts.map((each) => each.id);
    const meant = nearest(name, available);
    throw new HostlensError({ code: "not-found", what: "concept", name, ...(meant ? { hint: `did you mean ${meant}?` } : { hint: "hostlens learn lists them" }) });
  }
  return await showConcept(context, concept);
}

async function listConcepts({ globals, out }: Context): Promise<number> {
  if (globals.format !== "text") {
    await out.json({ schema: "hostlens/learn@1", source: { kind: "catalogue", host: null, kernel: null, recordedAt: null }, concepts: concepts.map(({ id, title, aliases }) => ({ id, title, aliases })), warnings: [] });
    return 0;
  }
  await out.text(renderText([
    { kind: "table", columns: [{ title: "concept" }, { title: "about", shrink: 1 }], rows: concepts.map((concept) => ({ cells: [[{ text: concept.id, tone: "name" }], concept.title] })) },
    { kind: "gap" },
    { kind: "paragraph", text: "hostlens learn CONCEPT shows one beside what this host shows of it." },
  ], globals));
  return 0;
}

async function showConcept(context: Context, concept: Concept): Promise<number> {
  const { networkParts, takeSnapshot } = await import("../../host/snapshot.ts");
  const host = await context.openHost();
  const argv = evidenceCommand(concept.id);
  const [snapshot, output] = await Promise.all([takeSnapshot(host, networkParts), argv ? host.run({ argv }) : undefined]);
  const lines = output?.exitCode === 0 ? pickEvidence(concept.id, output.stdout.toString("utf8"), snapshot, mostLines) : [];
  const ties = tieToHost(concept.id, snapshot);
  if (context.globals.format !== "text") {
    await context.out.json({ schema: "hostlens/learn@1", source: snapshot.source, concept, evidence: lines, sentences: ties, warnings: snapshot.warnings });
    return 0;
  }
  const left: Block[] = [{ kind: "title", text: concept.title }, ...concept.text.map((text): Block => ({ kind: "paragraph", text }))];
  if (concept.misbelief) {
    left.push({ kind: "paragraph", text: `Often said: "${concept.misbelief.said}"` }, { kind: "paragraph", text: `True: ${concept.misbelief.truth}` });
  }
  left.push({ kind: "paragraph", text: [{ text: concept.sources.join(", "), tone: "dim" }] });
  const right: Block[] = [{ kind: "title", text: "on this host" }, ...ties.map(({ text }): Block => ({ kind: "paragraph", text }))];
  if (lines.length > 0 && argv) right.push({ kind: "paragraph", text: [{ text: argv.join(" "), tone: "dim" }] }, { kind: "quote", lines: lines.map(({ line, text }) => ({ line, text })) });
  else if (ties.length === 0) right.push({ kind: "paragraph", text: argv ? "This host shows nothing of it right now." : "A host's network shows nothing of this; a program that is traced does: hostlens trace -- CMD" });
  await context.out.text(renderText([{ kind: "beside", left, right }], context.globals));
  return 0;
}
