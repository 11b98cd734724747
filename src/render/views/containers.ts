import type { Container, ContainerInterface, ContainerNetwork, PublishedPort } from "../../model/container.ts";
import type { Explanation } from "../../model/explanation.ts";
import type { Block, Span, Words } from "../document.ts";
import { explanationBlocks, headline, type Detail } from "./detail.ts";

type Explained = Container & { readonly explanation?: Explanation };

/** Networks with what is plugged into them as a tree; then, unless brief, each container with its wiring and what it means. */
export function containerBlocks(containers: readonly Explained[], networks: readonly ContainerNetwork[], detail: Detail): Block[] {
  const blocks: Block[] = [{ kind: "drawn", lines: drawNetworks(containers, networks) }];
  if (detail === "brief") return blocks;
  for (const container of containers) blocks.push({ kind: "gap" }, ...oneContainer(container, detail));
  return blocks;
}

/** network → bridge → cable → container → address → published ports, a line for each plug. */
export function drawNetworks(containers: readonly Container[], networks: readonly ContainerNetwork[]): Words[] {
  const lines: Words[] = [];
  const isPlugged = (network: ContainerNetwork) => (port: ContainerInterface): boolean => port.network === network.name;
  const guests = containers.filter((container) => !container.networkMode?.startsWith("container:"));
  const shown = networks.filter((network) => guests.some((container) => container.interfaces.some(isPlugged(network))) || !["host", "null"].includes(network.driver));
  for (const network of shown) {
    lines.push(networkWords(network));
    const plugs = guests.flatMap((container) => container.interfaces.filter(isPlugged(network)).map((port) => plugWords(container, port, network)));
    if (plugs.length === 0) lines.push([{ text: "└─ nothing plugged in", tone: "dim" }]);
    for (const [index, words] of plugs.entries()) lines.push([{ text: index === plugs.length - 1 ? "└─ " : "├─ " }, ...words]);
  }
  const rest = containers.filter((container) => !container.interfaces.some((port) => networks.some((network) => network.name === port.network)) || container.networkMode?.startsWith("container:"));
  if (rest.length > 0) {
    lines.push([{ text: "no plug of their own", tone: "strong" }]);
    for (const [index, container] of rest.entries()) {
      lines.push([{ text: index === rest.length - 1 ? "└─ " : "├─ " }, { text: container.name, tone: "name" }, { text: `  ${container.state}  ${modeText(container, containers)}` }]);
    }
  }
  return lines;
}

function networkWords(network: ContainerNetwork): Span[] {
  const on = network.bridge ?? network.parent;
  return [
    { text: network.name, tone: "strong" }, { text: `  ${network.driver}${on === undefined ? "" : ` ${network.bridge === undefined ? "on " : ""}${on}`}` },
    { text: network.subnets.length > 0 ? `  ${network.subnets.join(", ")}` : "" }, ...(network.internal ? [{ text: "  internal", tone: "warn" } as const] : []),
  ];
}

function plugWords(container: Container, port: ContainerInterface, network: ContainerNetwork): Span[] {
  const address = port.addresses.filter((one) => one.scope === "global" || one.scope === "universe").map((one) => one.address);
  const end = port.hostLink ?? (port.parent !== undefined ? network.driver : "?");
  // published ports are led over the bridge
  const published = port.parent === undefined ? [...new Set(container.ports.map(portShort))] : [];
  return [
    { text: `${end}${port.hostLink === undefined ? " " : " ↔ "}` }, { text: `${port.name || "interface"} of ` }, { text: container.name, tone: "name" },
    { text: `  ${address.join(", ") || "no address"}` }, { text: published.length > 0 ? `  published ${published.join(", ")}` : "" },
  ];
}

function portShort(port: PublishedPort): string {
  const from = ["0.0.0.0", "::"].includes(port.hostAddress) ? String(port.hostPort) : `${bracketed(port.hostAddress)}:${port.hostPort}`;
  return `${from}→${port.containerPort}/${port.proto}`;
}

function modeText(container: Container, containers: readonly Container[]): string {
  const mode = container.networkMode ?? "";
  if (container.pid === undefined) return "";
  if (mode.startsWith("container:")) {
    const id = mode.slice("container:".length);
    return `shares the network of ${containers.find((other) => other.id === id || other.name === id)?.name ?? id.slice(0, 12)}`;
  }
  return mode === "host" ? "on the host's own network" : mode === "none" ? "no network" : "";
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function oneContainer(container: Explained, detail: Detail): Block[] {
  const facts: { label: string; value: Words; aside?: Words }[] = [];
  for (const port of container.interfaces) {
    const addresses = port.addresses.filter((one) => detail === "full" || one.scope !== "link").map((one) => `${one.address}/${one.prefixlen}`).join(" ");
    facts.push({ label: port.name || "interface", value: [{ text: addresses || "no address" }], aside: wayText(port) });
    if (detail === "full") facts.push({ label: "", value: `ifindex ${port.ifindex ?? "unknown"}, MAC ${port.mac ?? "unknown"}` });
  }
  for (const port of container.ports) {
    facts.push({
      label: "published", value: `${bracketed(port.hostAddress)}:${port.hostPort}/${port.proto} → ${port.containerPort}`,
      aside: port.rules[0] ?? "no DNAT rule: the engine's proxy",
    });
  }
  if (detail === "full") facts.push({ label: "id", value: container.id }, ...(container.image === undefined ? [] : [{ label: "image", value: container.image }]), ...(container.netns === undefined ? [] : [{ label: "namespace", value: `net:[${container.netns}]` }]));
  return [
    { kind: "title", text: [{ text: container.name, tone: "name" }, { text: `  ${container.state}  ` }, ...words(headline(container.explanation))], aside: `${container.runtime}${container.pid === undefined ? "" : `, pid ${container.pid}`}` },
    ...(facts.length > 0 ? [{ kind: "facts", rows: facts, indent: 2 } as const] : []),
    ...explanationBlocks(container.explanation, detail).map((block): Block => (block.kind === "paragraph" ? { ...block, indent: 2 } : block)),
  ];
}

function words(text: Words): readonly Span[] {
  return typeof text === "string" ? [{ text }] : text;
}

function wayText(port: ContainerInterface): string {
  if (port.hostLink !== undefined) return `↔ ${port.hostLink}${port.bridge === undefined ? "" : ` → ${port.bridge}`}${port.network === undefined ? "" : ` (network ${port.network})`}`;
  if (port.parent !== undefined) return `on ${port.parent}${port.network === undefined ? "" : ` (network ${port.network})`}`;
  return port.network === undefined ? "" : `network ${port.network}`;
}
