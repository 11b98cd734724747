import { z } from "zod";

export const CauseKind = z.enum([
  "missing-file", "missing-program", "missing-interpreter", "missing-library", "missing-module", "missing-directory",
  "not-permitted", "read-only", "no-space", "limit", "exists", "wrong-kind", "bad-program", "refused", "unreachable", "no-answer",
  "name-lookup", "address-in-use", "address-not-here", "busy", "crash", "killed", "hang", "failed-call", "no-failing-call",
]);
export type CauseKind = z.infer<typeof CauseKind>;

/** Bytes that went through a descriptor in one call. */
const Transfer = z.object({ line: z.int(), name: z.string(), bytes: z.int() });

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
  /** of a hang: how many threads of the process were waiting */
  threadsWaiting: z.int().optional(),
  /** how often the same call failed so */
  tries: z.int().optional(),
  /** `SEGV_MAPERR`, `SI_USER`: why the kernel sent the signal */
  signalCode: z.string().optional(),
  /** the resource limit behind it, where the capture shows the call that set it */
  limit: z.object({ resource: z.string(), soft: z.number(), line: z.int() }).optional(),
  /** what the program read and wrote last, where no call explains its end */
  lastRead: Transfer.optional(),
  lastWrite: Transfer.optional(),
  /** failing calls of the process that are not the cause, by what makes them ordinary */
  ordinary: z.object({
    count: z.int(),
    kinds: z.array(z.object({ why: z.string(), count: z.int(), line: z.int(), example: z.string().optional() })),
  }).optional(),
});
export type Cause = z.infer<typeof Cause>;
