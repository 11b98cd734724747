import { lsnsAdapter, namespaceMountAdapter, namespaceScanAdapter, netLsnsAdapter, ownNamespaceAdapter } from "../adapter/namespace.ts";
import type { InsideView, Namespace } from "../model/namespace.ts";
import type { Warning } from "../model/warning.ts";
import { parseAddresses } from "../parse/ip/link.ts";
import type { Runner } from "../run/runner.ts";
import { askAll } from "./ask.ts";

/** What there is of namespaces; undefined where nobody could tell. */
export interface NamespaceAnswer {
  readonly namespaces?: Namespace[];
  readonly warnings: Warning[];
}

/** Very many namespaces are listed, but not all of them are entered. */
const mostEntered = 200;

/**
 * Every namespace that can be seen: processes by their links in /proc, files that keep one open, and what lsns adds
 * (the number this namespace has for it, user and command of the first process). What may not be seen is one warning.
 */
export async function readNamespaces(runner: Runner): Promise<NamespaceAnswer> {
  const form = namespaceScanAdapter.forms[0];
  const [scan, told] = await Promise.all([
    form ? runner.run({ argv: form.argv }) : undefined,
    askAll(runner, [netLsnsAdapter, lsnsAdapter, namespaceMountAdapter, ownNamespaceAdapter]),
  ]);
  const scanned = scan && form && scan.problem === undefined ? form.parse(scan.stdout.toString("utf8"), "find /proc -maxdepth 3 -path '/proc/*/ns/*'").items : [];
  const refused = new Set([...(scan?.stderr ?? "").matchAll(/\/proc\/(\d+)\/ns[^\n]*denied/g)].map((match) => match[1]));
  const warnings: Warning[] = refused.size === 0 ? [] : [{
    code: "no-permission",
    message: `the namespaces of ${refused.size} ${refused.size === 1 ? "process" : "processes"} may not be seen${process.getuid?.() === 0 ? ", not even by root here" : "; root sees more"}`,
    at: { command: "find /proc/*/ns" },
  }];
  const found = new Map<string, Namespace>();
  // in the order of trust: who lives there from /proc, numbers and names from lsns
  for (const item of [...scanned, ...told.flatMap((answer) => answer.items)]) {
    const key = `${item.type} ${item.inode}`;
    const known = found.get(key);
    found.set(key, known ? joined(known, item) : { ...item });
  }
  if (found.size === 0) return { warnings: [...warnings, ...told.flatMap((answer) => answer.warnings)] };
  const namespaces = [...found.values()];
  for (const item of namespaces) {
    const named = item.paths?.find((path) => /^(?:\/var)?\/run\/netns\/[^/]+$/.test(path));
    if (named !== undefined) item.name = named.slice(named.lastIndexOf("/") + 1);
  }
  return { namespaces, warnings };
}

function joined(known: Namespace, item: Namespace): Namespace {
  const paths = [...new Set([...(known.paths ?? []), ...(item.paths ?? [])])];
  const merged: Namespace = { ...item, ...known, ...(paths.length > 0 ? { paths } : {}) };
  if (known.pids.length === 0) merged.pids = item.pids;
  return merged;
}

/**
 * Looks into every other network namespace that a process or a file leads to (nsenter(1)): its links and addresses.
 * Where that is not permitted there is no view and one warning.
 */
export async function lookInside(runner: Runner, namespaces: readonly Namespace[]): Promise<{ views: InsideView[]; warnings: Warning[] }> {
  const others = namespaces.filter((space) => space.type === "net" && space.isOwn !== true && doorOf(space) !== undefined);
  const entered = others.slice(0, mostEntered);
  const results = await runner.runAll(entered.map((space) => ({ argv: insideArgv(doorOf(space) ?? "") })));
  const views: InsideView[] = [];
  let refused = 0;
  for (const [index, space] of entered.entries()) {
    const result = results[index];
    if (result?.exitCode === 0) {
      const links = parseAddresses(result.stdout.toString("utf8"), result.argv.join(" ")).items;
      if (links.length > 0) views.push({ inode: space.inode, links });
    } else if (result?.problem === "no-permission" || /not permitted|denied|Invalid argument/i.test(result?.stderr ?? "")) refused++;
  }
  const warnings: Warning[] = [];
  if (refused > 0) warnings.push({ code: "no-permission", message: `${refused} network ${refused === 1 ? "namespace" : "namespaces"} could not be entered: setns(2) needs CAP_SYS_ADMIN; as root their interfaces are shown too`, at: { command: "nsenter --net ip -j -d addr" } });
  if (others.length > entered.length) warnings.push({ code: "truncated", message: `${others.length - entered.length} of ${others.length} network namespaces were not entered`, at: { command: "nsenter --net ip -j -d addr" } });
  return { views, warnings };
}

/** The command that shows the links of another network namespace. */
export function insideArgv(door: string): readonly string[] {
  return ["nsenter", `--net=${door}`, "ip", "-j", "-d", "addr"];
}

/** What leads into a namespace: its first process, or a file that keeps it open. */
function doorOf(space: Namespace): string | undefined {
  const pid = space.pids[0];
  return pid !== undefined ? `/proc/${pid}/ns/net` : space.paths?.[0];
}
