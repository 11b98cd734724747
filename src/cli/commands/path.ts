import { explainPath, pathHeadline } from "../../explain/path.ts";
import { networkParts, takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import type { PathAnswer, PathQuestion } from "../../model/path.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { parseRoutes } from "../../parse/ip/route.ts";
import { parseIp } from "../../reason/ip-prefix.ts";
import { nameOf } from "../../reason/path-change.ts";
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
  const addresses = options["resolve"] === true ? await resolveNames(destinations) : destinations;
  const questions = addresses.map((destination) => questionOf(destination, options));
  const host = await context.openHost();
  const snapshot = await takeSnapshot(host, [...networkParts, "fdb", "wiring-if-any"]);
  checkQuestions(questions, snapshot);
  const asked = await host.runAll(questions.map((question) => ({ argv: kernelArgv(question) })));
  const answers = questions.map((question, index) => answerOf(question, snapshot, host, asked[index], questions.length <= mostChanges));
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
    throw new HostlensError({ code: "usage", message: `${destination} is no IP address; look the name up first (getent ahosts ${destination}) and ask for an address of it, or give --resolve` });
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

/** Looking for a change costs more than the decision: not for long lists. */
const mostChanges = 16;

/** Names become their addresses, each of them a question of its own. */
async function resolveNames(destinations: readonly string[]): Promise<string[]> {
  const { lookup } = await import("node:dns/promises");
  const found = await Promise.all(destinations.map(async (name) => {
    if (parseIp(name) !== null) return [name];
    try {
      return (await lookup(name, { all: true })).map((one) => one.address);
    } catch (error) {
      throw new HostlensError({ code: "not-found", what: "address for the name", name, hint: `the resolver says ${(error as NodeJS.ErrnoException).code ?? "nothing"}` }, { cause: error });
    }
  }));
  return [...new Set(found.flat())];
}

/** A device that does not exist, or a family that the host does not speak, is no question about the way. */
function checkQuestions(questions: readonly PathQuestion[], snapshot: Snapshot): void {
  const { links } = snapshot;
  if (links === undefined) return;
  for (const { iif, oif, destination } of questions) {
    for (const name of [iif, oif]) {
      if (name !== undefined && !links.some((link) => link.name === name || link.altnames.includes(name))) throw new HostlensError({ code: "not-found", what: "NIC", name, available: links.map((link) => link.name) });
    }
    const speaksSix = links.some((link) => link.addresses.some((address) => address.family === 6)) || (snapshot.routes ?? []).some((route) => route.family === 6);
    if (destination.includes(":") && !speaksSix) {
      throw new HostlensError({ code: "not-possible", what: `path ${destination}`, why: "this host has no IPv6: no interface has an IPv6 address, and no IPv6 route is there", hint: "hostlens nics shows the addresses; net.ipv6.conf.all.disable_ipv6 may be 1" });
    }
  }
}

function answerOf(question: PathQuestion, snapshot: Snapshot, host: Runner, asked: RunResult | undefined, isAlone: boolean): PathAnswer {
  const answer = decidePath(question, snapshot, { isAlone });
  if (!answer) throw new HostlensError({ code: "usage", message: `${question.destination} is no IP address` });
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
  if (!route) {
    const error = asked.stderr.trim().split("\n").at(-1)?.replace("RTNETLINK answers: ", "") ?? "";
    // Of a multicast packet that comes in, the kernel only tells what a multicast router would do.
    if (asked.exitCode !== 2 || (error === "Message too long" && answer.verdict === "multicast")) return undefined;
    return { error, agrees: refuses && (refusalWords[answer.verdict] ?? []).includes(error) };
  }
  const hops = answer.candidates.length > 0 ? answer.candidates : [{ dev: answer.dev, gateway: answer.gateway }];
  const isLocal = route.type === "local" && answer.verdict === "local";
  const type = answer.verdict === "on-link" || answer.verdict === "gateway" ? ["unicast", "anycast"] : [answer.verdict, "anycast"];
  const agrees = !refuses && type.includes(route.type) && (isLocal || hops.some((hop) => hop.dev === route.dev && hop.gateway === route.gateway));
  return {
    type: route.type, agrees, ...(route.dev === undefined ? {} : { dev: route.dev }), ...(route.gateway === undefined ? {} : { gateway: route.gateway }),
    ...(route.prefsrc === undefined ? {} : { prefsrc: route.prefsrc }),
  };
}

const refusalWords: Readonly<Record<string, readonly string[]>> = {
  "no-route": ["Network is unreachable"], unreachable: ["No route to host", "Network is unreachable"], prohibit: ["Permission denied"], blackhole: ["Invalid argument", "Invalid cross-device link"],
};

const mostLosers = 8;

function pathBlocks(answer: PathAnswer): Block[] {
  const facts: { label: string; value: string; aside?: string }[] = [];
  const rules = answer.rejected.filter((loser) => loser.rule !== undefined);
  const losers = answer.rejected.filter((loser) => loser.route !== undefined);
  if (answer.rule) facts.push({ label: "rule", value: `${answer.rule.priority}: ${answer.rule.text}` });
  for (const [index, loser] of rules.slice(-mostLosers).entries()) facts.push({ label: index === 0 ? "before it" : "", value: loser.rule ?? "", aside: loser.reason });
  if (answer.route) facts.push({ label: "route", value: nameOf(answer.route), aside: `table ${answer.table ?? answer.route.table}${losers.some((loser) => !loser.reason.startsWith("does not contain")) ? "" : ", the only one that fits"}` });
  for (const [index, loser] of losers.slice(0, mostLosers).entries()) facts.push({ label: index === 0 ? "lost" : "", value: nameOf(loser.route!), aside: loser.reason });
  const more = (answer.rejectedMore ?? 0) + Math.max(0, losers.length - mostLosers);
  if (more > 0) facts.push({ label: losers.length === 0 ? "lost" : "", value: `${more} more ${more === 1 ? "route" : "routes"} of that table`, aside: more === (answer.rejectedMore ?? 0) ? "do not contain the destination" : "lost as well" });
  if (answer.prefsrc !== undefined) facts.push({ label: "source", value: answer.prefsrc, ...(answer.sourceReason === undefined ? {} : { aside: answer.sourceReason }) });
  if (answer.verdict === "gateway" || answer.verdict === "on-link") {
    const { neighbour } = answer;
    facts.push({ label: "next hop", value: `${answer.gateway ?? answer.destination}${neighbour?.lladdr === undefined ? "" : ` → ${neighbour.lladdr}`}`, aside: neighbour === undefined ? "not in the neighbour table" : neighbour.state.join(" ") });
  }
  for (const [index, hop] of answer.hops.entries()) facts.push({ label: index === 0 ? "NIC" : "then", value: `${hop.name} (${hop.kind})`, aside: hop.detail });
  if (answer.kernel) facts.push({ label: "kernel", value: `ip route get ${answer.destination}: ${answer.kernel.agrees ? "the same ✓" : "ANOTHER ANSWER: hostlens is wrong here"}` });
  return [
    { kind: "title", text: pathHeadline(answer) },
    { kind: "facts", rows: facts, indent: 2 },
    { kind: "gap" },
    ...answer.sentences.map((sentence): Block => ({ kind: "paragraph", text: sentence.text, indent: 2 })),
    { kind: "paragraph", text: `More: hostlens learn ${answer.sentences.find((sentence) => sentence.concept !== undefined)?.concept ?? "routing-table"}`, indent: 2 },
    ...answer.warnings.map((warning): Block => ({ kind: "paragraph", text: `Not certain: ${warning.message}.`, indent: 2 })),
  ];
}

async function readDestinations(stdin: NodeJS.ReadableStream): Promise<string[]> {
  let text = "";
  for await (const chunk of stdin) text += String(chunk);
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
