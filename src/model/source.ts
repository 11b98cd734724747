import { z } from "zod";

/** Which host a document speaks about (`catalogue`: none, it is general knowledge), and when it was seen. `recordedAt` is ISO 8601; null for a live host. */
export const Source = z.object({
  kind: z.enum(["live", "demo", "recording", "netns", "pid", "container", "ssh", "capture", "pasted", "catalogue"]),
  host: z.string().nullable(),
  kernel: z.string().nullable(),
  recordedAt: z.string().nullable(),
});
export type Source = z.infer<typeof Source>;
