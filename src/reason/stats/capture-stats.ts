import type { StatsRow } from "../../model/stats.ts";
import type { TracedProcess } from "../../model/process.ts";
import { socketAddressOf } from "../../parse/strace/arguments.ts";
import { atFdcwd, type TraceRow } from "../../parse/strace/row.ts";
import { Descriptors } from "../descriptors/descriptors.ts";
import { ProcessTree } from "../process-tree.ts";
import { argumentPlaces, movesBytes, returnsAddress, type ArgumentPlaces } from "./call-arguments.ts";
import { DurationSketch } from "./duration-sketch.ts";

export const statsKeys = ["syscall", "process", "file", "address", "errno"] as const;
export type StatsKey = (typeof statsKeys)[number];

/** Rows beyond this many are one: memory stays flat whatever the capture holds. */
const mostKeys = 40_000;
const total = 0;
const others = 1;

/** What is known of a call by its name. */
interface CallFacts { readonly key: number; readonly movesBytes: boolean; readonly returnsAddress: boolean; readonly places: ArgumentPlaces; readonly isConnecting: boolean }

export interface CaptureStatsResult {
  rows: StatsRow[];
  total: StatsRow;
  /** how far a quantile may be from the true one, as a fraction of it */
  relativeError: number;
  /** calls that had not come back when their process or the capture ended; strace -c does not count them either */
  neverReturned: number;
  /** calls that are in no row: they name no file, no address, have no errno */
  outside: number;
  /** keys that found no row of their own */
  folded: number;
  unparsed: number;
}

/** Counts calls, errors, bytes and time by some key, in columns; fed with rows as they complete. */
export class CaptureStats {
  readonly #by: StatsKey;
  readonly #facts = new Map<string, CallFacts>();
  readonly #keys = new Map<string, number>();
  readonly #processes = new Map<TracedProcess, number>();
  readonly #tree: ProcessTree | undefined;
  readonly #descriptors: Descriptors | undefined;
  readonly #sketch = new DurationSketch();
  #calls = new Float64Array(256);
  #errors = new Float64Array(256);
  #timed = new Float64Array(256);
  #seconds = new Float64Array(256);
  #longest = new Float64Array(256);
  #bytes = new Float64Array(256);
  #size = 2;
  #neverReturned = 0;
  #outside = 0;
  #folded = 0;
  #unparsed = 0;

  constructor(by: StatsKey) {
    this.#by = by;
    if (by === "process") this.#tree = new ProcessTree();
    if (by === "file" || by === "address") this.#descriptors = new Descriptors();
  }

  observe(row: TraceRow): void {
    const process = this.#tree?.observe(row);
    this.#descriptors?.observe(row);
    if (row.kind !== "syscall") {
      if (row.kind === "unparsed") this.#unparsed++;
      return;
    }
    if (row.isBegun) return;
    const { name, value } = row;
    const facts = this.#facts.get(name) ?? this.#learn(name);
    const isError = row.errno !== "";
    if (!isError && value !== value && !facts.returnsAddress && (row.isUnfinished || row.event().ret?.value === "?")) {
      this.#neverReturned++;
      return;
    }
    const { seconds } = row;
    const bytes = facts.movesBytes && value > 0 ? value : 0;
    this.#count(total, isError, seconds, bytes);
    const key = this.#keyOf(row, facts, process);
    if (key < 0) this.#outside++;
    else this.#count(key, isError, seconds, bytes);
  }

  finish(): CaptureStatsResult {
    const quantiles = this.#sketch.quantiles([0.5, 0.95, 0.99]);
    const rows: StatsRow[] = [];
    const add = (name: string, key: number): void => {
      if ((this.#calls[key] ?? 0) > 0) rows.push(this.#row(name, key, quantiles.get(key)));
    };
    for (const [name, key] of this.#keys) add(name, key);
    for (const [process, key] of this.#processes) add(nameOf(process), key);
    add("(others)", others);
    return {
      rows, total: this.#row("total", total, quantiles.get(total)), relativeError: this.#sketch.relativeError,
      neverReturned: this.#neverReturned, outside: this.#outside, folded: this.#folded, unparsed: this.#unparsed,
    };
  }

  #row(name: string, key: number, quantiles: readonly number[] | undefined): StatsRow {
    const row: StatsRow = { name, calls: this.#calls[key] ?? 0, errors: this.#errors[key] ?? 0 };
    const timed = this.#timed[key] ?? 0;
    if (timed > 0) {
      const longest = this.#longest[key] ?? 0;
      // strace writes whole microseconds or nanoseconds: nothing below them is meant
      const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;
      const [p50 = 0, p95 = 0, p99 = 0] = (quantiles ?? []).map((value) => rounded(Math.min(value, longest)));
      Object.assign(row, { seconds: rounded(this.#seconds[key] ?? 0), mean: rounded((this.#seconds[key] ?? 0) / timed), p50, p95, p99, max: longest });
    }
    if ((this.#bytes[key] ?? 0) > 0) row.bytes = this.#bytes[key] ?? 0;
    return row;
  }

  #learn(name: string): CallFacts {
    const facts: CallFacts = {
      key: this.#by === "syscall" ? this.#keyNamed(name) : -1, movesBytes: movesBytes.has(name), returnsAddress: returnsAddress.has(name),
      places: argumentPlaces(name), isConnecting: name === "connect" || name === "bind" || name === "sendto",
    };
    this.#facts.set(name, facts);
    return facts;
  }

  #keyOf(row: TraceRow, facts: CallFacts, process: TracedProcess | undefined): number {
    switch (this.#by) {
      case "syscall":
        return facts.key;
      case "errno":
        return row.errno === "" ? -1 : this.#keyNamed(row.errno);
      case "process":
        return process ? this.#keyOfProcess(this.#tree?.leaderOf(process) ?? process) : -1;
      case "file": {
        const path = this.#pathOf(row, facts.places);
        return path === undefined ? -1 : this.#keyNamed(path);
      }
      case "address": {
        const address = this.#addressOf(row, facts);
        return address === undefined ? -1 : this.#keyNamed(address);
      }
    }
  }

  #pathOf(row: TraceRow, { path, directory, fd }: ArgumentPlaces): string | undefined {
    if (path >= 0) {
      const text = row.string(path);
      if (text === undefined || text === "") return directory >= 0 ? row.fdPath(directory) : undefined;
      if (text.charCodeAt(0) === 47) return text;
      return this.#descriptors?.pathAt(row.tid, directory >= 0 ? row.number(directory) : atFdcwd, text);
    }
    if (fd < 0) return undefined;
    const shown = row.fdPath(fd);
    if (shown !== undefined && shown.charCodeAt(0) === 47) return shown;
    const file = this.#descriptors?.of(row, fd)?.file;
    return file?.kind === "file" ? file.path : undefined;
  }

  #addressOf(row: TraceRow, { places, isConnecting }: CallFacts): string | undefined {
    if (places.fd < 0) return undefined;
    const file = this.#descriptors?.of(row, places.fd)?.file;
    if (file && file.kind !== "socket") return undefined;
    const named = isConnecting ? socketAddressOf(row.event().args?.[row.name === "sendto" ? 4 : 1])?.text : undefined;
    const address = named ?? file?.peer ?? file?.local;
    if (address === undefined) return undefined;
    return file?.protocol === undefined ? address : `${file.protocol} ${address}`;
  }

  #keyNamed(name: string): number {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = this.#newKey();
    if (key !== others) this.#keys.set(name, key);
    return key;
  }

  #keyOfProcess(process: TracedProcess): number {
    let key = this.#processes.get(process);
    if (key === undefined) this.#processes.set(process, key = this.#newKey());
    return key;
  }

  #newKey(): number {
    if (this.#size >= mostKeys) {
      this.#folded++;
      return others;
    }
    const key = this.#size++;
    if (key >= this.#calls.length) {
      const grow = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
        const larger = new Float64Array(2 * column.length);
        larger.set(column);
        return larger;
      };
      this.#calls = grow(this.#calls);
      this.#errors = grow(this.#errors);
      this.#timed = grow(this.#timed);
      this.#seconds = grow(this.#seconds);
      this.#longest = grow(this.#longest);
      this.#bytes = grow(this.#bytes);
    }
    return key;
  }

  #count(key: number, isError: boolean, seconds: number, bytes: number): void {
    this.#calls[key]!++;
    if (isError) this.#errors[key]!++;
    if (bytes > 0) this.#bytes[key]! += bytes;
    if (seconds >= 0) {
      this.#timed[key]!++;
      this.#seconds[key]! += seconds;
      if (seconds > this.#longest[key]!) this.#longest[key] = seconds;
      this.#sketch.add(key, seconds);
    }
  }
}

/** `2814 make`: the pid and the program it ended up as. */
function nameOf(process: TracedProcess): string {
  const program = process.execs.findLast((exec) => exec.errno === undefined)?.path;
  const pid = process.pid === 0 ? "" : String(process.pid);
  return [pid, program?.slice(program.lastIndexOf("/") + 1)].filter(Boolean).join(" ") || "the process";
}
