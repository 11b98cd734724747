/** Letters, digits and what no shell gives a meaning to. */
const plain = /^[A-Za-z0-9_.:/@%+,][A-Za-z0-9_.:/@%+,-]*$/;

/**
 * A host's name or address as one word of a shell command that a reader may copy: as it is where that is safe, in single
 * quotes otherwise, and in bash's `$'…'` where it holds characters that cannot be seen.
 *
 * @example shellWord("a;reboot") // "'a;reboot'"
 */
export function shellWord(text: string): string {
  if (plain.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = [...new TextEncoder().encode(text)];
  return `$'${bytes.map((byte) => (byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte))).join("")}'`;
}
