import type { TracedProcess } from "../../model/process.ts";
import { signalByName } from "../../knowledge/signals/index.ts";
import { rankedOf } from "./cause-parts.ts";
import type { EvidenceCollector } from "./evidence.ts";
import { lastPart } from "./message-match.ts";
import { certainWeight } from "./rank.ts";

const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox"]);
/** Programs that run many others and fail when one of them did, whatever came after it. */
const jobRunners: ReadonlySet<string> = new Set([
  "make", "gmake", "ninja", "xargs", "find", "parallel", "npm", "npx", "node", "cargo", "go", "collect2", "gcc", "cc", "g++", "c++", "clang", "clang++", "tox", "pytest",
  "run-parts", "dpkg", "apt-get", "apt",
]);
/** Programs that run another one and pass on how it ended. */
const wrappers: ReadonlySet<string> = new Set([
  "env", "timeout", "nice", "ionice", "chrt", "taskset", "nohup", "sudo", "su", "runuser", "setpriv", "unshare", "nsenter", "chroot", "setsid", "stdbuf", "time", "git",
  "strace", "flock", "watch", "su-exec", "tini", "dumb-init", "prlimit", "script", "catchsegv", "valgrind", "ip", "systemd-run", "bwrap", "doas", "capsh",
]);

/** Programs that end another one when its time is up. */
export function isTimeLimiter(program: string): boolean {
  return program === "timeout";
}

export function hasFailed(process: TracedProcess): boolean {
  return process.exit !== undefined && (process.exit.signal !== undefined || (process.exit.status ?? 0) !== 0);
}

/** The status a shell gives for a process that ended so. */
function shellStatus(process: TracedProcess): number | undefined {
  if (process.exit?.signal !== undefined) return 128 + (signalByName(process.exit.signal)?.number ?? 0);
  return process.exit?.status;
}

/**
 * The process whose own failure the capture's failure is: from the first process down to the child whose end it passed
 * on, and so on. A wrapper is not the culprit of its child's failure; a child that failed and was forgiven is none.
 */
export function findCulprit(root: TracedProcess, evidence: EvidenceCollector): TracedProcess[] {
  const chain = [root];
  let current = root;
  for (let depth = 0; depth < 64; depth++) {
    const next = failingChild(current, evidence);
    if (!next || chain.includes(next)) break;
    chain.push(next);
    current = next;
  }
  return chain;
}

function failingChild(parent: TracedProcess, evidence: EvidenceCollector): TracedProcess | undefined {
  const program = lastPart(evidence.programOf(parent).program ?? "");
  // timeout(1) signals its whole group, itself included.
  if (parent.exit?.signal !== undefined && !isTimeLimiter(program)) return undefined;
  const end = parent.exit?.line ?? Infinity;
  const children = evidence.tree.processes.filter(
    (process) => process.threadOf === undefined && process.ppid === parent.pid && process !== parent
      && process.firstLine >= parent.firstLine && process.firstLine <= end && when(process) <= end + 200,
  );
  const failed = children.filter(hasFailed).toSorted((a, b) => when(a) - when(b));
  const last = failed[failed.length - 1];
  if (!last) return undefined;
  const same = failed.filter((child) => shellStatus(child) === parent.exit?.status).at(-1);
  const chosen = choose();
  return chosen && failedByItself(parent, chosen, evidence) ? undefined : chosen;

  function choose(): TracedProcess | undefined {
    const succeeded = children.filter((child) => !hasFailed(child) && child.exit !== undefined && child.execs.length > 0);
    const isForgiven = (child: TracedProcess): boolean => succeeded.some((other) => when(other) > when(child));
    if (jobRunners.has(program)) return last;
    if (same && !(isForgiven(same) && !shells.has(program) && !wrappers.has(program))) return same;
    if (last === undefined || isForgiven(last)) return undefined;
    if (shells.has(program) || wrappers.has(program) || isVersioned(program)) return last;
    return end - when(last) < 400 ? last : undefined;
  }
}

function when(process: TracedProcess): number {
  return process.reaped?.line ?? process.exit?.line ?? process.lastLine;
}

/** A failing call of the parent's own, after the child's end, that its message names: the child is beside the point. */
function failedByItself(parent: TracedProcess, child: TracedProcess, evidence: EvidenceCollector): boolean {
  const own = rankedOf(parent, evidence)[0];
  if (!own || own.weight < certainWeight) return false;
  return (own.suspect.lines.at(-1) ?? 0) > when(child);
}

function isVersioned(program: string): boolean {
  return /^(python|perl|ruby|node|php|lua)[\d.]*$/.test(program);
}
