import { ownFiles } from "../../explain/capture-io.ts";
import { phaseWords } from "../../explain/capture-phases.ts";
import { drawProcesses } from "../../explain/capture-tree.ts";
import { CaptureTeller } from "../../explain/capture-words.ts";
import type { StorySection } from "../../explain/capture.ts";
import { numberText } from "../../explain/say.ts";
import type { CaptureFacts, Diagnosis, Phase } from "../../model/capture.ts";
import type { Sentence } from "../../model/explanation.ts";
import type { Block } from "../document.ts";

/** What the page about a capture is made of. */
export interface CaptureStory {
  readonly name: string;
  readonly facts: CaptureFacts;
  readonly sections: readonly StorySection[];
  readonly diagnosis: readonly Diagnosis[];
  readonly findings: readonly Sentence[];
}

const treeLines = 40;
const phaseRows = 10;
const fileRows = 10;
const callRows = 10;

/** The page: why it failed first, then what happened, who took part, phases, files, network, time, the boundary. */
export function captureBlocks(story: CaptureStory, isVerbose: boolean): Block[] {
  const blocks: Block[] = [...diagnosisBlocks(story.diagnosis)];
  if (story.findings.length > 0) blocks.push({ kind: "title", text: "Worth knowing" }, sentenceList(story.findings), { kind: "gap" });
  for (const section of story.sections) {
    blocks.push({ kind: "title", text: section.title }, ...sectionBlocks(section, story, isVerbose), { kind: "gap" });
    if (section.id === "run" && story.facts.processes.length > 1) {
      blocks.push({ kind: "title", text: "Who took part" }, { kind: "drawn", lines: drawProcesses(story.facts, isVerbose ? 100_000 : treeLines), indent: 2 }, { kind: "gap" });
    }
  }
  return [...blocks, { kind: "paragraph", text: [{ text: `Every call in words: hostlens explain --calls ${story.name} (with --pid N, --phase NAME, --lines A-B). The concepts beside it: hostlens learn system-call --capture ${story.name}`, tone: "dim" }] }];
}

/** One line or a few: why it failed, or what it was. */
export function briefBlocks(story: CaptureStory): Block[] {
  const [first] = story.diagnosis;
  if (first) return [{ kind: "title", text: [{ text: first.summary, tone: "bad" }], aside: `line ${first.line}` }];
  const run = story.sections.find((section) => section.id === "run")?.sentences[0];
  return [{ kind: "paragraph", text: run?.text ?? story.sections[0]?.sentences[0]?.text ?? "Nothing of the program is in this capture." }];
}

function diagnosisBlocks(diagnosis: readonly Diagnosis[]): Block[] {
  const [first, ...others] = diagnosis;
  if (!first) return [];
  return [
    { kind: "title", text: [{ text: first.summary, tone: "bad" }], aside: `line ${first.line}` },
    ...first.sentences.map((sentence): Block => ({ kind: "paragraph", text: sentence.text, indent: 2 })),
    ...others.map((other): Block => ({ kind: "paragraph", text: `Less likely: ${other.summary} (line ${other.line}).`, indent: 2 })),
    { kind: "gap" },
  ];
}

function sectionBlocks(section: StorySection, story: CaptureStory, isVerbose: boolean): Block[] {
  const sentences = section.sentences.length > 0 ? [sentenceList(section.sentences)] : [];
  switch (section.id) {
    // the table says in rows what the sentences about single phases say
    case "phases": return [sentenceList(section.sentences.filter(({ text }) => !text.startsWith("Phase "))), ...phaseTable(story, isVerbose)];
    case "files": return [...fileTable(story.facts, isVerbose), ...sentences];
    case "boundary": return [...sentences, ...callTable(story.facts, isVerbose)];
    default: return sentences;
  }
}

function sentenceList(sentences: readonly Sentence[]): Block {
  return { kind: "list", items: sentences.map(({ text, because }) => [{ text: `${text} ` }, { text: placeWords(because), tone: "dim" as const }]) };
}

/** "line 12", "lines 12, 40": where a sentence rests on the capture. */
function placeWords(because: Sentence["because"]): string {
  const lines = because.flatMap((place) => place.line ?? []);
  if (lines.length === 0) return "";
  return `[${lines.length === 1 ? "line" : "lines"} ${lines.slice(0, 3).join(", ")}${lines.length > 3 ? " …" : ""}]`;
}

function phaseTable({ facts, name }: CaptureStory, isVerbose: boolean): Block[] {
  const teller = new CaptureTeller(facts, name);
  const shown = isVerbose ? facts.phases : chosenPhases(facts.phases);
  const hasPids = shown.some((phase) => phase.pid !== shown[0]?.pid);
  const left = facts.phases.length - shown.length;
  return [
    {
      kind: "table", indent: 2,
      columns: [...(hasPids ? [{ title: "pid", align: "right" as const }] : []), { title: "phase" }, { title: "calls", align: "right" }, { title: "lines" }, { title: "what it is", shrink: 1, min: 30 }],
      rows: shown.map((phase) => ({
        cells: [...(hasPids ? [String(phase.pid)] : []), [{ text: phase.name, tone: "name" as const }], numberText(phase.calls), phase.fromLine === phase.toLine ? String(phase.fromLine) : `${phase.fromLine}-${phase.toLine}`, phaseWords(phase, teller)],
      })),
    },
    ...(left > 0 ? [{ kind: "paragraph" as const, indent: 2, text: `and ${numberText(left)} phases of other processes: -v lists all.` }] : []),
  ];
}

/** The phases of the first process, and of the next one that ran a program. */
function chosenPhases(phases: readonly Phase[]): Phase[] {
  const pids = [...new Set([phases[0]?.pid, ...phases.slice(0, 5000).filter((phase) => phase.name === "exec").map((phase) => phase.pid)])].slice(0, 2);
  return pids.flatMap((pid) => phases.filter((phase) => phase.pid === pid).slice(0, phaseRows));
}

function fileTable(facts: CaptureFacts, isVerbose: boolean): Block[] {
  const own = ownFiles(facts.files);
  const machinery = facts.files.filter((file) => file.entries === undefined).length - own.length;
  const shown = isVerbose ? own : own.slice(0, fileRows);
  if (shown.length === 0) return [];
  const rest = [own.length > shown.length ? `${numberText(own.length - shown.length)} more files` : "", machinery > 0 ? `${numberText(machinery)} of libraries, locales and language modules` : ""].filter((part) => part !== "");
  return [
    {
      kind: "table", indent: 2, columns: [{ title: "file", shrink: 1, min: 24 }, { title: "read", align: "right" }, { title: "written", align: "right" }, { title: "opened", align: "right" }, { title: "line", align: "right" }],
      rows: shown.map((file) => ({
        cells: [[{ text: isVerbose ? file.path : shortPath(file.path), tone: "name" as const }], file.readBytes > 0 ? `${numberText(file.readBytes)} B` : "", file.writtenBytes > 0 ? `${numberText(file.writtenBytes)} B` : "", file.opens === 0 ? "before" : file.opens === 1 ? "once" : `${numberText(file.opens)} times`, String(file.line)],
      })),
    },
    ...(rest.length > 0 ? [{ kind: "paragraph" as const, indent: 2, text: `and ${rest.join(", and ")}.` }] : []),
  ];
}

function callTable({ syscalls }: CaptureFacts, isVerbose: boolean): Block[] {
  const shown = isVerbose ? syscalls : syscalls.slice(0, callRows);
  const hasSeconds = shown.some((one) => one.seconds !== undefined);
  if (shown.length === 0) return [];
  return [
    {
      kind: "table", indent: 2, columns: [{ title: "call" }, { title: "calls", align: "right" }, { title: "failed", align: "right" }, ...(hasSeconds ? [{ title: "seconds", align: "right" as const }] : []), { title: "class" }],
      rows: shown.map((one) => ({ cells: [[{ text: one.name, tone: "name" as const }], numberText(one.calls), one.errors === 0 ? "" : numberText(one.errors), ...(hasSeconds ? [(one.seconds ?? 0).toFixed(6)] : []), one.class] })),
    },
    ...(syscalls.length > shown.length ? [{ kind: "paragraph" as const, indent: 2, text: `and ${numberText(syscalls.length - shown.length)} other calls.` }] : []),
  ];
}

/** The beginning and the end of a long path: what is in the middle says least. */
function shortPath(path: string): string {
  const most = 46;
  if (path.length <= most) return path;
  const end = path.slice(path.lastIndexOf("/"));
  return end.length >= most - 8 ? `…${path.slice(1 - most)}` : `${path.slice(0, most - 1 - end.length)}…${end}`;
}
