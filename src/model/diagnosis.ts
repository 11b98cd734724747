import { z } from "zod";

export const CauseKind = z.enum([
  "missing-file", "missing-program", "missing-interpreter", "missing-library", "missing-module", "missing-directory",
  "not-permitted", "read-only", "no-space", "limit", "exists", "wrong-kind", "bad-program", "refused", "unreachable", "no-answer",
  "name-lookup", "address-in-use", "address-not-here", "busy", "crash", "killed", "hang", "failed-call", "no-failing-call",
]);
export type CauseKind = z.infer<typeof CauseKind>;

/**
 * One possible cause of a failure, as concluded from a capture. `line` is the capture line it rests on, `lines` all of
 * them; `confidence` is between 0 and 1. `evidence` names what spoke for it, in the order of weight.
 */
export const Cause = z.object({
  rank: z.int(),
  kind: CauseKind,
  syscall: z.string().optional(),
  errno: z.string().optional(),
  signal: z.string().optional(),
  subject: z.string().optional(),
  pid: z.int(),
  line: z.int(),
  lines: z.array(z.int()),
  confidence: z.number(),
  evidence: z.array(z.string()),
  program: z.string().optional(),
  status: z.int().optional(),
  message: z.object({ text: z.string(), line: z.int() }).optional(),
  /** who sent the signal, where the capture shows it */
  sender: z.object({ pid: z.int(), line: z.int().optional(), program: z.string().optional() }).optional(),
  waitedS: z.number().optional(),
});
export type Cause = z.infer<typeof Cause>;
