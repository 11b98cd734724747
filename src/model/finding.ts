import { z } from "zod";

export const FindingKind = z.enum([
  "small-reads", "small-writes", "seek-and-read", "spinning", "sleeping-loop", "many-syncs", "repeated-path", "slow-lookup", "many-processes", "never-closed", "long-call",
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** Something that a run did and that costs more than it needs to; not a failure. `line` is where it was seen first. */
export const Finding = z.object({
  kind: FindingKind,
  line: z.int(),
  lastLine: z.int(),
  pid: z.int(),
  program: z.string().optional(),
  /** the call, where it is one */
  syscall: z.string().optional(),
  /** file, address, program */
  subject: z.string().optional(),
  count: z.int(),
  bytes: z.number().optional(),
  seconds: z.number().optional(),
  /** of repeated-path: the errno that every time came back */
  errno: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;
