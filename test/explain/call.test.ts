import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainCall, hasOwnWords } from "../../src/explain/call.ts";
import { allErrnos } from "../../src/knowledge/errnos/index.ts";
import { allSyscalls } from "../../src/knowledge/syscalls/index.ts";
import type { TraceEvent, Value } from "../../src/model/trace-event.ts";
import { parseStrace } from "../../src/parse/strace/capture-parser.ts";
import { callSentences } from "./call-sentences.ts";

const folder = "fixtures/captures";

function capturedCalls(): { file: string; raw: string; event: TraceEvent }[] {
  const found: { file: string; raw: string; event: TraceEvent }[] = [];
  for (const file of readdirSync(folder, { recursive: true }) as string[]) {
    if (!file.includes(".strace")) continue;
    const lines = readFileSync(join(folder, file), "latin1").split("\n");
    for (const event of parseStrace(lines)) {
      if (event.kind === "syscall") found.push({ file, raw: lines[event.line - 1] ?? "", event });
    }
  }
  return found;
}

const calls = capturedCalls();

describe("a call in words", () => {
  it.each(callSentences)("%s", (line, sentence) => {
    const [event] = [...parseStrace([line])];
    expect(event?.kind).toBe("syscall");
    expect(event && explainCall(event)).toBe(sentence);
  });

  it("decodes the arguments of the 120 most used calls and more", () => {
    const own = allSyscalls().filter((call) => hasOwnWords(call.name));
    expect(own.length).toBeGreaterThanOrEqual(180);
    const counts = new Map<string, number>();
    for (const { event } of calls) counts.set(event.name ?? "", (counts.get(event.name ?? "") ?? 0) + 1);
    const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 120).map(([name]) => name);
    expect(most.filter((name) => !hasOwnWords(name))).toEqual([]);
  });

  it("has a sentence for every call of the catalogue, even without arguments", () => {
    for (const call of allSyscalls()) {
      const sentence = explainCall({ line: 1, kind: "syscall", name: call.name, args: [], ret: { value: 0 } });
      expect(sentence, call.name).toMatch(/^[a-z]+,? \S/);
      expect(sentence, call.name).not.toMatch(/undefined|NaN|\[object|\.$/);
    }
  });
});

describe("every call of the recorded captures", () => {
  it("has a sentence without holes and without raw addresses", () => {
    expect(calls.length).toBeGreaterThan(20_000);
    const holes = calls.map(({ file, raw, event }) => ({ file, raw, sentence: explainCall(event) })).filter(({ sentence }) => {
      const own = sentence.replace(/"(?:[^"\\]|\\.)*"/g, "");
      return /undefined|NaN|\[object|0x[0-9a-f]{7,}|</.test(own) || sentence.length > 1000;
    });
    expect(holes).toEqual([]);
  });

  it("names what the raw line names: the errno, the path opened, the new descriptor", () => {
    let judged = 0;
    const wrong: { raw: string; sentence: string }[] = [];
    for (const { raw, event } of calls) {
      if (event.unfinished) continue;
      const sentence = explainCall(event);
      const errno = /\) += -1 (E[A-Z0-9]+) \(/.exec(raw)?.[1];
      if (errno && event.name !== "rt_sigreturn") {
        if (!sentence.includes(`: ${errno}, `)) wrong.push({ raw, sentence });
        judged += 1;
      }
      const opened = /\bopen(?:at)?\((?:[^",]+, )?"([\w./+-]+)", [A-Z_|]+(?:, \d+)?\) += (\d+)/.exec(raw);
      if (opened?.[1]) {
        const right = /^(?:opens|makes) /.test(sentence) && sentence.split(/[ ,;]/).includes(opened[1])
          && sentence.includes(`descriptor ${opened[2] ?? "?"}`)
          && sentence.includes("closed by itself at the next exec") === raw.includes("O_CLOEXEC");
        if (!right) wrong.push({ raw, sentence });
        judged += 1;
      }
      const forked = /\b(?:vfork|clone3?)\(.*\) += (\d+)/.exec(raw);
      if (forked?.[1]) {
        if (!sentence.includes(forked[1]) || sentence.includes("thread") !== raw.includes("CLONE_THREAD")) wrong.push({ raw, sentence });
        judged += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(5000);
  });
});

describe("what surrounds a call", () => {
  const parse = (line: string): TraceEvent => {
    const [event] = [...parseStrace([line])];
    if (!event) throw new Error("no event");
    return event;
  };

  it("names the file behind a descriptor when somebody knows it", () => {
    const fileOf = (descriptor: number): string | undefined => (descriptor === 3 ? "/etc/hosts" : undefined);
    expect(explainCall(parse('read(3, "127.0.0.1", 9) = 9'), { fileOf })).toBe('reads up to 9 bytes from /etc/hosts (descriptor 3); got 9: "127.0.0.1"');
    expect(explainCall(parse("close(4) = 0"), { fileOf })).toBe("closes descriptor 4");
    // what strace itself shows goes first
    expect(explainCall(parse("close(3</dev/null>) = 0"), { fileOf })).toBe("closes /dev/null (descriptor 3)");
  });

  it("says when a call never came back, and why it was interrupted", () => {
    const [event] = [...parseStrace(["7 read(0,  <unfinished ...>"])];
    expect(event && explainCall(event)).toBe("reads up to some bytes from standard input; the capture does not show it coming back");
    expect(explainCall(parse("read(0, 0x7ffe, 4096) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)"))).toContain("interrupted, ERESTARTSYS, a signal came");
  });

  it("shows flags that it does not know, as they are", () => {
    expect(explainCall(parse('openat(AT_FDCWD, "/x", O_RDONLY|O_SOMETHING|0x40000000) = 3'))).toContain("(with O_SOMETHING and 0x40000000)");
    expect(explainCall(parse('openat(-100, "/x", 0x40080000) = 3'))).toContain("closed by itself");
  });

  it("reads numbers, names with numbers, and named arguments alike", () => {
    const plain = "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f00aa000000";
    const raw = "mmap(NULL, 8192, 0x3, 0x22, -1, 0) = 0x7f00aa000000";
    const verbose = "mmap(NULL, 8192, 0x3 /* PROT_READ|PROT_WRITE */, 0x22 /* MAP_PRIVATE|MAP_ANONYMOUS */, -1, 0) = 0x7f00aa000000";
    const named = "mmap(addr=NULL, length=8192, prot=PROT_READ|PROT_WRITE, flags=MAP_PRIVATE|MAP_ANONYMOUS, fd=-1, offset=0) = 0x7f00aa000000";
    for (const line of [plain, raw, verbose, named]) expect(explainCall(parse(line)), line).toBe("asks for 8 KiB of new memory");
  });
});

describe("hostile events", () => {
  const leaf: fc.Arbitrary<Value> = fc.oneof(
    fc.record({ kind: fc.constant("string" as const), value: fc.string(), truncated: fc.boolean() }),
    fc.record({ kind: fc.constant("number" as const), value: fc.oneof(fc.integer(), fc.double()) }),
    fc.record({ kind: fc.constant("pointer" as const), raw: fc.oneof(fc.constant("NULL"), fc.constant("0x7ffd12345678"), fc.string()) }),
    fc.record({ kind: fc.constant("flags" as const), names: fc.array(fc.oneof(fc.constant("SIGKILL"), fc.constant("O_CREAT"), fc.string())) }),
    fc.record({ kind: fc.constant("fd" as const), fd: fc.oneof(fc.integer(), fc.constant("AT_FDCWD" as const)), path: fc.string() }),
    fc.record({ kind: fc.constant("unknown" as const), raw: fc.string() }),
    fc.record({ kind: fc.constant("elided" as const) }),
  );
  const value: fc.Arbitrary<Value> = fc.oneof(
    leaf,
    fc.record({ kind: fc.constant("array" as const), items: fc.array(leaf, { maxLength: 4 }), set: fc.boolean(), inverted: fc.boolean(), elided: fc.boolean() }),
    fc.record({ kind: fc.constant("struct" as const), fields: fc.array(fc.record({ name: fc.constantFrom("fd", "tv_sec", "sa_family", "msg_iov", "flags", "st_mode"), value: leaf }), { maxLength: 4 }), elided: fc.boolean() }),
    fc.record({ kind: fc.constant("change" as const), before: leaf, after: leaf }),
    fc.record({ kind: fc.constant("comment" as const), text: fc.string(), of: leaf }),
    fc.record({ kind: fc.constant("named" as const), name: fc.constantFrom("flags", "x"), value: leaf }),
  );
  const names = allSyscalls().map((call) => call.name);

  it("never make it throw, and never leave a hole in the sentence", () => {
    fc.assert(fc.property(
      fc.oneof(fc.constantFrom(...names), fc.string()), fc.array(value, { maxLength: 7 }),
      fc.option(fc.constantFrom(...allErrnos().map((errno) => errno.name), "ENEW"), { nil: undefined }), fc.oneof(fc.integer(), fc.constantFrom("?", "0x7f0012345678")),
      (name, args, errno, returned) => {
        const event: TraceEvent = { line: 1, kind: "syscall", name, args, ret: errno === undefined ? { value: returned } : { value: -1, errno } };
        const sentence = explainCall(event);
        return sentence.length > 0 && !/\bundefined\b|\[object/.test(sentence.replace(/"(?:[^"\\]|\\.)*"/g, ""));
      },
    ), { numRuns: 3000 });
  });
});
