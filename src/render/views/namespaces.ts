import type { Explanation } from "../../model/explanation.ts";
import type { Namespace } from "../../model/namespace.ts";
import type { Block, Row } from "../document.ts";
import { explanationBlocks, headline, placeWords, type Detail } from "./detail.ts";

type Explained = Namespace & { readonly explanation?: Explanation };

/** In which order the types are shown: the network first, it is what the rest of the program is about. */
const order = ["net", "pid", "mnt", "user", "uts", "ipc", "cgroup", "time"];
const mostPids = 8;

/** Namespaces type by type: inode, who lives there, what is said about it below. */
export function namespaceBlocks(namespaces: readonly Explained[], detail: Detail): Block[] {
  const types = [...new Set(namespaces.map((space) => space.type))].toSorted((left, right) => rank(left) - rank(right));
  return types.flatMap((type, index): Block[] => {
    const members = namespaces.filter((space) => space.type === type);
    return [
      ...(index > 0 ? [{ kind: "gap" } as const] : []),
      { kind: "title", text: type, aside: members.length === 1 ? "1 namespace: everybody shares it" : `${members.length} namespaces` },
      {
        kind: "table",
        columns: [{ title: "INODE" }, { title: type === "net" ? "NSID" : "", align: "right" }, { title: "PROCESSES", min: 10, shrink: 2 }, { title: "USER", shrink: 1, min: 6 }, { title: "", min: 14, shrink: 3 }],
        rows: members.map((space): Row => ({
          cells: [[{ text: String(space.inode), tone: "name" }], space.nsid === undefined ? "" : String(space.nsid), peopleOf(space), space.owner ?? "", headline(space.explanation)],
          // one namespace of a type has nothing to be told apart from
          below: detail === "normal" && (members.length === 1 || type !== "net") ? [] : [...explanationBlocks(space.explanation, detail), ...(detail === "full" ? factsOf(space) : [])],
        })),
        oneLine: detail === "brief",
      },
    ];
  });
}

function rank(type: string): number {
  const at = order.indexOf(type);
  return at < 0 ? order.length : at;
}

function peopleOf(space: Namespace): string {
  const number = space.processes ?? space.pids.length;
  if (number === 0) return "none";
  const first = space.pids.slice(0, mostPids > number ? mostPids : 1).join(" ");
  return number > mostPids || number > space.pids.length ? `${number} (first ${first})` : first;
}

function factsOf(space: Namespace): Block[] {
  const facts: [string, string | undefined][] = [
    ["pids", space.pids.join(" ")], ["first command", space.command], ["kept open by", space.paths?.join(" ")], ["seen in", space.at && placeWords(space.at)],
  ];
  const rows = facts.flatMap(([label, value]) => (value === undefined || value === "" ? [] : [{ label, value }]));
  return rows.length > 0 ? [{ kind: "facts", rows }] : [];
}
