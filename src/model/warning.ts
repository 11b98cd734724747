import { z } from "zod";
import { Place } from "./explanation.ts";

/** Something that was read but not believed or not understood; never fatal, never dropped. */
export const Warning = z.object({
  code: z.enum([
    "unknown-value", "bad-row", "bad-json", "duplicate-key", "not-understood", "tool-failed", "tool-missing",
    "no-permission", "timeout", "not-recorded", "text-fallback", "lossy", "forged", "truncated", "disagreement", "other",
  ]),
  message: z.string(),
  at: Place.optional(),
});
export type Warning = z.infer<typeof Warning>;

/** A piece of pasted or tool output that no parser claimed. `line` is 1-based. */
export const NotUnderstood = z.object({ line: z.int().positive(), text: z.string() });
export type NotUnderstood = z.infer<typeof NotUnderstood>;
