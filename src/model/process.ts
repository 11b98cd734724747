import { z } from "zod";

/** One execve: the program that was asked for. `errno` where it failed; the old program then went on. */
export const Exec = z.object({
  line: z.int(),
  path: z.string(),
  argv: z.array(z.string()),
  errno: z.string().optional(),
});
export type Exec = z.infer<typeof Exec>;

/**
 * How a process came to be: `first` is the one strace started, `attached` was there before the capture;
 * `unknown` where the capture does not show the call that made it.
 */
export const Birth = z.object({
  how: z.enum(["first", "attached", "fork", "vfork", "clone", "thread", "unknown"]),
  line: z.int(),
  /** CLONE_* flags as strace named them */
  flags: z.array(z.string()).optional(),
});
export type Birth = z.infer<typeof Birth>;

/** How a process ended: with a status, or by a signal. `line` is that of the last line about it. */
export const ProcessExit = z.object({
  line: z.int(),
  status: z.int().optional(),
  signal: z.string().optional(),
  coreDumped: z.boolean().optional(),
});
export type ProcessExit = z.infer<typeof ProcessExit>;

/**
 * One process or thread of a capture. `pid` is the kernel's thread id, 0 where the capture carries none;
 * a thread has `threadOf`, the pid of the process it belongs to.
 */
export const TracedProcess = z.object({
  pid: z.int(),
  ppid: z.int().optional(),
  threadOf: z.int().optional(),
  born: Birth,
  execs: z.array(Exec),
  exit: ProcessExit.optional(),
  /** the parent's wait call that collected the exit status */
  reaped: z.object({ line: z.int(), by: z.int() }).optional(),
  calls: z.int(),
  errors: z.int(),
  firstLine: z.int(),
  lastLine: z.int(),
});
export type TracedProcess = z.infer<typeof TracedProcess>;
