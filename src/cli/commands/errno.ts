import { allErrnos, errnoByName, errnoByNumber, type Errno } from "../../knowledge/errnos/index.ts";
import type { ErrnoDocument } from "../../model/documents.ts";
import { HostlensError, type Failure } from "../../model/failure.ts";
import type { Block } from "../../render/document.ts";
import { renderText } from "../../render/text.ts";
import type { Context } from "../command.ts";
import { nearestWords } from "../nearest.ts";

/** Prints the errnos that were asked for by name or number; an unknown one ends in exit status 1 after the known ones. */
export async function run({ globals, out }: Context, args: readonly string[]): Promise<number> {
  const found = new Set<Errno>();
  let failure: Failure | undefined;
  for (const word of args) {
    const errno = /^-?\d{1,5}$/.test(word) ? errnoByNumber(Number(word)) : errnoByName(word);
    if (errno) found.add(errno);
    else failure ??= unknownErrno(word);
  }
  const shown = args.length === 0 ? allErrnos() : [...found];
  if (failure && shown.length === 0) throw new HostlensError(failure);
  if (globals.format === "text") {
    const blocks = args.length > 0 && !globals.brief ? shown.flatMap(describeErrno) : [listErrnos(shown)];
    await out.text(renderText(blocks, globals));
  } else {
    const document: ErrnoDocument = {
      schema: "hostlens/errno@1",
      source: { kind: "catalogue", host: null, kernel: null, recordedAt: null },
      errnos: shown.map((errno) => ({
        ...errno, aliases: [...errno.aliases], specific: errno.specific.map(({ calls, meaning }) => ({ calls: [...calls], meaning })),
      })),
      warnings: [],
    };
    await out.json(document);
  }
  if (failure) throw new HostlensError(failure);
  return 0;
}

function unknownErrno(name: string): Failure {
  const close = nearestWords(name, allErrnos().flatMap((errno) => [errno.name, ...errno.aliases]));
  return { code: "not-found", what: "errno", name, ...(close.length > 0 ? { hint: `close to it: ${close.join(", ")}` } : {}) };
}

function listErrnos(errnos: readonly Errno[]): Block {
  return {
    kind: "table",
    columns: [{ title: "ERRNO" }, { title: "NUMBER", align: "right" }, { title: "MEANING", shrink: 1, min: 30 }],
    rows: errnos.map((errno) => ({ cells: [[{ text: errno.name, tone: "name" }], String(errno.number), errno.meaning] })),
  };
}

function describeErrno(errno: Errno, index: number): Block[] {
  const others = errno.aliases.length > 0 ? `, also called ${errno.aliases.join(", ")}` : "";
  return [
    ...(index > 0 ? [{ kind: "gap" } as const] : []),
    { kind: "title", text: `${errno.name} (${errno.number}${others}): ${errno.message}` },
    { kind: "paragraph", text: `In general: ${errno.meaning}.`, indent: 2 },
    ...(errno.internal ? [{ kind: "paragraph", indent: 2, text: "Only a tracer sees it: the kernel uses this number inside and gives the program another answer." } as const] : []),
    ...errno.specific.map(({ calls, meaning }): Block => ({
      kind: "paragraph", indent: 2, hang: 2, text: [{ text: calls.map(callWord).join(", "), tone: "name" }, { text: `: ${meaning}.` }],
    })),
  ];
}

function callWord(word: string): string {
  return word.startsWith("%") ? `other calls of ${word}` : word;
}
