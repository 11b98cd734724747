import type { TracedProcess } from "../../model/process.ts";
import { lastPart } from "./message-match.ts";
import type { EvidenceCollector } from "./evidence.ts";

/** Programs that run another one and pass on how it ended. */
const wrappers: ReadonlySet<string> = new Set([
  "env", "timeout", "nice", "nohup", "sudo", "su", "runuser", "setpriv", "unshare", "nsenter", "chroot", "setsid", "stdbuf", "time", "xargs",
  "find", "sh", "bash", "dash", "ash", "zsh", "ksh", "make", "gmake", "ninja", "git", "npm", "npx", "strace", "flock", "watch", "parallel", "su-exec",
  "tini", "dumb-init", "gcc", "cc", "g++", "c++", "clang", "cargo", "go",
]);

export function hasFailed(process: TracedProcess): boolean {
  return process.exit !== undefined && (process.exit.signal !== undefined || (process.exit.status ?? 0) !== 0);
}

const signalNumbers: Record<string, number> = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12,
  SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGXCPU: 24, SIGXFSZ: 25, SIGSYS: 31,
};

/** The status a shell gives for a process that ended so. */
function shellStatus(process: TracedProcess): number | undefined {
  if (process.exit?.signal !== undefined) return 128 + (signalNumbers[process.exit.signal] ?? 0);
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
  const children = evidence.tree.processes.filter(
    (process) => process.threadOf === undefined && process.ppid === parent.pid && process !== parent
      && process.firstLine >= parent.firstLine && process.firstLine <= (parent.exit?.line ?? Infinity),
  );
  const failed = children.filter(hasFailed);
  if (failed.length === 0) return undefined;
  const when = (process: TracedProcess): number => process.reaped?.line ?? process.exit?.line ?? process.lastLine;
  failed.sort((a, b) => when(a) - when(b));
  const last = failed[failed.length - 1];
  if (!last) return undefined;
  const end = parent.exit?.line ?? Infinity;
  if (parent.exit?.signal !== undefined) return undefined;
  const same = failed.filter((child) => shellStatus(child) === parent.exit?.status);
  const lastSame = same[same.length - 1];
  const program = lastPart(evidence.byPid.get(parent.pid)?.program ?? "");
  const laterSuccess = children.some((child) => !hasFailed(child) && child.exit !== undefined && when(child) > when(last) && child.execs.length > 0);
  if (lastSame && when(lastSame) <= end && !(laterSuccess && !wrappers.has(program))) return lastSame;
  if (laterSuccess) return undefined;
  if (wrappers.has(program) || isVersioned(program)) return last;
  return end - when(last) < 400 ? last : undefined;
}

function isVersioned(program: string): boolean {
  return /^(python|perl|ruby|node|php|lua)[\d.]*$/.test(program);
}
