import type { Container, ContainerInterface, ContainerNetwork } from "../model/container.ts";
import type { FdbEntry } from "../model/bridge.ts";
import type { Link } from "../model/link.ts";
import type { InsideView, NamedNetns, Namespace } from "../model/namespace.ts";
import type { NatRule } from "../model/nat.ts";
import { rulesOfPort } from "./published-port.ts";

/** What is known before anybody has put it together. */
export interface LooseEnds {
  readonly links: readonly Link[];
  readonly namespaces: readonly Namespace[];
  readonly netns?: readonly NamedNetns[];
  readonly inside: readonly InsideView[];
  readonly containers: readonly Container[];
  readonly networks: readonly ContainerNetwork[];
  readonly fdb: readonly FdbEntry[];
  readonly nat: readonly NatRule[];
}

/** The same things, each knowing what it is plugged into. */
export interface Wiring {
  readonly links: Link[];
  readonly namespaces: Namespace[];
  readonly containers: Container[];
}

/**
 * Follows every cable: container → its network namespace → its interfaces → the host's end → the bridge it is plugged
 * into, and the other way round. What a container's engine says (MAC, address, network) is held against what the
 * namespace itself shows, where somebody could look inside. Nothing is guessed: an end that fits two cables stays open.
 */
export function wireUp(loose: LooseEnds): Wiring {
  const spaces = loose.namespaces.filter((space) => space.type === "net");
  const homes = findHomes(loose.containers, spaces);
  const nsidOf = nsids(spaces, loose.netns ?? []);
  const views = new Map(loose.inside.map((view) => [view.inode, view]));
  const containers = loose.containers.map((container): Container => {
    const home = homes.get(container.id);
    const networkOf = (name: string | undefined): ContainerNetwork | undefined => loose.networks.find((network) => network.name === name);
    const isOnHost = home?.isOwn === true || container.networkMode === "host";
    const view = home && !isOnHost ? views.get(home.inode) : undefined;
    const nsid = home && nsidOf.get(home.inode);
    // the cables of a namespace that two containers share are told by the endpoints of the one that brought them
    const told = container.interfaces.length > 0 ? container.interfaces : sharedEndpoints(container, loose.containers);
    const interfaces = isOnHost ? []
      : view ? view.links.filter((link) => link.kind !== "loopback").map((link) => insideInterface(link, told, nsid, loose, networkOf))
      : container.interfaces.map((told) => toldInterface(told, nsid, loose, networkOf));
    const addresses = interfaces.flatMap((port) => port.addresses.map((address) => address.address));
    const ports = container.ports.map((port) => ({ ...port, rules: rulesOfPort(port, addresses, loose.nat).map((rule) => rule.text) }));
    return { ...container, ...(home ? { netns: String(home.inode) } : {}), interfaces, ports };
  });
  const tenants = new Map<number, string[]>();
  for (const container of containers) {
    const home = homes.get(container.id);
    if (!home) continue;
    const list = tenants.get(home.inode) ?? [];
    // whoever made the namespace comes before those that joined it
    if (container.networkMode?.startsWith("container:")) list.push(container.name);
    else list.unshift(container.name);
    tenants.set(home.inode, list);
  }
  const namespaces = loose.namespaces.map((space): Namespace => {
    const names = space.type === "net" && space.isOwn !== true ? tenants.get(space.inode) : undefined;
    return names ? { ...space, containers: names } : space;
  });
  return { links: loose.links.map((link) => withFarEnd(link, namespaces, nsidOf, views, containers)), namespaces, containers };
}

/** The network namespace of each running container: by its process, its sandbox file, or the container it joined. */
function findHomes(containers: readonly Container[], spaces: readonly Namespace[]): Map<string, Namespace> {
  const byPid = new Map(spaces.flatMap((space) => space.pids.map((pid) => [pid, space] as const)));
  const byPath = new Map(spaces.flatMap((space) => (space.paths ?? []).map((path) => [plainPath(path), space] as const)));
  const own = spaces.find((space) => space.isOwn === true);
  const homes = new Map<string, Namespace>();
  const find = (container: Container): Namespace | undefined => {
    if (container.pid === undefined) return undefined;
    const direct = byPid.get(container.pid) ?? (container.sandbox === undefined ? undefined : byPath.get(plainPath(container.sandbox)));
    return direct ?? (container.networkMode === "host" ? own : undefined);
  };
  for (const container of containers) {
    const home = find(container);
    if (home) homes.set(container.id, home);
  }
  for (const container of containers) {
    const host = container.pid !== undefined && !homes.has(container.id) ? joinedContainer(container, containers) : undefined;
    const home = host && homes.get(host.id);
    if (home) homes.set(container.id, home);
  }
  return homes;
}

/** `container:ID` in the engine's words. */
function joinedContainer(container: Container, containers: readonly Container[]): Container | undefined {
  const mode = container.networkMode ?? "";
  if (!mode.startsWith("container:")) return undefined;
  const wanted = mode.slice("container:".length);
  return containers.find((other) => other.id === wanted || other.name === wanted);
}

function sharedEndpoints(container: Container, containers: readonly Container[]): readonly ContainerInterface[] {
  return joinedContainer(container, containers)?.interfaces ?? [];
}

/** /var/run is a link to /run on every host of today. */
function plainPath(path: string): string {
  return path.startsWith("/var/run/") ? path.slice("/var".length) : path;
}

/** The number that this namespace has for each other one: from lsns, or by name from `ip netns`. */
function nsids(spaces: readonly Namespace[], named: readonly NamedNetns[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const space of spaces) {
    const nsid = space.nsid ?? named.find((one) => one.name !== undefined && one.name === space.name)?.nsid;
    if (nsid !== undefined) found.set(space.inode, nsid);
  }
  return found;
}

/** An interface as its own namespace shows it, with the network that the engine says has this MAC or address. */
function insideInterface(
  link: Link, told: readonly ContainerInterface[], nsid: number | undefined, loose: LooseEnds, networkOf: (name: string | undefined) => ContainerNetwork | undefined,
): ContainerInterface {
  const endpoint = told.find((one) => one.addresses.some((address) => link.addresses.some((own) => own.address === address.address)))
    ?? told.find((one) => one.mac !== null && one.mac === link.mac?.toLowerCase());
  const port: ContainerInterface = { name: link.name, ifindex: link.ifindex, mac: link.mac, addresses: link.addresses };
  if (endpoint?.network !== undefined) port.network = endpoint.network;
  const far = link.peer?.ifindex;
  if (far === undefined || link.peer?.name !== undefined) return port;
  if (isStacked(link.kind)) {
    const parent = loose.links.find((one) => one.ifindex === far);
    if (parent) port.parent = parent.name;
    return port;
  }
  const ends = loose.links.filter((one) => one.ifindex === far && one.peer !== undefined && one.peer.name === undefined && one.peer.ifindex === link.ifindex
    && (nsid === undefined || one.peer.nsid === undefined || one.peer.nsid === nsid));
  const end = ends.length === 1 ? ends[0] : undefined;
  return plugIn(port, end, networkOf(port.network));
}

function isStacked(kind: string): boolean {
  return kind === "macvlan" || kind === "ipvlan" || kind === "macvtap" || kind === "ipvtap" || kind === "vlan";
}

/** An interface that only the engine tells of: its cable is the one of this namespace on the network's bridge. */
function toldInterface(
  told: ContainerInterface, nsid: number | undefined, loose: LooseEnds, networkOf: (name: string | undefined) => ContainerNetwork | undefined,
): ContainerInterface {
  const network = networkOf(told.network);
  if (network?.parent !== undefined) return { ...told, parent: network.parent };
  const onBridge = loose.links.filter((link) => link.peer !== undefined && (network?.bridge === undefined || link.master === network.bridge));
  const byNumber = nsid === undefined ? [] : onBridge.filter((link) => link.peer?.nsid === nsid);
  const learned = told.mac === null ? [] : loose.fdb.filter((entry) => entry.mac.toLowerCase() === told.mac && entry.state !== "permanent").map((entry) => entry.dev);
  const byMac = onBridge.filter((link) => learned.includes(link.name));
  const end = byNumber.length === 1 ? byNumber[0] : byMac.length === 1 ? byMac[0] : undefined;
  return plugIn({ ...told, ifindex: end?.peer?.ifindex ?? told.ifindex }, end, network);
}

function plugIn(port: ContainerInterface, end: Link | undefined, network: ContainerNetwork | undefined): ContainerInterface {
  const bridge = end?.master ?? network?.bridge;
  return { ...port, ...(end ? { hostLink: end.name } : {}), ...(bridge === undefined ? {} : { bridge }), ...(!end && network?.parent !== undefined ? { parent: network.parent } : {}) };
}

/** The host's end of a cable learns the name of the far one, and where it is. */
function withFarEnd(
  link: Link, namespaces: readonly Namespace[], nsidOf: ReadonlyMap<number, number>, views: ReadonlyMap<number, InsideView>, containers: readonly Container[],
): Link {
  const { peer } = link;
  if (!peer || peer.name !== undefined) return link;
  const plugged = containers.find((container) => container.interfaces.some((port) => port.hostLink === link.name) && !container.networkMode?.startsWith("container:"));
  const spaces = namespaces.filter((space) => space.type === "net" && space.isOwn !== true);
  const space = (plugged?.netns === undefined ? undefined : spaces.find((one) => String(one.inode) === plugged.netns))
    ?? (peer.nsid === undefined ? undefined : spaces.find((one) => nsidOf.get(one.inode) === peer.nsid))
    ?? onlyOne(spaces.filter((one) => !nsidOf.has(one.inode) && views.get(one.inode)?.links.some((far) => meets(far, link))));
  if (!space && !plugged) return link;
  const far = space ? views.get(space.inode)?.links.find((one) => one.ifindex === peer.ifindex) : undefined;
  const name = far?.name ?? plugged?.interfaces.find((port) => port.hostLink === link.name && port.name !== "")?.name;
  const container = plugged?.name ?? space?.containers?.[0];
  return {
    ...link,
    peer: {
      ...peer, ...(name === undefined ? {} : { name }),
      ...(container === undefined ? {} : { container }), ...(space?.name === undefined ? {} : { netns: space.name }),
    },
  };
}

function meets(far: Link, near: Link): boolean {
  return far.ifindex === near.peer?.ifindex && far.peer?.ifindex === near.ifindex && far.peer?.name === undefined;
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
