import { fileRequestOf } from "./file-answers.ts";
import { runQuick } from "./quick-process.ts";
import type { RunRequest, RunResult } from "./runner.ts";

/**
 * Reads files as a process inside another namespace sees them (/proc/net, /proc/sys/net and /sys/class/net show the
 * reader's namespace). One helper process, started behind `entry`, answers all requests; results are those of
 * file-answers.ts. A request whose helper could not be started carries its reason.
 */
export async function readInside(
  entry: readonly string[], requests: readonly RunRequest[], signal?: AbortSignal,
): Promise<RunResult[]> {
  if (requests.length === 0) return [];
  const reads = requests.map(({ argv }) => fileRequestOf(argv)!);
  const result = await runQuick({ argv: [...entry, process.execPath, "-e", readerScript], stdin: JSON.stringify(reads) }, signal);
  let answers: ReaderAnswer[] | undefined;
  try {
    answers = JSON.parse(result.stdout.toString("utf8")) as ReaderAnswer[];
  } catch {
    answers = undefined;
  }
  return requests.map(({ argv }, index) => {
    const answer = answers?.[index];
    if (!answer) return { ...result, argv, stdout: Buffer.alloc(0), exitCode: result.exitCode === 0 ? 1 : result.exitCode };
    const { durationMs } = result;
    if (answer.data !== undefined) return { argv, stdout: Buffer.from(answer.data, "base64"), stderr: "", exitCode: 0, durationMs };
    const stderr = `${argv[0]}: ${reads[index]!.path}: ${answer.problem}\n`;
    const failed = { argv, stdout: Buffer.alloc(0), stderr, exitCode: 1, durationMs };
    return answer.isRefused ? { ...failed, problem: "no-permission" } : failed;
  });
}

interface ReaderAnswer {
  readonly data?: string;
  readonly problem?: string;
  readonly isRefused?: boolean;
}

// Runs in the namespace, from this text alone: it may not import anything of ours.
const readerScript = `
const fs = require("node:fs");
const words = { ENOENT: "No such file or directory", EACCES: "Permission denied", EPERM: "Operation not permitted", EINVAL: "Invalid argument",
  EISDIR: "Is a directory", ENOTDIR: "Not a directory", ENODEV: "No such device", ENXIO: "No such device or address",
  EOPNOTSUPP: "Operation not supported", ENOTSUP: "Operation not supported", EIO: "Input/output error" };
const answers = JSON.parse(fs.readFileSync(0, "utf8")).map(({ kind, path }) => {
  try {
    if (kind === "cat") return { data: fs.readFileSync(path).toString("base64") };
    if (kind === "readlink") return { data: Buffer.from(fs.readlinkSync(path) + "\\n").toString("base64") };
    const names = fs.readdirSync(path).sort();
    return { data: Buffer.from(names.map((name) => name + "\\n").join("")).toString("base64") };
  } catch (error) {
    const code = error.code ?? "EIO";
    return { problem: words[code] ?? code, isRefused: code === "EACCES" || code === "EPERM" };
  }
});
process.stdout.write(JSON.stringify(answers));
`;
