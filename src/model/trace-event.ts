import { z } from "zod";

/**
 * A decoded argument of a system call, as a tagged tree. Strings and paths hold one character per byte (latin1), decoded
 * from strace's escapes. `raw` stands only where the other fields do not say how strace wrote the value: printing a tree
 * gives the text back exactly.
 */
export type Value =
  /** `"…"`, `"…"...` (truncated), `@"…"` (abstract socket); `hex`: every byte was written as `\xNN` */
  | { kind: "string"; value: string; truncated: boolean; abstract?: true; hex?: true; raw?: string }
  /** decimal; hex and octal keep their text in `raw`, as do `8192*1024` and whatever a double cannot hold */
  | { kind: "number"; value: number; raw?: string }
  /** `NULL`, or an address that strace did not follow */
  | { kind: "pointer"; raw: string }
  /** a hardware address, which strace prints without quotes: `02:fc:00:00:00:01` */
  | { kind: "address"; value: string }
  /** one constant or an or-list: `O_RDONLY|O_CLOEXEC`, `AF_INET`, `S_IFREG|0644`, `SIGCHLD`, `1<<CAP_CHOWN` */
  | { kind: "flags"; names: string[] }
  /** a decorated descriptor: `3</etc/hosts>`, `AT_FDCWD</srv>`, `0</dev/null<char 1:3>>`, `5<TCP:[…]>` */
  | { kind: "fd"; fd: number | "AT_FDCWD"; path: string; device?: string; deleted?: true; note?: string; raw?: string }
  /** a process id with its name, as `-Y` writes it: `13422<ruby>` */
  | { kind: "pid"; pid: number; comm: string; raw?: string }
  | { kind: "struct"; fields: StructField[]; elided: boolean }
  /** `[a, b]`; sets are `[INT TERM]` and, inverted, `~[RTMIN]` */
  | { kind: "array"; items: Value[]; set: boolean; inverted: boolean; elided: boolean }
  /** `htons(443)`, `makedev(0x1, 0x3)`, `inet_addr("127.0.0.1")` */
  | { kind: "call"; name: string; args: Value[] }
  /** a value before and after the call: `16 => 8` */
  | { kind: "change"; before: Value; after: Value }
  /** an annotation of strace (`text` is what stands between the stars); `of` is the value it stands beside */
  | { kind: "comment"; text: string; of?: Value; leading?: true }
  /** `flags=CLONE_VM` as an argument, `[IO_WQ_BOUND]=1` in an array */
  | { kind: "named"; name: string; value: Value }
  /** `WIFEXITED(s) && WEXITSTATUS(s) == 0`, `TCGETS or SNDCTL_X`, `B38400 opost`: operators with their blanks */
  | { kind: "expression"; operands: Value[]; operators: string[] }
  /** `...`, `???`, `<... resuming interrupted poll ...>`: strace did not show it */
  | { kind: "elided"; raw?: string }
  | { kind: "unknown"; raw: string };

export interface StructField { name?: string; value: Value }

export const Value: z.ZodType<Value> = z.lazy(() => z.looseObject({
  kind: z.enum(["string", "number", "pointer", "flags", "fd", "pid", "struct", "array", "call", "change", "comment", "named",
    "expression", "elided", "address", "unknown"]),
})) as unknown as z.ZodType<Value>;

/**
 * What a call returned. `value` is a number where it is safely one, otherwise the text (`0x7f…`, `?`); `path` is the
 * decoration of a returned descriptor; `detail` what strace adds in brackets (`Timeout`, `[{fd=3, revents=POLLIN}]`).
 */
export interface Return {
  value?: number | string;
  errno?: string;
  message?: string;
  path?: string;
  detail?: string;
  /** `INJECTED`, `INJECTED: args`, `DELAYED` */
  notes?: string[];
}

export const Return: z.ZodType<Return> = z.object({
  value: z.union([z.number(), z.string()]).optional(),
  errno: z.string().optional(),
  message: z.string().optional(),
  path: z.string().optional(),
  detail: z.string().optional(),
  notes: z.array(z.string()).optional(),
});

export const EventKind = z.enum([
  "syscall", "signal", "exit", "killed", "superseded", "stopped", "note", "summary", "unparsed",
]);
export type EventKind = z.infer<typeof EventKind>;

/** One frame of `strace -k`: ` > object(symbol+0xoffset) [0xaddress]`, innermost first. */
export interface StackFrame { object: string; symbol?: string; offset?: string; address?: string; source?: string; raw?: string }

/** One line of `-e read=`/`-e write=`: 16 bytes of the buffer, or the heading above them. */
export interface DumpLine { heading?: string; offset?: number; bytes?: string; raw?: string }

/** One row of the table that `-c` and `-C` print; `seconds` and the like are there if their column is. */
export interface SummaryRow {
  name: string;
  calls?: number;
  errors?: number;
  seconds?: number;
  usecsPerCall?: number;
  percent?: number;
  shortest?: number;
  longest?: number;
}

/** The table of `-c` or `-C`. */
export interface SummaryTable { title?: string; rows: SummaryRow[]; total?: SummaryRow }

/**
 * One thing that happened, from one or more lines of a capture. `line` is the (first) line, counted from 1.
 *
 * - `syscall`: `name`, `args`, `ret`, `seconds`. `unfinished` says that strace wrote it in two halves; `resumed` is the
 *   line of the second. With `unfinished` and without `resumed` the call never returned, as far as the capture goes.
 * - `signal`, `stopped`, `killed`: `name` is the signal; `args[0]` of a signal is its siginfo.
 * - `exit`: `ret.value` is the exit status. `superseded`: `by` is the thread whose execve took this pid over.
 * - `note`: `text`, from strace itself. `summary`: `summary`. `unparsed`: `text` and `reason`.
 */
export interface TraceEvent {
  line: number;
  kind: EventKind;
  pid?: number | undefined;
  comm?: string | undefined;
  /** seconds: since 1970 (-ttt), since midnight (-t, -tt), or since the capture began (-r alone) */
  time?: number | undefined;
  /** instruction pointer (-i), as hex digits */
  ip?: string | undefined;
  name?: string | undefined;
  args?: Value[] | undefined;
  ret?: Return | undefined;
  /** how long the call took (-T) */
  seconds?: number | undefined;
  unfinished?: boolean | undefined;
  resumed?: number | undefined;
  /** the pid under which the second half stands, where it differs (an execve of a thread) */
  resumedPid?: number | undefined;
  stack?: StackFrame[] | undefined;
  dump?: DumpLine[] | undefined;
  coreDumped?: boolean | undefined;
  by?: number | undefined;
  text?: string | undefined;
  reason?: string | undefined;
  summary?: SummaryTable | undefined;
  /** how strace laid the lines out; only for printing them again, never part of a document */
  layout?: Layout | undefined;
}

/** The columns before a line's body: texts as strace wrote them, blanks as counts. */
export interface Prefix {
  pid?: number | undefined;
  /** `column` (-f -o), `bracket` (-f on a terminal); none where the pid was concluded */
  pidStyle?: "column" | "bracket" | undefined;
  /** blanks after the pid column, or between `[pid` and the number */
  pidPad?: number | undefined;
  comm?: string | undefined;
  context?: string | undefined;
  time?: string | undefined;
  delta?: string | undefined;
  deltaPad?: number | undefined;
  /** `(+ 0.000023)`, beside an absolute time */
  deltaBeside?: boolean | undefined;
  sysno?: string | undefined;
  sysnoPad?: number | undefined;
  ip?: string | undefined;
}

/** Text that stands inside a line without belonging to it: colours, the program's own output, a message of strace. */
export interface Insert { at: number; text: string }

/** One printed line: what the typed fields do not say about it. */
export interface LineLayout {
  prefix: Prefix;
  eol: string;
  inserts?: readonly Insert[] | undefined;
}

/** How the table of `-c` is laid out. */
export interface TableLayout {
  columns: string[];
  widths: number[];
  /** how many of the two rules are there */
  rules: number;
  /** heading and rows whose blanks the columns do not explain */
  heading?: string;
  raw?: (string | undefined)[];
}

/** How strace wrote an event; texts in it are used only as long as the typed field beside them has the same value. */
export interface Layout extends LineLayout {
  /** blanks between `)` and `=` */
  pad?: number | undefined;
  /** the tree of the returned value */
  value?: Value | undefined;
  /** everything in brackets after value and errno, in order */
  aux?: string[] | undefined;
  /** the text between `<` and `>` */
  elapsed?: string | undefined;
  /** how a call's body ends where it did not return */
  ending?: "unfinished" | "detached" | "killed" | undefined;
  /** the arguments end with a separator: `wait4(-1,  <unfinished ...>` */
  comma?: boolean | undefined;
  /** for a call in two halves: where its text was cut, and the second line */
  cut?: number | undefined;
  tail?: ResumedLayout | undefined;
  table?: TableLayout | undefined;
  /** the line ends of a table */
  eols?: string[] | undefined;
  /** lines that belong to this event and are printed after it: dumps and frames */
  after?: { eol: string; inserts?: Insert[] }[] | undefined;
}

export interface ResumedLayout extends LineLayout {
  /** the name between `<...` and `resumed>` */
  name: string;
  /** before 5.0 a blank follows `resumed>` */
  gap: boolean;
  pid: number | undefined;
  time: number | undefined;
  /** only this line is in the capture: strace was attached in the middle of the call; `, ` stood before its arguments */
  orphan?: { comma: boolean } | undefined;
}

export const TraceEvent: z.ZodType<TraceEvent> = z.looseObject({
  line: z.number().int(),
  kind: EventKind,
  pid: z.number().int().optional(),
  comm: z.string().optional(),
  time: z.number().optional(),
  ip: z.string().optional(),
  name: z.string().optional(),
  args: z.array(Value).optional(),
  ret: Return.optional(),
  seconds: z.number().optional(),
  unfinished: z.boolean().optional(),
  resumed: z.number().int().optional(),
  resumedPid: z.number().int().optional(),
  stack: z.array(z.looseObject({ object: z.string() })).optional(),
  dump: z.array(z.looseObject({})).optional(),
  coreDumped: z.boolean().optional(),
  by: z.number().int().optional(),
  text: z.string().optional(),
  reason: z.string().optional(),
  summary: z.looseObject({}).optional(),
}) as unknown as z.ZodType<TraceEvent>;
