import { leastCpu } from "../support/cpu.js";

const node = process.execPath;
const hostlens = [node, "bin/hostlens.js"];

/** CPU of a start against the bare runtime, in one run. */
export function measure() {
  const [bare, version, help] = leastCpu([[node, "-e", "0"], [...hostlens, "--version"], [...hostlens, "--help"]], 20);
  return [
    { what: "hostlens --version against node -e 0", value: version / bare, unit: "×", limit: 1.25 },
    { what: "hostlens --help against node -e 0", value: help / bare, unit: "×" },
  ];
}
