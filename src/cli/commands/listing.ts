import { HostlensError } from "../../model/failure.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Warning } from "../../model/warning.ts";
import type { Block } from "../../render/document.ts";
import { escapeTerminal } from "../../render/escape.ts";
import type { Context } from "../command.ts";

/** The part of a snapshot that a listing command is about. */
export type Part = "links" | "routes" | "rules" | "neighbours";

/** What a listing command shows, in the two shapes it can be asked for. Only the one that is needed is made. */
export interface Listing {
  /** the arrays of the JSON document; a generator makes its items while they are written */
  readonly arrays: () => Readonly<Record<string, Iterable<unknown>>>;
  readonly blocks: () => readonly Block[];
}

/** Prints a listing as the flags ask: a `hostlens/NAME@1` document, or text with the warnings on standard error. */
export async function printListing({ globals, out }: Context, name: string, part: Part, snapshot: Snapshot, listing: Listing): Promise<number> {
  const warnings = snapshot.warnings.filter((warning) => isAbout(warning, part));
  if (globals.format !== "text") {
    await out.json({ schema: `hostlens/${name}@1`, source: snapshot.source, ...listing.arrays(), warnings });
    return 0;
  }
  const { renderText } = await import("../../render/text.ts");
  await out.text(renderText(listing.blocks(), globals));
  noteWarnings(out, warnings);
  return 0;
}

const objects: Readonly<Record<Part, readonly string[]>> = {
  links: ["link", "addr", "address", "dev"], routes: ["route", "ipv6_route"], rules: ["rule"], neighbours: ["neigh", "neighbour", "arp"],
};

/** A snapshot also holds what explanations rest on: a listing repeats only the warnings about its own object. */
function isAbout(warning: Warning, part: Part): boolean {
  const words = warning.at?.command.split(/[ /]/) ?? [];
  // a process whose namespaces are hidden matters to those who ask for namespaces
  if (words[0] === "find") return false;
  const named = Object.values(objects).flat().some((object) => words.includes(object));
  return !named || objects[part].some((object) => words.includes(object));
}

const shownWarnings = 5;

/** Warnings as lines on standard error, each message once; very many of them are counted instead. */
export function noteWarnings(out: Context["out"], warnings: readonly Warning[]): void {
  const messages = [...new Set(warnings.map((warning) => warning.message))];
  for (const message of messages.slice(0, shownWarnings)) out.note(`hostlens: ${escapeTerminal(message)}`);
  const more = messages.length - shownWarnings;
  if (more > 0) out.note(`hostlens: ${more} more ${more === 1 ? "warning" : "warnings"}; --json lists them all`);
}

/** The address families that `-4` and `-6` leave: both where neither or both are given. */
export function chosenFamilies(options: Readonly<Record<string, unknown>>): readonly (4 | 6)[] {
  const four = options["4"] === true;
  const six = options["6"] === true;
  return four === six ? [4, 6] : four ? [4] : [6];
}

/**
 * A part of the snapshot that the command is about. Where the host could not be asked for it, the reason is the answer:
 * a missing tool or permission is exit status 3, anything else 1.
 */
export function requirePart<P extends Part>(snapshot: Snapshot, part: P): NonNullable<Snapshot[P]> {
  const found = snapshot[part];
  if (found) return found;
  const about = snapshot.warnings.filter((warning) => isAbout(warning, part));
  const reason = about.find((warning) => reasons.has(warning.code)) ?? about[0];
  const why = reason?.message ?? "the host did not answer";
  if (reason?.code === "tool-missing") throw new HostlensError({ code: "tool-missing", tool: "ip", hint: why });
  if (reason?.code === "no-permission") throw new HostlensError({ code: "no-permission", what: part, hint: why });
  throw new HostlensError({ code: "not-possible", what: part, why });
}

const reasons: ReadonlySet<string> = new Set(["tool-missing", "no-permission", "tool-failed", "timeout", "not-recorded"]);

/** One line where there is nothing to list. */
export function emptyLine(text: string): Block[] {
  return [{ kind: "paragraph", text }];
}
