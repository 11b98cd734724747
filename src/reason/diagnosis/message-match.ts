/** What programs write about an errno: the C library's text for it (strerror), as seen in messages. */
const errnoTexts: Record<string, string> = {
  EPERM: "Operation not permitted", ENOENT: "No such file or directory", ESRCH: "No such process", EINTR: "Interrupted system call",
  EIO: "Input/output error", ENXIO: "No such device or address", E2BIG: "Argument list too long", ENOEXEC: "Exec format error",
  EBADF: "Bad file descriptor", ECHILD: "No child processes", EAGAIN: "Resource temporarily unavailable", ENOMEM: "Cannot allocate memory",
  EACCES: "Permission denied", EFAULT: "Bad address", EBUSY: "Device or resource busy", EEXIST: "File exists", EXDEV: "Invalid cross-device link",
  ENODEV: "No such device", ENOTDIR: "Not a directory", EISDIR: "Is a directory", EINVAL: "Invalid argument", ENFILE: "Too many open files in system",
  EMFILE: "Too many open files", ENOTTY: "Inappropriate ioctl for device", ETXTBSY: "Text file busy", EFBIG: "File too large",
  ENOSPC: "No space left on device", ESPIPE: "Illegal seek", EROFS: "Read-only file system", EMLINK: "Too many links", EPIPE: "Broken pipe",
  EDEADLK: "Resource deadlock avoided", ENAMETOOLONG: "File name too long", ENOLCK: "No locks available", ENOSYS: "Function not implemented",
  ENOTEMPTY: "Directory not empty", ELOOP: "Too many levels of symbolic links", EOPNOTSUPP: "Operation not supported",
  EADDRINUSE: "Address already in use", EADDRNOTAVAIL: "Cannot assign requested address", ENETUNREACH: "Network is unreachable",
  ECONNABORTED: "Software caused connection abort", ECONNRESET: "Connection reset by peer", ENOBUFS: "No buffer space available",
  ENOTCONN: "Transport endpoint is not connected", ETIMEDOUT: "Connection timed out", ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "No route to host", EDQUOT: "Disk quota exceeded", ESTALE: "Stale file handle", EAFNOSUPPORT: "Address family not supported by protocol",
  EPROTONOSUPPORT: "Protocol not supported", EMSGSIZE: "Message too long", EDESTADDRREQ: "Destination address required", EUSERS: "Too many users",
  ENOKEY: "Required key not available", EKEYREJECTED: "Key was rejected by service", ECANCELED: "Operation canceled", EOVERFLOW: "Value too large for defined data type",
};

/** The numbers that "[Errno 13]" speaks of, generic Linux numbering. */
const errnoNumbers: Record<string, number> = {
  EPERM: 1, ENOENT: 2, ESRCH: 3, EINTR: 4, EIO: 5, ENXIO: 6, E2BIG: 7, ENOEXEC: 8, EBADF: 9, ECHILD: 10, EAGAIN: 11, ENOMEM: 12, EACCES: 13,
  EFAULT: 14, EBUSY: 16, EEXIST: 17, EXDEV: 18, ENODEV: 19, ENOTDIR: 20, EISDIR: 21, EINVAL: 22, ENFILE: 23, EMFILE: 24, ENOTTY: 25, ETXTBSY: 26,
  EFBIG: 27, ENOSPC: 28, ESPIPE: 29, EROFS: 30, EMLINK: 31, EPIPE: 32, EDEADLK: 35, ENAMETOOLONG: 36, ENOLCK: 37, ENOSYS: 38, ENOTEMPTY: 39,
  ELOOP: 40, EOPNOTSUPP: 95, EADDRINUSE: 98, EADDRNOTAVAIL: 99, ENETUNREACH: 101, ECONNABORTED: 103, ECONNRESET: 104, ENOBUFS: 105, ENOTCONN: 107,
  ETIMEDOUT: 110, ECONNREFUSED: 111, EHOSTUNREACH: 113, ESTALE: 116, EDQUOT: 122,
};

/**
 * One thing that a program wrote: its text (as far as the capture holds it) and whether strace cut it off.
 */
export interface Utterance {
  readonly text: string;
  readonly cutOff: boolean;
  readonly line: number;
}

/**
 * How clearly the messages name an errno: 2 by number or constant ("[Errno 13]", "ECONNREFUSED"), 1 by its text or by a
 * beginning of it that was cut off by strace (at least six characters), 0 not at all.
 */
export function namesErrno(messages: readonly Utterance[], errno: string): 0 | 1 | 2 {
  const number = errnoNumbers[errno];
  const words = errnoTexts[errno]?.toLowerCase();
  const whole = messages.map((message) => message.text).join("");
  if (new RegExp(`\\b${errno}\\b`).test(whole)) return 2;
  if (number !== undefined && new RegExp(`\\[Errno ${number}\\]|\\(os error ${number}\\)|\\(errno[:= ]*${number}\\)|errno=${number}\\b`, "i").test(whole)) return 2;
  if (words === undefined) return 0;
  if (whole.toLowerCase().includes(words)) return 1;
  for (const message of messages) {
    if (message.cutOff && endsWithBeginningOf(message.text.toLowerCase(), words, 6)) return 1;
  }
  return 0;
}

/** Does `text` end with the first `least` or more characters of `words`? */
function endsWithBeginningOf(text: string, words: string, least: number): boolean {
  for (let length = Math.min(words.length, text.length); length >= least; length--) {
    if (text.endsWith(words.slice(0, length))) return true;
  }
  return false;
}

/** Do the messages name the subject: the path as a whole, its last part, or the port of an address? */
export function namesSubject(messages: readonly Utterance[], subject: string): boolean {
  const whole = messages.map((message) => message.text).join("");
  if (subject.length >= 3 && whole.includes(subject)) return true;
  const last = lastPart(subject);
  if (last.length >= 3 && whole.includes(last)) return true;
  return messages.some((message) => message.cutOff && last.length >= 5 && endsWithBeginningOf(message.text, last, 5));
}

/** The last part of a path without its slashes, or the port of an address. */
export function lastPart(subject: string): string {
  const trimmed = subject.replace(/\/+$/, "");
  const port = /:(\d+)$/.exec(trimmed);
  if (port && !trimmed.startsWith("/")) return port[1] ?? trimmed;
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
