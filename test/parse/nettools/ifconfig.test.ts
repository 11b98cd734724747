import { describe, expect, test } from "vitest";
import { parseLinks } from "../../../src/parse/ip/link.ts";
import { parseIfconfig } from "../../../src/parse/nettools/ifconfig.ts";
import { parseNetDev } from "../../../src/parse/proc/net-dev.ts";
import { openRecorded } from "../../support/recorded.ts";

const newStyle = `eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet 192.0.2.2  netmask 255.255.255.0  broadcast 192.0.2.255
        inet6 fe80::fc:ff:fe00:1  prefixlen 64  scopeid 0x20<link>
        ether 02:fc:00:00:00:01  txqueuelen 1000  (Ethernet)
        RX packets 31  bytes 4000 (3.9 KiB)
        RX errors 1  dropped 2  overruns 3  frame 4
        TX packets 5  bytes 600 (600.0 B)
        TX errors 6  dropped 7 overruns 8  carrier 9  collisions 10
        device interrupt 20  memory 0xf7c00000-f7c20000  

eth0:1: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet 10.0.0.5  netmask 255.255.255.255  broadcast 0.0.0.0
        ether 02:fc:00:00:00:01  txqueuelen 1000  (Ethernet)

tun0: flags=4241<UP,POINTOPOINT,NOARP,MULTICAST>  mtu 1500
        inet 10.8.0.1  netmask 255.255.255.255  destination 10.8.0.2
        unspec 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00  txqueuelen 500  (UNSPEC)
        RX packets 0  bytes 0 (0.0 B)
`;

const oldStyle = `lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          inet6 addr: ::1/128 Scope:Host
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
          RX packets:3 errors:0 dropped:0 overruns:0 frame:0
          TX packets:3 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000 
          RX bytes:180 (180.0 B)  TX bytes:180 (180.0 B)

ppp0      Link encap:Point-to-Point Protocol  
          inet addr:10.1.1.1  P-t-P:10.1.1.2  Mask:255.255.255.255
          UP POINTOPOINT NOARP MULTICAST  MTU:1492  Metric:1
          Interrupt:16 Base address:0x2000 
`;

describe("ifconfig", () => {
  test("new style", () => {
    const { items, notUnderstood } = parseIfconfig(newStyle, "ifconfig");
    expect(notUnderstood).toEqual([]);
    expect(items.map((link) => link.name)).toEqual(["eth0", "tun0"]);
    expect(items[0]).toMatchObject({
      mac: "02:fc:00:00:00:01", mtu: 1500, adminUp: true, carrier: true, operstate: null, ifindex: null, kind: "unknown", txqlen: 1000,
      stats: {
        rx: { bytes: 4000, packets: 31, errors: 1, dropped: 2, details: { fifo_errors: 3, frame_errors: 4 } },
        tx: { bytes: 600, packets: 5, errors: 6, dropped: 7, details: { fifo_errors: 8, carrier_errors: 9, collisions: 10 } },
      },
    });
    expect(items[0]?.addresses.map((address) => [address.address, address.prefixlen, address.scope, address.label ?? null])).toEqual([
      ["192.0.2.2", 24, "unknown", null], ["fe80::fc:ff:fe00:1", 64, "link", null], ["10.0.0.5", 32, "unknown", "eth0:1"],
    ]);
    expect(items[1]).toMatchObject({ mac: null, adminUp: true, carrier: false, addresses: [{ address: "10.8.0.1", peer: "10.8.0.2", prefixlen: 32 }] });
  });

  test("old style", () => {
    const { items, notUnderstood } = parseIfconfig(oldStyle, "ifconfig");
    expect(notUnderstood).toEqual([]);
    expect(items[0]).toMatchObject({ kind: "loopback", mtu: 65536, txqlen: 1000, stats: { rx: { bytes: 180, packets: 3 } }, addresses: [{ prefixlen: 8 }, { scope: "host" }] });
    expect(items[1]).toMatchObject({ linkType: "ppp", mtu: 1492, addresses: [{ peer: "10.1.1.2" }], extra: { device: { interrupt: "16", address: "0x2000" } } });
  });

  test("an unknown word and a mask with a hole are reported with their line", () => {
    const text = "eth0: flags=1<UP>  mtu 1500  wobble 3\n        inet 10.0.0.1  netmask 255.0.255.0  broadcast 10.0.0.255\n";
    expect(parseIfconfig(text, "x").notUnderstood).toEqual([{ line: 1, text: "wobble 3" }, { line: 2, text: "netmask 255.0.255.0" }]);
  });

  test.each(["04-netns-lab-k6.1/rtr", "04b-netns-lab-k6.18/gw"])("says of %s what ip says, as far as it goes", (name) => {
    const busybox = openRecorded(`${name}-busybox`);
    const truth = new Map(parseLinks(openRecorded(name).output("ip -j -d addr")!, "x").items.map((link) => [link.name, link]));
    const { items, notUnderstood } = parseIfconfig(busybox.output("busybox ifconfig -a")!, "x");
    expect(notUnderstood).toEqual([]);
    expect(items.map((link) => link.name).sort()).toEqual([...truth.keys()].sort());
    for (const link of items) {
      const other = truth.get(link.name)!;
      expect([link.mtu, link.adminUp, link.kind === "loopback", link.linkType === "ether" ? link.mac : null], link.name)
        .toEqual([other.mtu, other.adminUp, other.kind === "loopback", link.linkType === "ether" ? other.mac : null]);
      for (const address of link.addresses) {
        const same = other.addresses.find((candidate) => candidate.address === address.address);
        expect(same?.prefixlen, `${link.name} ${address.address}`).toBe(address.prefixlen);
      }
    }
  });
});

describe("/proc/net/dev", () => {
  test.each(["04-netns-lab-k6.1/rtr", "09-hostile-strings", "06-large"])("names every link of %s", (name) => {
    const recorded = openRecorded(name);
    const { items, notUnderstood } = parseNetDev(recorded.output("cat /proc/net/dev")!, "x");
    expect(notUnderstood).toEqual([]);
    const links = recorded.index.commands.find((each) => each.argv.join(" ") === "ip -j -d -s link")!;
    const truth = parseLinks(recorded.outputOf(links), "x").items;
    if (truth.length > 0) expect(items.map((link) => link.name).sort()).toEqual(truth.map((link) => link.name).sort());
    expect(items.every((link) => link.adminUp === null && link.stats !== undefined)).toBe(true);
  });

  test("the counters go where they belong, also where they touch the name", () => {
    const { items, notUnderstood } = parseNetDev("  eth0:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nbad: 1 2\n", "x");
    expect(items[0]?.stats).toEqual({
      rx: { bytes: 1, packets: 2, errors: 3, dropped: 4, details: { fifo_errors: 5, frame_errors: 6, compressed: 7, multicast: 8 } },
      tx: { bytes: 9, packets: 10, errors: 11, dropped: 12, details: { fifo_errors: 13, collisions: 14, carrier_errors: 15, compressed: 16 } },
    });
    expect(notUnderstood).toEqual([{ line: 2, text: "bad: 1 2" }]);
  });
});
