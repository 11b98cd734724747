import type { Address } from "../model/address.ts";
import type { Container, ContainerInterface, ContainerNetwork, PublishedPort } from "../model/container.ts";
import type { Place } from "../model/explanation.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Warning } from "../model/warning.ts";

type Json = Readonly<Record<string, unknown>>;

/** The ids that `docker ps --format json` or `docker network ls --format json` list: JSON lines, or one array (podman). */
export function parseEngineIds(output: string): string[] {
  const rows = rowsOf(output);
  return rows.flatMap((row) => [row["ID"], row["Id"], row["id"]].filter((id) => typeof id === "string" && id !== "").slice(0, 1) as string[]);
}

/**
 * Reads `docker inspect`, `podman inspect` or `nerdctl inspect` of containers: state, process, networks, published ports.
 * The engine tells MAC and addresses of an interface, not its name, and lists the networks by name, not in the order of
 * eth0, eth1 …: `name` stays empty. Never throws.
 */
export function parseContainers(output: string, command: string): Parsed<Container> {
  const runtime = command.split(" ")[0] ?? "docker";
  return readArray(output, command, (row, at) => (typeof row["State"] === "object" ? readContainer(row, runtime, at) : undefined));
}

/** Reads `docker network inspect`, and podman's own shape of it. Never throws. */
export function parseNetworks(output: string, command: string): Parsed<ContainerNetwork> {
  return readArray(output, command, (row, at) => (row["Driver"] !== undefined || row["driver"] !== undefined ? readNetwork(row, at) : undefined));
}

function readArray<T>(output: string, command: string, read: (row: Json, at: Place) => T | undefined): Parsed<T> {
  const items: T[] = [];
  const warnings: Warning[] = [];
  if (output.trim() === "") return { items, warnings, notUnderstood: [] };
  let list: unknown;
  try {
    list = JSON.parse(output);
  } catch (error) {
    warnings.push({ code: "bad-json", message: `${short(command)}: not valid JSON: ${(error as Error).message}`, at: { command } });
  }
  for (const [index, row] of (Array.isArray(list) ? list : []).entries()) {
    const at = { command, pointer: `/${index}` };
    const item = isObject(row) ? read(row, at) : undefined;
    if (item === undefined) warnings.push({ code: "bad-row", message: `${short(command)}: entry ${index} is not what was asked for`, at });
    else items.push(item);
  }
  return { items, warnings, notUnderstood: [] };
}

function readContainer(row: Json, runtime: string, at: Place): Container {
  const state = objectOf(row["State"]);
  const network = objectOf(row["NetworkSettings"]);
  const pid = state["Pid"];
  const mode = objectOf(row["HostConfig"])["NetworkMode"];
  const container: Container = {
    id: stringOf(row["Id"]), name: stringOf(row["Name"]).replace(/^\//, ""), runtime, state: stringOf(state["Status"]) || "unknown",
    interfaces: readEndpoints(network), ports: readPorts(objectOf(network["Ports"])), at,
  };
  if (typeof pid === "number" && pid > 0) container.pid = pid;
  if (typeof mode === "string") container.networkMode = mode;
  const sandbox = stringOf(network["SandboxKey"]);
  if (sandbox !== "") container.sandbox = sandbox;
  const image = stringOf(objectOf(row["Config"])["Image"]) || stringOf(row["ImageName"]);
  if (image !== "") container.image = image;
  const exit = state["ExitCode"];
  if (typeof exit === "number" && Number.isInteger(exit)) container.exitCode = exit;
  return container;
}

/** One interface a network; a container that does not run has none, though the engine keeps its networks listed. */
function readEndpoints(settings: Json): ContainerInterface[] {
  const networks = Object.entries(objectOf(settings["Networks"]));
  // old engines and podman without a network of its own say it at the top
  const all: [string | undefined, Json][] = networks.length > 0 ? networks.map(([name, value]) => [name, objectOf(value)]) : [[undefined, settings]];
  return all.flatMap(([network, value]) => {
    const addresses = [
      ...readAddress(4, value["IPAddress"], value["IPPrefixLen"]), ...readAddress(6, value["GlobalIPv6Address"], value["GlobalIPv6PrefixLen"]),
    ];
    const mac = stringOf(value["MacAddress"]).toLowerCase();
    if (addresses.length === 0 && mac === "") return [];
    return [{ name: "", ifindex: null, mac: mac === "" ? null : mac, addresses, ...(network === undefined ? {} : { network }) }];
  });
}

function readAddress(family: 4 | 6, address: unknown, length: unknown): Address[] {
  if (typeof address !== "string" || address === "") return [];
  return [{ family, address, prefixlen: typeof length === "number" ? length : family === 4 ? 32 : 128, scope: "global", flags: [] }];
}

/** `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "443/tcp": null}`: null is exposed, but not published. */
function readPorts(ports: Json): PublishedPort[] {
  return Object.entries(ports).flatMap(([key, bindings]) => {
    const slash = key.lastIndexOf("/");
    const containerPort = Number(slash < 0 ? key : key.slice(0, slash));
    const proto = slash < 0 ? "tcp" : key.slice(slash + 1);
    if (!Array.isArray(bindings) || !Number.isInteger(containerPort)) return [];
    return bindings.flatMap((binding): PublishedPort[] => {
      const hostPort = Number(objectOf(binding)["HostPort"]);
      if (!Number.isInteger(hostPort) || hostPort <= 0) return [];
      return [{ proto, hostAddress: stringOf(objectOf(binding)["HostIp"]) || "0.0.0.0", hostPort, containerPort, rules: [] }];
    });
  });
}

function readNetwork(row: Json, at: Place): ContainerNetwork {
  const id = stringOf(row["Id"] ?? row["id"]);
  const driver = stringOf(row["Driver"] ?? row["driver"]);
  const options = Object.fromEntries(Object.entries(objectOf(row["Options"] ?? row["options"])).map(([key, value]) => [key, stringOf(value)]));
  const configs = [objectOf(row["IPAM"])["Config"], row["subnets"]].flatMap((list) => (Array.isArray(list) ? list.map(objectOf) : []));
  const network: ContainerNetwork = {
    name: stringOf(row["Name"] ?? row["name"]), driver,
    subnets: configs.map((config) => stringOf(config["Subnet"] ?? config["subnet"])).filter((subnet) => subnet !== ""),
    internal: row["Internal"] === true || row["internal"] === true, options, at,
  };
  if (id !== "") network.id = id;
  const gateways = configs.map((config) => stringOf(config["Gateway"] ?? config["gateway"])).filter((gateway) => gateway !== "");
  if (gateways.length > 0) network.gateways = gateways;
  const device = stringOf(row["network_interface"]);
  if (driver === "bridge") network.bridge = device || options["com.docker.network.bridge.name"] || `br-${id.slice(0, 12)}`;
  if (driver === "macvlan" || driver === "ipvlan") network.parent = device || options["parent"] || `${driver === "macvlan" ? "dm" : "di"}-${id.slice(0, 12)}`;
  return network;
}

function rowsOf(output: string): Json[] {
  try {
    const whole: unknown = JSON.parse(output);
    return Array.isArray(whole) ? whole.filter(isObject) : isObject(whole) ? [whole] : [];
  } catch {
    return output.split("\n").flatMap((line) => {
      try {
        const row: unknown = JSON.parse(line);
        return isObject(row) ? [row] : [];
      } catch {
        return [];
      }
    });
  }
}

/** A command of many ids, for people. */
function short(command: string): string {
  return command.length > 60 ? `${command.slice(0, 57)}…` : command;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
