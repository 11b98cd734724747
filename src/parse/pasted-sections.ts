import { kindOfCommand, kindOfJson, kindOfLine } from "./detect.ts";
import type { PastedKind } from "./detect.ts";
import { isJson } from "./ip/json.ts";
import { splitWords } from "./ip/text.ts";

/** A run of lines that one command printed. `lines` are cleaned of what belongs to the paste and not to the output. */
export interface Section {
  /** 0-based line of the paste where it starts */
  readonly start: number;
  readonly lines: string[];
  kind: PastedKind | undefined;
  family: 4 | 6 | undefined;
}

/** More outputs than anybody pastes; what follows stays with the last one. */
const maxSections = 200;

/** An alias may hold 255 bytes, lines that look like another output's among them. */
const maxAliasLength = 255;

/**
 * Takes a paste apart into outputs: at shell prompts, at Markdown fences, and where the lines of one kind end and those
 * of another begin. Prompts, fences, colours, carriage returns and a common indentation are taken away; line numbers
 * stay those of the paste.
 */
export function readSections(text: string): Section[] {
  const sections: Section[] = [];
  let current: Section | undefined;
  const begin = (start: number, kind: PastedKind | undefined, family: 4 | 6 | undefined): Section => {
    if (sections.length >= maxSections && current !== undefined) return current;
    current = { start, lines: [], kind, family };
    sections.push(current);
    return current;
  };
  const lines = withoutColours(text).split("\n");
  for (const [index, raw] of lines.entries()) {
    const line = (raw.endsWith("\r") ? raw.slice(0, -1) : raw).replaceAll("\u00a0", " ");
    const trimmed = line.trim();
    const prompted = readPrompt(trimmed);
    if (trimmed.startsWith("```") || trimmed.startsWith("~~~")) begin(index + 1, undefined, undefined);
    else if (prompted !== undefined) begin(index + 1, prompted.kind, prompted.family);
    else (current ?? begin(index, undefined, undefined)).lines.push(line);
    const last = sections.at(-1);
    // where the sections are used up, their lines must not move
    if (last !== undefined && sections.length >= maxSections && last.start + last.lines.length < index + 1) last.lines.push("");
  }
  return sections.filter((section) => section.lines.some((line) => line.trim() !== "")).flatMap(splitByKind);
}

/**
 * `$ ip a`, `# ip r`, `root@host:~# ip rule`, `[me@host ~]$ arp -n`; a lone prompt too. A `#` alone before other words
 * is a comment, and no prompt.
 */
export function readPrompt(line: string): { kind: PastedKind | undefined; family: 4 | 6 | undefined } | undefined {
  const limit = Math.min(line.length, 120);
  for (let at = 0; at < limit; at++) {
    if (!"$#%❯➜>".includes(line.charAt(at))) continue;
    const before = line.slice(0, at);
    const after = line.slice(at + 1);
    const isShell = at === 0 || /^[\w.[(~-][^<>]*[@:~\]][^<>]*$/.test(before);
    if (!isShell || (after !== "" && !after.startsWith(" "))) continue;
    const command = kindOfCommand(after);
    if (command.isKnown || (at > 0 && before.includes("@")) || (after.trim() === "" && line[at] !== ">") || line.startsWith("$ ")) return command;
  }
  return undefined;
}

/** Colours as `ip -c` prints them (SGR sequences); other control characters stay, they are part of names. */
function withoutColours(text: string): string {
  return text.includes("\u001b[") ? text.replaceAll(/\u001b\[[0-9;]{0,20}m/g, "") : text;
}

function splitByKind(section: Section): Section[] {
  const lines = withoutIndentation(section.lines);
  const whole = lines.join("\n");
  if (isJson(whole)) return [{ ...section, lines, kind: kindOfJson(whole) ?? section.kind }];
  const parts: Section[] = [];
  let current: Section = { ...section, lines: [], kind: section.kind };
  let hasText = false;
  let sinceAlias = Number.POSITIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    const kind = sinceAlias <= maxAliasLength ? undefined : kindOfLine(line, current.kind);
    sinceAlias = splitWords(line.slice(0, 40))[0] === "alias" ? Math.min(sinceAlias, 0) + line.length : sinceAlias + line.length + 1;
    if (kind !== undefined && current.kind === undefined && !hasText) current.kind = kind;
    else if (kind !== undefined && section.kind === undefined && !isSame(current.kind, kind)) {
      if (kind === "netstat" && current.kind === "route") current.kind = "netstat";
      else {
        parts.push(current);
        current = { start: section.start + index, lines: [], kind, family: undefined };
        hasText = false;
      }
    }
    current.lines.push(line);
    hasText ||= line.trim() !== "";
  }
  if (hasText) parts.push(current);
  return parts;
}

/** Whether lines of these kinds may stand in one output: `ip addr` has the lines of `ip link`. */
function isSame(one: PastedKind | undefined, other: PastedKind): boolean {
  return one === other || (one === "ip-addr" && other === "ip-link");
}

function withoutIndentation(lines: readonly string[]): string[] {
  let common = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() !== "") common = Math.min(common, line.length - line.trimStart().length);
  }
  return common === 0 || common === Number.POSITIVE_INFINITY ? [...lines] : lines.map((line) => line.slice(common));
}
