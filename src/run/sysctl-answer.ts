import type { RunRequest, RunResult } from "./runner.ts";

/** Answers `cat` and `ls -1` requests, in order. */
type ReadFiles = (requests: readonly RunRequest[]) => Promise<readonly RunResult[]>;

/**
 * Answers `sysctl NAME…` from /proc/sys in sysctl's own format, without starting it; a `*` stands for every name at its
 * place (`net.ipv4.conf.*.rp_filter`). Undefined for any other use of sysctl.
 */
export async function answerSysctl(argv: readonly string[], readFiles: ReadFiles): Promise<RunResult | undefined> {
  const names = argv.slice(1);
  if (argv[0] !== "sysctl" || names.length === 0 || !names.every(isPlainName)) return undefined;
  const started = performance.now();
  const paths = await expandNames(names, readFiles);
  const answers = await readFiles(paths.map((path) => ({ argv: ["cat", `/proc/sys/${path.join("/")}`] })));
  const lines: string[] = [];
  const problems: string[] = [];
  for (const [index, path] of paths.entries()) {
    const shown = path.map((part) => part.replaceAll(".", "/")).join(".");
    const answer = answers[index]!;
    if (answer.exitCode === 0) {
      for (const line of answer.stdout.toString("utf8").replace(/\n$/, "").split("\n")) lines.push(`${shown} = ${line}\n`);
    } else if (answer.stderr.includes("No such file")) {
      problems.push(`sysctl: cannot stat /proc/sys/${path.join("/")}: No such file or directory\n`);
    } else problems.push(`sysctl: permission denied on key '${shown}'\n`);
  }
  const exitCode = problems.length ? 1 : 0;
  return { argv, stdout: Buffer.from(lines.join("")), stderr: problems.join(""), exitCode, durationMs: performance.now() - started };
}

function isPlainName(name: string): boolean {
  return !name.startsWith("-") && !name.includes("//") && !name.includes("=") && !name.includes("\0");
}

/** The path parts below /proc/sys that names stand for. In a name, `/` is a dot inside a part (eth0/5 is eth0.5). */
async function expandNames(names: readonly string[], readFiles: ReadFiles): Promise<string[][]> {
  let paths = names.map((name) => name.split(".").map((part) => part.replaceAll("/", ".")));
  for (;;) {
    const open = paths.map((path) => path.indexOf("*"));
    if (open.every((at) => at < 0)) return paths;
    const directories = [...new Set(paths.flatMap((path, index) => (open[index]! < 0 ? [] : [directoryOf(path, open[index]!)])))];
    const listings = await readFiles(directories.map((directory) => ({ argv: ["ls", "-1", directory] })));
    const entriesOf = new Map(directories.map((directory, index) => [directory, linesOf(listings[index]!)]));
    paths = paths.flatMap((path, index) => {
      const at = open[index]!;
      if (at < 0) return [path];
      return entriesOf.get(directoryOf(path, at))!.map((entry) => [...path.slice(0, at), entry, ...path.slice(at + 1)]);
    });
  }
}

function directoryOf(path: readonly string[], end: number): string {
  return `/proc/sys/${path.slice(0, end).join("/")}`;
}

function linesOf(result: RunResult): string[] {
  return result.stdout.toString("utf8").split("\n").filter(Boolean);
}
