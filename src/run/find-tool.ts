import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { toolEnvironment } from "./quick-process.ts";

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
