import { fdbAdapter } from "../adapter/fdb.ts";
import { netnsAdapter, nsidAdapter } from "../adapter/netns.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { wireUp } from "../reason/wiring.ts";
import type { Runner } from "../run/runner.ts";
import { askAll } from "./ask.ts";
import { askEngines } from "./containers.ts";
import { lookInside, readNamespaces } from "./namespaces.ts";

/**
 * Adds to a snapshot who is at the other end of each cable: namespaces with who lives in them, what they show inside
 * where they may be entered, the engines' containers and networks. What may not be seen becomes a warning.
 */
export async function addWiring(runner: Runner, snapshot: Snapshot): Promise<void> {
  const [spaces, engines, numbers, learned] = await Promise.all([
    readNamespaces(runner),
    askEngines(runner),
    snapshot.netns ? undefined : askAll(runner, [netnsAdapter, nsidAdapter]),
    snapshot.fdb ? undefined : askAll(runner, [fdbAdapter]),
  ]);
  const inside = spaces.namespaces ? await lookInside(runner, spaces.namespaces) : { views: [], warnings: [] };
  snapshot.warnings.push(...engines.warnings, ...spaces.warnings, ...inside.warnings);
  const wiring = wireUp({
    links: snapshot.links ?? [],
    namespaces: spaces.namespaces ?? [],
    netns: snapshot.netns ?? numbers?.flatMap((answer) => answer.items) ?? [],
    inside: inside.views,
    containers: engines.containers ?? [],
    networks: engines.networks ?? [],
    fdb: snapshot.fdb ?? learned?.flatMap((answer) => answer.items) ?? [],
    nat: snapshot.nat ?? [],
  });
  if (snapshot.links) snapshot.links = wiring.links;
  if (spaces.namespaces) Object.assign(snapshot, { namespaces: wiring.namespaces, inside: inside.views });
  if (engines.containers) Object.assign(snapshot, { containers: wiring.containers, networks: engines.networks ?? [] });
}
