import type { Finding } from "../../model/finding.ts";
import type { TracedProcess } from "../../model/process.ts";

const leastProcesses = 50;
/** A process with more calls than this had something to do. */
const mostCalls = 600;

/** One parent that starts the same small program again and again. */
export function findManyProcesses(processes: readonly TracedProcess[]): Finding[] {
  const groups = new Map<string, { parent: number; program: string; of: TracedProcess[] }>();
  for (const process of processes) {
    const program = process.execs.findLast((exec) => exec.errno === undefined)?.path;
    if (program === undefined || process.ppid === undefined || process.calls > mostCalls || process.exit === undefined) continue;
    const key = `${process.ppid} ${program}`;
    const group = groups.get(key);
    if (group) group.of.push(process);
    else groups.set(key, { parent: process.ppid, program, of: [process] });
  }
  return [...groups.values()].filter((group) => group.of.length >= leastProcesses).map(({ parent, program, of }) => ({
    kind: "many-processes", subject: program, pid: parent, count: of.length, line: of[0]?.firstLine ?? 0, lastLine: of.at(-1)?.lastLine ?? 0,
  }));
}
