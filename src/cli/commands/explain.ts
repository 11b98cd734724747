import { explainLinks } from "../../explain/links.ts";
import { explainNeighbours } from "../../explain/neighbour.ts";
import { explainRoutes } from "../../explain/route.ts";
import { explainRules } from "../../explain/rule.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { NotUnderstood } from "../../model/warning.ts";
import type { PastedDocument } from "../../model/documents.ts";
import { HostlensError } from "../../model/failure.ts";
import { pastedKinds, type PastedKind } from "../../parse/detect.ts";
import { parsePasted, type Pasted } from "../../parse/pasted.ts";
import type { Block } from "../../render/document.ts";
import { escapeTerminal } from "../../render/escape.ts";
import { renderText } from "../../render/text.ts";
import { detailOf, type Detail } from "../../render/views/detail.ts";
import { linkBlocks } from "../../render/views/links.ts";
import { neighbourBlocks } from "../../render/views/neighbours.ts";
import { routeBlocks } from "../../render/views/routes.ts";
import { ruleBlocks } from "../../render/views/rules.ts";
import type { Context, Options } from "../command.ts";
import { openInput, type Input } from "../input.ts";
import { noteWarnings } from "./listing.ts";

/** `hostlens explain [FILE|-]`: says what the input is, and shows what it means. */
export async function run(context: Context, [file]: readonly string[], options: Options): Promise<number> {
  const as = chosenKind(options["as"]);
  const input = await openInput(file, context.stdin, (message) => context.out.note(`hostlens: warning: ${escapeTerminal(message)}`));
  try {
    // A capture may be larger than memory: its beginning tells what it is, and the rest is streamed.
    if (input.isCapture || parsePasted(input.head.toString("utf8"), input.name, as).kind === "strace") {
      const { explainCapture } = await import("./explain-capture.ts");
      return await explainCapture(context, input.name, input.bytes);
    }
    const pasted = parsePasted(await textOf(input), input.name, as);
    if (pasted.kind === "unknown" || isEmpty(pasted)) throw notRecognised(input, pasted, as);
    return await printPasted(context, pasted);
  } finally {
    await input.close();
  }
}

function chosenKind(as: unknown): PastedKind | undefined {
  return pastedKinds.find((kind) => kind === as);
}

/** Text holds no NUL byte. */
async function textOf(input: Input): Promise<string> {
  if (input.head.includes(0)) {
    throw new HostlensError({ code: "bad-input", where: input.name, problem: "it is binary, not the text of a tool", hint: lookedFor });
  }
  return (await input.whole()).toString("utf8");
}

const lookedFor = "looked for a strace capture and for the output of ip link|addr|route|rule|neigh, ifconfig, route -n, netstat -rn, arp, /proc/net/{dev,route,arp}";

function isEmpty({ links, routes, rules, neighbours, nexthops, netns, notUnderstood }: Pasted): boolean {
  const things = [links, routes, rules, neighbours, nexthops, netns].reduce((sum, part) => sum + (part?.length ?? 0), 0);
  return things === 0 && notUnderstood.length > 0;
}

function notRecognised(input: Input, pasted: Pasted, as: PastedKind | undefined): HostlensError {
  const [first] = pasted.notUnderstood;
  const where = first ? `${input.name}:${first.line}` : input.name;
  return new HostlensError(as === undefined || as === "unknown"
    ? { code: "bad-input", where, problem: "no known output begins here or anywhere below", hint: `${lookedFor}; --as names the format` }
    : { code: "bad-input", where, problem: `nothing in it reads as ${as}`, hint: "without --as the format is detected" });
}

async function printPasted({ globals, out }: Context, pasted: Pasted): Promise<number> {
  if (globals.format === "text") {
    const detail = detailOf(globals);
    await out.text(renderText([...pastedBlocks(pasted, detail), ...notUnderstoodBlocks(pasted.notUnderstood)], globals));
    noteWarnings(out, pasted.warnings);
    return 0;
  }
  const { kind, links, routes, rules, neighbours, nexthops, netns, notUnderstood, warnings } = pasted;
  const snapshot = snapshotOf(pasted);
  const document: PastedDocument = {
    schema: "hostlens/pasted@1",
    source: snapshot.source,
    kind,
    ...(links ? { nics: [...explainLinks(links, snapshot)] } : {}), ...(routes ? { routes: [...explainRoutes(routes, snapshot)] } : {}),
    ...(rules ? { rules: [...explainRules(rules, snapshot)] } : {}),
    ...(neighbours ? { neighbours: [...explainNeighbours(neighbours, snapshot)] } : {}), ...(nexthops ? { nexthops } : {}), ...(netns ? { netns } : {}),
    notUnderstood, warnings,
  };
  await out.json(document);
  return 0;
}

/** The paste as the little that is known of its host. */
function snapshotOf({ links, routes, rules, neighbours, nexthops, netns }: Pasted): Snapshot {
  return {
    source: { kind: "pasted", host: null, kernel: null, recordedAt: null }, warnings: [],
    ...(links ? { links } : {}), ...(routes ? { routes } : {}), ...(rules ? { rules } : {}),
    ...(neighbours ? { neighbours } : {}), ...(nexthops ? { nexthops } : {}), ...(netns ? { netns } : {}),
  };
}

function pastedBlocks(pasted: Pasted, detail: Detail): Block[] {
  const { links, routes, rules, neighbours, nexthops, netns } = pasted;
  const snapshot = snapshotOf(pasted);
  const parts: Block[][] = [];
  if (links?.length) parts.push(linkBlocks([...explainLinks(links, snapshot)], detail, links.some((link) => link.stats)));
  if (routes?.length) parts.push(routeBlocks([...explainRoutes(routes, snapshot)], detail));
  if (rules?.length) parts.push(ruleBlocks([...explainRules(rules, snapshot)], detail));
  if (neighbours?.length) parts.push(neighbourBlocks([...explainNeighbours(neighbours, snapshot)], detail));
  if (nexthops?.length) {
    parts.push([{ kind: "title", text: "Nexthop objects" }, {
      kind: "table", columns: [{ align: "right" }, { shrink: 1 }],
      rows: nexthops.map((hop) => ({
        cells: [[{ text: String(hop.id), tone: "name" }], [
          hop.group && `group of ${hop.group.map((member) => `${member.id} (weight ${member.weight})`).join(", ")}`, hop.blackhole && "blackhole",
          hop.gateway && `via ${hop.gateway}`, hop.dev && `dev ${hop.dev}`, hop.scope && `scope ${hop.scope}`, ...hop.flags,
        ].filter(Boolean).join(" ")],
      })),
    }]);
  }
  if (netns?.length) {
    parts.push([{ kind: "title", text: "Network namespaces" }, {
      kind: "list", items: netns.map(({ name, nsid }) => [name ?? "without a name", nsid === undefined ? "" : `(nsid ${nsid})`].filter(Boolean).join(" ")),
    }]);
  }
  return parts.flatMap((blocks, index): Block[] => (index === 0 ? blocks : [{ kind: "gap" }, ...blocks]));
}

/** Every piece of the paste that nothing above accounts for, with its line. */
function notUnderstoodBlocks(pieces: readonly NotUnderstood[]): Block[] {
  if (pieces.length === 0) return [];
  return [{ kind: "gap" }, { kind: "title", text: [{ text: "Not understood", tone: "warn" }] }, { kind: "quote", lines: pieces }];
}
