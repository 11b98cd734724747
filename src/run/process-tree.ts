import { readdirSync, readFileSync } from "node:fs";

/** Processes started here that have not ended; each leads a process group of its own. */
const running = new Set<number>();
let watchesExit = false;

/** Remembers a child so that it does not outlive this program, whichever way this program ends. */
export function guardChild(pid: number): void {
  running.add(pid);
  if (watchesExit) return;
  watchesExit = true;
  process.on("exit", () => {
    for (const child of running) killTree(child, "SIGKILL");
  });
}

export function releaseChild(pid: number): void {
  running.delete(pid);
}

/**
 * Sends a signal to a process group leader, its group, and every descendant that has left the group (setsid).
 * Processes that are gone already are no error.
 */
export function killTree(pid: number, signal: NodeJS.Signals): void {
  const descendants = descendantsOf(pid);
  send(-pid, signal);
  for (const descendant of descendants) send(descendant, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already, or not ours to signal: nothing more can be done
  }
}

/** Children, their children and so on, from the parent numbers in /proc/PID/stat; empty where there is no /proc. */
function descendantsOf(root: number): number[] {
  const childrenOf = new Map<number, number[]>();
  let names: string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return [];
  }
  for (const name of names) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent === undefined) continue;
    const siblings = childrenOf.get(parent);
    if (siblings) siblings.push(pid);
    else childrenOf.set(parent, [pid]);
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    for (const child of childrenOf.get(pid) ?? []) {
      found.push(child);
      queue.push(child);
    }
  }
  return found;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // 1234 (comm may hold blanks and parentheses) S 1 …
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[1]);
  } catch {
    return undefined;
  }
}
