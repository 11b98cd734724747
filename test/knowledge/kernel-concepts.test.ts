import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { conceptByName, concepts } from "../../src/knowledge/concepts/index.ts";
import { kernelBoundaryConcepts } from "../../src/knowledge/concepts/kernel-boundary.ts";
import { processConcepts } from "../../src/knowledge/concepts/processes.ts";
import { syscallByName } from "../../src/knowledge/syscalls/index.ts";

const ours = [...kernelBoundaryConcepts, ...processConcepts];

describe("the concepts of the kernel side", () => {
  it("can each be found by id and by every alias, and lead to another concept", () => {
    for (const concept of ours) {
      expect(conceptByName(concept.id)).toBe(concept);
      for (const alias of concept.aliases) expect(conceptByName(alias)?.id, alias).toBe(concept.id);
      expect(concepts.some(({ id }) => id === concept.after), `${concept.id} → ${concept.after ?? ""}`).toBe(true);
    }
  });

  it("give the numbers that the catalogue gives", () => {
    const text = conceptByName("syscall")?.text.join(" ") ?? "";
    const { x86_64, arm64, i386 } = syscallByName("openat")?.numbers ?? {};
    expect(text).toContain(`openat is ${x86_64 ?? "?"} on x86-64, ${arm64 ?? "?"} on arm64 and ${i386 ?? "?"}`);
  });

  it("set the sayings that are wrong beside what is true", () => {
    const saying = (name: string): string => {
      const concept = conceptByName(name);
      return `${concept?.misbelief?.said ?? ""} / ${concept?.misbelief?.truth ?? ""}`;
    };
    expect(saying("user-kernel")).toMatch(/name space.*\/.*not halves/s);
    expect(saying("system-call")).toMatch(/software interrupt.*\/.*int \$0x80/s);
    expect(saying("fork")).toMatch(/replaces.*\/.*replaces nothing/s);
    expect(saying("glibc")).toMatch(/provides the system calls.*\/.*kernel provides/s);
  });

  it("name manual pages that exist", (context) => {
    const folders = [2, 3, 7, 8].map((section) => ({ section, folder: `/usr/share/man/man${section}` }));
    if (!existsSync("/usr/share/man/man2/clone.2.gz")) return context.skip("the manual pages are not installed (manpages, manpages-dev)");
    const pages = new Set(folders.flatMap(({ section, folder }) => readdirSync(folder).map((file) => `${file.split(`.${section}`)[0] ?? ""}(${section})`)));
    const named = ours.flatMap((concept) => concept.sources).flatMap((source) => /^([\w.-]+\(\d\))/.exec(source)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((page) => !pages.has(page))).toEqual([]);
  });
});
