import { conceptsPanel } from "./concepts.ts";
import { containersPanel } from "./containers.ts";
import { namespacesPanel } from "./namespaces.ts";
import { neighboursPanel } from "./neighbours.ts";
import { nicsPanel } from "./nics.ts";
import type { Panel } from "./panel.ts";
import { routesPanel } from "./routes.ts";
import { rulesPanel } from "./rules.ts";

/** The panels, in the order of their tabs. */
export const panels: readonly Panel[] = [nicsPanel, routesPanel, rulesPanel, neighboursPanel, containersPanel, namespacesPanel, conceptsPanel];
