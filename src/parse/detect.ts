import { isJson, membersOf, readJsonRows } from "./ip/json.ts";
import { isBriefLine } from "./ip/link-brief.ts";
import { readHeader } from "./ip/link-block.ts";
import { splitWords } from "./ip/text.ts";
import { isIfconfigHeader } from "./nettools/ifconfig.ts";
import { isNetDevHeader } from "./proc/net-dev.ts";

/** What a pasted text can be. `netstat` is `netstat -rn`; `unknown` is what nobody recognised. */
export const pastedKinds = [
  "strace", "ip-link", "ip-addr", "ip-route", "ip-rule", "ip-neigh", "ip-nexthop", "ip-netns", "ifconfig", "route", "netstat",
  "arp", "proc-net-dev", "proc-net-route", "proc-net-arp", "unknown",
] as const;
export type PastedKind = (typeof pastedKinds)[number];

const nudStates: ReadonlySet<string> = new Set([
  "PERMANENT", "NOARP", "REACHABLE", "STALE", "NONE", "INCOMPLETE", "DELAY", "PROBE", "FAILED",
]);
const routeTypes: ReadonlySet<string> = new Set([
  "unicast", "local", "broadcast", "multicast", "anycast", "throw", "unreachable", "prohibit", "blackhole", "nat", "none",
]);
const routeWords: ReadonlySet<string> = new Set([
  "via", "dev", "proto", "scope", "metric", "nhid", "encap", "src", "table", "tos", "from", "nexthop", "mtu", "onlink", "linkdown",
]);

/**
 * What an unindented line of text begins or belongs to, or undefined where the line alone does not tell: a row below
 * the head of a table, a detail of a link. `ip-link` stands for both `ip link` and `ip addr`. `current` is the kind of
 * the lines before, for what reads the same in two outputs.
 */
export function kindOfLine(text: string, current?: PastedKind): PastedKind | undefined {
  if (text === "" || text.startsWith(" ") || text.startsWith("\t")) return undefined;
  const words = splitWords(text.slice(0, 600));
  const kind = kindOfTable(text, words) ?? kindOfObject(text, words);
  // `192.0.2.9 dev eth0` alone is a neighbour without a state as well as a route
  return kind === "ip-route" && current === "ip-neigh" && words.length <= 3 ? current : kind;
}

function kindOfTable(text: string, words: readonly string[]): PastedKind | undefined {
  const [first = "", second = "", third = ""] = words;
  if (isIfconfigHeader(text)) return "ifconfig";
  if (isNetDevHeader(text)) return "proc-net-dev";
  if (first === "Kernel" && text.includes("routing table")) return "route";
  if (first === "Destination" && (second === "Gateway" || words.includes("Flags") || words.includes("Flag"))) {
    return words.includes("MSS") ? "netstat" : "route";
  }
  if (first === "Iface" && second === "Destination") return "proc-net-route";
  if (first === "Address" && second === "HWtype") return "arp";
  if (first === "IP" && second === "address" && third === "HW") return "proc-net-arp";
  if (second.startsWith("(") && second.endsWith(")") && (third === "at" || third === "auf")) return "arp";
  return undefined;
}

function kindOfObject(text: string, words: readonly string[]): PastedKind | undefined {
  const [first = "", second = "", third = ""] = words;
  if (readHeader({ line: 1, text, joined: false }) !== undefined) return "ip-link";
  if (isRuleNumber(first) && (second === "from" || second === "not")) return "ip-rule";
  if (isBriefLine(words)) return "ip-link";
  if (first === "id" && /^\d+$/.test(second) && words.length > 2) return "ip-nexthop";
  if (first === "nsid" && /^\d+$/.test(second)) return "ip-netns";
  if (words.length === 3 && second === "(id:" && /^\d+\)$/.test(third)) return "ip-netns";
  const isAddress = looksLikeDestination(first);
  if (isAddress && !first.includes("/") && isNeighbour(words)) return "ip-neigh";
  if ((isAddress || first === "default") && routeWords.has(second)) return "ip-route";
  const isType = routeTypes.has(first) || /^\d{1,2}$/.test(first);
  if (isType && (third === "" || routeWords.has(third)) && (second === "default" || looksLikeDestination(second))) return "ip-route";
  return undefined;
}

function isRuleNumber(word: string): boolean {
  return word.endsWith(":") && /^\d{1,10}$/.test(word.slice(0, -1));
}

function isNeighbour(words: readonly string[]): boolean {
  const isDev = words[1] === "dev" || words[1] === "lladdr";
  const last = words.at(-1) ?? "";
  return isDev && (words.includes("lladdr") || nudStates.has(last) || words.indexOf("proxy") > 2);
}

function looksLikeDestination(word: string): boolean {
  if (word.length > 64) return false;
  const address = word.split("/", 1)[0] ?? "";
  if (/^\d{1,3}(?:\.\d{1,3}){0,3}$/.test(address)) return address.includes(".") || word.includes("/");
  return address.includes(":") && /^[0-9a-fA-F:.]+$/.test(address) && address.split(":").length > 2;
}

/** What a JSON output of `ip -j` holds, by the keys of its objects; undefined where they belong to nothing known. */
export function kindOfJson(text: string): PastedKind | undefined {
  if (!isJson(text)) return undefined;
  const { rows } = readJsonRows(text, "");
  for (const { value } of rows.slice(0, 5)) {
    const keys = new Set(membersOf(value).map(([key]) => key));
    if (keys.has("ifname")) return keys.has("addr_info") ? "ip-addr" : "ip-link";
    if (keys.has("priority") && (keys.has("src") || keys.has("table") || keys.has("action"))) return "ip-rule";
    if (keys.has("dst") && (keys.has("state") || keys.has("lladdr") || keys.has("proxy"))) return "ip-neigh";
    if (keys.has("dst")) return "ip-route";
    if (keys.has("id") && !keys.has("name")) return "ip-nexthop";
    if (keys.has("nsid") || keys.has("name")) return "ip-netns";
  }
  return undefined;
}

/**
 * Whether a text is a capture of strace: one of its first lines is a call with its result, a signal or an exit. What
 * the traced program printed may stand in between.
 */
export function isStrace(text: string): boolean {
  let start = 0;
  for (let count = 0; count < 400 && start < text.length; count++) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    if (isStraceLine(text.slice(start, Math.min(end, start + 4000)).trimEnd())) return true;
    start = end + 1;
  }
  return false;
}

function isStraceLine(line: string): boolean {
  const rest = skipStracePrefix(line);
  if (rest.startsWith("+++ ") || rest.startsWith("--- SIG") || rest.startsWith("--- stopped by")) return rest.endsWith("+++") || rest.endsWith("---");
  if (rest.startsWith("<... ") && rest.includes(" resumed>")) return true;
  if (line.startsWith("strace: Process ") || line.includes("/strace: Process ")) return true;
  // the table of -c
  if (line.startsWith("% time ") && line.includes("syscall")) return true;
  let at = 0;
  while (at < rest.length && at < 40 && /[a-z0-9_]/.test(rest.charAt(at))) at++;
  if (at < 2 || rest[at] !== "(") return false;
  return rest.includes(") = ", at) || rest.includes(")= ", at) || /\)\s+= /.test(rest.slice(-4000)) || rest.endsWith("<unfinished ...>") || rest.endsWith(" <detached ...>");
}

/** `[pid 123]`, `123`, `123<comm>`, times of -t, -tt, -ttt and -r, `[00007f…]` of -i, `[  59]` of -n. */
function skipStracePrefix(line: string): string {
  const words = splitWords(line.slice(0, 200));
  let rest = line.trimStart();
  for (const word of words.slice(0, 6)) {
    const isPrefix = word === "[pid" || word === "[" || /^[\d:.]+\]?$/.test(word) || /^\d+<[^>]*>\]?$/.test(word) || /^\[[0-9a-f?]+\]$/.test(word) || word === "]" || word === "+" || word === "(+" || /^[\d.]+\)$/.test(word);
    if (!isPrefix) break;
    rest = rest.slice(rest.indexOf(word) + word.length).trimStart();
  }
  return rest;
}

/** What a command line prints: `ip -6 r` → ip-route. Leading `sudo` and a path before the name are skipped. */
export function kindOfCommand(command: string): { readonly kind: PastedKind | undefined; readonly family: 4 | 6 | undefined; readonly isKnown: boolean } {
  const words = splitWords(command).map((word, index) => (index < 3 && word.startsWith("/") && word.includes("bin/") ? word.slice(word.lastIndexOf("/") + 1) : word));
  while (words[0] === "sudo" || words[0] === "busybox" || words[0] === "doas") words.shift();
  const [tool = "", ...args] = words;
  if (tool === "ip") return { ...kindOfIp(args), isKnown: true };
  if (tool === "ifconfig") return { kind: "ifconfig", family: undefined, isKnown: true };
  if (tool === "route") return { kind: "route", family: args.includes("-6") || args.includes("inet6") ? 6 : undefined, isKnown: true };
  if (tool === "netstat") return { kind: args.some((arg) => /^-\w*r/.test(arg)) ? "netstat" : undefined, family: args.includes("-6") ? 6 : undefined, isKnown: true };
  if (tool === "arp") return { kind: "arp", family: undefined, isKnown: true };
  if (tool === "strace") return { kind: "strace", family: undefined, isKnown: true };
  if (tool === "cat") {
    const file = /^\/proc\/(?:\d+\/|self\/)?net\/(dev|route|arp)$/.exec(args[0] ?? "")?.[1];
    const kinds = { dev: "proc-net-dev", route: "proc-net-route", arp: "proc-net-arp" } as const;
    return { kind: file === undefined ? undefined : kinds[file as keyof typeof kinds], family: undefined, isKnown: true };
  }
  return { kind: undefined, family: undefined, isKnown: false };
}

function kindOfIp(args: readonly string[]): { kind: PastedKind | undefined; family: 4 | 6 | undefined } {
  let family: 4 | 6 | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "-4" || arg === "-6") family = arg === "-4" ? 4 : 6;
    else if (arg === "-f" || arg === "-family") family = args[++at] === "inet6" ? 6 : 4;
    else if (arg === "-n" || arg === "-netns" || arg === "-b" || arg === "-batch" || arg === "-l" || arg === "-loops" || arg === "-rcvbuf" || arg === "-rc") at++;
    else if (!arg.startsWith("-")) return { kind: kindOfIpObject(arg), family };
  }
  return { kind: undefined, family };
}

/** iproute2 takes any beginning of an object's name; of several that fit, the first in this order. */
function kindOfIpObject(word: string): PastedKind | undefined {
  const objects: readonly (readonly [string, PastedKind | undefined])[] = [
    ["address", "ip-addr"], ["addrlabel", undefined], ["maddress", undefined], ["route", "ip-route"], ["rule", "ip-rule"],
    ["neighbor", "ip-neigh"], ["neighbour", "ip-neigh"], ["ntable", undefined], ["link", "ip-link"], ["netns", "ip-netns"],
    ["nexthop", "ip-nexthop"],
  ];
  return objects.find(([name]) => word !== "" && name.startsWith(word))?.[1];
}
