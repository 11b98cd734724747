import type { Family } from "../model/address.ts";
import type { Route } from "../model/route.ts";
import type { Warning } from "../model/warning.ts";
import { streamRoutes } from "../parse/ip/route.ts";
import type { Runner, RunRequest, RunResult } from "../run/runner.ts";

/** A route takes 70 bytes of ip's JSON: larger answers hold more routes than anybody reads. */
const largeBytes = 400_000;

/** Routing tables too large to be made into objects at once. */
export interface LargeRoutes {
  readonly families: readonly Family[];
  /** one by one; what is wrong with them is in `warnings` by the time the last one is there */
  routes(family: Family): Iterable<Route>;
  readonly warnings: Warning[];
}

/**
 * A runner that keeps very large routing tables back: whoever asks through it gets empty ones, and `aside` has the real
 * ones. A program that wants 100,000 routes as JSON wants them soon and not all at once in memory.
 */
export function keepLargeRoutesAside(runner: Runner): { readonly runner: Runner; readonly aside: LargeRoutes } {
  const tables = new Map<Family, Iterable<Route>>();
  const warnings: Warning[] = [];
  const keepAside = ({ argv }: RunRequest, result: RunResult): RunResult => {
    const family = familyOfDump(argv);
    if (family === undefined || result.exitCode !== 0 || result.stdout.length < largeBytes) return result;
    const routes = streamRoutes(result.stdout.toString("utf8"), argv.join(" "), family, warnings);
    if (!routes) return result;
    tables.set(family, routes);
    return { ...result, stdout: Buffer.from("[]\n") };
  };
  return {
    runner: {
      ...runner,
      run: async (request) => keepAside(request, await runner.run(request)),
      runAll: async (requests) => (await runner.runAll(requests)).map((result, index) => keepAside(requests[index]!, result)),
    },
    aside: {
      get families() {
        return [...tables.keys()];
      },
      routes: (family) => tables.get(family) ?? [],
      warnings,
    },
  };
}

/** The family of `ip -j -4 route show table all`, the first form in which routes are asked for. */
function familyOfDump(argv: readonly string[]): Family | undefined {
  const command = argv.join(" ");
  return command === "ip -j -4 route show table all" ? 4 : command === "ip -j -6 route show table all" ? 6 : undefined;
}
