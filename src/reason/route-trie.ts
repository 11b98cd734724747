import type { Ip } from "./ip-prefix.ts";

/**
 * A prefix tree, laid flat: every distinct prefix is a node that knows the next shorter prefix around it (`parentOf`),
 * and the leaves of the tree are the ranges of addresses that have the same longest prefix. A look-up finds the
 * range; walking the parents gives all shorter prefixes in order, which is what backtracking over dead routes needs.
 *
 * Ranges need 16 bytes a prefix whatever the prefixes are, where a multibit trie's blocks grow to gigabytes on host
 * routes that lie far apart.
 */
export interface RouteTrie {
  /** number of distinct prefixes */
  readonly size: number;
  /** the node of the longest prefix around the address, or -1 */
  find(ip: Ip): number;
  /** the next shorter prefix around this one, or -1 */
  parentOf(node: number): number;
  lengthOf(node: number): number;
  /** whether two nodes start at the same address (10.0.0.0/8 and 10.0.0.0/16 do) */
  sameStart(x: number, y: number): boolean;
  /** positions of the routes with exactly this prefix, in the order they were given */
  entriesOf(node: number): Uint32Array;
}

/**
 * Positions of `addresses` in the order address, then length, then position: a radix sort that carries the addresses
 * along, because reading them back out of order costs more than the sort.
 */
function sortPrefixes(addresses: Uint32Array, lengths: Uint8Array): { order: Uint32Array; sorted: Uint32Array } {
  const count = addresses.length;
  let order = new Uint32Array(count);
  let sorted = new Uint32Array(count);
  const byLength = new Uint32Array(34);
  for (let at = 0; at < count; at++) byLength[(lengths[at] as number) + 1]!++;
  for (let length = 1; length < 34; length++) byLength[length]! += byLength[length - 1] as number;
  for (let at = 0; at < count; at++) {
    const place = byLength[lengths[at] as number]!++;
    order[place] = at;
    sorted[place] = addresses[at] as number;
  }
  let nextOrder = new Uint32Array(count);
  let nextSorted = new Uint32Array(count);
  for (const shift of [0, 11, 22]) {
    const counts = new Uint32Array(2049);
    for (let at = 0; at < count; at++) counts[(((sorted[at] as number) >>> shift) & 2047) + 1]!++;
    for (let digit = 1; digit < 2049; digit++) counts[digit]! += counts[digit - 1] as number;
    for (let at = 0; at < count; at++) {
      const address = sorted[at] as number;
      const place = counts[(address >>> shift) & 2047]!++;
      nextOrder[place] = order[at] as number;
      nextSorted[place] = address;
    }
    [order, nextOrder] = [nextOrder, order];
    [sorted, nextSorted] = [nextSorted, sorted];
  }
  return { order, sorted };
}

/** The IPv4 tree of `addresses[i]/lengths[i]`. Bits after the length are ignored. Also usable without routes, as a plain table. */
export class Ipv4Trie implements RouteTrie {
  readonly size: number;
  private readonly order: Uint32Array;
  private readonly firsts: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly lengths: Uint8Array;
  private readonly parents: Int32Array;
  private readonly rangeStarts: Uint32Array;
  private readonly rangeNodes: Int32Array;
  private readonly index: Uint32Array;
  private readonly shift: number;

  constructor(addresses: Uint32Array, lengths: Uint8Array) {
    const count = addresses.length;
    const masked = new Uint32Array(count);
    for (let at = 0; at < count; at++) {
      const length = lengths[at] ?? 0;
      masked[at] = length === 0 ? 0 : (addresses[at] ?? 0) & (-1 << (32 - length));
    }
    const { order, sorted } = sortPrefixes(masked, lengths);
    this.order = order;

    const starts = new Uint32Array(count);
    const nodeLengths = new Uint8Array(count);
    const parents = new Int32Array(count);
    const firsts = new Uint32Array(count + 1);
    const rangeStarts = new Uint32Array(2 * count + 1);
    const rangeNodes = new Int32Array(2 * count + 1);
    let ranges = 1;
    rangeNodes[0] = -1;
    const begin = (address: number, node: number): void => {
      if (rangeStarts[ranges - 1] === address) ranges--;
      rangeStarts[ranges] = address;
      rangeNodes[ranges] = node;
      ranges++;
    };
    const sizes = Float64Array.from({ length: 33 }, (_, length) => 2 ** (32 - length));
    const endOf = (node: number): number => (starts[node] as number) + (sizes[nodeLengths[node] as number] as number);
    const around = new Int32Array(34);
    let depth = 0;
    let nodes = 0;
    for (let at = 0; at < count; at++) {
      const item = order[at] ?? 0;
      const start = sorted[at] ?? 0;
      const length = lengths[item] ?? 0;
      if (nodes > 0 && starts[nodes - 1] === start && nodeLengths[nodes - 1] === length) continue;
      while (depth > 0) {
        const end = endOf(around[depth - 1] ?? 0);
        if (end > start) break;
        depth--;
        begin(end, depth > 0 ? (around[depth - 1] ?? 0) : -1);
      }
      starts[nodes] = start;
      nodeLengths[nodes] = length;
      parents[nodes] = depth > 0 ? (around[depth - 1] ?? 0) : -1;
      firsts[nodes] = at;
      around[depth++] = nodes;
      begin(start, nodes);
      nodes++;
    }
    while (depth > 0) {
      const end = endOf(around[--depth] ?? 0);
      if (end < 2 ** 32) begin(end, depth > 0 ? (around[depth - 1] ?? 0) : -1);
    }
    firsts[nodes] = count;
    this.size = nodes;
    this.starts = starts.slice(0, nodes);
    this.lengths = nodeLengths.slice(0, nodes);
    this.parents = parents.slice(0, nodes);
    this.firsts = firsts.slice(0, nodes + 1);
    this.rangeStarts = rangeStarts.slice(0, ranges);
    this.rangeNodes = rangeNodes.slice(0, ranges);

    // One slot for each value of the leading bits, so that a look-up searches a handful of ranges, not all.
    const bits = Math.max(4, Math.min(20, 33 - Math.clz32(ranges)));
    this.shift = 32 - bits;
    const index = new Uint32Array(2 ** bits + 1);
    const slots = 2 ** bits;
    let slot = 0;
    for (let range = 1; range < ranges; range++) {
      // slots whose first address lies before this range belong to the range before
      const until = Math.ceil((rangeStarts[range] as number) / 2 ** this.shift);
      while (slot < until) index[slot++] = range - 1;
    }
    while (slot <= slots) index[slot++] = ranges - 1;
    this.index = index;
  }

  find(ip: Ip): number {
    return this.findValue(ip.a);
  }

  /** As {@link find}, from an unsigned number. */
  findValue(address: number): number {
    const slot = address >>> this.shift;
    let low = this.index[slot] ?? 0;
    let high = this.index[slot + 1] ?? 0;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.rangeStarts[middle] ?? 0) <= address) low = middle;
      else high = middle - 1;
    }
    return this.rangeNodes[low] ?? -1;
  }

  parentOf(node: number): number {
    return this.parents[node] ?? -1;
  }

  lengthOf(node: number): number {
    return this.lengths[node] ?? 0;
  }

  sameStart(x: number, y: number): boolean {
    return this.starts[x] === this.starts[y];
  }

  entriesOf(node: number): Uint32Array {
    return this.order.subarray(this.firsts[node] ?? 0, this.firsts[node + 1] ?? 0);
  }
}

/** The IPv6 tree of the given prefixes, whose bits after the length must be zero. */
export class Ipv6Trie implements RouteTrie {
  readonly size: number;
  private readonly order: Uint32Array;
  private readonly firsts: number[] = [];
  private readonly nodes: { readonly ip: Ip; readonly length: number; readonly parent: number }[] = [];
  private readonly rangeStarts: Uint32Array;
  private readonly rangeNodes: Int32Array;
  private readonly ranges: number;

  constructor(addresses: readonly Ip[], lengths: Uint8Array) {
    const count = addresses.length;
    const order = new Uint32Array(count);
    for (let at = 0; at < count; at++) order[at] = at;
    const ipAt = (item: number): Ip => addresses[item] as Ip;
    order.sort((x, y) => compareIps(ipAt(x), ipAt(y)) || (lengths[x] ?? 0) - (lengths[y] ?? 0) || x - y);
    this.order = order;
    this.rangeStarts = new Uint32Array(4 * (2 * count + 1));
    this.rangeNodes = new Int32Array(2 * count + 1);
    this.rangeNodes[0] = -1;
    let ranges = 1;
    const begin = (ip: Ip, node: number): void => {
      if (this.compareRange(ranges - 1, ip) === 0) ranges--;
      this.rangeStarts[4 * ranges] = ip.a;
      this.rangeStarts[4 * ranges + 1] = ip.b;
      this.rangeStarts[4 * ranges + 2] = ip.c;
      this.rangeStarts[4 * ranges + 3] = ip.d;
      this.rangeNodes[ranges] = node;
      ranges++;
    };
    const around: number[] = [];
    const endOf = (node: number): Ip | null => {
      const { ip, length } = this.nodes[node] as { ip: Ip; length: number };
      return firstAfter(ip, length);
    };
    for (let at = 0; at < count; at++) {
      const item = order[at] ?? 0;
      const ip = ipAt(item);
      const length = lengths[item] ?? 0;
      const last = this.nodes.at(-1);
      if (last !== undefined && last.length === length && compareIps(last.ip, ip) === 0) continue;
      for (let top = around.at(-1); top !== undefined; top = around.at(-1)) {
        const end = endOf(top);
        if (end === null || compareIps(end, ip) > 0) break;
        around.pop();
        begin(end, around.at(-1) ?? -1);
      }
      const node = this.nodes.length;
      this.nodes.push({ ip, length, parent: around.at(-1) ?? -1 });
      this.firsts.push(at);
      around.push(node);
      begin(ip, node);
    }
    for (let top = around.pop(); top !== undefined; top = around.pop()) {
      const end = endOf(top);
      if (end !== null) begin(end, around.at(-1) ?? -1);
    }
    this.firsts.push(count);
    this.size = this.nodes.length;
    this.ranges = ranges;
  }

  private compareRange(range: number, ip: Ip): number {
    const at = 4 * range;
    return (
      (this.rangeStarts[at] ?? 0) - ip.a || (this.rangeStarts[at + 1] ?? 0) - ip.b ||
      (this.rangeStarts[at + 2] ?? 0) - ip.c || (this.rangeStarts[at + 3] ?? 0) - ip.d
    );
  }

  find(ip: Ip): number {
    let low = 0;
    let high = this.ranges - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.compareRange(middle, ip) <= 0) low = middle;
      else high = middle - 1;
    }
    return this.rangeNodes[low] ?? -1;
  }

  parentOf(node: number): number {
    return this.nodes[node]?.parent ?? -1;
  }

  lengthOf(node: number): number {
    return this.nodes[node]?.length ?? 0;
  }

  sameStart(x: number, y: number): boolean {
    const one = this.nodes[x];
    const other = this.nodes[y];
    return one !== undefined && other !== undefined && compareIps(one.ip, other.ip) === 0;
  }

  entriesOf(node: number): Uint32Array {
    return this.order.subarray(this.firsts[node] ?? 0, this.firsts[node + 1] ?? 0);
  }
}

function compareIps(x: Ip, y: Ip): number {
  return x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d;
}

/** The first address after the prefix, or null where the prefix reaches to the last of all. */
function firstAfter(ip: Ip, length: number): Ip | null {
  const words = [ip.a, ip.b, ip.c, ip.d];
  if (length === 0) return null;
  let word = (length - 1) >>> 5;
  let add = 2 ** (31 - ((length - 1) & 31));
  for (;;) {
    const sum = (words[word] ?? 0) + add;
    words[word] = sum % 2 ** 32;
    if (sum < 2 ** 32) break;
    if (word === 0) return null;
    word--;
    add = 1;
  }
  return { family: 6, a: words[0] ?? 0, b: words[1] ?? 0, c: words[2] ?? 0, d: words[3] ?? 0 };
}
