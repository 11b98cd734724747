/** Small words for sentences about calls: sizes, times, names of things behind descriptors. */

/** "1 byte", "832 bytes", "8 KiB", "128 MiB": exact, never rounded. */
export function sizeWord(bytes: number | undefined): string {
  if (bytes === undefined) return "some bytes";
  if (bytes === 1) return "1 byte";
  for (const [unit, size] of [["GiB", 1024 ** 3], ["MiB", 1024 ** 2], ["KiB", 1024]] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`;
  }
  return `${bytes} bytes`;
}

/** "2 s", "20 ms", "1.5 s": a time in seconds. */
export function timeWord(seconds: number): string {
  const round = (value: number): string => String(Number(value.toPrecision(6)));
  if (seconds === 0) return "0 s";
  if (seconds >= 1) return `${round(seconds)} s`;
  if (seconds >= 1e-3) return `${round(seconds * 1e3)} ms`;
  if (seconds >= 1e-6) return `${round(seconds * 1e6)} µs`;
  return `${round(seconds * 1e9)} ns`;
}

export function countWord(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c" */
export function joinWords(words: readonly string[]): string {
  return words.length <= 1 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

/** A path as it stands in a sentence; with quotes where it would not be seen as one word. */
export function pathWord(path: string, truncated: boolean): string {
  const shown = path === "" || /[\s"]/.test(path) ? JSON.stringify(path) : path;
  return truncated ? `${shown}…` : shown;
}

const longestData = 40;

/** The beginning of data in quotes, as text where it is text. `bytes` holds one character a byte. */
export function quoteData(bytes: string, truncated: boolean): string {
  const printable = bytes.split("").filter((letter) => letter >= " " || letter === "\n" || letter === "\t" || letter === "\r").length;
  if (bytes.length > 0 && printable < bytes.length * 0.7) return bytes.startsWith("\u007fELF") ? "an ELF file" : "binary data";
  const text = Buffer.from(bytes, "latin1").toString("utf8");
  const cut = text.length > longestData;
  return JSON.stringify(cut ? text.slice(0, longestData) : text) + (truncated || cut ? "…" : "");
}

/**
 * What a decoration of strace's -y says is behind a descriptor: a path stays a path, `pipe:[123]` is a pipe,
 * `TCP:[a->b]` the TCP connection a → b.
 */
export function describeTarget(decoration: string): string {
  if (decoration.startsWith("/")) return pathWord(decoration, false);
  const colon = decoration.indexOf(":");
  const kind = colon < 0 ? decoration : decoration.slice(0, colon);
  const inner = decoration.slice(colon + 1).replace(/^\[/, "").replace(/\]$/, "");
  switch (kind) {
    case "pipe":
      return "a pipe";
    case "socket":
      return "a socket";
    case "anon_inode":
      if (inner.includes("eventpoll")) return "an epoll";
      return `${/^[aeio]/.test(inner) ? "an" : "a"} ${inner.replace(/^\[/, "").replace(/\]$/, "")}`;
    case "eventpoll":
      return "an epoll";
    case "net": case "mnt": case "pid": case "uts": case "ipc": case "user": case "cgroup": case "time":
      return `the ${kind} namespace ${inner}`;
    default:
      break;
  }
  if (/^(?:TCP|UDP|SCTP|RAW|UNIX|NETLINK|DCCP|PING)/.test(kind)) {
    const arrow = inner.indexOf("->");
    if (/^\d+$/.test(inner)) return `a ${kind} socket`;
    const comma = inner.indexOf(",");
    return kind.startsWith("UNIX") ? (comma < 0 ? `a ${kind} socket` : `the ${kind} socket ${inner.slice(comma + 1)}`)
      : arrow < 0 ? `the ${kind} socket ${inner}` : `the ${kind} connection ${inner.slice(0, arrow)} → ${inner.slice(arrow + 2)}`;
  }
  return decoration === "" ? "something unnamed" : decoration;
}

const irregular: Readonly<Record<string, string>> = {
  does: "do", goes: "go", has: "have", is: "be", tries: "try", copies: "copy", replies: "reply", modifies: "modify",
};

/** "opens" → "open", "watches" → "watch", "copies" → "copy"; undefined where the word is no verb in the third person. */
export function infinitive(verb: string): string | undefined {
  const known = irregular[verb];
  if (known) return known;
  if (!verb.endsWith("s") || verb.endsWith("ss")) return undefined;
  if (verb.endsWith("ies")) return `${verb.slice(0, -3)}y`;
  if (/(?:sh|ch|ss|x|zz)es$/.test(verb)) return verb.slice(0, -2);
  return verb.slice(0, -1);
}
