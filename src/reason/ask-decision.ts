import type { PathQuestion } from "../model/path.ts";
import type { Decision } from "./decision.ts";
import { viewHost, type HostView } from "./host-view.ts";
import { parseIp } from "./ip-prefix.ts";
import { protocolNumber } from "./kernel-numbers.ts";
import { decideOutput4 } from "./route-decision4.ts";
import { decideInput4 } from "./route-input4.ts";
import { decideIpv6 } from "./route-decision6.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Flow } from "./rule-match.ts";

/** INVALID_UID: of an IPv6 packet that comes in, `ip route get` says that it is nobody's. */
const nobody = 0xffffffff;

/** The packet of a question, or null where its destination is no address. Without `uid`, root asks. */
function flowOf(view: HostView, question: PathQuestion): Flow | null {
  const daddr = parseIp(question.destination);
  if (daddr === null) return null;
  const saddr = question.from === undefined ? null : parseIp(question.from);
  const nameOf = (dev: string): string => view.links.get(dev)?.name ?? dev;
  // An IPv4 question without a protocol is asked as UDP by the kernel, an IPv6 one as none.
  const proto = question.proto === undefined ? (daddr.family === 4 ? 17 : 0) : (protocolNumber(question.proto) ?? 0);
  return {
    daddr, iif: question.iif === undefined ? "lo" : nameOf(question.iif), mark: question.mark ?? 0, tos: (question.tos ?? 0) & 0xfc, proto,
    sport: question.sport ?? 0, dport: question.dport ?? 0, uid: question.uid ?? (question.iif !== undefined && daddr.family === 6 ? nobody : 0),
    ...(saddr === null ? {} : { saddr }), ...(question.oif === undefined ? {} : { oif: nameOf(question.oif) }),
  };
}

/**
 * What the kernel of the snapshot's host would answer to `ip route get`, or null where the destination is no
 * address.
 */
export function askDecision(question: PathQuestion, snapshot: Snapshot): Decision | null {
  return askView(question, viewHost(snapshot));
}

/** As {@link askDecision}, of a host that may be another one than the snapshot shows (viewWithout). */
export function askView(question: PathQuestion, view: HostView): Decision | null {
  const flow = flowOf(view, question);
  if (flow === null) return null;
  if (flow.daddr.family === 6) return decideIpv6(view, flow, question.iif !== undefined);
  return question.iif === undefined ? decideOutput4(view, flow) : decideInput4(view, flow);
}
