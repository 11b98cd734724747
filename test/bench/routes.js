import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const count = 100_000;

/** `hostlens routes --json` with 100,000 routes in a network namespace of its own, against `ip -j route` and JSON.parse. */
export function measure() {
  const folder = mkdtempSync(join(tmpdir(), "hostlens-routes-"));
  try {
    const batch = ["link set lo up", "link add va type veth peer name vb", "addr add 10.255.0.1/24 dev va", "link set va up", "link set vb up"];
    for (let index = 0; index < count; index++) batch.push(`route add 20.${index >> 14}.${(index >> 6) & 255}.${(index & 63) << 2}/30 via 10.255.0.2`);
    writeFileSync(join(folder, "batch"), `${batch.join("\n")}\n`);
    const script = `
      set -e
      ip -batch "$1/batch"
      TIMEFORMAT='%U %S'
      { time "$2" bin/hostlens.js routes --json > "$1/out"; } 2> "$1/ours"
      { time sh -c 'ip -j route > "$0/ip"; "$1" -e "JSON.parse(require(\\"fs\\").readFileSync(process.argv[1]))" "$0/ip"' "$1" "$2"; } 2> "$1/theirs"
      "$2" -e 'const c = require("child_process").spawn(process.execPath, ["bin/hostlens.js", "routes", "--json"], { stdio: ["ignore", "ignore", "inherit"] });
        let peak = 0; const t = setInterval(() => { try { peak = Math.max(peak, +/VmHWM:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/" + c.pid + "/status", "utf8"))[1]); } catch {} }, 10);
        c.on("exit", () => { clearInterval(t); require("fs").writeFileSync(process.argv[1], String(peak)); });' "$1/peak"`;
    const { status, stderr } = spawnSync("unshare", ["-rn", "bash", "-c", script, "bash", folder, process.execPath], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the namespace could not be made: ${stderr}`);
    const seconds = (name) => readFileSync(join(folder, name), "utf8").trim().split("\n").at(-1).split(/\s+/).map(Number).reduce((sum, each) => sum + each, 0);
    const shown = JSON.parse(readFileSync(join(folder, "out"), "utf8")).routes.length;
    return [
      { what: "routes shown", value: shown, unit: "routes", atLeast: count },
      { what: "hostlens routes --json against ip -j route and JSON.parse", value: seconds("ours") / seconds("theirs"), unit: "×", limit: 2 },
      { what: "memory", value: Number(readFileSync(join(folder, "peak"), "utf8")) / 1024, unit: "MiB", limit: 400 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
