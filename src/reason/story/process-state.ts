import type { Phase, ProgramImage } from "../../model/capture.ts";
import type { TracedProcess } from "../../model/process.ts";

/** What the story remembers of one living process; dropped when it ends. Threads share that of their process. */
export interface ProcessState {
  readonly process: TracedProcess;
  program: string | undefined;
  isShell: boolean;
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
  /** names of libraries that were looked for and not found yet, with the places tried */
  readonly searched: Map<string, string[]>;
  searchLine: number;
}

export function newState(process: TracedProcess, parent: ProcessState | undefined): ProcessState {
  return {
    process, program: parent?.program, isShell: parent?.isShell ?? false, image: parent?.image, phase: undefined, hasLoader: false, streak: undefined, lineBefore: process.firstLine,
    heapFrom: NaN, heapNow: NaN, mapped: 0, searched: new Map(), searchLine: 0,
  };
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
