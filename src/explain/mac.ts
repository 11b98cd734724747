import { numberOfAddress, textOfAddress } from "../reason/ip-range.ts";

/** Prefixes that are certain: assigned to the vendor, or fixed by a standard or by the hypervisor's own default. */
const prefixes: Readonly<Record<string, string>> = {
  "52:54:00": "QEMU/KVM's default prefix for virtual machines",
  "00:0c:29": "VMware's prefix for virtual machines",
  "00:50:56": "VMware's prefix for virtual machines",
  "08:00:27": "VirtualBox's prefix for virtual machines",
  "00:15:5d": "Hyper-V's prefix for virtual machines",
  "00:16:3e": "Xen's prefix for virtual machines",
  "00:1c:42": "Parallels' prefix for virtual machines",
};

/** The six bytes of an Ethernet MAC; undefined for anything else (tunnel addresses, InfiniBand). */
export function bytesOfMac(mac: string): readonly number[] | undefined {
  const parts = mac.split(":");
  if (parts.length !== 6) return undefined;
  const bytes = parts.map((part) => (part.length === 2 ? Number.parseInt(part, 16) : Number.NaN));
  return bytes.every((byte) => byte >= 0 && byte <= 255) ? bytes : undefined;
}

export function isLocallyAdministered(mac: string): boolean {
  const first = bytesOfMac(mac)?.[0];
  return first !== undefined && (first & 2) !== 0;
}

export function isGroupMac(mac: string): boolean {
  const first = bytesOfMac(mac)?.[0];
  return first !== undefined && (first & 1) !== 0;
}

/** The IPv4 address inside a MAC of the form 02:42:a:b:c:d, which older Docker makes from the container's address. */
export function ipv4InMac(mac: string): string | undefined {
  const bytes = bytesOfMac(mac);
  if (!bytes || bytes[0] !== 2 || bytes[1] !== 0x42) return undefined;
  return bytes.slice(2).join(".");
}

/** The MAC that an IPv6 address was made from by EUI-64 (…ff:fe… in the interface id); undefined if it was not. */
export function macInAddress(address: string): string | undefined {
  const number = numberOfAddress(address);
  if (!number || number.family !== 6) return undefined;
  const bytes = Array.from({ length: 8 }, (_, index) => Number((number.value >> BigInt(56 - 8 * index)) & 255n));
  if (bytes[3] !== 0xff || bytes[4] !== 0xfe) return undefined;
  const mac = [(bytes[0] ?? 0) ^ 2, bytes[1] ?? 0, bytes[2] ?? 0, bytes[5] ?? 0, bytes[6] ?? 0, bytes[7] ?? 0];
  return mac.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** What a MAC says about itself, as the end of a sentence "MAC …"; undefined where it says nothing certain. */
export function macText(mac: string): string | undefined {
  const bytes = bytesOfMac(mac);
  if (!bytes) return undefined;
  const lower = mac.toLowerCase();
  if (lower === "00:00:00:00:00:00") return "all zero: no address at all";
  if (lower === "ff:ff:ff:ff:ff:ff") return "the broadcast address: every station on the segment";
  if (lower.startsWith("01:00:5e")) return "an IPv4 multicast group's address, made from the group's number";
  if (lower.startsWith("33:33")) return "an IPv6 multicast group's address, made from the group's last 32 bits";
  if (lower.startsWith("00:00:5e:00:01")) return `the virtual router address of VRRP group ${bytes[5]} (IPv4)`;
  if (lower.startsWith("00:00:5e:00:02")) return `the virtual router address of VRRP group ${bytes[5]} (IPv6)`;
  const known = prefixes[lower.slice(0, 8)];
  if (known) return `starts with ${lower.slice(0, 8)}, ${known}`;
  if (isGroupMac(mac)) return "has the group bit set, which no single station may use";
  if (isLocallyAdministered(mac)) return "has the bit for locally administered set: software chose it, no vendor did";
  return `is a vendor's address (prefix ${lower.slice(0, 8)})`;
}

/** The Ethernet MAC of an IPv6 or IPv4 multicast group. */
export function groupMac(address: string): string | undefined {
  const number = numberOfAddress(address);
  if (!number) return undefined;
  if (number.family === 6) {
    const low = number.value & 0xffffffffn;
    return `33:33:${(low.toString(16).padStart(8, "0").match(/../g) ?? []).join(":")}`;
  }
  return `01:00:5e:${((number.value & 0x7fffffn).toString(16).padStart(6, "0").match(/../g) ?? []).join(":")}`;
}

/** True for a multicast IP address. */
export function isMulticast(address: string): boolean {
  const number = numberOfAddress(address);
  if (!number) return false;
  return number.family === 6 ? number.value >> 120n === 0xffn : number.value >> 28n === 0xen;
}

/** The address in its short form, or as it was where it can't be read. */
export function shortAddress(address: string): string {
  const number = numberOfAddress(address);
  return number ? textOfAddress(number) : address;
}
