import { explainPath, pathHeadline } from "../explain/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { parseIp } from "../reason/ip-prefix.ts";
import { decidePath } from "../reason/route-decision.ts";
import type { Block } from "../render/document.ts";

/** Where a packet to this address goes and why, decided from the tables of the snapshot. */
export function pathTo(destination: string, snapshot: Snapshot): Block[] {
  if (parseIp(destination) === null) return [{ kind: "paragraph", text: `${destination} is no IP address. Type one such as 8.8.8.8 or 2001:db8::1.` }];
  const answer = decidePath({ destination }, snapshot);
  if (answer === null) return [{ kind: "paragraph", text: `The way to ${destination} can't be decided: the rules or tables could not be read.` }];
  return [
    { kind: "title", text: pathHeadline(answer) }, ...explainPath(answer).map(({ text }): Block => ({ kind: "paragraph", text })), { kind: "gap" },
    { kind: "paragraph", text: `hostlens path ${destination} shows every candidate that lost, and the kernel's own answer.` },
  ];
}
