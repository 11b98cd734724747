import type { Family } from "../model/address.ts";
import type { Place } from "../model/explanation.ts";
import type { Route } from "../model/route.ts";
import type { Warning } from "../model/warning.ts";

/** What /proc/net/route and the tools that print it (route, netstat) tell of a route: flags as their letters. */
export interface ClassicRow {
  readonly family: Family;
  /** CIDR prefix */
  readonly dst: string;
  readonly gateway: string | undefined;
  readonly flags: string;
  /** undefined where the columns do not show it */
  readonly metric: number | undefined;
  readonly dev: string | undefined;
  readonly src?: string | undefined;
  readonly mtu?: number | undefined;
  readonly extra?: Record<string, unknown>;
}

/** What the rows of one output could not say, for its warnings. */
export interface ClassicContext {
  nullRows: number;
  hasReject: boolean;
  hasHiddenGateway: boolean;
}

export function newClassicContext(): ClassicContext {
  return { nullRows: 0, hasReject: false, hasHiddenGateway: false };
}

/**
 * The route a row stands for; undefined for IPv6's built-in "no route" entry, which is no route. Protocol and scope are
 * `unknown`: these tools have no column for them. `extra.couldBe` lists the types a row may have where the tool shows one
 * sign for several.
 */
export function classicRoute(row: ClassicRow, context: ClassicContext, at: Place): Route | undefined {
  const isReject = row.flags.includes("!");
  if (row.family === 6 && row.dst === "::/0" && isReject && row.metric === 0xffffffff && row.dev === "lo") {
    context.nullRows++;
    return undefined;
  }
  const route: Route = {
    family: row.family, table: "main", type: "unicast", dst: row.dst,
    metric: row.metric ?? 0, protocol: "unknown", scope: "unknown", flags: [], nexthops: [], at,
  };
  const extra: Record<string, unknown> = { ...row.extra, flagLetters: row.flags };
  if (row.metric === undefined) extra.metricNotShown = true;
  if (row.src !== undefined && row.src !== "::/0") route.src = row.src;
  if (row.mtu !== undefined && row.mtu > 0) route.metrics = { mtu: row.mtu };
  setType(row, route, isReject, extra, context);
  if (row.gateway !== undefined) route.gateway = row.gateway;
  else if (row.flags.includes("G")) {
    extra.hiddenGateway = true;
    context.hasHiddenGateway = true;
  }
  if (row.dev !== undefined && !(route.type === "unreachable" && row.dev === "lo")) route.dev = row.dev;
  route.extra = extra;
  return route;
}

function setType(row: ClassicRow, route: Route, isReject: boolean, extra: Record<string, unknown>, context: ClassicContext): void {
  if (isReject) {
    context.hasReject = true;
    // an IPv6 route on lo has the same sign, and 256 is the metric of routes the kernel makes from addresses
    const isUnclear = row.family === 6 && row.metric === 256;
    route.type = isUnclear ? "unknown" : "unreachable";
    extra.couldBe = row.family === 4 ? ["unreachable", "prohibit"] : ["unreachable", "prohibit", "blackhole", "throw", "unicast"];
    return;
  }
  if (row.family === 4) {
    if (row.dev !== undefined) return;
    context.hasReject = true;
    route.type = "unknown";
    extra.couldBe = ["blackhole", "throw"];
    return;
  }
  const isHost = row.dst.endsWith("/128");
  if (row.flags.includes("l") || row.flags.includes("a") || (isHost && row.metric === 0 && row.flags.includes("n"))) {
    route.type = row.flags.includes("a") || (!row.flags.includes("l") && row.dst.endsWith("::/128")) ? "anycast" : "local";
    route.table = "local";
    if (!row.flags.includes("l") && !row.flags.includes("a")) extra.inferred = ["type", "table"];
  } else if (row.dst.startsWith("ff")) {
    route.type = "multicast";
    route.table = "local";
    extra.inferred = ["type", "table"];
  }
}

/** What has to be said of a whole output of this kind. */
export function classicWarnings(context: ClassicContext, count: number, command: string): Warning[] {
  const warnings: Warning[] = [];
  const add = (code: Warning["code"], message: string): void => {
    warnings.push({ code, message, at: { command } });
  };
  if (count > 0) {
    add("lossy", "this form shows neither protocol nor scope nor other tables, and of a multipath route only one hop (IPv6: a row each)");
  }
  if (context.hasReject) add("lossy", "this form has one sign for several route types: see couldBe of the routes without a device");
  if (context.hasHiddenGateway) add("lossy", "a route leads to a gateway that this form cannot print (an IPv6 gateway of an IPv4 route)");
  if (context.nullRows > 0) add("other", `${context.nullRows === 1 ? "one row is" : `${context.nullRows} rows are`} IPv6's own "no route" entry, not ${context.nullRows === 1 ? "a route" : "routes"}`);
  return warnings;
}

/** `255.255.240.0` as 20; undefined for what is no mask. */
export function maskLength(mask: string): number | undefined {
  const bytes = mask.split(".");
  if (bytes.length !== 4) return undefined;
  let value = 0;
  for (const byte of bytes) {
    const number = Number(byte);
    if (byte === "" || !Number.isInteger(number) || number < 0 || number > 255) return undefined;
    value = value * 256 + number;
  }
  const hidden = 0xffffffff - value;
  const length = 32 - (hidden === 0 ? 0 : Math.round(Math.log2(hidden + 1)));
  return 2 ** (32 - length) === hidden + 1 ? length : undefined;
}
