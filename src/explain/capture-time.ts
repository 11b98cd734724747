import type { Sentence } from "../model/explanation.ts";
import { signalByName } from "../knowledge/signals/index.ts";
import { shortTime, type CaptureTeller } from "./capture-words.ts";
import { bytesText, count, listText, percentText } from "./say.ts";

/** Signals by name: how often, why, from whom. */
export function tellSignals(teller: CaptureTeller): Sentence[] {
  const byName = new Map<string, typeof teller.facts.signals>();
  for (const signal of teller.facts.signals) {
    const same = byName.get(signal.name);
    if (same) same.push(signal);
    else byName.set(signal.name, [signal]);
  }
  return [...byName].slice(0, 8).map(([name, list]) => {
    const [first] = list;
    const to = [...new Set(list.map((one) => one.pid))];
    const target = to.length === 1 && first ? `to ${teller.who(first.pid)}` : `to ${count(to.length, "process", "processes")}`;
    const sender = first?.sender === undefined || first.code === "SI_KERNEL" || name === "SIGCHLD" ? "" : first.code === "SI_USER" || first.code === "SI_TKILL" || first.code === "SI_QUEUE"
      ? first.sender === first.pid ? ", sent by itself" : `, sent by ${teller.process(first.sender) ? teller.who(first.sender) : `process ${first.sender}, which is not in this capture`}` : "";
    const why = codeWords(first?.code) ?? signalByName(name)?.meaning;
    return teller.say(`${name} ${list.length > 1 ? `${list.length} times ` : ""}${target}${sender}${why === undefined ? "" : `: ${why}`}.`, list.slice(0, 3).map((one) => one.line), "signal");
  });
}

function codeWords(code: string | undefined): string | undefined {
  switch (code) {
    case "CLD_EXITED": return "a child ended";
    case "CLD_KILLED": return "a child was killed by a signal";
    case "CLD_DUMPED": return "a child crashed and left a core";
    case "CLD_STOPPED": return "a child was stopped";
    case "SEGV_MAPERR": return "nothing is mapped at the address it touched";
    case "SEGV_ACCERR": return "the memory it touched does not allow that";
    default: return undefined;
  }
}

export function tellMemory(teller: CaptureTeller): Sentence[] {
  const { heapBytes, mappedBytes, largest } = teller.facts.memory;
  if (heapBytes + mappedBytes < 65_536) return [];
  const parts = [heapBytes > 0 ? `${bytesText(heapBytes)} of heap (brk)` : "", mappedBytes > 0 ? `${bytesText(mappedBytes)} in anonymous mappings (mmap)` : ""].filter((part) => part !== "");
  const most = largest && teller.facts.processes.length > 1 ? `; most of it ${teller.who(largest.pid)}, ${bytesText(largest.bytes)}` : "";
  return [teller.say(`Asked the kernel for ${listText(parts, 2)}${most}. That is address space: pages get real memory when they are touched, which no call shows.`, [largest?.line], "user-kernel")];
}

/** Where the time went, and what was waited for. */
export function tellTime(teller: CaptureTeller): Sentence[] {
  const { time, waits, syscalls } = teller.facts;
  const said: Sentence[] = [];
  const { wall, inCalls, waiting, between } = time;
  if (inCalls !== undefined) {
    const threads = teller.facts.processes.length;
    const rest = between === undefined ? "" : `, ${shortTime(between)} between calls (the programs' own computing, and strace's cost)`;
    said.push(teller.say(
      `${shortTime(inCalls)} inside system calls, ${shortTime(waiting ?? 0)} of it waiting${rest}${threads > 1 ? `; all ${threads} processes and threads added up${wall === undefined ? "" : `, within ${shortTime(wall)} of wall clock`}` : ""}.`,
      [], "user-kernel",
    ));
    const slow = syscalls.filter((one) => (one.seconds ?? 0) > 0).toSorted((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0)).slice(0, 3);
    if (slow.length > 0) said.push(teller.say(`Most of the time in calls went to ${listText(slow.map((one) => `${one.name} (${shortTime(one.seconds ?? 0)}, ${percentText(one.seconds ?? 0, inCalls)})`))}.`, []));
    const [slowest, ...others] = time.slowest;
    if (slowest) {
      said.push(teller.say(`The slowest call is ${slowest.name} at line ${slowest.line}: ${shortTime(slowest.seconds)}${slowest.subject === undefined ? "" : `, waiting for ${slowest.subject}`}${others[0] ? `; then ${others.slice(0, 2).map((one) => `${one.name} at line ${one.line} (${shortTime(one.seconds)})`).join(", ")}` : ""}.`, [slowest.line, ...others.slice(0, 2).map((one) => one.line)]));
    }
  }
  const open = waits.filter((wait) => wait.isOpen);
  for (const wait of open.slice(0, 4)) said.push(teller.say(`${teller.who(wait.pid)} was still in ${wait.syscall} when the capture ended${wait.subject === undefined ? "" : `, waiting for ${wait.subject}`}.`, [wait.line]));
  const long = waits.filter((wait) => !wait.isOpen && wait.seconds !== undefined).slice(0, open.length > 0 ? 4 : 6);
  for (const wait of long) {
    const at = time.isEstimate ? "at most " : "";
    const often = wait.times > 1 ? ` in ${count(wait.times, "call")}` : "";
    said.push(teller.say(`${teller.who(wait.pid)} waited ${at}${shortTime(wait.seconds ?? 0)} for ${wait.subject ?? wait.syscall} (${wait.syscall}${often}).`, [wait.line]));
  }
  return said;
}
