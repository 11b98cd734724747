/** A state of a neighbour entry (ip-neighbour(8), RFC 4861 section 7.3.2; IPv4 uses the same machine). */
export interface NeighbourState {
  readonly name: string;
  /** NUD_ bit */
  readonly bit: number;
  /** what is known now */
  readonly meaning: string;
  /** what the kernel does with the next packet */
  readonly nextPacket: string;
  /** what the entry becomes, and when */
  readonly next: string;
  /** states that may follow */
  readonly followedBy: readonly string[];
  /** whether packets can be sent to the address at once */
  readonly isUsable: boolean;
  readonly isProblem: boolean;
}

/** Kernel defaults of the timers (net.ipv4.neigh.*, net.ipv6.neigh.*; arp(7)), in seconds; a host's own values come from sysctl. */
export const neighbourTimers = {
  /** mean time an entry stays REACHABLE after a confirmation; each time it is drawn from half to one and a half of it */
  baseReachableS: 30,
  reachableMinS: 15,
  reachableMaxS: 45,
  /** DELAY: how long an answer from above is waited for before the neighbour is asked */
  delayFirstProbeS: 5,
  /** between two questions */
  retransmitS: 1,
  /** questions to the known address in PROBE */
  unicastSolicit: 3,
  /** questions to all (broadcast, or the solicited-node group) in INCOMPLETE */
  multicastSolicit: 3,
  /** an unused entry may be collected after this time */
  gcStaleS: 60,
} as const;

export const neighbourStates: readonly NeighbourState[] = [
  {
    name: "NONE", bit: 0x00, isUsable: false, isProblem: false, followedBy: ["INCOMPLETE"],
    meaning: "the entry exists, but nothing has been asked yet",
    nextPacket: "starts the search for the address", next: "INCOMPLETE with the first packet",
  },
  {
    name: "INCOMPLETE", bit: 0x01, isUsable: false, isProblem: false, followedBy: ["REACHABLE", "STALE", "FAILED"],
    meaning: "the address is being asked for and nobody has answered yet",
    nextPacket: "waits in a short queue", next: "REACHABLE with an answer, FAILED after three questions, one second apart",
  },
  {
    name: "REACHABLE", bit: 0x02, isUsable: true, isProblem: false, followedBy: ["STALE", "DELAY"],
    meaning: "the neighbour has been confirmed a short while ago",
    nextPacket: "is sent at once", next: "STALE 15 to 45 seconds after the last confirmation",
  },
  {
    name: "STALE", bit: 0x04, isUsable: true, isProblem: false, followedBy: ["DELAY", "REACHABLE"],
    meaning: "the address was confirmed earlier, not lately",
    nextPacket: "is sent at once to the known address, and a check begins", next: "DELAY with the next packet; unused, it may be collected after 60 seconds",
  },
  {
    name: "DELAY", bit: 0x08, isUsable: true, isProblem: false, followedBy: ["REACHABLE", "PROBE"],
    meaning: "a packet was sent to a stale address; a sign of life is waited for",
    nextPacket: "is sent at once", next: "REACHABLE when the connection makes progress, else PROBE after 5 seconds",
  },
  {
    name: "PROBE", bit: 0x10, isUsable: true, isProblem: false, followedBy: ["REACHABLE", "FAILED"],
    meaning: "the neighbour is being asked directly whether it is still there",
    nextPacket: "is sent at once", next: "REACHABLE with an answer, FAILED after three questions, one second apart",
  },
  {
    name: "FAILED", bit: 0x20, isUsable: false, isProblem: true, followedBy: ["INCOMPLETE"],
    meaning: "nobody answered for the address",
    nextPacket: "starts a new search; programs get EHOSTUNREACH when it fails again", next: "INCOMPLETE with the next packet, else it is collected",
  },
  {
    name: "NOARP", bit: 0x40, isUsable: true, isProblem: false, followedBy: [],
    meaning: "no address has to be asked for: the device needs none, or it was set so",
    nextPacket: "is sent at once", next: "it stays; the garbage collector may remove it",
  },
  {
    name: "PERMANENT", bit: 0x80, isUsable: true, isProblem: false, followedBy: [],
    meaning: "somebody set the address by hand; it is believed without asking",
    nextPacket: "is sent at once", next: "it stays until it is deleted or the device goes down",
  },
];

const byName = new Map(neighbourStates.map((state) => [state.name, state]));

/** The state by the word ip prints; undefined for an unknown one. */
export function neighbourStateByName(name: string): NeighbourState | undefined {
  return byName.get(name);
}
