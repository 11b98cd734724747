import type { RecordedCommand } from "../model/recording.ts";
import { baseName } from "./ip-argv.ts";
import type { RunResult } from "./runner.ts";

/**
 * Answers `sysctl NAME…` from every sysctl output and /proc/sys file a recording holds, whichever names those asked
 * for. Undefined for other commands, and where nothing of it was recorded.
 */
export function sysctlFromRecorded(
  argv: readonly string[], commands: readonly RecordedCommand[], read: (command: RecordedCommand) => Buffer,
): RunResult | undefined {
  if (argv[0] !== "sysctl" || argv.length < 2 || argv.slice(1).some((name) => name.startsWith("-"))) return undefined;
  const values = recordedValues(commands, read);
  const lines: string[] = [];
  const problems: string[] = [];
  for (const name of argv.slice(1)) {
    const matches = name.includes("*") ? [...values.keys()].filter((key) => matchesGlob(key, name)) : values.has(name) ? [name] : [];
    for (const key of matches) lines.push(`${key} = ${values.get(key)!}\n`);
    if (matches.length === 0) problems.push(`sysctl: ${name}: not in the recording\n`);
  }
  if (lines.length === 0) return undefined;
  return { argv, stdout: Buffer.from(lines.join("")), stderr: problems.join(""), exitCode: problems.length ? 1 : 0, durationMs: 0 };
}

function recordedValues(commands: readonly RecordedCommand[], read: (command: RecordedCommand) => Buffer): Map<string, string> {
  const values = new Map<string, string>();
  for (const command of commands) {
    const [tool = "", path = ""] = command.argv;
    if (baseName(tool) === "sysctl") {
      for (const line of read(command).toString("utf8").split("\n")) {
        const cut = line.indexOf(" = ");
        if (cut > 0) values.set(line.slice(0, cut), line.slice(cut + 3));
      }
    } else if (tool === "cat" && path.startsWith("/proc/sys/") && command.exit === 0) {
      const parts = path.slice("/proc/sys/".length).split("/");
      const name = parts.map((part) => part.replaceAll(".", "/")).join(".");
      values.set(name, read(command).toString("utf8").replace(/\n$/, ""));
    }
  }
  return values;
}

/** `*` stands for one part of a dotted name. */
function matchesGlob(key: string, glob: string): boolean {
  const keyParts = key.split(".");
  const globParts = glob.split(".");
  return keyParts.length === globParts.length && globParts.every((part, index) => part === "*" || part === keyParts[index]);
}
