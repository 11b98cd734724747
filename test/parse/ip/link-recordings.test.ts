import { describe, expect, test } from "vitest";
import type { Link } from "../../../src/model/link.ts";
import { parseLinks } from "../../../src/parse/ip/link.ts";
import { differingFacts, passing } from "../../support/link-facts.ts";
import { allRecordings, openRecorded } from "../../support/recorded.ts";

describe("one state in JSON and in text is one model", () => {
  const pairs = [["ip -j -d -s link", "ip -d -s link"], ["ip -j -d addr", "ip -d addr"], ["ip -j link", "ip link"], ["ip -j addr", "ip addr"],
    ["ip -j link", "ip -o link"], ["ip -j -4 addr", "ip -4 addr"], ["ip -j -br link", "ip -br link"], ["ip -j -br addr", "ip -br addr"]] as const;

  test.each(pairs)("%s and %s", (json, text) => {
    let compared = 0;
    for (const recorded of allRecordings()) {
      const jsonOutput = recorded.output(json);
      const textOutput = recorded.output(text);
      if (jsonOutput === undefined || textOutput === undefined || jsonOutput.trim() === "") continue;
      const fromJson = parseLinks(jsonOutput, json);
      const fromText = parseLinks(textOutput, text);
      expect(fromText.notUnderstood, recorded.name).toEqual([]);
      expect(fromJson.notUnderstood, recorded.name).toEqual([]);
      expect(fromText.items.map((link) => link.name), recorded.name).toEqual(fromJson.items.map((link) => link.name));
      // iproute2 4.20 writes a backslash in an alias as a newline in JSON
      const is420 = recorded.name.endsWith("-4.20.0");
      for (const [index, link] of fromJson.items.entries()) {
        const ignored = (fact: string): boolean => (is420 && fact.startsWith("alias:"))
          // the state of an address goes on while the second command is on its way
          || (recorded.name.startsWith("09") && /^addresses\.\d+\.flags:/.test(fact));
        expect(differingFacts(link, fromText.items[index]!, passing).filter((fact) => !ignored(fact)), `${recorded.name} ${link.name}`).toEqual([]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  test("ip -o addr names the same addresses", () => {
    for (const recorded of allRecordings()) {
      const json = recorded.output("ip -j addr");
      const text = recorded.output("ip -o addr");
      if (json === undefined || text === undefined || json.trim() === "") continue;
      const said = (links: readonly Link[]): string[] => links.flatMap((link) => link.addresses
        .map((address) => `${link.ifindex} ${link.name} ${address.address}/${address.prefixlen} ${address.scope} ${address.label ?? ""}`));
      expect(said(parseLinks(text, "x").items), recorded.name).toEqual(said(parseLinks(json, "x").items));
    }
  });
});

describe("the same state printed by other versions of iproute2", () => {
  const groups = ["01-plain-host", "04-netns-lab-k6.1/rtr", "04b-netns-lab-k6.18/gw", "09-hostile-strings"];
  const joints: Readonly<Record<string, string>> = { "04-netns-lab-k6.1/rtr": "-", "04b-netns-lab-k6.18/gw": "-" };

  test.each(groups)("%s: name, kind, state, master, lower, peer and addresses are the same", (name) => {
    const summary = (recording: string): string[] => {
      const output = openRecorded(recording).output("ip -j -d addr");
      if (output === undefined) throw new Error(`${recording} has no ip -j -d addr`);
      return parseLinks(output, "x").items.map((link) => JSON.stringify([
        // before 6.0 a link does not say on which bus its device is, so that a driver's device stays unknown
        link.ifindex, link.name, link.kind === "virtual-machine" || link.kind === "physical" ? "unknown" : link.kind, link.mac, link.mtu, link.operstate, link.master, link.lower, link.peer,
        link.addresses.map((address) => [address.address, address.prefixlen, address.scope, address.label]),
      ]));
    };
    const own = summary(name);
    for (const version of ["4.20.0", "5.10.0", "7.1.0"]) {
      expect(summary(`${name}${joints[name] ?? "/"}iproute2-${version}`), version).toEqual(own);
    }
  });
});

describe("BusyBox beside iproute2", () => {
  const pairs = [["04-netns-lab-k6.1/rtr", "04-netns-lab-k6.1/rtr-busybox"], ["04b-netns-lab-k6.18/gw", "04b-netns-lab-k6.18/gw-busybox"],
    ["01-plain-host", "01-plain-host/busybox"], ["09-hostile-strings", "09-hostile-strings/busybox"], ["08-ipv6-ra-host/host", "08-ipv6-ra-host/host-busybox"]] as const;

  test.each(pairs)("%s: what BusyBox prints is the same, glued flags included", (truth, busybox) => {
    const links = parseLinks(openRecorded(truth).output("ip -j -d addr")!, "x").items;
    const parsed = parseLinks(openRecorded(busybox).output("busybox ip addr")!, "x");
    expect(parsed.notUnderstood).toEqual([]);
    // the "hardware address" of a tunnel is an IP address, which BusyBox prints as bytes
    const tunnels = new Set(["gre", "gre6", "ipip", "sit", "tunnel6"]);
    // NO-CARRIER and M-DOWN are words of the tools
    const flags = (link: Link): string[] => link.flags.filter((flag) => flag !== "NO-CARRIER" && flag !== "M-DOWN").sort();
    expect(parsed.items.map((link) => [link.ifindex, link.name, link.mac, link.mtu, flags(link), link.master]))
      .toEqual(links.map((link) => [link.ifindex, link.name, tunnels.has(link.linkType ?? "") ? expect.anything() : link.mac, link.mtu, flags(link), link.master]));
    const addresses = (link: Link): unknown[] => link.addresses.map((address) => [
      // BusyBox has no words for autojoin, and none for metrics and origin
      address.address, address.prefixlen, address.scope, address.label, address.flags.filter((flag) => flag !== "tentative").sort(),
    ]);
    expect(parsed.items.map(addresses)).toEqual(links.map(addresses));
  });

  test("no device BusyBox names after @ becomes a fact", () => {
    const parsed = parseLinks(openRecorded("04-netns-lab-k6.1/rtr-busybox").output("busybox ip link")!, "x");
    const lan0 = parsed.items.find((link) => link.name === "lan0");
    expect(lan0?.lower).toBeUndefined();
    expect(lan0?.peer).toBeUndefined();
    expect(lan0?.extra?.["printedLower"]).toBe("wan0");
    expect(parsed.warnings.filter((warning) => warning.code === "lossy")).toHaveLength(1);
  });

  test("nor what ip -6 looks up in the wrong namespace", () => {
    for (const command of ["ip -j -6 -d addr", "ip -6 addr"]) {
      const output = openRecorded("04-netns-lab-k6.1/rtr").output(command)!;
      expect(output).toMatch(/lan0@wan0|"link":"wan0"/);
      const lan0 = parseLinks(output, command).items.find((link) => link.name === "lan0");
      expect([lan0?.lower, lan0?.peer]).toEqual([undefined, undefined]);
    }
  });
});

describe("the other end of a link", () => {
  const links = parseLinks(openRecorded("04-netns-lab-k6.1/rtr").output("ip -j -d -s link")!, "x").items;
  const link = (name: string): Link => links.find((candidate) => candidate.name === name)!;

  test("in another namespace is an index that counts there", () => {
    expect(link("wan0").peer).toEqual({ ifindex: 2, nsid: 0 });
    expect(link("lan0").peer).toEqual({ ifindex: 2, nsid: 1 });
  });

  test("of a veth in this namespace is its peer, of a vlan the device below", () => {
    expect([link("vB").peer, link("vB").lower]).toEqual([{ ifindex: 8, name: "vA" }, undefined]);
    expect([link("bond0.100").peer, link("bond0.100").lower]).toEqual([undefined, "bond0"]);
  });
});
