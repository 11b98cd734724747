import type { Link } from "../model/link.ts";
import { classifyLink } from "../parse/link-kind.ts";
import type { Runner, RunResult } from "../run/runner.ts";

/** What /sys/class/net says of one device. */
interface LinkFacts {
  readonly hasDevice: boolean;
  readonly driver?: string;
  readonly bus?: string;
  readonly isWireless: boolean;
  readonly subsystemVendor?: string;
  readonly vendor?: string;
  readonly speedMbps?: number;
  readonly duplex?: string;
}

const base = "/sys/class/net";

/**
 * Reads what the kernel says in /sys about the devices behind the links: driver, bus, speed. Undefined where /sys cannot
 * be read (an old recording). Two rounds of reads: the names first, then only the devices that have hardware behind them.
 */
export async function readLinkFacts(runner: Runner): Promise<ReadonlyMap<string, LinkFacts> | undefined> {
  const listing = await runner.run({ argv: ["ls", "-1", base] });
  if (listing.exitCode !== 0) return undefined;
  const names = linesOf(listing).filter((name) => name !== "bonding_masters");
  const devices = await runner.runAll(names.map((name) => ({ argv: ["readlink", `${base}/${name}/device`] })));
  const facts = new Map<string, LinkFacts>();
  const real: string[] = [];
  for (const [index, name] of names.entries()) {
    const device = devices[index];
    if (device?.problem === "not-recorded") continue;
    if (device?.exitCode === 0) real.push(name);
    else facts.set(name, { hasDevice: false, isWireless: false });
  }
  const questions = real.flatMap((name) => [
    ["readlink", `${base}/${name}/device/driver`], ["readlink", `${base}/${name}/device/subsystem`], ["readlink", `${base}/${name}/phy80211`],
    ["cat", `${base}/${name}/device/subsystem_vendor`], ["cat", `${base}/${name}/device/vendor`], ["cat", `${base}/${name}/speed`], ["cat", `${base}/${name}/duplex`],
  ]);
  const answers = await runner.runAll(questions.map((argv) => ({ argv })));
  for (const [index, name] of real.entries()) {
    const [driver, bus, phy, subsystemVendor, vendor, speed, duplex] = answers.slice(index * 7, index * 7 + 7).map(textOf);
    const speedMbps = Number(speed);
    facts.set(name, {
      hasDevice: true,
      isWireless: phy !== undefined,
      ...(driver === undefined ? {} : { driver: lastPart(driver) }),
      ...(bus === undefined ? {} : { bus: lastPart(bus) }),
      ...(subsystemVendor === undefined ? {} : { subsystemVendor }),
      ...(vendor === undefined ? {} : { vendor }),
      // The kernel writes -1 for a speed that it does not know.
      ...(speed !== undefined && speedMbps > 0 ? { speedMbps } : {}),
      ...(duplex === undefined || duplex === "unknown" ? {} : { duplex }),
    });
  }
  return facts;
}

/** Links with what /sys knows of them; the kind is decided again, now that it is known whether a device is behind it. */
export function withLinkFacts(links: readonly Link[], facts: ReadonlyMap<string, LinkFacts>): Link[] {
  return links.map((link) => {
    const known = facts.get(link.name);
    if (!known) return link;
    const isKernelKind = !["physical", "wireless", "loopback", "virtual-machine", "unknown"].includes(link.kind);
    const parentBus = known.bus ?? link.parentBus;
    const kind = isKernelKind ? link.kind : classifyLink({
      hasDevice: known.hasDevice,
      isWireless: known.isWireless,
      ...(link.linkType === undefined ? {} : { linkType: link.linkType }),
      ...(parentBus === undefined ? {} : { parentBus }),
      ...(known.driver === undefined ? {} : { driver: known.driver }),
      ...(known.subsystemVendor === undefined ? {} : { subsystemVendor: known.subsystemVendor }),
    });
    return {
      ...link,
      kind,
      ...(known.driver === undefined ? {} : { driver: known.driver }),
      ...(known.vendor === undefined ? {} : { vendor: known.vendor }),
      ...(known.speedMbps === undefined ? {} : { speedMbps: known.speedMbps }),
      ...(known.duplex === undefined ? {} : { duplex: known.duplex }),
    };
  });
}

function textOf(result: RunResult | undefined): string | undefined {
  if (result?.exitCode !== 0) return undefined;
  const text = result.stdout.toString("utf8").trim();
  return text === "" ? undefined : text;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function linesOf(result: RunResult): string[] {
  return result.stdout.toString("utf8").split("\n").filter(Boolean);
}
