import { describe, expect, test } from "vitest";
import { explainLinks } from "../../src/explain/links.ts";
import { explainNeighbours } from "../../src/explain/neighbour.ts";
import { explainRoutes } from "../../src/explain/route.ts";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import { fakeHost } from "../support/fake-host.ts";

const links = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq state UP\n    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff\n    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0
3: tun0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1420 qdisc fq state UNKNOWN\n    link/none\n    inet 10.8.0.2/24 scope global tun0\n`;
const fresh = "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n";
const main = "default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.2 metric 100\n192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2\n10.8.0.0/24 dev tun0 proto kernel scope link src 10.8.0.2\n";

/** Which NIC, gateway and default route are called the way out, and which default is said to be passed over. */
async function wayOut(routes: string, rules = fresh): Promise<{ nics: string[]; routes: string[]; passedOver: string[]; gateways: string[] }> {
  const snapshot = await takeSnapshot(fakeHost({
    "ip -d addr show": links, "ip addr": links, "ip -4 route show table all": routes, "ip -4 rule show": rules,
    "ip neigh show": "192.0.2.1 dev eth0 lladdr 52:54:00:00:00:01 REACHABLE\n",
  }));
  const explained = [...explainRoutes(snapshot.routes ?? [], snapshot)];
  const name = ({ dst, dev = "" }: { dst: string; dev?: string | undefined }): string => `${dst} ${dev}`;
  return {
    nics: [...explainLinks(snapshot.links ?? [], snapshot)].filter((link) => link.explanation.headline?.includes("way out")).map((link) => link.name),
    routes: explained.filter(({ explanation }) => /your (default route|way out)/.test(explanation?.headline ?? "")).map(name),
    passedOver: explained.filter(({ explanation }) => explanation?.headline?.includes("passed over")).map(name),
    gateways: [...explainNeighbours(snapshot.neighbours ?? [], snapshot)].filter((one) => one.explanation.headline === "your default gateway").map((one) => one.address),
  };
}

describe("the way out", () => {
  test("is main's default route on an ordinary host", async () => {
    expect(await wayOut(main)).toEqual({ nics: ["eth0"], routes: ["0.0.0.0/0 eth0"], passedOver: [], gateways: ["192.0.2.1"] });
  });

  test("is the tunnel under wg-quick's rules, and main's default route is passed over", async () => {
    const rules = "0:\tfrom all lookup local\n32764:\tfrom all lookup main suppress_prefixlength 0\n32765:\tnot from all fwmark 0xca6c lookup 51820\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n";
    expect(await wayOut(`default dev tun0 table 51820 scope link\n${main}`, rules)).toEqual({ nics: ["tun0"], routes: ["0.0.0.0/0 tun0"], passedOver: ["0.0.0.0/0 eth0"], gateways: [] });
  });

  test("is the pair of halves that OpenVPN puts over the default route", async () => {
    expect(await wayOut(`0.0.0.0/1 via 10.8.0.1 dev tun0\n128.0.0.0/1 via 10.8.0.1 dev tun0\n${main}`))
      .toEqual({ nics: ["tun0"], routes: ["0.0.0.0/1 tun0", "128.0.0.0/1 tun0"], passedOver: ["0.0.0.0/0 eth0"], gateways: [] });
  });

  test("stays main's where a rule takes only marked packets, one source or one user, or its table has no default route", async () => {
    for (const rule of ["from all fwmark 0x1 lookup 77", "from 192.0.2.99 lookup 77", "from all uidrange 1000-1000 lookup 77", "from all iif tun0 lookup 77", "from all lookup 78"]) {
      const rules = `0:\tfrom all lookup local\n100:\t${rule}\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n`;
      const routes = `default dev tun0 table 77 scope link\n10.99.0.0/16 dev tun0 table 78\n${main}`;
      expect((await wayOut(routes, rules)).nics, rule).toEqual(["eth0"]);
    }
  });

  test("does not exist where a rule before main refuses everything", async () => {
    const rules = "0:\tfrom all lookup local\n100:\tfrom all prohibit\n32766:\tfrom all lookup main\n";
    expect(await wayOut(main, rules)).toEqual({ nics: [], routes: [], passedOver: ["0.0.0.0/0 eth0"], gateways: [] });
  });
});
