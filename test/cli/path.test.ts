import { expect, test } from "vitest";
import { hostlens } from "../support/run-cli.ts";

const demo = ["--on", "demo"];

test("path says which way a packet takes and what the kernel recorded", () => {
  const { status, stdout } = hostlens([...demo, "path", "8.8.8.8", "--width", "80"]);
  expect(status).toBe(0);
  expect(stdout).toContain("8.8.8.8 leaves through eth0, by way of 192.0.2.1");
  expect(stdout).toContain("ip route get 8.8.8.8: the same");
});

test("path agrees with every route get that the demo host recorded", () => {
  const destinations = ["172.17.0.2", "172.17.0.3", "172.17.0.1", "192.0.2.1", "8.8.8.8", "127.0.0.11", "::1", "fe80::1", "fd00::5", "2001:db8::5"];
  const { stdout } = hostlens([...demo, "--ndjson", "path", ...destinations]);
  const answers = stdout.trim().split("\n").map((line) => JSON.parse(line) as { destination: string; kernel?: { agrees: boolean } });
  expect(answers.map((answer) => answer.destination)).toEqual(destinations);
  for (const answer of answers) expect(answer.kernel?.agrees, answer.destination).toBe(true);
});

test("path refuses a name in one line and says how to look it up", () => {
  const { status, stderr } = hostlens([...demo, "path", "example.com"]);
  expect(status).toBe(2);
  expect(stderr.trim().split("\n").at(-1)).toContain("example.com is no IP address");
});
