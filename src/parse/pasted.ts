import type { Link } from "../model/link.ts";
import type { NamedNetns } from "../model/namespace.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Nexthop, Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { NotUnderstood, Warning } from "../model/warning.ts";
import { isStrace } from "./detect.ts";
import type { PastedKind } from "./detect.ts";
import { mergeLinksAndAddresses, parseLinks } from "./ip/link.ts";
import { parseNeighbours } from "./ip/neighbour.ts";
import { parseNetns } from "./ip/netns.ts";
import { parseNexthops } from "./ip/nexthop.ts";
import { parseRoutes } from "./ip/route.ts";
import { parseRules } from "./ip/rule.ts";
import { parseArp } from "./nettools/arp.ts";
import { parseIfconfig } from "./nettools/ifconfig.ts";
import { parseRouteTable } from "./nettools/route.ts";
import { readSections } from "./pasted-sections.ts";
import type { Section } from "./pasted-sections.ts";
import { parseProcArp } from "./proc/arp.ts";
import { parseNetDev } from "./proc/net-dev.ts";
import { parseProcRoutes } from "./proc/route.ts";

/**
 * What a pasted text says. `kind` is the kind of the first output in it, `kinds` of all, in their order. A part is
 * undefined where no output speaks of it. Line numbers are those of the paste. A capture of strace (`kind` "strace")
 * is only recognised here: it has a parser of its own.
 */
export interface Pasted {
  readonly kind: PastedKind;
  readonly kinds: readonly PastedKind[];
  links?: Link[];
  routes?: Route[];
  rules?: Rule[];
  neighbours?: Neighbour[];
  nexthops?: Nexthop[];
  netns?: NamedNetns[];
  readonly warnings: Warning[];
  readonly notUnderstood: NotUnderstood[];
}

/** What a text is: the kind of its first output. */
export function detectPasted(text: string): PastedKind {
  return isStrace(text) ? "strace" : readSections(text).find((section) => section.kind !== undefined)?.kind ?? "unknown";
}

/**
 * Reads what somebody pasted: the output of `ip link|addr|route|rule|neigh` in any form, `ifconfig`, `route -n`,
 * `netstat -rn`, `arp`, `/proc/net/{dev,route,arp}`, also several of them with their prompts. `name` is what places
 * say (a file name, "standard input"); `as` overrides the detection. Never throws: what nobody recognises is in
 * `notUnderstood`, line by line.
 *
 * @example parsePasted("default via 192.0.2.1 dev eth0\n", "paste").routes?.[0]?.gateway // "192.0.2.1"
 */
export function parsePasted(text: string, name: string, as?: PastedKind): Pasted {
  if (as === "strace" || (as === undefined && isStrace(text))) {
    return { kind: "strace", kinds: ["strace"], warnings: [], notUnderstood: [] };
  }
  const sections = readSections(text);
  const kinds: PastedKind[] = [];
  const parts: Omit<Pasted, "kind" | "kinds"> = { warnings: [], notUnderstood: [] };
  for (const section of sections) {
    const kind = readSection(as === undefined ? section : { ...section, kind: as }, name, parts);
    if (kind !== undefined && !kinds.includes(kind)) kinds.push(kind);
  }
  parts.notUnderstood.sort((one, other) => one.line - other.line);
  return { kind: kinds[0] ?? "unknown", kinds, ...parts };
}

function readSection(section: Section, name: string, into: Omit<Pasted, "kind" | "kinds">): PastedKind | undefined {
  // empty lines before it keep the line numbers of the paste
  const output = "\n".repeat(section.start) + section.lines.join("\n");
  const take = <T>(parsed: Parsed<T>): T[] => {
    into.warnings.push(...parsed.warnings);
    for (const warning of parsed.warnings) {
      // of a torn JSON text there is no line to point at
      if (warning.code === "bad-json" || warning.code === "truncated") into.notUnderstood.push({ line: section.start + 1, text: warning.message });
    }
    for (const piece of parsed.notUnderstood) {
      into.notUnderstood.push({ line: piece.line <= section.start ? section.start + 1 : piece.line, text: piece.text });
    }
    return parsed.items;
  };
  const { kind } = section;
  switch (kind) {
    case "ip-link": case "ip-addr": {
      const links = take(parseLinks(output, name));
      into.links = mergeLinksAndAddresses(into.links ?? [], links);
      return links.length === 0 ? kind : kindOfLinks(section, links);
    }
    case "ifconfig":
      into.links = [...into.links ?? [], ...take(parseIfconfig(output, name))];
      return kind;
    case "proc-net-dev":
      into.links = [...into.links ?? [], ...take(parseNetDev(output, name))];
      return kind;
    case "ip-route":
      into.routes = [...into.routes ?? [], ...take(parseRoutes(output, name, section.family))];
      return kind;
    case "route": case "netstat":
      into.routes = [...into.routes ?? [], ...take(parseRouteTable(output, name))];
      return kind;
    case "proc-net-route":
      into.routes = [...into.routes ?? [], ...take(parseProcRoutes(output, name))];
      return kind;
    case "ip-rule":
      into.rules = [...into.rules ?? [], ...take(parseRules(output, name, section.family))];
      return kind;
    case "ip-neigh":
      into.neighbours = [...into.neighbours ?? [], ...take(parseNeighbours(output, name, section.family))];
      return kind;
    case "arp":
      into.neighbours = [...into.neighbours ?? [], ...take(parseArp(output, name))];
      return kind;
    case "proc-net-arp":
      into.neighbours = [...into.neighbours ?? [], ...take(parseProcArp(output, name))];
      return kind;
    case "ip-nexthop":
      into.nexthops = [...into.nexthops ?? [], ...take(parseNexthops(output, name))];
      return kind;
    case "ip-netns":
      into.netns = [...into.netns ?? [], ...take(parseNetns(output, name))];
      return kind;
    case "strace": case "unknown": case undefined:
      for (const [index, line] of section.lines.entries()) {
        if (line.trim() !== "") into.notUnderstood.push({ line: section.start + index + 1, text: line.trim() });
      }
      return undefined;
  }
}

/** Which of `ip link` and `ip addr` it was: only the first shows `mode`, only the second addresses. */
function kindOfLinks(section: Section, links: readonly Link[]): PastedKind {
  if (links.some((link) => link.addresses.length > 0)) return "ip-addr";
  if (links.some((link) => link.extra?.["linkmode"] !== undefined || (link.mtu === null && link.flags.length > 0))) return "ip-link";
  if (links.some((link) => link.mtu === null)) return "ip-addr";
  return section.kind === "ip-addr" || links.some((link) => link.group !== undefined) ? "ip-addr" : "ip-link";
}
