import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { neighbourStateByName, neighbourStates } from "../../src/knowledge/neighbour-states.ts";
import { routeProtocolByName, routeProtocols } from "../../src/knowledge/protocols.ts";
import { routeTypeByName, routeTypes } from "../../src/knowledge/route-types.ts";
import { scopeByName } from "../../src/knowledge/scopes.ts";
import { routingTableByName } from "../../src/knowledge/tables.ts";
import { parseNeighbours } from "../../src/parse/ip/neighbour.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { allRecordings, openRecorded } from "../support/recorded.ts";

const recordings = allRecordings();

/** `NUMBER NAME` lines of iproute2's rt_* files, as the recorded hosts had them. */
function namesIn(file: string): Map<number, string> {
  const names = new Map<number, string>();
  const text = openRecorded("04b-netns-lab-k6.18/gw").output(`cat /etc/iproute2/${file}`) ?? "";
  for (const line of text.split("\n")) {
    const [number, name] = line.trim().split(/\s+/);
    if (name && number && /^(0x)?[0-9a-f]+$/i.test(number) && !line.startsWith("#")) names.set(Number(number), name);
  }
  return names;
}

describe("words of routes and neighbours", () => {
  it("knows every protocol of iproute2's own list under its number", () => {
    const names = namesIn("rt_protos");
    expect(names.size).toBeGreaterThan(15);
    for (const [number, name] of names) expect(`${number} ${routeProtocolByName(name)?.number}`).toBe(`${number} ${number}`);
  });

  it("knows every protocol of the kernel's header", ({ skip }) => {
    const header = "/usr/include/linux/rtnetlink.h";
    if (!existsSync(header)) skip("no kernel headers here (linux-libc-dev)");
    const defined = [...readFileSync(header, "utf8").matchAll(/#define RTPROT_(\w+)\s+(\d+)/g)];
    expect(defined.length).toBeGreaterThan(15);
    const known = new Set(routeProtocols.map((protocol) => protocol.number));
    for (const [, name, number] of defined) expect(known.has(Number(number)), `RTPROT_${name}`).toBe(true);
  });

  it("knows the three tables by name and number", () => {
    expect(routingTableByName("main")?.id).toBe(254);
    expect(routingTableByName("255")?.name).toBe("local");
    expect(routingTableByName("253")?.name).toBe("default");
    expect(routingTableByName("7")).toBeUndefined();
  });

  it("has a word for every type, scope and state in the recordings", () => {
    for (const recording of recordings) {
      const routes = recording.output("ip -j -d route show table all");
      for (const route of routes === undefined ? [] : parseRoutes(routes, "ip -j -d route show table all").items) {
        expect(routeTypeByName(route.type), route.type).toBeDefined();
        if (!/^\d+$/.test(route.scope)) expect(scopeByName(route.scope), route.scope).toBeDefined();
        if (!/^\d+$/.test(route.protocol)) expect(routeProtocolByName(route.protocol), route.protocol).toBeDefined();
      }
      const neighbours = recording.output("ip neigh show nud all");
      for (const { state } of neighbours === undefined ? [] : parseNeighbours(neighbours, "ip neigh show nud all").items) {
        for (const word of state) expect(neighbourStateByName(word), word).toBeDefined();
      }
    }
  });

  it("lets each state lead only to states there are", () => {
    for (const state of neighbourStates) for (const next of state.followedBy) expect(neighbourStateByName(next)).toBeDefined();
  });

  it("numbers route types as the kernel does", () => {
    expect(routeTypes.map((type) => type.number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(routeTypeByName("throw")?.endsLookup).toBe(false);
  });
});
