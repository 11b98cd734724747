import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { RunResult } from "./runner.ts";

/** The reads that every runner answers without starting the tool they are named after. */
export type FileRequest =
  | { readonly kind: "cat"; readonly path: string }
  | { readonly kind: "readlink"; readonly path: string }
  | { readonly kind: "ls"; readonly path: string };

/** The read that an argv stands for, or undefined where it is a real command. */
export function fileRequestOf(argv: readonly string[]): FileRequest | undefined {
  const [tool, first, second] = argv;
  if (tool === "cat" && first !== undefined && argv.length === 2) return { kind: "cat", path: first };
  if (tool === "readlink" && first !== undefined && argv.length === 2) return { kind: "readlink", path: first };
  if (tool === "ls" && first === "-1" && second !== undefined && argv.length === 3) return { kind: "ls", path: second };
  return undefined;
}

/**
 * Reads a file, a link or a directory of this very host. Files of /proc and /sys have no size, so they are read to
 * their end; what cannot be read is an answer with exit status 1 and the reason in the tool's own words.
 */
export function answerFile(argv: readonly string[], request: FileRequest): RunResult {
  const started = performance.now();
  const end = (stdout: Buffer, exitCode: number, stderr: string): RunResult => ({
    argv, stdout, stderr, exitCode, durationMs: performance.now() - started,
  });
  try {
    switch (request.kind) {
      case "cat":
        return end(readFileSync(request.path), 0, "");
      case "readlink":
        return end(Buffer.from(`${readlinkSync(request.path)}\n`), 0, "");
      case "ls": {
        const names = readdirSync(request.path).sort();
        return end(Buffer.from(names.length ? `${names.join("\n")}\n` : ""), 0, "");
      }
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "EIO";
    const refused = code === "EACCES" || code === "EPERM";
    const result = end(Buffer.alloc(0), 1, `${argv[0]}: ${request.path}: ${errorWords[code] ?? code}\n`);
    return refused ? { ...result, problem: "no-permission" } : result;
  }
}

const errorWords: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EINVAL: "Invalid argument",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  ENODEV: "No such device",
  ENXIO: "No such device or address",
  EOPNOTSUPP: "Operation not supported",
  ENOTSUP: "Operation not supported",
  EIO: "Input/output error",
};
