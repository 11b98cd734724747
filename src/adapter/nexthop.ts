import type { Nexthop } from "../model/route.ts";
import { parseNexthops } from "../parse/ip/nexthop.ts";
import type { Adapter } from "./adapter.ts";

/** Nexthop objects of both families (iproute2 since 5.3, Linux since 5.3; BusyBox has none). */
export const nexthopAdapter: Adapter<Nexthop> = {
  id: "nexthop",
  forms: [
    { argv: ["ip", "-j", "-d", "nexthop", "show"], parse: parseNexthops },
    { argv: ["ip", "-j", "nexthop", "show"], parse: parseNexthops },
    { argv: ["ip", "-d", "nexthop", "show"], parse: parseNexthops },
    { argv: ["ip", "nexthop", "show"], parse: parseNexthops },
  ],
  concepts: ["multipath"],
};
