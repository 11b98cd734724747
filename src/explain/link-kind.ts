import type { Link } from "../model/link.ts";
import { farEnd, localPeer, type HostFacts } from "./facts.ts";
import { count, listText, type Placed } from "./say.ts";

/** What a link really is: a headline for the table and one sentence, without its state. */
export interface KindReading {
  readonly headline: string;
  readonly text: string;
  readonly concept: string;
  /** other things the sentence speaks of */
  readonly rests?: readonly Placed[];
}

type Reader = (link: Link, facts: HostFacts) => KindReading;

const hardwareKinds: ReadonlySet<string> = new Set(["physical", "wireless", "virtual-machine"]);

/** True for links that drive a device, real or a hypervisor's, according to the kernel. */
export function hasDevice(link: Link): boolean {
  return hardwareKinds.has(link.kind) || link.parentDev !== undefined || link.parentBus !== undefined;
}

/** Tunnels: kind → what travels in what. */
const tunnels: Readonly<Record<string, string>> = {
  gre: "GRE over IPv4: IP packets inside IP packets", gretap: "GRE over IPv4 that carries whole Ethernet frames",
  erspan: "ERSPAN: mirrored Ethernet frames inside GRE", ip6gre: "GRE over IPv6", ip6gretap: "GRE over IPv6 that carries Ethernet frames",
  ip6erspan: "ERSPAN over IPv6", ipip: "IPv4 inside IPv4", sit: "IPv6 inside IPv4", ip6tnl: "IP inside IPv6",
  vti: "an interface for IPsec (VTI, IPv4)", vti6: "an interface for IPsec (VTI, IPv6)", xfrm: "an interface for IPsec (XFRM)",
  geneve: "GENEVE: Ethernet frames inside UDP", l2tp: "L2TP", gtp: "GTP", bareudp: "bare UDP encapsulation",
};

const readers: Readonly<Record<string, Reader>> = {
  loopback: (link) => ({
    headline: "this host talking to itself", concept: "nic",
    text: `${link.name} is the loopback: what a program sends into it comes straight back to this host, and no device is behind it.`,
  }),
  bridge: readBridge,
  veth: readVeth,
  netkit: readVeth,
  vxcan: readVeth,
  vlan: (link) => ({
    headline: `VLAN ${data(link, "id") ?? "?"} on ${link.lower ?? "another link"}`, concept: "nic",
    text: `${link.name} is VLAN ${data(link, "id") ?? "?"} on ${link.lower ?? "a link this view does not show"}: frames sent through it leave there with that ${data(link, "protocol") ?? "802.1Q"} tag, and tagged ones that arrive come out here.`,
  }),
  bond: (link, facts) => team(link, facts, `a bond${data(link, "mode") ? ` (mode ${data(link, "mode")})` : ""}`),
  team: (link, facts) => team(link, facts, "a team"),
  dummy: (link) => ({
    headline: "dummy: swallows everything", concept: "nic",
    text: `${link.name} is a dummy: it holds addresses or routes, and whatever is sent into it is gone.`,
  }),
  ifb: (link) => ({
    headline: link.adminUp ? "for shaping incoming traffic" : "unused", concept: "nic",
    text: `${link.name} is an intermediate functional block: traffic control sends incoming packets through such an interface to shape them.`,
  }),
  tun: (link) => {
    const layer = data(link, "type") === "tap" ? "Ethernet frames (tap)" : "IP packets (tun)";
    return {
      headline: data(link, "type") === "tap" ? "tap: frames to a program" : "tun: packets to a program", concept: "nic",
      text: `${link.name} has a program instead of a cable behind it: ${layer} sent here are read by that program, such as a VPN or a virtual machine, and what it writes arrives here${data(link, "user") ? `; it belongs to user ${data(link, "user")}` : ""}.`,
    };
  },
  macvlan: (link) => onParent(link, "macvlan", `shares ${link.lower ?? "its parent"} under a MAC of its own${modeOf(link)}`),
  macvtap: (link) => onParent(link, "macvtap", `shares ${link.lower ?? "its parent"} under a MAC of its own${modeOf(link)} and hands the frames to a program, usually a virtual machine`),
  ipvlan: (link) => onParent(link, "ipvlan", `shares ${link.lower ?? "its parent"} and its MAC, told apart by IP address${modeOf(link)}`),
  ipvtap: (link) => onParent(link, "ipvtap", `shares ${link.lower ?? "its parent"} and its MAC, told apart by IP address${modeOf(link)}, and hands the frames to a program`),
  vrf: (link, facts) => {
    const members = facts.ports.get(link.name) ?? [];
    return {
      headline: `VRF, table ${data(link, "table") ?? "?"}`, concept: "policy-rules", rests: members,
      text: `${link.name} is a VRF, a second routing world on this host: packets of ${members.length === 0 ? "its members (there are none)" : listText(members.map(nameOf))} are looked up in table ${data(link, "table") ?? "?"} instead of main.`,
    };
  },
  wireguard: (link, facts) => {
    const covers = (facts.routesByDev.get(link.name) ?? []).filter((route) => route.table !== "local");
    const text = covers.length > 0 ? `; ${covers.length === 1 ? "the route" : `${covers.length} routes, among them the one`} to ${covers[0]?.dst} ${covers.length === 1 ? "leads" : "lead"} into it` : "";
    return {
      headline: "WireGuard tunnel", concept: "nic",
      text: `${link.name} is a WireGuard tunnel: the kernel encrypts each packet for the peer that owns its destination and sends it as UDP through another NIC${text}.`,
    };
  },
  vxlan: (link) => {
    const remote = data(link, "remote") ?? data(link, "remote6");
    const group = data(link, "group") ?? data(link, "group6");
    const far = remote ? ` to ${remote}` : group ? `, to everybody in group ${group} where it does not know better` : "";
    const where = link.lower ? ` over ${link.lower}` : "";
    const id = link.kindData["external"] === true ? undefined : data(link, "id");
    return {
      headline: id === undefined ? "VXLAN, id chosen per packet" : `VXLAN ${id}`, concept: "nic",
      text: `${link.name} is a VXLAN: it puts Ethernet frames into UDP packets${id === undefined ? " with an id that each route or flow brings along" : ` with network id ${id}`} and sends them${far}${where}.`,
    };
  },
  macsec: (link) => ({
    headline: `encrypts ${link.lower ?? "its parent"}`, concept: "nic",
    text: `${link.name} is MACsec on ${link.lower ?? "its parent"}: frames are encrypted and signed before they leave there.`,
  }),
  nlmon: (link) => ({ headline: "for watching netlink", concept: "nic", text: `${link.name} shows netlink messages between kernel and programs to a packet sniffer; it carries no network traffic.` }),
  vcan: (link) => ({ headline: "virtual CAN bus", concept: "nic", text: `${link.name} is a virtual CAN bus: no IP, and no hardware behind it.` }),
  can: (link) => ({ headline: "CAN bus", concept: "nic", text: `${link.name} is a CAN bus, as in vehicles and machines: no IP runs over it.` }),
  batadv: (link) => ({ headline: "mesh network", concept: "nic", text: `${link.name} is a B.A.T.M.A.N. mesh: its ports are the radios or cables the mesh runs over.` }),
  bareudp: (link) => tunnel(link),
  ppp: (link) => ({ headline: "point-to-point line", concept: "nic", text: `${link.name} is a PPP line to one other machine (modem, PPPoE, VPN).` }),
};

/** Reads what a link is from its kind and what hangs together with it. An unknown kind is named as the kernel names it. */
export function readKind(link: Link, facts: HostFacts): KindReading {
  if (hardwareKinds.has(link.kind)) return readHardware(link, facts);
  const reader = readers[link.kind];
  if (reader) return reader(link, facts);
  if (tunnels[link.kind]) return tunnel(link);
  if (link.kind === "unknown") {
    return {
      headline: "kind not shown", concept: "nic",
      text: `What ${link.name} really is can't be seen in this output: the kernel's kind, or the device behind it, is not part of it, and the name proves nothing.`,
    };
  }
  return { headline: link.kind, concept: "nic", text: `${link.name} is of the kernel's kind ${link.kind}, a virtual interface; nothing more is known here about that kind.` };
}

function readHardware(link: Link, facts: HostFacts): KindReading {
  const all = facts.snapshot.links ?? [];
  const real = all.filter(hasDevice).length;
  const shown = all.length > 1 ? `; ${real === 1 ? `it is the only one of ${all.length} links` : `${real} of ${all.length} links have one`}${real === 1 ? " with a device behind it" : ""}` : "";
  const device = [link.driver && `driver ${link.driver}`, link.parentDev && `device ${link.parentDev}`, link.speedMbps && `${link.speedMbps} Mbit/s`].filter(Boolean).join(", ");
  const how = device ? ` (${device})` : "";
  const bus = link.parentBus ? ` on bus ${link.parentBus}` : "";
  if (link.kind === "virtual-machine") {
    return { headline: `virtual NIC${link.parentBus ? ` (${link.parentBus})` : ""}`, concept: "nic", text: `${link.name} is the NIC that the hypervisor gives this virtual machine${how}${shown}.` };
  }
  if (link.kind === "wireless") return { headline: "Wi-Fi", concept: "nic", text: `${link.name} is a Wi-Fi radio${how}${shown}.` };
  return { headline: "hardware NIC", concept: "nic", text: `${link.name} has a device behind it${bus}${how}${shown.replace(" with a device behind it", " that has one")}.` };
}

function readBridge(link: Link, facts: HostFacts): KindReading {
  const ports = facts.ports.get(link.name) ?? [];
  const network = facts.snapshot.networks?.find((one) => one.bridge === link.name);
  const own = link.addresses.filter((address) => address.scope !== "link");
  const owner = network ? `, Docker's network ${network.name}` : "";
  const plugged = ports.length === 0 ? "nothing is plugged in" : `${count(ports.length, "port")} (${listText(ports.map(nameOf))})`;
  const gateway = own[0]
    ? `; with ${own[0].address}/${own[0].prefixlen} this host takes part in it${ports.length > 0 ? ", usually as the gateway of what is plugged in" : ""}`
    : "; it has no address besides link-local ones, so the host itself only switches";
  const noAddress = link.addresses.length === 0 ? "; it has no address, so the host itself only switches" : gateway;
  return {
    headline: `bridge, ${ports.length === 0 ? "no port" : count(ports.length, "port")}${network ? `, Docker network ${network.name}` : ""}`,
    concept: "bridge", rests: ports,
    text: `${link.name} is a switch in the kernel (bridge)${owner}: ${plugged}${own[0] ? gateway : noAddress}.`,
  };
}

function readVeth(link: Link, facts: HostFacts): KindReading {
  const plug = facts.plugsByHostLink.get(link.name);
  const { peer } = link;
  const into = link.master ? `, plugged into ${link.master}` : "";
  if (plug) {
    return {
      headline: `cable into container ${plug.container.name}`, concept: "veth",
      text: `${link.name} is one end of a virtual cable${into}; the other end is ${plug.port.name || (peer ? farEnd(peer) : "an interface")} in container ${plug.container.name}${plug.port.addresses[0] ? `, with ${plug.port.addresses[0].address}` : ""}.`, rests: [plug.container],
    };
  }
  if (!peer) {
    return { headline: "virtual cable", concept: "veth", text: `${link.name} is one end of a virtual cable${into}; this output does not say where the other end is.` };
  }
  const here = localPeer(link, facts);
  if (here) return { headline: `cable to ${here.name}`, concept: "veth", text: `${link.name} is one end of a virtual cable${into}; the other end is ${here.name}, in this same namespace.`, rests: [here] };
  const container = peer.container ? `container ${peer.container}` : peer.netns ? `the namespace ${peer.netns}` : undefined;
  const known = namedSpace(peer.nsid, facts);
  const where = container ?? (known ? `the namespace ${known}` : "another network namespace");
  const nsid = peer.nsid === undefined ? "" : ` (nsid ${peer.nsid}, a number that only this namespace uses for it)`;
  return {
    headline: `cable into ${where.replace("network ", "")}`, concept: "veth",
    text: `${link.name} is one end of a virtual cable${into}; @if${peer.ifindex} means that the other end is ${peer.name === undefined ? "" : `${peer.name}, `}interface ${peer.ifindex} in ${where}${nsid}.`,
  };
}

function namedSpace(nsid: number | undefined, facts: HostFacts): string | undefined {
  return nsid === undefined ? undefined : facts.snapshot.netns?.find((space) => space.nsid === nsid && space.name !== undefined)?.name;
}

function team(link: Link, facts: HostFacts, what: string): KindReading {
  const ports = facts.ports.get(link.name) ?? [];
  return {
    headline: `${what.split(" ").slice(1).join(" ")}, ${ports.length === 0 ? "no port" : count(ports.length, "port")}`, concept: "nic", rests: ports,
    text: `${link.name} is ${what}: ${ports.length === 0 ? "several links are meant to work as one, but it has none yet" : `${listText(ports.map(nameOf))} work as one link under one MAC`}.`,
  };
}

function onParent(link: Link, kind: string, how: string): KindReading {
  return { headline: `${kind} on ${link.lower ?? "another namespace's link"}`, concept: "nic", text: `${link.name} is a ${kind}`.replace(" a i", " an i") + `: it ${how}.` };
}

function tunnel(link: Link): KindReading {
  const local = data(link, "local");
  const remote = data(link, "remote");
  const ends = remote && remote !== "any" ? ` between ${local && local !== "any" ? local : "any own address"} and ${remote}` : "";
  const fallback = !ends && !link.adminUp ? "; it has no far end and is switched off, as the one that the kernel's module creates by itself" : "";
  return {
    headline: `${link.kind} tunnel${remote && remote !== "any" ? ` to ${remote}` : ""}`, concept: "nic",
    text: `${link.name} is a tunnel, ${tunnels[link.kind] ?? link.kind}${ends}${link.lower ? `, sent through ${link.lower}` : ""}${fallback}.`,
  };
}

function modeOf(link: Link): string {
  const mode = data(link, "mode");
  return mode ? ` (mode ${mode})` : "";
}

function data(link: Link, key: string): string | undefined {
  const value = link.kindData[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function nameOf(link: Link): string {
  return link.name;
}
