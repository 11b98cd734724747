import { expect, test } from "vitest";
import type { NatRule } from "../../src/model/nat.ts";
import { parseIptables } from "../../src/parse/iptables.ts";
import { parseNft } from "../../src/parse/nft.ts";
import { allRecordings } from "../support/recorded.ts";

const plain = ({ at: _at, ...rule }: NatRule): object => rule;

test("nft's JSON and its text give the same rules, in nft's own words, wherever both were recorded", () => {
  let compared = 0;
  for (const recording of allRecordings()) {
    const json = recording.output("nft -j list ruleset");
    const text = recording.output("nft list ruleset");
    if (json === undefined || text === undefined || text === "") continue;
    const fromText = parseNft(text, "nft list ruleset");
    const fromJson = parseNft(json, "nft -j list ruleset");
    expect(fromText.notUnderstood, recording.name).toEqual([]);
    // Two lines of the text form are JSON's lesser half: what xtables modules hold is left out there.
    const opaque = (rule: NatRule): boolean => rule.text.includes("xt ");
    const known = fromJson.items.map((rule, index) => [rule, fromText.items[index]] as const).filter(([rule]) => !opaque(rule));
    expect(fromJson.items).toHaveLength(fromText.items.length);
    for (const [left, right] of known) expect(plain(left)).toEqual(right && plain(right));
    compared += known.length;
  }
  expect(compared).toBeGreaterThan(20);
});

test("iptables-save and nft's text agree on what Docker's rules rewrite and on whom they match", () => {
  let compared = 0;
  for (const recording of allRecordings()) {
    const save = recording.output("iptables-save -c");
    const nft = recording.output("nft list ruleset");
    if (save === undefined || nft === undefined || !save.includes("nf_tables")) continue;
    const key = (rule: NatRule): string => JSON.stringify([
      rule.table, rule.chain, rule.target, rule.hook, rule.priority, rule.proto, rule.src?.replace(/\/32$/, ""), rule.dst?.replace(/\/32$/, ""), rule.iif, rule.oif, rule.dport,
      rule.toAddress, rule.toPort, rule.inverted.toSorted(), rule.packets, rule.bytes,
    ]);
    const saved = parseIptables(save, "iptables-save -c").items;
    const theirs = parseNft(nft, "nft list ruleset").items.filter((rule) => rule.family === "ip" && saved.some(({ table }) => table === rule.table)).map(key).toSorted();
    const ours = saved.map(key).toSorted();
    expect(ours, recording.name).toEqual(theirs);
    compared += ours.length;
  }
  expect(compared).toBeGreaterThan(50);
});

test("a rule's line keeps every selector: in a field, or as it was printed", () => {
  const output = [
    "*nat", "[3:180] -A PREROUTING -p tcp -m multiport --dports 80,443 -m comment --comment \"say \\\"hi\\\" now\" -j DNAT --to-destination 10.0.0.1:8080-8090",
    "-A OUTPUT ! -d 10.0.0.0/8 -m mark ! --mark 0x5 -m owner --uid-owner 5 -g X", "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
    "-A OUTPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j REDIRECT --to-ports 15001", "this is no rule", "COMMIT",
  ].join("\n");
  const { items, notUnderstood } = parseIptables(output, "iptables-save -c");
  expect(items[0]).toMatchObject({ table: "nat", hook: "prerouting", priority: -100, proto: "tcp", dport: "80,443", target: "DNAT", toAddress: "10.0.0.1", toPort: "8080-8090", packets: 3, bytes: 180, otherMatches: [] });
  expect(items[1]).toMatchObject({ dst: "10.0.0.0/8", inverted: ["dst"], otherMatches: ["! mark --mark 0x5", "owner --uid-owner 5"], target: "X", isJump: true, isGoto: true });
  expect(items[2]).toMatchObject({ target: "DOCKER", isJump: true, otherMatches: ["addrtype --dst-type LOCAL"] });
  expect(items[3]).toMatchObject({ target: "REDIRECT", toPort: "15001", otherMatches: ["--tcp-flags FIN,SYN,RST,ACK SYN"] });
  expect(notUnderstood).toEqual([{ line: 6, text: "this is no rule" }]);
  expect(parseIptables("-P OUTPUT ACCEPT\n-A POSTROUTING -c 1 2 -j NETMAP --to fd00::/64\n", "ip6tables -t nat -S -v").items).toEqual([
    expect.objectContaining({ backend: "ip6tables", family: "ip6", table: "nat", target: "NETMAP", toAddress: "fd00::/64", packets: 1, bytes: 2 }),
  ]);
  expect(parseIptables("*nat\n-A PREROUTING -j DNAT --to-destination [fd00::2]:80\n", "ip6tables-save").items[0]).toMatchObject({ toAddress: "fd00::2", toPort: "80" });
});

test("expressions that nft's model has no field for make a rule narrower, statements do not", () => {
  const rules = parseNft([
    "table inet t {", "\tset s {", "\t\ttype ipv4_addr", "\t\telements = { 1.1.1.1,", "\t\t\t     2.2.2.2 }", "\t}", "\tchain p {",
    "\t\ttype nat hook prerouting priority dstnat + 5; policy accept;",
    "\t\tip saddr @s tcp dport 80 dnat ip to 10.0.0.1:8080", "\t\tct original ip saddr 10.0.0.9 masquerade", "\t\tmeta mark set 0x00000001 counter packets 1 bytes 2 jump q",
    "\t\tip saddr . tcp dport { 1.1.1.1 . 80 } accept", "\t\tdnat to tcp dport map @m", "\t\ttcp dport vmap { 80 : jump a, 81 : drop }", "\t\tct state new iifname != { \"a\", \"b c\" } redirect to :99 comment \"x } y\"",
    "\t}", "}",
  ].join("\n"), "nft list ruleset");
  expect(rules.notUnderstood).toEqual([]);
  expect(rules.items.map(({ target, otherMatches, src, dport, iif, toAddress, toPort, isJump }) => ({ target, otherMatches, src, dport, iif, toAddress, toPort, isJump }))).toEqual([
    { target: "DNAT", otherMatches: ["ip saddr @s"], dport: "80", toAddress: "10.0.0.1", toPort: "8080" },
    { target: "MASQUERADE", otherMatches: ["ct original ip saddr 10.0.0.9"] },
    { target: "q", otherMatches: [], isJump: true },
    { target: "ACCEPT", otherMatches: ["ip saddr . tcp dport { 1.1.1.1 . 80 }"] },
    { target: "DNAT", otherMatches: [], toAddress: "tcp dport map @m" },
    { target: "VMAP", otherMatches: ["tcp dport vmap { 80 : jump a, 81 : drop }"] },
    { target: "REDIRECT", otherMatches: ["ct state new"], iif: "a,b c", toPort: "99" },
  ]);
  expect(rules.items.every((rule) => rule.priority === -95 && rule.hook === "prerouting")).toBe(true);
  expect(rules.items.at(-1)?.inverted).toEqual(["iif"]);
});
