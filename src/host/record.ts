import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { addressAdapter } from "../adapter/address.ts";
import { fdbAdapter } from "../adapter/fdb.ts";
import { linkAdapter } from "../adapter/link.ts";
import { neighbourAdapter, proxyNeighbourAdapter } from "../adapter/neighbour.ts";
import { netnsAdapter, nsidAdapter } from "../adapter/netns.ts";
import { nexthopAdapter } from "../adapter/nexthop.ts";
import { route4Adapter, route6Adapter } from "../adapter/route.ts";
import { rule4Adapter, rule6Adapter } from "../adapter/rule.ts";
import { sysctlAdapter } from "../adapter/sysctl.ts";
import type { Adapter } from "../adapter/adapter.ts";
import { HostlensError } from "../model/failure.ts";
import { recordingVersion, type RecordedCommand, type Recording } from "../model/recording.ts";
import type { Runner, RunResult } from "../run/runner.ts";

const adapters: readonly Adapter<unknown>[] = [
  addressAdapter, linkAdapter, neighbourAdapter, proxyNeighbourAdapter, netnsAdapter, nsidAdapter, nexthopAdapter, route4Adapter, route6Adapter,
  rule4Adapter, rule6Adapter, sysctlAdapter, fdbAdapter,
];

/** The text forms that `learn` quotes, and what later commands ask for. */
const alsoAsked: readonly (readonly string[])[] = [
  ["ip", "-V"],
  ["ip", "-d", "-s", "link"], ["ip", "addr"], ["ip", "route", "show", "table", "all"], ["ip", "-6", "route", "show", "table", "all"], ["ip", "rule"], ["ip", "-6", "rule"], ["ip", "neigh"],
  ["cat", "/proc/net/dev"], ["cat", "/proc/net/route"], ["cat", "/proc/net/ipv6_route"], ["cat", "/proc/net/arp"], ["cat", "/proc/net/if_inet6"],
  ["cat", "/etc/iproute2/rt_tables"], ["cat", "/etc/iproute2/rt_protos"],
  ["iptables-save", "-c"], ["ip6tables-save"], ["nft", "-j", "list", "ruleset"], ["lsns", "-J", "-o", "+NETNSID"],
  ["docker", "ps", "-a", "--no-trunc", "--format", "json"], ["docker", "network", "ls", "--no-trunc", "--format", "json"],
  ["systeminformation", "system"], ["systeminformation", "osInfo"],
];

const linkFiles = ["device/subsystem_vendor", "device/vendor", "speed", "duplex"];
const linkLinks = ["device", "device/driver", "device/subsystem", "phy80211"];

/** One answer, ready to be written. */
export interface RecordedAnswer { readonly argv: readonly string[]; readonly stdout: Buffer; readonly result: RunResult }

/** Asks a host everything that hostlens may ask of it: of each object every form, so that it can be replayed as it was. */
export async function askEverything(runner: Runner): Promise<RecordedAnswer[]> {
  const questions = new Map<string, readonly string[]>();
  const add = (argv: readonly string[]): void => void questions.set(JSON.stringify(argv), argv);
  for (const adapter of adapters) for (const form of adapter.forms.slice(0, 2)) add(form.argv);
  for (const argv of alsoAsked) add(argv);
  add(["ls", "-1", "/sys/class/net"]);
  const listing = await runner.run({ argv: ["ls", "-1", "/sys/class/net"] });
  for (const name of listing.stdout.toString("utf8").split("\n").filter(Boolean)) {
    for (const file of linkLinks) add(["readlink", `/sys/class/net/${name}/${file}`]);
    for (const file of linkFiles) add(["cat", `/sys/class/net/${name}/${file}`]);
  }
  const asked = [...questions.values()];
  const results = await runner.runAll(asked.map((argv) => ({ argv })));
  return asked.map((argv, index) => {
    const result = results[index];
    if (!result) throw new Error(`no answer to ${argv.join(" ")}`);
    return { argv, stdout: result.stdout, result };
  });
}

/** The index of a recording for these answers; raw files are numbered in the order of asking. */
export function describeRecording(runner: Runner, answers: readonly RecordedAnswer[], isRedacted: boolean, now: Date): Recording {
  const version = answers.find(({ argv }) => argv.join(" ") === "ip -V")?.stdout.toString("utf8").trim();
  const commands = answers.map(({ argv, stdout, result }, index): RecordedCommand => ({
    argv: [...argv],
    file: `raw/${String(index + 1).padStart(4, "0")}-${argv.join("_").replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 60)}`,
    exit: result.exitCode,
    ...(result.problem === undefined ? {} : { problem: result.problem }),
    stderr: result.stderr,
    durationMs: Math.round(result.durationMs * 10) / 10,
    bytes: stdout.length,
  }));
  return {
    format: "hostlens-recording", version: recordingVersion, host: runner.source.host, kernel: runner.source.kernel,
    recordedAt: now.toISOString(), tools: version ? { ip: version } : {}, redacted: isRedacted, commands,
  };
}

/**
 * Writes a recording so that a crash leaves nothing half: everything goes to a directory beside the target, which takes
 * the target's name at the end. Throws not-possible where the target exists and is not an empty place or a recording.
 */
export function writeRecording(directory: string, recording: Recording, answers: readonly RecordedAnswer[]): void {
  const target = resolve(directory);
  const isRecording = existsSync(join(target, "recording.json"));
  if (existsSync(target) && !isRecording) {
    throw new HostlensError({ code: "not-possible", what: `record ${directory}`, why: "it exists and is not a recording", hint: "name a new directory" });
  }
  const fresh = `${target}.partial-${process.pid}-${randomBytes(3).toString("hex")}`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(join(fresh, "raw"), { recursive: true });
    for (const [index, command] of recording.commands.entries()) writeDurably(join(fresh, command.file), answers[index]?.stdout ?? Buffer.alloc(0));
    writeDurably(join(fresh, "recording.json"), Buffer.from(`${JSON.stringify(recording, undefined, 1)}\n`));
    if (isRecording) {
      const old = `${target}.old-${process.pid}`;
      renameSync(target, old);
      renameSync(fresh, target);
      rmSync(old, { recursive: true, force: true });
    } else renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EROFS" || code === "EPERM") {
      throw new HostlensError({ code: "no-permission", what: `writing ${directory}`, hint: "name a directory that you may write" }, { cause: error });
    }
    if (code === "ENOSPC" || code === "ENOTDIR") {
      throw new HostlensError({ code: "not-possible", what: `record ${directory}`, why: code === "ENOSPC" ? "no space left on that file system" : "a part of the path is no directory" }, { cause: error });
    }
    throw error;
  }
}

function writeDurably(path: string, bytes: Buffer): void {
  const fd = openSync(path, "wx");
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
