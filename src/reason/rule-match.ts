import type { Rule } from "../model/rule.ts";
import { parsePrefix, prefixContains, formatIp, isUnspecified, type Ip } from "./ip-prefix.ts";
import { dsfieldNumber, protocolNumber } from "./kernel-numbers.ts";

/** The packet as the rules see it (struct flowi). Locally generated packets have `iif` lo. */
export interface Flow {
  readonly daddr: Ip;
  readonly saddr?: Ip;
  readonly iif: string;
  readonly oif?: string;
  readonly mark: number;
  readonly tos: number;
  readonly proto: number;
  readonly sport: number;
  readonly dport: number;
  readonly uid: number;
  /** name of the VRF the packet is in */
  readonly vrf?: string;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

function inPrefix(prefix: string, family: 4 | 6, ip: Ip | undefined): boolean {
  const parsed = parsePrefix(prefix, family);
  if (parsed === null) return false;
  if (parsed.length === 0) return true;
  // IPv4 compares with 0.0.0.0 where no source is chosen yet; IPv6 lets no source match no source prefix.
  if (ip === undefined || (family === 6 && isUnspecified(ip))) {
    return family === 4 && prefixContains(parsed, { family: 4, a: 0, b: 0, c: 0, d: 0 });
  }
  return prefixContains(parsed, ip);
}

/** The first selector that does not fit, in the kernel's order (fib_rule_match), or null where all fit. Inversion is not applied. */
function firstMismatch(rule: Rule, flow: Flow): string | null {
  if (rule.iif !== undefined) {
    if (rule.iifDetached) return `device ${rule.iif} does not exist`;
    // A rule for a VRF takes what comes in by its ports, too.
    if (rule.iif !== flow.iif && rule.iif !== flow.vrf) return flow.iif === "lo" ? `the packet starts on this host, it did not come in by ${rule.iif}` : `comes in by ${flow.iif}, not ${rule.iif}`;
  }
  if (rule.oif !== undefined) {
    if (rule.oifDetached) return `device ${rule.oif} does not exist`;
    if (rule.oif !== flow.oif && rule.oif !== flow.vrf) return flow.oif === undefined ? `not bound to device ${rule.oif}` : `bound to ${flow.oif}, not ${rule.oif}`;
  }
  if (rule.fwmark !== undefined || rule.fwmask !== undefined) {
    const mask = rule.fwmask ?? 0xffffffff;
    if (((((rule.fwmark ?? 0) ^ flow.mark) & mask) >>> 0) !== 0) return `mark ${hex(flow.mark)} is not ${hex(rule.fwmark ?? 0)}${mask === 0xffffffff ? "" : `/${hex(mask)}`}`;
  }
  if (rule.tunId !== undefined && rule.tunId !== 0) return `tunnel id is not ${rule.tunId}`;
  if (rule.l3mdev && flow.vrf === undefined) return "no VRF device is involved";
  if (rule.uidrange !== undefined && (flow.uid < rule.uidrange.start || flow.uid > rule.uidrange.end)) {
    return `uid ${flow.uid} is not in ${rule.uidrange.start}-${rule.uidrange.end}`;
  }
  if (!inPrefix(rule.src, rule.family, flow.saddr)) {
    return flow.saddr === undefined || isUnspecified(flow.saddr) ? `no source chosen yet, so not from ${rule.src}` : `source ${formatIp(flow.saddr)} is not in ${rule.src}`;
  }
  if (!inPrefix(rule.dst, rule.family, flow.daddr)) return `destination is not in ${rule.dst}`;
  if (rule.tos !== undefined) {
    const tos = dsfieldNumber(rule.tos);
    // IPv4 looks at the old TOS bits only, IPv6 at the whole DS field.
    const mine = rule.family === 4 ? flow.tos & 0x1c : flow.tos & 0xfc;
    if (tos === null || (tos !== 0 && tos !== mine)) return `tos ${hex(flow.tos)} is not ${rule.tos}`;
  }
  if (rule.dscp !== undefined) {
    const named = /^\d+$/.test(rule.dscp) ? Number(rule.dscp) : (dsfieldNumber(rule.dscp) ?? -4) >> 2;
    if (((named ^ (flow.tos >> 2)) & (rule.dscpMask ?? 0x3f)) !== 0) return `dscp ${flow.tos >> 2} is not ${rule.dscp}`;
  }
  if (rule.ipproto !== undefined && protocolNumber(rule.ipproto) !== flow.proto) return `protocol ${flow.proto} is not ${rule.ipproto}`;
  if (rule.flowlabel !== undefined && (rule.flowlabel & (rule.flowlabelMask ?? 0xfffff)) !== 0) return `flow label 0 is not ${hex(rule.flowlabel)}`;
  if (rule.sport !== undefined && !portFits(rule.sport, rule.sportMask, flow.sport)) return `source port ${flow.sport} is not ${range(rule.sport)}`;
  if (rule.dport !== undefined && !portFits(rule.dport, rule.dportMask, flow.dport)) return `destination port ${flow.dport} is not ${range(rule.dport)}`;
  return null;
}

/** A mask that stands for no range leaves the bits that count. */
function portFits(ports: { start: number; end: number }, mask: number | undefined, port: number): boolean {
  return mask === undefined ? port >= ports.start && port <= ports.end : (port & mask) === ports.start;
}

function range(ports: { start: number; end: number }): string {
  return ports.start === ports.end ? String(ports.start) : `${ports.start}-${ports.end}`;
}

/** Why the rule does not apply to the packet, or null where it applies. `not` turns the whole match round. */
export function ruleMismatch(rule: Rule, flow: Flow): string | null {
  const mismatch = firstMismatch(rule, flow);
  if (!rule.invert) return mismatch;
  return mismatch === null ? "says not, and all its selectors fit" : null;
}
