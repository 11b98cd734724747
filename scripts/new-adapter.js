// Writes the files of a new adapter: npm run new:adapter NAME (kebab-case, singular: `tunnel`).
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const name = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error("usage: npm run new:adapter NAME (kebab-case, singular)");
  process.exit(2);
}
const camel = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = camel[0].toUpperCase() + camel.slice(1);

const files = {
  [`src/model/${name}.ts`]: `import { z } from "zod";
import { Place } from "./explanation.ts";

/** One ${name}, as \`ip ${name}\` shows it. */
export const ${pascal} = z.object({
  name: z.string(),
  at: Place.optional(),
});
export type ${pascal} = z.infer<typeof ${pascal}>;
`,
  [`src/parse/${name}.ts`]: `import type { ${pascal} } from "../model/${name}.ts";
import type { Parsed } from "../model/parsed.ts";

/** Reads the output of \`ip ${name}\`, one ${name} a line. Never throws; what is not understood keeps its line. */
export function parse${pascal}s(output: string, command: string): Parsed<${pascal}> {
  const items: ${pascal}[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  for (const [index, text] of output.split("\\n").entries()) {
    if (text.trim() === "") continue;
    const [name] = text.trim().split(" ");
    if (name) items.push({ name, at: { command, line: index + 1 } });
    else notUnderstood.push({ line: index + 1, text });
  }
  return { items, warnings: [], notUnderstood };
}
`,
  [`src/adapter/${name}.ts`]: `import type { ${pascal} } from "../model/${name}.ts";
import { parse${pascal}s } from "../parse/${name}.ts";
import type { Adapter } from "./adapter.ts";

/** \`ip ${name}\`, best form first. */
export const ${camel}Adapter: Adapter<${pascal}> = {
  id: "${name}",
  forms: [{ argv: ["ip", "${name}", "show"], parse: parse${pascal}s }],
  concepts: [],
};
`,
  [`test/parse/${name}.test.ts`]: `import { expect, test } from "vitest";
import { parse${pascal}s } from "../../src/parse/${name}.ts";

test("reads a ${name} with its place", () => {
  expect(parse${pascal}s("one\\n", "ip ${name} show").items).toEqual([{ name: "one", at: { command: "ip ${name} show", line: 1 } }]);
});
`,
};

for (const path of Object.keys(files)) {
  if (existsSync(path)) {
    console.error(`${path} exists already; nothing was written`);
    process.exit(1);
  }
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
