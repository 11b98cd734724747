import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * CPU seconds (user + system, children included) and largest memory of a command, measured by the shell's `times` and
 * the kernel's VmHWM-like figure of GNU time where it is there.
 */
export function cpuOf(argv, { env = {}, input } = {}) {
  const file = join(tmpdir(), `hostlens-bench-${process.pid}`);
  const { status, stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; { time "$@" >/dev/null 2>"$0.err"; } 2>"$0"`, file, ...argv], {
    env: { ...process.env, ...env }, input, encoding: "utf8",
  });
  const [user, system] = readFileSync(file, "utf8").trim().split(/\s+/).map(Number);
  const said = readFileSync(`${file}.err`, "utf8");
  rmSync(file);
  rmSync(`${file}.err`);
  if (status !== 0) throw new Error(`${argv.join(" ")}: exit status ${status}: ${stderr}${said}`);
  return user + system;
}

/** The least of several runs of each command, taken in turns so that a busy moment hits all of them. */
export function leastCpu(commands, rounds) {
  const least = commands.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    commands.forEach((argv, index) => (least[index] = Math.min(least[index], cpuOf(argv))));
  }
  return least;
}
