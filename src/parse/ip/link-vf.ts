import type { NotUnderstood } from "../../model/warning.ts";
import { readAuto } from "./grammar.ts";
import { splitWords } from "./text.ts";

/**
 * Reads the line of a virtual function: `vf 0 link/ether 02:… brd ff:…, vlan 5, spoof checking on, link-state auto,
 * trust off, query_rss off`. Keys are those of `vfinfo_list` in JSON.
 */
export function readVf(text: string, line: number, notUnderstood: NotUnderstood[]): Record<string, unknown> {
  const vf: Record<string, unknown> = {};
  for (const part of text.split(",")) {
    const rest = readVfPart(splitWords(part), vf);
    if (rest.length > 0) notUnderstood.push({ line, text: rest.join(" ") });
  }
  return vf;
}

/** Files what it knows and returns the words it does not. */
function readVfPart(words: string[], vf: Record<string, unknown>): string[] {
  const rest: string[] = [];
  for (let at = 0; at < words.length;) {
    const [word = "", value] = words.slice(at, at + 2);
    const key = vfWords.get(word);
    if (word.startsWith("link/")) {
      vf["link_type"] = word.slice("link/".length);
      vf["address"] = value;
      at += 2;
    } else if (word === "spoof" && value === "checking") {
      vf["spoofchk"] = isOn(words[at + 2]);
      at += 3;
    } else if (word === "tx" && value === "rate") {
      vf["rate"] = { ...(vf["rate"] as object | undefined), max_tx: readAuto(words[at + 2] ?? "") };
      at += words[at + 3]?.startsWith("(") ? 4 : 3;
    } else if (key !== undefined && value !== undefined) {
      vf[key] = value === "on" || value === "off" ? isOn(value) : readAuto(value);
      at += 2;
    } else {
      rest.push(word);
      at++;
    }
  }
  return rest;
}

function isOn(word: string | undefined): boolean {
  return word === "on";
}

const vfWords: ReadonlyMap<string, string> = new Map([
  ["vf", "vf"], ["brd", "broadcast"], ["MAC", "address"], ["vlan", "vlan"], ["qos", "qos"], ["link-state", "link_state"],
  ["trust", "trust"], ["query_rss", "query_rss_en"], ["max_tx_rate", "max_tx_rate"], ["min_tx_rate", "min_tx_rate"],
  ["node_guid", "node_guid"], ["port_guid", "port_guid"],
]);
