import { z } from "zod";

/** One system call, as `hostlens syscalls` describes it. */
export const SyscallEntry = z.object({
  name: z.string(),
  family: z.string(),
  numbers: z.object({ x86_64: z.number().int().optional(), arm64: z.number().int().optional(), i386: z.number().int().optional() }),
  /** with the percent sign, as `strace -e` takes them */
  classes: z.array(z.string()),
  since: z.string().optional(),
  manPage: z.string().optional(),
  args: z.array(z.object({ type: z.string(), name: z.string() })),
  sentence: z.string(),
  /** errnos that mean something narrower for this call */
  errors: z.array(z.object({ errno: z.string(), meaning: z.string() })),
});
export type SyscallEntry = z.infer<typeof SyscallEntry>;

/** One error number, as `hostlens errno` describes it. */
export const ErrnoEntry = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  number: z.number().int(),
  message: z.string(),
  meaning: z.string(),
  /** seen by a tracer only */
  internal: z.boolean(),
  specific: z.array(z.object({ calls: z.array(z.string()), meaning: z.string() })),
});
export type ErrnoEntry = z.infer<typeof ErrnoEntry>;
