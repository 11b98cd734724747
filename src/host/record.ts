import type { RunResult, Runner } from "../run/runner.ts";
import { doctorCommands } from "./doctor.ts";
import { createRecorder, refuseForeign, writeRecording } from "../run/recorder.ts";
import { adapterForms, takeSnapshot, type SnapshotPart } from "./snapshot.ts";

/** Everything a snapshot can hold: what the commands will ask, they ask through these. */
const everyPart: readonly SnapshotPart[] = ["links", "routes", "rules", "neighbours", "nexthops", "netns", "settings", "fdb", "hardware", "nat", "wiring"];

/** Asked beside the snapshot: versions, raw tables as evidence, packet rewriting, namespaces, containers. */
const extraCommands: readonly (readonly string[])[] = [
  ...doctorCommands,
  ["ip", "-s", "neigh", "show", "nud", "all"], ["ip", "-4", "rule", "show"], ["ip", "-6", "rule", "show"],
  ["bridge", "-j", "-d", "link"], ["bridge", "-j", "vlan"],
  ...["dev", "route", "ipv6_route", "if_inet6", "arp", "wireless"].map((name) => ["cat", `/proc/net/${name}`]),
  ...["rt_tables", "rt_protos", "rt_scopes", "rt_realms", "group"].map((name) => ["cat", `/etc/iproute2/${name}`]),
  ["readlink", "/proc/self/ns/net"],
  ["iptables-save", "-c"], ["iptables-save"], ["ip6tables-save", "-c"], ["ip6tables-save"], ["nft", "-j", "list", "ruleset"], ["nft", "list", "ruleset"],
  ["lsns", "-J", "-o", "+NETNSID"], ["lsns", "-J", "-t", "net", "-o", "NS,TYPE,NPROCS,PID,USER,NETNSID,NSFS,COMMAND"],
  ["ss", "-H", "-tunlp"],
  ["docker", "version", "--format", "json"],
];

export interface RecordOptions {
  /** replace MACs, public addresses and names; `names` are the user names to look for beside the host's own */
  readonly redact?: { readonly names: readonly string[] };
}

export interface RecordSummary {
  /** the host's name as the recording gives it */
  readonly host: string | null;
  readonly commands: number;
  readonly bytes: number;
  /** commands that were refused for lack of privilege */
  readonly refused: readonly string[];
  /** tools that are not installed */
  readonly missing: readonly string[];
}

/**
 * Saves what a host answers to every question any command puts to it, as `recording:DIR` reads it. The questions are
 * those of the adapters, asked through a runner that keeps the answers, so the two cannot drift apart.
 * Throws not-possible or no-permission where DIR cannot be written; what the host does not answer is recorded as such.
 */
export async function recordHost(runner: Runner, directory: string, options: RecordOptions = {}): Promise<RecordSummary> {
  refuseForeign(directory);
  const recorder = createRecorder(runner);
  await takeSnapshot(recorder, everyPart);
  const forms = adapterForms().filter(([tool]) => tool !== "busybox");
  await recorder.runAll([...forms, ...extraCommands].map((argv) => ({ argv })));
  await recordContainers(recorder);
  const results = recorder.results().filter((result) => result.problem !== "not-recorded");
  const { host, kernel, recordedAt } = runner.source;
  const head = { host, kernel, recordedAt: recordedAt ?? new Date().toISOString(), tools: toolVersions(results), redacted: options.redact !== undefined };
  let named = host;
  if (options.redact) {
    const { redactResults } = await import("./redact.ts");
    const redacted = redactResults(results, { host, names: options.redact.names });
    named = redacted.host;
    writeRecording(directory, { ...head, host: named }, redacted.results);
  } else writeRecording(directory, head, results);
  return {
    host: named,
    commands: results.length,
    bytes: results.reduce((sum, result) => sum + result.stdout.length, 0),
    refused: results.filter(isRefused).map((result) => result.argv.join(" ")),
    missing: [...new Set(results.filter((result) => result.problem === "tool-missing").map((result) => result.argv[0] ?? ""))],
  };
}

async function recordContainers(recorder: Runner): Promise<void> {
  const version = await recorder.run({ argv: ["docker", "version", "--format", "json"] });
  if (version.exitCode !== 0) return;
  for (const kind of [["ps", "-a"], ["network", "ls"]]) {
    const list = await recorder.run({ argv: ["docker", ...kind, "--no-trunc", "--format", "json"] });
    const ids = list.stdout.toString("utf8").split("\n").flatMap((line) => {
      try {
        return line === "" ? [] : [String((JSON.parse(line) as { ID: unknown }).ID)];
      } catch {
        return [];
      }
    });
    if (ids.length === 0) continue;
    await recorder.run({ argv: kind[0] === "ps" ? ["docker", "inspect", ...ids] : ["docker", "network", "inspect", ...ids] });
  }
}

function isRefused(result: RunResult): boolean {
  return result.problem === "no-permission" || (result.exitCode !== 0 && result.stdout.length === 0 && /not permitted|ermission denied|you must be root/i.test(result.stderr));
}

function toolVersions(results: readonly RunResult[]): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const { argv, stdout, exitCode } of results) {
    if (argv.length === 2 && argv[1] === "-V" && exitCode === 0) versions[argv[0] ?? ""] = stdout.toString("utf8").trim();
  }
  return versions;
}
