import { explainContainers } from "../../explain/container.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import { renderText } from "../../render/text.ts";
import { containerBlocks } from "../../render/views/containers.ts";
import { detailOf } from "../../render/views/detail.ts";
import type { Context } from "../command.ts";
import { noteWarnings } from "./listing.ts";

/** `hostlens containers`: network → bridge → cable → namespace → address → published port → NAT rule. */
export async function run(context: Context): Promise<number> {
  const { globals, out } = context;
  const snapshot = await takeSnapshot(await context.openHost(), ["wiring", "routes", "settings"]);
  const { containers = [], networks = [] } = snapshot;
  const refused = snapshot.warnings.find((warning) => warning.code === "no-permission" && /^(docker|podman|nerdctl) /.test(warning.at?.command ?? ""));
  if (snapshot.containers === undefined && refused) throw new HostlensError({ code: "no-permission", what: "asking the container engine", hint: refused.message });
  if (globals.format !== "text") {
    await out.json({ schema: "hostlens/containers@1", source: snapshot.source, containers: [...explainContainers(containers, snapshot)], networks, warnings: snapshot.warnings });
    return 0;
  }
  if (containers.length > 0 || networks.length > 0) await out.text(renderText(containerBlocks([...explainContainers(containers, snapshot)], networks, detailOf(globals)), globals));
  else {
    const asked = snapshot.containers === undefined ? "No container engine answers here (docker, podman and nerdctl were asked)." : "The engine has no containers.";
    await out.text(renderText([{ kind: "paragraph", text: `${asked} hostlens namespaces shows who has a network of their own, with or without an engine.` }], globals));
  }
  noteWarnings(out, snapshot.warnings.filter((warning) => warning.code !== "not-understood" && warning.at?.command.startsWith("find ") !== true));
  return 0;
}
