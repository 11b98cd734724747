import { parseSysctl, type Sysctl } from "../parse/sysctl.ts";
import type { Adapter } from "./adapter.ts";

/** Settings of every device that decide over routes, sources and answers; `*` stands for each device, `all` and `default`. */
const perDevice4 = [
  "forwarding", "rp_filter", "accept_local", "route_localnet", "bc_forwarding", "send_redirects", "src_valid_mark", "ignore_routes_with_linkdown",
  "arp_ignore", "arp_announce", "arp_filter", "proxy_arp",
];
const perDevice6 = ["forwarding", "disable_ipv6", "ignore_routes_with_linkdown", "use_tempaddr", "use_oif_addrs_only", "accept_ra"];

/** Kernel settings that change how packets are routed and neighbours are found. */
export const sysctlAdapter: Adapter<Sysctl> = {
  id: "sysctl",
  forms: [
    {
      argv: [
        "sysctl",
        "net.ipv4.ip_forward", "net.ipv4.fib_multipath_hash_policy", "net.ipv4.fib_multipath_use_neigh",
        "net.ipv4.raw_l3mdev_accept", "net.ipv4.tcp_l3mdev_accept", "net.ipv4.udp_l3mdev_accept",
        ...perDevice4.map((name) => `net.ipv4.conf.*.${name}`),
        ...perDevice6.map((name) => `net.ipv6.conf.*.${name}`),
        ...["base_reachable_time_ms", "gc_stale_time", "delay_first_probe_time", "ucast_solicit", "mcast_solicit", "retrans_time_ms"]
          .flatMap((name) => [`net.ipv4.neigh.default.${name}`, `net.ipv6.neigh.default.${name}`]),
      ],
      parse: parseSysctl,
    },
  ],
  concepts: ["reverse-path", "neighbour-states"],
};
