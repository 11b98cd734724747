/** A flag of a link as `ip link` prints it within `<…>` (netdevice(7), linux/if.h). */
export interface LinkFlag {
  readonly name: string;
  /** the bit in the kernel's flags; absent for words that only iproute2 makes up from other facts */
  readonly bit?: number;
  /** a clause about the link, without capital and full stop */
  readonly meaning: string;
  /** who sets it */
  readonly setBy: "administrator" | "kernel" | "driver" | "iproute2";
}

export const linkFlags: readonly LinkFlag[] = [
  { name: "NO-CARRIER", meaning: "is up, but not running: mostly no cable, no peer or no port that is up", setBy: "iproute2" },
  { name: "UP", bit: 0x1, meaning: "was switched on (admin up); says nothing about a cable", setBy: "administrator" },
  { name: "BROADCAST", bit: 0x2, meaning: "can send one frame to all on its segment", setBy: "driver" },
  { name: "DEBUG", bit: 0x4, meaning: "asks its driver for debugging messages", setBy: "administrator" },
  { name: "LOOPBACK", bit: 0x8, meaning: "returns to the host what is sent on it", setBy: "driver" },
  { name: "POINTOPOINT", bit: 0x10, meaning: "has exactly one other end, so nothing needs to be resolved", setBy: "driver" },
  { name: "NOTRAILERS", bit: 0x20, meaning: "does not use trailers (a BSD feature that Linux never had)", setBy: "administrator" },
  { name: "RUNNING", bit: 0x40, meaning: "is ready to carry packets (operational state UP or UNKNOWN); ifconfig shows it, ip does not", setBy: "kernel" },
  { name: "NOARP", bit: 0x80, meaning: "resolves no neighbours: no ARP and no Neighbour Discovery on it", setBy: "driver" },
  { name: "PROMISC", bit: 0x100, meaning: "was told by an administrator to take in frames for any MAC address; bridges and packet captures do so without this flag (see promiscuity)", setBy: "administrator" },
  { name: "ALLMULTI", bit: 0x200, meaning: "takes in frames for all multicast groups", setBy: "administrator" },
  { name: "MASTER", bit: 0x400, meaning: "is the master of other links (a bond or vrf; a bridge or team does not have the flag)", setBy: "driver" },
  { name: "SLAVE", bit: 0x800, meaning: "is a port of a bond (a port of a bridge or team does not have the flag)", setBy: "kernel" },
  { name: "MULTICAST", bit: 0x1000, meaning: "can send to multicast groups", setBy: "driver" },
  { name: "PORTSEL", bit: 0x2000, meaning: "can choose between several media (old hardware)", setBy: "driver" },
  { name: "AUTOMEDIA", bit: 0x4000, meaning: "chooses its medium by itself (old hardware)", setBy: "driver" },
  { name: "DYNAMIC", bit: 0x8000, meaning: "loses its addresses when it goes down (for dial-up lines)", setBy: "administrator" },
  { name: "LOWER_UP", bit: 0x10000, meaning: "has carrier: there is a signal from the other end of cable, pair or radio", setBy: "driver" },
  { name: "DORMANT", bit: 0x20000, meaning: "has carrier, but waits for something, such as 802.1X to let it in", setBy: "driver" },
  { name: "ECHO", bit: 0x40000, meaning: "returns the CAN frames it has sent to local listeners", setBy: "driver" },
  { name: "M-DOWN", meaning: "is tied to a link that is switched off (the one after @); ip looks that one up in its own namespace, so of a link into another namespace the word says nothing", setBy: "iproute2" },
];

/** An operational state (RFC 2863 as Linux has it, Documentation/networking/operstates.rst), in lower case. */
export interface OperState {
  readonly name: string;
  /** the kernel's IF_OPER_ number */
  readonly number: number;
  /** a clause about the link, without capital and full stop */
  readonly meaning: string;
}

export const operStates: readonly OperState[] = [
  { name: "unknown", number: 0, meaning: "its driver does not report a state; normal for lo, tun, dummy, WireGuard and vxlan, and nothing is wrong with it" },
  { name: "notpresent", number: 1, meaning: "a part of it is missing, mostly hardware; in practice never seen, for such links vanish" },
  { name: "down", number: 2, meaning: "it is switched off, or up without carrier on its own side" },
  { name: "lowerlayerdown", number: 3, meaning: "it is fine itself, but what it sits on (its lower device or the peer of a pair) is down" },
  { name: "testing", number: 4, meaning: "a test of the link is running, such as a cable test" },
  { name: "dormant", number: 5, meaning: "it has carrier and waits for something, such as 802.1X to let it in" },
  { name: "up", number: 6, meaning: "it can carry packets" },
];

const flagsByName = new Map(linkFlags.map((flag) => [flag.name, flag]));
const statesByName = new Map(operStates.map((state) => [state.name, state]));

/** What a flag means; undefined for one that is newer than this list. */
export function linkFlagByName(name: string): LinkFlag | undefined {
  return flagsByName.get(name);
}

/** What an operational state means; `name` in lower case, as in `Link.operstate`. */
export function operStateByName(name: string): OperState | undefined {
  return statesByName.get(name);
}
