import type { Value } from "../../model/trace-event.ts";

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const hardwareAddress = /^[0-9a-f]{2}(?::[0-9a-f]{2}){1,31}$/;

/** A word outside quotes: a number, an address, `NULL`, a constant or an or-list of them. */
export function classifyWord(word: string): Value {
  const first = word.charCodeAt(0);
  if (word.charCodeAt(2) === 58 && hardwareAddress.test(word)) return { kind: "address", value: word };
  if (!isDigit(first) && !(first === 45 && isDigit(word.charCodeAt(1)))) {
    if (word === "...") return { kind: "elided" };
    if (word === "???") return { kind: "elided", raw: word };
    if (word === "NULL") return { kind: "pointer", raw: word };
    return { kind: "flags", names: word.includes("|") ? word.split("|") : [word] };
  }
  const { length } = word;
  if (length <= 15) {
    let value = 0;
    let at = first === 45 ? 1 : 0;
    const start = at;
    for (; at < length; at++) {
      const digit = word.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === length && (word.charCodeAt(start) !== 48 || length === start + 1)) {
      // `-0` has to stay a text
      if (start === 0) return { kind: "number", value };
      if (value !== 0) return { kind: "number", value: -value };
    }
  }
  return classifyOther(word);
}

function classifyOther(word: string): Value {
  if (/^0x[0-9a-f]{6,16}$/.test(word)) return { kind: "pointer", raw: word };
  if (word.includes("|") || word.includes("<<")) return { kind: "flags", names: word.split("|") };
  const product = /^(\d{1,15})\*(\d{1,15})$/.exec(word);
  const value = product ? Number(product[1]) * Number(product[2]) : /^0[0-7]{1,20}$/.test(word) ? Number.parseInt(word, 8) : word.length > 400 ? NaN : Number(word);
  if (!Number.isFinite(value)) return { kind: "unknown", raw: word };
  return String(value) === word ? { kind: "number", value } : { kind: "number", value, raw: word };
}
