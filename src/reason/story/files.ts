import type { FileUse, PathChange, Searches } from "../../model/capture.ts";
import { decodeBytes } from "../../parse/strace/arguments.ts";
import { atFdcwd, type TraceRow } from "../../parse/strace/row.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { OpenFile } from "../descriptors/open-file.ts";
import type { Act } from "./call-acts.ts";
import { isLibraryPath, type LibraryCollector } from "./libraries.ts";
import { baseName, type ProcessState } from "./process-state.ts";

const mostFiles = 20_000;
const mostChanges = 5000;
const mostExamples = 8;
/** Calls of the second group start their path at a directory descriptor. */
const pathAt: ReadonlyMap<string, readonly [number, number?]> = new Map<string, readonly [number, number?]>([
  ["open", [0]], ["creat", [0]], ["openat", [1]], ["openat2", [1]],
  ["mkdir", [0]], ["mkdirat", [1]], ["rmdir", [0]], ["unlink", [0]], ["unlinkat", [1]], ["rename", [0, 1]], ["renameat", [1, 3]], ["renameat2", [1, 3]],
  ["link", [0, 1]], ["linkat", [1, 3]], ["symlink", [0, 1]], ["symlinkat", [0, 2]], ["mknod", [0]], ["mknodat", [1]], ["chmod", [0]], ["fchmodat", [1]], ["fchmodat2", [1]],
  ["chown", [0]], ["lchown", [0]], ["fchownat", [1]], ["truncate", [0]], ["truncate64", [0]], ["mount", [1]], ["umount", [0]], ["umount2", [0]], ["pivot_root", [0]], ["chroot", [0]],
  ["stat", [0]], ["stat64", [0]], ["lstat", [0]], ["lstat64", [0]], ["newfstatat", [1]], ["fstatat64", [1]], ["statx", [1]], ["access", [0]], ["faccessat", [1]], ["faccessat2", [1]],
  ["readlink", [0]], ["readlinkat", [1]],
]);
const localeWords = /\/(?:locale|i18n|LC_[A-Z]+|gconv)(?:\/|$|-)|\.mo$/;

/** Files opened with the bytes that went through them, directories listed, names made and removed, names that were not there. */
export class FileCollector {
  readonly #files = new Map<string, FileUse>();
  readonly #changes: PathChange[] = [];
  readonly #uses = new WeakMap<OpenFile, FileUse>();
  readonly #libraries: LibraryCollector;
  readonly #descriptors: Descriptors;
  readonly #searches: Searches = { libraries: 0, programs: 0, locales: 0, others: 0, examples: [] };

  constructor(libraries: LibraryCollector, descriptors: Descriptors) {
    this.#libraries = libraries;
    this.#descriptors = descriptors;
  }

  observe(row: TraceRow, state: ProcessState, act: Act): void {
    switch (act) {
      case "open":
        this.#open(row, state);
        break;
      case "read": case "write":
        if (row.value > 0) this.#move(row, state, 0, act, row.value);
        break;
      case "copy":
        if (row.value > 0) this.#copy(row, state);
        break;
      case "list":
        if (row.value >= 0) this.#list(row, state);
        break;
      case "look":
        if (row.errno === "ENOENT") this.#missed(row, state, this.#path(row));
        break;
      case "change":
        if (row.value === 0) this.#change(row, state);
        break;
      case "exec":
        if (row.errno === "ENOENT") this.#searches.programs++;
        break;
      default:
        break;
    }
  }

  /** The use of the file that a descriptor argument stands for. */
  useOf(row: TraceRow, index: number): FileUse | undefined {
    const file = this.#descriptors.of(row, index)?.file;
    return file && this.#uses.get(file);
  }

  finish(): { files: FileUse[]; changes: PathChange[]; searches: Searches } {
    return { files: [...this.#files.values()], changes: this.#changes, searches: { ...this.#searches, libraries: this.#libraries.missed } };
  }

  #open(row: TraceRow, state: ProcessState): void {
    const path = this.#path(row);
    if (path === undefined) return;
    if (isLibraryPath(path)) this.#libraries.observe(row, state, path);
    else if (row.errno === "ENOENT") this.#missed(row, state, path);
    if (!(row.value >= 0)) return;
    const opened = this.#descriptors.nameOf(row.tid, row.value)?.file;
    const use = this.#file(opened?.path ?? path, row, state);
    if (!use) return;
    use.opens++;
    if (opened) this.#uses.set(opened, use);
  }

  #file(path: string, row: TraceRow, state: ProcessState): FileUse | undefined {
    const known = this.#files.get(path);
    if (known || this.#files.size >= mostFiles) return known;
    const file: FileUse = { path: decodeBytes(path), line: row.line, pid: state.process.pid, opens: 0, readBytes: 0, writtenBytes: 0 };
    this.#files.set(path, file);
    return file;
  }

  /** The file behind a descriptor: opened in this capture, or, with -y, inherited from before it. */
  #behind(row: TraceRow, state: ProcessState, index: number): FileUse | undefined {
    const file = this.#descriptors.of(row, index)?.file;
    if (!file) return undefined;
    const known = this.#uses.get(file);
    if (known) return known;
    if (file.kind !== "file" || file.path?.startsWith("/") !== true || file.path.startsWith("/dev/pts/")) return undefined;
    const use = this.#file(file.path, row, state);
    if (use) this.#uses.set(file, use);
    return use;
  }

  #move(row: TraceRow, state: ProcessState, index: number, act: "read" | "write", bytes: number): void {
    const file = this.#behind(row, state, index);
    if (!file) return;
    if (act === "read") file.readBytes += bytes;
    else file.writtenBytes += bytes;
  }

  #copy(row: TraceRow, state: ProcessState): void {
    const isSendfile = row.name.startsWith("sendfile");
    this.#move(row, state, isSendfile ? 1 : 0, "read", row.value);
    this.#move(row, state, isSendfile ? 0 : 2, "write", row.value);
  }

  #list(row: TraceRow, state: ProcessState): void {
    const file = this.#behind(row, state, 0);
    if (!file) return;
    file.entries ??= 0;
    if (row.value === 0) return;
    const list = row.event().args?.[1];
    if (list?.kind === "comment") file.entries += Number.parseInt(list.text.trim(), 10) || 0;
    else if (list?.kind === "array") file.entries += list.items.length;
  }

  #change(row: TraceRow, state: ProcessState): void {
    if (this.#changes.length >= mostChanges) return;
    const path = this.#path(row);
    const second = pathAt.get(row.name)?.[1];
    const to = second === undefined ? undefined : row.string(second);
    if (path === undefined) return;
    this.#changes.push({ syscall: row.name, path: decodeBytes(path), ...(to === undefined ? {} : { to: decodeBytes(to) }), line: row.line, pid: state.process.pid });
  }

  #missed(row: TraceRow, state: ProcessState, path: string | undefined): void {
    if (path === undefined) return;
    const { phase } = state;
    if (phase?.name === "loading" || phase?.name === "exec") this.#libraries.missed++;
    else if (localeWords.test(path)) this.#searches.locales++;
    else {
      this.#searches.others++;
      if (this.#searches.examples.length < mostExamples && !this.#searches.examples.some((one) => baseName(one.path) === baseName(path))) {
        this.#searches.examples.push({ path: decodeBytes(path), line: row.line });
      }
    }
  }

  /** The path a call names, from the root where strace shows the directory it starts at (-y). */
  #path(row: TraceRow): string | undefined {
    const at = pathAt.get(row.name)?.[0];
    if (at === undefined) return undefined;
    const path = row.string(at);
    if (path === undefined || path === "" || path.startsWith("/")) return path === "" ? undefined : path;
    return this.#descriptors.pathAt(row.tid, at === 0 ? atFdcwd : row.number(at - 1), path);
  }
}
