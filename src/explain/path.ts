import type { Sentence } from "../model/explanation.ts";
import type { PathAnswer } from "../model/path.ts";
import { neighbourStateByName } from "../knowledge/neighbour-states.ts";
import { nameOf } from "../reason/path-change.ts";
import { listText, say } from "./say.ts";

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
  const { route, rule, candidates, mtu } = answer;
  const sentences: Sentence[] = [];
  if (answer.why !== undefined) sentences.push(say(`${capital(answer.why)}.`, [route], answer.why.includes("martian") || answer.why.includes("rp_filter") ? "reverse-path" : "routing-table"));
  if (route && rule) {
    const rivals = answer.rejected.filter((loser) => loser.route !== undefined && !loser.reason.startsWith("does not contain"));
    const against = rivals.length === 0 ? `no other route of table ${answer.table ?? route.table} contains ${answer.destination}` : `it was preferred to ${listText(rivals.map((loser) => `${nameOf(loser.route!)} (${loser.reason})`), 3)}`;
    sentences.push(say(`Rule ${rule.priority} (${rule.text}) led to table ${answer.table ?? route.table}, and ${nameOf(route)} decided there: ${against}.`, [route], "longest-prefix-match"));
  } else if (rule) sentences.push(say(`Rule ${rule.priority} (${rule.text}) decided, no table was asked after it.`, [], "policy-rules"));
  if (candidates.length > 1) {
    const ways = candidates.map((way) => `${way.dev ?? "?"}${way.gateway === undefined ? "" : ` by way of ${way.gateway}`} (weight ${way.weight})`);
    sentences.push(say(`Which of ${listText(ways, 4)} a flow takes is a hash of its headers, always the same one for one connection; ${way(answer)} is shown.`, [route], "multipath"));
  }
  const next = nextHopSentence(answer);
  if (next) sentences.push(next);
  const narrow = answer.hops.find((hop) => hop.mtu === mtu);
  if (narrow && mtu !== undefined && answer.hops.some((hop) => hop.mtu !== undefined && hop.mtu > mtu)) sentences.push(say(`The narrowest step is ${narrow.name} with an MTU of ${mtu}: larger packets are cut up or refused there.`, [route], "mtu"));
  if (answer.change) sentences.push(say(`It would change: ${answer.change.text}. That is what this does: ${answer.change.command}`, [route]));
  else {
    const change = hint(answer);
    if (change !== undefined) sentences.push(say(change, [route]));
  }
  return sentences;
}

const capital = (text: string): string => (/^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text);
const way = (answer: PathAnswer): string => `${answer.dev ?? "?"}${answer.gateway === undefined ? "" : ` by way of ${answer.gateway}`}`;

/** What will happen now to the frame: sent at once, held until ARP answers, or lost. */
function nextHopSentence(answer: PathAnswer): Sentence | undefined {
  const { neighbour, dev, hops } = answer;
  if (answer.verdict !== "gateway" && answer.verdict !== "on-link") return undefined;
  if (answer.warnings.some((warning) => warning.message.startsWith("the neighbours of this host are not known"))) return undefined;
  const hop = answer.gateway ?? answer.destination;
  const isSix = hop.includes(":");
  const concept = isSix ? "ndp" : "arp";
  if (hops[0] && ["tun", "wireguard", "gre", "ipip", "sit", "loopback"].includes(hops[0].kind)) return say(`${dev} needs no MAC: nobody is asked for one.`, [], concept);
  if (neighbour === undefined) return say(`${hop} has no neighbour entry on ${dev}: the first packet waits until ${isSix ? "Neighbour Discovery" : "ARP"} has found its MAC.`, [], concept);
  const state = neighbour.state[0];
  const known = state === undefined ? undefined : neighbourStateByName(state);
  if (known === undefined) return say(`${hop} is in the neighbour table of ${dev}${neighbour.lladdr === undefined ? "" : ` with the MAC ${neighbour.lladdr}`}.`, [neighbour], concept);
  if (!known.isUsable) return say(`Nobody answers for ${hop} on ${dev} (${state}): a packet ${known.nextPacket}, and programs get "No route to host" although the route is there.`, [neighbour], concept);
  return say(`${hop} has the MAC ${neighbour.lladdr ?? "(none needed)"}, ${state}: ${known.meaning}; the packet ${known.nextPacket}.`, [neighbour], concept);
}

function hint(answer: PathAnswer): string | undefined {
  const { route } = answer;
  if (!route) return answer.verdict === "no-route" ? "A default route, or any route around that address, would change it." : undefined;
  const length = Number(route.dst.slice(route.dst.lastIndexOf("/") + 1));
  const most = route.family === 4 ? 32 : 128;
  const rule = answer.rule && answer.rule.priority > 0 ? `, or a rule before ${answer.rule.priority}` : "";
  return length < most ? `It would change with any route around ${answer.destination} that is longer than /${length}${rule}.` : undefined;
}
