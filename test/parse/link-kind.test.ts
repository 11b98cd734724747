import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { linkFlagByName, linkFlags, operStateByName, operStates } from "../../src/knowledge/link-flags.ts";
import { linkKindByName, linkKinds } from "../../src/knowledge/link-kinds.ts";
import { parseLinks } from "../../src/parse/ip/link.ts";
import { classifyLink } from "../../src/parse/link-kind.ts";
import { allRecordings } from "../support/recorded.ts";

describe("the kind of a link", () => {
  test("is the kernel's where it has one, and otherwise what stands behind it", () => {
    expect(classifyLink({ infoKind: "veth", linkType: "ether", hasDevice: true })).toBe("veth");
    expect(classifyLink({ linkType: "loopback" })).toBe("loopback");
    expect(classifyLink({ linkType: "ether", parentBus: "pci" })).toBe("physical");
    expect(classifyLink({ linkType: "ether", parentBus: "pci", isWireless: true })).toBe("wireless");
    expect(classifyLink({ linkType: "ether", parentBus: "virtio" })).toBe("virtual-machine");
    expect(classifyLink({ linkType: "ether", parentBus: "pci", driver: "vmxnet3" })).toBe("virtual-machine");
    expect(classifyLink({ linkType: "ether", parentBus: "pci", driver: "e1000", subsystemVendor: "0x1af4\n" })).toBe("virtual-machine");
    expect(classifyLink({ linkType: "ether", parentBus: "pci", driver: "e1000", subsystemVendor: "0x8086" })).toBe("physical");
    expect(classifyLink({ linkType: "ether", hasDevice: true })).toBe("physical");
  });

  test("is unknown where nobody looked, and where there is no device", () => {
    expect(classifyLink({ linkType: "ether" })).toBe("unknown");
    expect(classifyLink({ linkType: "ether", hasDevice: false })).toBe("unknown");
  });

  test("is explained for every link of every recording", () => {
    const kinds = new Set<string>();
    for (const recorded of allRecordings()) {
      for (const link of parseLinks(recorded.output("ip -j -d -s link") ?? "", "x").items) {
        kinds.add(link.kind);
        for (const flag of link.flags) expect(linkFlagByName(flag), flag).toBeDefined();
        expect(operStateByName(link.operstate ?? ""), link.operstate ?? "none").toBeDefined();
      }
    }
    expect(kinds.size).toBeGreaterThan(25);
    expect([...kinds].filter((kind) => linkKindByName(kind) === undefined)).toEqual([]);
  });
});

describe("the catalogue", () => {
  test("has one sentence for each kind, and no kind twice", () => {
    expect(new Set(linkKinds.map(({ kind }) => kind)).size).toBe(linkKinds.length);
    expect(linkKinds.filter(({ meaning }) => !/^[A-Z][^\n]*\.$/.test(meaning))).toEqual([]);
  });

  const headers = "/usr/include/linux/if.h";
  test.skipIf(!existsSync(headers))("has the kernel's flags and operational states with their numbers", () => {
    const text = readFileSync(headers, "utf8");
    const bits = Object.fromEntries([...text.matchAll(/IFF_(\w+)\s*= 1<<(\d+)/g)].map(([, name, shift]) => [name, 2 ** Number(shift)]));
    expect(Object.keys(bits).length).toBeGreaterThan(15);
    expect(Object.fromEntries(linkFlags.flatMap(({ name, bit }) => (bit === undefined ? [] : [[name, bit]])))).toEqual(bits);
    const states = [...text.matchAll(/^\s+IF_OPER_(\w+),/gm)].map(([, name]) => name?.toLowerCase());
    expect(operStates.map(({ name }) => name)).toEqual(states);
    expect(operStates.map(({ number }) => number)).toEqual(states.map((_, index) => index));
  });
});
