import type { Finding } from "../../model/finding.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { nameDescriptor } from "../diagnosis/descriptor-name.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { Descriptor, OpenFile } from "../descriptors/open-file.ts";
import { addTo, newTally, spanOf, type Tally } from "./tally.ts";

const leastCalls = 200;
const mostBytesEach = 16;
const mostFiles = 10_000;

interface Use { readonly reads: Tally; readonly writes: Tally; readonly seeks: Tally; readonly descriptor: Descriptor; wasSeek: boolean }

/** Reads and writes of a few bytes each, and reads that each need a seek before them. */
export class SmallTransfers {
  readonly #uses = new Map<OpenFile, Use>();
  readonly #descriptors: Descriptors;

  constructor(descriptors: Descriptors) { this.#descriptors = descriptors; }

  observe(row: TraceRow): void {
    const descriptor = this.#descriptors.of(row, 0);
    if (!descriptor) return;
    let use = this.#uses.get(descriptor.file);
    if (!use) {
      if (this.#uses.size >= mostFiles) return;
      use = { reads: newTally(row), writes: newTally(row), seeks: newTally(row), descriptor, wasSeek: false };
      this.#uses.set(descriptor.file, use);
    }
    if (row.name === "lseek") {
      use.wasSeek = row.text(2) !== "SEEK_CUR";
      return;
    }
    if (row.name === "read") {
      addTo(use.reads, row, row.value);
      if (use.wasSeek) addTo(use.seeks, row, row.value);
    } else addTo(use.writes, row, row.value);
    use.wasSeek = false;
  }

  finish(): Finding[] {
    const found: Finding[] = [];
    for (const { reads, writes, seeks, descriptor } of this.#uses.values()) {
      if (!/^(file|pipe|socket|inherited)$/.test(descriptor.kind) || descriptor.path?.startsWith("/proc/")) continue;
      const subject = nameDescriptor(descriptor);
      const about = subject === undefined ? {} : { subject };
      if (isSmall(reads)) found.push({ kind: "small-reads", syscall: "read", ...spanOf(reads), bytes: reads.bytes, ...about });
      else if (seeks.count >= leastCalls && seeks.bytes / seeks.count < 512) found.push({ kind: "seek-and-read", syscall: "lseek", ...spanOf(seeks), bytes: seeks.bytes, ...about });
      if (isSmall(writes)) found.push({ kind: "small-writes", syscall: "write", ...spanOf(writes), bytes: writes.bytes, ...about });
    }
    return found;
  }
}

function isSmall(tally: Tally): boolean {
  return tally.count >= leastCalls && tally.bytes / tally.count <= mostBytesEach;
}
