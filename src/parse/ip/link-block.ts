import { isStatsHeader } from "./link-stats.ts";
import { startsWithIndex } from "./text.ts";
import type { Segment } from "./text.ts";

/** A link as it stands in the text: its first line taken apart, the lines below it untouched. */
export interface Block {
  readonly line: number;
  readonly ifindex: number;
  /** `NAME@LOWER`, not yet taken apart */
  readonly token: string;
  /** the words within `<…>`; undefined for a line of `ip -o addr`, which has none */
  readonly flags: string | undefined;
  /** what follows the flags, or, without flags, the address */
  readonly rest: string;
  readonly below: Segment[];
  /** the announcement of a change (`ip monitor`) that the link is gone */
  readonly isDeleted: boolean;
}

/** Longer than two names of 15 characters of four bytes each with an `@` between them: no header of a link. */
const maxToken = 130;

/**
 * Takes the first line of a link apart: `2: eth0@if5: <UP,LOWER_UP> mtu 1500 …`, or `2: eth0    inet 192.0.2.1/24 …` of
 * `ip -o addr`. A name holds neither blanks nor a colon, everything else it may hold.
 */
export function readHeader(segment: Segment): Block | undefined {
  const isDeleted = segment.text.startsWith("Deleted ");
  const text = isDeleted ? segment.text.slice(8) : segment.text;
  if (segment.joined || !startsWithIndex(text)) return undefined;
  const start = text.indexOf(": ") + 2;
  let end = start;
  while (end < text.length && end - start <= maxToken && !" \t:".includes(text.charAt(end))) end++;
  const token = text.slice(start, end);
  if (token === "" || end - start > maxToken) return undefined;
  const ifindex = Number(text.slice(0, start - 2));
  if (text.startsWith(": <", end)) {
    const close = text.indexOf(">", end);
    if (close === -1) return undefined;
    const rest = text.slice(close + 1);
    return { line: segment.line, ifindex, token, flags: text.slice(end + 3, close), rest, below: [], isDeleted };
  }
  const rest = text.slice(end).trimStart();
  const isAddress = rest.startsWith("inet ") || rest.startsWith("inet6 ");
  return isAddress ? { line: segment.line, ifindex, token, flags: undefined, rest, below: [], isDeleted } : undefined;
}

/** Groups the lines of an output below the links they belong to; `before` are those that stand before the first. */
export function readBlocks(segments: readonly Segment[]): { blocks: Block[]; before: Segment[] } {
  const blocks: Block[] = [];
  const before: Segment[] = [];
  for (const segment of segments) {
    const block = readHeader(segment);
    if (block !== undefined) blocks.push(block);
    else (blocks.at(-1)?.below ?? before).push(segment);
  }
  return { blocks, before };
}

/** The kernel keeps at most 255 bytes of an alias. */
const maxAliasBytes = 255;

export interface Suspicion { readonly block: Block; readonly holder: Block; readonly alias: Segment; readonly isProven: boolean }

/**
 * Finds the links that an alias may have forged: an alias can hold a newline and then anything, such as the lines of a
 * link that is not there, and the text form prints it as it is. What ends more than 255 bytes behind the beginning of
 * the alias cannot be part of it. A forgery is proven where the link with the alias lacks the statistics all others
 * have, or the doubtful one repeats an index or a name, or lacks its `link/` line, or stands out of the kernel's order.
 */
export function findForgeries(blocks: readonly Block[]): Suspicion[] {
  const found: Suspicion[] = [];
  if (!blocks.some((block) => block.below.some(isAlias))) return found;
  const withStats = blocks.filter((block) => hasStats(block.below)).length * 2 >= blocks.length;
  const withLinkLine = blocks.filter(hasLinkLine).length * 2 >= blocks.length;
  const contradicts = findContradictions(blocks);
  let next = 0;
  for (let index = 0; index < blocks.length; index++) {
    const holder = blocks[index];
    const aliasIndex = holder?.below.findIndex(isAlias) ?? -1;
    const alias = holder?.below[aliasIndex];
    // what stands in an alias may hold an alias of its own: it is still the first one's
    if (holder === undefined || alias === undefined || index < next) continue;
    const closed = hasStats(holder.below.slice(aliasIndex));
    let bytes = byteLength(alias.text.trimStart()) - "alias ".length;
    for (const segment of holder.below.slice(aliasIndex + 1)) bytes += byteLength(segment.text) + 1;
    for (next = index + 1; next < blocks.length; next++) {
      const block = blocks[next];
      if (block === undefined || bytes + headerBytes(block) + 1 > maxAliasBytes) break;
      const isProven = (withStats && !closed) || (withLinkLine && !hasLinkLine(block)) || contradicts(block, next);
      found.push({ block, holder, alias, isProven });
      bytes += headerBytes(block) + 1;
      for (const segment of block.below) bytes += byteLength(segment.text) + 1;
    }
  }
  return found;
}

/** Whether a block repeats an index or a name, or is the one that breaks the ascending order of the others. */
function findContradictions(blocks: readonly Block[]): (block: Block, index: number) => boolean {
  const indexes = new Map<number, number>();
  const tokens = new Map<string, number>();
  let descents = 0;
  const descends = (index: number): number => {
    const [one, two] = [blocks[index - 1], blocks[index]];
    return one !== undefined && two !== undefined && two.ifindex <= one.ifindex ? 1 : 0;
  };
  for (const [index, block] of blocks.entries()) {
    indexes.set(block.ifindex, (indexes.get(block.ifindex) ?? 0) + 1);
    tokens.set(block.token, (tokens.get(block.token) ?? 0) + 1);
    descents += descends(index);
  }
  return (block, index) => {
    if (block.flags === undefined) return false;
    const own = descends(index) + descends(index + 1);
    return (indexes.get(block.ifindex) ?? 0) > 1 || (tokens.get(block.token) ?? 0) > 1 || (own > 0 && own === descents);
  };
}

function headerBytes(block: Block): number {
  const link = block.below.find((segment) => segment.text.trimStart().startsWith("link/"));
  const header = byteLength(block.token) + (block.flags?.length ?? 0) + byteLength(block.rest) + String(block.ifindex).length + 6;
  return header + (link === undefined ? 0 : byteLength(link.text.trimEnd()) + 1);
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

function isAlias(segment: Segment): boolean {
  return segment.text.trimStart().startsWith("alias ");
}

function hasLinkLine(block: Block): boolean {
  return block.below.some((segment) => segment.text.trimStart().startsWith("link/"));
}

function hasStats(lines: readonly Segment[]): boolean {
  return lines.filter((segment) => isStatsHeader(segment.text)).length >= 2;
}
