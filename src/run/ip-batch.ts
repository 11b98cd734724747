import { parseIpArgv, type IpCommand } from "./ip-argv.ts";
import { splitArrays, splitLines } from "./json-split.ts";
import type { RunRequest, RunResult } from "./runner.ts";

/** Requests that one `ip … -batch -` process can answer: the same tool and global options, JSON output. */
export interface IpBatch {
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly timeoutMs: number | undefined;
  /** positions of the member requests in the list that was grouped */
  readonly members: readonly number[];
  readonly commands: readonly IpCommand[];
}

/** A batch line is split at blanks, quotes and comments: a word with any of those is asked in a process of its own. */
const plainWord = /^[A-Za-z0-9_.:/@%+][A-Za-z0-9_.:/@%+-]*$/;

/** Groups requests by tool and global options; what stands alone or cannot be in a batch is left out. */
export function groupBatches(requests: readonly RunRequest[]): IpBatch[] {
  const groups = new Map<string, { index: number; command: IpCommand }[]>();
  for (const [index, request] of requests.entries()) {
    const command = parseIpArgv(request.argv);
    if (!command?.json || request.stdin !== undefined) continue;
    if (!command.words.every((word) => plainWord.test(word)) || asksOneTable(command)) continue;
    const options = request.argv.slice(0, request.argv.length - command.words.length);
    const key = JSON.stringify([options, request.timeoutMs]);
    const group = groups.get(key);
    if (group) group.push({ index, command });
    else groups.set(key, [{ index, command }]);
  }
  const batches: IpBatch[] = [];
  for (const [key, group] of groups) {
    if (group.length < 2) continue;
    const [options, timeoutMs] = JSON.parse(key) as [string[], number | undefined];
    batches.push({
      argv: [...options, "-force", "-batch", "-"],
      stdin: group.map(({ command }) => `${command.words.join(" ")}\n`).join(""),
      timeoutMs: timeoutMs ?? undefined,
      members: group.map(({ index }) => index),
      commands: group.map(({ command }) => command),
    });
  }
  return batches;
}

/**
 * Gives each command of a batch its part of the output. An entry is undefined where the command failed (its exact exit
 * status and message need a process of its own); the whole answer is undefined where the cut is not certain.
 */
export function splitBatch(batch: IpBatch, result: RunResult): (RunResult | undefined)[] | undefined {
  if (result.problem !== undefined || (result.exitCode !== 0 && result.exitCode !== 1)) return undefined;
  const failed = failedLines(result.stderr);
  if (failed === undefined) return undefined;
  const pieces = (isFreeOfNewlines(batch) ? splitLines(result.stdout) : undefined) ?? splitArrays(result.stdout);
  if (pieces === undefined) return undefined;
  const answered = batch.commands.flatMap((_, index) => (failed.has(index + 1) ? [] : [index]));
  // `ip -j netns` prints nothing at all where there are no named namespaces; everything else prints [] at least.
  const silent = answered.filter((index) => isNetnsList(batch.commands[index]!));
  let isSilent = false;
  if (pieces.length === answered.length - 1 && silent.length === 1) isSilent = true;
  else if (pieces.length !== answered.length) return undefined;

  const answers: (RunResult | undefined)[] = batch.commands.map(() => undefined);
  let next = 0;
  for (const index of answered) {
    const command = batch.commands[index]!;
    const isEmpty = isSilent && index === silent[0];
    const stdout = isEmpty ? Buffer.alloc(0) : pieces[next++]!;
    if (!isEmpty && !fitsObject(command, stdout)) return undefined;
    answers[index] = { argv: [], stdout, stderr: "", exitCode: 0, durationMs: result.durationMs };
  }
  return answers;
}

/** Routes, rules and neighbours hold no text of a user's choice: names of devices and tables have no newline in them. */
function isFreeOfNewlines(batch: IpBatch): boolean {
  return batch.commands.every(({ words }) => ["route", "rule", "neigh"].includes(words[0] ?? ""));
}

/**
 * Lines of the batch that failed, by `Command failed -:N` (1-based). Undefined where a message belongs to no failed
 * command: then something went wrong that nobody can place.
 */
function failedLines(stderr: string): Set<number> | undefined {
  const failed = new Set<number>();
  let isOpen = false;
  for (const line of stderr.split("\n")) {
    if (line.trim() === "") continue;
    const prefix = "Command failed -:";
    const number = line.startsWith(prefix) ? Number(line.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(number)) {
      failed.add(number);
      isOpen = false;
    } else isOpen = true;
  }
  return isOpen ? undefined : failed;
}

/** `ip route show table 77`: of a table that does not exist, ip says so alone and stays silent in a batch. */
function asksOneTable({ words }: IpCommand): boolean {
  const at = words.indexOf("table");
  return at > 0 && words[at + 1] !== "all";
}

function isNetnsList(command: IpCommand): boolean {
  return command.words[0] === "netns" && command.words[1] !== "list-id";
}

/** The member that every object of a kind has; a piece that starts otherwise belongs to another command. */
const firstKeys: readonly (readonly [prefix: string, keys: readonly string[]])[] = [
  ["addr", ["ifindex", "ifname"]],
  ["address", ["ifindex", "ifname"]],
  ["link", ["ifindex", "ifname", "link", "link_index"]],
  ["neigh", ["dst"]],
  ["rule", ["priority"]],
  ["nexthop", ["id"]],
  ["route", ["dst", "type"]],
  ["netns", ["name", "nsid"]],
];

function fitsObject(command: IpCommand, piece: Buffer): boolean {
  const head = piece.toString("latin1", 0, 64).trimStart();
  if (!head.startsWith('[{"')) return true;
  const key = head.slice(3, head.indexOf('"', 3));
  const object = command.words[0]!;
  const known = firstKeys.find(([name]) => object === name);
  return !known || known[1].includes(key);
}
