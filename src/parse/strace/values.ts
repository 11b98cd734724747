import type { StructField, Value } from "../../model/trace-event.ts";
import { escapeBytes, escapeHex, printValue } from "./print.ts";

/** Deeper nesting than strace ever writes; what lies below is refused, so that hostile input cannot use up the stack. */
const maxDepth = 100;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const endsWord = new Set(' ,)]}=("[{/<>~\n'.split("").map((char) => char.charCodeAt(0)));

/** A reader over one line. Every state moves `at` forward only; undefined means: not what strace writes. */
export class ValueScanner {
  readonly text: string;
  at: number;
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  /** `AT_FDCWD, "/etc/hosts", O_RDONLY)`: up to the closing bracket, which is taken too
   *  `^` */
  args(close: string, depth = 0): Value[] | undefined {
    const items: Value[] = [];
    if (this.take(close)) return items;
    for (;;) {
      const item = this.value(depth);
      if (!item) return undefined;
      items.push(item);
      if (this.take(close)) return items;
      if (!this.take(", ")) return undefined;
    }
  }

  /** one value with what may follow it: ` => after`, ` /* comment`, ` && more` */
  value(depth: number, inSet = false): Value | undefined {
    if (depth > maxDepth) return undefined;
    let left = this.primary(depth);
    if (!left) return undefined;
    for (;;) {
      const operator = this.operator(inSet);
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

  private operator(inSet: boolean): string | undefined {
    for (const operator of [" && ", " || ", " == ", " or ", " | ", "|"]) if (this.take(operator)) return operator;
    const next = this.text.charCodeAt(this.at + 1);
    // `{B38400 opost isig ...}`: words with blanks between them
    const isWord = (next | 32) >= 97 && (next | 32) <= 122 || next === 46 || next === 45;
    if (!inSet && isWord && this.text[this.at] === " ") {
      this.at += 1;
      return " ";
    }
    return undefined;
  }

  private primary(depth: number): Value | undefined {
    const text = this.text;
    switch (text[this.at]) {
      case '"':
        return this.string(false);
      case "@":
        this.at += 1;
        return text[this.at] === '"' ? this.string(true) : undefined;
      case "[":
        this.at += 1;
        return this.array(depth + 1, false);
      case "~":
        if (text[this.at + 1] === "[") {
          this.at += 2;
          return this.array(depth + 1, true);
        }
        return undefined;
      case "{":
        this.at += 1;
        return this.struct(depth + 1);
      case "/": {
        const note = text.startsWith("/*", this.at) ? this.commentText() : undefined;
        if (note === undefined) return undefined;
        if (text[this.at] !== " ") return { kind: "comment", text: note };
        this.at += 1;
        const of = this.value(depth + 1);
        return of && { kind: "comment", text: note, of, leading: true };
      }
      case "<": {
        const end = text.startsWith("<... resuming interrupted ", this.at) ? text.indexOf(" ...>", this.at) : -1;
        if (end < 0) return undefined;
        const raw = text.slice(this.at, end + 5);
        this.at = end + 5;
        return { kind: "elided", raw };
      }
      default:
        return this.word(depth);
    }
  }

  /** `O_RDONLY|O_CLOEXEC`, `3</etc/hosts>`, `htons(80)`, `flags=…`, `8192*1024`, `...` */
  private word(depth: number): Value | undefined {
    const { text } = this;
    const start = this.at;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 60 && text.charCodeAt(end + 1) === 60) end += 1;
      else if (endsWord.has(code)) break;
    }
    if (end === start) return undefined;
    const word = text.slice(start, end);
    this.at = end;
    const next = text[end];
    if (word === "...") return { kind: "elided" };
    if (word === "???") return { kind: "elided", raw: word };
    if (next === "(") {
      // `A|f(x)`: only the last piece is the name of the call
      const bar = word.lastIndexOf("|");
      this.at = end + 1;
      const args = this.args(")", depth + 1);
      if (!args) return undefined;
      const call: Value = { kind: "call", name: word.slice(bar + 1), args };
      return bar < 0 ? call : { kind: "expression", operands: [classify(word.slice(0, bar)), call], operators: ["|"] };
    }
    if (next === "=" && text[end + 1] !== "=" && text[end + 1] !== ">") {
      this.at = end + 1;
      const value = this.value(depth + 1);
      return value && { kind: "named", name: word, value };
    }
    if (next === "<") return this.decorated(word);
    return classify(word);
  }

  /** `3</dev/null<char 1:3>>`: paths end at the first `>`, names of sockets may quote one
   *   `^` */
  private decorated(word: string): Value | undefined {
    const { text } = this;
    if (word !== "AT_FDCWD" && !/^-?\d+$/.test(word)) return undefined;
    const start = this.at + 1;
    let nested = 0;
    let quoted = false;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 92) end += 1;
      else if (code === 34 && (quoted || text.slice(start, start + 5) === "UNIX:" || text.startsWith("UNIX-", start))) quoted = !quoted;
      else if (quoted || (code === 62 && text.charCodeAt(end - 1) === 45)) continue;
      else if (code === 60) nested += 1;
      else if (code === 62 && nested-- === 0) break;
    }
    if (end >= text.length) return undefined;
    const inner = text.slice(start, end);
    this.at = end + 1;
    const isDescriptor = word === "AT_FDCWD" || /^[/{(]|^(pid|signalfd|anon_inode|[A-Za-z0-9_-]+:\[)/.test(inner);
    if (!isDescriptor) {
      const comm = unescape(inner);
      return { kind: "pid", pid: Number(word), comm, ...(comm === inner ? {} : { raw: inner }) };
    }
    const open = inner.endsWith(">") ? inner.lastIndexOf("<") : -1;
    const body = open < 0 ? inner : inner.slice(0, open);
    const path = unescape(body);
    const fd: Value = { kind: "fd", fd: word === "AT_FDCWD" ? word : Number(word), path };
    if (open >= 0) fd.device = inner.slice(open + 1, -1);
    if (path !== body) fd.raw = inner;
    if (this.take("(deleted)")) fd.deleted = true;
    return fd;
  }

  private string(abstract: boolean): Value | undefined {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 92) end += 1;
      else if (code === 34) break;
    }
    if (end >= text.length) return undefined;
    const inner = text.slice(start, end);
    this.at = end + 1;
    const value = unescape(inner);
    const node: Value = { kind: "string", value, truncated: this.take("...") };
    if (abstract) node.abstract = true;
    if (value !== inner && escapeBytes(value) !== inner) {
      if (escapeHex(value) === inner) node.hex = true;
      else node.raw = inner;
    }
    return node;
  }

  private struct(depth: number): Value | undefined {
    const values = this.args("}", depth);
    if (!values) return undefined;
    const elided = values.at(-1)?.kind === "elided" && this.text.startsWith("...}", this.at - 4);
    if (elided) values.pop();
    const fields: StructField[] = values.map((value) => (value.kind === "named" ? { name: value.name, value: value.value } : { value }));
    return { kind: "struct", fields, elided };
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
        if (!value || item.items.length !== 1 || index?.kind !== "flags") return undefined;
        items.push({ kind: "named", name: `[${index.names.join("|")}]`, value });
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

  private take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }
}

function classify(word: string): Value {
  const first = word.charCodeAt(word.charCodeAt(0) === 45 ? 1 : 0);
  if (word === "NULL") return { kind: "pointer", raw: word };
  if (!isDigit(first) || word.includes("|") || word.includes("<<")) return { kind: "flags", names: word.split("|") };
  if (/^0x[0-9a-f]{6,}$/.test(word)) return { kind: "pointer", raw: word };
  const product = /^(\d+)\*(\d+)$/.exec(word);
  const value = product ? Number(product[1]) * Number(product[2]) : /^0[0-7]+$/.test(word) ? Number.parseInt(word, 8) : Number(word);
  if (Number.isNaN(value)) return { kind: "unknown", raw: word };
  return String(value) === word ? { kind: "number", value } : { kind: "number", value, raw: word };
}

/** The bytes behind strace's escapes, one character a byte. An escape that strace does not write stays as it is. */
export function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(x[0-9a-f]{2}|[0-7]{1,3}|["\\fnrtv])/g, (whole, code: string) => {
    if (code[0] === "x") return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (isDigit(code.charCodeAt(0))) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return ({ f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" } as Record<string, string>)[code] ?? code ?? whole;
  });
}
