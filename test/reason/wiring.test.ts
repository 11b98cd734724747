import { expect, test } from "vitest";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { createReplayRunner } from "../../src/run/replay.ts";

const on = async (name: string): Promise<Snapshot> => await takeSnapshot(createReplayRunner(`fixtures/recordings/${name}`), ["wiring"]);

/** `container: interface ↔ host's end > bridge`, or `/ parent` where there is no cable. */
function cables(snapshot: Snapshot): string[] {
  return (snapshot.containers ?? []).flatMap((container) => container.interfaces.map((port) =>
    `${container.name}: ${port.name || port.ifindex} ${port.addresses[0]?.address ?? ""}${port.hostLink ? ` ↔ ${port.hostLink} > ${port.bridge}` : ""}${port.parent ? ` / ${port.parent}` : ""}`)).toSorted();
}

// Written from what the recorder's own shell loop printed inside each container (container_pid_netns_links.txt) and `bridge link`.
test("two networks, a shared namespace, macvlan: every cable ends where the host and the container both say it does", async () => {
  const snapshot = await on("03-docker-networks");
  expect(cables(snapshot)).toEqual([
    "api: 14 172.17.0.3 ↔ veth15c87f5 > docker0", "app: eth0 172.28.5.5 ↔ veth9ab99f0 > br-dcb2c3696314", "app: eth1 10.89.7.130 ↔ veth3af8b45 > br-a3314accc8ab",
    "caps: eth0 172.18.0.2 ↔ veth7b84743 > br-noicc", "db: 16 172.17.0.4 ↔ vethc3b7576 > docker0", "mac1: eth0 10.91.0.10 / mvp0", "mac2: eth0 10.91.0.2 / mvp0",
    "nginx: eth0 172.28.0.2 ↔ veth06c8be1 > br-dcb2c3696314", "pg: eth0 10.89.7.128 ↔ veth5991c83 > br-a3314accc8ab", "sealed: eth0 10.90.0.2 ↔ vethdb5ff2b > br-f31717fdbdf8",
    "sidecar: eth0 172.28.5.5 ↔ veth9ab99f0 > br-dcb2c3696314", "sidecar: eth1 10.89.7.130 ↔ veth3af8b45 > br-a3314accc8ab", "six: eth0 172.29.0.2 ↔ veth63eb27a > br-38b0185f240b",
    "web: 8 172.17.0.2 ↔ veth9f45c16 > docker0",
  ]);
  const byName = new Map((snapshot.containers ?? []).map((container) => [container.name, container]));
  expect(byName.get("hostmode")?.netns).toBe("4026531833");
  expect(byName.get("sidecar")?.netns).toBe(byName.get("app")?.netns);
  expect(byName.get("idle")).toMatchObject({ state: "exited", interfaces: [], ports: [] });
  expect(byName.get("ipv1")).toMatchObject({ state: "created", interfaces: [] });
  expect(byName.get("nonet")).toMatchObject({ networkMode: "none", interfaces: [] });
  expect(snapshot.links?.find((link) => link.name === "veth3af8b45")?.peer).toEqual({ ifindex: 31, nsid: 4, name: "eth1", container: "app" });
  expect(snapshot.links?.find((link) => link.name === "mvp0")?.peer).toEqual({ ifindex: 25, name: "mvp1" });
});

test("ipvlan and macvlan sit on a parent, also on one that Docker made itself", async () => {
  const snapshot = await on("03b-docker-ipvlan-vm");
  expect(cables(snapshot).map((line) => line.replace(/ [0-9a-f.:]+ /, " "))).toEqual([
    "i1: eth0 / di-94773fbf042a", "m1: eth0 / ens3.62", "r1: eth0 / ens4", "v1: eth0 / ens5", expect.stringMatching(/^v2: .*\/ ens5$/),
    "w1: eth0 ↔ vetheb3fe63 > br-9ed1e606fe13", "w1: eth1 / ens5",
  ]);
});

test("without a look inside, cables are still found by the namespace's number and by learned MACs", async () => {
  const inner = createReplayRunner("fixtures/recordings/03-docker-networks");
  const blind = (hidden: (argv: readonly string[]) => boolean): Promise<Snapshot> => takeSnapshot({
    source: inner.source,
    run: async (request) => hidden(request.argv) ? { argv: request.argv, stdout: Buffer.alloc(0), stderr: "", exitCode: null, durationMs: 0, problem: "no-permission" } : await inner.run(request),
    runAll: async (requests) => await Promise.all(requests.map(async (request) => hidden(request.argv)
      ? { argv: request.argv, stdout: Buffer.alloc(0), stderr: "", exitCode: null, durationMs: 0, problem: "no-permission" as const } : await inner.run(request))),
  }, ["wiring"]);
  const full = await on("03-docker-networks");
  const plugs = (snapshot: Snapshot): string[] => (snapshot.containers ?? []).filter((container) => container.name !== "sidecar")
    .flatMap((container) => container.interfaces.map((port) => `${container.name} ${port.mac} ${port.hostLink} ${port.bridge} ${port.parent}`)).toSorted();
  const outside = await blind((argv) => argv[0] === "nsenter");
  expect(plugs(outside)).toEqual(plugs(full));
  expect(outside.warnings.filter((warning) => warning.code === "no-permission")).toHaveLength(1);
  const alone = await blind((argv) => argv[0] === "nsenter" || argv[0] === "lsns");
  const known = plugs(full);
  // a wrong end would be worse than none
  for (const line of plugs(alone)) if (!line.includes("undefined")) expect(known).toContain(line);
  expect(plugs(alone).filter((line) => line.includes("veth")).length).toBeGreaterThan(5);
});

test("a published port names the DNAT rule that does it; IPv6 has none here, a proxy does it", async () => {
  const snapshot = await on("02-docker-default-bridge");
  const ports = (snapshot.containers ?? []).flatMap((container) => container.ports.map((port) => [container.name, port.proto, port.hostAddress, port.hostPort, port.containerPort, port.rules.length] as const));
  expect(ports).toContainEqual(["web", "tcp", "0.0.0.0", 8080, 80, 1]);
  expect(ports).toContainEqual(["api", "tcp", "127.0.0.1", 9000, 9000, 1]);
  expect(ports).toContainEqual(["db", "udp", "0.0.0.0", 5353, 53, 1]);
  expect(ports.filter(([, , address]) => address === "::").map((port) => port[5])).toEqual([0, 0, 0, 0]);
  expect(snapshot.containers?.find((one) => one.name === "web")?.ports[0]?.rules[0]).toBe("-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80");
});
