import { describe, expect, it } from "vitest";
import { takeSnapshot } from "../../src/host/snapshot.ts";
import type { PathQuestion } from "../../src/model/path.ts";
import { parseRoutes } from "../../src/parse/ip/route.ts";
import { askDecision } from "../../src/reason/ask-decision.ts";
import { createReplayRunner } from "../../src/run/replay.ts";
import { allRecordings, type Recorded } from "../support/recorded.ts";

/** The question that a recorded `ip [-j] [-6] route get …` asked; undefined for those that show the table's entry instead. */
function questionOf(argv: readonly string[]): PathQuestion | undefined {
  const at = argv.indexOf("get");
  const words = argv.slice(at + 1);
  if (argv[0] !== "ip" || argv[at - 1] !== "route" || at < 0 || words.includes("fibmatch") || words.some((word) => word.includes("/"))) return undefined;
  const question: PathQuestion = { destination: words[0] ?? "" };
  for (let index = 1; index + 1 < words.length; index += 2) {
    const [word, value] = [words[index] ?? "", words[index + 1] ?? ""];
    if (word === "from" || word === "iif" || word === "oif") question[word] = value;
    else if (word === "vrf") question.oif = value;
    else if (word === "mark" || word === "uid" || word === "sport" || word === "dport") question[word] = Number(value);
    else if (word === "ipproto") question.proto = value;
    else return undefined;
  }
  return question;
}

const errnos: Readonly<Record<string, string>> = { unreachable: "ENETUNREACH", "No route": "EHOSTUNREACH", denied: "EACCES", Invalid: "EINVAL", "cross-device": "EXDEV" };

/** One line for every recorded answer that ours is not. */
async function differences(recorded: Recorded): Promise<string[]> {
  const asked = recorded.index.commands.flatMap((command) => {
    const question = questionOf(command.argv);
    return question === undefined ? [] : [{ command, question }];
  });
  if (asked.length === 0) return [];
  const snapshot = await takeSnapshot(createReplayRunner(`fixtures/recordings/${recorded.name}`));
  return asked.flatMap(({ command, question }) => {
    const ours = askDecision(question, snapshot);
    const family = question.destination.includes(":") ? 6 : 4;
    const kernel = parseRoutes(recorded.outputOf(command), command.argv.join(" "), family).items[0];
    const said = JSON.stringify({ errno: ours?.errno, type: ours?.type, candidates: ours?.candidates, why: ours?.why, dst: ours?.route?.dst, table: ours?.table });
    if (kernel === undefined) {
      const errno = Object.entries(errnos).find(([word]) => command.stderr.includes(word))?.[1];
      return errno === undefined || ours?.errno === errno ? [] : [`${command.argv.join(" ")}: ${command.stderr.trim()}; ours ${said}`];
    }
    const fits = ours?.type === kernel.type && ours.candidates.some((way) => way.dev === kernel.dev && way.gateway === kernel.gateway && (kernel.prefsrc === undefined || way.prefsrc === kernel.prefsrc));
    return fits ? [] : [`${command.argv.join(" ")}: ${JSON.stringify({ type: kernel.type, dev: kernel.dev, gateway: kernel.gateway, prefsrc: kernel.prefsrc })}; ours ${said}`];
  });
}

const recordings = allRecordings().filter((recorded) => recorded.index.commands.some((command) => questionOf(command.argv) !== undefined));

describe("answers of ip route get in the recordings", () => {
  it("are there", () => expect(recordings.length).toBeGreaterThan(20));
  it.each(recordings.map((recorded) => [recorded.name, recorded] as const))("%s", async (_name, recorded) => {
    expect(await differences(recorded)).toEqual([]);
  });
});
