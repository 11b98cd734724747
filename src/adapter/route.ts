import type { Family } from "../model/address.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Route } from "../model/route.ts";
import { parseRoutes } from "../parse/ip/route.ts";
import { parseProcRoutes } from "../parse/proc/route.ts";
import type { Adapter, Form } from "./adapter.ts";

const concepts = ["routing-table", "longest-prefix-match", "route-attributes", "default-route", "multipath"];

/** Reads an output that holds both families and keeps one: older recordings have only such. */
function mixed(family: Family): (output: string, command: string) => Parsed<Route> {
  return (output, command) => {
    const parsed = parseRoutes(output, command);
    return { ...parsed, items: parsed.items.filter((route) => route.family === family) };
  };
}

function forms(family: Family): Form<Route>[] {
  const only = (output: string, command: string): Parsed<Route> => parseRoutes(output, command, family);
  const flag = `-${family}`;
  return [
    // without -d: it would only spell out what is omitted for one meaning, at nearly twice the length
    { argv: ["ip", "-j", flag, "route", "show", "table", "all"], parse: only },
    { argv: ["ip", "-j", "-d", flag, "route", "show", "table", "all"], parse: only },
    { argv: ["ip", "-j", "-d", "route", "show", "table", "all"], parse: mixed(family) },
    { argv: ["ip", "-d", flag, "route", "show", "table", "all"], parse: only },
    { argv: ["ip", flag, "route", "show", "table", "all"], parse: only },
    { argv: ["ip", "-d", "route", "show", "table", "all"], parse: mixed(family) },
    { argv: ["ip", "route", "show", "table", "all"], parse: mixed(family) },
    { argv: ["ip", "-j", flag, "route", "show"], parse: only },
    { argv: ["ip", flag, "route", "show"], parse: only },
    { argv: ["busybox", "ip", flag, "route", "list", "table", "all"], parse: only },
    { argv: ["cat", family === 4 ? "/proc/net/route" : "/proc/net/ipv6_route"], parse: parseProcRoutes },
  ];
}

/** All IPv4 routes of all tables. */
export const route4Adapter: Adapter<Route> = { id: "route4", forms: forms(4), concepts };

/** All IPv6 routes of all tables. */
export const route6Adapter: Adapter<Route> = { id: "route6", forms: forms(6), concepts };
