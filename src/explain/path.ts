import type { Sentence } from "../model/explanation.ts";
import type { PathAnswer } from "../model/path.ts";
import type { Route } from "../model/route.ts";
import { say } from "./say.ts";

/** The answer in one line: where the packet goes, or why it goes nowhere. */
export function pathHeadline(answer: PathAnswer): string {
  const to = answer.destination;
  switch (answer.verdict) {
    case "local": return `${to} is an address of this host itself`;
    case "on-link": return `${to} is on ${answer.dev ?? "a link"} itself, no gateway`;
    case "gateway": return `${to} leaves through ${answer.dev ?? "?"}, by way of ${answer.gateway ?? "?"}`;
    case "broadcast": return `${to} is a broadcast address on ${answer.dev ?? "a link"}`;
    case "multicast": return `${to} is a multicast group, sent through ${answer.dev ?? "a link"}`;
    case "blackhole": return `packets to ${to} are refused (Invalid argument)`;
    case "unreachable": return `packets to ${to} are refused: "No route to host"`;
    case "prohibit": return `packets to ${to} are refused: "Permission denied"`;
    case "no-route": return `there is no route to ${to}: "Network is unreachable"`;
  }
}

/** Why the packet takes that way and what would change it; at most one sentence for each step. */
export function explainPath(answer: PathAnswer): Sentence[] {
  const { route, rule, neighbour } = answer;
  const sentences: Sentence[] = [];
  if (rule) sentences.push(say(`Rule ${rule.priority} (${rule.text}) decided: table ${answer.table ?? "none"} was asked.`, [route], "policy-rules"));
  if (route) {
    const close = answer.rejected.filter((loser) => loser.route !== undefined).length;
    sentences.push(say(`${routeText(route)} won${close === 0 ? ": no other route of that table contains the address" : ` against ${close === 1 ? "one other route that contains the address" : `${close} others that contain the address`}`}.`, [route], "longest-prefix-match"));
  }
  if (answer.candidates.length > 1) sentences.push(say(`It has ${answer.candidates.length} next hops; a hash of the packet picks one, always the same for one connection.`, [route], "multipath"));
  if (answer.verdict === "gateway" || answer.verdict === "on-link") {
    const hop = answer.gateway ?? answer.destination;
    const state = neighbour?.state[0];
    const text = neighbour === undefined ? `${hop} has no neighbour entry on ${answer.dev}: the first packet waits until ${hop.includes(":") ? "Neighbour Discovery" : "ARP"} has found its MAC.`
      : state === "FAILED" || state === "INCOMPLETE" ? `${hop} does not answer on ${answer.dev} (${state}): the packet is not sent, the program gets "No route to host".`
      : `${hop} has the MAC ${neighbour.lladdr ?? "unknown"} (${neighbour.state.join(" ")}): the packet is sent at once.`;
    sentences.push(say(text, [neighbour], hop.includes(":") ? "ndp" : "arp"));
  }
  const change = counterfactual(answer);
  if (change !== undefined) sentences.push(say(change, [route]));
  return sentences;
}

/** A route as `ip route` begins its line. */
export function routeText(route: Route): string {
  const prefix = route.dst === "0.0.0.0/0" || route.dst === "::/0" ? "default" : route.dst;
  return [route.type === "unicast" ? "" : route.type, prefix, route.gateway && `via ${route.gateway}`, route.dev && `dev ${route.dev}`, route.metric > 0 && `metric ${route.metric}`]
    .filter((part) => typeof part === "string" && part !== "").join(" ");
}

function counterfactual(answer: PathAnswer): string | undefined {
  const { route } = answer;
  if (!route) return answer.verdict === "no-route" ? "A default route, or any route around that address, would change it." : undefined;
  const length = Number(route.dst.slice(route.dst.lastIndexOf("/") + 1));
  const most = route.family === 4 ? 32 : 128;
  const rule = answer.rule ? `, or a rule before ${answer.rule.priority}` : "";
  return length < most ? `It would change with any route around ${answer.destination} that is longer than /${length}${rule}.` : `It would change with a rule before ${answer.rule?.priority ?? 0} only.`;
}
