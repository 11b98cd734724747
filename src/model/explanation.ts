import { z } from "zod";

/**
 * Where in the raw output a fact stands: the command (argv joined by blanks, or the name of the file read)
 * and either a JSON pointer into its JSON output (`/3/addr_info/0`) or a 1-based line of its text output.
 */
export const Place = z.object({
  command: z.string(),
  pointer: z.string().optional(),
  line: z.int().positive().optional(),
});
export type Place = z.infer<typeof Place>;

/** One explaining sentence: the claim, the id of the concept it belongs to, and what it rests on. */
export const Sentence = z.object({
  text: z.string(),
  concept: z.string().optional(),
  because: z.array(Place),
});
export type Sentence = z.infer<typeof Sentence>;

/**
 * What is said about one thing (a link, a route, a neighbour …), most important first.
 * `headline` is the short remark that fits beside a table row ("your default gateway").
 * `unusual` holds the sentences about what deserves attention; they are not repeated in `sentences`.
 * `more` holds what is said on demand only (`-v`, Enter), after the at most three `sentences`.
 */
export const Explanation = z.object({
  headline: z.string().optional(),
  sentences: z.array(Sentence),
  unusual: z.array(Sentence),
  more: z.array(Sentence).optional(),
});
export type Explanation = z.infer<typeof Explanation>;
