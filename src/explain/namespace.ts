import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Namespace } from "../model/namespace.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { count, listText, say } from "./say.ts";

/** What each type of namespace keeps apart (namespaces(7)), as the end of "has its own …". */
const keepsApart: Readonly<Record<string, string>> = {
  net: "NICs, addresses, routes, ports and firewall", mnt: "mounts: the files it sees", pid: "process numbers, beginning with 1", uts: "host name",
  ipc: "System V queues, semaphores and shared memory", user: "user and group numbers, and capabilities over what it owns", cgroup: "view of the control groups' root",
  time: "offsets of the monotonic and boot clocks",
};

/** Namespaces with what is said about each. */
export function* explainNamespaces(namespaces: readonly Namespace[], snapshot: Snapshot): Generator<Namespace & { explanation: Explanation }> {
  const first = firstOfType(namespaces);
  for (const space of namespaces) yield { ...space, explanation: explainNamespace(space, snapshot, first) };
}

/** The namespace of each type in which most processes live: on nearly every host the one it was started with. */
function firstOfType(namespaces: readonly Namespace[]): ReadonlyMap<string, Namespace> {
  const most = new Map<string, Namespace>();
  for (const space of namespaces) if ((space.processes ?? 0) > (most.get(space.type)?.processes ?? -1)) most.set(space.type, space);
  return most;
}

function explainNamespace(space: Namespace, snapshot: Snapshot, most: ReadonlyMap<string, Namespace>): Explanation {
  const concept = space.type === "net" ? "network-namespace" : "namespaces";
  const containers = space.containers ?? [];
  const apart = keepsApart[space.type] ?? "view of something";
  const who = space.processes === undefined ? "" : count(space.processes, "process", "processes");
  const sentences: Sentence[] = [];
  let headline: string;
  if (space.isOwn === true) {
    headline = "where this was asked";
    sentences.push(say(`Everything else that hostlens shows of this host's network is what this namespace contains; ${who || "nobody"} ${space.processes === 1 ? "lives" : "live"} in it.`, [space], concept));
  } else if (containers.length > 0) {
    headline = `container ${listText(containers)}`;
    const links = snapshot.inside?.find((view) => view.inode === space.inode)?.links.filter((link) => link.kind !== "loopback") ?? [];
    const inside = links.length > 0 ? ` It contains ${listText(links.map((link) => `${link.name} (${link.addresses[0]?.address ?? "no address"})`), 4)}.` : "";
    sentences.push(say(`The network of ${listText(containers)}: ${who || "nobody"} ${space.processes === 1 ? "lives" : "live"} in it.${inside}`, [space], concept));
  } else if (space.pids.length === 0 && space.paths?.[0] !== undefined) {
    headline = space.name ? `named ${space.name}, nobody in it` : "nobody in it";
    sentences.push(say(`No process that can be seen lives in it; the file ${space.paths[0]} keeps it alive.${space.name ? ` ip netns exec ${space.name} COMMAND enters it.` : ""}`, [space], concept));
  } else if (most.get(space.type) === space) {
    headline = "the host's own";
    sentences.push(say(`${who ? `${who} ${space.processes === 1 ? "lives" : "live"}` : "Processes live"} in it: it is the one this host was started with, as far as can be told by its number of processes.`, [space], concept));
  } else {
    headline = space.name ? `named ${space.name}` : `of ${space.command?.split(" ")[0] ?? `process ${space.pids[0] ?? "?"}`}`;
    sentences.push(say(`${who === "" ? "Whoever lives in it" : who.charAt(0).toUpperCase() + who.slice(1)} ${space.processes === 1 ? "has" : "have"} ${space.processes === 1 ? "its" : "their"} own ${apart}${space.name ? `; ip netns exec ${space.name} COMMAND enters it` : ""}.`, [space], concept));
  }
  return { headline, sentences, unusual: [], more: [] };
}
