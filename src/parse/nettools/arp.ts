import type { Neighbour } from "../../model/neighbour.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import { arpNeighbour } from "../classic-arp.ts";
import { splitLines, splitWords } from "../ip/words.ts";

/**
 * Reads `arp -n`, `arp -e` (a table with a header) and `arp -a`, `arp -an` (`? (10.0.0.1) at MAC [ether] on eth0`), of
 * net-tools and BusyBox (arp(8)). Without -n the first column may be a host name; it is kept as the address.
 */
export function parseArp(output: string, command: string): Parsed<Neighbour> {
  const items: Neighbour[] = [];
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0 || (words[0] === "Address" && words[1] === "HWtype") || isSummary(words)) return;
    const neighbour = readSentence(words) ?? readRow(words);
    if (!neighbour) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    neighbour.at = { command, line: index + 1 };
    items.push(neighbour);
  });
  return { items, warnings: [], notUnderstood };
}

/** `Entries: 3	Skipped: 0	Found: 3` of -v. */
function isSummary(words: readonly string[]): boolean {
  return words[0] === "Entries:";
}

/** `NAME (ADDRESS) at MAC [ether] PERM PUP on DEV`. */
function readSentence(words: readonly string[]): Neighbour | undefined {
  const [name, inBrackets, at, lladdr] = words;
  if (inBrackets === undefined || !inBrackets.startsWith("(") || !inBrackets.endsWith(")") || at !== "at" || lladdr === undefined) return undefined;
  const onAt = words.lastIndexOf("on");
  const dev = onAt > 3 ? words[onAt + 1] : undefined;
  if (dev === undefined) return undefined;
  const between = words.slice(4, onAt);
  const isPublished = between.includes("PUP") || between.includes("PUB");
  const hasAddress = !lladdr.startsWith("<") && lladdr !== "*";
  const extra: Record<string, unknown> = {};
  if (name !== "?" && name !== undefined) extra.name = name;
  const unknown = between.filter((word) => !["PERM", "PUP", "PUB", "[ether]"].includes(word));
  if (unknown.length > 0) extra.words = unknown;
  const flags = { isComplete: hasAddress, isPermanent: between.includes("PERM"), isPublished };
  return arpNeighbour(inBrackets.slice(1, -1), dev, hasAddress ? lladdr : undefined, flags, extra);
}

/**
 * A row of the table: `10.0.0.1 ether MAC C eth0`, with a mask between flags and device where there is one, and
 * `10.0.0.5 (incomplete) eth0`, with flags or without.
 */
function readRow(words: readonly string[]): Neighbour | undefined {
  const address = words[0];
  const dev = words.at(-1);
  if (address === undefined || dev === undefined || words.length < 3) return undefined;
  if (words[1] === "(incomplete)") {
    if (words.length > 4) return undefined;
    return arpNeighbour(address, dev, undefined, { isComplete: false, isPermanent: false, isPublished: false }, {});
  }
  const [, type, lladdr, flags] = words;
  if (words.length < 5 || words.length > 6 || flags === undefined || lladdr === undefined || !isFlags(flags)) return undefined;
  const hasAddress = lladdr !== "*" && !lladdr.startsWith("<");
  const extra: Record<string, unknown> = { flagLetters: flags };
  if (type !== "ether") extra.hardwareType = type;
  if (words.length === 6) extra.mask = words[4];
  return arpNeighbour(address, dev, hasAddress ? lladdr : undefined, {
    isComplete: flags.includes("C"), isPermanent: flags.includes("M"), isPublished: flags.includes("P"),
  }, extra);
}

/** C complete, M permanent, P published, ! and the old trailers. */
function isFlags(text: string): boolean {
  return text.length <= 6 && text.split("").every((letter) => "CMPNT!".includes(letter));
}
