import type { NatRule } from "../model/nat.ts";
import type { Parsed } from "../model/parsed.ts";
import type { NotUnderstood, Warning } from "../model/warning.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./ip/json.ts";
import { splitLines } from "./ip/words.ts";
import { nftText } from "./nft-print.ts";
import { readNftRule, type NftHead } from "./nft-rule.ts";

/**
 * Reads `nft list ruleset` or `nft -j list ruleset` (nft(8)): every rule of every table, in the words of the text form.
 * Sets and maps by name are not looked into: a rule that uses one keeps its name in `otherMatches` or `toAddress`.
 * Rules that iptables-nft made hide their targets' parameters behind `xt`; iptables-save has them.
 *
 * @example parseNft("table ip nat {\n\tchain p {\n\t\ttype nat hook prerouting priority dstnat;\n\t\ttcp dport 80 dnat to 10.0.0.1:8080\n\t}\n}\n", "nft list ruleset").items[0]?.toPort // "8080"
 */
export function parseNft(output: string, command: string): Parsed<NatRule> {
  return output.trimStart().startsWith("{") ? parseJson(output, command) : parseText(output, command);
}

const priorities: Readonly<Record<string, number>> = { raw: -300, mangle: -150, dstnat: -100, filter: 0, security: 50, srcnat: 100, out: 100 };

/** `dstnat`, `srcnat + 5`, `-99`. In the family bridge dstnat is -300, srcnat 300 and filter -200. */
function priorityOf(text: string, family: string): number | undefined {
  const found = /^(-?\d+|[a-z]+)(?: ([+-]) (\d+))?$/.exec(text.trim());
  if (!found) return undefined;
  const bridge: Readonly<Record<string, number>> = { dstnat: -300, filter: -200, out: 100, srcnat: 300 };
  const base = /^-?\d+$/.test(found[1] ?? "") ? Number(found[1]) : (family === "bridge" ? bridge : priorities)[found[1] ?? ""];
  if (base === undefined) return undefined;
  return base + (found[3] === undefined ? 0 : Number(found[3]) * (found[2] === "-" ? -1 : 1));
}

function parseText(output: string, command: string): Parsed<NatRule> {
  const items: NatRule[] = [];
  const notUnderstood: NotUnderstood[] = [];
  let table: { family: string; name: string } | undefined;
  let chain: NftHead | undefined;
  // depth of braces inside something that holds no rules: a set, a map, a flowtable
  let skipped = 0;
  splitLines(output).forEach((line, index) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return;
    if (skipped > 0) {
      skipped += braces(text);
      return;
    }
    if (text === "}") {
      if (chain) chain = undefined;
      else table = undefined;
      return;
    }
    if (!table) {
      const opened = /^table (?:([a-z0-9]+) )?(\S+) \{/.exec(text);
      if (opened) table = { family: opened[1] ?? "ip", name: opened[2] ?? "" };
      else notUnderstood.push({ line: index + 1, text });
    } else if (!chain) {
      const opened = /^chain (\S+) \{/.exec(text);
      if (opened) chain = { backend: "nft", family: table.family, table: table.name, chain: opened[1] ?? "" };
      else if (text.endsWith("{")) skipped = 1;
      else if (!/^(comment|flags) /.test(text)) notUnderstood.push({ line: index + 1, text });
    } else {
      const based = /^type \S+ hook (\S+)(?: devices? .*)? priority ([^;]+);/.exec(text);
      if (based) chain = withHook(chain, based[1] ?? "", priorityOf(based[2] ?? "", table.family));
      else if (!/^(policy \S+;|comment ")/.test(text)) items.push({ ...readNftRule(text, chain), at: { command, line: index + 1 } });
    }
  });
  return { items, warnings: [], notUnderstood };
}

function withHook(chain: NftHead, hook: string, priority: number | undefined): NftHead {
  return { ...chain, hook, ...(priority === undefined ? {} : { priority }) };
}

function braces(text: string): number {
  return text.split("{").length - text.split("}").length;
}

function parseJson(output: string, command: string): Parsed<NatRule> {
  const items: NatRule[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const warnings: Warning[] = [];
  let document: unknown;
  try {
    document = JSON.parse(output);
  } catch (error) {
    warnings.push({ code: "bad-json", message: `${command}: not valid JSON: ${(error as Error).message}`, at: { command } });
  }
  const list = isJsonObject(document as JsonValue) ? (document as JsonObject)["nftables"] : undefined;
  const rows = Array.isArray(list) ? list : [];
  const chains = new Map<string, NftHead>();
  for (const [index, row] of rows.entries()) {
    const chain = isJsonObject(row) ? row["chain"] : undefined;
    if (isJsonObject(chain)) {
      const head: NftHead = { backend: "nft", family: textOf(chain["family"]), table: textOf(chain["table"]), chain: textOf(chain["name"]) };
      const hook = chain["hook"];
      chains.set(keyOf(head), typeof hook === "string" ? withHook(head, hook, typeof chain["prio"] === "number" ? chain["prio"] : undefined) : head);
    }
    const rule = isJsonObject(row) ? row["rule"] : undefined;
    if (!isJsonObject(rule)) continue;
    const pointer = `/nftables/${index}/rule`;
    if (!Array.isArray(rule["expr"])) {
      warnings.push({ code: "bad-row", message: "a rule of nft without its expressions", at: { command, pointer } });
      continue;
    }
    const plain: NftHead = { backend: "nft", family: textOf(rule["family"]), table: textOf(rule["table"]), chain: textOf(rule["chain"]) };
    const comment = typeof rule["comment"] === "string" ? ` comment ${JSON.stringify(rule["comment"])}` : "";
    items.push({ ...readNftRule(nftText(rule["expr"]) + comment, chains.get(keyOf(plain)) ?? plain), at: { command, pointer } });
  }
  return { items, warnings, notUnderstood };
}

function keyOf({ family, table, chain }: Pick<NftHead, "family" | "table" | "chain">): string {
  return `${family} ${table} ${chain}`;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
