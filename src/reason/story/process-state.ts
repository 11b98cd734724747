import type { FileUse, Phase, ProgramImage } from "../../model/capture.ts";
import type { TracedProcess } from "../../model/process.ts";

/** A socket of a process, as far as its own calls told. */
export interface SocketUse {
  isDatagram: boolean;
  family: string;
  /** the server, where it is a name server's port */
  server?: string;
  /** the address it was bound to */
  bound?: string;
  /** index into the connections of a connect that is under way or was only a probe */
  connection?: number;
}

/** What the story remembers of one living process; dropped when it ends. Threads share that of their process. */
export interface ProcessState {
  readonly process: TracedProcess;
  program: string | undefined;
  image: ProgramImage | undefined;
  phase: Phase | undefined;
  /** the loader was seen at work since the latest exec */
  hasLoader: boolean;
  /** failing execs right before a next one: the search along PATH */
  streak: { line: number; calls: number } | undefined;
  /** the last line before that search */
  lineBefore: number;
  heapFrom: number;
  heapNow: number;
  mapped: number;
  readonly sockets: Map<number, SocketUse>;
  /** the file behind a descriptor, for the bytes that go through it */
  readonly files: Map<number, FileUse>;
  /** names of libraries that were looked for and not found yet, with the places tried */
  readonly searched: Map<string, string[]>;
}

export function newState(process: TracedProcess, parent: ProcessState | undefined): ProcessState {
  return {
    process, program: parent?.program, image: parent?.image, phase: undefined, hasLoader: false, streak: undefined, lineBefore: process.firstLine,
    heapFrom: NaN, heapNow: NaN, mapped: 0, sockets: new Map(parent?.sockets), files: new Map(parent?.files), searched: new Map(),
  };
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
