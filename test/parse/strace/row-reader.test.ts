import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { grammarRows, scannedRows, type RowSnapshot } from "../../support/row-snapshots.ts";

const folders = ["strace", "failures", "failures-more", "successes"].map((name) => join("fixtures/captures", name));
const captures = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.includes(".strace")).map((name) => join(folder, name)));

describe("rows over bytes say what the grammar says", () => {
  test.each(captures)("%s", (path) => {
    const bytes = readFileSync(path);
    expectSame(scannedRows(bytes, 1 << 16), grammarRows(bytes));
  });
});

function expectSame(scanned: readonly RowSnapshot[], expected: readonly RowSnapshot[]): void {
  expect(scanned.length).toBe(expected.length);
  // comparing texts is quick; what differs is shown in full
  for (const [at, row] of scanned.entries()) if (JSON.stringify(row) !== JSON.stringify(expected[at])) expect(row).toEqual(expected[at]);
}
