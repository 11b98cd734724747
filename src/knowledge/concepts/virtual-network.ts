import type { Concept } from "./concept.ts";

/** What containers and virtual machines are wired with: bridges, veth cables, network namespaces, NAT. */
export const virtualNetworkConcepts: readonly Concept[] = [
  {
    id: "bridge",
    title: "Bridge",
    aliases: ["docker0", "switch", "virtual-switch", "br-", "fdb"],
    text: [
      "A bridge is an Ethernet switch made of software. Other interfaces become its ports (`master br0` in their line); it learns which MAC lives behind which port and forwards frames between them.",
      "Unlike most switches it is an interface of the host as well: with an address, as on docker0, the host itself takes part in that network and is usually the gateway of everything plugged in.",
      "Its carrier depends on its ports: with one working port it is UP, after its last port has gone it shows NO-CARRIER and DOWN while its address and routes stay.",
    ],
    misbelief: {
      said: "docker0 is down, so Docker's network is broken.",
      truth: "A bridge to which nothing is connected reports no carrier. It comes up with the first running container on it.",
    },
    sources: ["ip-link(8)", "bridge(8)", "kernel: networking/bridge"],
    after: "veth",
  },
  {
    id: "veth",
    title: "veth: a virtual cable",
    aliases: ["virtual-ethernet", "veth-pair", "ifindex", "link-netnsid", "peer"],
    text: [
      "veth interfaces come in pairs. What is sent into one end comes out of the other, as with a patch cable. One end is usually a port of a bridge on the host, the other sits in a container's network namespace and is called eth0 there.",
      "`veth12ab@if8` says: my other end is number 8 in another namespace. `link-netnsid 0` is this namespace's private number for that one; the other side counts for itself and may use another number for us.",
      "If one end is switched off or removed, the other loses its carrier; removing one end removes both.",
    ],
    misbelief: {
      said: "@if8 is part of the interface's name.",
      truth: "The name ends before the @. The rest is the number of the other end, valid over there and meaningless in the local list.",
    },
    sources: ["veth(4)", "ip-link(8)", "ip-netns(8)"],
    after: "network-namespace",
  },
  {
    id: "network-namespace",
    title: "Network namespace",
    aliases: ["netns", "namespace", "ip-netns"],
    text: [
      "A network namespace is a complete network stack of its own: interfaces, addresses, routes, rules, neighbours, firewall, ports. Processes live in exactly one, and see nothing of the others. A container's network is such a namespace with a cable out of it.",
      "Each has its own loopback, so localhost inside a container is the container. Interface numbers and namespace numbers (nsid) are private to a namespace as well.",
      "`ip netns list` shows only those that have a name under /run/netns. Docker keeps its handles elsewhere, so the list may be empty on a host full of containers; `lsns -t net` finds them through their processes.",
    ],
    misbelief: {
      said: "Kernel space is also called name space.",
      truth: "They have nothing to do with each other. Kernel space is a privilege level; a namespace is a separate view of some resource for a group of processes.",
    },
    sources: ["network_namespaces(7)", "namespaces(7)", "ip-netns(8)", "lsns(8)"],
    after: "nat",
  },
  {
    id: "nat",
    title: "NAT",
    aliases: ["masquerade", "dnat", "snat", "published-port", "port-forwarding"],
    text: [
      "Network address translation rewrites addresses in passing packets and remembers each connection, so that the answers are rewritten back. Containers with private addresses reach the outside by it: MASQUERADE replaces their source address with that of the outgoing interface.",
      "A published port is the other direction: DNAT replaces the destination (this host, port 8080) by the container's address and port before the routing decision, so the packet is forwarded and not delivered to the host itself.",
      "That order matters for firewalls: a forwarded packet passes the FORWARD chain and never INPUT, where a rule for the published port would wait in vain.",
    ],
    sources: ["iptables-extensions(8)", "nft(8)", "RFC 3022"],
    after: "nic",
  },
];
