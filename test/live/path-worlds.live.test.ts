import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { PathQuestion } from "../../src/model/path.ts";
import type { Link } from "../../src/model/link.ts";
import type { Rule } from "../../src/model/rule.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { askDecision } from "../../src/reason/ask-decision.ts";

/** A small generator of its own, so that a printed seed gives the same worlds on every machine. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Roll = (below: number) => number;
const pick = <T>(roll: Roll, list: readonly T[]): T => list[roll(list.length)] as T;
const devices = ["va", "vb", "vc"];

function destination(roll: Roll, family: 4 | 6): string {
  if (family === 4) return `10.${roll(4)}.${roll(4)}.${roll(6)}`;
  return `2001:db8:${roll(4)}:${roll(4)}::${roll(6) + 1}`;
}

function prefix(roll: Roll, family: 4 | 6): string {
  if (roll(8) === 0) return "default";
  return `${destination(roll, family)}/${pick(roll, family === 4 ? [8, 14, 16, 22, 24, 30, 32] : [32, 46, 48, 62, 64, 127, 128])}`;
}

function worldBatch(roll: Roll): string {
  const lines = ["link set lo up"];
  for (const [at, dev] of devices.entries()) {
    lines.push(`link add ${dev} type veth peer name ${dev}p`, `link set ${dev} up`);
    if (roll(4) > 0) lines.push(`link set ${dev}p up`);
    lines.push(`addr add 10.${at}.0.1/24 dev ${dev}`, `addr add 2001:db8:${at}::1/64 dev ${dev} nodad`);
    if (roll(2) === 0) lines.push(`addr add 10.${at}.${roll(4)}.4/22 dev ${dev}`);
    if (roll(3) === 0) lines.push(`nexthop add id ${at + 1} via 10.${at}.0.8 dev ${dev}`, `route add 10.${roll(4)}.${roll(4)}.0/24 nhid ${at + 1}`);
  }
  for (let count = 0; count < 60; count++) {
    const family = pick(roll, [4, 6] as const);
    const dev = roll(3);
    const gateway = roll(2) === 0 ? ` via ${family === 4 ? `10.${dev}.0.${2 + roll(3)}` : `2001:db8:${dev}::${2 + roll(3)}`}` : "";
    const table = pick(roll, ["main", "main", "100", "200"]);
    const type = pick(roll, ["unicast", "unicast", "unicast", "unicast", "unicast", "blackhole", "unreachable", "prohibit", "throw"]);
    if (roll(10) === 0) {
      const [one, other] = [roll(3), roll(3)];
      const hop = (at: number): string => `nexthop via ${family === 4 ? `10.${at}.0.9` : `2001:db8:${at}::9`} dev ${devices[at] ?? ""} weight ${1 + roll(3)}`;
      lines.push(`${family === 6 ? "-6 " : ""}route add ${prefix(roll, family)} table ${table} ${hop(one)} ${hop(other)}`);
      continue;
    }
    const metric = roll(3) === 0 ? ` metric ${pick(roll, [10, 20])}` : "";
    const tos = family === 4 && roll(6) === 0 ? " tos 0x10" : "";
    const way = type === "unicast" ? `${gateway} dev ${devices[dev] ?? ""}` : "";
    lines.push(`-${family} route add ${type} ${prefix(roll, family)}${way}${tos}${metric} table ${table}`.replace(/^-4 /, "").replace(/^-6 (.*)$/, "-6 $1"));
  }
  const selectors = (family: 4 | 6): string => pick(roll, [
    `from ${prefix(roll, family).replace("default", "all")}`, `to ${prefix(roll, family).replace("default", "all")}`, "fwmark 0x10/0xf0", "fwmark 1",
    `oif ${pick(roll, devices)}`, "iif lo", "ipproto tcp", "dport 80", "sport 1000-2000", "uidrange 5-10", "tos 0x10",
  ]);
  const rules: string[] = [];
  for (let count = roll(10); count > 0; count--) {
    const family = pick(roll, [4, 6] as const);
    const priority = 10 + roll(50);
    const action = pick(roll, ["lookup 100", "lookup 200", "lookup 300", "blackhole", "unreachable", "prohibit", "nop", `goto ${priority + 5 + roll(40)}`, "lookup main suppress_prefixlength 0", "lookup 100 suppress_prefixlength 16"]);
    const [word, ...more] = action.split(" ") as [string, ...string[]];
    const typed = ["blackhole", "unreachable", "prohibit", "nop"].includes(word) ? `type ${word}` : `${word} ${more.join(" ")}`;
    rules.push(`${family === 6 ? "-6 " : ""}rule add ${roll(6) === 0 ? "not " : ""}${selectors(family)} priority ${priority} ${typed}`);
  }
  return [...lines, ...rules].join("\n");
}

function questions(roll: Roll, count: number): PathQuestion[] {
  return Array.from({ length: count }, () => {
    const family = pick(roll, [4, 6] as const);
    const asked: PathQuestion = { destination: destination(roll, family) };
    if (roll(3) === 0) asked.mark = pick(roll, [1, 0x10, 0x13]);
    if (roll(4) === 0) asked.oif = pick(roll, devices);
    if (roll(4) === 0) asked.from = family === 4 ? `10.${roll(3)}.0.1` : `2001:db8:${roll(3)}::1`;
    if (roll(3) === 0) Object.assign(asked, { proto: pick(roll, ["tcp", "udp"]), sport: pick(roll, [999, 1500]), dport: pick(roll, [80, 81]) });
    if (roll(4) === 0) asked.uid = pick(roll, [5, 11]);
    if (family === 4 && roll(4) === 0) asked.tos = 0x10;
    return asked;
  });
}

function askLine(q: PathQuestion): string {
  const parts = [
    `route get ${q.destination}`, q.from && `from ${q.from}`, q.tos !== undefined && `tos ${q.tos.toString(16)}`, q.oif && `oif ${q.oif}`,
    q.mark !== undefined && `mark ${q.mark}`, q.uid !== undefined && `uid ${q.uid}`, q.proto && `ipproto ${q.proto}`,
    q.sport !== undefined && `sport ${q.sport}`, q.dport !== undefined && `dport ${q.dport}`,
  ];
  return parts.filter(Boolean).join(" ");
}

/** Runs the whole world in one throw-away network namespace; prints what the host is and what the kernel answers. */
function runWorld(batch: string, asked: readonly PathQuestion[]): { state: string[]; answers: string[] } {
  const script = [
    `ip -force -batch - >/dev/null 2>&1 <<'BUILD'\n${batch}\nBUILD`, "sleep 0.2",
    ...["ip -j addr", "ip -j -4 -d route show table all", "ip -j -6 -d route show table all", "ip -j -4 rule", "ip -j -6 rule"].map((command) => `${command}; echo; echo ==`),
    `ip -j -d -force -batch - 2>&1 <<'ASK'\n${asked.map(askLine).join("\n")}\nASK`,
  ].join("\n");
  const done = spawnSync("unshare", ["-rn", "bash", "-c", script], { encoding: "utf8", maxBuffer: 1 << 28 });
  const parts = done.stdout.split("==\n");
  // each question is answered by one line of JSON, or by an error line and "Command failed"
  const answers = (parts[5] ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("Command failed"));
  return { state: parts.slice(0, 5), answers };
}

type Json = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function linksOf(json: string): Link[] {
  return (JSON.parse(json) as (Json & { addr_info: Json[]; flags: string[] })[]).map((row): Link => ({
    ifindex: Number(row["ifindex"]), name: text(row["ifname"]), altnames: [], kind: "veth", kindData: {}, mac: null, mtu: 1500, flags: row.flags,
    adminUp: row.flags.includes("UP"), carrier: row.flags.includes("LOWER_UP"), operstate: "up", qdisc: null,
    addresses: row.addr_info.map((info) => ({
      family: info["family"] === "inet6" ? 6 : 4, address: text(info["local"]), prefixlen: Number(info["prefixlen"]), scope: text(info["scope"]),
      flags: ["secondary", "tentative", "deprecated", "temporary"].filter((flag) => info[flag] === true),
    })),
  }));
}

const span = (word: unknown): { start: number; end: number } => {
  const [start, end] = text(word).split("-").map(Number) as [number, number?];
  return { start, end: end ?? start };
};

function rulesOf(json: string, family: 4 | 6): Rule[] {
  return (JSON.parse(json) as Json[]).map((row): Rule => {
    const cidr = (address: unknown, length: unknown): string => (address === undefined || address === "all" ? "all" : `${text(address)}/${text(length) || (family === 4 ? "32" : "128")}`);
    const action = "goto" in row ? "goto" : "nop" in row ? "nop" : "action" in row ? text(row["action"]) : "table";
    return {
      family, priority: Number(row["priority"]), action, src: cidr(row["src"], row["srclen"]), dst: cidr(row["dst"], row["dstlen"]), invert: "not" in row, text: "",
      ...("table" in row ? { table: text(row["table"]) } : {}), ...("goto" in row ? { goto: Number(row["goto"]) } : {}),
      ...("iif" in row ? { iif: text(row["iif"]) } : {}), ...("oif" in row ? { oif: text(row["oif"]) } : {}),
      ...("fwmark" in row ? { fwmark: Number(row["fwmark"]) } : {}), ...("fwmask" in row ? { fwmask: Number(row["fwmask"]) } : {}),
      ...("tos" in row ? { tos: text(row["tos"]) } : {}), ...("ipproto" in row ? { ipproto: text(row["ipproto"]) } : {}),
      ...("sport" in row ? { sport: span(row["sport"]) } : "sport_start" in row ? { sport: { start: Number(row["sport_start"]), end: Number(row["sport_end"]) } } : {}),
      ...("dport" in row ? { dport: span(row["dport"]) } : {}),
      ...("uid_start" in row ? { uidrange: { start: Number(row["uid_start"]), end: Number(row["uid_end"]) } } : {}),
      ...("suppress_prefixlen" in row ? { suppressPrefixlength: Number(row["suppress_prefixlen"]) } : {}),
    };
  });
}

const errors: Readonly<Record<string, string>> = { "Network is unreachable": "ENETUNREACH", "No route to host": "EHOSTUNREACH", "Permission denied": "EACCES", "Invalid argument": "EINVAL" };

const canLive = spawnSync("unshare", ["-rn", "ip", "link", "add", "va", "type", "veth", "peer", "name", "vb"]).status === 0;
if (!canLive && process.env["HOSTLENS_REQUIRE_LIVE"] === "1") throw new Error("network namespaces with veth cannot be made here");
if (!canLive) console.log("skipped: network namespaces with veth cannot be made here");

const seed = Number(process.env["HOSTLENS_SEED"] ?? 1);
const worlds = Number(process.env["HOSTLENS_WORLDS"] ?? 20);

describe.skipIf(!canLive)("what the kernel answers", () => {
  it.each(Array.from({ length: worlds }, (_, at) => seed + at))("world of seed %i", (worldSeed) => {
    const roll = dice(worldSeed);
    const batch = worldBatch(roll);
    const asked = questions(roll, 500);
    const { state, answers } = runWorld(batch, asked);
    const [addr = "", routes4 = "", routes6 = "", rules4 = "", rules6 = ""] = state;
    const snapshot: Snapshot = {
      source: { kind: "live", host: null, kernel: null, recordedAt: null }, warnings: [], links: linksOf(addr),
      routes: [...parseRoutes(routes4, "ip -j -4 -d route show table all", 4).items, ...parseRoutes(routes6, "ip -j -6 -d route show table all", 6).items],
      rules: [...rulesOf(rules4, 4), ...rulesOf(rules6, 6)],
    };
    expect(answers).toHaveLength(asked.length);
    const wrong: string[] = [];
    for (const [at, question] of asked.entries()) {
      const answer = answers[at] ?? "";
      const ours = askDecision(question, snapshot);
      if (!answer.startsWith("[")) {
        const errno = errors[answer.replace("RTNETLINK answers: ", "")] ?? answer;
        if (ours?.errno !== errno) wrong.push(`${askLine(question)}: kernel ${errno}, ours ${JSON.stringify({ e: ours?.errno, t: ours?.type, c: ours?.candidates, why: ours?.why, d: ours?.route?.dst, p: ours?.rule?.priority })}`);
        continue;
      }
      const [kernel = {}] = JSON.parse(answer) as Json[];
      const type = text(kernel["type"]) || "unicast";
      const fits = ours?.type === type && ours.candidates.some((way) =>
        way.dev === kernel["dev"] && (way.gateway ?? "") === text(kernel["gateway"]) && ("from" in kernel && question.from !== undefined && !question.from.includes(":") || (way.prefsrc ?? "") === text(kernel["prefsrc"])));
      if (!fits) wrong.push(`${askLine(question)}: kernel ${answer}, ours ${JSON.stringify({ e: ours?.errno, t: ours?.type, c: ours?.candidates, why: ours?.why, d: ours?.route?.dst, p: ours?.rule?.priority })}`);
    }
    expect(wrong, `HOSTLENS_SEED=${worldSeed} HOSTLENS_WORLDS=1`).toEqual([]);
  });
});
