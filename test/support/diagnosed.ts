import { readFileSync } from "node:fs";
import type { Cause } from "../../src/model/diagnosis.ts";
import { parseStrace } from "../../src/parse/strace/capture-parser.ts";
import { EventRow } from "../../src/parse/strace/row.ts";
import { diagnose } from "../../src/reason/diagnosis/diagnose.ts";
import { EvidenceCollector } from "../../src/reason/diagnosis/evidence.ts";
import { ProcessTree } from "../../src/reason/process-tree.ts";

/** The causes that hostlens finds in a capture file. */
export function diagnoseFile(path: string): Cause[] {
  const lines = readFileSync(path, "latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const tree = new ProcessTree();
  const row = new EventRow();
  const evidence = new EvidenceCollector(tree);
  const events = [...parseStrace(lines)].toSorted((left, right) => left.line - right.line);
  for (const event of events) {
    const process = tree.observe(row.set(event, false));
    if (process) evidence.observe(event, process);
  }
  return diagnose(evidence);
}
