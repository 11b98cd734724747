import type { Sentence } from "../model/explanation.ts";
import type { CaptureTeller } from "./capture-words.ts";

/** What can't be known from this capture, and which option of strace would have told. */
export function tellLimits(teller: CaptureTeller): Sentence[] {
  const { capture, processes, syscalls, notes, boundary, waits } = teller.facts;
  const has = (option: string): boolean => capture.options.includes(option);
  const said: Sentence[] = [];
  const calls = boundary.crossings;
  const [first] = processes;
  for (const note of notes.filter((one) => /ptrace|attach:|Can't stat|Cannot find|exec:/i.test(one.text)).slice(0, 2)) {
    const denied = /Operation not permitted/.test(note.text);
    said.push(teller.say(`strace itself said: ${note.text}${denied ? ". Attaching is refused by kernel.yama.ptrace_scope, by a seccomp filter (containers), or for want of CAP_SYS_PTRACE" : ""}.`, [note.line], denied ? "process" : undefined));
  }
  if (calls === 0 && processes.length > 0) {
    said.push(teller.say("No system call is in it, only signals and ends (-e trace=none): what the program did can't be known. Record without -e.", [first?.firstLine]));
    return said;
  }
  if (calls === 0) return said;
  if (!has("-f")) {
    const makes = syscalls.filter((one) => /^(?:clone3?|fork|vfork)$/.test(one.name)).reduce((sum, one) => sum + one.calls - one.errors, 0);
    said.push(teller.say(makes > 0 ? `Lines carry no pid, and ${makes === 1 ? "the child" : `the ${makes} children`} it made ${makes === 1 ? "is" : "are"} not in the capture: strace -f follows them.` : "Lines carry no pid; nothing else was made, so it is all one process.", [first?.firstLine]));
    if (makes === 0) said.pop();
  }
  if (first?.born.how === "attached") said.push(teller.say(`The capture begins in the middle of ${first.pid === 0 ? "the program" : `process ${first.pid}`}'s life: which program it is, and what its descriptors are, was decided before. strace -y names descriptors; strace CMD shows the start.`, [first.firstLine], "file-descriptor"));
  if (!capture.options.some((option) => option.startsWith("-t"))) said.push(teller.say(`No times in it: when and how long is not known. strace -tt -T tells both.`, []));
  else if (!has("-T")) {
    said.push(teller.say(has("-t") ? "Times are whole seconds, and no durations: what was waited for how long can't be told. strace -tt -T tells." : "No durations (-T): how long a call took is taken from the next line of the same thread, so waits are upper bounds.", []));
  }
  if (first && !first.exit && waits.every((wait) => !wait.isOpen)) said.push(teller.say(`The end of ${teller.who(first.pid)} is missing: the capture was cut off, or strace was stopped.`, [capture.lines]));
  const loaded = boundary.phases.some((phase) => phase.name === "exec");
  if (loaded && !syscalls.some((one) => one.name === "mmap" || one.name === "mmap2" || one.name === "brk")) {
    said.push(teller.say("Only some calls were recorded (-e trace=…): what is missing here may still have happened.", []));
  }
  if (capture.unparsed > 0) said.push(teller.say(`${capture.unparsed} of ${capture.lines} lines are not strace's: output of the program between them (strace -o FILE keeps them apart), or cut off.`, []));
  return said;
}
