import { z } from "zod";
import { Cause } from "./diagnosis.ts";
import { Sentence } from "./explanation.ts";
import { TracedProcess } from "./process.ts";
import { Source } from "./source.ts";
import { Warning } from "./warning.ts";

/** Calls of one name. `seconds` is there only where the capture has durations (-T). */
export const SyscallCount = z.object({ name: z.string(), class: z.string().optional(), calls: z.int(), errors: z.int(), seconds: z.number().optional() });
export type SyscallCount = z.infer<typeof SyscallCount>;

/** One file the run opened, with the bytes that went through its descriptors. */
export const FileUse = z.object({ path: z.string(), line: z.int(), opens: z.int(), readBytes: z.int(), writtenBytes: z.int() });
export type FileUse = z.infer<typeof FileUse>;

/** One socket address the run connected to; `errno` where that failed. */
export const Connection = z.object({ address: z.string(), line: z.int(), pid: z.int(), errno: z.string().optional() });
export type Connection = z.infer<typeof Connection>;

/** A stretch of one process's calls: exec, loading (the dynamic linker), program, exit. Lines are inclusive. */
export const Phase = z.object({ pid: z.int(), name: z.enum(["exec", "loading", "program", "exit"]), fromLine: z.int(), toLine: z.int(), calls: z.int() });
export type Phase = z.infer<typeof Phase>;

/** A failure's cause together with the sentence that says it. */
export const Diagnosis = Cause.extend({ summary: z.string(), sentences: z.array(Sentence) });
export type Diagnosis = z.infer<typeof Diagnosis>;

/** What one pass over a capture found. */
export const CaptureFacts = z.object({
  capture: z.object({ lines: z.int(), events: z.int(), unparsed: z.int(), options: z.array(z.string()) }),
  processes: z.array(TracedProcess),
  phases: z.array(Phase),
  syscalls: z.array(SyscallCount),
  files: z.array(FileUse),
  libraries: z.array(z.object({ path: z.string(), line: z.int() })),
  connections: z.array(Connection),
  signals: z.array(z.object({ name: z.string(), line: z.int(), pid: z.int() })),
  causes: z.array(Cause),
});
export type CaptureFacts = z.infer<typeof CaptureFacts>;

/** What `hostlens explain CAPTURE --json` prints. */
export const CaptureDocument = CaptureFacts.omit({ causes: true }).extend({
  schema: z.literal("hostlens/explain@1"),
  source: Source,
  kind: z.literal("strace"),
  diagnosis: z.array(Diagnosis),
  findings: z.array(Sentence),
  story: z.array(Sentence),
  warnings: z.array(Warning),
});
export type CaptureDocument = z.infer<typeof CaptureDocument>;
