import { readFileSync } from "node:fs";
import type { Cause } from "../../src/model/diagnosis.ts";
import { RowReader } from "../../src/parse/strace/row-reader.ts";
import { diagnose } from "../../src/reason/diagnosis/diagnose.ts";
import { EvidenceCollector } from "../../src/reason/diagnosis/evidence.ts";
import { ProcessTree } from "../../src/reason/process-tree.ts";

/** The causes that hostlens finds in a capture file. */
export function diagnoseFile(path: string): Cause[] {
  return diagnoseBytes(readFileSync(path));
}

/** The causes that hostlens finds in the bytes of a capture. */
export function diagnoseBytes(bytes: Buffer): Cause[] {
  const tree = new ProcessTree();
  const evidence = new EvidenceCollector(tree);
  const reader = new RowReader((row) => {
    const process = tree.observe(row);
    if (process) evidence.observe(row, process);
  });
  reader.push(bytes);
  reader.end();
  return diagnose(evidence);
}
