/**
 * Where results and messages go. Text handed to `text`, `warn` and `note` must already have gone through
 * render/escape.ts wherever it holds host strings.
 */
export interface Output {
  /** a whole result on standard output; a newline is added if it lacks one */
  text(text: string): Promise<void>;
  /** one JSON document on standard output (pretty with --json, one line with --ndjson) */
  json(document: unknown): Promise<void>;
  /** one line of NDJSON on standard output, honouring back-pressure; resolves to false once the reader is gone */
  line(text: string): Promise<boolean>;
  /** a line on standard error */
  note(text: string): void;
}
