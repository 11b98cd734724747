import type { Concept } from "./concept.ts";

/** Network interfaces: what they are, their states, names, MAC addresses, MTU and queues. */
export const linkConcepts: readonly Concept[] = [
  {
    id: "nic",
    title: "NIC: network interface",
    aliases: ["interface", "link", "network interface", "nics", "device", "net-device"],
    text: [
      "To Linux a NIC is a network interface: an object in the kernel with a name, an index, a queue, a set of flags and counters, through which packets enter and leave the IP stack. `ip link` lists these objects, and the kernel calls them links or net devices.",
      "Some of them drive hardware: an Ethernet port, a Wi-Fi radio, or the pretended card that a hypervisor shows to its guest. Most on a container host do not. Loopback, bridges, virtual cables (veth), VLANs and tunnels are software that looks like a NIC to everything above it.",
      "Whether a device stands behind an interface is recorded by the kernel: the interface then has a `device` link under /sys/class/net, and newer `ip -d link` prints parentbus and parentdev. The name proves nothing; anybody may rename a tunnel to eth7.",
    ],
    misbelief: {
      said: "A NIC is a piece of hardware that joins a computer to a network.",
      truth: "In the box on the shelf, yes. What `ip link` lists are interfaces, and on a host with containers nearly all of them exist in software only.",
    },
    sources: ["netdevice(7)", "ip-link(8)", "veth(4)", "kernel: networking/operstates"],
    after: "link-state",
  },
  {
    id: "link-state",
    title: "Link states and flags",
    aliases: ["state", "states", "flags", "operstate", "lower-up", "no-carrier", "carrier", "up"],
    text: [
      "Three facts are often mixed up. UP (the flag) means an administrator or a program has switched the interface on. LOWER_UP means the driver reports a carrier: a cable with a live other end, a radio that is associated, a bridge with a working port. `state` is the verdict drawn from both: may user data pass?",
      "state UP: yes. DOWN: no. LOWERLAYERDOWN: this one is stacked on, or cabled to, another interface that is not working. DORMANT: the line works but something, such as an 802.1X login, has to happen first. UNKNOWN: the driver never reports a state; the kernel treats it as usable, so loopback, tun, dummy or WireGuard stay UNKNOWN while healthy.",
      "NO-CARRIER is not a flag of the kernel. `ip` writes it for an interface that is switched on without being operational. M-DOWN is made by `ip` as well: the interface at the other end, or below, is switched off.",
    ],
    misbelief: {
      said: "state UNKNOWN means something is wrong with the interface.",
      truth: "It means the driver does not tell. Packets flow; lo is UNKNOWN on nearly every Linux machine.",
    },
    sources: ["kernel: networking/operstates", "netdevice(7)", "RFC 2863", "ip-link(8)"],
    after: "mac",
  },
  {
    id: "interface-names",
    title: "Names of interfaces",
    aliases: ["names", "predictable-names", "enp0s3", "eth0", "naming", "altname"],
    text: [
      "The kernel names hardware by its order of discovery: eth0, eth1, wlan0. With several cards that order may change from one start to the next, so systemd-udevd renames them after something that stays: en (Ethernet), wl (WLAN) or ww (mobile) followed by o and the firmware's number for an on-board device, s and a hot-plug slot, p and s for PCI bus and slot, or x and the MAC address.",
      "Programs choose names for the interfaces they create: docker0 and br-… with twelve hexadecimal digits of the network id for Docker's bridges, veth with random digits for cables, virbr0 for libvirt, wg0 for WireGuard, NAME.100 for VLAN 100 on NAME. These are habits of programs, not rules of the kernel.",
      "NAME@OTHER in the output of `ip` is no part of the name. @OTHER is the interface below or the other end of the cable; @if8 says that this one is number 8 in another network namespace, where its name can't be seen from here.",
    ],
    misbelief: {
      said: "The first network card of a machine is eth0.",
      truth: "Only where nobody renames it. On most distributions udev gives it a name made from its place in the machine.",
    },
    sources: ["systemd.net-naming-scheme(7)", "ip-link(8)", "udev(7)"],
    after: "mac",
  },
  {
    id: "mac",
    title: "MAC address",
    aliases: ["mac-address", "lladdr", "link-layer-address", "ethernet-address", "hardware-address"],
    text: [
      "A MAC address is the 48-bit name of an interface on one Ethernet segment. Frames carry the MAC of the next interface on that segment and no further: each router takes the frame off and builds a new one.",
      "Two bits of the first byte have a meaning. The lowest one marks a group address (broadcast, multicast). The next one marks a locally administered address: software chose it, no vendor did. Container engines, bridges, hypervisors and phones that hide their identity all use such made-up addresses.",
      "A bridge usually takes over the lowest MAC of its ports, a bond gives all its ports the same one, and a VLAN inherits its parent's. So a MAC is no key to an interface, even on one machine.",
    ],
    misbelief: {
      said: "A MAC address is physical and unique in the world.",
      truth: "It has to be unique on its segment only. Virtual interfaces invent theirs, and any MAC can be changed with `ip link set address`.",
    },
    sources: ["ip-link(8)", "netdevice(7)", "IEEE 802 (U/L and I/G bits)"],
    after: "mtu",
  },
  {
    id: "mtu",
    title: "MTU",
    aliases: ["maximum-transmission-unit", "pmtu", "fragmentation", "packet-size"],
    text: [
      "The MTU of an interface is the size of the largest IP packet that it sends in one piece. Ethernet's is 1500 bytes. Loopback has 65536, because nothing has to fit onto a wire; storage networks often use 9000; a tunnel needs room for its own header and so offers less: 1450 for VXLAN, 1420 for WireGuard, 1492 for PPPoE, each over Ethernet.",
      "A packet crosses many interfaces, and the smallest MTU on the way counts. Where a packet that may not be split is too large, the router has to answer with an ICMP message that names the right size. If a firewall eats that message, small packets pass and large ones vanish: ping works, a download hangs.",
      "So one small number on one NIC is nothing bad. What deserves a look is a step downwards behind the sender's back: a container's 1500 in front of an uplink of 1400.",
    ],
    misbelief: {
      said: "A larger MTU is always faster and a wrong one breaks everything.",
      truth: "Both ends and all links between have to carry it; and with a wrong one, everything small still works, which is what makes it hard to find.",
    },
    sources: ["ip-link(8)", "RFC 1191", "RFC 8201", "kernel: networking/ip-sysctl (ip_no_pmtu_disc)"],
    after: "address",
  },
  {
    id: "counters",
    title: "Counters, queue and queueing discipline",
    aliases: ["qdisc", "statistics", "stats", "errors", "dropped", "qlen"],
    text: [
      "Each interface counts bytes and packets in both directions, and what went wrong: errors are frames that arrived damaged or could not be sent; dropped are packets thrown away although nothing was wrong with them, for want of room or because nobody here speaks their protocol.",
      "A count says little without the number of packets beside it. A few drops among millions are ordinary; one error in a hundred frames points to a cable, a duplex mismatch or a driver.",
      "Outgoing packets wait in a queueing discipline (qdisc). noqueue: software interfaces hand on at once. pfifo_fast and fq_codel: a real queue before a device. mq: one queue per hardware ring. noop: the interface is down and everything sent to it is dropped.",
    ],
    sources: ["ip-link(8)", "tc(8)", "kernel: networking/statistics"],
    after: "mtu",
  },
];
