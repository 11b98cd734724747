import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explainFinding } from "../../src/explain/findings.ts";
import type { Finding } from "../../src/model/finding.ts";
import { RowReader } from "../../src/parse/strace/row-reader.ts";
import { Descriptors } from "../../src/reason/descriptors/descriptors.ts";
import { FindingCollector } from "../../src/reason/findings/findings.ts";
import { ProcessTree } from "../../src/reason/process-tree.ts";

function findingsOf(path: string): Finding[] {
  const tree = new ProcessTree();
  const descriptors = new Descriptors();
  const collector = new FindingCollector(tree, descriptors);
  const reader = new RowReader((row) => {
    const thread = tree.observe(row);
    descriptors.observe(row);
    if (thread) collector.observe(row, thread);
  });
  reader.push(readFileSync(path));
  reader.end();
  return collector.finish();
}

const directory = "fixtures/captures/findings";
const rows = readFileSync(`${directory}/expected.tsv`, "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));

describe("what a run wasted", () => {
  // What each program wastes was written down before it was run.
  test.each(rows)("%s: %s", (name, kind, subject) => {
    const path = `${directory}/${name}.strace`;
    const found = findingsOf(path);
    const one = found.find((finding) => finding.kind === kind);
    expect(one, JSON.stringify(found)).toBeDefined();
    if (subject !== ".") expect(one?.subject ?? "").toMatch(new RegExp(subject ?? ""));
    const lines = readFileSync(path, "latin1").split("\n");
    if (one?.syscall !== undefined) expect(lines[one.line - 1]).toMatch(/read|write|lseek|fsync|nanosleep|stat|open|flock/);
  });

  test("a count is the number of such calls in the capture", () => {
    const path = `${directory}/sync-storm.strace`;
    const calls = readFileSync(path, "latin1").split("\n").filter((line) => line.startsWith("fsync(")).length;
    const [finding] = findingsOf(path);
    expect(finding?.count).toBe(calls);
    const sentence = finding && explainFinding(finding, "run.strace");
    expect(sentence?.text).toContain(`${calls} times with fsync`);
    expect(sentence?.because[0]?.line).toBe(finding?.line);
  });

  test.each(readdirSync("fixtures/captures/successes"))("%s, an ordinary run, wastes nothing worth saying", (name) => {
    expect(findingsOf(`fixtures/captures/successes/${name}`)).toEqual([]);
  });
});
