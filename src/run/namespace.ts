import { readdirSync, readlinkSync } from "node:fs";
import { HostlensError } from "../model/failure.ts";
import type { Source } from "../model/source.ts";
import { fileRequestOf } from "./file-answers.ts";
import { readInside } from "./inside-reader.ts";
import { baseName } from "./ip-argv.ts";
import { runTogether } from "./local.ts";
import type { Runner, RunRequest, RunResult } from "./runner.ts";
import { answerSysctl } from "./sysctl-answer.ts";

const netnsDirectory = "/run/netns";

/** How to get into a network namespace. */
interface Entry {
  /** argv in front of a command that shall run there */
  readonly exec: readonly string[];
  /** argv in front of a command that shall see its /sys too (a mount of its own: /sys shows the namespace that mounted it) */
  readonly execWithSys: readonly string[];
  /** options that let `ip` and `bridge` go there by themselves */
  readonly ipOptions: readonly string[];
}

/** Names under /run/netns, sorted. */
export function listNamedNamespaces(): string[] {
  try {
    return readdirSync(netnsDirectory).sort();
  } catch {
    return [];
  }
}

/** The namespace `ip netns add NAME` made. Throws not-found with the names there are, or no-permission. */
export function createNetnsRunner(host: Runner, name: string, signal?: AbortSignal): Runner {
  const available = listNamedNamespaces();
  if (!available.includes(name)) {
    const hint = available.length ? undefined : `${netnsDirectory} is empty: no namespace has a name here (a container's is reached with pid:PID)`;
    throw new HostlensError({ code: "not-found", what: "network namespace", name, available, ...(hint ? { hint } : {}) });
  }
  requireRoot(`entering the network namespace ${name}`);
  const exec = ["ip", "netns", "exec", name];
  return insideRunner(host, "netns", { exec, execWithSys: exec, ipOptions: ["-n", name] }, signal);
}

/** The network namespace that a process lives in. Throws not-found or no-permission. */
export function createPidRunner(host: Runner, pid: number, kind: "pid" | "container", signal?: AbortSignal): Runner {
  let theirs: string;
  try {
    theirs = readlinkSync(`/proc/${pid}/ns/net`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new HostlensError({ code: "not-found", what: "process", name: String(pid) }, { cause: error });
    throw new HostlensError({ code: "no-permission", what: `looking at the namespaces of process ${pid}`, hint: "it belongs to another user; try again as root" }, { cause: error });
  }
  // Our own namespace needs no entering, and so no privilege.
  if (theirs === readlinkSync("/proc/self/ns/net")) return { ...host, source: { ...host.source, kind } };
  const isRoot = process.getuid?.() === 0;
  // An ordinary user may enter a namespace of their own making by way of its user namespace.
  const enter = ["nsenter", "-t", String(pid), ...(isRoot ? [] : ["-U", "--preserve-credentials"]), "-n", "--"];
  const mount = ["unshare", "--mount", "--", "sh", "-c", 'mount -t sysfs sysfs /sys && exec "$@"', "sh"];
  return insideRunner(host, kind, { exec: enter, execWithSys: [...enter, ...mount], ipOptions: [] }, signal);
}

function requireRoot(what: string): void {
  if (process.getuid?.() === 0) return;
  throw new HostlensError({ code: "no-permission", what, hint: "setns(2) needs CAP_SYS_ADMIN: try again as root" });
}

/** Facts about the machine that are the same in every network namespace. */
const machineFacts = new Set(["system", "osInfo", "cpu", "chassis", "bios", "baseboard"]);

function insideRunner(host: Runner, kind: Source["kind"], entry: Entry, signal: AbortSignal | undefined): Runner {
  const read = (requests: readonly RunRequest[]): Promise<RunResult[]> => {
    const needsSys = requests.some(({ argv }) => argv.at(-1)!.startsWith("/sys"));
    return readInside(needsSys ? entry.execWithSys : entry.exec, requests, signal);
  };
  const run = async (request: RunRequest): Promise<RunResult> => {
    const { argv } = request;
    if (fileRequestOf(argv)) return (await read([request]))[0]!;
    const sysctl = await answerSysctl(argv, read);
    if (sysctl) return sysctl;
    const tool = baseName(argv[0] ?? "");
    if (tool === "systeminformation") {
      if (machineFacts.has(argv[1] ?? "")) return await host.run(request);
      const stderr = "systeminformation: not asked, it would speak of the namespace this program runs in\n";
      return { argv, stdout: Buffer.alloc(0), stderr, exitCode: 1, durationMs: 0 };
    }
    const inner = (tool === "ip" || tool === "bridge") && entry.ipOptions.length
      ? [argv[0]!, ...entry.ipOptions, ...argv.slice(1)]
      : [...entry.exec, ...argv];
    return { ...(await host.run({ ...request, argv: inner })), argv };
  };
  const runAll = async (requests: readonly RunRequest[]): Promise<RunResult[]> => {
    const isFile = requests.map(({ argv }) => fileRequestOf(argv) !== undefined);
    const files = requests.filter((_, index) => isFile[index]);
    const others = requests.filter((_, index) => !isFile[index]);
    const [fileAnswers, otherAnswers] = await Promise.all([read(files), runTogether(others, run)]);
    let nextFile = 0;
    let nextOther = 0;
    return requests.map((_, index) => (isFile[index] ? fileAnswers[nextFile++]! : otherAnswers[nextOther++]!));
  };
  return { source: { ...host.source, kind }, run, runAll };
}
