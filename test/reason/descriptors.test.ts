import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareWithDecorations } from "../support/provenance.ts";

/** Links on the machines the captures come from: file that was opened, what -y shows. */
const links: readonly (readonly [string, string])[] = [
  ["/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf"], ["/usr/share/locale/locale.alias", "/etc/locale.alias"], ["/etc/localtime", "/usr/share/zoneinfo/Etc/UTC"],
];

/** `/lib` is a link to `/usr/lib`, `libz.so.1` one to `libz.so.1.2.13`, `/proc/self` one to the process. */
function isSameThroughLink(opened: string, shown: string): boolean {
  const place = opened.replace(/^\/lib/, "/usr/lib");
  return place === shown || place.includes(".so") && shown.startsWith(`${place}.`) || opened.replace("/proc/self/", "") === shown.replace(/^\/proc\/\d+\//, "")
    || links.some(([link, target]) => link === opened && target === shown);
}

describe("descriptors without -y, held against the decorations of -y and -yy", () => {
  // What was open before the first line cannot be known; node-http was started with a tenth descriptor.
  test.each([
    ["curl-yy", [0, 1, 2]], ["epoll-unix-yy", []], ["netlink-yy", []], ["node-http-yy", [0, 1, 2, 10]], ["sqlite3-y", [0, 1]], ["tar-y", [0, 1, 2]], ["v72-decode-fds-ns", []],
  ])("%s", (name, inherited) => {
    const outcome = compareWithDecorations(readFileSync(`fixtures/captures/strace/${name}.strace`, "latin1"), { isSame: isSameThroughLink });
    expect(outcome.wrong).toEqual([]);
    expect([...new Set(outcome.missing.map((one) => Number(/: (\d+)</.exec(one)?.[1])))].toSorted((a, b) => a - b)).toEqual(inherited);
    expect(outcome.right).toBeGreaterThan(50);
  });
});
