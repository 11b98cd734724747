import type { NatRule } from "../model/nat.ts";
import { parseIptables } from "../parse/iptables.ts";
import { parseNft } from "../parse/nft.ts";
import type { Adapter } from "./adapter.ts";

const concepts = ["nat"];

/** Rules that iptables made, IPv4. Its save form shows what nft hides behind `xt`. */
export const iptablesAdapter: Adapter<NatRule> = {
  id: "iptables",
  forms: [{ argv: ["iptables-save", "-c"], parse: parseIptables }, { argv: ["iptables-save"], parse: parseIptables }, { argv: ["iptables", "-t", "nat", "-S"], parse: parseIptables }],
  concepts,
};

/** Rules that ip6tables made. */
export const ip6tablesAdapter: Adapter<NatRule> = {
  id: "ip6tables",
  forms: [{ argv: ["ip6tables-save", "-c"], parse: parseIptables }, { argv: ["ip6tables-save"], parse: parseIptables }],
  concepts,
};

/** Every rule of nftables, those of iptables-nft among them. */
export const nftAdapter: Adapter<NatRule> = {
  id: "nft",
  forms: [{ argv: ["nft", "list", "ruleset"], parse: parseNft }, { argv: ["nft", "-j", "list", "ruleset"], parse: parseNft }],
  concepts,
};
