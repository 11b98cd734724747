import { explainNeighbours } from "../../explain/neighbour.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { detailOf } from "../../render/views/detail.ts";
import { neighbourBlocks } from "../../render/views/neighbours.ts";
import type { Context, Options } from "../command.ts";
import { chosenFamilies, emptyLine, printListing, requirePart } from "./listing.ts";

/** `hostlens neighbours`: what ARP (IPv4) and Neighbour Discovery (IPv6) have learned, and what each state means now. */
export async function run(context: Context, _args: readonly string[], options: Options): Promise<number> {
  const snapshot = await takeSnapshot(await context.openHost(), ["neighbours", "links", "routes", "rules", "settings", "wiring-if-any"]);
  const families = chosenFamilies(options);
  const neighbours = requirePart(snapshot, "neighbours").filter((neighbour) => families.includes(neighbour.family));
  return printListing(context, "neighbours", "neighbours", snapshot, {
    arrays: () => ({ neighbours: explainNeighbours(neighbours, snapshot) }),
    blocks: () => (neighbours.length > 0 ? neighbourBlocks([...explainNeighbours(neighbours, snapshot)], detailOf(context.globals)) : emptyLine("No neighbours: this host has talked to nobody on its links lately.")),
  });
}
