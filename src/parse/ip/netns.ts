import type { NamedNetns } from "../../model/namespace.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { isJson, readJsonRows } from "./json.ts";
import { readNumber, Words } from "./text.ts";

/**
 * Reads `ip netns` (names under /run/netns, with the nsid where one is assigned) and `ip netns list-id` (nsids, with the
 * name where there is one), as JSON or text. Nothing printed means that there are none. An nsid counts in the
 * namespace that was asked. See ip-netns(8).
 *
 * @example parseNetns("blue (id: 3)\nred\n", "ip netns").items // [{ name: "blue", nsid: 3, … }, { name: "red", … }]
 */
export function parseNetns(output: string, command: string): Parsed<NamedNetns> {
  return isJson(output) ? parseNetnsJson(output, command) : parseNetnsText(output, command);
}

function parseNetnsJson(output: string, command: string): Parsed<NamedNetns> {
  const { rows, warnings } = readJsonRows(output, command);
  const items: NamedNetns[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const { pointer, value } of rows) {
    const item: NamedNetns = { at: { command, pointer } };
    for (const [key, member] of Object.entries(value)) {
      if (key === "name" && typeof member === "string") item.name = member;
      else if ((key === "nsid" || key === "id") && typeof member === "number") item.nsid = member;
      else if (key !== "current-nsid") notUnderstood.push({ line: 1, text: `${JSON.stringify(key)}:${JSON.stringify(member)}` });
    }
    if (item.name !== undefined || item.nsid !== undefined) items.push(item);
  }
  return { items, warnings, notUnderstood };
}

function parseNetnsText(output: string, command: string): Parsed<NamedNetns> {
  const items: NamedNetns[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const [index, raw] of output.split("\n").entries()) {
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (text.trim() === "") continue;
    const item = text.startsWith("nsid ") ? readIdLine(text, index + 1, notUnderstood) : readNameLine(text);
    if (item === undefined) notUnderstood.push({ line: index + 1, text: text.trim() });
    else items.push({ ...item, at: { command, line: index + 1 } });
  }
  return { items, warnings: [], notUnderstood };
}

/** `nsid 3 (iproute2 netns name: blue)`; `list-id target-nsid` puts `current-nsid 1` in between. */
function readIdLine(text: string, line: number, notUnderstood: NotUnderstood[]): NamedNetns | undefined {
  const label = "(iproute2 netns name: ";
  const at = text.indexOf(label);
  const words = new Words(at === -1 ? text : text.slice(0, at), line, notUnderstood);
  words.take();
  const nsid = readNumber(words.peek());
  if (nsid === undefined || !Number.isInteger(nsid)) return undefined;
  words.take();
  if (words.peek() === "current-nsid" && readNumber(words.peek(1)) !== undefined) {
    words.take();
    words.take();
  }
  while (!words.done) words.skip();
  if (at === -1) return { nsid };
  const end = text.lastIndexOf(")");
  const rest = end > at ? text.slice(end + 1).trim() : "";
  if (rest !== "") notUnderstood.push({ line, text: rest });
  return { nsid, name: text.slice(at + label.length, end > at ? end : undefined) };
}

/** `blue (id: 3)`; the name is a file name and may hold blanks and brackets. */
function readNameLine(text: string): NamedNetns {
  const at = text.lastIndexOf(" (id: ");
  const nsid = at > 0 && text.trimEnd().endsWith(")") ? readNumber(text.trimEnd().slice(at + " (id: ".length, -1)) : undefined;
  return nsid === undefined ? { name: text } : { name: text.slice(0, at), nsid };
}
