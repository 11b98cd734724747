import type { Family } from "../../model/address.ts";
import { isDigits } from "./words.ts";

/** The family an address or prefix is written in; undefined for `default`, labels and names. */
export function familyOf(text: string | undefined): Family | undefined {
  if (text === undefined) return undefined;
  if (text.includes(":")) return 6;
  return text.includes(".") ? 4 : undefined;
}

/** Whether a word can stand where iproute2 prints a destination: `default`, an address, a prefix, `0/8`, an MPLS label. */
export function looksLikeDestination(word: string | undefined): word is string {
  if (word === undefined || word === "" || word.length > 64) return false;
  if (word === "default") return true;
  let hasMark = false;
  let hasOnlyDigits = true;
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isHex = isDigit || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
    if (code === 0x3a || code === 0x2e) hasMark = true;
    else if (code === 0x2f) return at > 0 && (hasMark || hasOnlyDigits) && isDigits(word.slice(at + 1));
    else if (!isHex) return false;
    if (!isDigit) hasOnlyDigits = false;
  }
  return hasMark || hasOnlyDigits;
}

/**
 * A destination or source as a CIDR prefix: `default` is /0, a lone address gets its full length, `0/8` and `10/8` are
 * filled up. Text that is neither is returned as it is.
 */
export function toCidr(text: string, family: Family): string {
  if (text === "default" || text === "any" || text === "all") return family === 4 ? "0.0.0.0/0" : "::/0";
  const slash = text.indexOf("/");
  const address = slash === -1 ? text : text.slice(0, slash);
  const length = slash === -1 ? (family === 4 ? "32" : "128") : text.slice(slash + 1);
  if (family === 6) return `${address === "0" ? "::" : address}/${length}`;
  if (slash === -1) return `${address}/${length}`;
  let dots = 0;
  for (let at = 0; at < address.length; at++) if (address.charCodeAt(at) === 0x2e) dots++;
  if (dots >= 3) return text;
  return `${address}${".0".repeat(3 - dots)}/${length}`;
}
