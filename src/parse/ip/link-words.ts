import { grammar, lists, present, readAuto, readList, switches, texts, ttls, values } from "./grammar.ts";
import type { Grammar, Reader } from "./grammar.ts";
import type { Words } from "./text.ts";

/**
 * What `ip -d link` prints after the name of a kind (the print_opt functions of iproute2, 4.20 to 7.1), each word with
 * the key it has in the JSON form. `first` reads what stands before the first keyword.
 */
export interface KindGrammar {
  readonly first?: Reader;
  readonly words: Grammar;
}

const udpChecksums = [
  ...present("udpcsum=udp_csum udp6zerocsumtx=udp_zero_csum6_tx udp6zerocsumrx=udp_zero_csum6_rx remcsumtx=remcsum_tx remcsumrx=remcsum_rx"),
  ...present("noudpcsum=udp_csum noudp6zerocsumtx=udp_zero_csum6_tx noudp6zerocsumrx=udp_zero_csum6_rx noremcsumtx=remcsum_tx noremcsumrx=remcsum_rx", false),
];

const tunnelEnds = [
  ...texts("remote local dev=link tos tclass flowlabel ikey okey fwmark innerproto"),
  ...ttls("ttl hoplimit=ttl"),
  ...present("external iseq oseq icsum ocsum ignore-df=ignore_df allow-localremote=allow_localremote"),
  ...present("nopmtudisc=pmtudisc", false),
  ...present("pmtudisc"),
  ...values("erspan_index erspan_ver erspan_dir erspan_hwid dscp"),
  ...encapLimit(),
  ...nested("encap", "encap=type encap-sport=sport encap-dport=dport", ""),
  ...nested("encap", "", "encap-csum=csum encap-csum6=csum6 encap-remcsum=remcsum"),
  ...nested("encap", "", "noencap-csum=csum noencap-csum6=csum6 noencap-remcsum=remcsum", false),
];

/** Addresses whose JSON key ends in 6 where they are IPv6. */
function eitherFamily(list: string): [string, Reader][] {
  return list.split(" ").map((word) => [word, (words, into) => {
    const address = words.take();
    into[address.includes(":") ? `${word}6` : word] = address;
  }]);
}

/** `encaplimit none` has a key of its own in JSON. */
function encapLimit(): [string, Reader][] {
  return [["encaplimit", (words, into) => {
    const word = words.take();
    if (word === "none") into["ip6_tnl_f_ign_encap_limit"] = true;
    else into["encap_limit"] = readAuto(word);
  }]];
}

/** Words whose values lie in an object of their own in JSON. */
function nested(key: string, valueWords: string, flagWords: string, flag = true): [string, Reader][] {
  const inner = [...values(valueWords), ...present(flagWords, flag)];
  return inner.map(([word, read]) => [word, (words, into) => {
    const object = (into[key] ?? {}) as Record<string, unknown>;
    read(words, object);
    into[key] = object;
  }]);
}

/** `ipip any …`, `sit ip6ip …`: the protocol stands before the keywords. */
const protocolFirst: Reader = (words, into) => {
  const word = words.peek();
  if (word !== undefined && !tunnelWords.has(word)) into["proto"] = words.take();
};
const tunnelWords = grammar(tunnelEnds);

const prefix = (address: string, length: string): Reader => (words, into) => {
  const [text = "", bits = ""] = words.take().split("/");
  into[address] = text;
  into[length] = readAuto(bits);
};

/** `{ 1:2 3:4 }` */
const qosMap = (key: string): Reader => (words, into) => {
  const map: { from: unknown; to: unknown }[] = [];
  if (words.peek() === "{") words.take();
  while (!words.done && words.peek() !== "}" && words.peek()?.includes(":") === true) {
    const [from = "", to = ""] = words.take().split(":");
    map.push({ from: readAuto(from), to: readAuto(to) });
  }
  if (words.peek() === "}") words.take();
  into[key] = map;
};

const flagList: Reader = (words, into) => {
  if (words.peek()?.startsWith("<")) into["flags"] = readList(words.take());
};

const bond: KindGrammar = {
  words: grammar(
    values(`mode active_slave miimon updelay downdelay peer_notify_delay use_carrier arp_interval arp_missed_max
      arp_all_targets primary primary_reselect fail_over_mac xmit_hash_policy resend_igmp num_grat_arp=num_peer_notif
      num_unsol_na=num_peer_notif all_slaves_active min_links lp_interval packets_per_slave lacp_active=ad_lacp_active
      lacp_rate=ad_lacp_rate ad_select ad_actor_sys_prio ad_user_port_key ad_actor_system tlb_dynamic_lb`),
    switches("coupled_control broadcast_neighbor"),
    lists("arp_ip_target ns_ip6_target"),
    [["arp_validate", (words, into) => {
      const word = words.take();
      into["arp_validate"] = word === "none" ? null : word;
    }]],
    nested("ad_info", `ad_aggregator=aggregator ad_num_ports=num_ports ad_actor_key=actor_key ad_partner_key=partner_key
      ad_partner_mac=partner_mac`, ""),
  ),
};

const bondSlave: KindGrammar = {
  words: grammar(
    values(`state mii_status link_failure_count perm_hwaddr queue_id prio ad_aggregator_id ad_actor_oper_port_state
      ad_partner_oper_port_state churn_actor_state churn_partner_state actor_port_prio`),
    lists("ad_actor_oper_port_state_str ad_partner_oper_port_state_str"),
  ),
};

const bridge: KindGrammar = {
  words: grammar(
    values(`forward_delay hello_time max_age ageing_time stp_state stp_mode priority vlan_filtering vlan_protocol bridge_id
      designated_root=root_id root_port root_path_cost topology_change topology_change_detected hello_timer tcn_timer
      topology_change_timer gc_timer fdb_n_learned fdb_max_learned vlan_default_pvid vlan_stats_enabled
      vlan_stats_per_port group_address=group_addr mcast_snooping no_linklocal_learn mcast_vlan_snooping mst_enabled
      mcast_router mcast_query_use_ifaddr mcast_querier mcast_hash_elasticity mcast_hash_max
      mcast_last_member_count=mcast_last_member_cnt mcast_startup_query_count=mcast_startup_query_cnt
      mcast_last_member_interval=mcast_last_member_intvl mcast_membership_interval=mcast_membership_intvl
      mcast_querier_interval=mcast_querier_intvl mcast_query_interval=mcast_query_intvl
      mcast_query_response_interval=mcast_query_response_intvl
      mcast_startup_query_interval=mcast_startup_query_intvl mcast_stats_enabled mcast_igmp_version mcast_mld_version
      mdb_offload_fail_notification nf_call_iptables nf_call_ip6tables nf_call_arptables mcast_querier_ipv4_addr mcast_querier_ipv4_port
      mcast_querier_ipv6_addr mcast_querier_ipv6_port fdb_local_vlan_0`),
    texts("group_fwd_mask group_fwd_mask_str"),
  ),
};

const bridgeSlave: KindGrammar = {
  words: grammar(
    values(`state priority cost port_id=id port_no=no designated_port designated_cost designated_bridge=bridge_id
      designated_root=root_id hold_timer message_age_timer forward_delay_timer topology_change_ack config_pending
      mcast_router=multicast_router backup_port backup_nhid mcast_max_groups mcast_n_groups`),
    texts("group_fwd_mask group_fwd_mask_str"),
    switches(`hairpin guard root_block fastleave learning flood proxy_arp proxy_arp_wifi mcast_fast_leave mcast_flood
      bcast_flood mcast_to_unicast neigh_suppress neigh_vlan_suppress vlan_tunnel isolated locked mab`),
  ),
};

const vlan: KindGrammar = {
  words: grammar(values("protocol id"), [
    ["ingress-qos-map", qosMap("ingress_qos")], ["egress-qos-map", qosMap("egress_qos")],
  ]),
};

const vxlan: KindGrammar = {
  words: grammar(
    values("id vni=id dstport=port ageing maxaddr=limit df"),
    texts("dev=link tos label flowlabel=label reserved_bits"), eitherFamily("remote group local"),
    ttls("ttl"),
    present("external vnifilter proxy rsc l2miss l3miss gbp gpe learning localbypass"),
    present("nolearning=learning noproxy=proxy norsc=rsc nol2miss=l2miss nol3miss=l3miss nolocalbypass=localbypass", false),
    udpChecksums,
    [["srcport", (words, into) => {
      into["port_range"] = { low: readAuto(words.take()), high: readAuto(words.take()) };
    }]],
  ),
};

const geneve: KindGrammar = {
  words: grammar(
    values("id vni=id dstport=port df"), texts("tos label flowlabel=label"), eitherFamily("remote"), ttls("ttl"),
    present("external innerprotoinherit=inner_proto_inherit"), udpChecksums,
    [["port_range", (words, into) => {
      const [low = "", high = ""] = words.take().split("-");
      into["port_range"] = { low: readAuto(low), high: readAuto(high) };
    }]],
  ),
};

const tunnel: KindGrammar = { words: tunnelWords };
const tunnelWithProtocol: KindGrammar = { first: protocolFirst, words: tunnelWords };
const sit: KindGrammar = {
  first: protocolFirst,
  words: grammar(tunnelEnds, present("isatap"), [
    ["6rd-prefix", prefix("prefix", "prefixlen")], ["6rd-relay_prefix", prefix("relay_prefix", "relay_prefixlen")],
  ]),
};

const macsec: KindGrammar = {
  words: grammar(
    texts("sci cipher=cipher_suite validate=validation offload"),
    values("icvlen=icv_len encodingsa=encoding_sa window"),
    switches("protect encrypt send_sci=inc_sci end_station=es scb replay=replay_protect"),
  ),
};

const macvlan: KindGrammar = {
  words: grammar(values("mode bcqueuelen usedbcqueuelen bclim"), present("nopromisc nodst"), [
    ["remotes", (words, into) => {
      const count = words.take();
      into["macaddr_count"] = readAuto(count.startsWith("(") && count.endsWith(")") ? count.slice(1, -1) : count);
      const macs: string[] = [];
      while (words.peek()?.split(":").length === 6) macs.push(words.take());
      if (macs.length > 0) into["macaddr_data"] = macs;
    }],
  ]),
};

const ipvlan: KindGrammar = { words: grammar(values("mode"), present("bridge private vepa")) };

const tun: KindGrammar = {
  words: grammar(
    values("type numqueues numdisabled"), texts("user group"), switches("pi vnet_hdr persist"), present("multi_queue"),
  ),
};

const hsr: KindGrammar = {
  words: grammar(
    texts("slave1 slave2 interlink supervision=supervision_addr"), values("sequence=seq_nr proto version"),
  ),
};

const netkit: KindGrammar = {
  words: grammar(texts("mode type policy scrub"), values("headroom tailroom"), [
    ["peer", (words, into) => {
      // `peer policy blackhole`, `peer scrub default`
      const what = words.take();
      into[`peer_${what}`] = words.take();
    }],
  ]),
};

const amt: KindGrammar = {
  words: grammar(
    values("mode gateway_port relay_port max_tunnels discovery_timeout"), texts("local remote discovery dev=link"),
  ),
};

const xfrm: KindGrammar = { words: grammar(texts("dev=link if_id"), present("external=collect_metadata")) };
const vrf: KindGrammar = { words: grammar(values("table")) };
const plain: KindGrammar = { words: grammar() };

export const kindGrammars: ReadonlyMap<string, KindGrammar> = new Map<string, KindGrammar>([
  ["bond", bond], ["bond_slave", bondSlave], ["bridge", bridge], ["bridge_slave", bridgeSlave],
  ["vlan", { ...vlan, words: withFlagList(vlan.words) }], ["vxlan", vxlan], ["geneve", geneve],
  ["gre", tunnel], ["gretap", tunnel], ["erspan", tunnel], ["ip6gre", tunnel], ["ip6gretap", tunnel],
  ["ip6erspan", tunnel], ["vti", tunnel], ["vti6", tunnel],
  ["ipip", tunnelWithProtocol], ["ip6tnl", tunnelWithProtocol], ["sit", sit],
  ["macsec", macsec], ["macvlan", macvlan], ["macvtap", macvlan], ["ipvlan", ipvlan], ["ipvtap", ipvlan],
  ["tun", tun], ["hsr", hsr], ["netkit", netkit], ["amt", amt], ["xfrm", xfrm], ["vrf", vrf], ["vrf_slave", vrf],
  ["rmnet", { first: flagList, words: grammar(values("mux_id")) }],
  ["wwan", { words: grammar(values("linkid")) }],
  ["ipoib", { words: grammar(texts("pkey umcast"), values("mode")) }],
  ["gtp", { words: grammar(values("role hsize restart_count"), present("external")) }],
  ["bareudp", { words: grammar(values("dstport=port srcportmin"), texts("ethertype"), switches("multiproto"), present("nomultiproto=multiproto", false)) }],
  ["dsa", { words: grammar(texts("conduit master")) }],
  ["ovpn", { words: grammar(values("mode")) }],
  ["hdlc", plain], ["veth", plain], ["vxcan", plain], ["vcan", plain], ["dummy", plain], ["ifb", plain], ["nlmon", plain],
  ["wireguard", plain], ["team", plain], ["team_slave", plain], ["batadv", plain], ["netdevsim", plain],
  ["vsockmon", plain], ["virt_wifi", plain], ["openvswitch_slave", plain], ["batadv_slave", plain], ["hsr_slave", plain],
]);

function withFlagList(words: Grammar): Grammar {
  return new Map([...words, ["<", flagList]]);
}

const attributes = [
  ...values(`promiscuity allmulti minmtu=min_mtu maxmtu=max_mtu headroom tailroom addrgenmode=inet6_addr_gen_mode
    numtxqueues=num_tx_queues numrxqueues=num_rx_queues gso_max_size gso_max_segs tso_max_size tso_max_segs gro_max_size
    gso_ipv4_max_size gro_ipv4_max_size max_pacing_offload_horizon`),
  ...texts("portname=phys_port_name portid=phys_port_id switchid=phys_switch_id parentbus parentdev link-netns"),
  ...values("link-netnsid=link_netnsid new-netnsid=new_netnsid new-ifindex=new_ifindex"),
  ...switches("protodown=proto_down"),
  ...lists("protodown_reason=proto_down_reason"),
  ...present("netns-immutable"),
];

/** What may follow the hardware address, and the data of a kind, whatever the kind is. */
export const attributeGrammar: Grammar = grammar(attributes, [["dpll-pin", (words, into) => {
  into["dpll-pin"] = words.peek() === "id" ? (words.take(), { id: readAuto(words.take()) }) : words.take();
}]]);

/** What follows the flags in the first line of a link. */
export const headerGrammar: Grammar = grammar(
  values("mtu qlen=txqlen"), texts("qdisc master state=operstate mode=linkmode group"), [["xdp", xdpReader("xdp")],
    ["xdpgeneric", xdpReader("xdpgeneric")], ["xdpoffload", xdpReader("xdpoffload")], ["xdpmulti", xdpReader("xdpmulti")]],
);

/** `prog/xdp id 5 tag … jited` and its older form `xdp/id:5` are put together under `xdp`. */
function xdpReader(mode: string): Reader {
  return (_words, into) => {
    into["xdp"] = { ...(into["xdp"] as object | undefined), mode };
  };
}

export function readByGrammar(words: Words, table: Grammar, into: Record<string, unknown>): boolean {
  const word = words.peek();
  const read = word === undefined ? undefined : table.get(word);
  if (read === undefined) return false;
  words.take();
  read(words, into);
  return true;
}

/** Flags that iproute2 prints without a blank behind them at times: `externaladdrgenmode eui64`, `vnifilterid 7`. */
const gluedFlags: readonly string[] = ["external", "vnifilter"];

/** Takes a word apart that is a flag and a keyword in one; false where it is not. */
export function separate(words: Words, table: Grammar): boolean {
  const word = words.peek() ?? "";
  for (const flag of gluedFlags) {
    const rest = word.slice(flag.length);
    if (!word.startsWith(flag) || !table.has(flag) || !(table.has(rest) || attributeGrammar.has(rest))) continue;
    words.split(flag.length);
    return true;
  }
  return false;
}
