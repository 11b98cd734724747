import type { Explanation } from "../../model/explanation.ts";
import type { Neighbour } from "../../model/neighbour.ts";
import type { Block, Row, Tone } from "../document.ts";
import { Repeats, explanationBlocks, headline, type Detail } from "./detail.ts";

type Explained = Neighbour & { readonly explanation?: Explanation };

/** Neighbour entries: address, NIC, MAC, state on a line, what the state means and what comes next below it. */
export function neighbourBlocks(neighbours: readonly Explained[], detail: Detail): Block[] {
  const repeats = new Repeats(detail);
  const rows = neighbours.map((neighbour): Row => ({
    cells: [
      [{ text: neighbour.address, tone: "name" }], neighbour.dev, neighbour.lladdr ?? "–", stateOf(neighbour), headline(neighbour.explanation),
    ],
    below: [...explanationBlocks(neighbour.explanation, detail, repeats, neighbour.address), ...(detail === "full" ? agesOf(neighbour) : [])],
  }));
  return [{
    kind: "table",
    columns: [
      { title: "ADDRESS", min: 15, shrink: 1 }, { title: "NIC", min: 6, shrink: 1 }, { title: "MAC", min: 17 },
      { title: "STATE", min: 6 }, { title: "", min: 12, shrink: 3 },
    ],
    rows,
    oneLine: detail === "brief",
  }, ...repeats.summary()];
}

const tones: Readonly<Record<string, Tone>> = { REACHABLE: "good", PERMANENT: "good", FAILED: "bad", INCOMPLETE: "warn" };

function stateOf(neighbour: Neighbour): { text: string; tone?: Tone }[] {
  if (neighbour.proxy) return [{ text: "proxy" }];
  const text = neighbour.state.join(" ") || (neighbour.extra?.["complete"] === undefined ? "none" : neighbour.extra["complete"] === true ? "not shown" : "incomplete");
  const tone = tones[neighbour.state[0] ?? ""];
  return [tone ? { text, tone } : { text }];
}

function agesOf(neighbour: Neighbour): Block[] {
  const rows = ([
    ["last used", neighbour.usedS], ["last confirmed", neighbour.confirmedS], ["last changed", neighbour.updatedS],
  ] as const).flatMap(([label, seconds]) => (seconds === undefined ? [] : [{ label, value: `${seconds} s ago` }]));
  return rows.length > 0 ? [{ kind: "facts", rows }] : [];
}
