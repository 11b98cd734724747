import type { PathQuestion } from "../model/path.ts";
import type { Candidate, Decision } from "./decision.ts";
import type { HostView } from "./host-view.ts";
import { parseIp, prefixContains } from "./ip-prefix.ts";
import { ipv6SourceReason } from "./source-address.ts";

/** Why the packet carries this source address, in a few words; undefined where it carries none of this host. */
export function sourceReason(view: HostView, question: PathQuestion, decision: Decision, way: Candidate): string | undefined {
  const { prefsrc } = way;
  const daddr = parseIp(question.destination);
  if (prefsrc === undefined || daddr === null) return undefined;
  if (question.from !== undefined && daddr.family === 4) return "asked for with --from";
  if (decision.route?.prefsrc === prefsrc) return decision.type === "local" && prefsrc !== question.destination ? "the route names it (src)" : "the route names it (src), so nothing is chosen";
  if (decision.type === "local" && prefsrc === question.destination) return "the destination itself: the packet stays on this host";
  if (daddr.family === 6) return ipv6SourceReason(view, way.dev ?? "lo", daddr);
  const owner = view.localAddresses.get(prefsrc);
  if (owner === undefined || way.dev === undefined) return undefined;
  if (owner.link.name !== way.dev) return `${way.dev} has no address that reaches so far; this is the first of ${owner.link.name} that does`;
  const gateway = way.gateway === undefined || way.gateway.includes(":") ? null : parseIp(way.gateway);
  const usable = (view.addresses.get(way.dev) ?? []).filter((entry) => entry.ip.family === 4 && !entry.flags.includes("secondary"));
  if (usable.length === 1) return `the only primary address of ${way.dev}`;
  if (gateway !== null && prefixContains(owner.subnet, gateway)) return `the address of ${way.dev} in the gateway's subnet`;
  return `the first address of ${way.dev} in this scope`;
}
