import { HostlensError } from "../model/failure.ts";
import { isCapturePrefix, readCaptureBytes } from "../run/capture-bytes.ts";

/** What the user wants explained, unpacked: the name to call it by, its first bytes, and, once, all of it. */
export interface Input {
  readonly name: string;
  readonly head: Buffer;
  /** several files of `strace -ff`: nothing but a capture */
  readonly isCapture: boolean;
  /** everything, piece by piece */
  readonly bytes: AsyncIterable<Buffer>;
  readonly whole: () => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

const headBytes = 64 * 1024;
/** Pasted output is read as a whole; captures are streamed and have no limit. */
const wholeBytes = 256 * 1024 * 1024;

/**
 * Opens a file, a prefix of `strace -ff` or, for `-` and undefined, standard input. A directory, a file that is not there
 * or may not be read, and an empty input throw a failure that says so.
 */
export async function openInput(path: string | undefined, stdin: NodeJS.ReadableStream, onWarning: (message: string) => void): Promise<Input> {
  const isStdin = path === undefined || path === "-";
  const name = isStdin ? "standard input" : path;
  const rest = readCaptureBytes([path ?? "-"], { stdin, onWarning });
  const start: Buffer[] = [];
  for (let size = 0; size < headBytes;) {
    const next = await rest.next();
    if (next.done) break;
    // the buffer is used again for the next piece
    start.push(Buffer.from(next.value));
    size += next.value.length;
  }
  const head = Buffer.concat(start);
  if (head.length === 0) {
    throw new HostlensError({ code: "bad-input", where: name, problem: "it is empty", hint: "give it a strace capture or the output of ip, route, arp or ifconfig" });
  }
  const bytes = continued(head, rest);
  return {
    name, head, bytes, isCapture: !isStdin && (await isCapturePrefix(path)),
    whole: () => readWhole(name, bytes),
    close: async () => { await rest.return(undefined); },
  };
}

async function* continued(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function readWhole(name: string, bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > wholeBytes) {
      throw new HostlensError({ code: "bad-input", where: name, problem: `it is larger than ${wholeBytes / 1024 / 1024} MiB`, hint: "cut it to the part you ask about" });
    }
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}
