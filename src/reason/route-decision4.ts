import type { Route } from "../model/route.ts";
import { viewNeighbours } from "./neighbour-view.ts";
import { deviceSetting, vrfOf, type HostView } from "./host-view.ts";
import { formatIp, isLimitedBroadcast, isLocalMulticast, isLoopback, isMulticast, isUnspecified, parseIp, parsePrefix, type Ip } from "./ip-prefix.ts";
import { scopeHost, scopeLink, scopeNumber } from "./kernel-numbers.ts";
import { fibLookup } from "./fib-lookup4.ts";
import { gatewayIp, isRealGateway, lookupIpv4, tosOf, type Hop4, type Lookup4, type PassedOver } from "./route-lookup4.ts";
import type { Candidate, Decision, Errno } from "./decision.ts";
import type { Flow } from "./rule-match.ts";
import { selectIpv4Source } from "./source-address.ts";
import type { RuleStep } from "./walk-rules.ts";

/** Several defaults with the same metric: the kernel takes the first whose gateway is not known to be dead (fib_select_default). */
function defaultRivals(view: HostView, found: Extract<Lookup4, { kind: "found" }>): { route: Route; hop: Hop4 }[] {
  const route = found.route;
  const own = { route, hop: found.hops[0] as Hop4 };
  const table = view.table(4, found.table);
  if (route.type !== "unicast" || parsePrefix(route.dst, 4)?.length !== 0 || table === null) return [own];
  const rivals = table.routes.filter(
    (other) => other !== route && view.without?.has(other) !== true && other.type === "unicast" && other.metric === route.metric && tosOf(other) === tosOf(route) &&
      other.nexthops.length === 0 && other.gateway !== undefined && other.scope === route.scope && parsePrefix(other.dst, 4)?.length === 0,
  );
  if (rivals.length === 0 || own.hop.gateway === undefined) return [own];
  const state = viewNeighbours(view.snapshot).get(`${own.hop.dev ?? ""} ${own.hop.gateway}`)?.state ?? [];
  const all = [own, ...rivals.map((other) => ({ route: other, hop: { dev: other.dev ?? "", gateway: other.gateway ?? "", weight: 1, flags: other.flags } }))];
  return state.length === 0 || state.includes("REACHABLE") || state.includes("PERMANENT") ? [own] : all;
}

const lo = "lo";

function fail(base: Decision, errno: Errno, why?: string): Decision {
  return { ...base, errno, ...(why === undefined ? {} : { why }) };
}

/** What happens to an IPv4 packet that this host makes (ip_route_output_key_hash_rcu). */
export function decideOutput4(view: HostView, asked: Flow): Decision {
  const steps: RuleStep[] = [];
  const passed: PassedOver[] = [];
  const base: Decision = { steps, passed, candidates: [] };
  const daddr = asked.daddr;
  const saddr = asked.saddr !== undefined && !isUnspecified(asked.saddr) ? asked.saddr : undefined;
  let oif = asked.oif;
  const sourceOf = (dev: string, scope: number): string | undefined => {
    if (saddr !== undefined) return formatIp(saddr);
    const entry = selectIpv4Source(view, dev, undefined, scope);
    return entry === undefined ? undefined : formatIp(entry.ip);
  };
  const straight = (dev: string, type: string, prefsrc: string | undefined, why: string): Decision => {
    if (prefsrc !== undefined && prefsrc.startsWith("127.") && dev !== lo) {
      const vrf = vrfOf(view, dev);
      if (vrf?.name !== dev && deviceSetting(view, dev, "route_localnet", "or") === 0) return fail(base, "EINVAL", "a loopback source does not leave the host");
    }
    const candidate: Candidate = { dev, weight: 1, ...(prefsrc === undefined ? {} : { prefsrc }) };
    return { ...base, type, why, candidates: [candidate] };
  };
  const kindOf = (fallback: string): string => (isLimitedBroadcast(daddr) ? "broadcast" : isMulticast(daddr) ? "multicast" : fallback);
  if (saddr !== undefined) {
    if (isMulticast(saddr) || isLimitedBroadcast(saddr) || isUnspecified(saddr)) return fail(base, "EINVAL", `${formatIp(saddr)} cannot be a source`);
    const owner = localOwner(view, saddr);
    if (owner === undefined) return fail(base, "ENETUNREACH", `${formatIp(saddr)} is no address of this host`);
    if (oif === undefined && (isMulticast(daddr) || isLimitedBroadcast(daddr))) return straight(owner, kindOf("unicast"), formatIp(saddr), "leaves by the device that has the source address");
  }
  if (oif !== undefined) {
    const link = view.links.get(oif);
    if (link?.adminUp === false) return fail(base, "ENETUNREACH", `${oif} is down`);
    if (isLocalMulticast(daddr) || isLimitedBroadcast(daddr) || asked.proto === 2) return straight(oif, kindOf("unicast"), sourceOf(oif, scopeLink), "stays on the link of the device that was named");
  }
  if (isUnspecified(daddr)) return straight(lo, "local", saddr === undefined ? (oif === undefined ? "127.0.0.1" : (sourceOf(oif, scopeHost) ?? "127.0.0.1")) : formatIp(saddr), "0.0.0.0 means this host");
  const vrf = vrfOf(view, oif);
  if (oif !== undefined && vrf?.name === oif && view.customRules[4]) oif = undefined;
  let source = saddr;
  if (oif !== undefined && source === undefined && isMulticast(daddr)) source = selectIpv4Source(view, oif, undefined, 0)?.ip;
  const { oif: _asked, saddr: _source, vrf: _vrf, ...rest } = asked;
  const flow: Flow = { ...rest, iif: lo, ...(oif === undefined ? {} : { oif }), ...(source === undefined ? {} : { saddr: source }), ...(vrf === undefined ? {} : { vrf: vrf.name }) };
  const answer = fibLookup(view, flow, { steps, passed });
  const place = { ...(answer.rule === undefined ? {} : { rule: answer.rule }), ...(answer.table === undefined ? {} : { table: answer.table }) };
  if (answer.found === undefined) {
    if (oif !== undefined && (isMulticast(daddr) || vrf === undefined)) {
      return straight(oif, kindOf("unicast"), source === undefined ? sourceOf(oif, scopeLink) : formatIp(source), "no route fits, but the device was named: the kernel takes the destination to be on its link");
    }
    return { ...base, ...place, errno: answer.errno ?? "ENETUNREACH", ...(answer.refusedBy === undefined ? {} : { route: answer.refusedBy }) };
  }
  const { found } = answer;
  if (found.route.type === "local") {
    const prefsrc = source === undefined ? (found.route.prefsrc ?? formatIp(daddr)) : formatIp(source);
    if (isUnspecified(daddr)) return fail({ ...base, ...place }, "EINVAL");
    return { ...base, ...place, route: found.route, type: kindOf("local"), candidates: [{ dev: vrfOf(view, found.hops[0]?.dev)?.name ?? lo, weight: 1, prefsrc }] };
  }
  if (isUnspecified(daddr)) return fail({ ...base, ...place }, "EINVAL", "0.0.0.0 is never a destination");
  const ways = oif === undefined && found.hops.length === 1 ? defaultRivals(view, found) : found.hops.map((hop) => ({ route: found.route, hop }));
  const noGateway = isLimitedBroadcast(daddr) || (isMulticast(daddr) && (parsePrefix(found.route.dst, 4)?.length ?? 0) < 4);
  const candidates = ways.map(({ route, hop }): Candidate => {
    const gateway = hop.gateway !== undefined && !noGateway && isRealGateway(view, route, hop.gateway) ? hop.gateway : undefined;
    const foreign = vrf !== undefined && vrfOf(view, hop.dev)?.name !== vrf.name;
    const chosen = source ?? (foreign ? selectIpv4Source(view, vrf.name, undefined, scopeLink)?.ip : undefined) ?? (route.prefsrc === undefined ? null : parseIp(route.prefsrc)) ?? selectIpv4Source(view, hop.dev ?? lo, gatewayIp(hop), scopeNumber(route.scope) ?? 0)?.ip;
    return {
      weight: hop.weight, ...(hop.dev === undefined ? {} : { dev: hop.dev }), ...(gateway === undefined ? {} : { gateway }),
      ...(chosen === undefined ? {} : { prefsrc: formatIp(chosen) }),
    };
  });
  const usable = candidates.filter((candidate) => !(candidate.prefsrc?.startsWith("127.") && candidate.dev !== lo && deviceSetting(view, candidate.dev ?? lo, "route_localnet", "or") === 0));
  if (usable.length === 0) return { ...fail({ ...base, ...place }, "EINVAL", "a loopback source does not leave the host"), route: found.route };
  return { ...base, ...place, route: found.route, type: kindOf(found.route.type), candidates: usable, ...(usable.length < candidates.length ? { unusable: candidates.length - usable.length } : {}) };
}

/** The device that has the address, or that a local route to it names. */
function localOwner(view: HostView, ip: Ip): string | undefined {
  const entry = view.localAddresses.get(formatIp(ip));
  if (entry !== undefined) return entry.link.name;
  const table = view.table(4, "local");
  if (table === null) return isLoopback(ip) ? lo : undefined;
  const found = lookupIpv4(view, table, { daddr: ip, tos: 0 }, []);
  return found.kind === "found" && found.route.type === "local" ? (found.hops[0]?.dev ?? lo) : undefined;
}
