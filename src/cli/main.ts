import { version } from "./version.ts";

const argv = process.argv.slice(2);

// Asked on its own, the version comes without commander and everything behind it: scripts ask for it in loops.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.on("error", () => {});
  process.stdout.write(`${version()}\n`);
} else {
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(argv);
}
