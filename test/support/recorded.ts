import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Recording, RecordedCommand } from "../../src/model/recording.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures/recordings");

export interface Recorded {
  /** directory below fixtures/recordings, e.g. `04-netns-lab-k6.1/rtr-busybox` */
  readonly name: string;
  readonly index: Recording;
  /** raw standard output of a recorded command; undefined where it was not recorded */
  output(command: string): string | undefined;
  outputOf(recorded: RecordedCommand): string;
}

/** Every recording of the repository, nested ones too. Throws where there is none: a missing fixture is a failure. */
export function allRecordings(): Recorded[] {
  const found = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("recording.json"))
    .map((path) => openRecorded(dirname(path)));
  if (found.length === 0) throw new Error(`no recording below ${root}`);
  return found;
}

export function openRecorded(name: string): Recorded {
  const dir = join(root, name);
  const index = JSON.parse(readFileSync(join(dir, "recording.json"), "utf8")) as Recording;
  const outputOf = (recorded: RecordedCommand): string => {
    const path = join(dir, recorded.file);
    if (existsSync(path)) return decode(path);
    throw new Error(`${relative(root, path)} is missing`);
  };
  return {
    name: name.split(sep).join("/"),
    index,
    outputOf,
    output: (command) => {
      const recorded = index.commands.find((candidate) => candidate.argv.join(" ") === command);
      return recorded && outputOf(recorded);
    },
  };
}

function decode(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}
