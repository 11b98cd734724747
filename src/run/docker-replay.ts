import type { RecordedCommand } from "../model/recording.ts";
import type { RunResult } from "./runner.ts";

/**
 * Answers `docker inspect ID…` and `docker network inspect ID…` (podman and nerdctl too) from every such output a recording
 * holds, whichever ids those asked for and however short they were. Undefined for other commands, and where nothing of
 * what is asked was recorded.
 */
export function inspectFromRecorded(
  argv: readonly string[], commands: readonly RecordedCommand[], read: (command: RecordedCommand) => Buffer,
): RunResult | undefined {
  const asked = splitInspect(argv);
  if (!asked || asked.ids.length === 0) return undefined;
  const found = new Map<string, unknown>();
  for (const command of commands) {
    const recorded = splitInspect(command.argv);
    if (!recorded || recorded.what !== asked.what) continue;
    for (const item of arrayOf(read(command).toString("utf8"))) {
      const { Id, id } = item as { Id?: unknown; id?: unknown };
      const own = typeof Id === "string" ? Id : typeof id === "string" ? id : undefined;
      const wanted = own === undefined ? undefined : asked.ids.find((each) => own.startsWith(each) || each.startsWith(own));
      if (wanted !== undefined) found.set(wanted, item);
    }
  }
  if (found.size === 0) return undefined;
  const items = asked.ids.flatMap((id) => (found.has(id) ? [found.get(id)] : []));
  const missing = asked.ids.filter((id) => !found.has(id));
  const stderr = missing.map((id) => `Error: not in the recording: ${id}\n`).join("");
  return { argv, stdout: Buffer.from(`${JSON.stringify(items)}\n`), stderr, exitCode: missing.length > 0 ? 1 : 0, durationMs: 0 };
}

/** Engine and object apart from the ids; a command with options (`--format`) is another question. */
function splitInspect(argv: readonly string[]): { what: string; ids: readonly string[] } | undefined {
  const [engine = "", first, second] = argv;
  const isNetwork = first === "network" && second === "inspect";
  if (!["docker", "podman", "nerdctl"].includes(engine) || !(isNetwork || first === "inspect")) return undefined;
  const ids = argv.slice(isNetwork ? 3 : 2);
  return ids.some((id) => id.startsWith("-")) ? undefined : { what: `${engine} ${isNetwork ? "network" : "container"}`, ids };
}

function arrayOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
  } catch {
    return [];
  }
}
