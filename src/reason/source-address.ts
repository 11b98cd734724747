import type { Link } from "../model/link.ts";
import { deviceSetting, vrfOf, type HostAddress, type HostView } from "./host-view.ts";
import { commonPrefixLength, formatIp, isMulticast, prefixContains, sameBits, type Ip } from "./ip-prefix.ts";
import { scopeHost, scopeLink } from "./kernel-numbers.ts";

/**
 * The IPv4 source the kernel takes where the route names none (inet_select_addr): the first primary address of the
 * device whose scope reaches far enough, one in the gateway's subnet before others; failing that, of any device.
 */
export function selectIpv4Source(view: HostView, dev: string, gateway: Ip | undefined, scope: number): HostAddress | undefined {
  const reach = deviceSetting(view, dev, "route_localnet", "or") !== 0 ? scopeLink : scopeHost;
  let first: HostAddress | undefined;
  for (const entry of view.addresses.get(dev) ?? []) {
    if (entry.ip.family !== 4 || entry.flags.includes("secondary") || Math.min(entry.scope, reach) > scope) continue;
    if (gateway === undefined || prefixContains(entry.subnet, gateway)) return entry;
    first ??= entry;
  }
  if (first !== undefined) return first;
  const vrf = vrfOf(view, dev);
  const ofDevice = (link: Link): HostAddress | undefined =>
    (view.addresses.get(link.name) ?? []).find(
      (entry) => entry.ip.family === 4 && !entry.flags.includes("secondary") && entry.scope !== scopeLink && entry.scope <= scope,
    );
  const ofVrf = vrf === undefined ? undefined : ofDevice(vrf);
  if (ofVrf !== undefined) return ofVrf;
  for (const link of view.linkList) {
    if (vrfOf(view, link.name) !== vrf) continue;
    const found = ofDevice(link);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Address type bits that source selection looks at: scope (RFC 4291 values) and a few special ranges. */
export function ipv6Scope(ip: Ip): number {
  if (isMulticast(ip)) return (ip.a >>> 16) & 15;
  if (ip.a >>> 22 === 0x3fa) return 2;
  if (ip.a >>> 22 === 0x3fb) return 5;
  if (ip.a === 0 && ip.b === 0 && ip.c === 0 && ip.d <= 1) return ip.d === 1 ? 2 : -1;
  return 14;
}

const labels: readonly { ip: Ip; length: number; label: number }[] = [
  { ip: { family: 6, a: 0, b: 0, c: 0, d: 1 }, length: 128, label: 0 },
  { ip: { family: 6, a: 0, b: 0, c: 0, d: 0 }, length: 96, label: 3 },
  { ip: { family: 6, a: 0, b: 0, c: 0xffff, d: 0 }, length: 96, label: 4 },
  { ip: { family: 6, a: 0x20010000, b: 0, c: 0, d: 0 }, length: 32, label: 6 },
  { ip: { family: 6, a: 0x20010010, b: 0, c: 0, d: 0 }, length: 28, label: 7 },
  { ip: { family: 6, a: 0x3ffe0000, b: 0, c: 0, d: 0 }, length: 16, label: 12 },
  { ip: { family: 6, a: 0x20020000, b: 0, c: 0, d: 0 }, length: 16, label: 2 },
  { ip: { family: 6, a: 0xfec00000, b: 0, c: 0, d: 0 }, length: 10, label: 11 },
  { ip: { family: 6, a: 0xfc000000, b: 0, c: 0, d: 0 }, length: 7, label: 5 },
];

/** The label of the kernel's own policy table (ip-addrlabel(8)), longest prefix first. */
function labelOf(ip: Ip): number {
  return labels.find((entry) => sameBits(entry.ip, ip, entry.length))?.label ?? 1;
}

function isOrchid(ip: Ip): boolean {
  return ip.a >>> 4 === 0x2001001;
}

function hasTemporary(link: Link): boolean {
  return link.addresses.some((address) => address.flags.includes("temporary"));
}

interface Contest {
  readonly best?: HostAddress;
  readonly bestScore: readonly number[];
  readonly all: readonly { readonly entry: HostAddress; readonly score: readonly number[] }[];
}

/**
 * The IPv6 source for a destination sent by `dev` (ipv6_dev_get_saddr, RFC 6724 section 5): the candidates compete
 * rule by rule, and the one that first does better wins.
 */
export function selectIpv6Source(view: HostView, dev: string, daddr: Ip): HostAddress | undefined {
  return contestIpv6Sources(view, dev, daddr).best;
}

/** What each rule of RFC 6724 prefers, in the order in which the kernel asks. */
const preferences = (dev: string): readonly string[] => [
  "the destination's own address", "the scope that reaches the destination and no further", "not deprecated", "a home address", `an address of ${dev}, where the packet leaves`,
  "the label of the destination's kind of address", "a temporary address, as use_tempaddr asks, or a public one", "not ORCHID", "the longest prefix in common with the destination", "not optimistic",
];

/** Which rule gave the source its place, against the address that came closest: "alone", or the rule in words. */
export function ipv6SourceReason(view: HostView, dev: string, daddr: Ip): string | undefined {
  const { best, bestScore, all } = contestIpv6Sources(view, dev, daddr);
  if (best === undefined) return undefined;
  const rivals = all.filter(({ entry }) => entry !== best).map(({ entry, score }) => ({ entry, rule: bestScore.findIndex((value, at) => value !== score[at]) }));
  const closest = rivals.toSorted((x, y) => (y.rule < 0 ? 99 : y.rule) - (x.rule < 0 ? 99 : x.rule))[0];
  if (closest === undefined) return `the only address that can be used${best.link.name === dev ? "" : ` (of ${best.link.name})`}`;
  if (closest.rule < 0) return `as good as ${formatIp(closest.entry.ip)}, and first in the list`;
  return `RFC 6724 prefers ${preferences(dev)[closest.rule] ?? "it"}; ${formatIp(closest.entry.ip)} lost there`;
}

function contestIpv6Sources(view: HostView, dev: string, daddr: Ip): Contest {
  const scope = ipv6Scope(daddr);
  const label = labelOf(daddr);
  const ofDevice = (name: string): HostAddress[] => (view.addresses.get(name) ?? []).filter((entry) => entry.ip.family === 6);
  const scoreOf = (entry: HostAddress): number[] => {
    const own = ipv6Scope(entry.ip);
    const special = entry.ip.a === 0 && entry.ip.b === 0;
    // Where the setting is not known, a temporary address that is there is taken to be there for use.
    const wantsTemporary = (view.sysctl(`net.ipv6.conf.${entry.link.name}.use_tempaddr`) ?? (hasTemporary(entry.link) ? 2 : 0)) >= 2;
    return [
      Number(sameBits(entry.ip, daddr, 128)),
      own >= scope ? -own : own - 128,
      Number(special || !(entry.flags.includes("deprecated") || entry.flags.includes("optimistic"))),
      // Only kernels with Mobile IPv6 (those of the distributions) look at it, and nothing outside the kernel tells.
      Number(entry.flags.includes("home")),
      Number(entry.link.name === dev),
      Number(labelOf(entry.ip) === label),
      Number(entry.flags.includes("temporary") === wantsTemporary),
      Number(isOrchid(entry.ip) === isOrchid(daddr)),
      Math.min(commonPrefixLength(entry.ip, daddr), entry.address.prefixlen),
      Number(!entry.flags.includes("optimistic")),
    ];
  };
  let best: HostAddress | undefined;
  let bestScore: number[] = [];
  const all: { entry: HostAddress; score: number[] }[] = [];
  const result = (): Contest => ({ bestScore, all, ...(best === undefined ? {} : { best }) });
  const compete = (entries: readonly HostAddress[]): void => {
    for (const entry of entries) {
      if (entry.flags.includes("tentative") && !entry.flags.includes("optimistic")) continue;
      const score = scoreOf(entry);
      all.push({ entry, score });
      const rule = bestScore.findIndex((value, at) => value !== score[at]);
      if (best === undefined || (rule >= 0 && (score[rule] ?? 0) > (bestScore[rule] ?? 0))) {
        best = entry;
        bestScore = score;
      }
    }
  };
  const onlyThisDevice = isMulticast(daddr) || scope <= 2 || (view.sysctl(`net.ipv6.conf.${dev}.use_oif_addrs_only`) ?? 0) !== 0;
  if (onlyThisDevice) {
    compete(ofDevice(dev));
    return result();
  }
  const vrf = vrfOf(view, dev);
  if (vrf !== undefined) {
    compete(ofDevice(dev));
    compete(ofDevice(vrf.name));
    if (best !== undefined && (bestScore[1] ?? -1) >= 0) return result();
  }
  for (const link of view.linkList) if (vrfOf(view, link.name) === vrf) compete(ofDevice(link.name));
  return result();
}
