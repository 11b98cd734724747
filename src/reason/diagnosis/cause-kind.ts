import type { CauseKind } from "../../model/diagnosis.ts";

/** What sort of cause a failing call is: from the call, its errno and what it was about. */
export function causeKindOf(syscall: string, errno: string, subject: string | undefined, isKnownToExist: boolean): CauseKind {
  const isExec = syscall === "execve" || syscall === "execveat";
  const isNetwork = /^(connect|bind|send|sendto|sendmsg|sendmmsg|recv|recvfrom|recvmsg|getsockopt|poll|ppoll|epoll_wait|select|pselect6)$/.test(syscall);
  switch (errno) {
    case "ENOENT":
      if (isExec) return isKnownToExist ? "missing-interpreter" : "missing-program";
      if (subject !== undefined && /\.so(\.|$)/.test(subject)) return "missing-library";
      if (/\/s?bin\/[^/]+$/.test(subject ?? "") && /stat|access/.test(syscall)) return "missing-program";
      return syscall === "chdir" ? "missing-directory" : "missing-file";
    case "ENOEXEC": case "ELIBBAD": return "bad-program";
    case "EACCES": case "EPERM": return "not-permitted";
    case "EROFS": return "read-only";
    case "ENOSPC": return syscall.startsWith("inotify") ? "limit" : "no-space";
    case "EDQUOT": return "no-space";
    case "EMFILE": case "ENFILE": case "ENOMEM": case "EFBIG": case "E2BIG": case "ENOBUFS": return "limit";
    case "EAGAIN": case "EWOULDBLOCK":
      return /^(clone3?|fork|vfork|set\w*uid|mlock)/.test(syscall) ? "limit" : /lock|fcntl/.test(syscall) ? "busy" : "failed-call";
    case "EEXIST": case "ENOTEMPTY": return "exists";
    case "EISDIR": case "ENOTDIR": case "ELOOP": case "ENAMETOOLONG": return "wrong-kind";
    case "ECONNREFUSED": return isDns(subject) ? "name-lookup" : "refused";
    case "ENETUNREACH": case "EHOSTUNREACH": case "ENETDOWN": case "EHOSTDOWN": return isDns(subject) ? "name-lookup" : "unreachable";
    case "ETIMEDOUT": return isNetwork ? "no-answer" : "failed-call";
    case "EINPROGRESS": return "no-answer";
    case "EADDRINUSE": return "address-in-use";
    case "EADDRNOTAVAIL": return "address-not-here";
    case "EBUSY": case "ETXTBSY": return "busy";
    default: return "failed-call";
  }
}

function isDns(subject: string | undefined): boolean {
  return subject !== undefined && !subject.startsWith("/") && subject.endsWith(":53");
}
