import type { Place } from "../model/explanation.ts";
import type { Parsed } from "../model/parsed.ts";
import type { NotUnderstood } from "../model/warning.ts";
import { splitLines } from "./ip/words.ts";

/** One kernel setting: its dotted name and its value as text. */
export interface Sysctl { readonly name: string; readonly value: string; readonly at: Place }

/**
 * Reads `sysctl` (sysctl(8)): `net.ipv4.ip_forward = 1`, one a line; also `key=value`. Where procps writes the dot of a
 * device name as a slash (`net.ipv4.conf.eth0/100.rp_filter`), it is a dot again: no device has a slash in its name. Complaints (`sysctl: permission denied on key …`)
 * and lines without `=` go to `notUnderstood`.
 */
export function parseSysctl(output: string, command: string): Parsed<Sysctl> {
  const items: Sysctl[] = [];
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    if (line.trim() === "") return;
    const equals = line.indexOf("=");
    const name = equals === -1 ? "" : line.slice(0, equals).trim();
    if (name === "" || name.includes(" ")) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    items.push({ name: name.replaceAll("/", "."), value: line.slice(equals + 1).trim(), at: { command, line: index + 1 } });
  });
  return { items, warnings: [], notUnderstood };
}

/** Settings as a record from name to value, the last one winning; safe against names like `__proto__`. */
export function sysctlRecord(items: readonly Sysctl[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { name, value } of items) Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  return record;
}
