import { createReadStream } from "node:fs";

/**
 * The lines of a file as latin1 text (one character a byte, nothing lost), without their newlines; memory holds one
 * chunk and one line. Rejects with the errno of the read.
 */
export async function* readFileLines(path: string): AsyncGenerator<string> {
  let rest = "";
  const stream = createReadStream(path, { encoding: "latin1", highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    const text = String(chunk);
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      yield rest === "" ? text.slice(start, end) : rest + text.slice(start, end);
      rest = "";
      start = end + 1;
    }
    rest += text.slice(start);
  }
  if (rest !== "") yield rest;
}

/** The same of bytes that are in memory already. */
export function* bufferLines(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    yield bytes.toString("latin1", start, end);
    start = end + 1;
  }
}
