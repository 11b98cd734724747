import type { Container, ContainerNetwork } from "../model/container.ts";
import type { Warning } from "../model/warning.ts";
import { parseContainers, parseEngineIds, parseNetworks } from "../parse/docker.ts";
import type { Runner, RunResult } from "../run/runner.ts";

/** What the container engines of a host said. Parts are undefined where no engine answered. */
export interface EngineAnswer {
  readonly containers?: Container[];
  readonly networks?: ContainerNetwork[];
  readonly warnings: Warning[];
}

/** Engines that speak docker's language; the first one that is there and answers is not necessarily the only one. */
const engines = ["docker", "podman", "nerdctl"] as const;

/** Asks every engine for its containers (stopped ones too) and networks. A missing engine is nothing to warn of. */
export async function askEngines(runner: Runner): Promise<EngineAnswer> {
  const answers = await Promise.all(engines.map((engine) => askEngine(runner, engine)));
  const warnings = answers.flatMap((answer) => answer.warnings);
  const containers = uniqueById(answers.flatMap((answer) => answer.containers ?? []));
  const networks = answers.flatMap((answer) => answer.networks ?? []);
  const isAnswered = answers.some((answer) => answer.containers !== undefined);
  return { ...(isAnswered ? { containers, networks } : {}), warnings };
}

/** `podman-docker` answers to the name docker: the same container twice is one. */
function uniqueById(containers: readonly Container[]): Container[] {
  return [...new Map(containers.toReversed().map((container) => [container.id, container])).values()].toReversed();
}

async function askEngine(runner: Runner, engine: string): Promise<EngineAnswer> {
  const list = await runner.run({ argv: [engine, "ps", "-a", "--no-trunc", "--format", "json"] });
  if (list.problem === "tool-missing" || list.problem === "not-recorded") return { warnings: [] };
  if (list.exitCode !== 0) return { warnings: refusal(engine, list) };
  const warnings: Warning[] = [];
  const inspect = async <T>(argv: readonly string[], ids: readonly string[], parse: (output: string, command: string) => { items: T[]; warnings: Warning[] }): Promise<T[] | undefined> => {
    if (ids.length === 0) return [];
    const result = await runner.run({ argv: [...argv, ...ids] });
    const output = result.stdout.toString("utf8");
    // a container that went away meanwhile makes the exit status 1; the others are printed all the same
    if (result.problem !== undefined || (result.exitCode !== 0 && !output.trimStart().startsWith("[{"))) {
      warnings.push(...refusal(argv.join(" "), result));
      return undefined;
    }
    const parsed = parse(output, argv.join(" "));
    warnings.push(...parsed.warnings);
    return parsed.items;
  };
  const listNetworks = await runner.run({ argv: [engine, "network", "ls", "--no-trunc", "--format", "json"] });
  const [containers, networks] = await Promise.all([
    inspect([engine, "inspect"], parseEngineIds(list.stdout.toString("utf8")), parseContainers),
    listNetworks.exitCode === 0 ? inspect([engine, "network", "inspect"], parseEngineIds(listNetworks.stdout.toString("utf8")), parseNetworks) : undefined,
  ]);
  return { ...(containers ? { containers } : {}), ...(networks ? { networks } : {}), warnings };
}

function refusal(command: string, result: RunResult): Warning[] {
  const said = result.stderr.trim().split("\n")[0] ?? "";
  const at = { command };
  // an engine that is installed and does not run has no containers to tell of
  if (/cannot connect to the docker daemon|is the docker daemon running|no such file or directory|connection refused/i.test(said)) return [];
  if (/permission denied/i.test(said) || result.problem === "no-permission") return [{ code: "no-permission", message: `${command}: not permitted to ask the engine; its group or root may`, at }];
  if (result.problem === "timeout") return [{ code: "timeout", message: `${command}: no answer in time, stopped`, at }];
  return [{ code: "tool-failed", message: `${command}: ${said === "" ? `exit status ${result.exitCode}` : said}`, at }];
}
