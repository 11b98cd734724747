import { isJsonObject, type JsonObject, type JsonValue } from "./ip/json.ts";

/**
 * A rule's expressions from `nft -j`, in the words of `nft list ruleset` (libnftables-json(5)). An expression that is not
 * known here is printed as its JSON.
 */
export function nftText(expressions: readonly JsonValue[]): string {
  return expressions.map(statement).filter((text) => text !== "").join(" ");
}

function statement(expression: JsonValue): string {
  if (typeof expression === "string") return expression;
  if (!isJsonObject(expression)) return JSON.stringify(expression);
  const [name = "", value = null] = Object.entries(expression)[0] ?? [];
  const object = isJsonObject(value) ? value : {};
  switch (name) {
    case "match": return matchText(object);
    case "counter": return typeof value === "string" ? `counter name ${value}` : value === null ? "counter" : `counter packets ${plain(object["packets"])} bytes ${plain(object["bytes"])}`;
    case "accept": case "drop": case "return": case "continue": case "notrack": return name;
    case "jump": case "goto": return `${name} ${plain(object["target"])}`;
    case "dnat": case "snat": case "masquerade": case "redirect": return translationText(name, object);
    case "xt": return `xt ${plain(object["type"])} "${plain(object["name"])}"`;
    case "vmap": return `${operand(object["key"])} vmap ${operand(object["data"])}`;
    case "mangle": return `${operand(object["key"])} set ${operand(object["value"])}`;
    case "log": return ["log", ...Object.entries(object).map(([key, item]) => `${key} ${key === "prefix" ? JSON.stringify(item) : operand(item)}`)].join(" ");
    case "limit": return `limit rate ${object["inv"] === true ? "over " : ""}${plain(object["rate"])}${object["rate_unit"] === undefined ? "" : ` ${plain(object["rate_unit"])}`}/${plain(object["per"] ?? "second")}`;
    case "reject": case "queue": return name;
    default: return `${name} ${JSON.stringify(value)}`;
  }
}

function matchText(match: JsonObject): string {
  const left = operand(match["left"]);
  const op = plain(match["op"]);
  const isDevice = left === "iifname" || left === "oifname";
  const right = operand(isDevice ? quoteNames(match["right"] ?? null) : match["right"]);
  return op === "==" || op === "in" ? `${left} ${right}` : `${left} ${op} ${right}`;
}

/** Names of devices stand in quotation marks, alone and in a set. */
function quoteNames(value: JsonValue): JsonValue {
  if (typeof value === "string") return value.startsWith("@") ? value : JSON.stringify(value);
  const set = isJsonObject(value) ? value["set"] : undefined;
  return Array.isArray(set) ? { set: set.map(quoteNames) } : value;
}

function translationText(name: string, { addr, port, family, flags }: JsonObject): string {
  const parts: string[] = [name];
  if (family !== undefined && family !== null) parts.push(plain(family));
  if (addr !== undefined || port !== undefined) {
    const address = addr === undefined ? "" : operand(addr);
    const isSix = typeof addr === "string" && addr.includes(":") && port !== undefined;
    parts.push("to", `${isSix ? `[${address}]` : address}${port === undefined ? "" : `:${operand(port)}`}`);
  }
  if (flags !== undefined && flags !== null) parts.push(Array.isArray(flags) ? flags.map(plain).join(",") : plain(flags));
  return parts.join(" ");
}

const bareMeta: ReadonlySet<string> = new Set(["iifname", "oifname", "iif", "oif"]);

function operand(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.map(operand).join(",");
  if (!isJsonObject(value)) return plain(value);
  const [name = "", inner = null] = Object.entries(value)[0] ?? [];
  const object = isJsonObject(inner) ? inner : {};
  const list = Array.isArray(inner) ? inner : [];
  switch (name) {
    case "meta": return bareMeta.has(plain(object["key"])) ? plain(object["key"]) : `meta ${plain(object["key"])}`;
    case "payload": return object["base"] === undefined ? `${plain(object["protocol"])} ${plain(object["field"])}` : `@${plain(object["base"])},${plain(object["offset"])},${plain(object["len"])}`;
    case "ct": return ["ct", object["dir"], object["family"], object["key"]].filter((part) => part !== undefined).map(plain).join(" ");
    case "fib": return `fib ${(Array.isArray(object["flags"]) ? object["flags"] : [object["flags"] ?? ""]).map(plain).join(" . ")} ${plain(object["result"])}`;
    case "prefix": return `${operand(object["addr"])}/${plain(object["len"])}`;
    case "range": return list.map(operand).join("-");
    case "set": return `{ ${(Array.isArray(inner) ? list : [inner]).map((item) => (Array.isArray(item) ? item.map(elementText).join(" : ") : elementText(item))).join(", ")} }`;
    case "concat": return list.map(operand).join(" . ");
    case "map": return `${operand(object["key"])} map ${operand(object["data"])}`;
    case "elem": return operand(object["val"]);
    case "&": case "|": case "^": case "<<": case ">>": return list.map(operand).join(` ${name} `);
    default: return JSON.stringify(value);
  }
}

/** An element of a set or map: a value, or a verdict. */
function elementText(value: JsonValue): string {
  const name = isJsonObject(value) ? Object.keys(value)[0] ?? "" : "";
  return ["accept", "drop", "return", "continue", "jump", "goto"].includes(name) ? statement(value) : operand(value);
}

function plain(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
