import type { Writable } from "node:stream";
import { jsonChunks } from "../render/json.ts";

/**
 * Where results and messages go. Text handed to `text`, `line` and `note` must already have gone through
 * render/escape.ts wherever it holds host strings.
 */
export interface Output {
  /** a whole result on standard output; a newline is added if it lacks one */
  text(text: string): Promise<void>;
  /** one JSON document on standard output (pretty with --json, one line with --ndjson) */
  json(document: unknown): Promise<void>;
  /** one line of NDJSON on standard output, honouring back-pressure; resolves to false once the reader is gone */
  line(text: string): Promise<boolean>;
  /** bytes on standard output as they are (they hold a file's own bytes, or text that was escaped); false once the reader is gone */
  bytes(bytes: Buffer): Promise<boolean>;
  /** a line on standard error */
  note(text: string): void;
}

export interface OutputOptions {
  readonly format: "text" | "json" | "ndjson";
  /** set on a terminal of that many rows: longer texts go through the pager */
  readonly pager?: { readonly command: string; readonly rows: number };
}

/** True for what a stream says when its reader has gone: `| head -1` is not a failure. */
export function isClosedPipe(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_STREAM_WRITE_AFTER_END";
}

/** Results to `stdout`, messages to `stderr`. After the reader of `stdout` has gone, everything written is dropped. */
export function createOutput(stdout: Writable, stderr: Writable, options: OutputOptions): Output {
  let closed = false;
  let failed: Error | undefined;
  stdout.on("error", (error: Error) => {
    closed = true;
    if (!isClosedPipe(error)) failed = error;
  });
  stderr.on("error", () => {});

  const write = async (text: string | Buffer): Promise<boolean> => {
    if (failed) throw failed;
    if (closed) return false;
    if (stdout.write(text)) return true;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stdout.off("drain", done).off("close", done).off("error", done);
        resolve();
      };
      stdout.once("drain", done).once("close", done).once("error", done);
    });
    if (failed) throw failed;
    return !closed;
  };

  return {
    async text(text) {
      const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
      const { pager } = options;
      if (pager && countLines(whole) >= pager.rows) {
        const { page } = await import("./pager.ts");
        if (await page(whole, pager.command)) return;
      }
      await write(whole);
    },
    async json(document) {
      for (const chunk of jsonChunks(document, options.format !== "ndjson")) if (!(await write(chunk))) return;
    },
    bytes: write,
    line: async (text) => write(`${text}\n`),
    note(text) {
      stderr.write(`${text}\n`);
    },
  };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
