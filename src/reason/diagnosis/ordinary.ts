import type { Cause } from "../../model/diagnosis.ts";
import type { ProcessEvidence } from "./evidence.ts";
import { expectedFailure } from "./expected-failures.ts";
import type { Suspect } from "./suspects.ts";

/** The failing calls of a process that are not the cause, by why they are ordinary; `cause` itself is left out. */
export function ordinaryFailures(found: ProcessEvidence, cause: Suspect | undefined): NonNullable<Cause["ordinary"]> {
  const kinds = new Map<string, { why: string; count: number; example?: string; line: number }>();
  let count = 0;
  for (const suspect of found.suspects.values()) {
    if (suspect === cause) continue;
    const expected = expectedFailure(suspect.syscall, suspect.errno, suspect.subject);
    const why = expected ?? (suspect.isResolved ? "found elsewhere later" : suspect.errno === "ENOENT" ? "looked for and not there" : "other");
    count += suspect.count;
    const known = kinds.get(why);
    if (known) known.count += suspect.count;
    else kinds.set(why, { why, count: suspect.count, line: suspect.lines[0] ?? 0, ...(suspect.subject === undefined ? {} : { example: suspect.subject }) });
  }
  return { count, kinds: [...kinds.values()].toSorted((a, b) => b.count - a.count) };
}
