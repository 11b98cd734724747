/**
 * The words of a line, split at blanks and tabs only: device names may hold every other byte, no-break spaces included
 * (the kernel forbids white space as it knows it, which is not what JavaScript's `trim` and `\s` take for it).
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  const length = line.length;
  let at = 0;
  for (;;) {
    while (at < length && isBlank(line.charCodeAt(at))) at++;
    if (at >= length) return words;
    const start = at;
    while (at < length && !isBlank(line.charCodeAt(at))) at++;
    words.push(line.slice(start, at));
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** The lines of an output without their line ends (CRLF of pasted text included). */
export function splitLines(output: string): string[] {
  const lines = output.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.endsWith("\r")) lines[index] = line.slice(0, -1);
  }
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Whether a word is digits only. */
export function isDigits(word: string): boolean {
  if (word === "") return false;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/**
 * A number as iproute2 and BusyBox print it: decimal, hexadecimal with 0x, or negative where a 32-bit value was printed
 * signed (`metric -1` is 4294967295). Undefined for anything else.
 */
export function readNumber(word: string | undefined): number | undefined {
  if (word === undefined || word === "" || word.length > 20) return undefined;
  const negative = word.startsWith("-");
  const digits = negative ? word.slice(1) : word;
  const value = isDigits(digits) ? Number(digits) : digits.startsWith("0x") && digits.length > 2 ? Number(digits) : Number.NaN;
  if (Number.isNaN(value)) return undefined;
  return negative ? 2 ** 32 - value : value;
}

/** The word that follows another one in a command: `optionOf("ip route show table 7", "table")` is `7`. */
export function optionOf(command: string, name: string): string | undefined {
  const words = splitWords(command);
  const at = words.indexOf(name, 1);
  return at === -1 ? undefined : words[at + 1];
}

/** The family a command asks for with `-4`, `-6`, `-f inet6` or `-A inet6`; undefined where it does not say. */
export function commandFamily(command: string): 4 | 6 | undefined {
  const words = splitWords(command);
  if (words.includes("-6") || words.includes("inet6") || words.includes("--inet6")) return 6;
  return words.includes("-4") || words.includes("inet") ? 4 : undefined;
}
