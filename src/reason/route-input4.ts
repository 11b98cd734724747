import type { Decision, Errno } from "./decision.ts";
import { fibLookup, type Trail } from "./fib-lookup4.ts";
import { deviceSetting, vrfOf, type HostView } from "./host-view.ts";
import { formatIp, isLimitedBroadcast, isLocalMulticast, isLoopback, isMulticast, isUnspecified, type Ip } from "./ip-prefix.ts";
import { hopsOf, isRealGateway } from "./route-lookup4.ts";
import type { Flow } from "./rule-match.ts";

/** Why a packet is not let in, and the error with it; null where its source is believed. */
type Doubt = { readonly errno: Errno; readonly why: string } | null;

const believed: Doubt = null;

/**
 * What happens to an IPv4 packet that comes in by `asked.iif` (ip_route_input_rcu): delivered here, forwarded, or
 * dropped as a martian. Martians answer EINVAL; kernels before 6.13 tell a failed reverse path check apart (EXDEV).
 */
export function decideInput4(view: HostView, asked: Flow): Decision {
  const trail: Trail = { steps: [], passed: [] };
  const base: Decision = { ...trail, candidates: [] };
  const { daddr, iif } = asked;
  const saddr = asked.saddr ?? { family: 4, a: 0, b: 0, c: 0, d: 0 };
  const fail = (errno: Errno, why: string): Decision => ({ ...base, errno, why });
  const martian = (doubt: NonNullable<Doubt>): Decision => fail(doubt.errno === "EXDEV" && !tellsReversePath(view) ? "EINVAL" : doubt.errno, doubt.why);
  const localnet = deviceSetting(view, iif, "route_localnet", "or") !== 0;
  const vrf = vrfOf(view, iif)?.name;

  if (isMulticast(daddr)) return decideGroup(view, asked, saddr, base, localnet, martian);
  if (isMulticast(saddr) || isLimitedBroadcast(saddr)) return fail("EINVAL", `martian: ${formatIp(saddr)} cannot be a source`);
  const deliver = (type: string, more: Partial<Decision> = {}): Decision => ({ ...base, ...more, type, candidates: [{ dev: vrf ?? "lo", weight: 1 }] });
  const takeBroadcast = (more: Partial<Decision> = {}): Decision => {
    const doubt = isUnspecified(saddr) ? believed : validateSource(view, asked, saddr, undefined, undefined);
    return doubt === null ? deliver("broadcast", more) : { ...martian(doubt), ...more };
  };
  if (isLimitedBroadcast(daddr) || (isUnspecified(daddr) && isUnspecified(saddr))) return takeBroadcast({ why: "a broadcast is for every host on the link" });
  if (isUnspecified(saddr)) return fail("EINVAL", `martian: ${formatIp(saddr)} is a source for limited broadcasts only`);
  if (isUnspecified(daddr)) return fail("EINVAL", `martian: ${formatIp(daddr)} is never a destination`);
  if (isLoopback(daddr) && !localnet) return fail("EINVAL", `martian: a packet to ${formatIp(daddr)} cannot come in from a link (route_localnet is 0)`);
  if (isLoopback(saddr) && !localnet) return fail("EINVAL", `martian: a packet from ${formatIp(saddr)} cannot come in from a link (route_localnet is 0)`);

  const { oif: _oif, vrf: _vrf, ...rest } = asked;
  const answer = fibLookup(view, { ...rest, saddr, uid: 0, ...(vrf === undefined ? {} : { vrf }) }, trail);
  const place = { ...(answer.rule === undefined ? {} : { rule: answer.rule }), ...(answer.table === undefined ? {} : { table: answer.table }) };
  const forwards = deviceSetting(view, iif, "forwarding", "own") !== 0;
  const closed = `${iif} does not forward (net.ipv4.conf.${iif}.forwarding is 0)`;
  if (answer.found === undefined) {
    const refused = answer.refusedBy === undefined ? {} : { route: answer.refusedBy };
    return forwards
      ? { ...base, ...place, ...refused, errno: answer.errno ?? "ENETUNREACH" }
      : { ...base, ...place, ...refused, errno: "EHOSTUNREACH", why: `the packet is not for this host, and ${closed}` };
  }
  const { route, hops } = answer.found;
  const more = { ...place, route };
  if (route.type === "broadcast" && deviceSetting(view, iif, "bc_forwarding", "and") === 0) return takeBroadcast(more);
  if (route.type === "local") {
    const doubt = validateSource(view, asked, saddr, daddr, undefined);
    return doubt === null ? deliver("local", more) : { ...martian(doubt), ...more };
  }
  if (route.type !== "broadcast" && !forwards) return { ...base, ...more, errno: "EHOSTUNREACH", why: `the packet is not for this host, and ${closed}` };
  if (route.type !== "unicast" && route.type !== "broadcast") return { ...base, ...more, errno: "EINVAL", why: `martian: a ${route.type} destination is not forwarded` };

  let doubt: Doubt = believed;
  const ways = hops.filter((hop) => {
    const found = validateSource(view, asked, saddr, daddr, hop.dev);
    if (found !== null) doubt = found;
    return found === null;
  });
  if (ways.length === 0 && doubt !== null) return { ...martian(doubt), ...more };
  return {
    ...base, ...more, type: route.type,
    candidates: ways.map((hop) => ({
      weight: hop.weight, ...(hop.dev === undefined ? {} : { dev: hop.dev }),
      ...(hop.gateway !== undefined && isRealGateway(view, route, hop.gateway) ? { gateway: hop.gateway } : {}),
    })),
  };
}

/** Packets to a group are taken in where the device has joined it; every device with IPv4 joins 224.0.0.1. */
function decideGroup(view: HostView, asked: Flow, saddr: Ip, base: Decision, localnet: boolean, martian: (doubt: NonNullable<Doubt>) => Decision): Decision {
  const { daddr, iif } = asked;
  const link = view.links.get(iif);
  const joined = daddr.a === 0xe0000001 && link?.adminUp !== false;
  if (!joined) return { ...base, errno: "EINVAL", why: `nobody on this host is known to have joined ${formatIp(daddr)} on ${iif} (ip maddr show dev ${iif})` };
  const no = (why: string): Decision => ({ ...base, errno: "EINVAL", why });
  if (isMulticast(saddr) || isLimitedBroadcast(saddr)) return no(`martian: ${formatIp(saddr)} cannot be a source`);
  if (isLoopback(saddr) && !localnet) return no(`martian: a packet from ${formatIp(saddr)} cannot come in from a link`);
  if (isUnspecified(saddr)) {
    if (!isLocalMulticast(daddr) && asked.proto !== 2) return no(`martian: ${formatIp(saddr)} is no source for that group`);
  } else {
    const doubt = validateSource(view, asked, saddr, undefined, undefined);
    if (doubt !== null) return martian(doubt);
  }
  return { ...base, type: "multicast", why: `every device with IPv4 belongs to ${formatIp(daddr)}`, candidates: [{ dev: "lo", weight: 1 }] };
}

/** Whether this kernel still says EXDEV for a failed reverse path check. */
function tellsReversePath(view: HostView): boolean {
  const [, major = "0", minor = "0"] = /^(\d{1,3})\.(\d{1,3})/.exec(view.snapshot.source.kernel ?? "") ?? [];
  return Number(major) > 0 && Number(major) * 1000 + Number(minor) < 6013;
}

/**
 * fib_validate_source: is the source one that could come in by this device? Without rp_filter only the host's own
 * addresses are refused; with it the way back must lead out of the same device (1) or exist at all (2).
 */
function validateSource(view: HostView, asked: Flow, saddr: Ip, daddr: Ip | undefined, out: string | undefined): Doubt {
  const { iif } = asked;
  const strictness = deviceSetting(view, iif, "rp_filter", "max");
  const acceptsLocal = deviceSetting(view, iif, "accept_local", "or") !== 0;
  if (strictness === 0 && (out !== iif || deviceSetting(view, iif, "send_redirects", "or") === 0)) {
    if (acceptsLocal) return believed;
    if (!view.customRules[4] && !view.ownLocalRoutes) {
      return view.localAddresses.has(formatIp(saddr)) ? { errno: "EINVAL", why: `martian: ${formatIp(saddr)} is an address of this host, and does not come in from a link` } : believed;
    }
  }
  const vrf = vrfOf(view, iif)?.name;
  const { oif: _oif, saddr: _saddr, vrf: _vrf, ...rest } = asked;
  const back: Flow = {
    ...rest, daddr: saddr, iif: out ?? "lo", uid: 0, sport: asked.dport, dport: asked.sport,
    mark: deviceSetting(view, iif, "src_valid_mark", "or") !== 0 ? asked.mark : 0,
    ...(daddr === undefined ? {} : { saddr: daddr }), ...(vrf === undefined ? {} : { vrf }),
  };
  const setting = `rp_filter ${strictness} on ${iif}`;
  const noWay: Doubt = strictness === 0 ? believed : { errno: "EXDEV", why: `there is no way back to ${formatIp(saddr)} (${setting})` };
  const answer = fibLookup(view, back, { steps: [], passed: [] });
  if (answer.found === undefined) return noWay;
  const { route } = answer.found;
  if (route.type !== "unicast" && !(route.type === "local" && acceptsLocal)) {
    return { errno: "EINVAL", why: `martian: ${formatIp(saddr)} is ${route.type === "local" ? "an address of this host" : `a ${route.type} address`}, and does not come in from a link` };
  }
  const uses = hopsOf(route).some((hop) => hop.dev === iif || (hop.dev !== undefined && vrfOf(view, hop.dev)?.name === iif));
  if (uses || (route.type === "local" && iif === "lo")) return believed;
  if (!(view.addresses.get(iif) ?? []).some((entry) => entry.ip.family === 4)) return noWay;
  if (strictness === 1) return { errno: "EXDEV", why: `the way back to ${formatIp(saddr)} leads out of ${hopsOf(route)[0]?.dev ?? "another device"}, not ${iif} (${setting})` };
  return believed;
}
