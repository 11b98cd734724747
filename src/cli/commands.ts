import type { CommandSpec } from "./command.ts";

/** What `explain --as` takes: the kinds that parse/detect.ts knows, listed here so that nothing has to be loaded for the help. */
const pastedFormats = [
  "strace", "ip-link", "ip-addr", "ip-route", "ip-rule", "ip-neigh", "ip-nexthop", "ip-netns", "ifconfig", "route", "netstat", "arp",
  "proc-net-dev", "proc-net-route", "proc-net-arp",
] as const;

/**
 * Every command, in the order of the help. A row names its module; nothing of it is loaded before it is called:
 *
 *     {
 *       name: "nics",
 *       aliases: ["nic"],
 *       summary: "the NICs of this host: what each is, its state and addresses",
 *       args: [{ name: "[NAME...]", description: "only these" }],
 *       options: [{ flags: "--stats", description: "with packet counters" }],
 *       load: () => import("./commands/nics.ts"),
 *     },
 */
export const commands: readonly CommandSpec[] = [
  {
    name: "overview",
    summary: "this host on one page: how NICs, addresses, routes and neighbours hang together",
    load: () => import("./commands/overview.ts"),
  },
  {
    name: "learn",
    summary: "the concepts, each beside what this host shows of it",
    args: [{ name: "[CONCEPT]", description: "show this one; without it, the list" }],
    load: () => import("./commands/learn.ts"),
  },
  {
    name: "nics",
    aliases: ["nic", "links", "link"],
    summary: "the NICs of the host: what each one is, its state and addresses",
    args: [{ name: "[NAME...]", description: "only these (name or altname), with everything that is known" }],
    options: [{ flags: "--stats", description: "with the packet counters" }],
    load: () => import("./commands/nics.ts"),
  },
  {
    name: "routes",
    aliases: ["route"],
    summary: "the routing tables: where packets go and who put each route there",
    options: [
      { flags: "-4", description: "IPv4 only" },
      { flags: "-6", description: "IPv6 only" },
      { flags: "--table <name>", description: "this table (name or number), or all; default main" },
    ],
    load: () => import("./commands/routes.ts"),
  },
  {
    name: "rules",
    summary: "the policy rules that choose the routing table",
    options: [{ flags: "-4", description: "IPv4 only" }, { flags: "-6", description: "IPv6 only" }],
    load: () => import("./commands/rules.ts"),
  },
  {
    name: "neighbours",
    aliases: ["neighbors", "neigh", "arp"],
    summary: "the neighbour table: which MAC each address on the links has, learned by ARP and NDP",
    options: [{ flags: "-4", description: "IPv4 only" }, { flags: "-6", description: "IPv6 only" }],
    load: () => import("./commands/neighbours.ts"),
  },
  {
    name: "containers",
    summary: "containers and their networks: bridge, cable, namespace, address, published ports and the NAT rules behind them",
    load: () => import("./commands/containers.ts"),
  },
  {
    name: "namespaces",
    summary: "network, PID, mount, user … namespaces and who lives in them",
    load: () => import("./commands/namespaces.ts"),
  },
  {
    name: "explain",
    summary: "what a pasted output of ip, route, arp or ifconfig says",
    args: [{ name: "[FILE]", description: "the file; - or nothing is standard input" }],
    options: [{ flags: "--as <format>", description: "what it is, where that is not detected", choices: pastedFormats }],
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "events",
    summary: "a strace capture as typed events, streamed: one line each, --ndjson, or strace's text again",
    args: [{ name: "[FILE...]", description: "captures, or the PREFIX of strace -ff; - or nothing is standard input" }],
    options: [
      { flags: "--pid <pid>", description: "only of these threads", as: "list" },
      { flags: "--syscall <expr>", description: "only these calls, as in strace -e: names, %class, !not, ?maybe, /regex" },
      { flags: "--errno <name>", description: "only calls that failed with these: ENOENT,EACCES", as: "list" },
      { flags: "--failed", description: "only calls that failed" },
      { flags: "--from <time>", description: "not before this time: seconds, HH:MM:SS or a date" },
      { flags: "--to <time>", description: "not after this time" },
      { flags: "--path <path>", description: "only calls that name this path or something below it" },
      { flags: "--fd <number>", description: "only calls with this descriptor", as: "integer", range: [0, 2_147_483_647] },
      { flags: "--as <format>", description: "strace prints the capture again, byte for byte", choices: ["strace"] },
    ],
    load: () => import("./commands/events.ts"),
  },
  {
    name: "stats",
    summary: "calls, errors and time of a strace capture, by call, process, file, address or errno",
    args: [{ name: "[FILE...]", description: "the capture, packed or not, or the prefix of strace -ff; - or nothing is standard input" }],
    options: [
      { flags: "--by <what>", description: "what a row is; default syscall", choices: ["syscall", "process", "file", "address", "errno"] },
      { flags: "--sort <column>", description: "largest first; default the time, without times the calls", choices: ["seconds", "calls", "errors", "bytes", "max", "name"] },
      { flags: "--limit <rows>", description: "not more rows than that", as: "integer", range: [1, 10_000_000] },
    ],
    load: () => import("./commands/stats.ts"),
  },
  {
    name: "path",
    summary: "which rule, table, route, next hop and NIC a packet takes, and why the others lost",
    args: [{ name: "[DEST...]", description: "destination addresses" }],
    options: [
      { flags: "--from <address>", description: "source address of the packet" },
      { flags: "--iif <device>", description: "the NIC it came in through" },
      { flags: "--oif <device>", description: "the NIC it is bound to" },
      { flags: "--mark <number>", description: "its firewall mark" },
      { flags: "--proto <protocol>", description: "its protocol: tcp, udp …" },
      { flags: "--sport <port>", description: "its source port" },
      { flags: "--dport <port>", description: "its destination port" },
      { flags: "--uid <number>", description: "the user that sends it" },
      { flags: "--resolve", description: "look host names up and ask for each of their addresses" },
      { flags: "--stdin", description: "read more destinations from standard input, one a line" },
    ],
    load: () => import("./commands/path.ts"),
  },
  {
    name: "syscalls",
    summary: "the system calls of Linux: numbers, arguments, strace's classes and what each does",
    args: [{ name: "[NAME...]", description: "only these: names, numbers, or classes such as %network" }],
    options: [{ flags: "--class <class>", description: "only those of strace's class, such as %network or %file" }],
    load: () => import("./commands/syscalls.ts"),
  },
  {
    name: "errno",
    summary: "the error numbers, and what they mean for the calls where it differs",
    args: [{ name: "[NAME...]", description: "only these: names or numbers" }],
    load: () => import("./commands/errno.ts"),
  },
  {
    name: "trace",
    summary: "run a command under strace, then tell what it did; ends with the command's own status",
    args: [{ name: "[CMD...]", description: "the command and its arguments; -- before it keeps its flags from hostlens" }],
    options: [
      { flags: "-o, --output <FILE>", description: "keep the capture too, while it is written" },
      { flags: "-p, --pid <PID>", description: "attach to a process that is running; Ctrl-C lets go of it", as: "list" },
      { flags: "--timeout <S>", description: "end the command (or let go of the process) after so many seconds", as: "integer", range: [1, 1_000_000] },
    ],
    passThrough: true,
    ownsInterrupt: true,
    load: () => import("./commands/trace.ts"),
  },
  {
    name: "record",
    summary: "save what this host answers; --on recording:DIR then says the same anywhere",
    args: [{ name: "<DIR>", description: "directory to write, made new" }],
    options: [{ flags: "--redact", description: "replace MACs, public addresses, host and user names consistently" }],
    load: () => import("./commands/record.ts"),
  },
  {
    name: "doctor",
    summary: "which tools and privileges are there, what is lost without them, how to get them",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "schema",
    summary: "the JSON Schema of a document that --json prints",
    args: [{ name: "[NAME]", description: "of this document; without it, the names there are" }],
    load: () => import("./commands/schema.ts"),
  },
  {
    name: "completion",
    summary: "a completion script for your shell",
    args: [{ name: "<SHELL>", description: "for this shell", choices: ["bash", "zsh", "fish"] }],
    load: () => import("./commands/completion.ts"),
  },
];
