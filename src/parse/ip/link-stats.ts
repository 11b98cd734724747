import type { Link } from "../../model/link.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { countersOf } from "./link-json.ts";
import { readNumber, splitWords } from "./text.ts";
import type { Segment } from "./text.ts";

const receive: ReadonlyMap<string, string> = new Map(Object.entries({
  bytes: "bytes", packets: "packets", errors: "errors", dropped: "dropped", overrun: "over_errors", missed: "missed_errors",
  mcast: "multicast", bcast: "broadcast", length: "length_errors", crc: "crc_errors", frame: "frame_errors", fifo: "fifo_errors",
  nohandler: "nohandler", otherhost: "otherhost_dropped", compressed: "compressed",
}));

const transmit: ReadonlyMap<string, string> = new Map(Object.entries({
  bytes: "bytes", packets: "packets", errors: "errors", dropped: "dropped", carrier: "carrier_errors", collsns: "collisions",
  aborted: "aborted_errors", fifo: "fifo_errors", window: "window_errors", heartbt: "heartbeat_errors",
  heartbeat: "heartbeat_errors", heartbea: "heartbeat_errors", transns: "carrier_changes", compressed: "compressed",
}));

/** Whether a line names the columns of a statistics block: `RX:  bytes packets …`, `TX errors: aborted …`. */
export function isStatsHeader(text: string): boolean {
  const words = splitWords(text.slice(0, 40));
  if (words[0] === "RX:" || words[0] === "TX:") return words.length > 1;
  return (words[0] === "RX" || words[0] === "TX") && words[1] === "errors:";
}

/** The counters of one link, put together from its blocks (`-s` prints one for each direction, `-s -s` two). */
export class StatsReader {
  readonly #rx: Record<string, number> = {};
  readonly #tx: Record<string, number> = {};

  /** `header` names the columns, `values` is the line below it; a column that has no number is reported. */
  read(header: Segment, values: Segment | undefined, notUnderstood: NotUnderstood[]): void {
    const names = splitWords(header.text);
    const isReceive = names[0] === "RX:" || names[0] === "RX";
    names.splice(0, names[1] === "errors:" ? 2 : 1);
    const keys = isReceive ? receive : transmit;
    const numbers = values === undefined ? [] : splitWords(values.text);
    for (let index = 0; index < Math.max(names.length, numbers.length); index++) {
      const name = names[index];
      const key = name === undefined ? undefined : keys.get(name);
      const value = readNumber(numbers[index]);
      if (key !== undefined && value !== undefined) (isReceive ? this.#rx : this.#tx)[key] = value;
      else notUnderstood.push({ line: values?.line ?? header.line, text: [name, numbers[index]].filter(Boolean).join(" ") });
    }
  }

  get hasBoth(): boolean {
    return this.#rx["bytes"] !== undefined && this.#tx["bytes"] !== undefined;
  }

  result(): Link["stats"] {
    return this.hasBoth ? { rx: countersOf(this.#rx), tx: countersOf(this.#tx) } : undefined;
  }

  plain(): { rx: Record<string, number>; tx: Record<string, number> } {
    return { rx: this.#rx, tx: this.#tx };
  }
}
