import { explainNamespaces } from "../../explain/namespace.ts";
import { takeSnapshot } from "../../host/snapshot.ts";
import { HostlensError } from "../../model/failure.ts";
import { renderText } from "../../render/text.ts";
import { detailOf } from "../../render/views/detail.ts";
import { namespaceBlocks } from "../../render/views/namespaces.ts";
import type { Context } from "../command.ts";
import { noteWarnings } from "./listing.ts";

/** `hostlens namespaces`: which there are, who lives in them, what keeps them open. */
export async function run(context: Context): Promise<number> {
  const { globals, out } = context;
  const snapshot = await takeSnapshot(await context.openHost(), ["wiring"]);
  const namespaces = snapshot.namespaces?.toSorted((left, right) => left.inode - right.inode);
  if (!namespaces) {
    throw new HostlensError({ code: "not-possible", what: "namespaces", why: "neither /proc nor lsns could be asked for them", hint: "hostlens doctor says what is missing" });
  }
  if (globals.format !== "text") {
    await out.json({ schema: "hostlens/namespaces@1", source: snapshot.source, namespaces: [...explainNamespaces(namespaces, snapshot)], warnings: snapshot.warnings });
    return 0;
  }
  await out.text(renderText(namespaceBlocks([...explainNamespaces(namespaces, snapshot)], detailOf(globals)), globals));
  noteWarnings(out, snapshot.warnings.filter((warning) => warning.code === "no-permission" || warning.code === "truncated"));
  return 0;
}
