import type { Runner } from "../run/runner.ts";

/** One tool or privilege: whether it is there, and what is lost without it. */
export interface Check {
  readonly name: string;
  readonly isThere: boolean;
  /** version, or the state that was found */
  readonly found: string;
  /** what is lost without it; empty where it is there */
  readonly lost: string;
  /** how to get it; empty where it is there */
  readonly remedy: string;
}

interface Tool { readonly name: string; readonly argv: readonly string[]; readonly loses: string; readonly debianPackage: string }

const tools: readonly Tool[] = [
  { name: "ip", argv: ["ip", "-V"], loses: "everything about this host's network: only recordings and pasted output can be explained", debianPackage: "iproute2" },
  { name: "bridge", argv: ["bridge", "-V"], loses: "which MAC is behind which port of a bridge", debianPackage: "iproute2" },
  { name: "strace", argv: ["strace", "-V"], loses: "tracing programs; captures made elsewhere can still be explained", debianPackage: "strace" },
  { name: "lsns", argv: ["lsns", "-V"], loses: "who lives in which namespace", debianPackage: "util-linux" },
  { name: "iptables-save", argv: ["iptables-save", "-V"], loses: "NAT and filter rules made with iptables", debianPackage: "iptables" },
  { name: "nft", argv: ["nft", "-v"], loses: "NAT and filter rules made with nftables", debianPackage: "nftables" },
  { name: "docker", argv: ["docker", "--version"], loses: "container names; their network devices are still shown", debianPackage: "docker.io" },
];

/** What is asked of a host for it; a recording keeps the answers. */
export const doctorCommands: readonly (readonly string[])[] = [...tools.map((tool) => tool.argv), ["cat", "/proc/sys/kernel/yama/ptrace_scope"]];

/** Looks which tools, versions and privileges a host offers. `isRoot` is that of the process that asks. */
export async function examine(runner: Runner, isRoot: boolean): Promise<Check[]> {
  const results = await Promise.all(tools.map((tool) => runner.run({ argv: tool.argv, timeoutMs: 5000 })));
  const checks = tools.map((tool, index): Check => {
    const result = results[index];
    const said = `${result?.stdout.toString("utf8") ?? ""}\n${result?.stderr ?? ""}`.split("\n").map((line) => line.trim()).find(Boolean) ?? "";
    const isRecorded = result?.problem === "not-recorded";
    const base = { name: tool.name, lost: tool.loses, remedy: isRecorded ? "" : `Debian, Ubuntu: apt-get install ${tool.debianPackage}` };
    if (result === undefined || result.problem !== undefined) {
      return { ...base, isThere: false, found: isRecorded ? "not in this recording" : result?.problem === "timeout" ? "does not answer" : result?.problem === "no-permission" ? "may not be run" : "not installed" };
    }
    if (/BusyBox/.test(said) && tool.name === "ip") {
      return { ...base, isThere: false, found: said.slice(0, 60), lost: "much: BusyBox's ip shows neither who added a route nor all conditions of a rule, and hides next hops" };
    }
    if (result.exitCode !== 0 || said === "") return { ...base, isThere: false, found: said === "" ? "does not work: it printed nothing" : `does not work: ${said.slice(0, 60)}` };
    return { name: tool.name, isThere: true, found: shorten(said), lost: "", remedy: "" };
  });
  if (runner.source.kind === "recording" || runner.source.kind === "demo") return checks;
  checks.push({
    name: "root", isThere: isRoot, found: isRoot ? "yes" : "no, an ordinary user",
    lost: isRoot ? "" : "firewall and NAT rules, other users' processes, entering network namespaces",
    remedy: isRoot ? "" : "sudo hostlens … where you need one of these",
  });
  const scope = await runner.run({ argv: ["cat", "/proc/sys/kernel/yama/ptrace_scope"] });
  const value = scope.exitCode === 0 ? scope.stdout.toString("utf8").trim() : undefined;
  if (value !== undefined && value !== "0") {
    const isHindered = !isRoot || value === "3";
    checks.push({
      name: "ptrace", isThere: !isHindered, found: `kernel.yama.ptrace_scope = ${value}`,
      lost: isHindered ? (value === "3" ? "tracing at all" : "attaching to running processes (trace -p); programs started by trace work") : "",
      remedy: isHindered ? (value === "3" ? "it cannot be lowered before the next boot" : "trace -p as root, or sysctl kernel.yama.ptrace_scope=0") : "",
    });
  }
  return checks;
}

/** "ip utility, iproute2-6.1.0, libbpf 1.1.2" → "iproute2-6.1.0"; otherwise the line, not too long. */
function shorten(line: string): string {
  const iproute = /iproute2-[\w.]+/.exec(line);
  return iproute ? iproute[0] : line.slice(0, 60);
}
