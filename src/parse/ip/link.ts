import type { Link } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import { isJson } from "./json.ts";
import { isBriefLine, parseBriefLinks } from "./link-brief.ts";
import { parseLinkJson } from "./link-json.ts";
import { parseLinkText } from "./link-text.ts";
import { splitWords } from "./text.ts";

/**
 * Reads the links `ip link` shows (ip-link(8)), in whatever form they come: JSON of iproute2 4.20 to 7.1, text with
 * `-d`, `-s`, `-s -s`, `-o` or `-br`, BusyBox. Never throws; what is not understood is in `notUnderstood` with its
 * line, what is read but not believed in `warnings`. The other end of a link in another namespace stays an index
 * (`peer.ifindex`), for it counts there and not here.
 *
 * @example parseLinks('[{"ifindex":1,"ifname":"lo",…}]', "ip -j link").items[0]?.name // "lo"
 */
export function parseLinks(output: string, command: string): Parsed<Link> {
  if (isJson(output)) return parseLinkJson(output, command);
  const lineEnd = output.search(/\S[^\n]*\n?/);
  const first = lineEnd === -1 ? "" : output.slice(lineEnd, lineEnd + 400).split("\n", 1)[0] ?? "";
  return isBriefLine(splitWords(first)) ? parseBriefLinks(output, command) : parseLinkText(output, command);
}

/** Reads the links with their addresses as `ip addr` shows them (ip-address(8)), in the same forms as {@link parseLinks}. */
export function parseAddresses(output: string, command: string): Parsed<Link> {
  return parseLinks(output, command);
}

/**
 * Puts the answers of `ip link` and `ip addr` together: the links of the first, with the addresses the second has for
 * the same index and name. A link only the second shows is kept: it came between the two questions.
 */
export function mergeLinksAndAddresses(links: readonly Link[], addressed: readonly Link[]): Link[] {
  const found = new Map(addressed.map((link) => [link.ifindex ?? link.name, link]));
  const merged = links.map((link) => {
    const key = link.ifindex ?? link.name;
    const other = found.get(key);
    if (other === undefined || other.name !== link.name) return link;
    found.delete(key);
    return { ...link, addresses: other.addresses };
  });
  return [...merged, ...found.values()];
}
