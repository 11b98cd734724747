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

/** The same for arrays that are known to stand on a line each, without a look at what is in them. */
export function splitLines(output: Buffer): Buffer[] | undefined {
  const pieces: Buffer[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(newline, start);
    if (end < 0 || output[start] !== openBracket || output[end - 1] !== closeBracket) return undefined;
    pieces.push(output.subarray(start, end + 1));
    start = end + 1;
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
  const end = output.length;
  let depth = 0;
  let at = from;
  while (at < end) {
    const byte = output[at++]!;
    if (byte === quote) {
      for (;;) {
        if (at >= end) return undefined;
        const inner = output[at++]!;
        if (inner === quote) break;
        if (inner === backslash) at++;
      }
    } else if (byte >= openBracket) {
      // brackets and braces are the only structure above the digits; letters of true and null fall through
      if (byte === openBracket || byte === openBrace) depth++;
      else if ((byte === closeBracket || byte === closeBrace) && --depth === 0) return at;
    }
  }
  return undefined;
}
