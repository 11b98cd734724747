import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    setupFiles: ["./test/support/fixed-seed.ts"],
    reporters: ["default", "./test/support/plain-reporter.ts"],
  },
});
