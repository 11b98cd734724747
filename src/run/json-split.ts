/**
 * Cuts concatenated JSON arrays, as `ip -j -batch` prints them, at the end of each top-level array. Strings are
 * respected: an interface alias may hold `]`, `[` or a newline. Undefined where the text is anything else than whole
 * arrays with white space between them (a lone `[`, text, a torn array).
 *
 *     [{"a":"x]"}]\n[]\n
 *                ^ end 1 ^ end 2
 */
export function splitArrays(output: Buffer): Buffer[] | undefined {
  const pieces: Buffer[] = [];
  const end = output.length;
  let start = 0;
  let at = 0;
  while (at < end) {
    const byte = output[at]!;
    if (byte === newline || byte === blank) {
      at += 1;
      continue;
    }
    if (byte !== openBracket) return undefined;
    const after = endOfArray(output, at);
    if (after === undefined) return undefined;
    at = output[after] === newline ? after + 1 : after;
    pieces.push(output.subarray(start, at));
    start = at;
  }
  return pieces;
}

const newline = 0x0a;
const blank = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The offset behind the `]` that closes the array opened at `from`; undefined where it never closes. */
function endOfArray(output: Buffer, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < output.length; at += 1) {
    switch (output[at]) {
      case quote:
        at = endOfString(output, at);
        if (at < 0) return undefined;
        break;
      case openBracket:
      case openBrace:
        depth += 1;
        break;
      case closeBracket:
      case closeBrace:
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
      default:
    }
  }
  return undefined;
}

/** The offset of the quote that ends the string opened at `from`, or -1. */
function endOfString(output: Buffer, from: number): number {
  for (let at = from + 1; at < output.length; at += 1) {
    const byte = output[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return -1;
}
