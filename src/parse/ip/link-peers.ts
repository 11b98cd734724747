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
  /** whether the tool looks up an index of another namespace in this one: then even `wan0@wan0` is printed */
  readonly mayNameItself?: boolean;
  /** whether the form prints no lower device at all */
  readonly isName?: boolean;
  /** labels of its IPv4 addresses, up to a colon: the kernel starts them with the name */
  readonly labels?: readonly string[];
}

/** The kernel's longest name of a link, in bytes (IFNAMSIZ less the final zero). */
const maxNameBytes = 15;

interface Split { readonly name: string; readonly lower?: string }

/**
 * Where the name ends in `NAME@LOWER`: both may hold `@`. The last part that is a link of this output, `NONE`, or the
 * index of a link elsewhere is the lower one; neither is longer than the kernel allows. In a whole listing (it starts
 * with the loopback) a part that names no link belongs to the name; in the listing of one link nothing tells, and the
 * last `@` is taken.
 *
 * @example splitNames([{ token: "e@f@if4", kind: "veth", isForeign: true }], true)[0] // { name: "e@f", lower: "if4" }
 */
export function splitNames(raw: readonly RawName[], isWhole: boolean): Split[] {
  let candidates = raw.map(splitsOf);
  // what was left out takes the ground from under others: `x@v@x` beside `v@x@x` is x with v@x below
  for (let round = 0; round < 2; round++) {
    const owners = ownersOf(candidates);
    candidates = candidates.map((splits, index) => (splits.length === 1 ? splits : splits.filter(({ name, lower }) => {
      if (lower === undefined || lower === "NONE" || readForeignIndex(lower) !== undefined) return true;
      const owner = owners.get(lower);
      if (raw[index]?.mayNameItself === true && lower === name) return true;
      return raw[index]?.isForeign !== true && owner !== undefined && owner !== index;
    })));
  }
  return raw.map(({ token }, index) => {
    const [best, ...others] = candidates[index] ?? [];
    const at = token.lastIndexOf("@");
    if (best?.lower !== undefined || at <= 0 || isFixed(raw[index])) return best ?? { name: token };
    const isPossible = others.length === 0 && best !== undefined && isWhole;
    return isPossible ? best : { name: token.slice(0, at), lower: token.slice(at + 1) };
  });
}

function isFixed(raw: RawName | undefined): boolean {
  return raw === undefined || raw.isName === true || kindsWithoutLower.has(raw.kind) || raw.labels?.includes(raw.token) === true;
}

/** Every way to take a token apart, the last `@` first, the whole token as a name last. One way alone stands for sure. */
function splitsOf(raw: RawName): Split[] {
  const { token, labels = [] } = raw;
  if (isFixed(raw) || !token.includes("@")) return [{ name: token }];
  const label = labels.find((candidate) => token.startsWith(`${candidate}@`));
  if (label !== undefined) return [{ name: label, lower: token.slice(label.length + 1) }];
  const splits: Split[] = [];
  for (let at = token.lastIndexOf("@"); at > 0; at = token.lastIndexOf("@", at - 1)) {
    const [name, lower] = [token.slice(0, at), token.slice(at + 1)];
    if (isShort(name) && isShort(lower) && lower !== "") splits.push({ name, lower });
  }
  if (isShort(token)) splits.push({ name: token });
  return splits;
}

function isShort(name: string): boolean {
  return Buffer.byteLength(name) <= maxNameBytes;
}

/** Which token a name can belong to; of several the number of none, so that it counts as another's. */
function ownersOf(candidates: readonly (readonly Split[])[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const [index, splits] of candidates.entries()) {
    for (const { name } of splits) owners.set(name, owners.has(name) && owners.get(name) !== index ? -1 : index);
  }
  return owners;
}
