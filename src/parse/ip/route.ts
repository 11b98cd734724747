import type { Family } from "../../model/address.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { Route } from "../../model/route.ts";
import type { Warning } from "../../model/warning.ts";
import { isJson } from "./json.ts";
import { routeContext, type RouteContext } from "./route-draft.ts";
import { isStreamable, readRouteJson, streamRouteJson } from "./route-json.ts";
import { readRouteText } from "./route-text.ts";

/**
 * Reads routes from `ip route` of iproute2 (4.20 to 7.x; JSON and text; list, `get`, `show table …`) or BusyBox; the form
 * is detected. `command` is the argv joined by blanks: it goes into every `at`, and its filters (`table 7`, `dev eth0`,
 * `proto static`) are put back where ip omits the word because of them.
 * `family` is the one that was asked for (`-4`, `-6`); a route that shows another one itself is believed. MPLS rows are no
 * IP routes: they are counted in a warning. Bad input costs its line or row, never more: see `warnings`, `notUnderstood`.
 *
 * @example parseRoutes("default via 192.0.2.1 dev eth0 proto dhcp metric 100\n", "ip route", 4).items[0]?.dst // "0.0.0.0/0"
 */
export function parseRoutes(output: string, command: string, family?: Family): Parsed<Route> {
  const json = isJson(output);
  const context = routeContext(command, family, !json && isBusyboxText(output, command));
  const parsed = json ? readRouteJson(output, context) : readRouteText(output, context);
  warnOfMpls(context);
  return parsed;
}

/**
 * The same for the JSON of a very large table: routes one by one, without places, none of them kept. `warnings` gets what
 * there is to say by the time the last one is there. Undefined for any other form of output.
 */
export function streamRoutes(output: string, command: string, family: Family, warnings: Warning[]): Generator<Route> | undefined {
  if (!isStreamable(output)) return undefined;
  return (function* () {
    const context = routeContext(command, family, false);
    yield* streamRouteJson(output, context);
    warnOfMpls(context);
    warnings.push(...context.warnings);
  })();
}

function warnOfMpls({ mplsRows, command, warnings }: RouteContext): void {
  if (mplsRows === 0) return;
  warnings.push({
    code: "other", at: { command },
    message: `${mplsRows} MPLS ${mplsRows === 1 ? "route is" : "routes are"} not shown: they lead labels, not IP addresses`,
  });
}

/**
 * Whether a text is BusyBox's: it has no `proto` anywhere, and two blanks before `src`, `metric` or `iif`.
 * (iproute2 before 4.6 has two blanks as well, but shows `proto` for every route that was not added by hand.)
 */
function isBusyboxText(output: string, command: string): boolean {
  if (command.startsWith("busybox ")) return true;
  if (output.includes(" proto ")) return false;
  return output.includes("  src ") || output.includes("  metric ") || output.includes("  iif ");
}
