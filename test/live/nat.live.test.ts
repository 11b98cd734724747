import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { NatRule } from "../../src/model/nat.ts";
import { parseIptables } from "../../src/parse/iptables.ts";
import { parseNft } from "../../src/parse/nft.ts";
import { matchNat, type NatFlow, type NatHook } from "../../src/reason/nat-match.ts";

const can = spawnSync("unshare", ["-rn", "sh", "-c", "ip link add va type veth peer name vb && iptables -t nat -S && nft list ruleset"], { timeout: 20_000 }).status === 0;
if (!can) {
  if (process.env["HOSTLENS_REQUIRE_LIVE"] === "1") throw new Error("unshare -rn with iptables and nft does not work here");
  console.log("skipped: no right to make a network namespace, or no iptables or nft in it");
}

const own = ["127.0.0.1", "10.1.0.1", "10.1.0.9"];
const isLocal = (address: string): boolean => own.includes(address) || address.startsWith("127.");
const flows: readonly { dst: string; dport: number }[] = [
  { dst: "10.1.0.1", dport: 8080 }, { dst: "127.0.0.1", dport: 8080 }, { dst: "10.1.0.1", dport: 9000 }, { dst: "203.0.113.7", dport: 53 }, { dst: "203.0.113.7", dport: 54 },
  { dst: "198.51.100.1", dport: 7001 }, { dst: "198.51.100.1", dport: 7009 }, { dst: "10.1.0.9", dport: 8081 }, { dst: "192.0.2.20", dport: 443 }, { dst: "192.0.2.200", dport: 443 },
];
const separator = "=====";

/** Sends one packet of each flow from a namespace of its own and prints the rules with their counters after each. */
function countersAfter(setup: string, list: string): string[] {
  const script = [
    "set -e", "ip link set lo up", "ip link add va type veth peer name vb", "ip addr add 10.1.0.1/24 dev va", "ip addr add 10.1.0.9/24 dev va", "ip link set va up", "ip link set vb up",
    "ip neigh replace 10.1.0.2 lladdr 02:00:00:00:00:02 dev va nud permanent", "ip route add default via 10.1.0.2", setup, list,
    ...flows.map(({ dst, dport }) => `echo ${separator}; (echo x > /dev/udp/${dst}/${dport}) 2>/dev/null || true; ${list}`),
  ].join("\n");
  const { stdout, stderr, status } = spawnSync("unshare", ["-rn", "bash", "-c", script], { encoding: "utf8", timeout: 60_000 });
  if (status !== 0) throw new Error(`the namespace could not be made: ${stderr}`);
  return stdout.split(`${separator}\n`);
}

const changes = ["DNAT", "SNAT", "MASQUERADE", "REDIRECT"];

/** The translating rules whose counters rose from one listing to the next. */
function risen(before: readonly NatRule[], after: readonly NatRule[]): string[] {
  return after.filter((rule, index) => changes.includes(rule.target) && (rule.packets ?? 0) > (before[index]?.packets ?? 0)).map((rule) => `${rule.chain} ${rule.target} ${rule.toAddress ?? ""}:${rule.toPort ?? ""}`).toSorted();
}

/** What we say of a packet that this host sends: translated on the way out, routed, translated again. */
function said(rules: readonly NatRule[], { dst, dport }: { dst: string; dport: number }): string[] {
  const ask = (hook: NatHook, flow: NatFlow) => {
    const { step, possible } = matchNat(rules, hook, flow, isLocal);
    expect(possible, JSON.stringify(flow)).toEqual([]);
    return step;
  };
  const device = (address: string): string => (isLocal(address) ? "lo" : "va");
  const first = ask("output", { family: 4, proto: "udp", src: isLocal(dst) ? dst : "10.1.0.1", dst, dport, sport: 40_000, oif: device(dst) });
  const newDst = first?.change === "REDIRECT" ? "127.0.0.1" : first?.toAddress ?? dst;
  const newPort = first?.toPort === undefined ? dport : Number(first.toPort);
  const second = ask("postrouting", { family: 4, proto: "udp", src: isLocal(dst) ? dst : "10.1.0.1", dst: newDst, dport: newPort, sport: 40_000, oif: device(newDst), iif: "" });
  return [first, second].flatMap((step) => (step ? [`${step.rule.chain} ${step.change} ${step.rule.toAddress ?? ""}:${step.rule.toPort ?? ""}`] : [])).toSorted();
}

test.skipIf(!can)("iptables: the rule that we say translates is the one whose counter the kernel raises", { timeout: 90_000 }, () => {
  const add = (rule: string): string => `iptables -t nat ${rule}`;
  const listings = countersAfter([
    "-N DOCKER", "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER", "-A OUTPUT -d 203.0.113.0/24 -p udp --dport 53 -j REDIRECT --to-ports 5353",
    "-A OUTPUT -p udp -m multiport --dports 7000:7005,7008 -j DNAT --to-destination 10.1.0.2:7777", "-A OUTPUT -p tcp --dport 54 -j REDIRECT --to-ports 1",
    "-A OUTPUT -d 192.0.2.0/25 -j RETURN", "-A OUTPUT -d 192.0.2.0/24 -p udp -j DNAT --to-destination 10.1.0.3",
    "-A DOCKER ! -o va -p udp --dport 8080 -j DNAT --to-destination 10.1.0.50:80", "-A DOCKER -d 10.1.0.9/32 -p udp --dport 8081 -j DNAT --to-destination 10.1.0.51:81",
    "-A POSTROUTING -o va -d 10.1.0.0/24 -p tcp -j MASQUERADE", "-A POSTROUTING -s 10.1.0.0/24 ! -o lo -p udp --dport 54 -j SNAT --to-source 10.1.0.9",
    "-A POSTROUTING -s 10.1.0.0/24 -d 10.1.0.50/32 -j MASQUERADE",
  ].map(add).join("\n"), "iptables-save -c -t nat")
    .map((text) => parseIptables(text, "iptables-save -c").items);
  expect(listings).toHaveLength(flows.length + 1);
  const judged = flows.map((_, index) => risen(listings[index] ?? [], listings[index + 1] ?? []));
  expect(judged.flat().length).toBeGreaterThan(5);
  expect(flows.map((flow) => said(listings[0] ?? [], flow))).toEqual(judged);
});

test.skipIf(!can)("nft: the same, with sets of ports, ranges, jumps and two base chains at one hook", { timeout: 90_000 }, () => {
  const ruleset = `
table ip t {
  chain pub { ip daddr 127.0.0.0/8 return; udp dport 8080 counter dnat to 10.1.0.50:80; ip daddr 10.1.0.9 udp dport 8081-8089 counter dnat to 10.1.0.51:81; }
  chain out { type nat hook output priority -100; policy accept;
    fib daddr type local jump pub
    ip daddr 203.0.113.0/24 udp dport { 53, 5353 } counter redirect to :5353
    udp dport { 7000-7005, 7008 } counter dnat to 10.1.0.2:7777
    meta l4proto tcp counter redirect to :1
    ip daddr 192.0.2.0-192.0.2.127 accept
  }
  chain late { type nat hook output priority -90; policy accept; ip daddr 192.0.2.0/24 ip protocol udp counter dnat to 10.1.0.3; }
  chain post { type nat hook postrouting priority srcnat; policy accept; oifname != "lo" udp dport 54 counter snat to 10.1.0.9; ip daddr 10.1.0.50 counter masquerade; oif "va" ct state new udp dport != 54 counter masquerade; }
}`.replaceAll("; }", ";\n }");
  const listings = countersAfter(`nft -f - <<'RULES'\n${ruleset}\nRULES`, "nft list ruleset").map((text) => parseNft(text, "nft list ruleset").items);
  const judged = flows.map((_, index) => risen(listings[index] ?? [], listings[index + 1] ?? []));
  expect(judged.flat().length).toBeGreaterThan(6);
  expect(flows.map((flow) => said(listings[0] ?? [], flow))).toEqual(judged);
});
