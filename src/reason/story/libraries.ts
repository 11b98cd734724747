import type { CaptureFacts, Library } from "../../model/capture.ts";
import { decodeBytes } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import { baseName, type ProcessState } from "./process-state.ts";

const mostLibraries = 5000;
const mostPlaces = 200;

/** `libc.so.6`, `libfoo-1.2.so`, `ld-musl-x86_64.so.1`, a module `x.cpython-311.so`; not `ld.so.cache`. */
export function isLibraryPath(path: string): boolean {
  const at = path.lastIndexOf(".so");
  if (at < 0 || at < path.lastIndexOf("/")) return false;
  for (let index = at + 3; index < path.length; index++) {
    const code = path.charCodeAt(index);
    if (code !== 46 && (code < 48 || code > 57)) return false;
  }
  return true;
}

/** Which libraries were found, where they were searched before, and which C library each program got. */
export class LibraryCollector {
  readonly #libraries = new Map<string, Library>();
  readonly #notFound: CaptureFacts["notFound"] = [];
  /** failed openings of library files, by the loader */
  missed = 0;

  /** An open of a path that looks like a library; `state.phase` tells whether the loader or the program asked. */
  observe(row: TraceRow, state: ProcessState, path: string): void {
    const name = baseName(path);
    if (row.errno !== "") {
      if (row.errno !== "ENOENT") return;
      this.missed++;
      const places = state.searched.get(name) ?? [];
      if (places.length < mostPlaces) places.push(decodeBytes(path));
      state.searched.set(name, places);
      state.searchLine = row.line;
      return;
    }
    const searched = state.searched.get(name) ?? [];
    state.searched.delete(name);
    noteLibc(row, state, path, name);
    const known = this.#libraries.get(path);
    if (known) {
      known.processes++;
      if (known.searched.length === 0 && searched.length > 0) known.searched = searched;
    } else if (this.#libraries.size < mostLibraries) {
      this.#libraries.set(path, {
        path: decodeBytes(path), line: row.line, pid: state.process.pid, processes: 1, searched, isLate: state.phase?.name === "program",
      });
    }
  }

  /** A program is over (or replaced): what it looked for until then was nowhere. */
  close(state: ProcessState): void {
    for (const [name, places] of state.searched) {
      if (this.#notFound.length < mostLibraries) this.#notFound.push({ name: decodeBytes(name), places, pid: state.process.pid, line: state.searchLine, isLate: state.phase?.name === "program" });
    }
    state.searched.clear();
  }

  finish(): { libraries: Library[]; notFound: CaptureFacts["notFound"] } {
    return { libraries: [...this.#libraries.values()], notFound: this.#notFound };
  }
}

function noteLibc(row: TraceRow, state: ProcessState, path: string, name: string): void {
  const { image } = state;
  if (!image || image.libc === "glibc" || image.libc === "musl") return;
  const libc = name.startsWith("ld-musl") || name.startsWith("libc.musl") ? "musl" : /^libc(\.so\.6|-2\.\d+\.so)$/.test(name) ? "glibc" : undefined;
  if (libc === undefined) return;
  image.libc = libc;
  image.libcPath = decodeBytes(path);
  image.libcLine = row.line;
}
