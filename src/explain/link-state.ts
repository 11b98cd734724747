import type { Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import { localPeer, type HostFacts } from "./facts.ts";
import { say } from "./say.ts";
import { shellWord } from "./shell-word.ts";

/** The state of a link in one sentence, and what is unusual about it. */
export interface StateReading {
  readonly sentence: Sentence;
  readonly unusual: readonly Sentence[];
  /** true where the state is what one would expect of a link in use */
  readonly isWell: boolean;
}

/** Reads the three facts admin up, carrier and operstate (kernel: networking/operstates; netdevice(7)). */
export function readState(link: Link, facts: HostFacts): StateReading {
  const concept = "link-state";
  if (link.adminUp === null) return well(link, "This output does not show whether it is switched on.");
  if (!link.adminUp) {
    return { sentence: say(`It is switched off (no UP flag), so neither carrier nor state matter; ip link set ${nameArgument(link.name)} up would switch it on.`, [link], concept), unusual: [], isWell: false };
  }
  const down = link.carrier === false || (link.carrier === null && link.flags.includes("NO-CARRIER"));
  if (link.operstate === "lowerlayerdown") return lowerLayer(link, facts);
  if (down || link.operstate === "down") return withoutCarrier(link, facts);
  if (link.operstate === "dormant") {
    const text = `${link.name} has a carrier but state DORMANT: it waits for something before user data may pass, such as an 802.1X or Wi-Fi login.`;
    return { sentence: say(text, [link], concept), unusual: [], isWell: false };
  }
  if (link.operstate === "testing") {
    return { sentence: say(`${link.name} is running a test of its own (state TESTING) and carries no traffic meanwhile.`, [link], concept), unusual: [], isWell: false };
  }
  if (link.operstate === "unknown") return well(link, `It is switched on; state UNKNOWN is healthy for ${driverOf(link)}, which never reports a state, and the kernel uses it like UP.`);
  if (link.operstate === null) {
    const carrier = link.carrier === true ? " and has a carrier (LOWER_UP)" : "";
    return well(link, `It is switched on (UP)${carrier}; this output does not show the operational state.`);
  }
  if (link.operstate === "up") return well(link, `All three facts are good: switched on (UP), ${carrierWord(link, facts)} (LOWER_UP), ready for traffic (state UP).`);
  return well(link, `It is switched on; its state is "${link.operstate}", a word that is not known here.`);
}

/** `ip link set -x up` would take the name for an option; `dev` in front says that it is a name. */
function nameArgument(name: string): string {
  return /^[A-Za-z_]/.test(name) && name !== "dev" && name !== "group" ? shellWord(name) : `dev ${shellWord(name)}`;
}

function well(link: Link, text: string): StateReading {
  return { sentence: say(text, [link], "link-state"), unusual: [], isWell: true };
}

function carrierWord(link: Link, facts: HostFacts): string {
  switch (link.kind) {
    case "bridge":
      return facts.ports.has(link.name) ? "a port has a carrier" : "carrier";
    case "veth":
      return "the other end is on as well";
    case "wireless":
      return "associated with an access point";
    case "physical":
    case "virtual-machine":
      return "the line is live";
    default:
      return "carrier";
  }
}

function driverOf(link: Link): string {
  if (link.kind === "loopback") return "the loopback";
  if (link.kind === "bridge") return "a bridge to which nothing was plugged yet";
  if (link.kind === "unknown") return "many drivers";
  return `an interface of kind ${link.kind}`;
}

function withoutCarrier(link: Link, facts: HostFacts): StateReading {
  const concept = "link-state";
  const ports = facts.ports.get(link.name) ?? [];
  const state = link.operstate === null ? "" : ` and state ${link.operstate.toUpperCase()}`;
  const routes = (facts.routesByDev.get(link.name) ?? []).filter((route) => route.table !== "local" && route.flags.includes("linkdown")).length;
  const kept = routes > 0 ? "; its addresses and routes stay, marked linkdown" : "";
  if (link.kind === "bridge") {
    const text = ports.length === 0
      ? `It is switched on (UP) without a carrier${state}: nothing is plugged into this bridge${kept}.`
      : `It is switched on (UP) without a carrier${state}: none of its ${ports.length} ports works${kept}.`;
    const unusual = ports.length === 0
      ? say(`${link.name} has no ports: nothing can be reached through it until something is plugged in, and then it comes up by itself.`, [link], "bridge")
      : say(`${link.name} is a bridge whose ports (${ports.map((port) => port.name).slice(0, 4).join(", ")}) are all without carrier.`, [link, ...ports.slice(0, 4)], "bridge");
    return { sentence: say(text, [link], concept), unusual: [unusual], isWell: false };
  }
  const why = reasonOf(link, facts);
  const text = `It is switched on (UP), but the line below it is dead (NO-CARRIER${state}): ${why.text}${kept}.`;
  return {
    sentence: say(text, [link, ...why.rests], concept),
    unusual: [say(`${link.name} is switched on but has no carrier: ${why.text}.`, [link, ...why.rests], concept)],
    isWell: false,
  };
}

function reasonOf(link: Link, facts: HostFacts): { text: string; rests: readonly Link[] } {
  switch (link.kind) {
    case "physical":
      return { text: "no cable, or nothing live at its other end", rests: [] };
    case "wireless":
      return { text: "not associated with an access point", rests: [] };
    case "virtual-machine":
      return { text: "the hypervisor reports the virtual cable as unplugged", rests: [] };
    case "tun":
      return { text: "no program has it open", rests: [] };
    case "veth":
    case "netkit":
    case "vxcan": {
      const other = localPeer(link, facts);
      if (other && !other.adminUp) return { text: `its other end ${other.name} is switched off`, rests: [other] };
      return { text: "its other end is switched off", rests: [] };
    }
    case "bond":
    case "team":
      return { text: (facts.ports.get(link.name) ?? []).length === 0 ? "it has no ports" : "none of its ports has a carrier", rests: [] };
    default: {
      const below = link.lower ? facts.links.get(link.lower) : undefined;
      if (below && (!below.adminUp || below.carrier === false)) return { text: `${below.name} below it does not work`, rests: [below] };
      return { text: "the driver reports nothing at the other end", rests: [] };
    }
  }
}

function lowerLayer(link: Link, facts: HostFacts): StateReading {
  const below = localPeer(link, facts) ?? facts.links.get(link.lower ?? "");
  const isPair = link.peer !== undefined;
  const who = below ? `${below.name}, ${isPair ? "its other end" : "below it"}, is ${below.adminUp ? "without carrier" : "switched off"}`
    : isPair ? "its other end, in another namespace, is switched off or without carrier"
    : "the device below it does not work";
  const mdown = link.flags.includes("M-DOWN") ? " (M-DOWN in ip's flags)" : "";
  return {
    sentence: say(`${link.name} itself is switched on; state LOWERLAYERDOWN says that what it depends on is not: ${who}${mdown}.`, [link, below], "link-state"),
    unusual: [say(`${link.name} can't carry traffic: ${who}.`, [link, below], "link-state")],
    isWell: false,
  };
}

/** True if a link can carry packets now, as far as the snapshot tells. */
export function isUsable(link: Link): boolean {
  return link.adminUp !== false && link.carrier !== false && (link.operstate === null || link.operstate === "up" || link.operstate === "unknown");
}
