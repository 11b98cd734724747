import type { Link } from "../../model/link.ts";

/** Kinds that come in pairs: what they name after `@` is the other end, not a device below. */
const pairKinds: ReadonlySet<string> = new Set(["veth", "vxcan", "netkit"]);

/**
 * Sorts out what stands after `@`, once all links of the output are known: `if7` is an index nobody here has a name
 * for, and the device a veth, vxcan or netkit names is its other end in this same namespace.
 */
export function placeLocalPeers(links: readonly Link[]): void {
  const indexOf = new Map(links.map((link) => [link.name, link.ifindex]));
  for (const link of links) {
    if (link.lower === undefined) continue;
    const index = indexOf.get(link.lower);
    if (index === undefined) {
      const foreign = readForeignIndex(link.lower);
      if (foreign === undefined) continue;
      link.peer ??= { ifindex: foreign };
      delete link.lower;
    } else if (index !== null && pairKinds.has(link.kind)) {
      link.peer = { ifindex: index, name: link.lower };
      delete link.lower;
    }
  }
}

/** The number of `if7`, what iproute2 prints for an index it cannot name. */
export function readForeignIndex(word: string): number | undefined {
  return /^if\d{1,10}$/.test(word) ? Number(word.slice(2)) : undefined;
}

/** Kinds that never have a device below them: an `@` in such a link's name is part of the name. */
const kindsWithoutLower: ReadonlySet<string> = new Set([
  "dummy", "bridge", "bond", "team", "ifb", "tun", "vrf", "wireguard", "nlmon", "vcan", "batadv", "loopback",
]);

/** A header of text output, before anybody knows where the name ends. */
export interface RawName {
  readonly token: string;
  readonly kind: string;
  /** whether the lower one is known to be an index of another namespace */
  readonly isForeign: boolean;
  /** whether the form prints no lower device at all */
  readonly isName?: boolean;
  /** labels of its IPv4 addresses, up to a colon: the kernel starts them with the name */
  readonly labels?: readonly string[];
}

/**
 * Where the name ends in `NAME@LOWER`: both may hold `@`. The part after the last `@` that is a link of this output,
 * `NONE`, or the index of a link elsewhere is the lower one. In a whole listing (it starts with the loopback) a part
 * that names no link belongs to the name; in the listing of one link nothing tells, and the last `@` is taken.
 *
 * @example splitNames([{ token: "e@f@if4", kind: "veth", isForeign: true }])[0] // { name: "e@f", lower: "if4" }
 */
export function splitNames(raw: readonly RawName[], isWhole: boolean): { name: string; lower?: string }[] {
  const tokens = new Set(raw.map(({ token }) => token));
  const beginnings = new Set<string>();
  for (const { token } of raw) {
    for (let at = token.indexOf("@"); at !== -1; at = token.indexOf("@", at + 1)) beginnings.add(token.slice(0, at));
  }
  return raw.map(({ token, kind, isForeign, isName, labels = [] }) => {
    if (isName === true || !token.includes("@") || kindsWithoutLower.has(kind) || labels.includes(token)) return { name: token };
    const label = labels.find((candidate) => token.startsWith(`${candidate}@`));
    if (label !== undefined) return { name: label, lower: token.slice(label.length + 1) };
    for (let at = token.lastIndexOf("@"); at > 0; at = token.lastIndexOf("@", at - 1)) {
      const lower = token.slice(at + 1);
      const fits = readForeignIndex(lower) !== undefined || lower === "NONE"
        || (!isForeign && (tokens.has(lower) || beginnings.has(lower)));
      if (fits) return { name: token.slice(0, at), lower };
    }
    if (isWhole) return { name: token };
    const at = token.lastIndexOf("@");
    return at > 0 ? { name: token.slice(0, at), lower: token.slice(at + 1) } : { name: token };
  });
}
