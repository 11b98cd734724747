import type { Neighbour } from "../../model/neighbour.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { arpNeighbour } from "../classic-arp.ts";
import { familyOf } from "../ip/prefix.ts";
import { readNumber, splitLines, splitWords } from "../ip/words.ts";

/**
 * Reads /proc/net/arp (proc(5)): IPv4 neighbours only, without NOARP entries. An all-zero address of an incomplete entry is none;
 * an incomplete entry may still show the address it had before it failed.
 */
export function parseProcArp(output: string, command: string): Parsed<Neighbour> {
  const items: Neighbour[] = [];
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0 || (words[0] === "IP" && words[1] === "address")) return;
    const [address, type, flagsText, lladdr, mask, dev] = words;
    const flags = readNumber(flagsText);
    if (words.length !== 6 || address === undefined || familyOf(address) !== 4 || flags === undefined || dev === undefined) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const isPublished = (flags & 8) !== 0;
    const isComplete = (flags & 2) !== 0;
    const hasAddress = isComplete || (lladdr !== undefined && lladdr.split(":").some((byte) => byte !== "00"));
    const extra: Record<string, unknown> = { arpFlags: flagsText };
    if (type !== "0x1") extra.hardwareType = type;
    if (mask !== "*") extra.mask = mask;
    const neighbour = arpNeighbour(address, dev, hasAddress ? lladdr : undefined, { isComplete, isPermanent: (flags & 4) !== 0, isPublished }, extra);
    neighbour.at = { command, line: index + 1 };
    items.push(neighbour);
  });
  return { items, warnings: [], notUnderstood };
}
