import type { Sentence } from "../model/explanation.ts";
import type { Route, RouteNexthop } from "../model/route.ts";
import { hopsOf, settingOf, type HostFacts } from "./facts.ts";
import { say } from "./say.ts";

/** One next hop in a few words: "192.0.2.1 on eth0 (weight 3)". */
export function hopWay(hop: RouteNexthop): string {
  const where = [hop.gateway, hop.dev && (hop.gateway ? `on ${hop.dev}` : `${hop.dev} directly`)].filter(Boolean).join(" ") || "nowhere";
  const notes = [hop.weight === 1 ? "" : `weight ${hop.weight}`, ...hop.flags.filter((flag) => flag === "linkdown" || flag === "dead")].filter(Boolean).join(", ");
  return notes ? `${where} (${notes})` : where;
}

const policies: Readonly<Record<number, string>> = {
  0: "source and destination address, so all connections between two hosts take one way",
  1: "addresses, protocol and ports, so each connection may take another way",
  2: "the addresses of the packet inside a tunnel, if there is one",
  3: "the fields that fib_multipath_hash_fields names",
};

/** How packets are spread over several next hops: shares by weight, and what the hash looks at. */
export function hopSentence(route: Route, facts: HostFacts): Sentence[] {
  const hops = hopsOf(route);
  if (hops.length < 2) return [];
  const total = hops.reduce((sum, hop) => sum + hop.weight, 0);
  const shares = hops.map((hop) => `${hop.gateway ?? hop.dev ?? "?"} ${Math.round((hop.weight / total) * 100)} %`).join(", ");
  const key = `net.ipv${route.family}.fib_multipath_hash_policy`;
  const policy = settingOf(facts.snapshot, key);
  const text = policy && policies[policy.value] ? `; the hash is made from ${policies[policy.value]} (${key} = ${policy.value})` : "";
  return [say(`The weights are shares of flows, not of packets: ${shares}${text}.`, [route, policy], "multipath")];
}
