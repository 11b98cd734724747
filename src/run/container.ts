import { HostlensError } from "../model/failure.ts";
import type { Runner } from "./runner.ts";

/** The main process of a running Docker container, by name or id. Throws not-found, not-possible, tool-missing. */
export async function pidOfContainer(host: Runner, name: string): Promise<number> {
  const argv = ["docker", "inspect", "--type", "container", "--format", "{{.State.Pid}}", "--", name];
  const { stdout, stderr, exitCode, problem } = await host.run({ argv });
  if (problem === "tool-missing") throw new HostlensError({ code: "tool-missing", tool: "docker", hint: "reach the container's network with --on pid:PID" });
  if (exitCode !== 0) {
    if (/no such container/i.test(stderr)) {
      const listed = await host.run({ argv: ["docker", "ps", "--format", "{{.Names}}"] });
      const available = listed.stdout.toString("utf8").split("\n").filter(Boolean);
      throw new HostlensError({ code: "not-found", what: "container", name, available });
    }
    throw new HostlensError({ code: "tool-failed", command: "docker inspect", exit: exitCode, stderr, hint: "reach the container's network with --on pid:PID" });
  }
  const pid = Number(stdout.toString("utf8").trim());
  if (Number.isInteger(pid) && pid > 0) return pid;
  throw new HostlensError({ code: "not-possible", what: `container ${JSON.stringify(name)}`, why: "it is not running, so it has no network namespace now" });
}
