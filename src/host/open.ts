import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HostlensError } from "../model/failure.ts";
import { findTool } from "../run/find-tool.ts";
import { createLocalRunner } from "../run/local.ts";
import type { Runner } from "../run/runner.ts";

const demoRecording = "fixtures/recordings/02-docker-default-bridge";

/**
 * Opens the host that `--on` names: `live`, `demo`, `recording:DIR`, `netns:NAME`, `pid:PID`, `container:NAME`. Undefined means this
 * machine where it is a Linux with `ip`, and the bundled demo everywhere else.
 * Throws usage for a source that does not exist, and what the source itself throws (not-found, no-permission, bad-input).
 */
export async function openRunner(on: string | undefined, signal?: AbortSignal): Promise<Runner> {
  if (on === undefined) return canAskHere() ? createLocalRunner(signal) : await openDemo();
  const colon = on.indexOf(":");
  const kind = colon < 0 ? on : on.slice(0, colon);
  const name = colon < 0 ? "" : on.slice(colon + 1);
  switch (kind) {
    case "live":
      if (process.platform !== "linux") throw new HostlensError({ code: "not-possible", what: "--on live", why: "this is not Linux", hint: "use --on demo or --on recording:DIR" });
      return createLocalRunner(signal);
    case "demo":
      return await openDemo();
    case "recording": {
      if (name === "") throw new HostlensError({ code: "usage", message: "--on recording:DIR needs the directory that `hostlens record DIR` wrote" });
      const { createReplayRunner } = await import("../run/replay.ts");
      return createReplayRunner(name);
    }
    case "netns": {
      if (name === "") throw new HostlensError({ code: "usage", message: "--on netns:NAME needs a name that `ip netns` lists" });
      const { createNetnsRunner } = await import("../run/namespace.ts");
      return createNetnsRunner(createLocalRunner(signal), name, signal);
    }
    case "pid": {
      const pid = Number(name);
      if (!/^\d+$/.test(name) || pid < 1) throw new HostlensError({ code: "usage", message: "--on pid:PID needs a process id" });
      const { createPidRunner } = await import("../run/namespace.ts");
      return createPidRunner(createLocalRunner(signal), pid, "pid", signal);
    }
    case "container": {
      if (name === "") throw new HostlensError({ code: "usage", message: "--on container:NAME needs the name of a running container" });
      const { createPidRunner } = await import("../run/namespace.ts");
      const { pidOfContainer } = await import("../run/container.ts");
      const host = createLocalRunner(signal);
      return createPidRunner(host, await pidOfContainer(host, name), "container", signal);
    }
    case "ssh":
      throw new HostlensError({ code: "not-possible", what: `--on ${kind}:`, why: "this source is not built yet", hint: "record there with `hostlens record DIR` and use --on recording:DIR" });
    default:
      throw new HostlensError({ code: "usage", message: `--on ${on}: no such source; there are live, demo, recording:DIR, netns:NAME, pid:PID, container:NAME` });
  }
}

async function openDemo(): Promise<Runner> {
  const { createReplayRunner } = await import("../run/replay.ts");
  return createReplayRunner(join(packageRoot(), demoRecording), "demo");
}

/** The package's own directory, from wherever the build put this module. */
function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "package.json")) && dirname(directory) !== directory) directory = dirname(directory);
  return directory;
}

function canAskHere(): boolean {
  return process.platform === "linux" && findTool("ip") !== undefined;
}
