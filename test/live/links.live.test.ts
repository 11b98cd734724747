import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Link } from "../../src/model/link.ts";
import { parseLinks } from "../../src/parse/ip/link.ts";
import { parseIfconfig } from "../../src/parse/nettools/ifconfig.ts";
import { parseNetDev } from "../../src/parse/proc/net-dev.ts";
import { differingFacts, passing } from "../support/link-facts.ts";

const canUnshare = spawnSync("unshare", ["-rn", "ip", "link"]).status === 0;
if (!canUnshare) {
  if (process.env["HOSTLENS_REQUIRE_LIVE"] === "1") throw new Error("unshare -rn ip link does not work here");
  console.log("skipped: no unshare, no ip, or no right to make network namespaces");
}

/** Every kind some kernel offers: the ones this one lacks are left out, and which were made is printed. */
const kinds = [
  "dummy", "bridge", "ifb", "bond", "team", "vcan", "nlmon", "wireguard", "netdevsim", "batadv", "vsockmon",
  "vrf table 77", "vxlan id 42 dev base dstport 4789 group 239.1.1.1 ttl 4 ageing 120 nolearning proxy", "vxlan id 43 external dstport 4790",
  "vxlan id 44 remote 2001:db8::1 local 2001:db8::2 dstport 8472 udp6zerocsumtx udp6zerocsumrx", "geneve id 7 remote 192.0.2.1 dstport 6081",
  "vlan id 5 protocol 802.1ad ingress-qos-map 1:2 egress-qos-map 3:4", "macvlan mode bridge", "macvlan mode private", "macvlan mode vepa",
  "macvlan mode passthru nopromisc", "macvlan mode source", "macvtap mode bridge", "ipvlan mode l2", "ipvtap mode l3", "macsec encrypt on", "gre remote 192.0.2.1 local 192.0.2.2 ttl 9 key 5",
  "gretap remote 192.0.2.1 local 192.0.2.2", "erspan remote 192.0.2.1 local 192.0.2.2 key 3 erspan_ver 1 erspan 9", "ipip remote 192.0.2.9 local 192.0.2.2",
  "sit remote 192.0.2.7 local 192.0.2.2", "ip6tnl remote 2001:db8::9 local 2001:db8::2 mode any", "ip6gre remote 2001:db8::8 local 2001:db8::2", "vti remote 192.0.2.5 local 192.0.2.2 key 7",
  "vti6 remote 2001:db8::5 local 2001:db8::2", "xfrm dev base if_id 9", "amt mode gateway local 192.0.2.2 discovery 192.0.2.4 dev base", "bareudp dstport 6635 ethertype mpls_uc", "hsr slave1 spare slave2 spare2",
  "rmnet mux_id 3", "gtp role sgsn", "netkit mode l3", "vxcan peer name vx9",
];
const needsBase = /^(?:vlan|macvlan|macvtap|ipvlan|ipvtap|macsec|rmnet)/;
const names = ["a@b", "mtu", "12", "dev", "-l", "q\"u\\o", "k<UP>", "[h],", "i'j", "netzkarte_ü", "peer"];

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const forged = "x\n9: evil: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\n    link/ether 02:00:00:00:00:09 brd ff:ff:ff:ff:ff:ff";

const forms = {
  before: "ip -j -d -s -s link", details: "ip -d -s -s link", once: "ip -d -s link", after: "ip -j -d -s -s link", plainJson: "ip -j link", plain: "ip link", lines: "ip -o link",
  briefJson: "ip -j -br link", brief: "ip -br link", addressJson: "ip -j -d addr", address: "ip -d addr", addressPlainJson: "ip -j addr", addressPlain: "ip addr", briefAddressJson: "ip -j -br addr",
  briefAddress: "ip -br addr", v4Json: "ip -j -4 addr", v4: "ip -4 addr", detailedV4Json: "ip -j -d -4 addr", detailedV4: "ip -d -4 addr", dev: "cat /proc/net/dev", ifconfig: "ifconfig -a", busyboxIfconfig: "busybox ifconfig -a", busybox: "busybox ip addr",
} as const;
type Outputs = Readonly<Record<keyof typeof forms, string>>;

/** Builds the namespace, asks it everything, and lets it go. */
function build(): { outputs: Outputs; made: string[] } {
  const script = [
    "ip link set lo up", "ip link add base type veth peer name basepeer", "ip link add spare type veth peer name spare2", "ip link set base up",
    "unshare -n sleep 60 & other=$!", "sleep 0.3",
    ...kinds.map((kind, index) => `ip link add ${needsBase.test(kind) ? (kind.includes("passthru") ? "link spare " : "link base ") : ""}name k${index} type ${kind} 2>/dev/null && made="$made ${index}"`),
    "ip tuntap add dev tun9 mode tun user 0", "ip tuntap add dev tap9 mode tap multi_queue vnet_hdr",
    "ip link add br9 type bridge forward_delay 300", "ip link add port9 type veth peer name port8", "ip link set port9 master br9", "ip link set br9 up", "ip link set port9 up", "ip link set port8 up",
    "bridge link set dev port9 cost 7 hairpin on guard on 2>/dev/null",
    "ip link add moved type veth peer name away", "ip link set away netns $other",
    ...names.map((name) => `ip link add name ${quote(name)} type veth peer name ${quote(`${name}9`)}`),
    "ip link add v@x type veth peer name x", "ip link set x mtu 1400 txqlen 77 group 5 alias 'alias with  blanks \\ and \"quotes\"'",
    `ip link set moved alias ${quote(forged)}`, "ip link property add dev base altname alternative-name-of-base",
    "ip link set port8 promisc on allmulticast on", "ip link set spare address 02:11:22:33:44:55",
    "ip addr add 10.9.1.1 peer 10.9.1.2/32 dev base", "ip addr add 10.9.2.1/24 brd + dev base label base:one", "ip addr add 10.9.2.5/24 dev base metric 50", "ip addr add 10.9.3.1/24 dev base valid_lft 5000 preferred_lft 4000",
    "ip addr add 2001:db8:9::1/64 dev base nodad", "ip addr add 2001:db8:9::2/64 dev base nodad valid_lft 5000 preferred_lft 0", "ip addr add 2001:db8:9::5 peer 2001:db8:9::6/128 dev base nodad", "ip addr add 10.8.8.8/32 dev k0 scope host noprefixroute", "ip addr add 10.9.2.9/24 dev mtu", "ip addr add 10.9.2.10/24 dev x",
    "sleep 0.2", ...Object.entries(forms).map(([key, command]) => `printf '\\n@@@%s\\n' ${key}; ${command} 2>/dev/null`), "printf '\\n@@@made\\n%s' \"$made\"", "kill $other",
  ].join("\n");
  const run = spawnSync("unshare", ["-rn", "sh", "-c", script], { encoding: "utf8", maxBuffer: 1 << 26 });
  const parts = new Map(run.stdout.split("\n@@@").slice(1).map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]));
  const made = (parts.get("made") ?? "").trim().split(/\s+/).map((index) => (kinds[Number(index)] ?? "").split(" ")[0] ?? "");
  return { outputs: Object.fromEntries(parts) as Outputs, made };
}

describe.skipIf(!canUnshare)("links of a live kernel", () => {
  const { outputs, made } = canUnshare ? build() : { outputs: {} as Outputs, made: [] };
  const json = canUnshare ? parseLinks(outputs.before, forms.before).items : [];
  const byName = (links: readonly Link[], name: string): Link => {
    const found = links.find((link) => link.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };

  test("the namespace holds every kind this kernel makes", () => {
    console.log(`kinds made: ${[...new Set(made)].join(" ")}, tun, veth`);
    expect(json.length).toBeGreaterThan(25);
    for (const name of [...names, "v@x", "base", "tun9"]) byName(json, name);
  });

  const pairs = [["before", "details"], ["plainJson", "plain"], ["plainJson", "lines"], ["briefJson", "brief"], ["addressJson", "address"], ["addressPlainJson", "addressPlain"],
    ["briefAddressJson", "briefAddress"], ["v4Json", "v4"], ["detailedV4Json", "detailedV4"]] as const;
  test.each(pairs)("%s and %s are one model", (jsonForm, textForm) => {
    const truth = parseLinks(outputs[jsonForm], forms[jsonForm]);
    const text = parseLinks(outputs[textForm], forms[textForm]);
    expect(truth.warnings.concat(text.warnings).filter((warning) => warning.code !== "lossy" && warning.code !== "forged" && warning.code !== "unknown-value")).toEqual([]);
    const evil = text.items.filter((link) => link.name === "evil");
    const isDoubted = text.warnings.some((warning) => (warning.code === "lossy" || warning.code === "forged") && warning.message.includes("evil"));
    expect(evil.length === 0 || isDoubted, "a forged link without a warning").toBe(true);
    const links = text.items.filter((link) => link.name !== "evil");
    expect(links.map((link) => link.name)).toEqual(truth.items.map((link) => link.name));
    expect(text.notUnderstood.filter((piece) => !/evil|02:00:00:00:00:09/.test(piece.text))).toEqual([]);
    // counters are compared where they stood still
    const isQuiet = jsonForm === "before" && outputs.before === outputs.after;
    for (const [index, link] of truth.items.entries()) {
      // the alias is cut where the forged lines begin, in text only
      const wrong = differingFacts(link, links[index]!, isQuiet ? undefined : passing).filter((fact) => !(link.name === "moved" && /^(?:alias|addresses)/.test(fact)));
      expect(wrong, link.name).toEqual([]);
    }
  });

  test("an alias forges no link where statistics give it away", () => {
    expect(outputs.once).toContain("9: evil: <");
    for (const form of ["once", "details"] as const) {
      const { items, warnings } = parseLinks(outputs[form], forms[form]);
      expect(items.some((link) => link.name === "evil")).toBe(false);
      expect(warnings.some((warning) => warning.code === "forged")).toBe(true);
      expect(byName(items, "moved").stats).toBeDefined();
    }
  });

  test("peers, lower devices and masters are what they were made to be", () => {
    expect(byName(json, "base").peer).toEqual({ ifindex: byName(json, "basepeer").ifindex, name: "basepeer" });
    expect(byName(json, "v@x").peer).toMatchObject({ name: "x" });
    expect(byName(json, "moved").peer).toMatchObject({ nsid: expect.any(Number) as number });
    expect(byName(json, "moved").lower).toBeUndefined();
    expect(byName(json, "port9")).toMatchObject({ master: "br9", portKind: "bridge", kind: "veth" });
    expect(byName(json, "lo").kind).toBe("loopback");
    expect(byName(json, "base").altnames).toEqual(["alternative-name-of-base"]);
    for (const [index, kind] of kinds.entries()) {
      const link = json.find((candidate) => candidate.name === `k${index}`);
      if (link !== undefined) expect(link.kind).toBe(kind.split(" ")[0]);
      if (link !== undefined && needsBase.test(kind)) expect(link.lower).toBe(kind.includes("passthru") ? "spare" : "base");
    }
  });

  test("BusyBox, ifconfig and /proc/net/dev speak of the same links", () => {
    const labels = json.map((link) => link.name).sort();
    expect(parseNetDev(outputs.dev, "x").items.map((link) => link.name).sort()).toEqual(labels);
    for (const output of [outputs.ifconfig, outputs.busyboxIfconfig]) {
      if (output.trim() === "") continue;
      const { items, notUnderstood } = parseIfconfig(output, "x");
      expect(notUnderstood).toEqual([]);
      expect(items.map((link) => link.name).sort()).toEqual(labels);
      for (const link of items) expect([link.mtu, link.adminUp], link.name).toEqual([byName(json, link.name).mtu, byName(json, link.name).adminUp]);
      const own = byName(items, "base").addresses.map((address) => address.address);
      expect(own).toContain("10.9.1.1");
      expect(own).toContain("10.9.2.1");
    }
    if (outputs.busybox.trim() === "") return;
    const busybox = parseLinks(outputs.busybox, "busybox ip addr");
    expect(busybox.items.map((link) => link.name)).toEqual(json.map((link) => link.name));
    expect(busybox.items.filter((link) => link.lower !== undefined)).toEqual([]);
  });
});
