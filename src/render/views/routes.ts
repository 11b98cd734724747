import type { Explanation } from "../../model/explanation.ts";
import type { Route } from "../../model/route.ts";
import type { Block, Row, Span } from "../document.ts";
import { Repeats, explanationBlocks, dataWords, placeWords, spans, type Detail } from "./detail.ts";

type Explained = Route & { readonly explanation?: Explanation };

/** Routes table by table: each in the words of `ip route`, what it means below it. */
export function routeBlocks(routes: readonly Explained[], detail: Detail): Block[] {
  const tables = new Map<string, Explained[]>();
  for (const route of routes) {
    const key = `${route.family === 4 ? "IPv4" : "IPv6"} table ${route.table}`;
    const table = tables.get(key);
    if (table) table.push(route);
    else tables.set(key, [route]);
  }
  return [...tables].flatMap(([title, members], index): Block[] => {
    const repeats = new Repeats(detail);
    return [
      ...(index > 0 ? [{ kind: "gap" } as const] : []),
      { kind: "title", text: title, aside: members.length === 1 ? "1 route" : `${members.length} routes` },
      {
        kind: "table",
        columns: [{ min: 16, shrink: 1 }, { min: 20, shrink: 2 }, { min: 12, shrink: 3 }],
        rows: members.map((route) => routeRow(route, detail, repeats)),
        oneLine: detail === "brief",
      },
      ...repeats.summary(),
    ];
  });
}

function routeRow(route: Explained, detail: Detail, repeats: Repeats): Row {
  const { explanation } = route;
  const remark = explanation?.headline ?? "";
  return {
    cells: [
      spans(route.type !== "unicast" && route.type, { text: destinationOf(route), tone: "name" }),
      wayOf(route),
      explanation && explanation.unusual.length > 0 ? [{ text: remark || "unusual", tone: "warn" }] : remark,
    ],
    below: [
      ...route.nexthops.map((hop): Block => ({
        kind: "paragraph",
        text: `nexthop ${[hop.gateway && `via ${hop.gateway}`, hop.dev && `dev ${hop.dev}`, `weight ${hop.weight}`, ...hop.flags].filter(Boolean).join(" ")}`,
      })),
      ...explanationBlocks(explanation, detail, repeats, destinationOf(route)),
      ...(detail === "full" ? factsOf(route) : []),
    ],
  };
}

/** `default` as people say it; everything else as the prefix it is. */
function destinationOf(route: Route): string {
  return route.dst === "0.0.0.0/0" || route.dst === "::/0" ? "default" : route.dst;
}

function wayOf(route: Route): Span[] {
  const flags = route.flags.map((flag): Span => ({ text: flag, tone: flag === "linkdown" || flag === "dead" ? "warn" : "dim" }));
  return spans(
    route.src && `from ${route.src}`, route.tos && `tos ${route.tos}`, route.gateway && `via ${route.gateway}`, route.dev && `dev ${route.dev}`,
    route.prefsrc && `src ${route.prefsrc}`, route.metric > 0 && `metric ${route.metric}`, route.encap && `encap ${route.encap.type}`, ...flags,
  );
}

function factsOf(route: Route): Block[] {
  const facts: [string, string | number | undefined][] = [
    ["protocol", route.protocol], ["scope", route.scope], ["metric", route.metric], ["preference", route.pref],
    ["expires", route.expiresS === undefined ? undefined : `in ${route.expiresS} s`], ["nexthop object", route.nhid],
    ["encapsulation", route.encap && dataWords(route.encap)], ["metrics", route.metrics && dataWords(route.metrics)],
    ["locked", route.locks?.join(" ")], ["also printed", route.extra && dataWords(route.extra)],
    ["seen in", route.at && placeWords(route.at)],
  ];
  const rows = facts.flatMap(([label, value]) => (value === undefined || value === "" ? [] : [{ label, value: String(value) }]));
  return rows.length > 0 ? [{ kind: "facts", rows }] : [];
}
