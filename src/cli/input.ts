import { open, readFile, stat, type FileHandle } from "node:fs/promises";
import { HostlensError } from "../model/failure.ts";

/** What the user wants explained: the name to call it by, its first bytes, and all of it when asked for. */
export interface Input {
  readonly name: string;
  /** a path that can be opened again; undefined for standard input */
  readonly path?: string;
  readonly head: Buffer;
  readonly whole: () => Promise<Buffer>;
}

const headBytes = 64 * 1024;
/** Pasted output is read as a whole; captures are streamed and have no limit. */
const wholeBytes = 256 * 1024 * 1024;

/**
 * Opens a file or, for `-` and undefined, standard input. A directory, a file that is not there or may not be read, and
 * an empty input throw a failure that says so.
 */
export async function openInput(path: string | undefined, stdin: NodeJS.ReadableStream): Promise<Input> {
  const input = path === undefined || path === "-" ? await readStream(stdin) : await readHead(path);
  if (input.head.length === 0) {
    throw new HostlensError({ code: "bad-input", where: input.name, problem: "it is empty", hint: "give it a strace capture or the output of ip, route, arp or ifconfig" });
  }
  return input;
}

async function readStream(stdin: NodeJS.ReadableStream): Promise<Input> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    chunks.push(buffer);
    bytes += buffer.length;
    if (bytes > wholeBytes) throw tooLarge("standard input");
  }
  const all = Buffer.concat(chunks);
  return { name: "standard input", head: all.subarray(0, headBytes), whole: () => Promise.resolve(all) };
}

async function readHead(path: string): Promise<Input> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const about = await file.stat();
    if (about.isDirectory()) {
      throw new HostlensError({ code: "bad-input", where: path, problem: "it is a directory", hint: "name a file in it, or use --on recording:DIR for a recording" });
    }
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, about.isFile() ? 0 : null);
    const head = buffer.subarray(0, bytesRead);
    return { name: path, path, head, whole: () => readWhole(path) };
  } catch (error) {
    throw readFailure(path, error);
  } finally {
    await file?.close();
  }
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size > wholeBytes) throw tooLarge(path);
    return await readFile(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}

function tooLarge(where: string): HostlensError {
  return new HostlensError({ code: "bad-input", where, problem: `it is larger than ${wholeBytes / 1024 / 1024} MiB`, hint: "cut it to the part you ask about" });
}

/** Why a file could not be read, as a failure. */
function readFailure(path: string, error: unknown): unknown {
  if (error instanceof HostlensError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EACCES" || code === "EPERM") {
    return new HostlensError({ code: "no-permission", what: path, hint: "its mode does not let you read it: see ls -l" }, { cause: error });
  }
  const problem = code === "ENOENT" ? "there is no such file" : code === "ENOTDIR" ? "a part of the path is not a directory" : `it cannot be read (${code})`;
  return new HostlensError({ code: "bad-input", where: path, problem }, { cause: error });
}
