import type { Link } from "../model/link.ts";
import { parseAddresses } from "../parse/ip/link.ts";
import type { Adapter } from "./adapter.ts";

/** Network interfaces with their addresses: `ip addr` (ip-address(8)). */
export const addressAdapter: Adapter<Link> = {
  id: "address",
  forms: [
    { argv: ["ip", "-j", "-d", "addr"], parse: parseAddresses },
    { argv: ["ip", "-j", "addr"], parse: parseAddresses },
    { argv: ["ip", "-d", "addr"], parse: parseAddresses },
    { argv: ["ip", "addr"], parse: parseAddresses },
    { argv: ["busybox", "ip", "addr"], parse: parseAddresses },
  ],
  concepts: ["address", "address-lifetime"],
};
