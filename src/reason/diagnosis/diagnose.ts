import type { Cause } from "../../model/diagnosis.ts";
import type { TracedProcess } from "../../model/process.ts";
import { fromSuspect, noFailingCall, partsOf, rankedOf } from "./cause-parts.ts";
import { findCulprit, hasFailed } from "./culprit.ts";
import type { EvidenceCollector } from "./evidence.ts";
import { certainWeight, leastWeight } from "./rank.ts";
import { crashes, hangCause, signalCauses } from "./signal-cause.ts";
import { waitOf } from "./wait.ts";

const mostCauses = 3;
/** How many calls a program may make between a signal that it handles and its end. */
const callsToStop = 600;
const stopSignals: readonly string[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM"];
const signalStatus: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGALRM: 142, SIGTERM: 143 };

/**
 * Why the traced run failed, most likely cause first; empty where it did not fail or the capture does not show its end.
 * A non-zero exit that no call explains is one cause of kind `no-failing-call`.
 */
export function diagnose(evidence: EvidenceCollector): Cause[] {
  const root = evidence.tree.processes[0];
  if (!root) return [];
  const start = evidence.tree.leaderOf(root);
  if (hasFailed(start)) return causesOf(findCulprit(start, evidence), evidence);
  // The first process may have ended well (a daemon's parent) while one that nobody waits for crashed.
  const crashed = evidence.tree.processes.find((process) => process.threadOf === undefined && process.reaped === undefined
    && process.exit?.signal !== undefined && crashes.has(process.exit.signal) && process !== start);
  if (crashed) return causesOf([crashed], evidence);
  return start.exit === undefined ? unendedRun(evidence) : [];
}

function causesOf(chain: readonly TracedProcess[], evidence: EvidenceCollector): Cause[] {
  const culprit = chain[chain.length - 1];
  if (!culprit) return [];
  if (culprit.exit?.signal !== undefined) return signalCauses(culprit, culprit.exit.signal, evidence);
  const ranked = rankedOf(culprit, evidence).slice(0, mostCauses);
  const stopped = stoppedBySignal(culprit, evidence);
  if (stopped && (ranked[0]?.weight ?? 0) < certainWeight) return stopped;
  if (ranked.length === 0) {
    // Perhaps a wrapper further up failed by itself.
    for (let index = chain.length - 2; index >= 0; index--) {
      const parent = chain[index];
      if (!parent) continue;
      const own = rankedOf(parent, evidence).filter((one) => one.weight >= leastWeight + 30).slice(0, 1);
      if (own.length > 0) return own.map((one, rank) => fromSuspect(one, rank + 1, parent, evidence));
    }
    return [noFailingCall(culprit, evidence)];
  }
  return ranked.map((one, index) => fromSuspect(one, index + 1, culprit, evidence));
}

/** A program that handles a signal by ending (Python's KeyboardInterrupt, a shell's 143) was ended by that signal. */
function stoppedBySignal(process: TracedProcess, evidence: EvidenceCollector): Cause[] | undefined {
  const found = evidence.of(process);
  for (const name of stopSignals) {
    const arrived = found.signals.get(name);
    if (!arrived) continue;
    const isStatus = process.exit?.status === signalStatus[name];
    const said = partsOf(process, evidence).message?.text ?? "";
    const isSaid = /KeyboardInterrupt|[Ii]nterrupt|[Tt]erminat|[Ss]ignal|SIG[A-Z]{3}|[Tt]ime[d -]*out/.test(said);
    if (isStatus || found.calls - arrived.ordinal <= (isSaid ? callsToStop : 40)) {
      return signalCauses(process, name, evidence).map((cause) => ({ ...cause, confidence: Math.min(cause.confidence, isStatus || isSaid ? 0.85 : 0.6) }));
    }
  }
  return undefined;
}

/** The capture ends before the program does: a hang only where a thread was seen waiting long, for something endless. */
function unendedRun(evidence: EvidenceCollector): Cause[] {
  const root = evidence.tree.processes[0];
  if (!root) return [];
  const wait = waitOf(root, evidence.of(root), evidence);
  if (!wait || !wait.isEndless || wait.seconds === undefined || wait.seconds < 5) return [];
  return [hangCause(wait, evidence, { ...partsOf(root, evidence), lines: [wait.line], confidence: 0.5, evidence: ["the call had not returned when the capture ended"] })];
}
