import { HostlensError } from "../../model/failure.ts";
import type { Context } from "../command.ts";
import { commands } from "../commands.ts";
import { completionScript, shells, type Shell } from "../completion.ts";
import { globalOptions } from "../globals.ts";

/** Prints the completion script of a shell, made from the command table. */
export async function run({ out }: Context, args: readonly string[]): Promise<number> {
  const [shell] = args;
  if (!isShell(shell)) throw new HostlensError({ code: "usage", message: `name a shell: ${shells.join(", ")}` });
  await out.text(completionScript(shell, commands, globalOptions));
  return 0;
}

function isShell(name: string | undefined): name is Shell {
  return shells.some((shell) => shell === name);
}
