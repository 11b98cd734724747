import { networkParts, takeSnapshot } from "../../host/snapshot.ts";
import type { Context } from "../command.ts";

/** No command in a terminal: the interactive explorer. */
export async function run(context: Context): Promise<number> {
  const host = await context.openHost();
  const { startExplorer } = await import("../../tui/start.tsx");
  await startExplorer({
    load: async () => await takeSnapshot(host, [...networkParts, "wiring"]), color: context.globals.color,
    name: `${host.source.host ?? "this host"} (${host.source.kind})`,
  });
  return 0;
}
