import type { Runner } from "../run/runner.ts";

/** Opens the host that `--on` names; the room that does it is loaded only then. */
export async function openHost(on: string | undefined): Promise<Runner> {
  const { openRunner } = await import("../host/open.ts");
  return openRunner(on);
}
