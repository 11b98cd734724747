const letters: Readonly<Record<number, number>> = { 34: 34, 92: 92, 102: 12, 110: 10, 114: 13, 116: 9, 118: 11 };
const letterOf = new Map([[34, '\\"'], [92, "\\\\"], [12, "\\f"], [10, "\\n"], [13, "\\r"], [9, "\\t"], [11, "\\v"]]);

/** Longer texts are built in a buffer: pieces of strings would cost a hundred times their bytes. */
const longText = 4096;

const isOctal = (code: number): boolean => code >= 48 && code <= 55;

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

/**
 * The bytes behind strace's escapes, one character a byte. `style` says how they are written again: `usual` (octal
 * without leading zeros, except before a digit), `hex` (every byte as `\xNN`), `other`. An escape that strace does not write stays as it is.
 */
export function unescapeString(inner: string): { value: string; style: "usual" | "hex" | "other" } {
  const { length } = inner;
  const sink = length > longText ? Buffer.allocUnsafe(length) : undefined;
  let size = 0;
  let out = "";
  let isUsual = true;
  let isHex = length % 4 === 0;
  for (let at = 0; at < length; at++) {
    let code = inner.charCodeAt(at);
    if (code !== 92) {
      isHex = false;
      if (code < 32 || code > 126) isUsual = false;
    } else {
      const next = inner.charCodeAt(at + 1);
      const letter = letters[next];
      if (letter !== undefined) {
        code = letter;
        at += 1;
        isHex = false;
      } else if (isOctal(next)) {
        const start = at + 1;
        let end = start + 1;
        code = next - 48;
        while (end < start + 3 && isOctal(inner.charCodeAt(end))) code = code * 8 + inner.charCodeAt(end++) - 48;
        code &= 255;
        const digits = end - start;
        const shortest = code > 63 ? 3 : code > 7 ? 2 : 1;
        if ((code > 31 && code < 127) || letterOf.has(code) || digits !== (isOctal(inner.charCodeAt(end)) ? 3 : shortest)) isUsual = false;
        isHex = false;
        at = end - 1;
      } else {
        const high = next === 120 ? hexDigit(inner.charCodeAt(at + 2)) : -1;
        const low = high < 0 ? -1 : hexDigit(inner.charCodeAt(at + 3));
        isUsual = false;
        if (low < 0) isHex = false;
        else {
          code = high * 16 + low;
          at += 3;
        }
      }
    }
    if (sink && code < 256) sink[size++] = code;
    else if (sink) return { value: inner, style: "other" };
    else out += String.fromCharCode(code);
  }
  return { value: sink ? sink.toString("latin1", 0, size) : out, style: isUsual ? "usual" : isHex ? "hex" : "other" };
}

/** The bytes of a decorated path or a comm, whose quotes are not escaped. */
export function unescapePath(text: string): string {
  return text.includes("\\") ? unescapeString(text).value : text;
}

/** Bytes as strace escapes them by default: octal without leading zeros, except before an octal digit. */
export function escapeBytes(bytes: string): string {
  const parts: string[] = [];
  let out = "";
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes.charCodeAt(at);
    const letter = letterOf.get(code);
    if (letter !== undefined) out += letter;
    else if (code >= 0x20 && code < 0x7f) out += bytes[at];
    else out += `\\${code.toString(8).padStart(isOctal(bytes.charCodeAt(at + 1)) ? 3 : 1, "0")}`;
    if (out.length > longText) {
      // a buffer makes it flat, so that the pieces can be forgotten
      parts.push(Buffer.from(out, "latin1").toString("latin1"));
      out = "";
    }
  }
  return parts.length === 0 ? out : parts.join("") + out;
}

/** Bytes as `strace -xx` writes them. */
export function escapeHex(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex").replace(/../g, "\\x$&");
}
