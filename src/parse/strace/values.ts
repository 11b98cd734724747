import type { StructField, Value } from "../../model/trace-event.ts";
import { printValue } from "./print.ts";
import { unescapePath, unescapeString } from "./escapes.ts";
import { classifyWord } from "./words.ts";

/** Deeper nesting than strace ever writes; what lies below becomes one `unknown`, so that hostile input cannot use up the stack. */
const maxDepth = 100;

/** characters at which a word ends: ` ,)]}=("[{/<>~` and the newline */
const endsWord = new Uint8Array(65_536);
for (const char of ' ,)]}=("[{/<>~\n') endsWord[char.charCodeAt(0)] = 1;
/** characters that end a value and begin nothing of it */
const endsValue = new Uint8Array(65_536);
for (const char of ",)]}") endsValue[char.charCodeAt(0)] = 1;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** A reader over one line. Every state moves `at` forward only; undefined means: not what strace writes. */
export class ValueScanner {
  readonly text: string;
  at: number;
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** `AT_FDCWD, "/etc/hosts", O_RDONLY)`: up to the closing bracket, which is taken too. An argument of the call itself
   *  that is written in no known way becomes `unknown`.
   *  `^` */
  args(close: string, depth = 0): Value[] | undefined {
    const items: Value[] = [];
    const { text } = this;
    const closing = close.charCodeAt(0);
    if (text.charCodeAt(this.at) === closing) {
      this.at += 1;
      return items;
    }
    for (;;) {
      const start = this.at;
      let item = this.value(depth);
      let code = text.charCodeAt(this.at);
      if (depth === 0 && (!item || (code !== closing && code !== 44))) {
        this.at = start;
        item = this.balanced();
        code = text.charCodeAt(this.at);
      }
      if (!item) return undefined;
      items.push(item);
      if (code === closing) {
        this.at += 1;
        return items;
      }
      if (code !== 44 || text.charCodeAt(this.at + 1) !== 32) return undefined;
      this.at += 2;
    }
  }

  /** The arguments of a call that is cut in the middle: what is whole as values, the rest as one `unknown`. `comma`
   *  tells whether a separator stands at the very end. */
  openArgs(): { args: Value[]; comma: boolean } {
    const args: Value[] = [];
    const { text } = this;
    if (this.at === text.length) return { args, comma: false };
    for (;;) {
      const start = this.at;
      const item = this.value(0);
      if (item && this.at === text.length) {
        args.push(item);
        return { args, comma: false };
      }
      if (!item || !this.take(", ")) {
        args.push({ kind: "unknown", raw: text.slice(start) });
        return { args, comma: false };
      }
      args.push(item);
      if (this.at === text.length) return { args, comma: true };
    }
  }

  /** one value with what may follow it: ` => after`, ` /* comment`, ` && more` */
  value(depth: number, inSet = false): Value | undefined {
    if (depth > maxDepth) return this.balanced();
    const left = this.primary(depth);
    if (!left || endsValue[this.text.charCodeAt(this.at)] === 1) return left;
    return this.followed(left, depth, inSet);
  }

  private followed(first: Value, depth: number, inSet: boolean): Value | undefined {
    let left = first;
    for (;;) {
      const operator = this.operator(inSet || depth === 0);
      if (operator !== undefined) {
        let right = this.primary(depth);
        if (!right) return undefined;
        if (left.kind === "comment" && this.text.startsWith(" /*", this.at)) {
          // `0 /* A */|0x900 /* B */`: each piece has its own
          this.at += 1;
          const text = this.commentText();
          if (text === undefined) return undefined;
          right = { kind: "comment", text, of: right };
        }
        if (left.kind === "expression") {
          left.operators.push(operator);
          left.operands.push(right);
        } else left = { kind: "expression", operands: [left, right], operators: [operator] };
      } else if (this.text.startsWith(" /*", this.at)) {
        this.at += 1;
        const text = this.commentText();
        if (text === undefined) return undefined;
        if (left.kind === "number" && this.text[this.at] === "<") {
          // `-100 /* AT_FDCWD */</srv>` (-X verbose -y)
          const fd = this.decorated(printValue(left));
          if (fd?.kind !== "fd") return undefined;
          left = { ...fd, note: text };
        } else left = { kind: "comment", text, of: left };
      } else if (this.take(" => ")) {
        const after = this.value(depth + 1, inSet);
        return after && { kind: "change", before: left, after };
      } else return left;
    }
  }

  private operator(noWords: boolean): string | undefined {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === 124) {
      this.at += 1;
      return "|";
    }
    if (code !== 32) return undefined;
    switch (text.charCodeAt(at + 1)) {
      case 38:
        return this.takeOperator(" && ");
      case 124:
        return this.takeOperator(" || ") ?? this.takeOperator(" | ");
      case 61:
        return this.takeOperator(" == ");
      case 111: {
        const or = this.takeOperator(" or ");
        if (or !== undefined) return or;
      }
    }
    // `{B38400 opost isig ...}`: words with blanks between them
    const next = text.charCodeAt(at + 1);
    if (noWords || !(isLetter(next) || next === 46 || next === 45)) return undefined;
    this.at += 1;
    return " ";
  }

  private takeOperator(operator: string): string | undefined {
    return this.take(operator) ? operator : undefined;
  }

  private primary(depth: number): Value | undefined {
    const { text } = this;
    switch (text.charCodeAt(this.at)) {
      case 34:
        return this.string(false);
      case 64:
        this.at += 1;
        return text.charCodeAt(this.at) === 34 ? this.string(true) : undefined;
      case 91:
        this.at += 1;
        return this.array(depth + 1, false);
      case 126:
        if (text.charCodeAt(this.at + 1) !== 91) return undefined;
        this.at += 2;
        return this.array(depth + 1, true);
      case 123:
        this.at += 1;
        return this.struct(depth + 1);
      case 47: {
        const note = text.startsWith("/*", this.at) ? this.commentText() : undefined;
        if (note === undefined) return undefined;
        if (text.charCodeAt(this.at) !== 32) return { kind: "comment", text: note };
        this.at += 1;
        const of = this.value(depth + 1);
        return of && { kind: "comment", text: note, of, leading: true };
      }
      case 60: {
        // a name is never longer; a search to the end of a long line would be done again and again
        const mark = /^<\.\.\. resuming interrupted [a-z_A-Z0-9 ]{1,60}\.\.\.>/.exec(text.slice(this.at, this.at + 100))?.[0];
        if (mark === undefined) return undefined;
        this.at += mark.length;
        return { kind: "elided", raw: mark };
      }
      default:
        return this.word(depth);
    }
  }

  /** `O_RDONLY|O_CLOEXEC`, `3</etc/hosts>`, `htons(80)`, `flags=…`, `8192*1024`, `...` */
  private word(depth: number): Value | undefined {
    const { text } = this;
    const start = this.at;
    const { length } = text;
    let end = start;
    for (; end < length; end++) {
      const code = text.charCodeAt(end);
      if (endsWord[code] !== 1) continue;
      if (code !== 60 || text.charCodeAt(end + 1) !== 60) break;
      end += 1;
    }
    if (end === start) return undefined;
    const word = text.slice(start, end);
    this.at = end;
    switch (text.charCodeAt(end)) {
      case 40: {
        // `A|f(x)`: only the last piece is the name of the call
        const bar = word.lastIndexOf("|");
        this.at = end + 1;
        const args = this.args(")", depth + 1);
        if (!args) return undefined;
        const call: Value = { kind: "call", name: word.slice(bar + 1), args };
        return bar < 0 ? call : { kind: "expression", operands: [classifyWord(word.slice(0, bar)), call], operators: ["|"] };
      }
      case 61: {
        const next = text.charCodeAt(end + 1);
        if (next === 61 || next === 62) return classifyWord(word);
        this.at = end + 1;
        const value = this.value(depth + 1);
        return value && { kind: "named", name: word, value };
      }
      case 60:
        return this.decorated(word);
      default:
        return classifyWord(word);
    }
  }

  /** `3</dev/null<char 1:3>>`: paths end at the first `>`, names of sockets may quote one
   *   `^` */
  private decorated(word: string): Value | undefined {
    const { text } = this;
    const isCwd = word === "AT_FDCWD";
    if (!isCwd && !isInteger(word)) return undefined;
    const start = this.at + 1;
    const end = decorationEnd(text, start);
    if (end < 0) return undefined;
    const inner = text.slice(start, end);
    this.at = end + 1;
    const first = inner.charCodeAt(0);
    const isDescriptor = isCwd || first === 47 || first === 123 || first === 40 ||
      /^(?:pid:|signalfd|anon_inode|[A-Za-z0-9_-]{1,40}:\[)/.test(inner);
    if (!isDescriptor) {
      const comm = unescapePath(inner);
      return comm === inner ? { kind: "pid", pid: Number(word), comm } : { kind: "pid", pid: Number(word), comm, raw: inner };
    }
    const open = inner.endsWith(">") ? inner.lastIndexOf("<") : -1;
    const body = open < 0 ? inner : inner.slice(0, open);
    const path = unescapePath(body);
    const fd: Value = { kind: "fd", fd: isCwd ? "AT_FDCWD" : Number(word), path };
    if (open >= 0) fd.device = inner.slice(open + 1, -1);
    if (path !== body) fd.raw = inner;
    if (text.charCodeAt(this.at) === 40 && this.take("(deleted)")) fd.deleted = true;
    return fd;
  }

  private string(abstract: boolean): Value | undefined {
    const { text } = this;
    const start = this.at + 1;
    const { length } = text;
    let end = start;
    let isPlain = true;
    for (; end < length; end++) {
      const code = text.charCodeAt(end);
      if (code === 34) break;
      if (code === 92) {
        isPlain = false;
        end += 1;
      } else if (code < 32 || code > 126) isPlain = false;
    }
    if (end >= length) return undefined;
    const inner = text.slice(start, end);
    this.at = end + 1;
    const truncated = text.charCodeAt(this.at) === 46 && this.take("...");
    if (isPlain) return abstract ? { kind: "string", value: inner, truncated, abstract } : { kind: "string", value: inner, truncated };
    const { value, style } = unescapeString(inner);
    const node: Value = { kind: "string", value, truncated };
    if (abstract) node.abstract = true;
    if (style === "hex") node.hex = true;
    else if (style === "other") node.raw = inner;
    return node;
  }

  /** `{st_mode=S_IFREG|0644, st_size=220, ...}`: the brace is taken already
   *   `^` */
  private struct(depth: number): Value | undefined {
    const fields: StructField[] = [];
    const { text } = this;
    if (text.charCodeAt(this.at) === 125) {
      this.at += 1;
      return { kind: "struct", fields, elided: false };
    }
    for (;;) {
      const value = this.value(depth);
      if (!value) return undefined;
      const code = text.charCodeAt(this.at);
      if (code === 125) {
        this.at += 1;
        if (value.kind === "elided" && value.raw === undefined) return { kind: "struct", fields, elided: true };
        fields.push(value.kind === "named" ? { name: value.name, value: value.value } : { value });
        return { kind: "struct", fields, elided: false };
      }
      fields.push(value.kind === "named" ? { name: value.name, value: value.value } : { value });
      if (code !== 44 || text.charCodeAt(this.at + 1) !== 32) return undefined;
      this.at += 2;
    }
  }

  private array(depth: number, inverted: boolean): Value | undefined {
    const items: Value[] = [];
    let separator = "";
    while (!this.take("]")) {
      if (items.length > 0) {
        const found = this.take(", ") ? ", " : this.take(" ") ? " " : undefined;
        if (found === undefined || (separator !== "" && separator !== found)) return undefined;
        separator = found;
      }
      const item = this.value(depth, true);
      if (!item) return undefined;
      if (item.kind === "array" && this.take("=")) {
        // `[[IO_WQ_BOUND]=1]`: the inner array was the index
        const value = this.value(depth, true);
        const index = item.items[0];
        if (!value || !index || item.items.length !== 1 || item.inverted || item.elided) return undefined;
        items.push({ kind: "named", name: `[${printValue(index)}]`, value });
      } else items.push(item);
    }
    const last = items.at(-1);
    const elided = last?.kind === "elided" && last.raw === undefined;
    if (elided) items.pop();
    return { kind: "array", items, set: separator === " ", inverted, elided };
  }

  private commentText(): string | undefined {
    const end = this.text.indexOf("*/", this.at + 2);
    if (end < 0) return undefined;
    const text = this.text.slice(this.at + 2, end);
    this.at = end + 2;
    return text;
  }

  /** Whatever stands up to the next separator outside brackets and quotes, as it is. Prose is no value: it ends at a blank. */
  private balanced(): Value | undefined {
    const { text } = this;
    const { length } = text;
    const start = this.at;
    let depth = 0;
    let end = start;
    scan: for (; end < length; end++) {
      switch (text.charCodeAt(end)) {
        case 34:
          for (end++; end < length && text.charCodeAt(end) !== 34; end++) if (text.charCodeAt(end) === 92) end++;
          break;
        case 40: case 91: case 123:
          depth += 1;
          break;
        case 41: case 93: case 125:
          if (depth === 0) break scan;
          depth -= 1;
          break;
        case 44: case 32:
          if (depth === 0) break scan;
      }
    }
    if (end >= length || end === start) return undefined;
    this.at = end;
    return { kind: "unknown", raw: text.slice(start, end) };
  }

  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }
}

function isInteger(word: string): boolean {
  let at = word.charCodeAt(0) === 45 ? 1 : 0;
  if (at === word.length || word.length > 12) return false;
  for (; at < word.length; at++) if (!isDigit(word.charCodeAt(at))) return false;
  return true;
}

/** Where the decoration that begins at `start` ends: the place of its `>`, or -1. */
function decorationEnd(text: string, start: number): number {
  const { length } = text;
  // `TCP:[127.0.0.1:50146->127.0.0.1:18765]`, `UNIX-STREAM:[5->6,"a <x>"]`: arrows and quoted names within the brackets
  const isSocket = text.charCodeAt(start) !== 47 && /^[A-Z][A-Za-z0-9_-]{0,40}:\[/.test(text.slice(start, start + 44));
  let nested = 0;
  let quoted = false;
  for (let end = start; end < length; end++) {
    const code = text.charCodeAt(end);
    if (code === 92) end += 1;
    else if (code === 34 && isSocket) quoted = !quoted;
    else if (quoted) continue;
    else if (code === 60) nested += 1;
    else if (code === 62 && !(isSocket && text.charCodeAt(end - 1) === 45) && nested-- === 0) return end;
  }
  return -1;
}
