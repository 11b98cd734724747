import type { Encap } from "../../model/route.ts";
import { type JsonValue, type Member, isJsonObject } from "./json.ts";
import { readNumber } from "./words.ts";

/**
 * The attributes of each lightweight tunnel (ip-route(8), ENCAPTYPE). iproute2 up to 6.x prints them in the route's own
 * object, under names the route uses as well: what follows `encap` belongs to the tunnel as long as its name is one of
 * these and has not been seen.
 */
const attributes: Readonly<Record<string, ReadonlySet<string>>> = {
  mpls: new Set(["dst", "ttl"]),
  ip: new Set(["id", "src", "dst", "ttl", "tos", "key", "csum", "seq", "geneve_opts", "vxlan_opts", "erspan_opts"]),
  ip6: new Set(["id", "src", "dst", "hoplimit", "tc", "key", "csum", "seq", "geneve_opts", "vxlan_opts", "erspan_opts"]),
  seg6: new Set(["mode", "segs", "hmac", "tunsrc"]),
  seg6local: new Set([
    "action", "srh", "table", "vrftable", "nh4", "nh6", "iif", "oif", "endpoint", "flavors", "lblen", "nflen", "hmac",
    "packets", "bytes", "errors", "count", "bpf",
  ]),
  ila: new Set(["locator", "csum_mode", "ident_type", "hook_type"]),
  bpf: new Set(["in", "out", "xmit", "headroom"]),
  rpl: new Set(["segs"]),
  ioam6: new Set(["freq", "mode", "tunsrc", "tundst", "trace", "type", "ns", "size"]),
  xfrm: new Set(["if_id", "link_dev"]),
};

/** Members of a route that never belong to its tunnel: they end the attributes of a tunnel nobody knows. */
const routeMembers: ReadonlySet<string> = new Set([
  "gateway", "via", "dev", "table", "protocol", "scope", "prefsrc", "metric", "flags", "nexthops", "pref", "cache", "weight",
]);

/** Takes the tunnel's attributes off the members that follow a flat `"encap":"TYPE"`; `end` is the first one that is not its own. */
export function takeFlatEncap(members: readonly Member[], start: number, type: string): { encap: Encap; end: number } {
  const known = attributes[type];
  const encap: Encap = { type };
  let at = start;
  for (; at < members.length; at++) {
    const [key, value] = members[at] as Member;
    if (key === null || Object.hasOwn(encap, key)) break;
    if (known ? !known.has(key) : routeMembers.has(key)) break;
    if (key !== "type") setAttribute(encap, key, value);
  }
  return { encap, end: at };
}

/** The tunnel of iproute2 7.x: an object of its own, with `encap_type` for the type. */
export function readNestedEncap(value: JsonValue): Encap | undefined {
  if (!isJsonObject(value)) return undefined;
  const encap: Encap = { type: typeof value.encap_type === "string" ? value.encap_type : "unknown" };
  for (const key in value) if (key !== "encap_type" && key !== "type") setAttribute(encap, key, value[key] as JsonValue);
  if (encap.type === "ioam6" && typeof value.type === "string") encap.traceType = value.type;
  return encap;
}

function setAttribute(encap: Encap, key: string, value: unknown): void {
  const name = key === "type" ? "traceType" : key;
  Object.defineProperty(encap, name, { value, writable: true, enumerable: true, configurable: true });
}

const numeric: ReadonlySet<string> = new Set([
  "ttl", "id", "tos", "tc", "hoplimit", "headroom", "lblen", "nflen", "packets", "bytes", "errors", "ns", "size",
]);
const bare: ReadonlySet<string> = new Set(["key", "csum", "seq"]);
const textNames: Readonly<Record<string, string>> = { "csum-mode": "csum_mode", "ident-type": "ident_type", "hook-type": "hook_type" };

/** Reads `encap TYPE …` from the word after `encap`; `end` is the first word that is not the tunnel's own. */
export function readEncapWords(words: readonly string[], start: number): { encap: Encap; end: number } {
  const type = words[start] ?? "unknown";
  const encap: Encap = { type };
  const known = attributes[type];
  let at = start + 1;
  if ((type === "mpls" || type === "ila") && words[at] !== undefined) {
    setAttribute(encap, type === "mpls" ? "dst" : "locator", words[at]);
    at++;
  }
  if (!known) return { encap, end: at };
  while (at < words.length) {
    const word = words[at] as string;
    const key = textNames[word] ?? word;
    if (word === "segs") {
      const list = readSegments(words, at);
      if (!list || (type === "seg6local" ? Object.hasOwn(encap, "srh") : Object.hasOwn(encap, "segs"))) break;
      if (type === "seg6local") setAttribute(encap, "srh", { segs: list.segments });
      else setAttribute(encap, "segs", list.segments);
      at = list.end;
      continue;
    }
    if (type === "ioam6" && word === "trace") {
      setAttribute(encap, "trace", words[at + 1] ?? "");
      at += 2;
      continue;
    }
    const own = type === "ioam6" && key === "type" ? "traceType" : key;
    if (!known.has(key) || Object.hasOwn(encap, own)) break;
    if (bare.has(key)) {
      setAttribute(encap, key, true);
      at++;
      continue;
    }
    const value = words[at + 1];
    if (value === undefined) break;
    if (key === "hmac") setAttribute(encap, key, Number.parseInt(value, 16));
    else if (key === "flavors") setAttribute(encap, key, value.split(","));
    else setAttribute(encap, key, numeric.has(key) ? (readNumber(value) ?? value) : value);
    at += 2;
  }
  return { encap, end: at };
}

/** `segs 2 [ A B ]`: the list ends at its bracket, or at the end of a line that was cut. */
function readSegments(words: readonly string[], start: number): { segments: string[]; end: number } | undefined {
  if (words[start + 2] !== "[") return undefined;
  const segments: string[] = [];
  let at = start + 3;
  while (at < words.length && words[at] !== "]") {
    segments.push(words[at] as string);
    at++;
  }
  return { segments, end: Math.min(at + 1, words.length) };
}
