import { HostlensError } from "../model/failure.ts";
import type { Runner } from "../run/runner.ts";

/** Opens the host that `--on` names. */
export async function openHost(on: string | undefined): Promise<Runner> {
  throw new HostlensError({ code: "not-possible", what: `--on ${on ?? "live"}`, why: "hosts cannot be opened yet" });
}
