import type { Namespace } from "../model/namespace.ts";
import type { Parsed } from "../model/parsed.ts";
import type { NotUnderstood, Warning } from "../model/warning.ts";
import { splitLines } from "./ip/words.ts";

/**
 * Reads `lsns -J` with the columns NS, TYPE, NPROCS, PID, USER, NETNSID, NSFS, COMMAND (lsns(8)); columns may be missing.
 * lsns shows one process of each namespace, the first. Never throws.
 */
export function parseLsns(output: string, command: string): Parsed<Namespace> {
  const items: Namespace[] = [];
  const warnings: Warning[] = [];
  let document: unknown;
  try {
    document = output.trim() === "" ? undefined : JSON.parse(output);
  } catch (error) {
    warnings.push({ code: "bad-json", message: `${command}: not valid JSON: ${(error as Error).message}`, at: { command } });
  }
  const rows = (document as { namespaces?: unknown } | undefined)?.namespaces;
  for (const [index, row] of (Array.isArray(rows) ? rows : []).entries()) {
    const { ns, type, nprocs, pid, user, netnsid, nsfs, command: first } = row as Record<string, unknown>;
    const inode = Number(ns);
    if (typeof type !== "string" || !Number.isInteger(inode)) continue;
    const item: Namespace = { type, inode, pids: typeof pid === "number" && pid > 0 ? [pid] : [], at: { command, pointer: `/namespaces/${index}` } };
    if (typeof nprocs === "number") item.processes = nprocs;
    if (typeof user === "string") item.owner = user;
    if (typeof first === "string" && first !== "") item.command = first;
    if (netnsid !== null && netnsid !== undefined && netnsid !== "" && Number.isInteger(Number(netnsid))) item.nsid = Number(netnsid);
    if (typeof nsfs === "string" && nsfs !== "") item.paths = nsfs.split("\n");
    items.push(item);
  }
  return { items, warnings, notUnderstood: [] };
}

/** One line of the listing of /proc/PID/ns: `/proc/812/ns/net net:[4026531840]`. */
const linkLine = /^\/proc\/(\d+)\/ns\/([a-z_]+) ([a-z]+):\[(\d+)\]$/;

/** Reads what {@link namespaceScan} prints: every process and the namespaces it lives in, grouped by namespace. */
export function parseNamespaceScan(output: string, command: string): Parsed<Namespace> {
  const found = new Map<string, Namespace>();
  const notUnderstood: NotUnderstood[] = [];
  splitLines(output).forEach((line, index) => {
    if (line.trim() === "") return;
    const match = linkLine.exec(line.trim());
    if (!match) {
      // a process that ended meanwhile leaves its link empty
      if (!line.startsWith("/proc/")) notUnderstood.push({ line: index + 1, text: line });
      return;
    }
    const [, pid = "", entry = "", type = "", inode = ""] = match;
    // pid_for_children says where children will live, not who lives there
    if (entry.endsWith("_for_children")) return;
    const key = `${type} ${inode}`;
    const known = found.get(key);
    if (known) known.pids.push(Number(pid));
    else found.set(key, { type, inode: Number(inode), pids: [Number(pid)], at: { command, line: index + 1 } });
  });
  const items = [...found.values()];
  for (const item of items) {
    item.pids.sort((left, right) => left - right);
    item.processes = item.pids.length;
  }
  return { items, warnings: [], notUnderstood };
}

/** Namespaces that a mount keeps open, with or without processes: the nsfs lines of /proc/self/mountinfo (proc(5)). */
export function parseNamespaceMounts(output: string, command: string): Parsed<Namespace> {
  const found = new Map<string, Namespace>();
  splitLines(output).forEach((line, index) => {
    const words = line.split(" ");
    const root = /^([a-z]+):\[(\d+)\]$/.exec(words[3] ?? "");
    const path = unescapeMount(words[4] ?? "");
    if (!root || path === "") return;
    const key = words[3] ?? "";
    const known = found.get(key);
    if (known) {
      if (!known.paths?.includes(path)) known.paths?.push(path);
    } else found.set(key, { type: root[1] ?? "", inode: Number(root[2]), pids: [], paths: [path], at: { command, line: index + 1 } });
  });
  return { items: [...found.values()], warnings: [], notUnderstood: [] };
}

/** mountinfo writes blanks, tabs, newlines and backslashes as three octal digits. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** The namespace that /proc/self/ns/net names: `net:[4026531840]`, alone or at the end of `ls -l`. */
export function parseOwnNamespace(output: string, command: string): Parsed<Namespace> {
  const found = /([a-z]+):\[(\d+)\]\s*$/.exec(output.slice(0, 4096));
  if (!found) return { items: [], warnings: [], notUnderstood: output.trim() === "" ? [] : [{ line: 1, text: output.slice(0, 200) }] };
  return { items: [{ type: found[1] ?? "", inode: Number(found[2]), pids: [], isOwn: true, at: { command, line: 1 } }], warnings: [], notUnderstood: [] };
}
