import { spawn } from "node:child_process";

/**
 * Shows `text` with the user's pager and waits until it is closed. `command` is what PAGER holds: a program and its
 * flags, separated by blanks; no shell reads it. False where it could not be started: the caller then prints.
 */
export async function page(text: string, command: string): Promise<boolean> {
  const [program, ...flags] = command.trim().split(/\s+/);
  if (!program) return false;
  // -F ends less at once when all fits, -R lets colours through, -X leaves the text on the screen.
  const child = spawn(program, flags, { stdio: ["pipe", "inherit", "inherit"], env: { LESS: "FRX", ...process.env } });
  // The pager owns Ctrl-C while it is open.
  const ignore = (): void => {};
  process.on("SIGINT", ignore);
  child.stdin.on("error", ignore);
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("spawn", () => child.stdin.end(text));
    child.once("close", () => {
      process.off("SIGINT", ignore);
      resolve(true);
    });
  });
}
