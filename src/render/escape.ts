/**
 * The one way out for host text. File names, aliases, argv and captures are written by somebody else; what could move
 * the cursor, recolour, reorder or hide text is made visible here instead of being obeyed.
 */

// Cc: C0, DEL, C1. Cf: bidirectional controls, zero-width and other format characters. Zl/Zp: line and paragraph
// separators. Cs: lone surrogates. Default_Ignorable: fillers, variation selectors and tags that show as nothing.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
const everyUnsafe = new RegExp(unsafe.source, "gu");

function visible(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a) return "\\n";
  if (code === 0x09) return "\\t";
  if (code === 0x0d) return "\\r";
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

/**
 * Makes a host string safe for a terminal: one line without any control or invisible character. Each such character
 * becomes its escape (`\x1b`, `\n`, `\u202e`); everything else, emoji and letters of any script included, stays.
 * Bytes that were no UTF-8 arrive as U+FFFD and stay visible as that.
 *
 * @example escapeTerminal("eth0\u001b[31m") // "eth0\\x1b[31m"
 */
export function escapeTerminal(text: string): string {
  return unsafe.test(text) ? text.replace(everyUnsafe, visible) : text;
}

const html: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Makes a host string safe inside HTML text and quoted attribute values; invisible characters are shown as for a terminal. */
export function escapeHtml(text: string): string {
  return escapeTerminal(text).replace(/[&<>"']/g, (char) => html[char] ?? char);
}
