import { describe, expect, test } from "vitest";
import { explainLinks } from "../../src/explain/links.ts";
import { tieToHost } from "../../src/explain/learn.ts";
import { explainNeighbours } from "../../src/explain/neighbour.ts";
import { explainRoutes } from "../../src/explain/route.ts";
import { explainRules } from "../../src/explain/rule.ts";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import { concepts } from "../../src/knowledge/concepts/index.ts";
import type { Place, Sentence } from "../../src/model/explanation.ts";
import { readJsonRows } from "../../src/parse/ip/json.ts";
import { createReplayRunner } from "../../src/run/replay.ts";
import type { Runner } from "../../src/run/runner.ts";
import { allRecordings } from "../support/recorded.ts";
import { root } from "../support/run-cli.ts";

/** Looks a place up in the raw answer it names: what stands there, or undefined where nothing does. */
class Places {
  readonly #outputs = new Map<string, string>();
  readonly #answered = new Set<string>();
  readonly #parsed = new Map<string, unknown>();

  readonly #runner: Runner;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  async find({ command, pointer, line }: Place): Promise<unknown> {
    let output = this.#outputs.get(command);
    if (output === undefined) {
      const result = await this.#runner.run({ argv: command.split(" ") });
      output = result.problem === undefined ? result.stdout.toString("utf8") : "";
      if (result.problem === undefined) this.#answered.add(command);
      this.#outputs.set(command, output);
    }
    if (line !== undefined) return output.split("\n")[line - 1]?.trim() || undefined;
    // The whole answer, empty or not: what is missing in it is the evidence.
    if (pointer === undefined) return this.#answered.has(command) ? "" : undefined;
    if (!this.#parsed.has(command)) this.#parsed.set(command, parse(output, command));
    return pointer.split("/").slice(1).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], this.#parsed.get(command));
  }
}

/** Valid JSON by JSON.parse; what older tools print by the reader that repairs it, at the rows' own places. */
function parse(output: string, command: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    const rows: unknown[] = [];
    for (const { pointer, value } of readJsonRows(output, command).rows) rows[Number(pointer.slice(1))] = value;
    return rows;
  }
}

describe("every sentence rests on a place that is there", () => {
  test.each(allRecordings().map(({ name }) => name))("%s", async (name) => {
    const runner = createReplayRunner(`${root}/fixtures/recordings/${name}`);
    const snapshot = await takeSnapshot(runner);
    const explained = [
      ...explainLinks(snapshot.links ?? [], snapshot), ...explainRoutes((snapshot.routes ?? []).slice(0, 1500), snapshot),
      ...explainRules(snapshot.rules ?? [], snapshot), ...explainNeighbours((snapshot.neighbours ?? []).slice(0, 1500), snapshot),
    ].flatMap(({ explanation }) => (explanation ? [...explanation.sentences, ...explanation.unusual, ...(explanation.more ?? [])] : []));
    const sentences: Sentence[] = [...explained, ...concepts.flatMap(({ id }) => tieToHost(id, snapshot))];
    const places = new Places(runner);
    const homeless: string[] = [];
    for (const sentence of sentences) {
      expect(sentence.text).not.toMatch(/\bundefined\b|\bNaN\b|\[object|\bnull\b/);
      if (sentence.because.length === 0) homeless.push(`without evidence: ${sentence.text}`);
      for (const place of sentence.because) {
        if ((await places.find(place)) === undefined) homeless.push(`${JSON.stringify(place)}: ${sentence.text}`);
      }
    }
    expect([...new Set(homeless)].slice(0, 10)).toEqual([]);
  });
});
