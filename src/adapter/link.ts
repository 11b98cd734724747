import type { Link } from "../model/link.ts";
import { parseLinks } from "../parse/ip/link.ts";
import type { Adapter } from "./adapter.ts";

/** Network interfaces without their addresses: `ip link` (ip-link(8)). */
export const linkAdapter: Adapter<Link> = {
  id: "link",
  forms: [
    { argv: ["ip", "-j", "-d", "-s", "link"], parse: parseLinks },
    { argv: ["ip", "-j", "-d", "link"], parse: parseLinks },
    { argv: ["ip", "-j", "-s", "-s", "link"], parse: parseLinks },
    { argv: ["ip", "-j", "link"], parse: parseLinks },
    { argv: ["ip", "-d", "-s", "link"], parse: parseLinks },
    { argv: ["ip", "-d", "link"], parse: parseLinks },
    { argv: ["ip", "-s", "link"], parse: parseLinks },
    { argv: ["ip", "link"], parse: parseLinks },
    { argv: ["busybox", "ip", "link"], parse: parseLinks },
  ],
  concepts: ["nic", "link-state", "mac", "mtu", "counters"],
};
