import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnoseFile } from "../support/diagnosed.ts";

/** Each row was written down before its program was run: name, syscall, errno or signal, pattern of the subject. */
function expectedRows(directory: string): { name: string; syscall: string; errno: string; subject: RegExp }[] {
  return readFileSync(`${directory}/expected.tsv`, "utf8").split("\n").filter(Boolean).map((line) => {
    const [name = "", syscall = "", errno = "", subject = ""] = line.split("\t");
    return { name, syscall, errno, subject: new RegExp(subject) };
  });
}

for (const set of ["failures", "failures-more"]) {
  const directory = `fixtures/captures/${set}`;
  describe(`why a program failed (${set})`, () => {
    test.each(expectedRows(directory))("$name", ({ name, syscall, errno, subject }) => {
      const [first] = diagnoseFile(`${directory}/${name}.strace`);
      const said = JSON.stringify(first);
      expect(first, said).toBeDefined();
      if (errno === "no-failing-call" || errno === "hang") expect(first?.kind, said).toBe(errno);
      else expect(errno.split("|").some((one) => [first?.errno, first?.signal].includes(one)), said).toBe(true);
      if (syscall !== "-" && !syscall.includes("-|") && !syscall.endsWith("|-")) expect(syscall.split("|"), said).toContain(first?.syscall);
      if (subject.source !== ".") expect(first?.subject ?? "", said).toMatch(subject);
    });
  });
}

describe("a run that went well", () => {
  test.each(readdirSync("fixtures/captures/successes"))("%s gets no diagnosis", (name) => {
    expect(diagnoseFile(`fixtures/captures/successes/${name}`)).toEqual([]);
  });
});
