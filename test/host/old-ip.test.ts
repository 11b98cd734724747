import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openRunner } from "../../src/host/open.ts";
import { takeSnapshot } from "../../src/host/snapshot.ts";

const recording = (name: string): string => `recording:${fileURLToPath(new URL(`../../fixtures/recordings/${name}`, import.meta.url))}`;
const lossy = async (name: string): Promise<string[]> => {
  const snapshot = await takeSnapshot(await openRunner(recording(name)), ["rules", "nexthops"]);
  return snapshot.warnings.filter((warning) => warning.code === "lossy").map((warning) => warning.message);
};

it("an ip older than the kernel is said to hide selectors and to cut weights, a new one is not", async () => {
  const said = await lossy("04b-netns-lab-k6.18/gw");
  expect(said.some((message) => message.includes("81: from all lookup 81"))).toBe(true);
  expect(said.some((message) => message.includes("weights"))).toBe(true);
  expect(await lossy("04-netns-lab-k6.1/rtr")).toEqual([]);
});
