import { array, boolean, constant as always, constantFrom, integer, letrec, nat, oneof, option, record, tuple, uniqueArray, type Arbitrary } from "fast-check";
import type { TraceEvent, Value } from "../../src/model/trace-event.ts";
import { printArgs } from "../../src/parse/strace/call.ts";
import { escapeBytes, escapeHex } from "../../src/parse/strace/escapes.ts";

const constant = constantFrom("O_RDONLY", "AF_INET", "SIGCHLD", "0x40000", "S_IFREG", "MAP_PRIVATE", "1<<CAP_CHOWN", "CLONE_VM", "_LINUX_CAPABILITY_VERSION_3");
const fieldName = constantFrom("st_mode", "sa_family", "iov_base", "msg_iov", "l_type", "u32", "tv_sec");
const bytes = array(oneof(nat(255), constantFrom(0, 10, 34, 48, 55, 56, 92)), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes));
const path = constantFrom("/", "/etc/hosts", "/srv/a b", "/x (deleted)", "/tmp/(a), = 0");

/** Values as strace writes them; what follows another in one list has to be readable without it. */
const leaf: Arbitrary<Value> = oneof(
  bytes.chain((value) => boolean().map((truncated): Value => ({ kind: "string", value, truncated }))),
  bytes.filter((value) => escapeHex(value) !== escapeBytes(value) && value !== "").map((value): Value => ({ kind: "string", value, truncated: false, hex: true })),
  always<Value>({ kind: "string", value: "/run/x", truncated: false, abstract: true }),
  integer().map((value): Value => ({ kind: "number", value })),
  nat(0o7777).map((value): Value => ({ kind: "number", value, raw: `0x${value.toString(16)}` })),
  constantFrom<Value>({ kind: "pointer", raw: "NULL" }, { kind: "pointer", raw: "0x7ffc12345678" }, { kind: "number", value: 0o644, raw: "0644" }, { kind: "address", value: "02:fc:00:00:00:01" }, { kind: "elided", raw: "???" }),
  array(constant, { minLength: 1, maxLength: 3 }).filter((names) => !(names[0] ?? "").startsWith("0x")).map((names): Value => ({ kind: "flags", names })),
  tuple(nat(999), path).map(([fd, where]): Value => ({ kind: "fd", fd, path: where })),
  constantFrom<Value>(
    { kind: "fd", fd: "AT_FDCWD", path: "/srv" }, { kind: "fd", fd: 0, path: "/dev/null", device: "char 1:3" }, { kind: "fd", fd: 9, path: "/gone", deleted: true },
    { kind: "fd", fd: 5, path: "TCP:[127.0.0.1:5->127.0.0.1:6]" }, { kind: "fd", fd: 3, path: "socket:[1234]" }, { kind: "fd", fd: 8, path: "pid:19817" }, { kind: "pid", pid: 13, comm: "ruby" }),
  constantFrom("htons", "makedev", "_IOC").chain((name) => array(nat(99).map((value): Value => ({ kind: "number", value })), { maxLength: 2 }).map((args): Value => ({ kind: "call", name, args }))),
);

const tree: Arbitrary<Value> = letrec<{ value: Value; nested: Value }>((tie) => ({
  value: oneof({ maxDepth: 4, depthSize: "small" }, leaf, tie("nested")),
  nested: oneof(
    tuple(array(tuple(option(fieldName, { nil: undefined }), tie("value")), { maxLength: 4 }), boolean())
      .map(([fields, elided]): Value => ({ kind: "struct", fields: fields.map(([name, value]) => (name === undefined ? { value } : { name, value })), elided })),
    tuple(array(tie("value"), { maxLength: 4 }), boolean()).map(([items, elided]): Value => ({ kind: "array", items, set: false, inverted: false, elided })),
    tuple(uniqueArray(constantFrom("INT", "TERM", "CHLD", "RT_1"), { minLength: 2, maxLength: 4 }), boolean())
      .map(([names, inverted]): Value => ({ kind: "array", items: names.map((name) => ({ kind: "flags", names: [name] })), set: true, inverted, elided: false })),
    tuple(tie("value"), constantFrom(" 5 vars ", " 3622 in strace's PID NS ", " CAP_??? ", " a, (b \" ")).map(([of, text]): Value => ({ kind: "comment", text, of })),
    tuple(tie("value"), tie("value")).map(([before, after]): Value => ({ kind: "change", before, after })),
  ),
})).value;

/** A comment or change takes in what stands before it: only simple values may. An index needs an array of one constant. */
function isReadable(value: Value, isField = false): boolean {
  switch (value.kind) {
    case "comment":
      return value.of !== undefined && ["number", "pointer", "flags", "string", "struct", "array"].includes(value.of.kind) && isReadable(value.of);
    case "change":
      return !isField && !["change", "comment"].includes(value.before.kind) && value.after.kind !== "change" && isReadable(value.before) && isReadable(value.after);
    case "struct":
      return value.fields.every((field) => isReadable(field.value, true));
    case "array":
      return value.items.every((item) => isReadable(item, true));
    default:
      return true;
  }
}

const argument = tree.filter((value) => isReadable(value));
const names = constantFrom("openat", "read", "clone3", "ioctl", "syscall_0x1ff", "futex", "recvmsg");
const returned: Arbitrary<NonNullable<TraceEvent["ret"]>> = oneof(
  nat().map((value) => ({ value })),
  constantFrom<NonNullable<TraceEvent["ret"]>>(
    { value: -1, errno: "ENOENT", message: "No such file or directory" }, { value: "?", errno: "ERESTARTSYS", message: "To be restarted if SA_RESTART is set" },
    { value: "?" }, { value: "0x7f0011223344" }, { value: 0, detail: "Timeout" }, { value: -1, errno: "EIO", message: "Input/output error (5)", notes: ["INJECTED"] }),
);

const call = record({ name: names, args: array(argument, { maxLength: 5 }), ret: returned, seconds: option(nat(9_999_999).map((us) => us / 1e6), { nil: undefined }), pad: integer({ min: 1, max: 30 }), split: integer({ min: 0, max: 9 }) });

/** Events of one process with column, times and halves, in the order in which a reader meets them. */
export const anyCapture: Arbitrary<TraceEvent[]> = record({
  calls: array(call, { minLength: 1, maxLength: 8 }), pid: integer({ min: 1, max: 4_194_304 }), eol: constantFrom("\n", "\r\n"), timed: boolean(), end: boolean(),
}).map(({ calls, pid, eol, timed, end }) => {
  const events: TraceEvent[] = [];
  let line = 0;
  const prefix = () => ({ pidStyle: "column" as const, pidPad: Math.max(5 - String(pid).length, 0) + 1, ...(timed ? { time: "1795451853.250000" } : {}) });
  const time = timed ? 1795451853.25 : undefined;
  for (const { name, args, ret, seconds, pad, split } of calls) {
    line += 1;
    const aux = [...(ret.detail === undefined ? [] : [ret.detail]), ...(ret.notes ?? [])];
    const event: TraceEvent = { line, kind: "syscall", pid, time, name, args, ret: { ...ret }, seconds, layout: { prefix: prefix(), eol, pad, aux } };
    if (split < 3 && event.layout) {
      // cut behind the whole arguments, or before all of them
      event.unfinished = true;
      event.layout.cut = split === 0 ? name.length + 1 : undefined;
      if (split > 0) event.layout.cut = printedLength(event);
      line += 1;
      event.resumed = line;
      event.layout.tail = { name, gap: false, pid, time, prefix: prefix(), eol };
    }
    events.push(event);
  }
  if (end) events.push({ line: line + 1, kind: "exit", pid, time, ret: { value: 3 }, layout: { prefix: prefix(), eol } });
  return events;
});

function printedLength(event: TraceEvent): number {
  return printArgs(event.name ?? "", event.args ?? []).length;
}
