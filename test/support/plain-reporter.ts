import type { Reporter, TestModule } from "vitest/node";

/** Ends the run with the plain line `N passed, N failed[, N skipped]`, and says why each skipped test was skipped. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    const skipped: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed++;
        else if (result.state === "failed") failed++;
        else skipped.push(`${test.fullName}: ${("note" in result && result.note) || "no reason given"}`);
      }
    }
    for (const line of skipped) console.log(`skipped: ${line}`);
    // The default reporter writes its summary in the same tick; ours has to be the last line.
    setImmediate(() =>
      console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`));
  }
}
