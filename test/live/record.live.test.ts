import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRunner } from "../../src/host/open.ts";
import { recordHost } from "../../src/host/record.ts";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { callHostlens } from "../support/in-process.ts";
import { startHostlens } from "../support/run-cli.ts";

const name = `hlrec${process.pid}`;
const scratch = mkdtempSync(join(tmpdir(), "hostlens-record-"));

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

const reason = process.getuid?.() === 0 ? (spawnSync("ip", ["netns", "add", name]).status === 0 ? undefined : "`ip netns add` fails here") : "needs root";
if (reason !== undefined && process.env["HOSTLENS_REQUIRE_LIVE"] !== "1") console.log(`record.live: skipped, ${reason}`);

afterAll(() => {
  spawnSync("ip", ["netns", "del", name]);
  rmSync(scratch, { recursive: true, force: true });
});

/** What a snapshot says apart from when it was taken. */
function timeless(snapshot: Snapshot): unknown {
  return JSON.parse(JSON.stringify({ ...snapshot, source: undefined }, (key, value: unknown) =>
    /^(usedS|confirmedS|updatedS|stats|probes|expires|valid|preferred|state)|_timer$/.test(key) ? undefined : value));
}

describe.skipIf(reason !== undefined && process.env["HOSTLENS_REQUIRE_LIVE"] !== "1")("a recording of a live namespace", () => {
  beforeAll(() => {
    expect(reason).toBeUndefined();
    const inside = (...args: string[]): void => ip("-n", name, ...args);
    // Addresses are usable at once, so that nothing changes between two looks.
    execFileSync("ip", ["netns", "exec", name, "sh", "-c", "for conf in all default; do echo 0 > /proc/sys/net/ipv6/conf/$conf/accept_dad; done"]);
    inside("link", "set", "lo", "up");
    inside("link", "add", "v0", "type", "veth", "peer", "name", "v1");
    inside("link", "add", "br0", "type", "bridge");
    inside("link", "set", "v1", "master", "br0");
    for (const link of ["v0", "v1", "br0"]) inside("link", "set", link, "up");
    inside("addr", "add", "93.184.216.34/24", "dev", "v0");
    inside("addr", "add", "2a00:1450:4001:81f::5/64", "dev", "v0", "nodad");
    inside("addr", "add", "10.5.0.1/16", "dev", "br0");
    inside("route", "add", "default", "via", "93.184.216.1");
    inside("route", "add", "93.184.0.0/16", "via", "93.184.216.9");
    inside("route", "add", "10.9.0.0/16", "nexthop", "via", "93.184.216.2", "weight", "2", "nexthop", "via", "93.184.216.3");
    inside("route", "add", "blackhole", "198.18.0.0/15");
    inside("route", "add", "8.8.8.0/24", "via", "93.184.216.7", "table", "77");
    inside("rule", "add", "from", "93.184.216.0/24", "lookup", "77", "priority", "100");
    inside("neigh", "add", "93.184.216.1", "lladdr", "52:54:00:aa:bb:cc", "dev", "v0", "nud", "permanent");
  });

  it("says of every part what the live host says", async () => {
    const live = await openRunner(`netns:${name}`);
    const directory = join(scratch, "plain");
    await recordHost(live, directory);
    const recorded = await openRunner(`recording:${directory}`);
    const parts = ["links", "routes", "rules", "neighbours", "nexthops", "netns", "settings", "fdb"] as const;
    const expected = await takeSnapshot(live, parts);
    expect(expected.routes?.length).toBeGreaterThan(10);
    expect(expected.links?.map((link) => link.name).sort()).toEqual(["br0", "lo", "v0", "v1"]);
    expect(timeless(await takeSnapshot(recorded, parts))).toEqual(timeless(expected));
  });

  it("answers every command as the live host does, field by field", { timeout: 60_000 }, async () => {
    const directory = join(scratch, "commands");
    await recordHost(await openRunner(`netns:${name}`), directory);
    for (const args of [["overview"], ["nics", "--stats"], ["routes", "--table", "all"], ["rules"], ["neighbours"], ["learn", "arp"], ["learn", "routing-table"], ["learn", "policy-rules"], ["learn", "bridge"]]) {
      const [live, recorded] = await Promise.all([`netns:${name}`, `recording:${directory}`].map((source) => callHostlens([...args, "--json", "--on", source])));
      expect([args, live?.status, recorded?.status]).toEqual([args, 0, 0]);
      // Times and counters go on between two looks, in the fields and in the sentences that name them.
      const still = (text = ""): unknown => JSON.parse(text.replace(/ \(\d+ s ago\)|Last used \d+ s ago[^"]*|Since it was made:[^"]*/g, ""), (key, value: unknown) =>
        (/^(source|usedS|confirmedS|updatedS|stats|probes|evidence)$|_timer$/.test(key) ? undefined : value));
      expect([args, still(recorded?.stdout)]).toEqual([args, still(live?.stdout)]);
    }
  });

  it("killed in the middle, leaves no half recording under its name", { timeout: 60_000 }, async () => {
    const directory = join(scratch, "killed");
    for (const waitMs of [150, 300, 600]) {
      const child = startHostlens(["record", directory, "--on", `netns:${name}`]);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
      if (existsSync(directory)) await expect(takeSnapshot(await openRunner(`recording:${directory}`), ["links"])).resolves.toMatchObject({ links: expect.anything() });
    }
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
  });

  it("can be replaced by a newer one, but leaves a directory of something else alone", async () => {
    const live = await openRunner(`netns:${name}`);
    const directory = join(scratch, "plain");
    await recordHost(live, directory);
    expect(existsSync(join(directory, "recording.json"))).toBe(true);
    const foreign = join(scratch, "foreign");
    mkdirSync(foreign);
    writeFileSync(join(foreign, "thesis.txt"), "mine");
    await expect(recordHost(live, foreign)).rejects.toThrow(/holds something else/);
    expect(readFileSync(join(foreign, "thesis.txt"), "utf8")).toBe("mine");
    expect(readdirSync(scratch).filter((entry) => entry.startsWith("."))).toEqual([]);
  });

  it("redacted, holds no original and sends packets the same way", async () => {
    const live = await openRunner(`netns:${name}`);
    const directory = join(scratch, "redacted");
    await recordHost(live, directory, { redact: { names: [] } });
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const whole = files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1")).join("\n").toLowerCase();
    for (const original of ["93.184.216.", "8.8.8.0", "2a00:1450:4001", "2a00145040010", "52:54:00:aa:bb:cc", "22d8b85d", "01d8b85d"]) expect(whole).not.toContain(original);
    const redacted = await takeSnapshot(await openRunner(`recording:${directory}`));
    const expected = await takeSnapshot(live);
    const shape = (snapshot: Snapshot): unknown => snapshot.routes?.map(({ table, type, dev, metric, dst }) => [table, type, dev, metric, dst.split("/")[1]]);
    expect(shape(redacted)).toEqual(shape(expected));
    const gateway = redacted.routes?.find((route) => route.dst === "0.0.0.0/0")?.gateway ?? "";
    const own = redacted.links?.find((link) => link.name === "v0")?.addresses.find((address) => address.family === 4);
    expect(gateway.split(".").slice(0, 3)).toEqual(own?.address.split(".").slice(0, 3));
    expect(redacted.neighbours?.some((neighbour) => neighbour.address === gateway)).toBe(true);
    expect(redacted.rules?.find((rule) => rule.priority === 100)?.src).toBe(`${gateway.split(".").slice(0, 3).join(".")}.0/24`);
  });
});
