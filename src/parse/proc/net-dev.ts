import type { Link, LinkCounters } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { readNumber, splitWords } from "../ip/text.ts";

const receive = ["bytes", "packets", "errors", "dropped", "fifo_errors", "frame_errors", "compressed", "multicast"];
const transmit = ["bytes", "packets", "errors", "dropped", "fifo_errors", "collisions", "carrier_errors", "compressed"];

const headerWords: ReadonlySet<string> = new Set([
  "Inter-", "Receive", "Transmit", "face", "bytes", "packets", "errs", "drop", "fifo", "frame", "compressed", "multicast", "colls", "carrier",
]);

/** Whether a line is one of the two that head `/proc/net/dev`. */
export function isNetDevHeader(text: string): boolean {
  const bars = text.split("|");
  return bars.length === 3 && (text.includes("Receive") || splitWords(bars[0] ?? "")[0] === "face");
}

/**
 * Reads `/proc/net/dev` (proc_net(5)): names and counters of all links of a namespace, and nothing else. Flags, MTU,
 * index and kind are unknown; `adminUp` and `carrier` are null.
 */
export function parseNetDev(output: string, command: string): Parsed<Link> {
  const items: Link[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const [index, raw] of output.split("\n").entries()) {
    const text = raw.trim();
    if (text === "") continue;
    if (isNetDevHeader(text)) {
      const unknown = splitWords(text.replaceAll("|", " ")).filter((word) => !headerWords.has(word));
      if (unknown.length > 0) notUnderstood.push({ line: index + 1, text: unknown.join(" ") });
      continue;
    }
    // the name ends at the first colon, which may touch the first number
    const colon = text.indexOf(":");
    const numbers = colon > 0 ? splitWords(text.slice(colon + 1)).map(readNumber) : [];
    if (colon <= 0 || colon > 130 || numbers.length !== 16 || numbers.includes(undefined)) {
      notUnderstood.push({ line: index + 1, text });
      continue;
    }
    items.push({
      ifindex: null, name: text.slice(0, colon), altnames: [], kind: "unknown", kindData: {}, mac: null, mtu: null, flags: [],
      adminUp: null, carrier: null, operstate: null, qdisc: null, addresses: [],
      stats: { rx: countersOf(numbers.slice(0, 8), receive), tx: countersOf(numbers.slice(8), transmit) },
      at: { command, line: index + 1 },
    });
  }
  return { items, warnings: [], notUnderstood };
}

function countersOf(numbers: readonly (number | undefined)[], keys: readonly string[]): LinkCounters {
  const [bytes = 0, packets = 0, errors = 0, dropped = 0] = numbers;
  const details = Object.fromEntries(keys.slice(4).map((key, index) => [key, numbers[index + 4] ?? 0]));
  return { bytes, packets, errors, dropped, details };
}
