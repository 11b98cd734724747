import { describe, expect, test } from "vitest";
import { mergeLinksAndAddresses, parseAddresses, parseLinks } from "../../../src/parse/ip/link.ts";
import { openRecorded } from "../../support/recorded.ts";

const header = (token: string, index = 2): string =>
  `${index}: ${token}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\n`;
const ether = "    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff";
const lo = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n`;
const stats = `    RX:  bytes packets errors dropped  missed   mcast           
             1       2      3       4       5       6 
    TX:  bytes packets errors dropped carrier collsns           
             7       8      9      10      11      12 \n`;

describe("where the name of a link ends", () => {
  test("@ before a device, an index elsewhere or NONE ends it, any other belongs to it", () => {
    const text = `${lo}${header("a@b@if7")}${ether} link-netnsid 0\n${header("dmy@home", 3)}${ether}\n${header("v1@dmy@home", 4)}${ether}\n${header("gre1@NONE", 5)}${ether}\n`;
    expect(parseLinks(text, "x").items.map((link) => [link.name, link.lower ?? null, link.peer ?? null])).toEqual([
      ["lo", null, null], ["a@b", null, { ifindex: 7, nsid: 0 }], ["dmy@home", null, null], ["v1", "dmy@home", null], ["gre1", null, null],
    ]);
  });

  test("in the listing of one link the last @ ends it", () => {
    expect(parseLinks(`${header("eth0.10@eth0")}${ether}\n`, "x").items[0]).toMatchObject({ name: "eth0.10", lower: "eth0" });
  });

  test("a kind without a lower device keeps its @", () => {
    const text = `${header("dmy@eth0")}${ether} promiscuity 0 minmtu 0 maxmtu 0 \n    dummy addrgenmode eui64 \n`;
    expect(parseLinks(text, "x").items[0]).toMatchObject({ name: "dmy@eth0", kind: "dummy" });
  });

  test("the label of an IPv4 address tells the name", () => {
    const text = `${header("a@b@eth0")}${ether}\n    inet 192.0.2.1/24 scope global a@b:1\n`;
    expect(parseAddresses(text, "x").items[0]).toMatchObject({ name: "a@b", lower: "eth0" });
  });

  test.each(["mtu", "12", "0x1f", "-l", "k<UP>", "{g}", "网卡0", "q\"uo\\te", "$(id)", "default"])("%s is a name like any other", (name) => {
    const [link] = parseLinks(`${header(name)}${ether}\n`, "x").items;
    expect(link).toMatchObject({ name, mtu: 1500, operstate: "up", adminUp: true, carrier: true, mac: "02:00:00:00:00:01" });
  });
});

describe("a link that an alias forges", () => {
  const forged = `9: evil: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default\n${ether}\n`;

  test("is no link where the one with the alias would lack its statistics", () => {
    const { items, warnings, notUnderstood } = parseLinks(`${lo}${stats}${header("eth0")}${ether}\n    alias x\n${forged}${stats}${header("eth1", 3)}${ether}\n${stats}`, "x");
    expect(items.map((link) => link.name)).toEqual(["lo", "eth0", "eth1"]);
    expect(items[1]?.stats).toEqual(items[2]?.stats);
    expect(warnings.map((warning) => warning.code)).toEqual(["forged"]);
    expect(notUnderstood.map((piece) => piece.text).join("\n")).toContain("evil");
  });

  test("is no link where it stands out of the kernel's order, repeats one or has no address line", () => {
    const after = `${header("eth1", 3)}${ether}\n`;
    const broken = [forged, forged.replace("9:", "3:"), forged.replace("evil", "eth1").replace("9:", "2:"), forged.split("\n")[0] + "\n"];
    for (const text of broken) {
      const { items, warnings } = parseLinks(`${lo}${header("eth0")}${ether}\n    alias x\n${text}${after}`, "x");
      expect(items.map((link) => link.name), text).toEqual(["lo", "eth0", "eth1"]);
      expect(warnings.map((warning) => warning.code)).toContain("forged");
    }
  });

  test("is doubted where nothing tells it from a real one", () => {
    const { warnings } = parseLinks(`${lo}${header("eth0")}${ether}\n    alias x\n${forged}`, "x");
    expect(warnings.map((warning) => warning.code)).toEqual(["lossy"]);
  });

  test("is real where an alias cannot be that long", () => {
    const { items, warnings } = parseLinks(`${lo}${header("eth0")}${ether}\n    alias ${"a".repeat(200)}\n${forged}`, "x");
    expect([items.length, warnings]).toEqual([3, []]);
  });

  test("other lines of an alias stay in the alias", () => {
    const hostile = openRecorded("09-hostile-strings");
    for (const command of ["ip -d -s link", "ip -d addr"]) {
      const { items, notUnderstood } = parseLinks(hostile.output(command)!, command);
      expect(items.find((link) => link.name === "c\\d")?.alias).toBe("line1\nline2: <fake> mtu 1500");
      expect([items.length, notUnderstood]).toEqual([15, []]);
    }
  });
});

describe("details", () => {
  test("an unknown word is reported with its line, the rest is read", () => {
    const text = `${header("vx0").trimEnd()} frob 7\n${ether} promiscuity 0 wibble minmtu 68 maxmtu 65535 \n    vxlan id 42 local 192.0.2.1 newword 5 dstport 4789 addrgenmode eui64 \n`;
    const { items, notUnderstood } = parseLinks(text, "x");
    expect(items[0]).toMatchObject({ kind: "vxlan", kindData: { id: 42, local: "192.0.2.1", port: 4789 }, extra: { min_mtu: 68 } });
    expect(notUnderstood).toEqual([{ line: 1, text: "frob 7" }, { line: 2, text: "wibble" }, { line: 3, text: "newword 5" }]);
  });

  test("a kind newer than we are keeps its name and text", () => {
    const { items, warnings } = parseLinks(`${header("n0")}${ether} promiscuity 0 minmtu 68 maxmtu 65535 \n    newkind alpha 1 beta numtxqueues 1 \n`, "x");
    expect(items[0]).toMatchObject({ kind: "newkind", kindData: { text: "alpha 1 beta" }, extra: { num_tx_queues: 1 } });
    expect(warnings.map((warning) => warning.code)).toEqual(["unknown-value"]);
  });

  test("a vlan's maps below it, a VF and its counters, an XDP program", () => {
    const text = `${header("eth0.5@eth0")}${ether} promiscuity 0 minmtu 0 maxmtu 65535 
    vlan protocol 802.1Q id 5 <REORDER_HDR,GVRP> 
      ingress-qos-map { 1:2 3:4 } 
      egress-qos-map { 0:7 } addrgenmode eui64 
${header("eth0", 3).replace("mtu 1500", "mtu 1500 xdpgeneric")}${ether} promiscuity 0 minmtu 46 maxmtu 9710 parentbus pci parentdev 0000:01:00.0 
    prog/xdp id 17 name drop tag 3b185187f1855c4c jited 
${stats}    vf 0     link/ether 02:00:00:00:00:05 brd ff:ff:ff:ff:ff:ff, vlan 7, spoof checking on, link-state auto, trust off, query_rss off
`;
    const { items, notUnderstood } = parseLinks(text, "x");
    expect(items[0]?.kindData).toEqual({
      protocol: "802.1Q", id: 5, flags: ["REORDER_HDR", "GVRP"], ingress_qos: [{ from: 1, to: 2 }, { from: 3, to: 4 }], egress_qos: [{ from: 0, to: 7 }],
    });
    expect(items[1]).toMatchObject({
      kind: "physical", parentDev: "0000:01:00.0", xdp: { mode: "xdpgeneric", prog: { id: 17, name: "drop", tag: "3b185187f1855c4c", jited: true } },
      vfs: [{ vf: 0, address: "02:00:00:00:00:05", vlan: 7, spoofchk: true, link_state: "auto", trust: false, query_rss_en: false }],
      stats: { rx: { bytes: 1, packets: 2, errors: 3, dropped: 4, details: { missed_errors: 5, multicast: 6 } }, tx: { bytes: 7 } },
    });
    expect(notUnderstood).toEqual([]);
  });

  test("both blocks of -s -s, old spelling and new", () => {
    for (const [rx, tx] of [["RX errors: length   crc     frame   fifo    missed", "TX errors: aborted  fifo   window heartbeat transns"],
      ["RX errors:  length    crc   frame    fifo overrun", "TX errors: aborted   fifo  window heartbt transns"]]) {
      const text = `${header("eth0")}${ether}\n${stats.split("    TX")[0]}    ${rx}\n   1 2 3 4 5\n    TX${stats.split("    TX")[1]}    ${tx}\n  6 7 8 9 10\n`;
      const { items, notUnderstood } = parseLinks(text, "x");
      expect(notUnderstood).toEqual([]);
      expect(items[0]?.stats?.rx.details).toMatchObject({ length_errors: 1, crc_errors: 2, frame_errors: 3, fifo_errors: 4 });
      expect(items[0]?.stats?.tx.details).toMatchObject({ aborted_errors: 6, fifo_errors: 7, window_errors: 8, heartbeat_errors: 9, carrier_changes: 10 });
    }
  });

  test("states, carrier and adminUp are three facts", () => {
    const flags = (text: string): unknown => {
      const [link] = parseLinks(header("eth0").replace("BROADCAST,MULTICAST,UP,LOWER_UP", text), "x").items;
      return [link?.adminUp, link?.carrier];
    };
    expect([flags("UP,LOWER_UP"), flags("NO-CARRIER,UP"), flags("BROADCAST")]).toEqual([[true, true], [true, false], [false, null]]);
    const [brief] = parseLinks("eth0             UP             192.0.2.1/24 fe80::1/64 \n", "x").items;
    expect(brief).toMatchObject({ adminUp: true, carrier: null, ifindex: null, mtu: null, operstate: "up" });
  });

  test("addresses are merged into the links they belong to", () => {
    const links = parseLinks(`${header("eth0")}${ether}\n`, "x").items;
    const addressed = parseAddresses("2: eth0    inet 192.0.2.1/24 scope global eth0\n3: eth1    inet6 fe80::1/64 scope link \n", "y").items;
    expect(mergeLinksAndAddresses(links, addressed).map((link) => [link.name, link.mtu, link.addresses.length])).toEqual([["eth0", 1500, 1], ["eth1", null, 1]]);
  });
});

describe("an address line", () => {
  const address = (line: string): unknown => parseAddresses(`${header("home")}${ether}\n    ${line}\n       valid_lft 60sec preferred_lft forever\n`, "x").items[0]?.addresses[0];

  test("ends with its label, whatever word that is", () => {
    expect(address("inet 10.1.9.1 peer 10.1.9.2/32 brd 10.1.9.255 scope global secondary dynamic home"))
      .toMatchObject({ address: "10.1.9.1", peer: "10.1.9.2", prefixlen: 32, broadcast: "10.1.9.255", flags: ["secondary", "dynamic"], label: "home", validLifetimeS: 60, preferredLifetimeS: null });
  });

  test("of IPv6 has no label, and BusyBox' bits are flags", () => {
    expect(address("inet6 2001:db8::1/64 scope global flags 12 ")).toMatchObject({ flags: ["nodad", "home"] });
    expect(address("inet6 2001:db8::1/64 scope global secondary dynamic proto kernel_ra")).toMatchObject({ flags: ["temporary", "dynamic"], protocol: "kernel_ra" });
    expect(address("inet 239.9.9.9/32 scope global flags 400 lan0")).toMatchObject({ flags: ["autojoin"], label: "lan0" });
  });
});
