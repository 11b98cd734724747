import { baseName, parseIpArgv } from "./ip-argv.ts";

/** What a command asks, apart from how it was typed and from how much detail it wants. */
export interface CommandKey {
  /** two commands with the same key give the same information, if their detail is the same */
  readonly key: string;
  readonly details: number;
  readonly stats: number;
}

/** iproute2's objects in the order in which it looks for an abbreviation (`ip r` is route, `ip ru` is rule). */
const ipObjects = [
  "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour", "ntable", "ntbl", "link", "l2tp", "fou",
  "ila", "macsec", "tunnel", "tunl", "tuntap", "tap", "token", "tcpmetrics", "tcp_metrics", "monitor", "xfrm", "mroute",
  "mrule", "netns", "netconf", "vrf", "sr", "nexthop", "mptcp", "ioam", "stats",
];
const bridgeObjects = ["link", "fdb", "mdb", "vlan", "vni", "monitor"];
const showWords = new Set(["show", "list", "lst", "ls", "sh"]);

/**
 * Brings an argv into the form under which a recording is searched: order of global options, `-4` or `-f inet`, the
 * words `show`, `list` and `ls`, abbreviated objects, a path or `busybox` in front of the tool, and defaults that were
 * spelt out (`ip -j rule` asks for IPv4, `ip route` for the main table of IPv4) make no difference.
 */
export function commandKey(argv: readonly string[]): CommandKey {
  const plain = argv[0] === "busybox" && argv.length > 1 ? argv.slice(1) : argv;
  const command = parseIpArgv(plain);
  if (!command) {
    const tool = baseName(plain[0] ?? "");
    return { key: JSON.stringify([tool, ...plain.slice(1)]), details: 0, stats: 0 };
  }
  const [typed = "", ...rest] = command.words;
  const objects = command.tool === "ip" ? ipObjects : bridgeObjects;
  const found = objects.find((object) => object.startsWith(typed)) ?? typed;
  const object = found === "neighbor" ? "neighbour" : found;
  if (showWords.has(rest[0] ?? "")) rest.shift();
  let { family } = command;
  if (object === "route") {
    const table = rest[rest.indexOf("table") + 1];
    if (rest.includes("table") && (table === "main" || table === "254")) rest.splice(rest.indexOf("table"), 2);
    if (family === "" && !rest.includes("table") && rest[0] !== "get") family = "4";
  } else if (object === "rule" && family === "") family = "4";
  const key = JSON.stringify([command.tool, command.json, family, command.otherOptions, object, ...rest]);
  return { key, details: command.details, stats: command.stats };
}
