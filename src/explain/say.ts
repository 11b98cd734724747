import type { Place, Sentence } from "../model/explanation.ts";

/** Anything that knows where it stood in the raw output. */
export interface Placed {
  readonly at?: Place | undefined;
}

/** One sentence with what it rests on. Things without a place (made by hand) are left out of `because`. */
export function say(text: string, rests: readonly (Placed | undefined)[], concept?: string): Sentence {
  const because: Place[] = [];
  for (const thing of rests) {
    const at = thing?.at;
    if (at && !because.some((place) => place.command === at.command && place.pointer === at.pointer && place.line === at.line)) because.push(at);
  }
  return concept === undefined ? { text, because } : { text, concept, because };
}

/** "one port", "4 ports": a count with its noun. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number === 1 ? "one" : numberText(number)} ${number === 1 ? noun : plural}`;
}

/** 1234567 → "1,234,567". By hand: the first toLocaleString of a process costs more than all explanations together. */
export function numberText(number: number): string {
  const digits = String(number);
  if (!/^\d{4,}$/.test(digits)) return digits;
  const head = digits.length % 3;
  const groups = digits.slice(head).match(/.{3}/g) ?? [];
  return [...(head === 0 ? [] : [digits.slice(0, head)]), ...groups].join(",");
}

/** "a, b and c"; from `most` on the rest is counted: "a, b and 5 more". */
export function listText(items: readonly string[], most = 4): string {
  if (items.length === 0) return "";
  if (items.length === 1) return items[0] ?? "";
  if (items.length > most) return `${items.slice(0, most - 1).join(", ")} and ${items.length - most + 1} more`;
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** 90 → "90 s", 5400 → "1 h 30 min", 86396 → "23 h 59 min". */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min`;
  const hours = Math.floor(whole / 3600);
  if (hours < 48) {
    const minutes = Math.floor((whole % 3600) / 60);
    return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  }
  return `${Math.floor(hours / 24)} days`;
}

/** 1536 → "1.5 KiB". */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${bytes} bytes` : `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A share in percent with a sensible number of digits. */
export function percentText(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  if (percent > 0 && percent < 0.01) return "less than 0.01 %";
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}
