import type { Link } from "../model/link.ts";
import type { Hop } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** The devices a packet passes from the one the route names to where this host's sight ends. */
export interface Way {
  readonly hops: readonly Hop[];
  /** what the hops were read from */
  readonly links: readonly Link[];
}

const deepest = 16;

/**
 * Follows a packet from the device of its route outward: through what the device is stacked on or plugged into, by the
 * forwarding table of bridges and vxlans where the MAC of the next hop is known, to the far end of a cable. Ends where
 * nothing more is known, and says so.
 */
export function followDevice(snapshot: Snapshot, dev: string, lladdr: string | undefined): Way {
  const walker = new Walker(snapshot, lladdr?.toLowerCase());
  walker.out(dev);
  return { hops: walker.hops, links: walker.links };
}

class Walker {
  readonly hops: Hop[] = [];
  readonly links: Link[] = [];
  readonly #byName: ReadonlyMap<string, Link>;
  readonly #snapshot: Snapshot;
  readonly #lladdr: string | undefined;
  readonly #seen = new Set<string>();

  constructor(snapshot: Snapshot, lladdr: string | undefined) {
    this.#snapshot = snapshot;
    this.#lladdr = lladdr;
    this.#byName = new Map((snapshot.links ?? []).map((link) => [link.name, link]));
  }

  /** The packet leaves through this device. */
  out(name: string): void {
    const link = this.#byName.get(name);
    if (!link || this.#seen.has(name) || this.hops.length >= deepest) return;
    this.#seen.add(name);
    const { detail, next } = this.#step(link);
    this.#add(link, detail);
    next?.();
  }

  #add(link: Link, detail: string): void {
    this.links.push(link);
    this.hops.push({ kind: link.kind, name: link.name, detail: [detail, link.mtu === null ? "" : `MTU ${link.mtu}`].filter(Boolean).join(", "), ...(link.mtu === null ? {} : { mtu: link.mtu }) });
  }

  #step(link: Link): { detail: string; next?: () => void } {
    const down = link.adminUp === false ? "it is off" : link.carrier === false ? "no carrier" : "";
    const lower = link.lower;
    const below = (what: string): { detail: string; next?: () => void } => ({
      detail: [what, down].filter(Boolean).join(", "), ...(lower === undefined ? {} : { next: () => this.out(lower) }),
    });
    const data = (key: string): string | undefined => {
      const value = link.kindData[key];
      return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    };
    switch (link.kind) {
      case "vlan": return below(`tags it with VLAN ${data("id") ?? "?"}${lower === undefined ? "" : ` and hands it to ${lower}`}`);
      case "macvlan": case "macvtap": case "ipvlan": case "ipvtap": return below(`shares ${lower ?? "a device of another namespace"}${data("mode") === undefined ? "" : ` (${data("mode")} mode)`}`);
      case "bond": case "team": return this.#bond(link, data("active_slave"), down);
      case "bridge": return this.#bridge(link, down);
      case "vxlan": return this.#vxlan(link, data("id") ?? data("vni"), data("remote") ?? data("group") ?? data("remote6") ?? data("group6"), down);
      case "veth": case "vxcan": case "netkit": return { detail: [this.#cable(link), down].filter(Boolean).join(", "), next: () => this.#farEnd(link) };
      case "gre": case "gretap": case "ipip": case "sit": case "ip6tnl": case "ip6gre": case "vti": case "vti6": case "geneve": case "erspan": {
        const remote = data("remote");
        return { detail: [remote === undefined ? "wraps it; where to is not fixed" : `wraps it and sends it to ${remote}`, down].filter(Boolean).join(", ") };
      }
      case "wireguard": return { detail: ["encrypts it for the peer whose allowed IPs contain the destination", down].filter(Boolean).join(", ") };
      case "tun": return { detail: ["hands it to the program that holds it open", down].filter(Boolean).join(", ") };
      case "vrf": return { detail: "a VRF: its table decides" };
      case "loopback": return { detail: "comes back to this host at once" };
      case "physical": case "wireless": case "virtual-machine": {
        const what = link.kind === "wireless" ? "Wi-Fi" : link.driver ?? "";
        return { detail: [what, down || "here it leaves this machine"].filter(Boolean).join(", ") };
      }
      default: return lower === undefined ? { detail: [link.kind === "unknown" ? "" : link.kind, down].filter(Boolean).join(", ") } : below(`on top of ${lower}`);
    }
  }

  #bond(link: Link, active: string | undefined, down: string): { detail: string; next?: () => void } {
    const ports = this.#portsOf(link.name);
    const usable = ports.filter((port) => port.carrier !== false && port.adminUp !== false);
    const one = active ?? (usable.length === 1 ? usable[0]?.name : undefined);
    if (one !== undefined) return { detail: [`sends it through its port ${one}`, down].filter(Boolean).join(", "), next: () => this.out(one) };
    return { detail: usable.length === 0 ? "has no usable port" : `a hash picks one of its ports ${usable.map((port) => port.name).join(", ")}` };
  }

  #bridge(link: Link, down: string): { detail: string; next?: () => void } {
    const ports = this.#portsOf(link.name);
    const entry = this.#lladdr === undefined ? undefined : this.#snapshot.fdb?.find((one) => one.mac.toLowerCase() === this.#lladdr && one.dev !== link.name && (one.master === link.name || ports.some((port) => port.name === one.dev)));
    const one = entry?.dev ?? (ports.length === 1 ? ports[0]?.name : undefined);
    if (ports.length === 0) return { detail: ["has no port: nobody is plugged in", down].filter(Boolean).join(", ") };
    if (one === undefined) {
      const why = this.#lladdr === undefined ? "the MAC of the next hop is not known yet" : `${this.#lladdr} was not learned on any port`;
      return { detail: `${why}, so the frame goes to all ${ports.length} ports` };
    }
    return { detail: [entry === undefined ? `its only port is ${one}` : `learned ${entry.mac} on ${one}`, down].filter(Boolean).join(", "), next: () => this.out(one) };
  }

  #vxlan(link: Link, vni: string | undefined, remote: string | undefined, down: string): { detail: string } {
    const entry = this.#lladdr === undefined ? undefined : this.#snapshot.fdb?.find((one) => one.dev === link.name && one.mac.toLowerCase() === this.#lladdr && one.dst !== undefined);
    const flood = this.#snapshot.fdb?.filter((one) => one.dev === link.name && one.mac === "00:00:00:00:00:00" && one.dst !== undefined).map((one) => one.dst) ?? [];
    const to = entry?.dst ?? (flood.length > 0 ? `all of ${flood.join(", ")}` : remote);
    return { detail: [`wraps it in UDP${vni === undefined ? "" : ` (VNI ${vni})`}${to === undefined ? ": to whom is not known" : ` for ${to}`}`, down].filter(Boolean).join(", ") };
  }

  #portsOf(name: string): Link[] {
    return [...this.#byName.values()].filter((link) => link.master === name);
  }

  #cable(link: Link): string {
    const { peer } = link;
    if (peer === undefined) return "the other end of its cable is not known";
    const where = peer.container !== undefined ? ` in container ${peer.container}` : peer.netns !== undefined ? ` in namespace ${peer.netns}` : peer.nsid === undefined ? "" : ` in another namespace (nsid ${peer.nsid})`;
    return `its other end is ${peer.name ?? `interface ${peer.ifindex}`}${where}`;
  }

  /** What comes out of a cable: a port of a bridge, or the stack of a namespace or container. */
  #farEnd(link: Link): void {
    const { peer } = link;
    if (peer === undefined) return;
    const isHere = peer.name !== undefined && peer.nsid === undefined && peer.netns === undefined && peer.container === undefined;
    if (!isHere) {
      const inside = peer.name ?? `interface ${peer.ifindex}`;
      const kind = peer.container === undefined ? "namespace" : "container";
      const name = peer.container ?? peer.netns ?? (peer.nsid === undefined ? "unknown" : `nsid ${peer.nsid}`);
      const far = this.#snapshot.inside?.flatMap((view) => view.links).find((one) => one.name === peer.name && one.ifindex === peer.ifindex && one.peer?.ifindex === link.ifindex);
      this.hops.push({ kind, name, detail: [`arrives on ${inside}`, far?.mtu === undefined || far.mtu === null ? "" : `MTU ${far.mtu}`].filter(Boolean).join(", "), ...(far?.mtu === undefined || far.mtu === null ? {} : { mtu: far.mtu }) });
      return;
    }
    const far = this.#byName.get(peer.name!);
    if (!far || this.#seen.has(far.name)) return;
    this.#seen.add(far.name);
    if (far.master === undefined) {
      this.#add(far, "arrives here, in the same namespace");
      return;
    }
    this.#add(far, `arrives here, a port of ${far.master}`);
    this.out(far.master);
  }
}
