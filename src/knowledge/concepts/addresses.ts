import type { Concept } from "./concept.ts";

/** IP addresses: prefixes, where they come from, and which one is used as the source. */
export const addressConcepts: readonly Concept[] = [
  {
    id: "address",
    title: "IP address and prefix",
    aliases: ["ip", "ip-address", "prefix", "subnet", "cidr", "netmask", "addresses"],
    text: [
      "An IP address belongs to an interface, and an interface may have many. The number behind the slash is the prefix length: how many leading bits are shared by all addresses of that subnet. 172.17.0.1/16 says two things at once: 172.17.0.1 is mine, and everything from 172.17.0.0 to 172.17.255.255 is right here on this link, no router needed.",
      "From that second statement the kernel makes a route (the connected route), and from the first one an entry in table local, by which it knows a packet for itself.",
      "Scope says how far an address is good for: host (inside this machine), link (this segment only, like fe80::/10 and 169.254.0.0/16), global (everywhere as far as the kernel is concerned, private ranges included).",
    ],
    misbelief: {
      said: "The address belongs to the machine's network card, and a packet for it is only taken from that card.",
      truth: "Linux answers for any of its addresses on any interface, unless told otherwise (arp_ignore, firewall). The address is the host's; the interface says where its subnet is.",
    },
    sources: ["ip-address(8)", "RFC 4632", "RFC 4291", "ip(7)"],
    after: "address-lifetime",
  },
  {
    id: "address-lifetime",
    title: "Where an address comes from and how long it lasts",
    aliases: ["valid_lft", "preferred_lft", "slaac", "dhcp", "dynamic", "temporary", "privacy-extensions", "eui-64", "tentative", "dadfailed", "dad", "deprecated", "lifetime"],
    text: [
      "valid_lft counts down to the moment when the kernel removes the address, preferred_lft to the moment when it stops choosing it for new connections (deprecated). forever is the normal case for an address set by hand, by a configuration file or by a container engine. An address with a countdown is marked dynamic: somebody, a DHCP client or a router's advertisements, has to renew it.",
      "IPv6 interfaces give themselves a link-local address under fe80::/10. With a router's advertisement they make more (SLAAC): prefix from the router, the rest from the MAC (EUI-64, recognisable by ff:fe in the middle) or from a secret. Temporary addresses change every day or so, for privacy, and are preferred for outgoing connections.",
      "Before an IPv6 address is used, the kernel asks the segment whether somebody has it: tentative while asking, dadfailed if somebody does. A dadfailed address is on the list but not in use.",
    ],
    misbelief: {
      said: "valid_lft forever means the address is configured statically.",
      truth: "It means the kernel has no expiry for it. A DHCP client that keeps the lease's time by itself may set forever too.",
    },
    sources: ["ip-address(8)", "RFC 4862", "RFC 8981", "RFC 7217"],
    after: "source-address",
  },
  {
    id: "source-address",
    title: "Source address selection",
    aliases: ["prefsrc", "src", "source-selection", "which-source"],
    text: [
      "A program rarely chooses the address it sends from. The kernel does, after it has chosen the route: if the route names a preferred source (`src`), that one is taken. Otherwise, for IPv4, the first suitable address of the outgoing interface, with an address from the next hop's own subnet going first.",
      "For IPv6 a list of rules decides (RFC 6724): same scope as the destination, not deprecated, on the outgoing interface, matching label, temporary before permanent, and at last the longest common prefix.",
      "`src` in a route is a suggestion for packets that have no source yet. It does not filter: packets with another source, forwarded ones for example, use the route just the same.",
    ],
    misbelief: {
      said: "src 192.0.2.2 in a route means that the route is for packets from 192.0.2.2.",
      truth: "It is the source that will be written into packets whose sender did not choose one. Matching by source is done by policy rules (`ip rule add from …`).",
    },
    sources: ["ip-route(8)", "RFC 6724", "ip(7)", "kernel: networking/ip-sysctl"],
    after: "routing-table",
  },
];
