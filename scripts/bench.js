// Runs test/bench/*.js one after the other (or those named: `npm run bench -- startup`) and prints what each measured
// as ratios within the same run. Exit status 1 where a figure is missed.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
execFileSync(process.execPath, ["scripts/build.js"], { stdio: "inherit" });

const asked = process.argv.slice(2);
const names = readdirSync("test/bench").filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3)).sort();
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  process.exit(2);
}

let missed = 0;
for (const name of asked.length > 0 ? asked : names) {
  console.log(`\n${name}`);
  // Each file exports measure(): what was measured, as { what, value, unit, limit?, atLeast?, note? }.
  const { measure } = await import(pathToFileURL(`test/bench/${name}.js`).href);
  for (const { what, value, unit, limit, atLeast, note } of await measure()) {
    const ok = (limit === undefined || value <= limit) && (atLeast === undefined || value >= atLeast);
    if (!ok) missed++;
    const goal = limit !== undefined ? `at most ${limit}` : atLeast !== undefined ? `at least ${atLeast}` : "";
    console.log(`  ${ok ? "  " : "✗ "}${what}: ${value.toFixed(2)} ${unit}${goal ? ` (${goal})` : ""}${note ? `  ${note}` : ""}`);
  }
}
console.log(missed === 0 ? "\nall figures reached" : `\n${missed} ${missed === 1 ? "figure" : "figures"} missed`);
process.exitCode = missed === 0 ? 0 : 1;
