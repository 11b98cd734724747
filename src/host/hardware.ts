import type { Hardware } from "../model/snapshot.ts";
import type { Runner, RunResult } from "../run/runner.ts";

/** Asks systeminformation what machine this is. Undefined where nobody could tell. */
export async function readHardwareFacts(runner: Runner): Promise<Hardware | undefined> {
  const [system, os] = await runner.runAll([{ argv: ["systeminformation", "system"] }, { argv: ["systeminformation", "osInfo"] }]);
  const machine = objectOf(system);
  const distribution = objectOf(os);
  if (!machine && !distribution) return undefined;
  const hardware: Hardware = { at: { command: "systeminformation system" } };
  const manufacturer = said(machine?.["manufacturer"]);
  const model = said(machine?.["model"]);
  const virtualHost = said(machine?.["virtualHost"]);
  const name = [said(distribution?.["distro"]), said(distribution?.["release"])].filter((part) => part !== undefined).join(" ");
  if (manufacturer !== undefined) hardware.manufacturer = manufacturer;
  if (model !== undefined) hardware.model = model;
  if (typeof machine?.["virtual"] === "boolean") hardware.virtual = machine["virtual"];
  if (virtualHost !== undefined) hardware.virtualHost = virtualHost;
  if (name !== "") hardware.os = name;
  return hardware;
}

function objectOf(result: RunResult | undefined): Record<string, unknown> | undefined {
  if (result?.exitCode !== 0) return undefined;
  try {
    const value: unknown = JSON.parse(result.stdout.toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A text that says something: systeminformation writes "", "-" or "Unknown" for what it does not know. */
function said(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" && !/^(-|unknown|not specified)$/i.test(value.trim()) ? value.trim() : undefined;
}
