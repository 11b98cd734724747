/** What a name gives away: `text` completes "NAME: …"; `certain` is false where only a program's habit speaks for it. */
export interface NameReading {
  readonly text: string;
  readonly certain: boolean;
  /** the name claims a place in the machine's hardware */
  readonly hardware?: boolean;
}

const kinds: Readonly<Record<string, string>> = { en: "Ethernet", wl: "WLAN", ww: "mobile broadband", ib: "InfiniBand", sl: "serial line" };

/** Names that well-known programs give to what they create. */
const habits: readonly (readonly [test: RegExp, text: (match: RegExpExecArray) => string])[] = [
  [/^docker0$/, () => "the one that Docker gives its default bridge"],
  [/^docker_gwbridge$/, () => "the one of the bridge that Docker Swarm uses as the way out of overlay networks"],
  [/^br-([0-9a-f]{12})$/, (m) => `in the form that Docker gives the bridge of a user-defined network, br- and the first 12 digits of the network id (look for ${m[1]} in docker network ls)`],
  [/^d([mi])-([0-9a-f]{12})$/, (m) => `in the form that Docker gives the parent it makes for ${m[1] === "m" ? "a macvlan" : "an ipvlan"} network without a NIC of its own, after the network id ${m[2]}`],
  [/^veth[0-9a-f]{7}$/, () => "in the form that Docker gives the host's end of a container's cable, veth and seven random digits"],
  [/^virbr\d+$/, () => "in the form that libvirt gives its bridges for virtual machines"],
  [/^vnet\d+$/, () => "in the form that libvirt gives the tap device of a virtual machine"],
  [/^cni0$/, () => "the usual one for the bridge of a Kubernetes node (CNI bridge plug-in)"],
  [/^cali[0-9a-f]{11}$/, () => "in the form that Calico gives the host's end of a pod's cable"],
  [/^flannel\.\d+$/, () => "in the form that flannel gives its overlay"],
  [/^(cilium_\w+|lxc[0-9a-f]{12})$/, () => "in the form that Cilium gives its interfaces"],
  [/^podman\d+$/, () => "in the form that Podman gives its bridges"],
  [/^lx[cd]br\d+$/, () => "in the form that LXC or LXD gives its bridge"],
  [/^tailscale\d+$/, () => "in the form that Tailscale gives its tunnel"],
  [/^(gre|gretap|erspan|tunl|sit|ip6tnl|ip6gre|ip_vti|ip6_vti)0$/, () => "one that the kernel gives the tunnel it makes in each namespace when the module is loaded; nobody asked for it"],
  [/^ifb[01]$/, () => "one of the two that the ifb module makes when it is loaded"],
];

/** Decodes an interface name: systemd's predictable names, the kernel's own, the habits of well-known programs. */
export function readName(name: string): NameReading | undefined {
  const predictable = readPredictable(name);
  if (predictable) return { text: predictable, certain: true, hardware: true };
  const classic = /^(eth|wlan|wwan|ib)(\d+)$/.exec(name);
  if (classic) {
    return { text: `of the kernel's own kind, given in the order of discovery (number ${classic[2]}); it does not say where the device sits`, certain: true };
  }
  for (const [test, text] of habits) {
    const match = test.exec(name);
    if (match) return { text: text(match), certain: name.startsWith("ifb") || name.endsWith("0") && text(match).startsWith("one that the kernel") };
  }
  return undefined;
}

/** systemd.net-naming-scheme(7): enp0s31f6, eno1, ens3, enx001122334455, wlp2s0, enP1p1s0, enp0s20u1i2 … */
function readPredictable(name: string): string | undefined {
  const kind = kinds[name.slice(0, 2)];
  if (!kind || name.length < 4) return undefined;
  const rest = name.slice(2);
  const mac = /^x([0-9a-f]{12})$/.exec(rest);
  if (mac) return `systemd's name: ${kind} with MAC ${(mac[1]?.match(/../g) ?? []).join(":")}`;
  const onboard = /^o(\d+)(?:n([A-Za-z0-9_]+)|d(\d+))?(v\d+)?$/.exec(rest);
  if (onboard) return `systemd's name: ${kind} on board, number ${onboard[1]} by the firmware's count${portText(onboard[2], onboard[3])}${vfText(onboard[4])}`;
  const slot = /^s(\d+)(?:f(\d+))?(?:n([A-Za-z0-9_]+)|d(\d+))?(v\d+)?$/.exec(rest);
  if (slot) return `systemd's name: ${kind} in PCI hot-plug slot ${slot[1]}${functionText(slot[2])}${portText(slot[3], slot[4])}${vfText(slot[5])}`;
  const pci = /^(?:P(\d+))?p(\d+)s(\d+)(?:f(\d+))?((?:u\d+)*)(?:c(\d+))?(?:i(\d+))?(?:n([A-Za-z0-9_]+)|d(\d+))?(v\d+)?$/.exec(rest);
  if (!pci) return undefined;
  const [, domain, bus, device, func, usb, config, usbInterface, portName, portNumber, vf] = pci;
  const lspci = `${hex(bus)}:${hex(device)}.${func ?? "0"}`;
  const where = `PCI ${domain ? `domain ${domain}, ` : ""}bus ${bus}, slot ${device}${functionText(func)} (${lspci} in lspci)`;
  const chain = usb ? `, USB port ${usb.slice(1).split("u").join(".")}${config ? `, configuration ${config}` : ""}${usbInterface ? `, interface ${usbInterface}` : ""}` : "";
  return `systemd's name: ${kind} at ${where}${chain}${portText(portName, portNumber)}${vfText(vf)}`;
}

function hex(number: string | undefined): string {
  return Number(number ?? 0).toString(16).padStart(2, "0");
}

function functionText(number: string | undefined): string {
  return number === undefined ? "" : `, function ${number}`;
}

function portText(portName: string | undefined, portNumber: string | undefined): string {
  if (portName !== undefined) return `, port ${portName}`;
  return portNumber === undefined ? "" : `, port ${portNumber}`;
}

function vfText(vf: string | undefined): string {
  return vf === undefined ? "" : `, virtual function ${vf.slice(1)}`;
}
