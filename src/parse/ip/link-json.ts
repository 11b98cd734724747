import type { Place } from "../../model/explanation.ts";
import type { Link, LinkCounters } from "../../model/link.ts";
import type { Parsed } from "../../model/parsed.ts";
import type { NotUnderstood, Warning } from "../../model/warning.ts";
import { classifyLink } from "../link-kind.ts";
import { readAddressInfo } from "./address.ts";
import { isJsonObject, membersOf, readJsonRows } from "./json.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { adminUpOf, carrierOf } from "./link-flags.ts";
import { placeLocalPeers, readForeignIndex } from "./link-peers.ts";

/** Reads `ip -j [-d] [-s] link` and `ip -j [-d] addr`, of iproute2 4.20 to 7.1, `-br` too. */
export function parseLinkJson(output: string, command: string): Parsed<Link> {
  const { rows, warnings } = readJsonRows(output, command);
  const notUnderstood: NotUnderstood[] = [];
  const items: Link[] = [];
  for (const { pointer, value } of rows) {
    const link = readLink(value, { command, pointer }, warnings, notUnderstood);
    if (link !== undefined) items.push(link);
  }
  placeLocalPeers(items);
  return { items, warnings, notUnderstood };
}

function readLink(row: JsonObject, at: Place, warnings: Warning[], notUnderstood: NotUnderstood[]): Link | undefined {
  const name = nameOf(row["ifname"]);
  if (name === undefined) {
    warnings.push({ code: "bad-row", message: "an entry without ifname", at });
    return undefined;
  }
  const flags = texts(row["flags"]);
  const linkInfo = isJsonObject(row["linkinfo"]) ? row["linkinfo"] : {};
  const linkType = text(row["link_type"]);
  const parentBus = text(row["parentbus"]);
  const operstate = text(row["operstate"])?.toLowerCase() ?? null;
  const infoKind = text(linkInfo["info_kind"]);
  const link: Link = {
    ifindex: number(row["ifindex"]) ?? null,
    name,
    altnames: texts(row["altnames"]),
    kind: classifyLink({ infoKind, linkType: flags.includes("LOOPBACK") ? "loopback" : linkType, parentBus }),
    kindData: isJsonObject(linkInfo["info_data"]) ? linkInfo["info_data"] : {},
    mac: text(row["address"]) ?? null,
    mtu: number(row["mtu"]) ?? null,
    flags,
    adminUp: adminUpOf(row["flags"] === undefined ? undefined : flags, operstate),
    carrier: row["flags"] === undefined ? null : carrierOf(flags),
    operstate,
    qdisc: text(row["qdisc"]) ?? null,
    addresses: readAddressInfo(row["addr_info"], at, (key, value, place) => {
      unknownMember(warnings, notUnderstood, key, value, place);
    }),
    at,
  };
  const optional: Partial<Link> = {
    linkType, broadcast: text(row["broadcast"]), permanentMac: text(row["permaddr"]), alias: text(row["ifalias"]),
    group: text(row["group"]), txqlen: number(row["txqlen"]), master: nameOf(row["master"]),
    promiscuity: number(row["promiscuity"]), parentBus, parentDev: text(row["parentdev"]),
    portKind: text(linkInfo["info_slave_kind"]),
    portData: isJsonObject(linkInfo["info_slave_data"]) ? linkInfo["info_slave_data"] : undefined,
    xdp: isJsonObject(row["xdp"]) ? row["xdp"] : undefined,
    vfs: Array.isArray(row["vfinfo_list"]) ? row["vfinfo_list"].filter(isJsonObject) : undefined,
    stats: readStats(row["stats64"] ?? row["stats"]),
  };
  for (const [key, value] of Object.entries(optional)) {
    if (value !== undefined) Object.assign(link, { [key]: value });
  }
  const printedLower = readOtherEnd(link, row);
  readRest(link, row, at, warnings, notUnderstood);
  if (printedLower !== undefined) link.extra = { ...link.extra, printedLower };
  return link;
}

/** `link_index` counts in the namespace of `link_netnsid`; `link` is a name of this one, or null where there is no device. */
function readOtherEnd(link: Link, row: JsonObject): string | undefined {
  const index = number(row["link_index"]);
  const lower = nameOf(row["link"]);
  if (index !== undefined) link.peer = { ifindex: index };
  else if (lower !== undefined) {
    // with -6 the kernel does not say where the index counts, and ip looks it up here: then `group` is missing too
    if ("mtu" in row && !("group" in row) && readForeignIndex(lower) === undefined) return lower;
    link.lower = lower;
  }
  const nsid = number(row["link_netnsid"]);
  if (link.peer !== undefined && nsid !== undefined && nsid >= 0) link.peer.nsid = nsid;
  return undefined;
}

/** Keys that have a field of their own in the model. */
const claimed: ReadonlySet<string> = new Set([
  "ifindex", "ifname", "altnames", "linkinfo", "address", "mtu", "flags", "operstate", "qdisc", "addr_info", "link_type",
  "broadcast", "permaddr", "ifalias", "group", "txqlen", "master", "promiscuity", "parentbus", "parentdev", "xdp",
  "vfinfo_list", "stats64", "stats", "link_index", "link", "link_netnsid",
]);

/** Keys of iproute2 4.20 … 7.1 that go to `extra` without a remark; any other one is a value we do not know yet. */
const known: ReadonlySet<string> = new Set([
  "linkmode", "min_mtu", "max_mtu", "allmulti", "inet6_addr_gen_mode", "num_tx_queues", "num_rx_queues", "gso_max_size",
  "gso_max_segs", "tso_max_size", "tso_max_segs", "gro_max_size", "gso_ipv4_max_size", "gro_ipv4_max_size",
  "link_pointtopoint", "phys_port_name", "phys_port_id", "phys_switch_id", "proto_down", "proto_down_reason",
  "netns-immutable", "new_netnsid", "new_ifindex", "num_vf", "headroom", "tailroom", "dpll-pin", "deleted",
  "max_pacing_offload_horizon", "vf_stats", "ifalias", "carrier_changes",
]);

function readRest(link: Link, row: JsonObject, at: Place, warnings: Warning[], notUnderstood: NotUnderstood[]): void {
  const extra: Record<string, unknown> = {};
  for (const [key, value] of membersOf(row)) {
    if (key === null) unknownMember(warnings, notUnderstood, "", value, at);
    else if (!claimed.has(key)) {
      extra[key] = value;
      if (!known.has(key)) warnings.push({ code: "unknown-value", message: `unknown key ${JSON.stringify(key)} of ${link.name}, kept`, at });
    }
  }
  if (Object.keys(extra).length > 0) link.extra = extra;
}

function unknownMember(warnings: Warning[], notUnderstood: NotUnderstood[], key: string, value: JsonValue, at: Place): void {
  const said = key === "" ? JSON.stringify(value) : `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  warnings.push({ code: "not-understood", message: `not understood: ${said.slice(0, 120)}`, at });
  notUnderstood.push({ line: 1, text: said });
}

function readStats(value: JsonValue | undefined): Link["stats"] {
  if (!isJsonObject(value) || !isJsonObject(value["rx"]) || !isJsonObject(value["tx"])) return undefined;
  return { rx: countersOf(value["rx"]), tx: countersOf(value["tx"]) };
}

/** Counters under iproute2's JSON keys; those without a field of their own go to `details`. */
export function countersOf(object: Readonly<Record<string, unknown>>): LinkCounters {
  const details: Record<string, number> = {};
  const counters: LinkCounters = { bytes: 0, packets: 0, errors: 0, dropped: 0 };
  for (const [key, value] of Object.entries(object)) {
    if (typeof value !== "number") continue;
    if (key === "bytes" || key === "packets" || key === "errors" || key === "dropped") counters[key] = value;
    else details[key] = value;
  }
  if (Object.keys(details).length > 0) counters.details = details;
  return counters;
}

/** iproute2 4.20 writes a backslash as `\n`; a name never holds a newline, so it is clear what was meant. */
function nameOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  return value.replaceAll("\n", "\\");
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function number(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
