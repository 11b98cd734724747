import { z } from "zod";

/**
 * A decoded argument of a system call, as a tagged tree. Strings hold one character per byte (latin1), decoded from
 * strace's escapes. `raw` is the text as strace printed it, kept wherever it is not determined by the other fields.
 */
export type Value =
  | { kind: "string"; value: string; truncated: boolean; raw: string }
  | { kind: "number"; value: number; raw: string }
  | { kind: "pointer"; raw: string }
  /** one constant or an or-list: `O_RDONLY|O_CLOEXEC`, `AF_INET`, `S_IFREG|0644`, `SIGCHLD` */
  | { kind: "flags"; names: string[]; raw: string }
  /** a descriptor: `3`, `3</etc/hosts>`, `AT_FDCWD</srv>`; `path` is the decoded decoration */
  | { kind: "fd"; fd: number | "AT_FDCWD"; path?: string; deleted?: boolean; raw: string }
  | { kind: "struct"; fields: { name?: string; value: Value }[]; elided: boolean; raw: string }
  /** `[a, b]`; sets are `[INT TERM]` and, inverted, `~[RTMIN]` */
  | { kind: "array"; items: Value[]; set: boolean; inverted: boolean; elided: boolean; raw: string }
  /** `htons(443)`, `makedev(0x1, 0x3)`, `inet_addr("127.0.0.1")` */
  | { kind: "call"; name: string; args: Value[]; raw: string }
  /** a value before and after the call: `[16 => 8]` */
  | { kind: "change"; before: Value; after: Value; raw: string }
  /** an annotation of strace; `of` is the value it stands beside */
  | { kind: "comment"; text: string; of?: Value; raw: string }
  /** `flags=CLONE_VM` as an argument */
  | { kind: "named"; name: string; value: Value; raw: string }
  | { kind: "elided"; raw: string }
  | { kind: "unknown"; raw: string };

export const Value: z.ZodType<Value> = z.lazy(() =>
  z.looseObject({ kind: z.string(), raw: z.string() })) as unknown as z.ZodType<Value>;

/** What a call returned. `value` is a number where it is safely one, otherwise the text (`0x7f…`, `?`). */
export const Return = z.object({
  value: z.union([z.number(), z.string()]).optional(),
  errno: z.string().optional(),
  message: z.string().optional(),
  detail: z.string().optional(),
});
export type Return = z.infer<typeof Return>;

export const EventKind = z.enum([
  "syscall", "signal", "exit", "killed", "superseded", "stopped", "note", "summary", "unparsed",
]);
export type EventKind = z.infer<typeof EventKind>;
