/** A routing table that every host has (ip-rule(8), rt_tables). */
export interface RoutingTable { readonly id: number; readonly name: string; readonly purpose: string }

/** The tables with a fixed number. All others are numbers that an administrator or a program chose. */
export const routingTables: readonly RoutingTable[] = [
  { id: 255, name: "local", purpose: "the host's own and broadcast addresses; the kernel keeps it" },
  { id: 254, name: "main", purpose: "the normal routes: what `ip route` shows and changes" },
  { id: 253, name: "default", purpose: "asked last; empty unless somebody fills it" },
];

/** Numbers that well-known programs use; a hint, never a proof. */
export const customaryTables: readonly RoutingTable[] = [
  { id: 51820, name: "51820", purpose: "wg-quick's default for a WireGuard tunnel that takes all traffic" },
  { id: 52, name: "52", purpose: "Tailscale's routes" },
  { id: 220, name: "220", purpose: "strongSwan's IPsec routes" },
];

const byName = new Map([...routingTables, ...customaryTables].flatMap((table) => [[table.name, table], [String(table.id), table]]));

/** The table by name or number; undefined for one of the host's own. */
export function routingTableByName(name: string): RoutingTable | undefined {
  return byName.get(name);
}
