import type { FdbEntry } from "../model/bridge.ts";
import { parseFdb } from "../parse/bridge.ts";
import type { Adapter } from "./adapter.ts";

/** Forwarding tables of bridges and vxlans. */
export const fdbAdapter: Adapter<FdbEntry> = {
  id: "fdb",
  forms: [
    { argv: ["bridge", "-j", "fdb", "show"], parse: parseFdb },
    { argv: ["bridge", "-j", "-d", "-s", "fdb", "show"], parse: parseFdb },
    { argv: ["bridge", "fdb", "show"], parse: parseFdb },
  ],
  concepts: ["bridge"],
};
