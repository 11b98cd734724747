import { spawnSync } from "node:child_process";
import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { takeSnapshot, networkParts } from "../../src/host/snapshot.ts";
import { createReplayRunner } from "../../src/run/replay.ts";
import { Explorer } from "../../src/tui/explorer.tsx";
import { keymap } from "../../src/tui/keymap.ts";

const load = (): Promise<Awaited<ReturnType<typeof takeSnapshot>>> => takeSnapshot(createReplayRunner("fixtures/recordings/02-docker-default-bridge"), [...networkParts, "wiring"]);

/** Waits until the screen shows a text; fails with what it shows instead. */
async function until(frame: () => string | undefined, text: string): Promise<string> {
  for (let turn = 0; turn < 400; turn++) {
    const shown = frame() ?? "";
    if (shown.includes(text)) return shown;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never showed ${text}:\n${frame()}`);
}

test("keys: panels, filter, path, concept and help", async () => {
  const { stdin, lastFrame, unmount } = render(<Explorer load={load} color={false} name="demo" />);
  await until(lastFrame, "docker0");
  stdin.write("/");
  await until(lastFrame, "filter:");
  stdin.write("container db");
  const filtered = await until(lastFrame, "› vethc3b7576  cable into");
  expect(filtered).not.toContain("ifb0");
  stdin.write("\r");
  await until(lastFrame, "1/1");
  stdin.write("\t");
  await until(lastFrame, "default via 192.0.2.1");
  stdin.write("p");
  await until(lastFrame, "path to:");
  stdin.write("8.8.8.8");
  await until(lastFrame, "path to: 8.8.8.8");
  stdin.write("\r");
  await until(lastFrame, "8.8.8.8 leaves through eth0");
  stdin.write("\r");
  await until(lastFrame, "on this host");
  stdin.write("?");
  await until(lastFrame, keymap[0]?.does ?? "");
  unmount();
});

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

test.skipIf(!hasTmux)("the built program in a real terminal: the screen is used whole, q gives it back", { timeout: 90_000 }, async () => {
  // ink draws nothing until the end where it believes to run under CI, and there this test runs too
  const socket = `hostlens-test-${process.pid}`;
  const tmux = (...args: string[]): string => spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
  try {
    tmux("new-session", "-d", "-x", "60", "-y", "20", `echo before; env -u CI ${process.execPath} bin/hostlens.js --on demo 2>/dev/null; echo status $?; sleep 60`);
    const screen = (): string => tmux("capture-pane", "-p");
    const first = await until(screen, "docker0");
    expect(first.split("\n")[0]).toContain("[NICs]");
    tmux("send-keys", "Tab");
    await until(screen, "[Routes]");
    tmux("send-keys", "q");
    const after = await until(screen, "status 0");
    expect(after).toContain("before");
    expect(after).not.toContain("[Routes]");
  } finally {
    tmux("kill-server");
  }
});
