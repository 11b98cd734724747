import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { openRunner } from "../../src/host/open.ts";
import { networkParts, takeSnapshot } from "../../src/host/snapshot.ts";
import type { PathQuestion } from "../../src/model/path.ts";
import type { Route } from "../../src/model/route.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { askDecision } from "../../src/reason/ask-decision.ts";
import type { Decision } from "../../src/reason/decision.ts";
import { viewHost } from "../../src/reason/host-view.ts";
import { askLine, makeQuestions } from "../support/path-questions.ts";
import { dice, makeWorld, type World } from "../support/path-world.ts";

const isRoot = process.getuid?.() === 0;
// Root asks in its own user namespace: there `uid 5` is a user that exists.
const unshare = isRoot ? ["unshare", "-n"] : ["unshare", "-rn"];
const canLive = spawnSync(unshare[0]!, [...unshare.slice(1), "ip", "link", "add", "va", "type", "veth", "peer", "name", "vb"]).status === 0;
if (!canLive && process.env["HOSTLENS_REQUIRE_LIVE"] === "1") throw new Error("network namespaces with veth cannot be made here");
if (!canLive) console.log("skipped: network namespaces with veth cannot be made here");

const seed = Number(process.env["HOSTLENS_WORLD_SEED"] ?? 1);
const worlds = Number(process.env["HOSTLENS_WORLDS"] ?? 20);
const questionsOfWorld = 500;

/** Carrier changes are noticed up to a second late, and addresses of devices with carrier are tentative until then. */
const settle = `
quiet=0
for try in $(seq 120); do
  sleep 0.05
  seen=$(ip -o addr | sed 's/[0-9]*sec//g'; ip -o link; ip -j -6 route show table all | sed 's/"expires":[0-9]*//g')
  if [ "$seen" = "$before" ]; then quiet=$((quiet + 1)); else quiet=0; before=$seen; fi
  # an address that was being checked when its device lost the carrier may still come through, a second later
  [ $quiet -ge $(ip -o -6 addr show tentative -dadfailed | grep -q . && echo 26 || echo 5) ] || continue
  echo "$seen" | grep -qE 'LOWER_UP.* state (DOWN|LOWERLAYERDOWN)|NO-CARRIER.* state UP' && continue
  busy=0
  for dev in $(ip -o -6 addr show tentative -dadfailed up | awk '{print $2}' | sort -u); do ip link show dev $dev | grep -q LOWER_UP && busy=1; done
  [ $busy = 0 ] && break
done`;

/** Builds the world in a namespace that lives as long as the process that is returned. */
async function build(world: World): Promise<ChildProcessWithoutNullStreams> {
  // A batch is of one family: -6 is an option of ip, not a word of its lines.
  const batch = (lines: readonly string[]): string => ["-4", "-6"].map((family) => {
    const own = lines.filter((line) => line.startsWith("-6 ") === (family === "-6")).map((line) => line.replace(/^-[46] /, ""));
    return `ip ${family} -force -batch - >/dev/null 2>&1 <<'BUILD'\n${own.join("\n")}\nBUILD`;
  }).join("\n");
  const script = [
    // Duplicate address detection ends within milliseconds, so that nothing changes between two looks.
    "sysctl -qw net.ipv6.conf.default.router_solicitation_delay=0 net.ipv6.conf.all.router_solicitations=0 net.ipv6.conf.default.router_solicitations=0",
    "echo 5 > /proc/sys/net/ipv6/neigh/default/retrans_time_ms", batch(world.before), "for time in /proc/sys/net/ipv6/neigh/*/retrans_time_ms; do echo 5 > $time; done", `sysctl -qw ${world.settings.join(" ")} 2>/dev/null`, batch(world.after), batch(world.losses), settle, "echo ready", "exec cat",
  ].join("\n");
  const child = spawn(unshare[0]!, [...unshare.slice(1), "bash", "-c", script]);
  await once(child.stdout, "data");
  return child;
}

interface Answer { readonly error?: string; readonly raw: string; readonly route?: Route }

/** What the kernel answers to each question, in order. */
function ask(pid: number, questions: readonly PathQuestion[], how: string): Answer[] {
  const enter = ["-t", String(pid), ...(isRoot ? [] : ["-U", "--preserve-credentials"]), "-n", "--"];
  const { stdout, stderr } = spawnSync("nsenter", [...enter, "ip", "-j", "-d", "-force", "-batch", "-"], {
    input: questions.map((question) => askLine(question, how)).join("\n"), encoding: "utf8", maxBuffer: 1 << 28,
  });
  const errors = new Map<number, string>();
  let said = "";
  for (const line of stderr.split("\n")) {
    const failed = /^Command failed -:(\d+)$/.exec(line);
    if (failed === null) said = line;
    else errors.set(Number(failed[1]) - 1, said.replace("RTNETLINK answers: ", ""));
  }
  const rows = stdout.split("\n").filter((line) => line.startsWith("["));
  expect(rows.length + errors.size).toBe(questions.length);
  return questions.map((question, at) => {
    const error = errors.get(at);
    if (error !== undefined) return { error, raw: error };
    const raw = rows.shift() ?? "";
    const route = parseRoutes(raw, "ip -j -d route get", question.destination.includes(":") ? 6 : 4).items[0];
    return { raw, ...(route === undefined ? {} : { route }) };
  });
}

const errnos: Readonly<Record<string, string>> = {
  "Network is unreachable": "ENETUNREACH", "No route to host": "EHOSTUNREACH", "Permission denied": "EACCES", "Invalid argument": "EINVAL", "Invalid cross-device link": "EXDEV",
};

/** Why our decision is not the kernel's, or null. Of several next hops the kernel's choice has to be among ours. */
function difference(ours: Decision | null, kernel: Answer, snapshot: Snapshot, question: PathQuestion): string | null {
  // Of a multicast packet that comes in, `route get` can only tell what a multicast router would do with it.
  if (kernel.error === "Message too long" && question.iif !== undefined && ours?.type === "multicast") return null;
  if (kernel.error === "Invalid argument" && ours?.unusable !== undefined) return null;
  if (kernel.error !== undefined) return ours?.errno === (errnos[kernel.error] ?? kernel.error) ? null : "errno";
  const route = kernel.route;
  if (ours === null || route === undefined || ours.type !== route.type) return "type";
  const way = ours.candidates.filter((one) => one.dev === route.dev && one.gateway === route.gateway);
  if (way.length === 0) return "way";
  // The kernel does not repeat an IPv4 source that the question named.
  const isSaid = route.family === 6 ? question.iif === undefined : question.from === undefined && question.iif === undefined;
  if (isSaid && !way.some((one) => one.prefsrc === route.prefsrc)) return "prefsrc";
  if (ours.table !== undefined && !sameTable(ours.table, route, snapshot, ours.route?.nhid)) return "table";
  return null;
}

/** IPv6 routes through one nexthop object share its cached answer, and the kernel shows whichever of them was asked first. */
function isShared(kernel: Route, nhid: number | undefined): boolean {
  return kernel.family === 6 && nhid !== undefined && (kernel.nhid === undefined || kernel.nhid === nhid);
}

/** A host without rules of its own keeps local and main in one table, and the kernel calls it main. */
function sameTable(ours: string, kernel: Route, snapshot: Snapshot, nhid?: number): boolean {
  return isShared(kernel, nhid) || ours === kernel.table || (kernel.family === 4 && !viewHost(snapshot).customRules[4] && ours === "local" && kernel.table === "main");
}

/** `fibmatch` shows the entry of the table that decided. */
function entryDifference(ours: Decision | null, kernel: Answer, snapshot: Snapshot): string | null {
  if (ours?.route === undefined || ours.errno !== undefined || kernel.route === undefined) return null;
  const { route } = kernel;
  const same = isShared(route, ours.route.nhid) || route.dst === ours.route.dst && route.metric === ours.route.metric && (route.type === ours.route.type || route.type === ours.type) && (route.tos ?? "") === (ours.route.tos ?? "")
    && (route.src ?? "") === (ours.route.src ?? "") && sameTable(ours.table ?? "", route, snapshot);
  return same ? null : "entry";
}

describe.skipIf(!canLive)("what the kernel answers", () => {
  // Addresses and carriers of a fresh namespace settle in the background: a world that changed while it was asked is built again.
  it.concurrent.for(Array.from({ length: worlds }, (_, at) => seed + at))("world of seed %i", { retry: 2 }, async (worldSeed, { expect, onTestFinished }) => {
    const roll = dice(worldSeed);
    const world = makeWorld(roll);
    const questions = makeQuestions(roll, questionsOfWorld);
    const keeper = await build(world);
    onTestFinished(() => void keeper.stdin.end());
    const { pid = 0 } = keeper;
    const snapshot = await takeSnapshot(await openRunner(`pid:${pid}`), networkParts);
    const answers = ask(pid, questions, "");
    const entries = ask(pid, questions, "fibmatch ");
    const wrong: string[] = [];
    for (const [at, question] of questions.entries()) {
      const ours = askDecision(question, snapshot);
      const found = difference(ours, answers[at]!, snapshot, question) ?? entryDifference(ours, entries[at]!, snapshot);
      if (found === null) continue;
      const { errno, type, candidates, why, route, rule, table } = ours ?? {};
      wrong.push(`${found}: ip ${askLine(question)}\n  kernel ${answers[at]!.raw}\n  entry  ${entries[at]!.raw}\n  ours   ${JSON.stringify({ errno, type, candidates, why, dst: route?.dst, rule: rule?.priority, table })}`);
    }
    const commands = (process.env["HOSTLENS_WORLDS"] === undefined ? [] : [...world.before, ...world.settings, ...world.after, ...world.losses]).join("\n");
    expect(wrong.slice(0, 5).join("\n"), `${wrong.length} of ${questionsOfWorld} differ: HOSTLENS_WORLD_SEED=${worldSeed} HOSTLENS_WORLDS=1\n${commands}`).toBe("");
  });
});
