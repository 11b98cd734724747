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
    const row = new RowWriter();
    for (const item of value) {
      buffer += separator + row.write(item);
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

/**
 * Writes flat objects one after the other, each in one go where it differs from the one before in a single value: rows of
 * a big table do, and this way cost a third of JSON.stringify. Anything else goes through JSON.stringify.
 */
class RowWriter {
  #keys: string[] = [];
  #values: unknown[] = [];
  /** the only place where the last rows differed, with the text around it */
  #open = -1;
  #head = "";
  #tail = "";

  write(item: unknown): string {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return JSON.stringify(item) ?? "null";
    const row = item as Record<string, unknown>;
    const keys = this.#keys;
    const values = this.#values;
    let at = 0;
    let changed = -1;
    let changes = 0;
    for (const key in row) {
      const value = row[key];
      if (keys[at] !== key) return this.#restart(row);
      if (values[at] !== value && !(isEmptyArray(value) && isEmptyArray(values[at]))) {
        changed = at;
        changes++;
        values[at] = value;
      }
      at++;
    }
    if (at !== keys.length || changes > 1) return this.#restart(row);
    if (changes === 0) changed = this.#open;
    if (changed !== this.#open && !this.#openAt(changed)) return JSON.stringify(row);
    const text = changed < 0 ? undefined : scalar(values[changed]);
    return text === undefined ? JSON.stringify(row) : this.#head + text + this.#tail;
  }

  #restart(row: Record<string, unknown>): string {
    this.#open = -1;
    this.#keys = Object.keys(row);
    this.#values = this.#keys.map((key) => row[key]);
    // A structure may change without becoming another object, and a hidden toJSON says something else altogether.
    if (!this.#values.every((value) => isEmptyArray(value) || value === undefined || scalar(value) !== undefined)) this.#keys = [];
    return JSON.stringify(row);
  }

  /** Prepares the text before and behind the value at `open`; false where that value cannot be put in alone. */
  #openAt(open: number): boolean {
    const members = this.#keys.map((key, index) => {
      const value = this.#values[index];
      return value === undefined ? undefined : `${JSON.stringify(key)}:${index === open ? "" : isEmptyArray(value) ? "[]" : scalar(value) ?? "null"}`;
    });
    if (members[open] === undefined) return false;
    this.#open = open;
    this.#head = `{${members.slice(0, open + 1).filter((member) => member !== undefined).join(",")}`;
    const rest = members.slice(open + 1).filter((member) => member !== undefined);
    this.#tail = rest.length > 0 ? `,${rest.join(",")}}` : "}";
    return true;
  }
}

const needsEscape = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/;

/** The JSON of a string, number, boolean or null; undefined for anything else. */
function scalar(value: unknown): string | undefined {
  if (typeof value === "string") return needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`;
  return typeof value === "number" || typeof value === "boolean" || value === null ? JSON.stringify(value) : undefined;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
