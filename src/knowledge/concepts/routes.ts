import type { Concept } from "./concept.ts";

/** Routing: tables, longest prefix match, policy rules, the attributes of a route. */
export const routeConcepts: readonly Concept[] = [
  {
    id: "routing-table",
    title: "Routing table",
    aliases: ["route", "routes", "routing", "fib", "table", "tables", "local-table"],
    text: [
      "A routing table answers one question for each packet: where does it go next? Every host does this look-up, for the packets it sends, forwards and receives. An entry names a prefix of destinations and what to do with them: hand them to an interface directly, give them to a gateway, take them in, or refuse them.",
      "Linux keeps several tables. `ip route` shows main, where interfaces and administrators put their routes. Table local holds the kernel's own entries for this host's addresses and for broadcasts; `ip route show table local` lists it. More tables appear with VPNs, VRFs and policy routing, and a list of rules decides which one is asked, and in which order.",
      "`ip route show` prints what is written down. `ip route get ADDRESS` asks the kernel for its decision about one packet, with rules, tables, metrics and source address all applied.",
    ],
    misbelief: {
      said: "The routing table is stored in the router, and it is one list of destinations.",
      truth: "Every Linux host has several, laptops and containers too, and the policy rules choose among them before any destination is compared.",
    },
    sources: ["ip-route(8)", "ip-rule(8)", "RFC 1812"],
    after: "longest-prefix-match",
  },
  {
    id: "longest-prefix-match",
    title: "Longest prefix match",
    aliases: ["lpm", "most-specific", "longest-prefix", "prefix-match"],
    text: [
      "Several routes may contain one destination. The one with the longest prefix, that is the smallest range, wins: a /24 beats a /16, a /16 beats the default route, a /32 beats them all. The order of the lines does not matter.",
      "Only if two routes have the very same prefix does anything else count: type of service, then the metric, lower first. A default route with metric 0 therefore never beats a /24 with metric 1000.",
      "VPN programs use this: 0.0.0.0/1 and 128.0.0.0/1 together cover all of IPv4 and are each one bit longer than the default route, which stays untouched in the table and comes back into force when the VPN ends.",
    ],
    misbelief: {
      said: "The table is read from top to bottom and the first match is taken.",
      truth: "The most specific entry is taken, wherever it stands. Top to bottom is how the list of rules is read.",
    },
    sources: ["ip-route(8)", "RFC 1812 section 5.2.4.3", "kernel: networking/fib_trie"],
    after: "route-attributes",
  },
  {
    id: "route-attributes",
    title: "Protocol, scope, metric, type",
    aliases: ["scope", "protocol", "proto", "metric", "route-type", "linkdown", "onlink", "blackhole", "unreachable", "prohibit", "proto-kernel"],
    text: [
      "proto says who wrote the route: kernel (it came with an address), boot (somebody used `ip route add` and said nothing), static (an administrator's configuration), dhcp, ra (a router's advertisement), redirect, or a routing daemon such as bird or zebra. The kernel stores it and does not use it.",
      "scope is about the distance of the destination: host is on this machine, link is on the segment of the interface, global is behind a gateway. metric orders routes with the same prefix, the lowest is used and the others stand by. type is what happens: unicast forwards, local delivers here, broadcast goes to all on the link; blackhole drops silently, unreachable and prohibit refuse with an ICMP message, throw ends the look-up in this table.",
      "linkdown is a remark: the interface has no carrier just now. Unless net.ipv4.conf.*.ignore_routes_with_linkdown is set, the route is chosen all the same. onlink tells the kernel to believe that the gateway is on this link although no subnet there contains it.",
    ],
    misbelief: {
      said: "scope link says something about the interface, and the lowest metric always wins.",
      truth: "scope describes the destination's distance, and a metric is compared only between routes with the same prefix in the same table.",
    },
    sources: ["ip-route(8)", "rtnetlink(7)", "kernel: networking/ip-sysctl"],
    after: "default-route",
  },
  {
    id: "default-route",
    title: "Default route and gateway",
    aliases: ["default", "gateway", "default-gateway", "0.0.0.0/0", "::/0"],
    text: [
      "The default route has prefix length 0 and so contains every address. By the longest prefix rule it is used when nothing else fits, which on most hosts means: for the whole Internet. Its gateway must be on a link that the host can reach directly.",
      "The packet keeps the destination's IP address all the way; only the frame around it is addressed to the gateway's MAC. That is why the gateway shows up in the neighbour table and the destination does not.",
      "Two default routes are legal. With different metrics the lower one works and the other waits; it takes over when the first route is removed, not when its gateway merely stops answering. Without any default route, programs get \"Network is unreachable\" for all that is not on a known prefix.",
    ],
    misbelief: {
      said: "If the first default gateway dies, the kernel switches to the second.",
      truth: "Not by itself. The route with the lower metric stays chosen until somebody, a DHCP client or a daemon, withdraws it.",
    },
    sources: ["ip-route(8)", "RFC 1122 section 3.3.1", "connect(2) (ENETUNREACH)"],
    after: "policy-rules",
  },
  {
    id: "policy-rules",
    title: "Policy rules",
    aliases: ["rule", "rules", "ip-rule", "policy-routing", "rpdb", "fwmark", "suppress-prefixlength"],
    text: [
      "Before a table is asked, Linux walks a list of rules, lowest number first. Each rule has a condition (source, destination, incoming or outgoing interface, a firewall mark, a user, ports) and an action, mostly: look into table X. If that table has no fitting route, the walk goes on with the next rule.",
      "A fresh system has three for IPv4: 0 looks into local (is it for me?), 32766 into main, 32767 into default, which is normally empty. Everything that routing by destination alone can't do is a rule in between: replies through the line they came from, a VPN for marked packets, a table per VRF.",
      "suppress_prefixlength 0 lets a rule use a table but ignore its default route; together with `not from all fwmark …` it is how WireGuard's wg-quick sends everything but its own packets into the tunnel.",
    ],
    misbelief: {
      said: "Routing looks only at the destination.",
      truth: "The tables do. The rules before them may look at nearly everything else, and they decide which table is asked.",
    },
    sources: ["ip-rule(8)", "RFC 1812", "wg-quick(8)"],
    after: "multipath",
  },
  {
    id: "multipath",
    title: "Several next hops: multipath and nexthop objects",
    aliases: ["ecmp", "nexthop", "nexthops", "weight", "nhid"],
    text: [
      "A route may have several next hops, each with a weight. The kernel spreads flows over them, not packets: a hash of the packet's headers picks the hop, so all packets of one connection take the same way. The weights are shares: 3 and 1 mean three quarters of the flows and one quarter.",
      "fib_multipath_hash_policy decides what goes into the hash: 0 the addresses, 1 addresses, protocol and ports, 2 the inner packet's addresses of a tunnel, 3 fields chosen by the administrator. With policy 0 all connections between the same two hosts take one way.",
      "nhid 12 in a route refers to a nexthop object (`ip nexthop`), which many routes may share: changing the object redirects all of them at once.",
    ],
    misbelief: {
      said: "With two equal routes each packet takes the other one in turn.",
      truth: "The hash keeps a flow on one hop; taking turns packet by packet would put the packets of a connection out of order.",
    },
    sources: ["ip-route(8)", "ip-nexthop(8)", "kernel: networking/ip-sysctl (fib_multipath_hash_policy)"],
    after: "reverse-path",
  },
  {
    id: "reverse-path",
    title: "Two ways: reverse path filter and ARP on several NICs",
    aliases: ["rp_filter", "arp_ignore", "arp_announce", "arp-flux", "asymmetric-routing", "martian"],
    text: [
      "Routing is decided for each direction by itself. A packet may come in through one NIC and the answer leave through another, because the answer's destination is looked up afresh. A rule by source address (`ip rule add from ADDRESS lookup TABLE`) brings the answer back to the right line.",
      "rp_filter checks arriving packets against that: 1 (strict) drops a packet if the way back to its sender does not lead through the NIC it came from, 2 (loose) only if there is no way back at all. The value for an interface is the larger one of its own and `all`.",
      "Two NICs in one subnet bring a trap of their own: as Linux treats addresses as the host's, either NIC answers ARP questions for both addresses (ARP flux). arp_ignore=1 makes each answer only for its own addresses, arp_announce=2 makes questions carry the right one.",
    ],
    sources: ["kernel: networking/ip-sysctl (rp_filter, arp_ignore, arp_announce)", "RFC 3704", "ip-rule(8)"],
    after: "arp",
  },
];
