import type { NatRule } from "../model/nat.ts";
import { rangeContains, rangeOfPrefix } from "./ip-range.ts";

/** A connection's first packet at one hook. `iif` is "" where it came from this host itself. What is not known is left out. */
export interface NatFlow {
  readonly family: 4 | 6;
  readonly proto?: string;
  readonly src?: string;
  readonly dst: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly iif?: string;
  readonly oif?: string;
  readonly mark?: number;
}

/** The hooks of netfilter at which addresses are translated. */
export type NatHook = "prerouting" | "input" | "output" | "postrouting";

/** What a rule does to the packet; `doubts` are the conditions on the way there that could not be decided. */
export interface NatStep {
  readonly rule: NatRule;
  readonly change: "DNAT" | "SNAT" | "MASQUERADE" | "REDIRECT" | "NETMAP";
  readonly toAddress?: string;
  readonly toPort?: string;
  readonly doubts: readonly string[];
}

/** `step` is what happens for certain; `possible` are rules that would come first if their undecided conditions held. */
export interface NatAnswer {
  readonly step?: NatStep;
  readonly possible: readonly NatStep[];
}

type Truth = boolean | "unknown";

/**
 * Which rule translates a connection's first packet at a hook: base chains by priority, rules in order, jumps followed, as
 * netfilter does it. A condition that cannot be decided from what is known (a set, a map, a mark, an expression nobody
 * here reads) is never taken as true or false: the rule behind it is possible, no more.
 * `isLocal` says whether an address is this host's own (undefined: not known).
 *
 * @example matchNat(rules, "prerouting", { family: 4, proto: "tcp", dst: "192.0.2.2", dport: 8080, iif: "eth0" }, () => true).step?.toAddress
 */
export function matchNat(rules: readonly NatRule[], hook: NatHook, flow: NatFlow, isLocal: (address: string) => boolean | undefined): NatAnswer {
  const walk = new Walk(rules, hook, flow, isLocal);
  const bases = new Map<string, NatRule>();
  for (const rule of rules) {
    if (rule.hook === hook && seesFamily(rule, flow.family) && !bases.has(chainKey(rule))) bases.set(chainKey(rule), rule);
  }
  const doubts: string[] = [];
  for (const base of [...bases.values()].toSorted((left, right) => (left.priority ?? 0) - (right.priority ?? 0))) {
    const step = walk.chain(chainKey(base), doubts, 0);
    if (step === "end") continue;
    if (typeof step === "object") {
      if (step.doubts.length === 0) return { step, possible: walk.possible };
      walk.possible.push(step);
    }
    doubts.push(...walk.leftDoubts.splice(0));
  }
  return { possible: walk.possible };
}

const translations: ReadonlySet<string> = new Set(["DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP"]);
const deepest = 32;

class Walk {
  readonly possible: NatStep[] = [];
  /** what could not be decided in the chain just walked and may have ended the walk there */
  readonly leftDoubts: string[] = [];
  readonly #chains = new Map<string, NatRule[]>();
  readonly #hook: NatHook;
  readonly #flow: NatFlow;
  readonly #isLocal: (address: string) => boolean | undefined;

  constructor(rules: readonly NatRule[], hook: NatHook, flow: NatFlow, isLocal: (address: string) => boolean | undefined) {
    this.#hook = hook;
    this.#flow = flow;
    this.#isLocal = isLocal;
    for (const rule of rules) {
      const list = this.#chains.get(chainKey(rule));
      if (list) list.push(rule);
      else this.#chains.set(chainKey(rule), [rule]);
    }
  }

  /** A step where one is taken, "end" where a verdict ends this base chain, undefined where the chain ran out. */
  chain(key: string, before: readonly string[], depth: number): NatStep | "end" | undefined {
    if (depth > deepest) return undefined;
    const doubts = [...before];
    for (const rule of this.#chains.get(key) ?? []) {
      const open: string[] = [];
      if (!this.#matches(rule, open)) continue;
      const isSure = open.length === 0;
      if (translations.has(rule.target)) {
        const step = this.#step(rule, [...doubts, ...open]);
        if (isSure) return step;
        this.possible.push(step);
        doubts.push(`whether this rule came first: ${rule.text}`);
      } else if (rule.isJump === true) {
        const inner = this.chain(`${rule.family} ${rule.table} ${rule.target}`, [...doubts, ...open], depth + 1);
        if (inner !== undefined && isSure) return inner;
        if (typeof inner === "object") this.possible.push(inner);
        if (isSure && rule.isGoto === true) return "end";
        if (!isSure && (inner !== undefined || rule.isGoto === true)) doubts.push(...open);
        doubts.push(...this.leftDoubts.splice(0));
      } else if (rule.target !== "CONTINUE" && rule.target !== "LOG") {
        // a verdict, or a target that is not known: it ends the chain for the packets it matches
        if (isSure && rule.target !== "VMAP") return rule.target === "RETURN" ? undefined : "end";
        doubts.push(...(open.length > 0 ? open : [rule.text]));
      }
    }
    this.leftDoubts.push(...doubts.slice(before.length));
    return undefined;
  }

  #step(rule: NatRule, doubts: readonly string[]): NatStep {
    const isPlain = rule.toAddress === undefined || /^[0-9a-fA-F.:]+$/.test(rule.toAddress);
    return {
      rule, change: rule.target as NatStep["change"], doubts,
      ...(rule.toAddress !== undefined && isPlain && rule.target !== "NETMAP" ? { toAddress: rule.toAddress } : {}), ...(rule.toPort === undefined ? {} : { toPort: rule.toPort }),
    };
  }

  /** False where the rule can't match. Conditions that could not be decided are added to `open`. */
  #matches(rule: NatRule, open: string[]): boolean {
    const flow = this.#flow;
    const iif = flow.iif ?? (this.#hook === "output" ? "" : undefined);
    const checks: (readonly [string, string | undefined, () => Truth])[] = [
      ["proto", rule.proto, () => matchProto(rule.proto ?? "", flow.proto)],
      ["src", rule.src, () => matchAddress(rule.src ?? "", flow.src)],
      ["dst", rule.dst, () => matchAddress(rule.dst ?? "", flow.dst)],
      ["iif", rule.iif, () => matchDevice(rule.iif ?? "", iif)],
      ["oif", rule.oif, () => matchDevice(rule.oif ?? "", flow.oif)],
      ["sport", rule.sport, () => matchPort(rule.sport ?? "", flow.sport)],
      ["dport", rule.dport, () => matchPort(rule.dport ?? "", flow.dport)],
    ];
    const names: Readonly<Record<string, string>> = { proto: "protocol", src: "source", dst: "destination", iif: "NIC it came in through", oif: "NIC it leaves through", sport: "source port", dport: "destination port" };
    for (const [field, wanted, check] of checks) {
      if (wanted === undefined) continue;
      const truth = check();
      const isInverted = rule.inverted.includes(field);
      if (truth === "unknown") open.push(`${names[field]} ${isInverted ? "not " : ""}${wanted}`);
      else if (truth === isInverted) return false;
    }
    const targetFamily = rule.toAddress?.includes(":") === true ? 6 : 4;
    if (rule.family === "inet" && rule.toAddress !== undefined && rangeOfPrefix(rule.toAddress) && targetFamily !== flow.family) return false;
    for (const text of rule.otherMatches) {
      const truth = this.#other(text);
      if (truth === "unknown") open.push(text);
      else if (!truth) return false;
    }
    return true;
  }

  /** Conditions without a field of their own that can be decided all the same. */
  #other(text: string): Truth {
    const isInverted = text.startsWith("! ");
    const plain = isInverted ? text.slice(2) : text;
    const truth = this.#plainOther(plain);
    return truth === "unknown" || !isInverted ? truth : !truth;
  }

  #plainOther(text: string): Truth {
    switch (text) {
      case "addrtype --dst-type LOCAL": case "fib daddr type local": return this.#isLocal(this.#flow.dst) ?? "unknown";
      case "addrtype --src-type LOCAL": case "fib saddr type local": return this.#flow.src === undefined ? "unknown" : this.#isLocal(this.#flow.src) ?? "unknown";
      case "fib daddr type != local": return not(this.#isLocal(this.#flow.dst) ?? "unknown");
      default:
    }
    // only the first packet of a connection is asked about
    const states = /^(?:conntrack --ctstate|state --state|ct state) ([A-Za-z,]+)$/.exec(text)?.[1];
    if (states !== undefined) return states.toLowerCase().split(",").includes("new");
    const mark = /^(?:mark --mark|meta mark) (0x[0-9a-fA-F]+|\d+)$/.exec(text)?.[1];
    if (mark !== undefined && this.#flow.mark !== undefined) return Number(mark) === this.#flow.mark;
    return "unknown";
  }
}

function not(truth: Truth): Truth {
  return truth === "unknown" ? truth : !truth;
}

function chainKey({ family, table, chain }: NatRule): string {
  return `${family} ${table} ${chain}`;
}

function seesFamily(rule: NatRule, family: 4 | 6): boolean {
  return rule.family === "inet" || rule.family === (family === 4 ? "ip" : "ip6");
}

const protocolNumbers: Readonly<Record<string, string>> = {
  "1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "33": "dccp", "41": "ipv6", "47": "gre", "50": "esp", "51": "ah", "58": "ipv6-icmp", "132": "sctp", "136": "udplite", icmpv6: "ipv6-icmp",
};

function matchProto(wanted: string, proto: string | undefined): Truth {
  if (wanted === "all" || wanted === "0") return true;
  if (proto === undefined) return "unknown";
  const name = (text: string): string => protocolNumbers[text.toLowerCase()] ?? text.toLowerCase();
  return wanted.split(",").some((one) => name(one) === name(proto));
}

function matchAddress(wanted: string, address: string | undefined): Truth {
  if (address === undefined) return "unknown";
  return anyOf(wanted.split(",").map((one): Truth => {
    const dash = one.indexOf("-");
    if (dash > 0) {
      const first = rangeOfPrefix(one.slice(0, dash));
      const last = rangeOfPrefix(one.slice(dash + 1));
      const own = rangeOfPrefix(address);
      return first && last && own ? own.family === first.family && own.first >= first.first && own.first <= last.last : "unknown";
    }
    const range = rangeOfPrefix(one);
    return range ? rangeContains(range, address) : "unknown";
  }));
}

/** `eth+` of iptables and `eth*` of nft stand for every name that begins so. */
function matchDevice(wanted: string, device: string | undefined): Truth {
  if (device === undefined) return "unknown";
  return wanted.split(",").some((one) => (/[+*]$/.test(one) ? device.startsWith(one.slice(0, -1)) : device === one));
}

function matchPort(wanted: string, port: number | undefined): Truth {
  return anyOf(wanted.split(",").map((one): Truth => {
    const range = /^(\d+)?(?:([:-])(\d+)?)?$/.exec(one);
    if (!range || one === "") return "unknown";
    if (port === undefined) return "unknown";
    const first = Number(range[1] ?? 0);
    const last = range[2] === undefined ? first : Number(range[3] ?? 65535);
    return port >= first && port <= last;
  }));
}

function anyOf(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes("unknown") ? "unknown" : false;
}
