import type { Sentence } from "../model/explanation.ts";
import type { Finding } from "../model/finding.ts";

/** What a run did that costs more than it needs to, in a sentence: the numbers first, then what would help. */
export function explainFinding(finding: Finding, capture: string): Sentence {
  const { line, lastLine } = finding;
  const because = [{ command: capture, line }, ...(lastLine === line ? [] : [{ command: capture, line: lastLine }])];
  return { text: `${claimOf(finding)} ${helpFor(finding)}`, because };
}

function claimOf(finding: Finding): string {
  const { count, subject, bytes } = finding;
  const times = count.toLocaleString("en-US");
  const took = finding.seconds === undefined ? "" : `, ${finding.seconds.toFixed(finding.seconds < 1 ? 3 : 1)} s together`;
  const who = finding.pid === 0 ? "" : ` (process ${finding.pid}, lines ${finding.line} to ${finding.lastLine})`;
  const each = bytes === undefined ? "" : `, ${(bytes / count).toFixed(1)} bytes each on average${took}`;
  switch (finding.kind) {
    case "small-reads": return `${times} reads of ${subject ?? "one descriptor"} brought ${bytes} bytes${each}${who}.`;
    case "small-writes": return `${times} writes to ${subject ?? "one descriptor"} carried ${bytes} bytes${each}${who}.`;
    case "seek-and-read": return `${times} reads of ${subject ?? "one file"} each had a seek before them${each}${who}.`;
    case "spinning":
      if (finding.syscall === "sched_yield") return `sched_yield was called ${times} times in a row${who}.`;
      return `${finding.syscall} came back ${times} times with nothing${subject === undefined ? "" : ` from ${subject}`}, and was tried again at once${who}.`;
    case "sleeping-loop": return `It slept ${times} times between looking${finding.seconds === undefined ? "" : `, ${finding.seconds.toFixed(1)} s in all`}${who}.`;
    case "many-syncs": return `${subject} was forced to the disk ${times} times with ${finding.syscall}${took}${who}.`;
    case "repeated-path": return `${finding.syscall} asked for ${subject} ${times} times${finding.errno === undefined ? "" : `, and got ${finding.errno} each time`}${took}${who}.`;
    case "slow-lookup": return `Looking up names at ${subject} took ${(finding.seconds ?? 0).toFixed(1)} s${who}.`;
    case "many-processes": return `Process ${finding.pid} started ${subject} ${times} times (lines ${finding.line} to ${finding.lastLine}).`;
    case "never-closed": return `${times} files were opened and never closed, ${subject} the last of them${who}.`;
    case "long-call": return `${finding.syscall}${subject === undefined ? "" : ` of ${subject}`} took ${(finding.seconds ?? 0).toFixed(1)} s (line ${finding.line}).`;
  }
}

function helpFor(finding: Finding): string {
  switch (finding.kind) {
    case "small-reads": return "Each is a crossing into the kernel: a buffer of some KiB would need a few hundred times fewer.";
    case "small-writes": return "Each is a crossing into the kernel: collecting the output and writing it in larger pieces would save most of them.";
    case "seek-and-read": return "pread does both in one call; mmap or a buffer needs neither.";
    case "spinning": return "It burns processor time while nothing happens: poll, epoll or a blocking call would sleep until there is something.";
    case "sleeping-loop": return "A loop that looks and sleeps reacts late and wakes for nothing: waiting for the event itself (poll, inotify, waitpid) does neither.";
    case "many-syncs": return "Every one waits for the device: one at the end of a batch gives the same safety for the whole.";
    case "repeated-path": return finding.errno === undefined ? "Keeping the answer, or the open descriptor, would save the rest." : "Remembering that it is not there would save the rest.";
    case "slow-lookup": return "Check: resolv.conf, in what order its servers are asked, and whether the first answers.";
    case "many-processes": return "Starting a program costs far more than the work of a short one: give it many arguments at once (xargs, find -exec … +), or do it in the program itself.";
    case "never-closed": return "They add up until the limit (ulimit -n), and then open fails with EMFILE.";
    case "long-call": return "The program stood still meanwhile: a slow disk, a lock, or a server that answers late.";
  }
}
