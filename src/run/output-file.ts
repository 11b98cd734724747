import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file without a name that takes a program's standard output. */
export interface OutputFile {
  readonly fd: number;
  /** everything written so far; `limit` bytes at most */
  read(limit: number): { readonly bytes: Buffer; readonly isWhole: boolean };
  close(): void;
}

/**
 * `ip` writes each route by itself. Through a pipe, 100,000 routes are as many small reads, which cost Node four times as
 * much as parsing them; in a file they are one. The file is made for its owner only and has no name any more when the
 * program starts. Undefined where there is no directory for it: a pipe does as well.
 */
export function openOutputFile(): OutputFile | undefined {
  let directory: string | undefined;
  try {
    directory = mkdtempSync(join(tmpdir(), "hostlens-"));
    const fd = openSync(join(directory, "output"), "wx+", 0o600);
    return { fd, read: (limit) => readAll(fd, limit), close: () => closeSync(fd) };
  } catch {
    return undefined;
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  }
}

function readAll(fd: number, limit: number): { bytes: Buffer; isWhole: boolean } {
  const { size } = fstatSync(fd);
  const bytes = Buffer.allocUnsafe(Math.min(size, limit));
  let read = 0;
  while (read < bytes.length) {
    const count = readSync(fd, bytes, read, bytes.length - read, read);
    if (count === 0) break;
    read += count;
  }
  return { bytes: bytes.subarray(0, read), isWhole: size <= limit };
}
