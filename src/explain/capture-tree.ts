import type { CaptureFacts } from "../model/capture.ts";
import type { TracedProcess } from "../model/process.ts";
import { decodeBytes } from "../parse/strace/arguments.ts";
import { baseName, endWords } from "./capture-words.ts";
import { count, numberText } from "./say.ts";

/** This many children of one kind are drawn as one line. */
const foldFrom = 4;
const deepest = 40;

interface Node { process: TracedProcess; children: Node[]; kind: string; size: number; calls: number }

/**
 * Who started whom, what each ran and how it ended, as lines of a tree. Children of one kind are folded into one line
 * with their number; at most `most` lines, the last of which says what was left out.
 */
export function drawProcesses(facts: CaptureFacts, most: number): string[] {
  const roots = buildTree(facts);
  const superseded = new Map(facts.superseded.map((one) => [one.by, one]));
  const lines: string[] = [];
  let left = 0;
  const put = (line: string, size: number): void => {
    if (lines.length < most) lines.push(line);
    else left += size;
  };
  const draw = (group: readonly Node[], prefix: string, branch: string, below: string, depth: number): void => {
    const [first] = group;
    if (!first) return;
    put(`${prefix}${branch}${group.length === 1 ? oneLine(first, superseded) : foldedLine(group)}`, group.length);
    const groups = groupOf(group.length === 1 ? first.children : []);
    if (depth >= deepest && groups.length > 0) {
      put(`${prefix}${below}└─ … deeper`, 1);
      return;
    }
    groups.forEach((each, index) => {
      const isLast = index === groups.length - 1;
      draw(each, prefix + below, isLast ? "└─ " : "├─ ", isLast ? "   " : "│  ", depth + 1);
    });
  };
  for (const group of groupOf(roots)) draw(group, "", "", "", 0);
  if (left > 0) lines.push(`… and ${count(left, "more process", "more processes")} (-v draws all)`);
  return lines;
}

function buildTree(facts: CaptureFacts): Node[] {
  const nodes = facts.processes.map((process): Node => ({ process, children: [], kind: "", size: 1, calls: process.calls }));
  const byPid = new Map<number, Node[]>();
  for (const node of nodes) {
    const same = byPid.get(node.process.pid);
    if (same) same.push(node);
    else byPid.set(node.process.pid, [node]);
  }
  const roots: Node[] = [];
  for (const node of nodes) {
    const { threadOf, ppid, firstLine } = node.process;
    const parentPid = threadOf ?? ppid;
    // a pid may have been used twice: the parent is the latest that was there already
    const parent = parentPid === undefined ? undefined : byPid.get(parentPid)?.findLast((one) => one !== node && one.process.firstLine <= firstLine);
    (parent?.children ?? roots).push(node);
  }
  for (const node of nodes.toReversed()) {
    node.kind = kindOf(node);
    for (const child of node.children) { node.size += child.size; node.calls += child.calls; }
  }
  return roots;
}

/** What makes two processes look the same in the drawing. */
function kindOf({ process, children }: Node): string {
  const ran = process.execs.filter((exec) => exec.errno === undefined).map((exec) => exec.path).join(">");
  const kinds = [...new Set(children.map((child) => child.kind))].join(",");
  const own = `${process.threadOf === undefined ? process.born.how : "thread"}|${ran}|${process.threadOf === undefined ? endWords(process) ?? "" : ""}|${kinds}`;
  return own.length > 300 ? `${own.slice(0, 280)}#${own.length}` : own;
}

/** Neighbours in the drawing: those of a kind that is frequent together, the others alone, in order of appearance. */
function groupOf(nodes: readonly Node[]): Node[][] {
  const byKind = new Map<string, Node[]>();
  for (const node of nodes) {
    const same = byKind.get(node.kind);
    if (same) same.push(node);
    else byKind.set(node.kind, [node]);
  }
  const groups: Node[][] = [];
  for (const node of nodes) {
    const same = byKind.get(node.kind) ?? [];
    if (same.length < foldFrom) groups.push([node]);
    else if (same[0] === node) groups.push(same);
  }
  return groups;
}

function oneLine({ process }: Node, superseded: ReadonlyMap<number, { pid: number; line: number }>): string {
  const taken = superseded.get(process.pid);
  const name = nameWords(process);
  const parts = [bornWords(process), count(process.calls, "call")];
  if (taken && process.threadOf !== undefined) parts.push(`its execve took over ${taken.pid} (line ${taken.line})`);
  else if (process.threadOf === undefined) parts.push(endWords(process) ?? "end not shown");
  else if (process.exit?.signal !== undefined) parts.push(`killed by ${process.exit.signal}`);
  if (process.reaped) parts.push(process.reaped.by === process.ppid ? `waited for (line ${process.reaped.line})` : `waited for by ${process.reaped.by} (line ${process.reaped.line})`);
  return `${name}${process.pid === 0 ? "" : `${name === "" ? "" : " "}${process.pid}`}  ${parts.filter((part) => part !== "").join(" · ")}`;
}

function foldedLine(group: readonly Node[]): string {
  const [first] = group;
  if (!first) return "";
  const { process } = first;
  const calls = group.reduce((sum, node) => sum + node.calls, 0);
  const size = group.reduce((sum, node) => sum + node.size - 1, 0);
  const parts = [bornWords(process), count(calls, "call")];
  if (process.threadOf === undefined) parts.push(`each ${endWords(process) ?? "without an end"}`);
  if (size > 0) parts.push(`with ${count(size, "child", "children")} of their own`);
  const last = group.at(-1);
  const pids = process.pid === 0 ? "" : ` (${process.pid} … ${last?.process.pid ?? process.pid})`;
  return `${numberText(group.length)} × ${nameWords(process) || "process"}${pids}  ${parts.filter((part) => part !== "").join(" · ")}`;
}

/** The programs one after another: `env → python3`; a thread and a copy say so. */
function nameWords(process: TracedProcess): string {
  if (process.threadOf !== undefined) return "thread";
  const ran = process.execs.filter((exec) => exec.errno === undefined).map((exec) => baseName(decodeBytes(exec.path)));
  const shown = ran.length > 4 ? [...ran.slice(0, 2), "…", ran.at(-1) ?? ""] : ran;
  if (shown.length > 0) return shown.join(" → ");
  return process.born.how === "fork" || process.born.how === "vfork" || process.born.how === "clone" ? "copy of its parent" : process.pid === 0 ? "the program" : "process";
}

function bornWords(process: TracedProcess): string {
  const spaces = process.born.flags?.filter((flag) => flag.startsWith("CLONE_NEW")).map((flag) => namespaces[flag] ?? flag) ?? [];
  switch (process.born.how) {
    case "fork": return "fork";
    case "vfork": return "vfork";
    case "clone": return spaces.length > 0 ? `clone into new ${spaces.join(", ")} namespace` : "clone";
    case "attached": return "was running before";
    case "unknown": return process.ppid === undefined ? "how it began is not shown" : "";
    case "first": case "thread": return "";
  }
}

const namespaces: Readonly<Record<string, string>> = {
  CLONE_NEWNS: "mount", CLONE_NEWNET: "network", CLONE_NEWPID: "PID", CLONE_NEWUTS: "UTS", CLONE_NEWIPC: "IPC", CLONE_NEWUSER: "user", CLONE_NEWCGROUP: "cgroup", CLONE_NEWTIME: "time",
};
