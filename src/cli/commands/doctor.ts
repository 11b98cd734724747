import type { Block } from "../../render/document.ts";
import type { Context } from "../command.ts";

/** `hostlens doctor`: what this host lacks, what is lost without it, how to get it. */
export async function run(context: Context): Promise<number> {
  const { examine } = await import("../../host/doctor.ts");
  const runner = await context.openHost();
  const checks = await examine(runner, process.getuid?.() === 0);
  const missing = checks.filter((check) => !check.isThere);
  if (context.globals.format !== "text") {
    await context.out.json({
      schema: "hostlens/doctor@1", source: runner.source, node: process.version,
      checks: checks.map(({ name, isThere, found, lost, remedy }) => ({ name, available: isThere, found, lost, remedy })), warnings: [],
    });
    return 0;
  }
  const { renderText } = await import("../../render/text.ts");
  const blocks: Block[] = [
    { kind: "title", text: missing.length === 0 ? "Everything that hostlens asks for is here" : `Missing here: ${missing.map((check) => check.name).join(", ")}` },
    {
      kind: "table",
      columns: [{ title: "asked for" }, { title: "found", shrink: 1 }],
      rows: checks.map((check) => ({
        cells: [[{ text: check.name, tone: "name" }], [{ text: check.found, tone: check.isThere ? "good" : "warn" }]],
        below: check.isThere ? [] : [{ kind: "paragraph", text: `Without it: ${check.lost}.${check.remedy === "" ? "" : ` ${check.remedy}.`}`, indent: 2 }],
      })),
    },
    { kind: "paragraph", text: `Node.js ${process.version}; source: ${runner.source.kind}, kernel ${runner.source.kernel ?? "unknown"}.` },
  ];
  await context.out.text(renderText(blocks, { width: context.globals.width, color: context.globals.color }));
  return 0;
}
