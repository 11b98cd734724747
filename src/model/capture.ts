import { z } from "zod";
import { Cause } from "./diagnosis.ts";
import { Finding } from "./finding.ts";
import { Sentence } from "./explanation.ts";
import { TracedProcess } from "./process.ts";
import { Source } from "./source.ts";
import { Warning } from "./warning.ts";

/** Calls of one name; `class` is the first of strace's classes (`%file`) it is in. `seconds` only where the capture has durations (-T). */
export const SyscallCount = z.object({ name: z.string(), class: z.string(), calls: z.int(), errors: z.int(), seconds: z.number().optional() });
export type SyscallCount = z.infer<typeof SyscallCount>;

/** One file the run opened, with the bytes that went through its descriptors. `entries`: it is a directory that was listed. */
export const FileUse = z.object({
  path: z.string(), line: z.int(), pid: z.int(), opens: z.int(), readBytes: z.int(), writtenBytes: z.int(), entries: z.int().optional(),
});
export type FileUse = z.infer<typeof FileUse>;

/** Something done to a name in the file system: made, removed, renamed … (`to` is the second name of rename and link). */
export const PathChange = z.object({ syscall: z.string(), path: z.string(), to: z.string().optional(), line: z.int(), pid: z.int() });
export type PathChange = z.infer<typeof PathChange>;

/** A library that was opened, where it was looked for before, and whether the program (not its loader) asked for it while running. */
export const Library = z.object({ path: z.string(), line: z.int(), pid: z.int(), processes: z.int(), searched: z.array(z.string()), isLate: z.boolean() });
export type Library = z.infer<typeof Library>;

/** Names that were looked for and not there, by what looked for them. */
export const Searches = z.object({
  /** by the dynamic loader, for libraries */
  libraries: z.int(),
  /** execve along PATH */
  programs: z.int(),
  /** message catalogues and locale files */
  locales: z.int(),
  others: z.int(),
  /** the most telling of the others */
  examples: z.array(z.object({ path: z.string(), line: z.int() })),
});
export type Searches = z.infer<typeof Searches>;

/**
 * One socket address the run dealt with. `how`: `out` connected to it; `in` accepted from it; `listens` waits for
 * connections there; `datagram` sent to it; `probe` is connect on a datagram socket that then sent nothing (it asks the
 * kernel which source address it would use). `errno` where it failed, at once or later; `name` where a look-up in the
 * capture gives one, `nameLine` where that stands.
 */
export const Connection = z.object({
  address: z.string(), how: z.enum(["out", "in", "listens", "datagram", "probe"]), line: z.int(), pid: z.int(), times: z.int(),
  errno: z.string().optional(), name: z.string().optional(), nameLine: z.int().optional(),
});
export type Connection = z.infer<typeof Connection>;

/** One question to a name server, as far as strace showed the bytes; `isCut`: the answer's end was not shown (-s). */
export const NameLookup = z.object({
  name: z.string(), type: z.string(), line: z.int(), pid: z.int(), server: z.string().optional(), answerLine: z.int().optional(), answers: z.array(z.string()),
  failure: z.string().optional(), isCut: z.boolean(),
});
export type NameLookup = z.infer<typeof NameLookup>;

/** One delivery of a signal; `code` is siginfo's si_code, `sender` its si_pid. */
export const SignalDelivery = z.object({ name: z.string(), line: z.int(), pid: z.int(), code: z.string().optional(), sender: z.int().optional() });
export type SignalDelivery = z.infer<typeof SignalDelivery>;

/**
 * A stretch of one process's life: `exec`, `loading` (the dynamic loader), `start-up` (libc before main), `program` (its own
 * work), `exit`. Lines are inclusive and, with several processes, hold lines of others too.
 */
export const PhaseName = z.enum(["exec", "loading", "start-up", "program", "exit"]);
export type PhaseName = z.infer<typeof PhaseName>;
export const Phase = z.object({ pid: z.int(), name: PhaseName, fromLine: z.int(), toLine: z.int(), calls: z.int(), errors: z.int(), program: z.string().optional() });
export type Phase = z.infer<typeof Phase>;

/** Memory asked for, in bytes, by all processes together and by the one that asked for most. */
export const MemoryUse = z.object({
  heapBytes: z.int(), mappedBytes: z.int(), unmappedBytes: z.int(),
  largest: z.object({ pid: z.int(), program: z.string().optional(), bytes: z.int(), line: z.int() }).optional(),
});
export type MemoryUse = z.infer<typeof MemoryUse>;

/** What was waited for: the call, the thing, how often and how long. `isOpen`: it never came back. */
export const Wait = z.object({
  pid: z.int(), syscall: z.string(), subject: z.string().optional(), times: z.int(), seconds: z.number().optional(), longest: z.number().optional(), line: z.int(), isOpen: z.boolean(),
});
export type Wait = z.infer<typeof Wait>;

/**
 * Where the time went, in seconds. `wall` from the first line to the last; `inCalls` inside system calls (-T), all
 * threads added; `waiting` the part of it in calls that wait for somebody else; `between` outside calls: the programs' own
 * computing and what strace costs. `isEstimate`: without -T, a wait lasts at most until the thread's next line.
 */
export const TimeUse = z.object({
  wall: z.number().optional(), inCalls: z.number().optional(), waiting: z.number().optional(), between: z.number().optional(), isEstimate: z.boolean(),
  slowest: z.array(z.object({ name: z.string(), seconds: z.number(), line: z.int(), pid: z.int(), subject: z.string().optional() })),
  /** the shortest time from one call of a thread to its next: about what strace costs per call */
  shortestGap: z.number().optional(),
});
export type TimeUse = z.infer<typeof TimeUse>;

/** One program image that ran, and which C library it loaded (`none`: no library was seen although its start is in the capture). */
export const ProgramImage = z.object({
  path: z.string(), line: z.int(), times: z.int(), libc: z.enum(["glibc", "musl", "none", "unknown"]), /** the dynamic loader was seen at work */ usesLoader: z.boolean(), libcPath: z.string().optional(), libcLine: z.int().optional(),
});
export type ProgramImage = z.infer<typeof ProgramImage>;

/** What crossed from user space into the kernel and what did not. */
export const Boundary = z.object({
  crossings: z.int(), errors: z.int(),
  phases: z.array(z.object({ name: PhaseName, calls: z.int() })),
  classes: z.array(z.object({ name: z.string(), calls: z.int() })),
  architecture: z.object({ name: z.enum(["x86_64", "arm64", "i386", "arm", "riscv64", "ppc64", "s390x", "other"]), line: z.int(), from: z.string() }).optional(),
  /** calls that ask for the time and did enter the kernel */
  clockCalls: z.int(),
  /** a line that shows that the time was needed */
  timeNeeded: z.object({ line: z.int(), from: z.string() }).optional(),
  /** -k: which function of libc stood behind a call */
  functions: z.array(z.object({ syscall: z.string(), function: z.string(), object: z.string(), caller: z.string().optional(), times: z.int(), line: z.int() })),
  /** CPU seconds that the kernel told the program (wait4, getrusage, times) */
  usage: z.array(z.object({ pid: z.int(), user: z.number(), system: z.number(), line: z.int(), from: z.string() })),
  images: z.array(ProgramImage),
  /** what a process did itself after its exec and before it made another: chdir, write to standard output */
  shellWork: z.array(z.object({ shell: z.string(), syscall: z.enum(["chdir", "write"]), detail: z.string(), pid: z.int(), line: z.int() })),
});
export type Boundary = z.infer<typeof Boundary>;

/** A failure's cause together with the sentence that says it. */
export const Diagnosis = Cause.extend({ summary: z.string(), sentences: z.array(Sentence) });
export type Diagnosis = z.infer<typeof Diagnosis>;

/** What one pass over a capture found. */
export const CaptureFacts = z.object({
  capture: z.object({ lines: z.int(), events: z.int(), unparsed: z.int(), options: z.array(z.string()), firstTime: z.number().optional(), lastTime: z.number().optional() }),
  processes: z.array(TracedProcess),
  phases: z.array(Phase),
  syscalls: z.array(SyscallCount),
  files: z.array(FileUse),
  changes: z.array(PathChange),
  libraries: z.array(Library),
  /** libraries that were looked for and found nowhere */
  notFound: z.array(z.object({ name: z.string(), places: z.array(z.string()), pid: z.int(), line: z.int(), isLate: z.boolean() })),
  searches: Searches,
  connections: z.array(Connection),
  lookups: z.array(NameLookup),
  signals: z.array(SignalDelivery),
  memory: MemoryUse,
  waits: z.array(Wait),
  time: TimeUse,
  boundary: Boundary,
  /** a thread's execve that took over its process: `by` is that thread */
  superseded: z.array(z.object({ pid: z.int(), by: z.int(), line: z.int() })),
  /** what strace itself said: attached, detached, could not */
  notes: z.array(z.object({ line: z.int(), text: z.string() })),
  causes: z.array(Cause),
  inefficiencies: z.array(Finding),
});
export type CaptureFacts = z.infer<typeof CaptureFacts>;

/** What `hostlens explain CAPTURE --json` prints. */
export const CaptureDocument = CaptureFacts.omit({ causes: true, inefficiencies: true }).extend({
  schema: z.literal("hostlens/explain@1"),
  source: Source,
  kind: z.literal("strace"),
  diagnosis: z.array(Diagnosis),
  findings: z.array(Sentence),
  story: z.array(Sentence),
  warnings: z.array(Warning),
});
export type CaptureDocument = z.infer<typeof CaptureDocument>;
