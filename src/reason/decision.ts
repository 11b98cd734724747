import type { Route } from "../model/route.ts";
import type { Rule } from "../model/rule.ts";
import type { PassedOver } from "./route-lookup4.ts";
import type { RuleStep } from "./walk-rules.ts";

/** The errors `ip route get` ends with. */
export type Errno = "EINVAL" | "EHOSTUNREACH" | "EACCES" | "ENETUNREACH" | "EXDEV";

/** One way the kernel may send the packet, with the source address that goes with it. */
export interface Candidate {
  readonly dev?: string;
  readonly gateway?: string;
  readonly weight: number;
  readonly prefsrc?: string;
}

/**
 * What the kernel decides about a packet, and what was asked on the way. Exactly one of `errno` and `type` is there.
 * Several candidates mean that a hash of the packet picks one.
 */
export interface Decision {
  readonly steps: readonly RuleStep[];
  readonly passed: readonly PassedOver[];
  readonly candidates: readonly Candidate[];
  /** further next hops that the hash may pick although the kernel then refuses the packet (EINVAL): a loopback source on a real link */
  readonly unusable?: number;
  readonly errno?: Errno;
  /** route type as the kernel reports it for this packet: unicast, local, broadcast, multicast, anycast */
  readonly type?: string;
  readonly rule?: Rule;
  readonly table?: string;
  readonly route?: Route;
  /** said where no route decided */
  readonly why?: string;
}
