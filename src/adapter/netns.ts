import type { NamedNetns } from "../model/namespace.ts";
import { parseNetns } from "../parse/ip/netns.ts";
import type { Adapter } from "./adapter.ts";

/** Named network namespaces: `ip netns` (ip-netns(8)). */
export const netnsAdapter: Adapter<NamedNetns> = {
  id: "netns",
  forms: [
    { argv: ["ip", "-j", "netns"], parse: parseNetns },
    { argv: ["ip", "netns"], parse: parseNetns },
  ],
  concepts: ["network-namespace"],
};

/** The nsids this namespace knows others by: `ip netns list-id`. */
export const nsidAdapter: Adapter<NamedNetns> = {
  id: "nsid",
  forms: [
    { argv: ["ip", "-j", "netns", "list-id"], parse: parseNetns },
    { argv: ["ip", "netns", "list-id"], parse: parseNetns },
  ],
  concepts: ["network-namespace"],
};
