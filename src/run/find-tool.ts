import { accessSync, constants, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "./runner.ts";

/** Where a tool would be started from (PATH, and the sbin beside each bin in it); undefined where it is not installed. */
export function findTool(name: string): string | undefined {
  for (const directory of (toolEnvironment()["PATH"] ?? "").split(":")) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // not here
    }
  }
  return undefined;
}

/**
 * Why a program could not be started, by the errno of its execve. EACCES comes up, too, for a tool that is not installed,
 * where PATH names a directory that this user may not enter.
 */
export function spawnProblem(code: string | undefined, name: string): NonNullable<RunResult["problem"]> {
  const isRefused = code === "EPERM" || (code === "EACCES" && (name.includes("/") || findTool(name) !== undefined || isOnPath(name)));
  return isRefused ? "no-permission" : "tool-missing";
}

/** A file of that name is in a directory of PATH, executable or not. */
function isOnPath(name: string): boolean {
  return (toolEnvironment()["PATH"] ?? "").split(":").some((directory) => existsSync(join(directory, name)));
}

/**
 * The caller's environment in English. Debian keeps `bridge` or `iptables-save` in sbin, which an ordinary user's PATH
 * lacks: sbin is looked at after the bin beside it, and only where that bin is looked at.
 */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env["PATH"] ?? "").split(":").filter(Boolean);
  for (const directory of path) {
    const sbin = directory.endsWith("/bin") ? `${directory.slice(0, -3)}sbin` : undefined;
    if (sbin !== undefined && !path.includes(sbin)) path.push(sbin);
  }
  return { ...process.env, PATH: path.join(":"), LC_ALL: "C", LANG: "C" };
}
