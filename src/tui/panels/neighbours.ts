import { explainNeighbours } from "../../explain/neighbour.ts";
import { neighbourBlocks } from "../../render/views/neighbours.ts";
import { saidOf, type Panel } from "./panel.ts";

export const neighboursPanel: Panel = {
  id: "neighbours", title: "Neighbours", empty: "The table is empty: nobody on the links was spoken to lately.",
  items: (snapshot) => [...explainNeighbours(snapshot.neighbours ?? [], snapshot)].map((neighbour) => ({
    label: `${neighbour.address}  ${neighbour.state.join(" ") || (neighbour.proxy ? "proxy" : "NONE")}`, ...saidOf(neighbour.explanation, neighbour.family === 4 ? "arp" : "ndp"),
    blocks: () => neighbourBlocks([neighbour], "full"),
  })),
};
