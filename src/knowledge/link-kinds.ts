/** What a kind of link is. The first five are no kinds of the kernel but what a device without one is (see `classifyLink`). */
export interface LinkKind {
  /** the kernel's `info_kind`, or physical, wireless, loopback, virtual-machine, unknown */
  readonly kind: string;
  /** one precise sentence */
  readonly meaning: string;
  /** what it sits on or is tied to; absent where it stands alone */
  readonly stacksOn?: string;
  /** who typically makes it */
  readonly creator: string;
  /** carries IP packets without an Ethernet header: no MAC address, no ARP */
  readonly isLayer3?: true;
  /** comes in pairs: what goes in at one end comes out at the other */
  readonly isPair?: true;
}

/** Every kind of link the kernel can make (rtnl_link_ops), and the classes of those it does not make but a driver. */
export const linkKinds: readonly LinkKind[] = [
  { kind: "physical", meaning: "A network device with hardware behind it, run by a driver of its bus (PCI, USB, platform …).", stacksOn: "a device on a bus", creator: "the driver, when it finds the hardware" },
  { kind: "wireless", meaning: "A Wi-Fi device: the kernel shows it as Ethernet, and cfg80211 does scanning, joining and encryption beneath.", stacksOn: "a wireless device (phy)", creator: "the Wi-Fi driver; `iw` can add more to one phy" },
  { kind: "virtual-machine", meaning: "The network card a hypervisor gives its guest (virtio-net, vmxnet3, netvsc, xen-netfront …), with no hardware of its own.", stacksOn: "a device the hypervisor presents", creator: "the guest's driver, when it finds the device" },
  { kind: "loopback", meaning: "The link of a namespace to itself: what is sent on it is received on it at once and never leaves the host.", creator: "the kernel, with every network namespace", isLayer3: true },
  { kind: "unknown", meaning: "A link whose kind the output at hand does not tell; `ip -d link` would.", creator: "not shown" },
  { kind: "amt", meaning: "Automatic Multicast Tunneling (RFC 7450): carries multicast through a network that does not route it, in UDP.", stacksOn: "the link that leads to the relay or the gateways", creator: "`ip link add type amt`" },
  { kind: "bareudp", meaning: "A tunnel that puts packets of one protocol (MPLS, IP) straight into UDP, without a header of its own.", creator: "`ip link add type bareudp`", isLayer3: true },
  { kind: "batadv", meaning: "The mesh of B.A.T.M.A.N. advanced: one Ethernet segment over all nodes that its ports reach.", stacksOn: "its ports, often Wi-Fi links", creator: "batctl, `ip link add type batadv`" },
  { kind: "bond", meaning: "Several links used as one, for more throughput or to survive the loss of one; its mode decides which of them sends.", stacksOn: "its ports, which name it as master", creator: "ifupdown, netplan, NetworkManager, systemd-networkd" },
  { kind: "bridge", meaning: "A switch in software: it learns behind which port each MAC address lives and forwards frames by it.", stacksOn: "its ports, which name it as master", creator: "Docker, libvirt, LXD, administrators" },
  { kind: "caif", meaning: "A channel to a modem that speaks CAIF (ST-Ericsson).", creator: "the modem's tools" },
  { kind: "can", meaning: "A controller of a CAN bus, as in vehicles and machines: it carries CAN frames, no IP.", stacksOn: "a CAN controller", creator: "the controller's driver" },
  { kind: "dsa", meaning: "One port of a hardware switch, presented as a link of its own.", stacksOn: "the conduit, the link between processor and switch", creator: "the switch's driver" },
  { kind: "dummy", meaning: "A link that drops all it is given to send; it exists to carry addresses and routes that depend on no cable.", creator: "administrators, kube-proxy (IPVS mode), Docker for internal macvlan networks" },
  { kind: "erspan", meaning: "A tunnel that carries mirrored Ethernet frames to an analyser, in GRE over IPv4 (ERSPAN).", stacksOn: "the route to its remote address", creator: "`ip link add type erspan`; loading the GRE module makes erspan0 in every namespace" },
  { kind: "geneve", meaning: "A tunnel for Ethernet frames in UDP with options (RFC 8926), identified by a 24-bit network number.", stacksOn: "the route to its remote address", creator: "Open vSwitch/OVN, Cilium" },
  { kind: "gre", meaning: "A tunnel for IP packets in GRE over IPv4 (RFC 2784).", stacksOn: "the route to its remote address", creator: "`ip tunnel add`, `ip link add type gre`; loading the module makes gre0 in every namespace", isLayer3: true },
  { kind: "gretap", meaning: "A tunnel for Ethernet frames in GRE over IPv4.", stacksOn: "the route to its remote address", creator: "`ip link add type gretap`; loading the module makes gretap0 in every namespace" },
  { kind: "gtp", meaning: "The tunnel of mobile core networks for the packets of subscribers, in UDP (GTP-U).", creator: "a packet gateway (osmo-ggsn, open5gs …)", isLayer3: true },
  { kind: "hsr", meaning: "A link without a gap when a cable fails (HSR or PRP, IEC 62439-3): each frame is sent on two ports and the second copy dropped.", stacksOn: "two Ethernet ports", creator: "`ip link add type hsr`" },
  { kind: "ifb", meaning: "A link through which `tc` sends packets that have come in elsewhere, so that arriving traffic can be shaped.", creator: "`ip link add type ifb`; loading the module makes ifb0 and ifb1" },
  { kind: "ip6erspan", meaning: "A tunnel that carries mirrored Ethernet frames to an analyser, in GRE over IPv6.", stacksOn: "the route to its remote address", creator: "`ip link add type ip6erspan`" },
  { kind: "ip6gre", meaning: "A tunnel for IP packets in GRE over IPv6.", stacksOn: "the route to its remote address", creator: "`ip link add type ip6gre`; loading the module makes ip6gre0 in every namespace", isLayer3: true },
  { kind: "ip6gretap", meaning: "A tunnel for Ethernet frames in GRE over IPv6.", stacksOn: "the route to its remote address", creator: "`ip link add type ip6gretap`" },
  { kind: "ip6tnl", meaning: "A tunnel for IPv4 or IPv6 packets straight in IPv6 (RFC 2473).", stacksOn: "the route to its remote address", creator: "`ip -6 tunnel add`; loading the module makes ip6tnl0 in every namespace", isLayer3: true },
  { kind: "ipip", meaning: "A tunnel for IPv4 packets straight in IPv4 (RFC 2003).", stacksOn: "the route to its remote address", creator: "Calico, LVS, `ip tunnel add`; loading the module makes tunl0 in every namespace", isLayer3: true },
  { kind: "ipoib", meaning: "IP over InfiniBand (RFC 4391): a child of an InfiniBand link with a partition key of its own.", stacksOn: "an InfiniBand link", creator: "`ip link add type ipoib`" },
  { kind: "ipvlan", meaning: "A link that shares the MAC address of its parent and is told from it by its IP address.", stacksOn: "its parent link, which may be in another namespace", creator: "Docker's ipvlan networks, Kubernetes network plugins" },
  { kind: "ipvtap", meaning: "An ipvlan whose frames a program reads and writes through a character device.", stacksOn: "its parent link", creator: "virtual machine managers" },
  { kind: "lowpan", meaning: "IPv6 with compressed headers over a small radio link (6LoWPAN, RFC 6282).", stacksOn: "an IEEE 802.15.4 or Bluetooth LE link", creator: "`ip link add type lowpan`" },
  { kind: "macsec", meaning: "Encrypts and authenticates Ethernet frames on one segment (IEEE 802.1AE).", stacksOn: "an Ethernet link", creator: "wpa_supplicant, NetworkManager, `ip link add type macsec`" },
  { kind: "macvlan", meaning: "A link with a MAC address of its own on the segment of its parent; host and macvlan do not reach each other through that parent.", stacksOn: "its parent link, which may be in another namespace", creator: "Docker's macvlan networks, systemd-nspawn, Kubernetes network plugins" },
  { kind: "macvtap", meaning: "A macvlan whose frames a program, often a virtual machine, reads and writes through a character device.", stacksOn: "its parent link", creator: "libvirt" },
  { kind: "netdevsim", meaning: "A simulated device for testing the kernel's own networking.", stacksOn: "the netdevsim bus", creator: "kernel self-tests" },
  { kind: "netkit", meaning: "A pair of links into a container's namespace like veth, with BPF programs in place of the queue between them.", creator: "Cilium", isPair: true },
  { kind: "nlmon", meaning: "A tap that shows the netlink messages between programs and kernel, for packet capture.", creator: "`ip link add type nlmon`" },
  { kind: "openvswitch", meaning: "The internal port of an Open vSwitch bridge: the host's own link on that switch.", stacksOn: "an Open vSwitch datapath", creator: "ovs-vswitchd" },
  { kind: "ovpn", meaning: "The data channel of OpenVPN in the kernel: it encrypts and decrypts what the OpenVPN program has agreed on with its peers.", creator: "openvpn", isLayer3: true },
  { kind: "pfcp", meaning: "Carries the control messages between the parts of a mobile core network (PFCP), so that `tc` can match on them.", creator: "`ip link add type pfcp`" },
  { kind: "ppp", meaning: "A point-to-point link over a serial line, PPPoE or a VPN (RFC 1661); its addresses are agreed on with the other end.", stacksOn: "the line or session pppd holds open", creator: "pppd", isLayer3: true },
  { kind: "rmnet", meaning: "One data connection of a Qualcomm modem, of several that share the modem's link.", stacksOn: "the link of the modem", creator: "ModemManager, the phone's radio daemon", isLayer3: true },
  { kind: "sit", meaning: "A tunnel for IPv6 packets straight in IPv4 (6in4, 6to4, 6rd, ISATAP).", stacksOn: "the route to its remote address", creator: "tunnel brokers' set-up, `ip tunnel add`; loading the module makes sit0 in every namespace", isLayer3: true },
  { kind: "team", meaning: "Several links used as one like a bond, with the decisions left to a daemon, teamd.", stacksOn: "its ports, which name it as master", creator: "teamd, NetworkManager" },
  { kind: "tun", meaning: "A link whose other end is a program: it reads what is sent and writes what is to arrive, as IP packets (tun) or Ethernet frames (tap).", creator: "OpenVPN, QEMU, Tailscale, `ip tuntap add`" },
  { kind: "vcan", meaning: "A CAN bus in software: every frame sent reaches all listeners on this host.", creator: "`ip link add type vcan`" },
  { kind: "veth", meaning: "One end of a virtual cable: what goes in here comes out at its peer, often in another namespace.", creator: "Docker, podman, Kubernetes network plugins, `ip link add type veth`", isPair: true },
  { kind: "virt_wifi", meaning: "Makes an Ethernet link look like Wi-Fi, for testing.", stacksOn: "an Ethernet link", creator: "Android emulators" },
  { kind: "vlan", meaning: "One VLAN of a link (IEEE 802.1Q): frames sent here go out with the tag of that VLAN, tagged frames arrive here without it.", stacksOn: "the link that carries the tagged frames", creator: "ifupdown, netplan, NetworkManager, Docker's macvlan networks with a VLAN as parent" },
  { kind: "vrf", meaning: "A routing domain: links that have it as master look up their routes in its table before any other.", stacksOn: "its ports, which name it as master", creator: "FRRouting set-ups, `ip link add type vrf`" },
  { kind: "vsockmon", meaning: "A tap that shows the vsock traffic between virtual machines and host, for packet capture.", creator: "`ip link add type vsockmon`" },
  { kind: "vti", meaning: "An IPsec tunnel as a link (IPv4): what is routed to it is encrypted by the policy with its key.", stacksOn: "the route to its remote address", creator: "strongSwan, Libreswan; loading the module makes ip_vti0 in every namespace", isLayer3: true },
  { kind: "vti6", meaning: "An IPsec tunnel as a link (IPv6): what is routed to it is encrypted by the policy with its key.", stacksOn: "the route to its remote address", creator: "strongSwan, Libreswan; loading the module makes ip6_vti0 in every namespace", isLayer3: true },
  { kind: "vxcan", meaning: "One end of a virtual CAN cable between two namespaces.", creator: "`ip link add type vxcan`", isPair: true },
  { kind: "vxlan", meaning: "An Ethernet segment spread over an IP network: frames travel in UDP between the hosts (RFC 7348).", stacksOn: "the route to the other hosts, or the link given as dev", creator: "Docker swarm, Flannel, Calico, EVPN set-ups" },
  { kind: "wireguard", meaning: "An encrypted tunnel: each peer is a public key with the addresses it may use, reached over UDP.", stacksOn: "the route to the peer's endpoint", creator: "wg-quick, systemd-networkd, NetworkManager", isLayer3: true },
  { kind: "wwan", meaning: "One data connection of a cellular modem.", stacksOn: "a WWAN device", creator: "ModemManager", isLayer3: true },
  { kind: "xfrm", meaning: "An IPsec tunnel as a link: what is routed to it is encrypted by the policies that carry its if_id.", stacksOn: "the link given as dev, if any", creator: "strongSwan, Libreswan", isLayer3: true },
];

const byKind = new Map(linkKinds.map((kind) => [kind.kind, kind]));

/** What is known about a kind; undefined for one that is newer than this list. */
export function linkKindByName(kind: string): LinkKind | undefined {
  return byKind.get(kind);
}
