import type { NatRule } from "../model/nat.ts";
import type { Parsed } from "../model/parsed.ts";
import type { NotUnderstood } from "../model/warning.ts";
import { endpointOf } from "./nat-endpoint.ts";
import { splitLines } from "./ip/words.ts";

/** Hook and priority of the chains that iptables is born with (netfilter's NF_IP_PRI_*). */
const hookOf: Readonly<Record<string, string>> = { PREROUTING: "prerouting", INPUT: "input", FORWARD: "forward", OUTPUT: "output", POSTROUTING: "postrouting" };
const priorityOf: Readonly<Record<string, number>> = { raw: -300, mangle: -150, nat: -100, filter: 0, security: 50 };

/** What ends a walk through a chain without being a chain's name. */
const verdicts: ReadonlySet<string> = new Set(["ACCEPT", "DROP", "RETURN", "QUEUE", "REJECT", "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP"]);
/** Targets that do something to the packet and let it go on. */
const passing: ReadonlySet<string> = new Set(["LOG", "MARK", "CONNMARK", "NFLOG", "TRACE", "TOS", "DSCP", "TTL", "HL", "TCPMSS", "CHECKSUM", "CT", "SET", "CLASSIFY", "AUDIT", "ULOG", "SECMARK", "CONNSECMARK", "TEE", "NOTRACK", "RATEEST", "LED", "IDLETIMER", "TCPOPTSTRIP", "SYNPROXY"]);

/**
 * Reads `iptables-save` (with and without `-c`) and `iptables -S` (iptables(8)), IPv4 or IPv6 by the tool's name in `command`.
 * All tables and chains; a selector without a field of its own goes to `otherMatches` as printed.
 *
 * @example parseIptables("*nat\n-A POSTROUTING -s 10.0.0.0/8 ! -o br0 -j MASQUERADE\nCOMMIT\n", "iptables-save").items[0]?.target // "MASQUERADE"
 */
export function parseIptables(output: string, command: string): Parsed<NatRule> {
  const isSix = /(^|[ /])ip6tables/.test(command);
  const items: NatRule[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const words = command.split(" ");
  const option = words.indexOf("-t");
  let table = option > 0 ? words[option + 1] ?? "filter" : "filter";
  splitLines(output).forEach((line, index) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#") || text === "COMMIT" || text.startsWith(":")) return;
    if (text.startsWith("*")) {
      table = text.slice(1);
      return;
    }
    if (/^-[PN] /.test(text)) return;
    const rule = readRule(text, { backend: isSix ? "ip6tables" : "iptables", family: isSix ? "ip6" : "ip", table });
    if (rule) items.push({ ...rule, at: { command, line: index + 1 } });
    else notUnderstood.push({ line: index + 1, text });
  });
  return { items, warnings: [], notUnderstood };
}

type Head = Pick<NatRule, "backend" | "family" | "table">;

function readRule(text: string, head: Head): NatRule | undefined {
  const counters = /^\[(\d+):(\d+)\] /.exec(text);
  const shown = counters ? text.slice(counters[0].length) : text;
  const words = splitQuoted(shown);
  if (words[0] !== "-A" || words[1] === undefined) return undefined;
  const chain = words[1];
  const rule: NatRule = { ...head, chain, target: "CONTINUE", text: shown, otherMatches: [], inverted: [] };
  if (counters) Object.assign(rule, { packets: Number(counters[1]), bytes: Number(counters[2]) });
  const hook = hookOf[chain];
  if (hook !== undefined) {
    rule.hook = hook;
    // the nat table looks at sources after the decision, at destinations before it
    rule.priority = head.table === "nat" && (hook === "postrouting" || hook === "input") ? 100 : priorityOf[head.table] ?? 0;
  }
  readOptions(words.slice(2), rule);
  return rule;
}

const fields: Readonly<Record<string, "proto" | "src" | "dst" | "iif" | "oif" | "sport" | "dport">> = {
  "-p": "proto", "--protocol": "proto", "-s": "src", "--source": "src", "-d": "dst", "--destination": "dst",
  "-i": "iif", "--in-interface": "iif", "-o": "oif", "--out-interface": "oif",
  "--sport": "sport", "--source-port": "sport", "--sports": "sport", "--source-ports": "sport",
  "--dport": "dport", "--destination-port": "dport", "--dports": "dport", "--destination-ports": "dport",
};

function readOptions(words: readonly string[], rule: NatRule): void {
  let module = "";
  let isInverted = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const value = words[at + 1] ?? "";
    const field = fields[word];
    if (word === "!") {
      isInverted = true;
      continue;
    }
    if (field !== undefined) {
      // a second selector of one kind (two -m multiport) has no second field
      if (rule[field] === undefined) {
        rule[field] = value;
        if (isInverted) rule.inverted.push(field);
      } else rule.otherMatches.push(`${isInverted ? "! " : ""}${module === "" ? "" : `${module} `}${word} ${value}`);
      at++;
    } else if (word === "-m" || word === "--match") {
      module = value;
      at++;
    } else if (word === "-c" || word === "--set-counters") {
      Object.assign(rule, { packets: Number(value), bytes: Number(words[at + 2] ?? 0) });
      at += 2;
    } else if (word === "-j" || word === "-g" || word === "--jump" || word === "--goto") {
      readTarget(value, words.slice(at + 2), rule, word === "-g" || word === "--goto");
      return;
    } else {
      const end = nextOption(words, at + 1);
      const match = [...(module === "" || module === rule.proto ? [] : [module]), ...words.slice(at, end)].join(" ");
      if (module !== "comment") rule.otherMatches.push(`${isInverted ? "! " : ""}${match}`);
      at = end - 1;
    }
    isInverted = false;
  }
}

/** The values of an option last until the next word that begins like an option. */
function nextOption(words: readonly string[], from: number): number {
  let at = from;
  while (at < words.length && words[at] !== "!" && !/^--?[a-z]/.test(words[at] ?? "")) at++;
  return at;
}

function readTarget(target: string, options: readonly string[], rule: NatRule, isGoto: boolean): void {
  rule.target = passing.has(target) ? "CONTINUE" : target;
  if (!verdicts.has(target) && !passing.has(target)) rule.isJump = true;
  if (isGoto) rule.isGoto = true;
  for (let at = 0; at < options.length; at++) {
    const value = options[at + 1] ?? "";
    switch (options[at]) {
      case "--to-destination": case "--to-source": Object.assign(rule, endpointOf(value)); at++; break;
      case "--to-ports": rule.toPort = value; at++; break;
      case "--to": rule.toAddress = value; at++; break;
      default:
    }
  }
}

/** Words as a shell would cut them: iptables-save puts `"` around what holds blanks and a backslash before `"`. */
export function splitQuoted(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "\\" && isQuoted && at + 1 < text.length) word = (word ?? "") + (text[++at] ?? "");
    else if (char === '"') {
      isQuoted = !isQuoted;
      word ??= "";
    } else if (char === " " && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
