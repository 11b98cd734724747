import { explainRoutes, mostExplainedRoutes } from "../../explain/route.ts";
import { keepLargeRoutesAside, type LargeRoutes } from "../../host/large-routes.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import type { Route } from "../../model/route.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { detailOf } from "../../render/views/detail.ts";
import { routeBlocks } from "../../render/views/routes.ts";
import type { Context, Options } from "../command.ts";
import { chosenFamilies, emptyLine, printListing, requirePart } from "./listing.ts";

/** `hostlens routes`: the main tables, one table, or all of them, each route explained. */
export async function run(context: Context, _args: readonly string[], options: Options): Promise<number> {
  const host = await context.openHost();
  const { runner, aside } = keepLargeRoutesAside(host);
  const isStreamed = context.globals.format !== "text" && (tableOf(options) === "main" || tableOf(options) === "all");
  const snapshot = await takeSnapshot(isStreamed ? runner : host, ["routes", "links", "rules", "neighbours", "settings"]);
  if (aside.families.length > 0) return await printLarge(context, snapshot, aside, options);
  const routes = chooseRoutes(requirePart(snapshot, "routes"), options);
  if (routes.length > mostExplainedRoutes) {
    snapshot.warnings.push({ code: "other", message: tooMany(routes.length) });
  }
  return printListing(context, "routes", "routes", snapshot, {
    arrays: () => ({ routes: explainRoutes(routes, snapshot) }),
    blocks: () => (routes.length > 0
      ? routeBlocks([...explainRoutes(routes, snapshot)], detailOf(context.globals))
      : emptyLine("No route matches: packets to everywhere asked about are refused (\"Network is unreachable\").")),
  });
}

function tooMany(count: number): string {
  return `${count} routes are too many to explain each: a table, -4 or -6 makes them fewer than ${mostExplainedRoutes}`;
}

/** The document of very many routes, written while they are read. */
async function printLarge(context: Context, snapshot: Snapshot, aside: LargeRoutes, options: Options): Promise<number> {
  const small = chooseRoutes(snapshot.routes ?? [], options);
  const table = tableOf(options);
  const { warnings } = snapshot;
  function* routes(): Generator<Route> {
    let count = 0;
    for (const family of chosenFamilies(options)) {
      const members = aside.families.includes(family) ? aside.routes(family) : small.filter((route) => route.family === family);
      for (const route of members) {
        if (table !== "all" && route.table !== table) continue;
        count++;
        yield route;
      }
    }
    warnings.push(...aside.warnings);
    if (count > mostExplainedRoutes) warnings.push({ code: "other", message: tooMany(count) });
  }
  await context.out.json({ schema: "hostlens/routes@1", source: snapshot.source, routes: routes(), warnings });
  return 0;
}

/** Without `--table`, what `ip route` shows by itself: the main table of each family. */
function chooseRoutes(routes: readonly Route[], options: Options): readonly Route[] {
  const families = chosenFamilies(options);
  const ofFamily = families.length === 2 ? routes : routes.filter((route) => route.family === families[0]);
  const table = tableOf(options);
  if (table === "all") return ofFamily;
  const chosen = ofFamily.filter((route) => route.table === table);
  if (chosen.length === 0 && table !== "main" && ofFamily.length > 0) {
    throw new HostlensError({ code: "not-found", what: "routing table with routes", name: table, available: [...new Set(ofFamily.map((route) => route.table))] });
  }
  return chosen;
}

function tableOf(options: Options): string {
  const table = typeof options["table"] === "string" ? options["table"] : "main";
  return numbered[table] ?? table;
}

/** The kernel's three tables may be asked for by number as well. */
const numbered: Readonly<Record<string, string>> = { 253: "default", 254: "main", 255: "local" };
