import { open, readdir, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { mergeCaptures, type ThreadFile } from "./capture-merge.ts";
import { directoryFailure, readFailure } from "./read-failure.ts";
import { unpack } from "./unpack.ts";

export interface CaptureReadOptions {
  /** what `-` stands for */
  readonly stdin?: AsyncIterable<Buffer | string>;
  /** something the reader should know about how the files were put together, in one sentence */
  readonly onWarning?: (message: string) => void;
  /** told of each piece read from disk: bytes so far, and in all (0 where that is not known) */
  readonly onProgress?: (read: number, all: number) => void;
}

const chunkBytes = 1 << 20;
const newline = 10;

/**
 * The bytes of a capture: of one file, of several one after another, of standard input (`-`), or of the files that
 * `strace -ff -o PREFIX` wrote, merged by time with a pid column, as strace-log-merge does. PREFIX is given as it was to
 * strace, or as the list `PREFIX.*`. gzip, zstd and xz are unpacked. A buffer is used again for the next piece: copy what
 * must stay. Throws a HostlensError for what cannot be read.
 */
export async function* readCaptureBytes(paths: readonly string[], options: CaptureReadOptions = {}): AsyncGenerator<Buffer> {
  const files = paths.length === 1 ? await threadFilesOf(paths[0] ?? "") : threadList(paths);
  const sizes = await Promise.all((files?.map((file) => file.path) ?? paths).map(sizeOf));
  const all = sizes.every((size) => size > 0) ? sizes.reduce((sum, size) => sum + size, 0) : 0;
  let read = 0;
  const count = (bytes: number): void => {
    read += bytes;
    options.onProgress?.(read, all);
  };
  if (files) {
    yield* mergeCaptures(files, { open: (path) => unpack(readFileBytes(path, count, 1 << 16), path), onWarning: options.onWarning ?? (() => {}) });
    return;
  }
  let last = newline;
  for (const path of paths) {
    // a file that was cut off must not run into the next one
    if (last !== newline) yield Buffer.from("\n");
    const bytes = path === "-" ? unpack(readStream(options.stdin ?? process.stdin, count), "standard input") : unpack(readFileBytes(path, count, chunkBytes), path);
    for await (const chunk of bytes) {
      last = chunk[chunk.length - 1] ?? last;
      yield chunk;
    }
  }
}

/** Whether `path` is no file but the PREFIX of what `strace -ff -o PREFIX` wrote. */
export async function isCapturePrefix(path: string): Promise<boolean> {
  return (await threadFilesOf(path)) !== undefined;
}

const threadSuffix = /^\.(\d+)(?:\.gz|\.zst|\.xz)?$/;

/** The files of a `-ff` prefix; undefined where `path` exists itself or nothing of that kind stands beside it. */
async function threadFilesOf(path: string): Promise<ThreadFile[] | undefined> {
  if (path === "-" || path === "" || (await exists(path))) return undefined;
  const start = basename(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const files = names.flatMap((name): ThreadFile[] => {
    const suffix = name.startsWith(start) ? threadSuffix.exec(name.slice(start.length)) : null;
    return suffix ? [{ path: join(dirname(path), name), pid: Number(suffix[1]) }] : [];
  });
  return files.length > 0 ? files.toSorted((a, b) => a.pid - b.pid) : undefined;
}

/** The same for a list of names, as a shell makes it from `PREFIX.*`; undefined where they are just several files. */
function threadList(paths: readonly string[]): ThreadFile[] | undefined {
  const prefixes = new Set<string>();
  const files: ThreadFile[] = [];
  for (const path of paths) {
    const found = /^(.*)\.(\d+)(?:\.gz|\.zst|\.xz)?$/s.exec(path);
    if (!found) return undefined;
    prefixes.add(found[1] ?? "");
    files.push({ path, pid: Number(found[2]) });
  }
  return prefixes.size === 1 ? files.toSorted((a, b) => a.pid - b.pid) : undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, (error: NodeJS.ErrnoException) => error.code !== "ENOENT");
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then((about) => (about.isFile() ? about.size : 0), () => 0);
}

/** Reads a file piece by piece into one buffer. */
async function* readFileBytes(path: string, count: (bytes: number) => void, size: number): AsyncGenerator<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    if ((await file.stat()).isDirectory()) throw directoryFailure(path);
    const buffer = Buffer.allocUnsafeSlow(size);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, size, null);
      if (bytesRead === 0) return;
      count(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw readFailure(path, error);
  } finally {
    await file?.close();
  }
}

async function* readStream(stream: AsyncIterable<Buffer | string>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    count(bytes.length);
    yield bytes;
  }
}
