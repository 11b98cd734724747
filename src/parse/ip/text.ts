import type { NotUnderstood } from "../../model/warning.ts";

/** One line of a tool's text, or a part of one where `-o` has put several on one line. */
export interface Segment {
  /** 1-based line of the output */
  readonly line: number;
  readonly text: string;
  /** true for the 2nd and later parts of an `-o` line */
  readonly joined: boolean;
}

/**
 * The lines of `ip`'s text. `ip -o` writes a backslash where otherwise a new line starts: such lines are taken apart at
 * a backslash that is followed by an indentation. Carriage returns and trailing empty lines are dropped.
 */
export function readSegments(output: string): Segment[] {
  const segments: Segment[] = [];
  const lines = output.split("\n");
  for (let index = 0; index < lines.length; index++) {
    let rest = lines[index] ?? "";
    if (rest.endsWith("\r")) rest = rest.slice(0, -1);
    let joined = false;
    if (startsWithIndex(rest)) {
      for (let at = indexOfJoint(rest); at !== -1; at = indexOfJoint(rest)) {
        segments.push({ line: index + 1, text: rest.slice(0, at), joined });
        rest = rest.slice(at + 1);
        joined = true;
      }
    }
    if (joined || rest !== "") segments.push({ line: index + 1, text: rest, joined });
  }
  return segments;
}

function indexOfJoint(text: string): number {
  const spaces = text.indexOf("\\    ", 1);
  const tab = text.indexOf("\\\t", 1);
  if (spaces === -1 || tab === -1) return Math.max(spaces, tab);
  return Math.min(spaces, tab);
}

/** Whether a line starts with `12: `, as each object of `ip link` and `ip addr` does. */
export function startsWithIndex(text: string): boolean {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at > 0 && at <= 10 && text[at] === ":" && text[at + 1] === " ";
}

/** The words of one line, read from left to right; what nobody claims is reported, never dropped. */
export class Words {
  readonly line: number;
  readonly #words: string[];
  readonly #notUnderstood: NotUnderstood[];
  #at = 0;
  #unclaimed: string[] = [];

  constructor(text: string, line: number, notUnderstood: NotUnderstood[]) {
    this.line = line;
    this.#words = splitWords(text);
    this.#notUnderstood = notUnderstood;
  }

  get done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** how many words are left */
  get left(): number {
    return this.#words.length - this.#at;
  }

  peek(ahead = 0): string | undefined {
    return this.#words[this.#at + ahead];
  }

  /** the next word, which is thereby understood */
  take(): string {
    this.#flush();
    return this.#words[this.#at++] ?? "";
  }

  /** makes two words of the next one */
  split(length: number): void {
    const word = this.#words[this.#at];
    if (word !== undefined) this.#words.splice(this.#at, 1, word.slice(0, length), word.slice(length));
  }

  /** all the rest as one text */
  takeRest(): string {
    this.#flush();
    const rest = this.#words.slice(this.#at).join(" ");
    this.#at = this.#words.length;
    return rest;
  }

  /** the next word is not understood; neighbours among such words are reported together */
  skip(): void {
    const word = this.#words[this.#at++];
    if (word !== undefined) this.#unclaimed.push(word);
    if (this.done) this.#flush();
  }

  #flush(): void {
    if (this.#unclaimed.length > 0) this.#notUnderstood.push({ line: this.line, text: this.#unclaimed.join(" ") });
    this.#unclaimed = [];
  }
}

/** Words between blanks; a linear scan, so that a line of a million blanks costs no more than reading it. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    const isBlank = c === 0x20 || c === 0x09 || c === 0x0d || c === 0x0a;
    if (isBlank && start !== -1) {
      words.push(text.slice(start, at));
      start = -1;
    } else if (!isBlank && start === -1) start = at;
  }
  if (start !== -1) words.push(text.slice(start));
  return words;
}

/** A decimal number, or undefined: `12`, `-1`, `0.78`; never `0x10`, `1e3` or the empty text. */
export function readNumber(word: string | undefined): number | undefined {
  if (word === undefined || word.length > 25 || !/^-?\d+(?:\.\d+)?$/.test(word)) return undefined;
  return Number(word);
}
