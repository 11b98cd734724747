import { explainPath, pathHeadline, routeText } from "../../explain/path.ts";
import { networkParts, takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import type { PathAnswer, PathQuestion } from "../../model/path.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { parseRoutes } from "../../parse/ip/route.ts";
import { parseIp } from "../../reason/ip-prefix.ts";
import { decidePath } from "../../reason/route-decision.ts";
import type { Block } from "../../render/document.ts";
import { escapeTerminal } from "../../render/escape.ts";
import { renderText } from "../../render/text.ts";
import type { Runner, RunResult } from "../../run/runner.ts";
import type { Context, Options } from "../command.ts";

/** `hostlens path DEST…`: the way of a packet, decided from the tables and held against the kernel's own answer. */
export async function run(context: Context, args: readonly string[], options: Options): Promise<number> {
  const destinations = options["stdin"] === true ? [...args, ...await readDestinations(context.stdin)] : args;
  if (destinations.length === 0) throw new HostlensError({ code: "usage", message: "path needs a destination address, or --stdin with one a line" });
  const questions = destinations.map((destination) => questionOf(destination, options));
  const host = await context.openHost();
  const snapshot = await takeSnapshot(host, networkParts);
  const asked = await host.runAll(questions.map((question) => ({ argv: kernelArgv(question) })));
  const answers = questions.map((question, index) => answerOf(question, snapshot, host, asked[index]));
  for (const answer of answers) {
    if (answer.kernel?.agrees === false) context.out.note(`hostlens: OUR ERROR: the kernel answers otherwise for ${answer.destination}: ${escapeTerminal(JSON.stringify(answer.kernel))}; please report it`);
  }
  if (context.globals.format === "ndjson") {
    for (const answer of answers) if (!(await context.out.line(JSON.stringify(documentOf(answer))))) break;
  } else if (context.globals.format === "json") {
    const [first] = answers;
    await context.out.json(answers.length === 1 && first ? documentOf(first) : { schema: "hostlens/path@1", source: snapshot.source, paths: answers, warnings: [] });
  } else if (context.globals.brief) await context.out.text(answers.map((answer) => escapeTerminal(pathHeadline(answer))).join("\n"));
  else await context.out.text(renderText(answers.flatMap((answer, index) => [...(index > 0 ? [{ kind: "gap" } as const] : []), ...pathBlocks(answer)]), context.globals));
  return 0;
}

function documentOf(answer: PathAnswer): object {
  return { schema: "hostlens/path@1", ...answer };
}

function questionOf(destination: string, options: Options): PathQuestion {
  if (parseIp(destination) === null) {
    throw new HostlensError({ code: "usage", message: `${destination} is no IP address; look the name up first (getent ahosts ${destination}) and ask for an address of it` });
  }
  const text = (name: string): string | undefined => (typeof options[name] === "string" ? options[name] : undefined);
  const number = (name: string): number | undefined => {
    const value = options[name];
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (!Number.isInteger(parsed) || parsed < 0) throw new HostlensError({ code: "usage", message: `--${name} needs a number, not ${JSON.stringify(value)}` });
    return parsed;
  };
  const from = text("from");
  if (from !== undefined && parseIp(from) === null) throw new HostlensError({ code: "usage", message: `--from ${from}: no IP address` });
  const question: PathQuestion = { destination };
  if (from !== undefined) question.from = from;
  const [iif, oif, proto] = [text("iif"), text("oif"), text("proto")];
  if (iif !== undefined) question.iif = iif;
  if (oif !== undefined) question.oif = oif;
  if (proto !== undefined) question.proto = proto;
  for (const name of ["mark", "sport", "dport", "uid"] as const) {
    const value = number(name);
    if (value !== undefined) question[name] = value;
  }
  return question;
}

/** The same question in the words of `ip route get`. */
function kernelArgv(question: PathQuestion): string[] {
  const words: string[] = [];
  for (const [word, value] of [["from", question.from], ["iif", question.iif], ["oif", question.oif], ["mark", question.mark], ["uid", question.uid], ["ipproto", question.proto], ["sport", question.sport], ["dport", question.dport]] as const) {
    if (value !== undefined) words.push(word, String(value));
  }
  return ["ip", "-j", "route", "get", question.destination, ...words];
}

function answerOf(question: PathQuestion, snapshot: Snapshot, host: Runner, asked: RunResult | undefined): PathAnswer {
  const answer = decidePath(question, snapshot);
  if (!answer) {
    throw new HostlensError({ code: "not-possible", what: `path ${question.destination}`, why: "packets that come in through an interface (--iif) are not worked out for IPv4 yet", hint: "ask without --iif, or: ip route get … iif …" });
  }
  answer.sentences = explainPath(answer);
  const kernel = kernelAnswer(answer, asked);
  return { ...answer, ...(kernel ? { kernel } : {}), source: host.source };
}

/** What the kernel said; undefined where it could not be asked. Refusals agree when both refuse. */
function kernelAnswer(answer: PathAnswer, asked: RunResult | undefined): PathAnswer["kernel"] {
  if (!asked || asked.problem !== undefined) return undefined;
  const family = answer.destination.includes(":") ? 6 : 4;
  const route = parseRoutes(asked.stdout.toString("utf8"), "ip -j route get", family).items[0];
  const refuses = ["blackhole", "unreachable", "prohibit", "no-route"].includes(answer.verdict);
  if (!route) return asked.exitCode === 2 ? { agrees: refuses } : undefined;
  const hops = answer.candidates.length > 0 ? answer.candidates : [{ dev: answer.dev, gateway: answer.gateway }];
  const isLocal = route.type === "local" && answer.verdict === "local";
  const agrees = !refuses && (isLocal || hops.some((hop) => hop.dev === route.dev && hop.gateway === route.gateway));
  return {
    type: route.type, agrees, ...(route.dev === undefined ? {} : { dev: route.dev }), ...(route.gateway === undefined ? {} : { gateway: route.gateway }),
    ...(route.prefsrc === undefined ? {} : { prefsrc: route.prefsrc }),
  };
}

const mostLosers = 8;

function pathBlocks(answer: PathAnswer): Block[] {
  const facts: { label: string; value: string; aside?: string }[] = [];
  if (answer.rule) facts.push({ label: "rule", value: `${answer.rule.priority}: ${answer.rule.text}` });
  if (answer.route) facts.push({ label: "route", value: routeText(answer.route), aside: `table ${answer.table ?? answer.route.table}` });
  for (const [index, loser] of answer.rejected.slice(0, mostLosers).entries()) {
    facts.push({ label: index === 0 ? "lost" : "", value: loser.route ? routeText(loser.route) : loser.rule ?? "", aside: loser.reason });
  }
  if (answer.prefsrc !== undefined) facts.push({ label: "source", value: answer.prefsrc });
  if (answer.dev !== undefined) facts.push({ label: "NIC", value: `${answer.dev}${answer.mtu === undefined ? "" : `, MTU ${answer.mtu}`}` });
  if (answer.kernel) facts.push({ label: "kernel", value: `ip route get ${answer.destination}: ${answer.kernel.agrees ? "the same ✓" : "ANOTHER ANSWER"}` });
  return [
    { kind: "title", text: pathHeadline(answer) },
    { kind: "facts", rows: facts, indent: 2 },
    ...answer.sentences.map((sentence): Block => ({ kind: "paragraph", text: sentence.text, indent: 2 })),
    ...answer.warnings.map((warning): Block => ({ kind: "paragraph", text: `Not known: ${warning.message}.`, indent: 2 })),
  ];
}

async function readDestinations(stdin: NodeJS.ReadableStream): Promise<string[]> {
  let text = "";
  for await (const chunk of stdin) text += String(chunk);
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
