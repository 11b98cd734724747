import { explainRoutes, mostExplainedRoutes } from "../../explain/route.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import type { Route } from "../../model/route.ts";
import { detailOf } from "../../render/views/detail.ts";
import { routeBlocks } from "../../render/views/routes.ts";
import type { Context, Options } from "../command.ts";
import { chosenFamilies, emptyLine, printListing, requirePart } from "./listing.ts";

/** `hostlens routes`: the main tables, one table, or all of them, each route explained. */
export async function run(context: Context, _args: readonly string[], options: Options): Promise<number> {
  const snapshot = await takeSnapshot(await context.openHost(), ["routes", "links", "rules", "neighbours", "settings"]);
  const routes = chooseRoutes(requirePart(snapshot, "routes"), options);
  if (routes.length > mostExplainedRoutes) {
    snapshot.warnings.push({ code: "other", message: `${routes.length} routes are too many to explain each: a table, -4 or -6 makes them fewer than ${mostExplainedRoutes}` });
  }
  return printListing(context, "routes", "routes", snapshot, {
    arrays: () => ({ routes: explainRoutes(routes, snapshot) }),
    blocks: () => (routes.length > 0
      ? routeBlocks([...explainRoutes(routes, snapshot)], detailOf(context.globals))
      : emptyLine("No route matches: packets to everywhere asked about are refused (\"Network is unreachable\").")),
  });
}

/** Without `--table`, what `ip route` shows by itself: the main table of each family. */
function chooseRoutes(routes: readonly Route[], options: Options): readonly Route[] {
  const families = chosenFamilies(options);
  const ofFamily = routes.filter((route) => families.includes(route.family));
  const table = typeof options["table"] === "string" ? options["table"] : "main";
  if (table === "all") return ofFamily;
  const chosen = ofFamily.filter((route) => route.table === (numbered[table] ?? table));
  if (chosen.length === 0 && table !== "main" && ofFamily.length > 0) {
    throw new HostlensError({ code: "not-found", what: "routing table with routes", name: table, available: [...new Set(ofFamily.map((route) => route.table))] });
  }
  return chosen;
}

/** The kernel's three tables may be asked for by number as well. */
const numbered: Readonly<Record<string, string>> = { 253: "default", 254: "main", 255: "local" };
