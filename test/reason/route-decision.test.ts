import { expect, it } from "vitest";
import type { Route } from "../../src/model/route.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { decidePath } from "../../src/reason/route-decision.ts";

const route = (dst: string, dev: string, more: Partial<Route> = {}): Route => ({
  family: 4, table: "main", type: "unicast", dst, dev, metric: 0, protocol: "static", scope: "link", flags: [], nexthops: [], ...more,
});
const host = (routes: Route[]): Snapshot => ({ source: { kind: "pasted", host: null, kernel: null, recordedAt: null }, warnings: [], routes });

it("says why each route around the destination lost", () => {
  const answer = decidePath({ destination: "10.1.2.3" }, host([
    route("10.0.0.0/8", "a"), route("10.1.2.0/24", "b", { metric: 100 }), route("10.1.2.0/24", "c", { metric: 600 }), route("0.0.0.0/0", "d"),
  ]));
  expect(answer).toMatchObject({ verdict: "on-link", dev: "b", rule: { priority: 32766 } });
  const reasons = answer?.rejected.filter((loser) => loser.route).map((loser) => `${loser.route?.dst} ${loser.route?.dev}: ${loser.reason}`);
  expect(reasons).toEqual(["10.1.2.0/24 c: metric 600 against 100", "10.0.0.0/8 a: less specific: /8 against /24", "0.0.0.0/0 d: less specific: /0 against /24"]);
});

it("says that the rules were assumed where none are known", () => {
  expect(decidePath({ destination: "192.0.2.1" }, host([]))).toMatchObject({ verdict: "no-route", warnings: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining("rules of this host are not known") as string })]) as unknown });
});
