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

/**
 * A device's name. No name has a newline (the kernel forbids white space); where one stands, iproute2 4.20 has written the
 * escape of a backslash wrong.
 */
export function deviceName(value: JsonValue | undefined): string {
  const name = textOf(value);
  return name.includes("\n") ? name.replaceAll("\n", "\\") : name;
}
