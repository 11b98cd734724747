import type { Insert } from "../../model/trace-event.ts";

/** A line without what does not belong to it, and where that stood: `at` counts in `text`, in order. */
export interface CleanLine {
  readonly text: string;
  readonly inserts?: readonly Insert[] | undefined;
}

const escape = "\x1b[";

/** Takes the colour codes (`ESC[…m`) out of a line. */
export function stripColors(line: string): CleanLine {
  let found = line.indexOf(escape);
  if (found < 0) return { text: line };
  const inserts: Insert[] = [];
  const parts: string[] = [];
  let from = 0;
  let size = 0;
  while (found >= 0) {
    let end = found + 2;
    for (; end < line.length; end++) {
      const code = line.charCodeAt(end);
      if (code !== 59 && (code < 48 || code > 57)) break;
    }
    if (line.charCodeAt(end) === 109) {
      parts.push(line.slice(from, found));
      size += found - from;
      from = end + 1;
      const code = line.slice(found, from);
      const last = inserts.at(-1);
      if (last?.at === size) last.text += code;
      else inserts.push({ at: size, text: code });
    }
    found = line.indexOf(escape, end);
  }
  if (inserts.length === 0) return { text: line };
  return { text: parts.join("") + line.slice(from), inserts };
}

/** Takes out a piece, with whatever stood inside it. */
export function takeOut(line: CleanLine, from: number, to: number): CleanLine {
  const before: Insert[] = [];
  const inside: Insert[] = [];
  const after: Insert[] = [];
  for (const insert of line.inserts ?? []) {
    if (insert.at <= from) before.push(insert);
    else if (insert.at < to) inside.push({ at: insert.at - from, text: insert.text });
    else after.push({ at: insert.at - (to - from), text: insert.text });
  }
  const piece = putBack(line.text.slice(from, to), inside);
  return { text: line.text.slice(0, from) + line.text.slice(to), inserts: [...before, { at: from, text: piece }, ...after] };
}

/** One line after the other, with nothing or a line end between them. */
export function glue(line: CleanLine, between: string, next: CleanLine): CleanLine {
  const offset = line.text.length + between.length;
  const shifted = next.inserts?.map((insert) => ({ at: insert.at + offset, text: insert.text }));
  return { text: line.text + between + next.text, inserts: shifted ? [...(line.inserts ?? []), ...shifted] : line.inserts };
}

/** The line as it was, with everything at its place again. */
export function putBack(text: string, inserts: readonly Insert[] | undefined): string {
  if (!inserts || inserts.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const insert of inserts) {
    parts.push(text.slice(from, insert.at), insert.text);
    from = insert.at;
  }
  parts.push(text.slice(from));
  return parts.join("");
}
