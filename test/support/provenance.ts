import type { TraceEvent, Value } from "../../src/model/trace-event.ts";
import { CaptureParser } from "../../src/parse/strace/capture-parser.ts";
import { EventRow } from "../../src/parse/strace/row.ts";
import { Descriptors } from "../../src/reason/descriptors/descriptors.ts";
import type { OpenFile } from "../../src/reason/descriptors/open-file.ts";

/** What came of comparing strace's decorations with what was worked out without them. */
export interface Comparison { right: number; wrong: string[]; missing: string[] }

/** The same tree as strace writes it without -y. */
function stripped(value: Value): Value {
  switch (value.kind) {
    case "fd":
      return value.fd === "AT_FDCWD" ? { kind: "flags", names: ["AT_FDCWD"] } : { kind: "number", value: value.fd };
    case "struct":
      return { ...value, fields: value.fields.map((field) => ({ ...field, value: stripped(field.value) })) };
    case "array":
      return { ...value, items: value.items.map(stripped) };
    case "change":
      return { ...value, before: stripped(value.before), after: stripped(value.after) };
    case "named":
      return { ...value, value: stripped(value.value) };
    case "comment":
      return value.of ? { ...value, of: stripped(value.of) } : value;
    case "call":
      return { ...value, args: value.args.map(stripped) };
    default:
      return value;
  }
}

type Decorated = Extract<Value, { kind: "fd" }>;

function descriptorsIn(value: Value | undefined, found: Decorated[] = []): Decorated[] {
  if (value?.kind === "fd") found.push(value);
  else if (value?.kind === "struct") for (const field of value.fields) descriptorsIn(field.value, found);
  else if (value?.kind === "array") for (const item of value.items) descriptorsIn(item, found);
  else if (value?.kind === "change") descriptorsIn(value.after, descriptorsIn(value.before, found));
  else if (value?.kind === "named") descriptorsIn(value.value, found);
  else if (value?.kind === "comment") descriptorsIn(value.of, found);
  return found;
}

/** Calls whose arguments show descriptors that they made. */
const leavesDescriptors = /^(pipe2?|socketpair|recvm?msg|clone3?)$/;
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^anon_inode:\[?eventpoll/, "epoll"], [/^(anon_inode:\[?eventfd|\{eventfd)/, "eventfd"], [/^(anon_inode:\[?signalfd|signalfd:)/, "signalfd"],
  [/^anon_inode:\[?timerfd/, "timerfd"], [/^anon_inode:\[?inotify/, "inotify"], [/^anon_inode:\[?io_uring/, "io_uring"], [/^anon_inode:\[?userfaultfd/, "userfaultfd"],
  [/^anon_inode:\[?fanotify/, "fanotify"], [/^anon_inode:\[?perf_event/, "perf"], [/^anon_inode:\[?(bpf|btf)/, "bpf"], [/^anon_inode:\[?landlock/, "landlock"],
  [/^anon_inode:\[?seccomp/, "seccomp"], [/^(pid:\d|anon_inode:\[?pidfd)/, "pidfd"], [/^\/memfd:/, "memfd"], [/^pipe:/, "pipe"],
];

/** Follows the descriptors of a capture that was made with -y or -yy, its decorations hidden, and compares. */
export function compareWithDecorations(text: string, options: { cwd?: string; isSame?: (opened: string, shown: string) => boolean } = {}): Comparison {
  const outcome: Comparison = { right: 0, wrong: [], missing: [] };
  const descriptors = new Descriptors(options.cwd === undefined ? {} : { cwd: options.cwd });
  const inodes = new Map<string, OpenFile>();
  const row = new EventRow();

  const check = (event: TraceEvent, fd: number, shown: string, isDeleted: boolean | undefined): void => {
    const line = event.resumed ?? event.line;
    const known = descriptors.nameOf(event.pid ?? 0, fd);
    if (!known || known.kind === "inherited" || known.kind === "unknown") {
      outcome.missing.push(`${line}: ${fd}<${shown}>`);
      return;
    }
    const { file } = known;
    const problem = differs(file, shown, isDeleted);
    if (problem === undefined) outcome.right++;
    else outcome.wrong.push(`${line}: ${fd}<${shown}>${isDeleted ? "(deleted)" : ""} but ${known.kind} ${problem}, of line ${file.openedLine}`);
  };

  const differs = (file: OpenFile, shown: string, isDeleted: boolean | undefined): string | undefined => {
    const inode = /^(?:socket|pipe|TCP|UDP|TCPv6|UDPv6|NETLINK|UNIX[A-Z-]*):\[(?:[A-Z]+:)?(\d+)(?=[\],-])/.exec(shown)?.[1];
    if (inode !== undefined && !shown.startsWith("NETLINK:[ROUTE")) {
      const before = inodes.get(inode);
      if (before && before !== file && !(shown.startsWith("pipe") && before.peerEnd === file)) return `is another than inode ${inode} was before`;
      inodes.set(inode, file);
    }
    const kind = kinds.find(([pattern]) => pattern.test(shown))?.[1];
    if (kind !== undefined) return file.kind === kind ? undefined : "";
    if (shown.startsWith("/")) {
      const said = file.path ?? "";
      if (file.kind !== "file" && file.kind !== "message-queue" && file.kind !== "inherited") return said;
      if (isDeleted !== undefined && file.isDeleted !== isDeleted && !/\/#\d+$/.test(shown)) return `${said} with deleted ${file.isDeleted}`;
      return shown === said || options.isSame?.(said, shown) === true || shown.endsWith(`/${said}`) || /\/#\d+( \(deleted\))?$/.test(shown) || /^\/dev\/(pts|tty)/.test(shown) ? undefined : said;
    }
    const socket = /^([A-Za-z][\w-]*):\[(.*)\]$/s.exec(shown);
    if (!socket) return shown;
    if (file.kind !== "socket") return "";
    const [, protocol = "", inner = ""] = socket;
    if (protocol !== "socket" && file.protocol !== undefined && !protocol.startsWith(file.protocol) && protocol !== "UNIX") return `is ${file.protocol}`;
    if (/^\d+$/.test(inner) || protocol === "NETLINK" || protocol.startsWith("UNIX")) return undefined;
    const [local = "", peer] = inner.split("->");
    if (file.local !== undefined && file.local !== local) return `is at ${file.local}`;
    return file.peer === undefined || peer === undefined || file.peer === peer ? undefined : `goes to ${file.peer}`;
  };

  const observe = (event: TraceEvent, isBegun: boolean): void => {
    const all = descriptorsIn({ kind: "array", items: event.args ?? [], set: false, inverted: false, elided: false })
      .filter((one): one is Decorated & { fd: number } => typeof one.fd === "number" && one.fd >= 0);
    const isLate = leavesDescriptors.test(event.name ?? "");
    const wasBegun = !isBegun && event.resumed !== undefined || event.unfinished === true && !isBegun;
    if (!isLate && !wasBegun) for (const one of all) check(event, one.fd, one.path, one.deleted === true);
    const { path: _path, ...ret } = event.ret ?? {};
    const plain: TraceEvent = { ...event, args: event.args?.map(stripped), ...(event.ret ? { ret } : {}) };
    descriptors.observe(row.set(plain, isBegun));
    if (isBegun) return;
    if (isLate && event.ret?.errno === undefined) for (const one of all) check(event, one.fd, one.path, one.deleted === true);
    if (event.ret?.path !== undefined && typeof event.ret.value === "number") check(event, event.ret.value, event.ret.path, undefined);
  };

  const parser = new CaptureParser({ onBegin: (event) => observe(event, true) });
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) for (const event of parser.push(line)) observe(event, false);
  for (const event of parser.end()) observe(event, false);
  return outcome;
}
