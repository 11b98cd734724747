import type { Verdict } from "../model/path.ts";
import type { Decision } from "./decision.ts";

/** What becomes of the packet, in one word of the document. */
export function verdictOf(decision: Decision): Verdict {
  const { errno, type, rule } = decision;
  if (errno === "EACCES") return "prohibit";
  if (errno === "EHOSTUNREACH" || (errno === "ENETUNREACH" && rule?.action === "unreachable")) return "unreachable";
  if (errno === "ENETUNREACH") return "no-route";
  if (errno !== undefined) return "blackhole";
  if (type === "local" || type === "broadcast" || type === "multicast") return type;
  if (type === "anycast") return decision.candidates[0]?.dev === "lo" ? "local" : "on-link";
  return decision.candidates[0]?.gateway === undefined ? "on-link" : "gateway";
}
