import type { JsonValue } from "./json.ts";
import { readNumber } from "./words.ts";

/** A JSON value as text: a string as it is, anything else as JSON. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

/** A JSON number, or the number a string holds (iproute2 prints some as strings, `"0x10"`). */
export function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" ? readNumber(value) : undefined;
}
