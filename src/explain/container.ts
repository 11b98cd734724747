import type { Container, ContainerInterface, ContainerNetwork, PublishedPort } from "../model/container.ts";
import type { Explanation, Sentence } from "../model/explanation.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { matchNat } from "../reason/nat-match.ts";
import { rulesOfPort } from "../reason/published-port.ts";
import { factsOf, hopsOf, settingOf, waysOut } from "./facts.ts";
import { count, listText, say, type Placed } from "./say.ts";

/** Containers with what is said about each. */
export function* explainContainers(containers: readonly Container[], snapshot: Snapshot): Generator<Container & { explanation: Explanation }> {
  for (const container of containers) yield { ...container, explanation: explainContainer(container, snapshot) };
}

/** Where a container's network is, how it is plugged in, how packets get in and out. */
export function explainContainer(container: Container, snapshot: Snapshot): Explanation {
  const rests: Placed[] = [container];
  if (container.pid === undefined) return { headline: stoppedHeadline(container), sentences: [stopped(container)], unusual: [], more: [] };
  const mode = container.networkMode ?? "";
  if (mode === "host") {
    const text = `${container.name} has no network of its own: it lives in this host's network namespace, with its NICs, addresses and ports. What it listens on, this host listens on; nothing is published or translated.`;
    return { headline: "on the host's own network", sentences: [say(text, rests, "network-namespace")], unusual: [], more: [] };
  }
  if (mode.startsWith("container:")) return joined(container, snapshot);
  if (container.interfaces.length === 0) {
    const text = mode === "none" ? `${container.name} has a network namespace of its own with nothing in it but the loopback (network none): it reaches nobody, and nobody reaches it.`
      : `Neither the engine nor the namespace shows an interface of ${container.name}.`;
    return { headline: mode === "none" ? "no network" : "no interface seen", sentences: [say(text, rests, "network-namespace")], unusual: [], more: [] };
  }
  const sentences = [home(container, snapshot), ...container.interfaces.map((port) => cable(container, port, snapshot))];
  const traffic = [...container.interfaces.flatMap((port) => wayOut(container, port, snapshot)), ...inbound(container, snapshot)];
  const all = [...sentences, ...traffic].filter((one) => one !== undefined);
  return { headline: headlineOf(container), sentences: all.slice(0, 4), unusual: [], more: all.slice(4) };
}

function headlineOf(container: Container): string {
  const networks = container.interfaces.flatMap((port) => (port.network === undefined ? [] : [port.network]));
  const ports = container.ports.length === 0 ? "" : `, ${count(new Set(container.ports.map((port) => `${port.proto}${port.hostPort}`)).size, "published port")}`;
  return `${networks.length === 0 ? "own network" : `on ${listText(networks)}`}${ports}`;
}

function stoppedHeadline({ state, exitCode }: Container): string {
  return state === "created" ? "never started" : state === "exited" && exitCode !== undefined ? `ended with status ${exitCode}` : state;
}

function stopped(container: Container): Sentence {
  const text = container.state === "created"
    ? `${container.name} was made but does not run (it was never started, or its start failed): it has no process, no namespace, no address.`
    : `${container.name} does not run (${container.state}): with its last process its network namespace went away, and with that its interfaces, addresses and both ends of its cables. The engine keeps its name and settings.`;
  return say(text, [container], "network-namespace");
}

function joined(container: Container, snapshot: Snapshot): Explanation {
  const wanted = (container.networkMode ?? "").slice("container:".length);
  const other = snapshot.containers?.find((one) => one.id === wanted || one.name === wanted);
  const name = other?.name ?? wanted.slice(0, 12);
  const text = `${container.name} lives in the network namespace of ${name}: same interfaces, same addresses, same ports. The two reach each other on localhost, and a port can be taken by only one of them.`;
  return { headline: `shares the network of ${name}`, sentences: [say(text, [container, other], "network-namespace")], unusual: [], more: [] };
}

function home(container: Container, snapshot: Snapshot): Sentence | undefined {
  const space = snapshot.namespaces?.find((one) => one.type === "net" && String(one.inode) === container.netns);
  if (!space) return undefined;
  const nsid = space.nsid === undefined ? "" : `; this host knows it by the number ${space.nsid} (nsid)`;
  return say(`${container.name} (process ${container.pid}) has a network namespace of its own, net:[${space.inode}]${nsid}.`, [container, space], "network-namespace");
}

function cable(container: Container, port: ContainerInterface, snapshot: Snapshot): Sentence {
  const network = networkOf(port, snapshot);
  const name = port.name || "Its interface";
  const address = port.addresses.find((one) => one.scope === "global") ?? port.addresses[0];
  const at = address ? ` (${address.address}/${address.prefixlen})` : "";
  const net = port.network === undefined ? "" : `, network ${port.network}`;
  if (port.parent !== undefined) {
    const kind = network?.driver ?? "sub-interface";
    const how = kind === "ipvlan" ? "it shares that NIC's MAC and has addresses of its own" : "it has a MAC of its own on that NIC";
    return say(`${name}${at} is ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} on this host's ${port.parent}${net}: no cable and no bridge, ${how}. The host itself can't be reached from it that way.`, [container, network, linkOf(port.parent, snapshot)], "veth");
  }
  const link = port.hostLink === undefined ? undefined : linkOf(port.hostLink, snapshot);
  if (!link) return say(`${name}${at}${net}: the host's end of its cable could not be found out.`, [container, network], "veth");
  const bridge = port.bridge === undefined ? undefined : linkOf(port.bridge, snapshot);
  const own = bridge?.addresses.find((one) => one.scope === "global" && one.family === 4) ?? bridge?.addresses.find((one) => one.scope === "global");
  const gateway = own ? `; with ${own.address} the host is its gateway there` : "";
  const into = port.bridge === undefined ? "" : `, plugged into the bridge ${port.bridge}${net}${gateway}`;
  return say(`${name}${at} is one end of a virtual cable; the other is ${link.name} on this host${into}.`, [container, link, bridge, network], "veth");
}

/** How packets to the outside leave: under the host's address, under their own, or not at all. */
function wayOut(container: Container, port: ContainerInterface, snapshot: Snapshot): (Sentence | undefined)[] {
  const network = networkOf(port, snapshot);
  const address = port.addresses.find((one) => one.family === 4 && one.scope === "global");
  if (network?.internal === true) return [say(`The network ${network.name} is internal: the engine's filter rules let nothing out of it, and nothing in.`, [network], "bridge")];
  if (!address || port.bridge === undefined || snapshot.nat === undefined) return [];
  const out = outDevice(snapshot);
  if (out === undefined) return [];
  const forward = settingOf(snapshot, "net.ipv4.ip_forward");
  if (forward?.value === 0) return [say(`This host does not forward IPv4 packets (net.ipv4.ip_forward = 0), so ${container.name} reaches nothing beyond ${port.bridge}.`, [forward, container], "nat")];
  const { step, possible } = matchNat(snapshot.nat, "postrouting", { family: 4, src: address.address, dst: "8.8.8.8", iif: port.bridge, oif: out }, () => false);
  if (step) return [say(`What it sends outwards through ${out} carries this host's address there instead of ${address.address}: ${step.rule.text}.`, [step.rule, container], "nat")];
  if (possible.length > 0) return [];
  return [say(`No NAT rule here replaces ${address.address}: what it sends outwards keeps that address, and answers come back only where others have a route to it.`, [container], "nat")];
}

function inbound(container: Container, snapshot: Snapshot): (Sentence | undefined)[] {
  const addresses = container.interfaces.flatMap((port) => port.addresses.map((address) => address.address));
  const byRule = container.ports.filter((port) => port.rules.length > 0);
  const said: (Sentence | undefined)[] = [];
  const [first] = byRule;
  if (first) {
    const rules = rulesOfPort(first, addresses, snapshot.nat ?? []);
    said.push(say(`${capital(whereText(first))} leads to its port ${first.containerPort} by DNAT before the routing decision, so the packet is forwarded: the chain FORWARD sees it, INPUT does not.`, [container, ...rules.slice(0, 1)], "nat"));
  }
  const without = container.ports.filter((port) => port.rules.length === 0);
  if (without[0] && snapshot.nat !== undefined) {
    said.push(say(`For ${listText(without.map(whereText), 4)} there is no DNAT rule: a process of the engine (docker-proxy), if it runs, accepts the connection and passes it on, so ${container.name} sees the host's address as the client's.`, [container], "nat"));
  }
  return said;
}

/** `port 8080/tcp of every IPv4 address of this host`, `port 9000/tcp of 127.0.0.1`. */
function whereText(port: PublishedPort): string {
  const all = port.hostAddress === "0.0.0.0" ? "every IPv4 address of this host" : port.hostAddress === "::" ? "every IPv6 address of this host" : port.hostAddress;
  return `port ${port.hostPort}/${port.proto} of ${all}`;
}

function outDevice(snapshot: Snapshot): string | undefined {
  const best = waysOut(factsOf(snapshot), 4)[0];
  return best && hopsOf(best)[0]?.dev;
}

function networkOf(port: ContainerInterface, snapshot: Snapshot): ContainerNetwork | undefined {
  return snapshot.networks?.find((network) => network.name === port.network);
}

function linkOf(name: string, snapshot: Snapshot): NonNullable<Snapshot["links"]>[number] | undefined {
  return snapshot.links?.find((link) => link.name === name);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
