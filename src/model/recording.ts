import { z } from "zod";

/** One command of a recording: what was asked, how it ended, and the file under `raw/` that holds its standard output. */
export const RecordedCommand = z.object({
  argv: z.array(z.string()).min(1),
  /** path below the recording's directory; `.gz` files are unpacked on replay */
  file: z.string(),
  exit: z.int().nullable(),
  signal: z.string().optional(),
  /** why there is no exit status, as the runner said */
  problem: z.enum(["tool-missing", "no-permission", "timeout", "not-recorded", "signal", "too-large"]).optional(),
  stderr: z.string(),
  durationMs: z.number(),
  bytes: z.int(),
});
export type RecordedCommand = z.infer<typeof RecordedCommand>;

export const recordingVersion = 1;

/** The index of a recording, `recording.json`: which host it was and every command that was asked of it. */
export const Recording = z.object({
  format: z.literal("hostlens-recording"),
  version: z.int(),
  host: z.string().nullable(),
  kernel: z.string().nullable(),
  recordedAt: z.string().nullable(),
  tools: z.record(z.string(), z.string()),
  redacted: z.boolean(),
  note: z.string().optional(),
  commands: z.array(RecordedCommand),
});
export type Recording = z.infer<typeof Recording>;
