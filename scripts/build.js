// Builds dist/: the command line as an esbuild bundle with lazy chunks, the library as plain modules with types.
// Everything is made beside dist/ and swapped in at the end, so that a running program never sees half a build.
import { execFileSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const fresh = `dist.new-${process.pid}`;

try {
  await build({
    entryPoints: { main: "src/cli/main.ts" },
    outdir: `${fresh}/cli`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["react-devtools-core"],
    chunkNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: "warning",
  });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", `${fresh}/lib`], { stdio: "inherit" });
  rmSync("dist", { recursive: true, force: true });
  renameSync(fresh, "dist");
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
