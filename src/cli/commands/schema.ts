import { z } from "zod";
import { documentSchemas } from "../../model/documents.ts";
import { HostlensError } from "../../model/failure.ts";
import { nearest } from "../nearest.ts";
import type { Context } from "../command.ts";

/** Prints the JSON Schema of one document, or the names there are; with `--json` and no name all of them in one object. */
export async function run({ globals, out }: Context, args: readonly string[]): Promise<number> {
  const schemas: Readonly<Record<string, z.ZodType>> = documentSchemas;
  const names = Object.keys(schemas);
  const [asked] = args;
  if (asked === undefined) {
    if (globals.format === "text") await out.text(names.join("\n"));
    else await out.json(Object.fromEntries(names.map((name) => [name, jsonSchema(name, schemas[name])])));
    return 0;
  }
  const name = asked.replace(/^hostlens\//, "").replace(/@1$/, "");
  if (!Object.hasOwn(schemas, name)) {
    const meant = nearest(name, names);
    throw new HostlensError({
      code: "not-found", what: "document", name: asked, available: names, ...(meant ? { hint: `did you mean ${meant}?` } : {}),
    });
  }
  await out.json(jsonSchema(name, schemas[name]));
  return 0;
}

function jsonSchema(name: string, schema: z.ZodType | undefined): object {
  if (!schema) return {};
  // `io: "input"` leaves objects open: a later version may add keys without breaking a reader that validates.
  return { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), title: `hostlens/${name}@1` };
}
