import type { Neighbour } from "../model/neighbour.ts";
import type { Snapshot } from "../model/snapshot.ts";

const views = new WeakMap<Snapshot, ReadonlyMap<string, Neighbour>>();

/** The neighbour entries of a snapshot by `device address`, proxy entries left out. */
export function viewNeighbours(snapshot: Snapshot): ReadonlyMap<string, Neighbour> {
  const ready = views.get(snapshot);
  if (ready !== undefined) return ready;
  const view = new Map((snapshot.neighbours ?? []).filter((entry) => !entry.proxy).map((entry) => [`${entry.dev} ${entry.address}`, entry]));
  views.set(snapshot, view);
  return view;
}
