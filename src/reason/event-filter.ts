import type { TraceEvent, Value } from "../model/trace-event.ts";
import { syscallByName, syscallClass, type SyscallClass } from "../knowledge/syscalls/index.ts";

/** What `strace -e trace=EXPR` selects, as a test of names; or the word that is neither a call nor a class. */
export type SyscallSelection = { readonly has: (name: string) => boolean } | { readonly unknown: string; readonly isClass: boolean };

/**
 * Reads strace's own notation: `openat,close`, `%network`, `!read,write` (all but these), `?name` (no complaint if there
 * is no such call), `/regex` over names, `all`, `none`, a name with `@64`, `@32` or `@x32`.
 *
 * @example readSyscallExpression("%file,/^stat")
 */
export function readSyscallExpression(text: string): SyscallSelection {
  const isInverted = text.startsWith("!");
  const names = new Set<string>();
  const classes = new Set<SyscallClass>();
  const patterns: RegExp[] = [];
  let isAll = false;
  for (const part of text.slice(isInverted ? 1 : 0).replace(/^trace=/, "").split(",")) {
    const isOptional = part.startsWith("?");
    const word = part.slice(isOptional ? 1 : 0).replace(/@(?:64|32|x32)$/, "");
    const ofClass = syscallClass(word);
    if (word === "all" || word === "%all") isAll = true;
    else if (word === "none") continue;
    else if (ofClass) classes.add(ofClass);
    else if (word.startsWith("/")) {
      const pattern = readPattern(word.slice(1));
      if (!pattern && !isOptional) return { unknown: word, isClass: false };
      if (pattern) patterns.push(pattern);
    } else if (/^syscall_(?:0x[0-9a-f]+|\d+)$/.test(word)) names.add(word);
    else {
      const call = syscallByName(word);
      if (!call && !isOptional) return { unknown: word, isClass: word.startsWith("%") };
      names.add(word);
      if (call) names.add(call.name);
    }
  }
  const known = new Map<string, boolean>();
  const decide = (name: string): boolean => {
    const call = syscallByName(name);
    const isMeant = isAll || names.has(name) || (call?.classes.some((one) => classes.has(one)) ?? false) || patterns.some((pattern) => pattern.test(name));
    return isMeant !== isInverted;
  };
  return {
    has: (name) => {
      let answer = known.get(name);
      // names are few; a capture that invents them must not fill memory
      if (answer === undefined) {
        answer = decide(name);
        if (known.size < 2000) known.set(name, answer);
      }
      return answer;
    },
  };
}

/** The user's own pattern, over names of at most 64 characters. */
function readPattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

export interface EventFilter {
  readonly pids?: ReadonlySet<number>;
  readonly syscalls?: (name: string) => boolean;
  /** names such as `ENOENT` */
  readonly errnos?: ReadonlySet<string>;
  readonly failedOnly?: boolean;
  /** seconds as in `TraceEvent.time` */
  readonly from?: number;
  readonly to?: number;
  /** the path itself, or one that begins with it and a slash */
  readonly path?: string;
  readonly fd?: number;
}

/**
 * Whether an event is one of those asked for. What asks about calls (name, errno, path, descriptor) leaves out everything
 * else; a pid or a time leaves out what has none.
 */
export function matchesFilter(event: TraceEvent, filter: EventFilter): boolean {
  if (filter.pids && !(event.pid !== undefined && filter.pids.has(event.pid))) return false;
  if (filter.from !== undefined && !(event.time !== undefined && event.time >= filter.from)) return false;
  if (filter.to !== undefined && !(event.time !== undefined && event.time <= filter.to)) return false;
  if (filter.syscalls && !(event.kind === "syscall" && filter.syscalls(event.name ?? ""))) return false;
  if (filter.failedOnly && event.ret?.errno === undefined) return false;
  if (filter.errnos && !filter.errnos.has(event.ret?.errno ?? "")) return false;
  const { path, fd } = filter;
  if (path !== undefined && !(event.kind === "syscall" && namesPath(event, path))) return false;
  return fd === undefined || (event.kind === "syscall" && namesDescriptor(event, fd));
}

function namesPath(event: TraceEvent, path: string): boolean {
  const isIt = (text: string): boolean => text === path || text.startsWith(path.endsWith("/") ? path : `${path}/`);
  if (event.ret?.path !== undefined && isIt(event.ret.path)) return true;
  return event.args?.some((arg) => anyValue(arg, (value) => (value.kind === "string" && isIt(value.value)) || (value.kind === "fd" && isIt(value.path)))) ?? false;
}

/** Calls whose first argument is a number and no descriptor are told by their class. */
function namesDescriptor(event: TraceEvent, fd: number): boolean {
  if (event.args?.some((arg) => anyValue(arg, (value) => value.kind === "fd" && value.fd === fd))) return true;
  if (event.ret?.path !== undefined && event.ret.value === fd) return true;
  const classes = syscallByName(event.name ?? "")?.classes;
  if (!classes?.includes("desc") && !classes?.includes("network")) return false;
  const first = event.args?.[0];
  const bare = first?.kind === "named" ? first.value : first;
  return (bare?.kind === "number" && bare.value === fd) || (returnsDescriptor.has(event.name ?? "") && event.ret?.value === fd);
}

const returnsDescriptor = new Set([
  "open", "openat", "openat2", "creat", "socket", "accept", "accept4", "dup", "dup2", "dup3", "epoll_create", "epoll_create1", "eventfd", "eventfd2",
  "signalfd", "signalfd4", "timerfd_create", "inotify_init", "inotify_init1", "memfd_create", "pidfd_open", "pidfd_getfd",
]);

function anyValue(value: Value, test: (value: Value) => boolean): boolean {
  if (test(value)) return true;
  switch (value.kind) {
    case "struct":
      return value.fields.some((field) => anyValue(field.value, test));
    case "array":
      return value.items.some((item) => anyValue(item, test));
    case "call":
      return value.args.some((arg) => anyValue(arg, test));
    case "expression":
      return value.operands.some((operand) => anyValue(operand, test));
    case "change":
      return anyValue(value.before, test) || anyValue(value.after, test);
    case "comment":
      return value.of !== undefined && anyValue(value.of, test);
    case "named":
      return anyValue(value.value, test);
    default:
      return false;
  }
}
