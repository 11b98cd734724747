import type { PublishedPort } from "../model/container.ts";
import type { NatRule } from "../model/nat.ts";

/**
 * The rules that lead a published port to one of these addresses: DNAT of its protocol and port. A rule for one address
 * of the host only (`-d 127.0.0.1/32`) belongs to a port published there. IPv6 ports often have none: then a proxy
 * process of the engine passes the connection on.
 */
export function rulesOfPort(port: PublishedPort, addresses: readonly string[], rules: readonly NatRule[]): NatRule[] {
  const isSix = port.hostAddress.includes(":");
  return rules.filter((rule) => {
    if (rule.target !== "DNAT" || rule.toAddress === undefined || !addresses.includes(rule.toAddress)) return false;
    if (isSix !== rule.toAddress.includes(":")) return false;
    if (rule.proto !== undefined && rule.proto !== port.proto) return false;
    if (rule.dport !== undefined && rule.dport !== String(port.hostPort)) return false;
    if (rule.toPort !== undefined && rule.toPort !== String(port.containerPort)) return false;
    return isBound(rule, port.hostAddress);
  });
}

function isBound(rule: NatRule, address: string): boolean {
  if (rule.dst === undefined || rule.inverted.includes("dst")) return true;
  const only = rule.dst.replace(/\/(32|128)$/, "");
  return only === address;
}
