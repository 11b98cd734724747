import { explainLinks } from "../../explain/links.ts";
import { explainNeighbours } from "../../explain/neighbour.ts";
import { explainRoutes } from "../../explain/route.ts";
import { explainRules } from "../../explain/rule.ts";
import { networkParts, takeSnapshot } from "../../host/snapshot.ts";
import { drawHost } from "../../render/picture.ts";
import type { Block } from "../../render/document.ts";
import { detailOf } from "../../render/views/detail.ts";
import { linkBlocks } from "../../render/views/links.ts";
import { neighbourBlocks } from "../../render/views/neighbours.ts";
import { routeBlocks } from "../../render/views/routes.ts";
import { renderText } from "../../render/text.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Context } from "../command.ts";
import { noteWarnings, requirePart } from "./listing.ts";

const mostRows = 40;

/** `hostlens overview`: one page of this host, the picture first. */
export async function run(context: Context): Promise<number> {
  const snapshot = await takeSnapshot(await context.openHost(), [...networkParts, "hardware", "wiring"]);
  // Where nothing at all could be had, the reason is the answer.
  if (!snapshot.links && !snapshot.routes && !snapshot.rules && !snapshot.neighbours) requirePart(snapshot, "links");
  if (context.globals.format !== "text") {
    await context.out.json({
      schema: "hostlens/overview@1", source: snapshot.source, nics: explainLinks(snapshot.links ?? [], snapshot), routes: explainRoutes(snapshot.routes ?? [], snapshot),
      rules: explainRules(snapshot.rules ?? [], snapshot), neighbours: explainNeighbours(snapshot.neighbours ?? [], snapshot), containers: snapshot.containers ?? [], ...(snapshot.hardware ? { hardware: snapshot.hardware } : {}), warnings: snapshot.warnings,
    });
    return 0;
  }
  await context.out.text(renderText(overviewBlocks(snapshot, context.globals.brief), context.globals));
  noteWarnings(context.out, snapshot.warnings.filter((warning) => warning.at?.command.startsWith("find ") !== true));
  return 0;
}

function overviewBlocks(snapshot: Snapshot, isBrief: boolean): Block[] {
  const { hardware, source } = snapshot;
  const machine = [hardware?.os, source.kernel && `Linux ${source.kernel}`, hardware?.virtual === true && `virtual machine${hardware.virtualHost ? ` (${hardware.virtualHost})` : ""}`]
    .filter((part) => typeof part === "string" && part !== "");
  const blocks: Block[] = [];
  if (machine.length > 0) blocks.push({ kind: "paragraph", text: machine.join(", ") });
  blocks.push({ kind: "drawn", lines: drawHost(snapshot) });
  if (isBrief) return blocks;
  const detail = detailOf({ brief: false, verbose: false });
  const links = [...explainLinks((snapshot.links ?? []).slice(0, mostRows), snapshot)];
  const main = [...explainRoutes((snapshot.routes ?? []).filter((route) => route.table === "main").slice(0, mostRows), snapshot)];
  const neighbours = [...explainNeighbours((snapshot.neighbours ?? []).slice(0, mostRows), snapshot)];
  blocks.push({ kind: "gap" }, { kind: "title", text: "NICs" }, ...linkBlocks(links, detail, false));
  if (main.length > 0) blocks.push({ kind: "gap" }, { kind: "title", text: "Routes" }, ...routeBlocks(main, detail));
  blocks.push({ kind: "gap" }, { kind: "title", text: "Neighbours (ARP and NDP)" });
  if (neighbours.length > 0) blocks.push(...neighbourBlocks(neighbours, detail));
  else blocks.push({ kind: "paragraph", text: snapshot.neighbours ? "The table is empty: nobody on the links was spoken to lately." : "The table could not be read." });
  blocks.push({ kind: "gap" }, { kind: "paragraph", text: "One step further: hostlens learn nic, hostlens learn routing-table, hostlens learn arp" });
  return blocks;
}
