import { accessModes, constantsIn, fileTypes, openFlags, pathFlags } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, field } from "../parse/strace/arguments.ts";
import { flagNames, numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, sizeWord, timeWord } from "./call-words.ts";

/** Calls that take a path. */
export const fileTellers: CallTellers = {
  open: (call) => opens(call, call.path(0), call.flags(1, openFlags)),
  openat: (call) => opens(call, call.pathAt(0, 1), call.flags(2, openFlags)),
  openat2: (call) => opens(call, call.pathAt(0, 1), flagNames(call.field(2, "flags"), openFlags), flagNames(call.field(2, "resolve"))),
  creat: (call) => opens(call, call.path(0), ["O_WRONLY", "O_CREAT", "O_TRUNC"]),
  access: (call) => checks(call.path(0), call.flags(1, accessModes)),
  faccessat: (call) => checks(call.pathAt(0, 1), call.flags(2, accessModes)),
  faccessat2: (call) => checks(call.pathAt(0, 1), call.flags(2, accessModes)),
  stat: (call) => attributes(call.path(0), call.after(1)),
  stat64: (call) => attributes(call.path(0), call.after(1)),
  lstat: (call) => attributes(`${call.path(0)} itself, no link followed`, call.after(1)),
  lstat64: (call) => attributes(`${call.path(0)} itself, no link followed`, call.after(1)),
  fstat: (call) => attributes(call.descriptor(0), call.after(1)),
  fstat64: (call) => attributes(call.descriptor(0), call.after(1)),
  newfstatat: (call) => attributes(followed(call, call.pathAt(0, 1), call.flags(3, pathFlags)), call.after(2)),
  fstatat64: (call) => attributes(followed(call, call.pathAt(0, 1), call.flags(3, pathFlags)), call.after(2)),
  statx: (call) => attributes(followed(call, call.pathAt(0, 1), call.flags(2, pathFlags)), call.after(4), "stx_"),
  statfs: (call) => fileSystem(call.path(0), call.after(1)),
  fstatfs: (call) => fileSystem(call.descriptor(0), call.after(1)),
  readlink: (call) => linkText(call.path(0), call, 1),
  readlinkat: (call) => linkText(call.pathAt(0, 1), call, 2),
  unlink: (call) => `removes the name ${call.path(0)}`,
  unlinkat: (call) => call.flags(2, pathFlags).includes("AT_REMOVEDIR")
    ? `removes the empty directory ${call.pathAt(0, 1)}` : `removes the name ${call.pathAt(0, 1)}`,
  rmdir: (call) => `removes the empty directory ${call.path(0)}`,
  rename: (call) => `renames ${call.path(0)} to ${call.path(1)}`,
  renameat: (call) => `renames ${call.pathAt(0, 1)} to ${call.pathAt(2, 3)}`,
  renameat2: (call) => renames(call),
  mkdir: (call) => `makes the directory ${call.path(0)}${mode(call.before(1))}`,
  mkdirat: (call) => `makes the directory ${call.pathAt(0, 1)}${mode(call.before(2))}`,
  mknod: (call) => `makes the ${kindOf(call.before(1)) ?? "file"} ${call.path(0)}`,
  mknodat: (call) => `makes the ${kindOf(call.before(2)) ?? "file"} ${call.pathAt(0, 1)}`,
  link: (call) => `gives ${call.path(0)} the second name ${call.path(1)}`,
  linkat: (call) => `gives ${call.pathAt(0, 1)} the second name ${call.pathAt(2, 3)}`,
  symlink: (call) => `makes the symbolic link ${call.path(1)} that points to ${call.path(0)}`,
  symlinkat: (call) => `makes the symbolic link ${call.pathAt(1, 2)} that points to ${call.path(0)}`,
  chdir: (call) => `makes ${call.path(0)} its working directory`,
  fchdir: (call) => `makes ${call.descriptor(0)} its working directory`,
  chroot: (call) => `makes ${call.path(0)} its root directory`,
  getcwd: (call) => ["asks for its working directory", call.text(0) === undefined ? undefined : `it is ${call.path(0)}`],
  chmod: (call) => `sets the permissions of ${call.path(0)}${mode(call.before(1), " to ")}`,
  fchmod: (call) => `sets the permissions of ${call.descriptor(0)}${mode(call.before(1), " to ")}`,
  fchmodat: (call) => `sets the permissions of ${call.pathAt(0, 1)}${mode(call.before(2), " to ")}`,
  fchmodat2: (call) => `sets the permissions of ${call.pathAt(0, 1)}${mode(call.before(2), " to ")}`,
  chown: (call) => owns(call.path(0), call, 1),
  chown32: (call) => owns(call.path(0), call, 1),
  lchown: (call) => owns(`${call.path(0)} itself, no link followed,`, call, 1),
  fchown: (call) => owns(call.descriptor(0), call, 1),
  fchownat: (call) => owns(call.pathAt(0, 1), call, 2),
  truncate: (call) => `sets the length of ${call.path(0)} to ${sizeWord(call.number(1))}`,
  ftruncate: (call) => `sets the length of ${call.descriptor(0)} to ${sizeWord(call.number(1))}`,
  umask: (call) => [`sets which permissions new files do not get${mode(call.before(0), ": ")}`, undefined],
  utimensat: (call) => `sets the times of ${call.pathAt(0, 1)}${call.isNull(2) ? " to now" : ""}`,
  utimes: (call) => `sets the times of ${call.path(0)}${call.isNull(1) ? " to now" : ""}`,
  getxattr: (call) => attribute(call.path(0), call),
  lgetxattr: (call) => attribute(`${call.path(0)} itself, no link followed`, call),
  fgetxattr: (call) => attribute(call.descriptor(0), call),
  setxattr: (call) => `sets the extended attribute ${call.path(1)} of ${call.path(0)}`,
  listxattr: (call) => [`lists the extended attributes of ${call.path(0)}`, sizeResult(call, "there are none", "of names")],
  inotify_add_watch: (call) => [`watches ${call.path(1)} for changes, through ${call.descriptor(0)}`, call.returned === undefined ? undefined : `it is watch ${call.returned}`],
  mount: (call) => mounts(call),
  umount: (call) => `unmounts ${call.path(0)}`,
  umount2: (call) => `unmounts ${call.path(0)}${call.flags(1).includes("MNT_DETACH") ? ", lazily: once nobody uses it" : ""}`,
  pivot_root: (call) => `makes ${call.path(0)} the root and puts the old root at ${call.path(1)}`,
  swapon: (call) => `starts swapping to ${call.path(0)}`,
};

function opens(call: CallReader, path: string, flags: readonly string[], resolve: readonly string[] = []): Said {
  const has = (name: string): boolean => flags.includes(name);
  const said = ["O_RDONLY", "O_WRONLY", "O_RDWR", "O_CLOEXEC", "O_CREAT", "O_EXCL", "O_TRUNC", "O_APPEND", "O_PATH", "O_DIRECTORY", "O_NONBLOCK", "O_LARGEFILE", "O_TMPFILE"];
  const purpose = has("O_RDWR") ? "for reading and writing" : has("O_WRONLY") ? "for writing" : has("O_RDONLY") ? "for reading" : "";
  let does: string;
  if (has("O_TMPFILE")) does = `makes a file without a name in ${path}, open ${purpose}`;
  else if (has("O_PATH")) does = `opens ${path} only as a place in the tree, not to read it`;
  else if (has("O_CREAT") && has("O_EXCL")) does = `makes the new file ${path}, open ${purpose}`;
  else if (has("O_DIRECTORY")) does = `opens the directory ${path}${purpose === "for reading" ? "" : ` ${purpose}`}`;
  else does = `opens ${path}${purpose === "" ? "" : ` ${purpose}`}`;
  const extras = [
    ...(has("O_CREAT") && !has("O_EXCL") ? ["making it if it is not there"] : []),
    ...(has("O_TRUNC") ? ["emptying it"] : []),
    ...(has("O_APPEND") ? ["always at its end"] : []),
    ...(has("O_NONBLOCK") ? ["non-blocking"] : []),
  ];
  const unsaid = restOf([...flags, ...resolve], said);
  return [does + (extras.length > 0 ? `, ${joinWords(extras)}` : "") + unsaid, newDescriptor(call, has("O_CLOEXEC"))];
}

/** "it is descriptor 3, closed by itself at the next exec" */
export function newDescriptor(call: CallReader, closesOnExec: boolean): string | undefined {
  if (call.returned === undefined) return undefined;
  return `it is descriptor ${call.returned}${closesOnExec ? ", closed by itself at the next exec" : ""}`;
}

function checks(path: string, modes: readonly string[]): Said {
  const wanted = modes.flatMap((mode) => mode === "R_OK" ? ["read"] : mode === "W_OK" ? ["written"] : mode === "X_OK" ? ["executed"] : []);
  return wanted.length > 0 ? [`checks whether ${path} may be ${joinWords(wanted)}`, "it may"] : [`checks whether ${path} exists`, "it does"];
}

function followed(call: CallReader, path: string, flags: readonly string[]): string {
  return flags.includes("AT_SYMLINK_NOFOLLOW") ? `${path} itself, no link followed` : path;
}

const kinds: Readonly<Record<string, string>> = {
  S_IFREG: "file", S_IFDIR: "directory", S_IFLNK: "symbolic link", S_IFCHR: "character device", S_IFBLK: "block device",
  S_IFIFO: "pipe", S_IFSOCK: "socket",
};

function kindOf(value: Value | undefined): string | undefined {
  const number = numberIn(bare(value));
  const names = number === undefined ? flagNames(value) : constantsIn(fileTypes, number - (number % 0o10000));
  const name = names.find((word) => word in kinds);
  return name === undefined ? undefined : kinds[name];
}

function attributes(path: string, result: Value | undefined, prefix: "st_" | "stx_" = "st_"): Said {
  const kind = kindOf(field(result, `${prefix}mode`));
  const size = numberIn(field(result, `${prefix}size`));
  const found = kind === undefined ? undefined
    : kind === "file" && size !== undefined ? `it is a file of ${sizeWord(size)}` : `it is a ${kind}`;
  return [`reads the attributes of ${path}`, found];
}

function fileSystem(path: string, result: Value | undefined): Said {
  const type = flagNames(field(result, "f_type"))[0];
  return [`asks for the file system that holds ${path}`, type === undefined ? undefined : `its type is ${type}`];
}

function linkText(path: string, call: CallReader, index: number): Said {
  return [`reads where the symbolic link ${path} points`, call.succeeded && call.text(index) !== undefined ? `it points to ${call.path(index)}` : undefined];
}

function renames(call: CallReader): Said {
  const flags = call.flags(4);
  if (flags.includes("RENAME_EXCHANGE")) return `swaps the names ${call.pathAt(0, 1)} and ${call.pathAt(2, 3)}`;
  const once = flags.includes("RENAME_NOREPLACE") ? ", unless that exists" : "";
  return `renames ${call.pathAt(0, 1)} to ${call.pathAt(2, 3)}${once}${restOf(flags, ["RENAME_NOREPLACE"])}`;
}

/** ", mode 0755" */
function mode(value: Value | undefined, before = ", mode "): string {
  const inner = bare(value);
  if (inner?.kind === "number") return `${before}${inner.raw ?? (inner.value === 0 ? "0" : `0${inner.value.toString(8)}`)}`;
  if (inner?.kind === "flags") return `${before}${inner.names.join("|")}`;
  return "";
}

function owns(path: string, call: CallReader, index: number): Said {
  const words = [["user", call.number(index)], ["group", call.number(index + 1)]] as const;
  const said = words.flatMap(([word, id]) => (id === undefined || id === -1 || id === 0xffffffff ? [] : [`${word} ${id}`]));
  return said.length > 0 ? `gives ${path} to ${joinWords(said)}` : `sets no new owner for ${path}`;
}

function attribute(path: string, call: CallReader): Said {
  return [`reads the extended attribute ${call.path(1)} of ${path}`, sizeResult(call, "it is empty", "of it")];
}

function sizeResult(call: CallReader, none: string, what: string): string | undefined {
  if (call.returned === undefined) return undefined;
  return call.returned === 0 ? none : `${sizeWord(call.returned)} ${what}`;
}

function mounts(call: CallReader): Said {
  const flags = call.flags(3);
  const has = (name: string): boolean => flags.includes(name);
  const spread = (["MS_PRIVATE", "MS_SLAVE", "MS_SHARED", "MS_UNBINDABLE"] as const).find(has);
  if (spread) {
    const word = { MS_PRIVATE: "private", MS_SLAVE: "a slave", MS_SHARED: "shared", MS_UNBINDABLE: "unbindable" }[spread];
    return `makes the mount ${call.path(1)}${has("MS_REC") ? " and all below it" : ""} ${word}${restOf(flags, [spread, "MS_REC"])}`;
  }
  if (has("MS_MOVE")) return `moves the mount ${call.path(0)} to ${call.path(1)}`;
  if (has("MS_REMOUNT")) return `changes the options of the mount ${call.path(1)}${restOf(flags, ["MS_REMOUNT"])}`;
  if (has("MS_BIND")) return `makes ${call.path(0)} visible at ${call.path(1)} too (bind mount)${restOf(flags, ["MS_BIND"])}`;
  const type = call.text(2);
  return `mounts ${type === undefined ? call.path(0) : `a ${type} file system (${call.path(0)})`} at ${call.path(1)}${restOf(flags, [])}`;
}

/** A time in a struct of seconds and nano- or microseconds; undefined where strace shows none. */
export function secondsIn(value: Value | undefined): number | undefined {
  const seconds = numberIn(field(value, "tv_sec"));
  if (seconds === undefined) return undefined;
  const nanoseconds = numberIn(field(value, "tv_nsec"));
  const microseconds = numberIn(field(value, "tv_usec"));
  return seconds + (nanoseconds ?? 0) / 1e9 + (microseconds ?? 0) / 1e6;
}

/** " for at most 2 s", "" without a limit */
export function limitWord(value: Value | undefined): string {
  const seconds = secondsIn(value);
  return seconds === undefined ? "" : seconds === 0 ? ", without waiting" : `, for at most ${timeWord(seconds)}`;
}
