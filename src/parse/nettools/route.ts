import type { Parsed } from "../../model/parsed.ts";
import type { Route } from "../../model/route.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { classicRoute, type ClassicRow, classicWarnings, maskLength, newClassicContext } from "../classic-route.ts";
import { familyOf } from "../ip/prefix.ts";
import { readNumber, splitLines, splitWords } from "../ip/words.ts";

/** Names that Debian's and BusyBox's /etc/networks give to the networks every host may have. */
const networkNames: Readonly<Record<string, string>> = {
  default: "0.0.0.0", loopback: "127.0.0.0", "link-local": "169.254.0.0", "*": "0.0.0.0",
};

/**
 * Reads `route`, `route -n`, `route -e`, `route -ee`, `netstat -rn` and their `-A inet6` forms (net-tools and BusyBox,
 * route(8)): the columns are found by their header. Without -n a destination may be a name that stands for no prefix; such
 * a row is left out with a warning. Protocol and scope are `unknown`.
 */
export function parseRouteTable(output: string, command: string): Parsed<Route> {
  const items: Route[] = [];
  const warnings: Warning[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const context = newClassicContext();
  let columns: readonly string[] | undefined;
  splitLines(output).forEach((line, index) => {
    const words = splitWords(line);
    if (words.length === 0 || (words[0] === "Kernel" && line.includes("routing table"))) return;
    if (words[0] === "Destination") {
      columns = headerColumns(words);
      return;
    }
    const values = columns ? cellsOf(columns, words) : undefined;
    const row = values ? readRow(values) : undefined;
    if (row === undefined) {
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    if (row === "named") {
      warnings.push({
        code: "bad-row", at: { command, line: index + 1 },
        message: `${words[0]} is a name, not a prefix: run it again with -n`,
      });
      notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const route = classicRoute(row, context, { command, line: index + 1 });
    if (route) items.push(route);
  });
  return { items, warnings: [...warnings, ...classicWarnings(context, items.length, command)], notUnderstood };
}

/** One name for each column, whatever the tool calls it; `Next Hop` is one column. */
function headerColumns(words: readonly string[]): string[] {
  const columns: string[] = [];
  for (const word of words) {
    const name = word.toLowerCase();
    if (name === "hop" && columns.at(-1) === "next") columns[columns.length - 1] = "gateway";
    else columns.push(name === "flag" ? "flags" : name === "met" ? "metric" : name === "if" ? "iface" : name);
  }
  return columns;
}

/** The cells of a row by column. IPv6 flags may be missing altogether, never another column. */
function cellsOf(columns: readonly string[], words: readonly string[]): Map<string, string> | undefined {
  const cells = new Map<string, string>();
  const names = words.length === columns.length - 1 ? columns.filter((name) => name !== "flags") : columns;
  if (names.length !== words.length) return undefined;
  names.forEach((name, at) => cells.set(name, words[at] as string));
  return cells;
}

function readRow(cells: ReadonlyMap<string, string>): ClassicRow | "named" | undefined {
  const destination = cells.get("destination");
  if (destination === undefined) return undefined;
  const mask = cells.get("genmask");
  const metric = readNumber(cells.get("metric"));
  const dev = cells.get("iface");
  const rest = {
    flags: cells.get("flags") ?? "", metric,
    dev: dev === "*" || dev === "-" ? undefined : dev,
    mtu: undefined, extra: remarks(cells),
  };
  if (mask === undefined) {
    if (familyOf(destination) !== 6 && destination !== "default") return undefined;
    const gateway = stripBrackets(cells.get("gateway"));
    const dst = destination === "default" ? "::/0" : destination.includes("/") ? destination : `${destination}/128`;
    return { family: 6, dst: stripBrackets(dst) ?? dst, gateway: gateway === "::" || gateway === "*" ? undefined : gateway, ...rest };
  }
  const length = maskLength(mask === "*" ? "0.0.0.0" : mask);
  if (length === undefined) return undefined;
  const address = networkNames[destination] ?? destination;
  if (!isAddress4(address)) return "named";
  const gateway = cells.get("gateway");
  const hasGateway = gateway !== "0.0.0.0" && gateway !== "*" && gateway !== "-" && gateway !== "default";
  return { family: 4, dst: `${address}/${length}`, gateway: hasGateway ? gateway : undefined, ...rest };
}

/** Columns without a field of their own, where they say something. */
function remarks(cells: ReadonlyMap<string, string>): Record<string, unknown> {
  const extra: Record<string, unknown> = {};
  for (const name of ["ref", "use", "mss", "window", "irtt"]) {
    const value = cells.get(name);
    if (value !== undefined && value !== "0" && value !== "-") extra[name] = readNumber(value) ?? value;
  }
  return extra;
}

function isAddress4(text: string): boolean {
  const bytes = text.split(".");
  return bytes.length === 4 && bytes.every((byte) => {
    const value = readNumber(byte);
    return value !== undefined && value <= 255 && !byte.startsWith("0x");
  });
}

/** Old net-tools put brackets around IPv6 addresses: `[::]/0`. */
function stripBrackets(text: string | undefined): string | undefined {
  return text?.startsWith("[") ? text.slice(1).replace("]", "") : text;
}
