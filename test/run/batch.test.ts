import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupBatches, splitBatch } from "../../src/run/ip-batch.ts";
import { splitArrays } from "../../src/run/json-split.ts";
import { runTogether } from "../../src/run/local.ts";
import type { RunRequest, RunResult } from "../../src/run/runner.ts";

function ask(...commands: string[]): RunRequest[] {
  return commands.map((command) => ({ argv: command.split(" ") }));
}

function said(stdout: string, stderr = "", exitCode = 0): RunResult {
  return { argv: [], stdout: Buffer.from(stdout), stderr, exitCode, durationMs: 1 };
}

/** A stand-in for `ip`: batches get `batch`, single commands their own words back. */
async function answerWith(requests: readonly RunRequest[], batch: RunResult): Promise<{ outputs: string[]; processes: number }> {
  let processes = 0;
  const results = await runTogether(requests, (request) => {
    processes += 1;
    return Promise.resolve(request.stdin === undefined ? said(`alone: ${request.argv.join(" ")}`) : batch);
  });
  return { outputs: results.map(({ stdout }) => stdout.toString()), processes };
}

describe("splitting concatenated JSON arrays", () => {
  it("gives back the pieces that were put together, whatever their strings hold", () => {
    const array = fc.array(fc.record({ ifname: fc.string(), ifalias: fc.constantFrom("]\n[", '"]', "\\", "a\\\"]\n", "{[") }));
    fc.assert(fc.property(fc.array(array, { maxLength: 6 }), (arrays) => {
      const texts = arrays.map((items) => `${JSON.stringify(items)}\n`);
      expect(splitArrays(Buffer.from(texts.join("")))?.map(String)).toEqual(texts);
    }));
  });

  it("refuses what is torn or no array", () => {
    for (const text of ["[", "[]\n[", '[{"a":1}', "[]x[]", "Usage: ip", '["]', "{}"]) expect(splitArrays(Buffer.from(text))).toBeUndefined();
  });

  it("never throws and takes time that grows with the length only", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void splitArrays(Buffer.from(bytes))));
    expect(splitArrays(Buffer.from("[".repeat(3_000_000)))).toBeUndefined();
  });
});

describe("one process for several ip commands", () => {
  const requests = ask("ip -j neigh show", "ip -j rule show", "ip -j netns");

  it("shares one process between commands with the same global options and gives each its part", async () => {
    const { outputs, processes } = await answerWith(requests, said('[{"dst":"10.0.0.1"}]\n[{"priority":0}]\n[{"name":"blue"}]\n'));
    expect(processes).toBe(1);
    expect(outputs).toEqual(['[{"dst":"10.0.0.1"}]\n', '[{"priority":0}]\n', '[{"name":"blue"}]\n']);
  });

  it("knows that ip netns says nothing where there are no namespaces", async () => {
    const { outputs, processes } = await answerWith(requests, said('[]\n[{"priority":0}]\n'));
    expect(processes).toBe(1);
    expect(outputs).toEqual(["[]\n", '[{"priority":0}]\n', ""]);
  });

  it("asks a failed command again alone, for its own exit status and message", async () => {
    const { outputs } = await answerWith(requests, said('[{"dst":"10.0.0.1"}]\n[{"name":"blue"}]\n', "RTNETLINK answers: No such file\nCommand failed -:2\n", 1));
    expect(outputs).toEqual(['[{"dst":"10.0.0.1"}]\n', "alone: ip -j rule show", '[{"name":"blue"}]\n']);
  });

  it.each([
    ["an output is missing and could be anybody's", said("[]\n")],
    ["a piece belongs to another object", said('[{"priority":0}]\n[{"dst":"10.0.0.1"}]\n[{"name":"x"}]\n')],
    ["a message belongs to no command", said('[]\n[]\n[{"name":"x"}]\n', "Dump terminated\n")],
    ["the tool died of a usage error", said("[]\n", "Error: any valid prefix is expected", 255)],
    ["the output is torn", said('[]\n[{"prio')],
    ["the tool knows no -batch (BusyBox)", said("", "BusyBox v1.35.0 multi-call binary", 1)],
  ])("asks each command alone where %s", async (_, batch) => {
    const { outputs } = await answerWith(requests, batch);
    expect(outputs).toEqual(requests.map(({ argv }) => `alone: ${argv.join(" ")}`));
  });

  it("keeps out of a batch what its line syntax would tear apart, and text output", () => {
    const odd = [{ argv: ["ip", "-j", "link", "show", "dev", "a b"] }, { argv: ["ip", "-j", "link", "show", "dev", "x#y"] }, ...ask("ip neigh", "ip rule")];
    expect(groupBatches(odd)).toEqual([]);
  });

  it("never mixes families: -4 and -6 are processes of their own", () => {
    const batches = groupBatches(ask("ip -j -4 route show", "ip -j -6 route show", "ip -j -4 rule show", "ip -j -6 rule show"));
    expect(batches.map(({ members }) => members)).toEqual([[0, 2], [1, 3]]);
    expect(splitBatch(batches[0]!, said("[]\n[]\n"))).toHaveLength(2);
  });
});
