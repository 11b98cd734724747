import type { Layout, Return, TraceEvent, Value } from "../../model/trace-event.ts";
import { printAfterLines } from "./after-lines.ts";
import { printArgs, printReturn } from "./call.ts";
import { putBack } from "./inserts.ts";
import { printPrefix } from "./prefix.ts";
import { printValue } from "./print.ts";
import { printSummary } from "./summary.ts";

const noLayout: Layout = { prefix: {}, eol: "\n" };

/**
 * The text of an event as strace wrote it, from its typed fields (and `layout`, which `CaptureParser` fills when asked);
 * with a call in two halves the first line, as it stands from its beginning to ` <unfinished ...>`.
 */
export function printFirstLine(event: TraceEvent): string {
  const layout = event.layout ?? noLayout;
  if (layout.tail?.orphan) return "";
  if (event.kind === "summary") return printSummary(event);
  if (event.kind === "unparsed") return putBack(event.text ?? "", layout.inserts) + layout.eol;
  return putBack(printPrefix(layout.prefix, event) + printBody(event, layout), layout.inserts) + layout.eol;
}

/** The second line of a call in two halves, and the lines below the event. */
export function printRest(event: TraceEvent): string {
  const tail = event.layout?.tail;
  if (!tail) return printAfterLines(event);
  let rest: string;
  if (tail.orphan) rest = (tail.orphan.comma ? ", " : "") + wholeCall(event).slice((event.name ?? "").length + 1);
  else if (event.layout?.ending === "killed") rest = " <unfinished ...>) = ?";
  else rest = wholeCall(event).slice(event.layout?.cut);
  const body = `<... ${tail.name} resumed>${tail.gap ? " " : ""}${rest}`;
  return putBack(printPrefix(tail.prefix, tail) + body, tail.inserts) + tail.eol + printAfterLines(event);
}

function printBody(event: TraceEvent, layout: Layout): string {
  switch (event.kind) {
    case "syscall":
      if (event.resumed !== undefined && layout.ending === undefined) return `${wholeCall(event).slice(0, layout.cut)} <unfinished ...>`;
      if (!event.ret || layout.ending === "killed") return printOpenCall(event, layout) + (layout.ending === "detached" ? " <detached ...>" : " <unfinished ...>");
      return wholeCall(event);
    case "signal":
      return `--- ${event.name} ${event.args?.[0] ? printValue(event.args[0]) : event.text} ---`;
    case "stopped":
      return event.text === undefined ? `--- stopped by ${event.name} ---` : `--- ${event.name} ${event.text} ---`;
    case "exit":
      return `+++ exited with ${event.ret?.value} +++`;
    case "killed":
      return `+++ killed by ${event.name}${event.coreDumped ? " (core dumped)" : ""} +++`;
    case "superseded":
      return `+++ superseded by execve in pid ${event.by} +++`;
    case "note":
    case "summary":
    case "unparsed":
      return event.text ?? "";
  }
}

/** `wait4(-1, `: a call before it is over. */
export function printOpenCall(event: TraceEvent, layout: Layout): string {
  return printArgs(event.name ?? "", event.args ?? []) + (layout.comma ? ", " : "");
}

function wholeCall(event: TraceEvent): string {
  const layout = event.layout ?? noLayout;
  const ret = event.ret ?? { value: "?" };
  return printArgs(event.name ?? "", event.args ?? []) + printReturn({
    pad: layout.pad ?? 1, value: returnTree(ret, layout.value), ret, aux: layout.aux ?? [], time: elapsedLike(layout.elapsed, event.seconds),
  });
}

/** The tree of the returned value, as long as it still is that value. */
function returnTree(ret: Return, tree: Value | undefined): Value {
  if (tree) {
    const bare = tree.kind === "comment" && tree.of ? tree.of : tree;
    const value = bare.kind === "number" ? (Number.isSafeInteger(bare.value) ? bare.value : printValue(bare))
      : bare.kind === "fd" ? bare.fd : bare.kind === "pid" ? bare.pid : bare.kind === "elided" && bare.raw?.startsWith("? ") ? "?" : printValue(bare);
    if (value === ret.value) return tree;
  }
  return { kind: "unknown", raw: String(ret.value) };
}

function elapsedLike(model: string | undefined, seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  if (model !== undefined && Number(model) === seconds) return model;
  const dot = model?.indexOf(".") ?? -1;
  return seconds.toFixed(model === undefined ? 6 : dot < 0 ? 0 : model.length - dot - 1);
}

/**
 * The capture from its events, in any order, each with its `layout` (`parseStrace(lines, { layout: true })`): byte for byte
 * what was read. All of it is held in memory; `CapturePrinter` streams.
 *
 * @example printEvents(parseStrace(text.split("\n"), { layout: true }))
 */
export function printEvents(events: Iterable<TraceEvent>): string {
  const pieces: { line: number; text: string }[] = [];
  for (const event of events) {
    pieces.push({ line: event.line, text: printFirstLine(event) });
    const rest = printRest(event);
    if (rest !== "") pieces.push({ line: event.layout?.tail ? event.resumed ?? event.line : event.line, text: rest });
  }
  return pieces.sort((a, b) => a.line - b.line).map((piece) => piece.text).join("");
}

/**
 * Prints a capture while it is read: hand it each call as it begins (`onBegin`) and each event when it is complete, with
 * the lines below it. What `begin` was told of is not printed again.
 */
export class CapturePrinter {
  readonly #begun = new Set<number>();

  begin(event: TraceEvent): string {
    this.#begun.add(event.line);
    return printFirstLine(event);
  }

  whole(event: TraceEvent): string {
    return this.#begun.delete(event.line) ? printRest(event) : printFirstLine(event) + printRest(event);
  }
}
