import { explainRoute } from "../../explain/route.ts";
import { nameOf } from "../../reason/path-change.ts";
import { routeBlocks } from "../../render/views/routes.ts";
import { saidOf, type Panel } from "./panel.ts";

/** A list of more routes than anybody scrolls through is cut; the filter sees these too. */
const most = 5000;

export const routesPanel: Panel = {
  id: "routes", title: "Routes", empty: "No route: this host reaches nobody.",
  items: (snapshot) => (snapshot.routes ?? []).filter((route) => route.table !== "local").slice(0, most).map((route) => ({
    label: `${route.table === "main" ? "" : `${route.table}: `}${nameOf(route)}`, concept: "routing-table",
    // very many routes are explained one by one, when they are looked at
    blocks: () => routeBlocks([{ ...route, explanation: explainRoute(route, snapshot) }], "full"),
  })).map((item) => ({ ...saidOf(undefined, "routing-table"), ...item })),
};
