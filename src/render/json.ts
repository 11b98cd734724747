/** Longer arrays are written item by item, one a line, so that the document is never one string in memory. */
const longArray = 500;
const chunkChars = 1 << 16;

/**
 * The pieces of one JSON document, to be written one after the other. A top-level property may be an iterable instead
 * of an array: its items are then made, written and forgotten one by one (`hostlens routes --json` with 100,000
 * routes). `pretty` indents by two; long arrays get one line an item.
 */
export function* jsonChunks(document: unknown, pretty: boolean): Generator<string> {
  if (!hasLongPart(document)) {
    yield `${JSON.stringify(document, undefined, pretty ? 2 : undefined)}\n`;
    return;
  }
  const [newline, space] = pretty ? ["\n", " "] : ["", ""];
  let buffer = "{";
  let first = true;
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    buffer += `${first ? "" : ","}${newline}${pretty ? "  " : ""}${JSON.stringify(key)}:${space}`;
    first = false;
    if (!isLong(value)) {
      const text = JSON.stringify(value, undefined, pretty ? 2 : undefined);
      buffer += pretty ? text.replaceAll("\n", "\n  ") : text;
      continue;
    }
    buffer += "[";
    let separator = pretty ? "\n    " : "";
    for (const item of value) {
      buffer += separator + JSON.stringify(item);
      separator = pretty ? ",\n    " : ",";
      if (buffer.length > chunkChars) {
        yield buffer;
        buffer = "";
      }
    }
    buffer += pretty ? "\n  ]" : "]";
  }
  yield `${buffer}${newline}}\n`;
}

function hasLongPart(document: unknown): document is object {
  return typeof document === "object" && document !== null && !Array.isArray(document) && Object.values(document).some(isLong);
}

function isLong(value: unknown): value is Iterable<unknown> {
  if (Array.isArray(value)) return value.length > longArray;
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
