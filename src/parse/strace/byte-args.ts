/**
 * Where arguments lie in the bytes of a call, without making anything of them. What is read here decides only about
 * places; what an odd argument means is left to the full grammar.
 */

const quote = 34;
const backslash = 92;

/**
 * The place behind argument `index`'s end and the bracket that closes the call, as one walk: from `at`, the first byte of
 * an argument, to the `,` or the closing bracket behind it. -1 where the line ends before.
 */
export function argumentEnd(bytes: Buffer, start: number, to: number): number {
  let depth = 0;
  for (let at = start; at < to; at++) {
    switch (bytes[at]!) {
      case quote:
        at = stringEnd(bytes, at + 1, to);
        if (at < 0) return -1;
        break;
      case 40: // ( [ {
      case 91:
      case 123:
        depth++;
        break;
      case 41: // ) ] }
      case 93:
      case 125:
        if (depth === 0) return at;
        depth--;
        break;
      case 44: // ,
        if (depth === 0) return at;
        break;
      case 47: // /*
        if (bytes[at + 1] !== 42) break;
        at = commentEnd(bytes, at + 2, to);
        if (at < 0) return -1;
        break;
      case 60: // <
        if (bytes[at + 1] === 60) at++;
        else if (isDecorated(bytes[at - 1]!)) {
          at = decorationEnd(bytes, at + 1, to);
          if (at < 0) return -1;
        }
        break;
    }
  }
  return -1;
}

/** Where argument `index` begins; -1 if there are fewer. `start` is the place behind the opening bracket. */
export function argumentStart(bytes: Buffer, start: number, to: number, index: number): number {
  let at = start;
  for (let left = index; left > 0; left--) {
    at = argumentEnd(bytes, at, to);
    if (at < 0 || bytes[at] !== 44) return -1;
    at += bytes[at + 1] === 32 ? 2 : 1;
  }
  return at;
}

/** The bracket that closes the call; -1 where there is none. */
export function callEnd(bytes: Buffer, start: number, to: number): number {
  let at = start;
  for (;;) {
    at = argumentEnd(bytes, at, to);
    if (at < 0 || bytes[at] !== 44) return at >= 0 && bytes[at] === 41 ? at : -1;
    at++;
  }
}

/** The closing quote of a string; -1 where there is none. */
export function stringEnd(bytes: Buffer, start: number, to: number): number {
  for (let at = start; at < to; at++) {
    const code = bytes[at]!;
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return -1;
}

function commentEnd(bytes: Buffer, start: number, to: number): number {
  for (let at = start + 1; at < to; at++) if (bytes[at] === 47 && bytes[at - 1] === 42) return at;
  return -1;
}

/** A descriptor's number, AT_FDCWD or a comment can carry a decoration. */
function isDecorated(before: number): boolean {
  return (before >= 48 && before <= 57) || before === 68 || before === 47;
}

/** `TCP:[`, `UNIX-STREAM:[` */
function isSocketStart(bytes: Buffer, start: number, to: number): boolean {
  let code = bytes[start]!;
  if (code < 65 || code > 90) return false;
  for (let at = start + 1; at < to && at < start + 42; at++) {
    code = bytes[at]!;
    if (code === 58) return bytes[at + 1] === 91;
    const isName = (code >= 48 && code <= 57) || (code | 32) >= 97 && (code | 32) <= 122 || code === 95 || code === 45;
    if (!isName) return false;
  }
  return false;
}

/** The `>` that closes a decoration: devices nest one, names of sockets may be quoted, `->` is an arrow. */
export function decorationEnd(bytes: Buffer, start: number, to: number): number {
  const isSocket = isSocketStart(bytes, start, to);
  let nested = 0;
  for (let at = start; at < to; at++) {
    switch (bytes[at]!) {
      case backslash:
        at++;
        break;
      case quote:
        if (!isSocket) break;
        at = stringEnd(bytes, at + 1, to);
        if (at < 0) return -1;
        break;
      case 60:
        nested++;
        break;
      case 62:
        if (isSocket && bytes[at - 1] === 45) break;
        if (nested-- === 0) return at;
        break;
    }
  }
  return -1;
}
