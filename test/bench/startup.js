import { leastCpu } from "../support/cpu.js";

const node = process.execPath;
const hostlens = [node, "bin/hostlens.js"];
const systeminformation = "import('systeminformation').then((si) => si.default.networkInterfaces()).then(() => process.exit())";

/** CPU of a start and of `hostlens nics` against the bare runtime, `ip` and systeminformation, in one run. */
export function measure() {
  const [bare, version, nics, link, address, peer] = leastCpu([
    [node, "-e", "0"], [...hostlens, "--version"], [...hostlens, "nics"], ["ip", "-j", "-d", "-s", "link"], ["ip", "-j", "-d", "addr"],
    [node, "-e", systeminformation],
  ], 15);
  return [
    { what: "hostlens --version against node -e 0", value: version / bare, unit: "×", limit: 1.25 },
    { what: "hostlens nics without ip's own time against node -e 0", value: (nics - link - address) / bare, unit: "×", limit: 2 },
    { what: "hostlens nics against systeminformation's networkInterfaces()", value: nics / peer, unit: "×", limit: 1 },
  ];
}
