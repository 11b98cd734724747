import { explainLinks } from "../../explain/links.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import type { Link } from "../../model/link.ts";
import { detailOf } from "../../render/views/detail.ts";
import { linkBlocks } from "../../render/views/links.ts";
import type { Context, Options } from "../command.ts";
import { nearest } from "../nearest.ts";
import { emptyLine, printListing, requirePart } from "./listing.ts";

/** `hostlens nics [NAME…]`: every NIC, or those named (by name or altname), with all that is known about them. */
export async function run(context: Context, names: readonly string[], options: Options): Promise<number> {
  const snapshot = await takeSnapshot(await context.openHost(), ["links", "routes", "rules", "wiring-if-any"]);
  const links = chooseLinks(requirePart(snapshot, "links"), names);
  const detail = detailOf({ brief: context.globals.brief, verbose: context.globals.verbose || names.length > 0 });
  return printListing(context, "nics", "links", snapshot, {
    arrays: () => ({ nics: explainLinks(links, snapshot) }),
    blocks: () => (links.length > 0 ? linkBlocks([...explainLinks(links, snapshot)], detail, options["stats"] === true) : emptyLine("No NIC is there, not even lo.")),
  });
}

function chooseLinks(links: readonly Link[], names: readonly string[]): readonly Link[] {
  if (names.length === 0) return links;
  return names.map((name) => {
    const link = links.find((each) => each.name === name) ?? links.find((each) => each.altnames.includes(name));
    if (link) return link;
    const available = links.map((each) => each.name);
    const meant = nearest(name, available);
    throw new HostlensError({ code: "not-found", what: "NIC", name, available, ...(meant ? { hint: `did you mean ${meant}?` } : {}) });
  });
}
