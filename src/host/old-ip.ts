import type { Snapshot } from "../model/snapshot.ts";
import type { Warning } from "../model/warning.ts";
import { warnOfCutWeights } from "../parse/ip/nexthop.ts";
import { markHiddenSelectors, warnOfHiddenSelectors } from "../parse/ip/rule.ts";
import type { Runner } from "../run/runner.ts";

/**
 * What this host's `ip` may have left out or cut because it is older than the kernel. Its version is asked for only where
 * rules or nexthops look as if that could matter; a host that cannot say gets no warning. Marks the rules that may hide a condition.
 */
export async function warnOfOldIp(runner: Runner, snapshot: Snapshot): Promise<Warning[]> {
  const kernel = runner.source.kernel ?? undefined;
  const warningsFor = (version: string): Warning[] => [
    ...warnOfHiddenSelectors(snapshot.rules ?? [], version, kernel),
    ...warnOfCutWeights(snapshot.nexthops ?? [], version, kernel),
  ];
  if (warningsFor("0.0").length === 0) return [];
  const { stdout, exitCode } = await runner.run({ argv: ["ip", "-V"] });
  if (exitCode !== 0) return [];
  const version = stdout.toString("utf8");
  markHiddenSelectors(snapshot.rules ?? [], version, kernel);
  return warningsFor(version);
}
