import type { Concept } from "./concept.ts";

/** Neighbours: ARP, Neighbour Discovery, the states of an entry. */
export const neighbourConcepts: readonly Concept[] = [
  {
    id: "arp",
    title: "ARP",
    aliases: ["address-resolution-protocol", "arp-table", "neighbour", "neighbor", "neighbours", "neighbors", "neigh"],
    text: [
      "An Ethernet frame is addressed to a MAC, an IP packet to an IP address. For the next hop on the link, and only for it, the kernel broadcasts a question, \"who has 192.0.2.1?\", and whoever has it answers with its MAC. The answer goes into the neighbour table together with a state that says how fresh it is.",
      "The next hop is the destination itself if that is on the link, and the gateway otherwise. No table of neighbours ever holds the MAC of a host behind a router.",
      "ARP is for IPv4. IPv6 does the same with Neighbour Discovery, and `ip neigh` shows both. Neither checks who answers: any host on the segment may claim any address, which is how ARP spoofing works and why it stops at the router.",
    ],
    misbelief: {
      said: "ARP finds the MAC address of the destination.",
      truth: "Of the next hop. For everything beyond your router that is the router's MAC, and one entry serves the whole Internet.",
    },
    sources: ["arp(7)", "RFC 826", "ip-neighbour(8)"],
    after: "neighbour-states",
  },
  {
    id: "neighbour-states",
    title: "States of a neighbour",
    aliases: ["nud", "stale", "reachable", "delay", "probe", "failed", "incomplete", "permanent", "noarp"],
    text: [
      "INCOMPLETE: asked, no answer yet; packets wait. REACHABLE: confirmed a moment ago, by an answer or by a TCP connection that moves on. After a random time around 30 seconds (15 to 45) without confirmation it becomes STALE, which means only that: not confirmed lately. A STALE entry is used without delay.",
      "The first packet to a STALE entry makes it DELAY: five seconds for somebody to confirm. If nobody does, PROBE: the kernel asks the known MAC directly, three times, one second apart. An answer leads back to REACHABLE, silence to FAILED.",
      "FAILED: nobody answered. Waiting packets are thrown away and their programs get \"No route to host\" (EHOSTUNREACH). The next attempt starts again with INCOMPLETE. PERMANENT was set by an administrator and is never checked; NOARP needs no resolution, as with multicast or a point-to-point link.",
    ],
    misbelief: {
      said: "STALE is a problem and the entry should be flushed.",
      truth: "It is the normal state of a neighbour that was not talked to for half a minute. The next packet uses it at once.",
    },
    sources: ["arp(7)", "ip-neighbour(8)", "RFC 4861 section 7.3", "kernel: networking/ip-sysctl (neigh/*)"],
    after: "ndp",
  },
  {
    id: "ndp",
    title: "IPv6 Neighbour Discovery",
    aliases: ["neighbour-discovery", "neighbor-discovery", "nd", "ipv6", "router-advertisement", "ra", "ipv6-neighbour-discovery"],
    text: [
      "IPv6 has no ARP. The question \"who has this address?\" is an ICMPv6 message to a multicast group that only a few hosts listen to, and the answer carries the MAC. The states of the entries are the same as for IPv4.",
      "The same protocol makes routers known: a router advertises itself, the prefixes of the link and a default route, all with a lifetime. A neighbour that has done so is marked router. Default routes learned this way point to its link-local address (fe80::…) and say proto ra.",
      "Every IPv6 interface has a link-local address, and it is good on its own link only: fe80::1 on eth0 and fe80::1 on eth1 are two different neighbours.",
    ],
    misbelief: {
      said: "The ARP table shows all neighbours.",
      truth: "`arp` and /proc/net/arp know IPv4 only. `ip -6 neigh` shows the IPv6 ones.",
    },
    sources: ["RFC 4861", "RFC 4291", "ip-neighbour(8)"],
    after: "bridge",
  },
];
