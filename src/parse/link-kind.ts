/**
 * What the kernel says about a device, as far as somebody has asked. Leave out what nobody asked; never fill in guesses.
 * Paths are below `/sys/class/net/NAME`.
 */
export interface LinkKindFacts {
  /** `info_kind` of `ip -d link`; a device of a driver has none */
  readonly infoKind?: string;
  /** `link_type` of `ip link` (ether, loopback, ieee802.11 …) */
  readonly linkType?: string;
  /** bus of the device behind it: `parentbus` of `ip -d link`, or the last part of the link `device/subsystem` */
  readonly parentBus?: string;
  /** whether `device` exists; undefined where nobody looked */
  readonly hasDevice?: boolean;
  /** last part of the link `device/driver` */
  readonly driver?: string;
  /** whether `wireless` or `phy80211` exists */
  readonly isWireless?: boolean;
  /** content of `device/subsystem_vendor` (PCI), e.g. `0x1af4` */
  readonly subsystemVendor?: string;
}

/** Buses that only a hypervisor's paravirtual devices are on: virtio, Hyper-V, Xen, VMware and IBM's own. */
const hypervisorBuses: ReadonlySet<string> = new Set(["virtio", "vmbus", "xen", "xen-backend", "vio", "ibmebus"]);

/** Drivers of NICs that exist nowhere but in a virtual machine, whatever bus they show up on. */
const hypervisorDrivers: ReadonlySet<string> = new Set([
  "virtio_net", "vmxnet3", "hv_netvsc", "netvsc", "xen_netfront", "xen-netfront", "vif", "ena", "gve", "mana", "ibmveth",
]);

/** PCI subsystem vendors that stand for a NIC emulated by a hypervisor: Red Hat/QEMU, VMware, VirtualBox (Oracle), Parallels. */
const emulatedVendors: ReadonlySet<string> = new Set(["0x1af4", "0x15ad", "0x80ee", "0x1ab8"]);

/**
 * The kind of a link: the kernel's `info_kind` where there is one, otherwise `loopback`, `wireless`, `virtual-machine`
 * (the NIC a hypervisor gives its guest), `physical`, or `unknown` where the facts do not carry an answer.
 * The name of a link is never looked at: anybody can call a dummy eth0.
 *
 * @example classifyLink({ linkType: "ether", parentBus: "pci" }) // "physical"
 */
export function classifyLink(facts: LinkKindFacts): string {
  if (facts.infoKind) return facts.infoKind;
  if (facts.linkType === "loopback") return "loopback";
  if (facts.isWireless === true || facts.linkType?.startsWith("ieee802.11")) return "wireless";
  const { driver, parentBus, subsystemVendor } = facts;
  if (driver !== undefined && hypervisorDrivers.has(driver)) return "virtual-machine";
  if (parentBus !== undefined && hypervisorBuses.has(parentBus)) return "virtual-machine";
  if (subsystemVendor !== undefined && emulatedVendors.has(subsystemVendor.trim().toLowerCase())) return "virtual-machine";
  if (parentBus === "netdevsim") return "netdevsim";
  if (parentBus !== undefined || facts.hasDevice === true) return "physical";
  return "unknown";
}
