import { expect, test } from "vitest";
import { ContainersDocument, NamespacesDocument } from "../../src/model/documents.ts";
import { hostlens } from "../support/run-cli.ts";

test("containers: the whole way from the network to the NAT rule is on the page and in the document", () => {
  const { stdout, status } = hostlens(["containers", "--on", "demo", "--width", "180"]);
  expect(status).toBe(0);
  expect(stdout).toContain("├─ vethc3b7576 ↔ eth0 of db  172.17.0.4  published 5353→53/udp, 5432→5432/tcp");
  expect(stdout).toContain("-A DOCKER -d 127.0.0.1/32 ! -i docker0 -p tcp -m tcp --dport 9000 -j DNAT --to-destination 172.17.0.3:9000");
  expect(stdout).toContain("no DNAT rule: the engine's proxy");
  const document = ContainersDocument.parse(JSON.parse(hostlens(["containers", "--on", "demo", "--json"]).stdout));
  expect(document.containers.map((container) => container.name).toSorted()).toEqual(["api", "db", "idle", "web"]);
  expect(document.containers.find((container) => container.name === "web")).toMatchObject({ pid: 4348, netns: "4026532184", interfaces: [{ name: "eth0", ifindex: 8, hostLink: "veth9f45c16", bridge: "docker0", network: "bridge" }] });
  for (const container of document.containers) for (const sentence of container.explanation?.sentences ?? []) expect(sentence.because.length, sentence.text).toBeGreaterThan(0);
});

test("namespaces: every one with its processes, its number here and the containers in it", () => {
  const { namespaces } = NamespacesDocument.parse(JSON.parse(hostlens(["namespaces", "--on", "recording:fixtures/recordings/03-docker-networks", "--json"]).stdout));
  // 13 network namespaces stand in the recorder's own lsns
  expect(namespaces.filter((space) => space.type === "net")).toHaveLength(13);
  expect(namespaces.find((space) => space.inode === 4026532492)).toMatchObject({ nsid: 4, containers: ["app", "sidecar"], owner: "root", paths: ["/srv/dk/exec/netns/9676710b4154"] });
  expect(namespaces.filter((space) => space.isOwn)).toMatchObject([{ inode: 4026531833 }]);
  expect(hostlens(["namespaces", "--on", "demo"]).stdout).toContain("container web");
});

test("a host without an engine says so, and a stopped container has no wiring left", () => {
  const none = hostlens(["containers", "--on", "recording:fixtures/recordings/05-busybox-host"]);
  expect(none.status).toBe(0);
  expect(none.stdout).toContain("No container engine answers here");
  expect(hostlens(["containers", "--on", "recording:fixtures/recordings/02b-docker-stopped-container"]).stdout).toContain("idle does not run (exited)");
});
