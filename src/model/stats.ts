import { z } from "zod";

/** Calls, errors and time of one key (`stats`). Times are seconds, there where the capture has them (-T). */
export const StatsRow = z.object({
  name: z.string(),
  /** that returned, as `strace -c` counts them */
  calls: z.number(),
  errors: z.number(),
  seconds: z.number().optional(),
  mean: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
  max: z.number().optional(),
  /** moved by reads, writes and their like */
  bytes: z.number().optional(),
});
export type StatsRow = z.infer<typeof StatsRow>;
