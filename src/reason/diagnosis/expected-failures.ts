/**
 * Failing calls that belong to an ordinary run: search paths, feature probes, terminal checks. A program that fails
 * has dozens of them, and so has one that succeeds; they are never the cause by themselves.
 */
export type ExpectedFailure =
  | "terminal check" | "descriptor probe" | "dynamic loader" | "locale" | "name service cache" | "security module probe"
  | "extended attributes" | "path resolution" | "optional configuration" | "kernel feature probe" | "non-blocking call"
  | "bookkeeping" | "module search";

const any = true as const;

/** Errnos that mean nothing by themselves, whatever the subject: syscall → errnos (`any`: all of them). */
const byCall: Record<string, { errnos: readonly string[] | typeof any; why: ExpectedFailure }[]> = {
  ioctl: [{ errnos: ["ENOTTY", "EINVAL", "EXDEV", "EOPNOTSUPP"], why: "terminal check" }],
  getpeername: [{ errnos: any, why: "descriptor probe" }],
  getsockname: [{ errnos: any, why: "descriptor probe" }],
  lseek: [{ errnos: ["ESPIPE"], why: "descriptor probe" }],
  _llseek: [{ errnos: ["ESPIPE"], why: "descriptor probe" }],
  fadvise64: [{ errnos: any, why: "descriptor probe" }],
  fcntl: [{ errnos: ["EBADF", "EINVAL"], why: "descriptor probe" }],
  close: [{ errnos: ["EBADF"], why: "descriptor probe" }],
  epoll_ctl: [{ errnos: ["EPERM", "EEXIST", "ENOENT", "EBADF"], why: "descriptor probe" }],
  getxattr: [{ errnos: any, why: "extended attributes" }],
  lgetxattr: [{ errnos: any, why: "extended attributes" }],
  fgetxattr: [{ errnos: any, why: "extended attributes" }],
  listxattr: [{ errnos: any, why: "extended attributes" }],
  llistxattr: [{ errnos: any, why: "extended attributes" }],
  flistxattr: [{ errnos: any, why: "extended attributes" }],
  readlink: [{ errnos: ["EINVAL", "ENOENT"], why: "path resolution" }],
  readlinkat: [{ errnos: ["EINVAL", "ENOENT"], why: "path resolution" }],
  wait4: [{ errnos: ["ECHILD"], why: "bookkeeping" }],
  waitid: [{ errnos: ["ECHILD"], why: "bookkeeping" }],
  waitpid: [{ errnos: ["ECHILD"], why: "bookkeeping" }],
  rt_sigreturn: [{ errnos: any, why: "bookkeeping" }],
  sigreturn: [{ errnos: any, why: "bookkeeping" }],
  rt_sigaction: [{ errnos: ["EINVAL"], why: "bookkeeping" }],
  unlink: [{ errnos: ["ENOENT"], why: "bookkeeping" }],
  unlinkat: [{ errnos: ["ENOENT"], why: "bookkeeping" }],
  utimensat: [{ errnos: ["ENOENT"], why: "bookkeeping" }],
  copy_file_range: [{ errnos: ["EXDEV", "EINVAL", "EOPNOTSUPP", "ENOSYS"], why: "kernel feature probe" }],
  renameat2: [{ errnos: ["EINVAL", "ENOSYS", "EXDEV"], why: "kernel feature probe" }],
  rename: [{ errnos: ["EXDEV"], why: "kernel feature probe" }],
  renameat: [{ errnos: ["EXDEV"], why: "kernel feature probe" }],
  sendfile: [{ errnos: ["EINVAL", "EOVERFLOW"], why: "kernel feature probe" }],
  fallocate: [{ errnos: ["EOPNOTSUPP"], why: "kernel feature probe" }],
  prctl: [{ errnos: any, why: "kernel feature probe" }],
  arch_prctl: [{ errnos: any, why: "kernel feature probe" }],
  pkey_alloc: [{ errnos: any, why: "kernel feature probe" }],
  rseq: [{ errnos: any, why: "kernel feature probe" }],
  membarrier: [{ errnos: any, why: "kernel feature probe" }],
  set_mempolicy: [{ errnos: any, why: "kernel feature probe" }],
  get_mempolicy: [{ errnos: any, why: "kernel feature probe" }],
  mbind: [{ errnos: any, why: "kernel feature probe" }],
  madvise: [{ errnos: any, why: "kernel feature probe" }],
  mremap: [{ errnos: any, why: "kernel feature probe" }],
  io_uring_setup: [{ errnos: ["ENOSYS", "EPERM"], why: "kernel feature probe" }],
  landlock_create_ruleset: [{ errnos: any, why: "kernel feature probe" }],
  seccomp: [{ errnos: ["EINVAL", "EFAULT", "ENOSYS"], why: "kernel feature probe" }],
  perf_event_open: [{ errnos: any, why: "kernel feature probe" }],
  sched_setattr: [{ errnos: any, why: "kernel feature probe" }],
  sched_getattr: [{ errnos: any, why: "kernel feature probe" }],
  setsockopt: [{ errnos: ["ENOPROTOOPT", "EINVAL", "EPERM", "EACCES"], why: "kernel feature probe" }],
  getsockopt: [{ errnos: ["ENOPROTOOPT", "EOPNOTSUPP", "ENOTSOCK"], why: "kernel feature probe" }],
  restart_syscall: [{ errnos: any, why: "bookkeeping" }],
  nanosleep: [{ errnos: any, why: "bookkeeping" }],
  clock_nanosleep: [{ errnos: any, why: "bookkeeping" }],
};

/** Errnos that say "not now" or "go on": normal for every call but the few in {@link notNowMatters}. */
const notNow = new Set(["EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "EALREADY", "EISCONN", "EINTR", "ENOSYS"]);
/** Calls for which EAGAIN is a limit or a lock that is held, not a non-blocking answer. */
const notNowMatters = new Set([
  "clone", "clone3", "fork", "vfork", "flock", "fcntl", "fcntl64", "setuid", "setreuid", "setresuid", "mlock", "mlock2",
  "mlockall", "execve", "semop", "semtimedop",
]);

/**
 * Failures that are so ordinary, whatever they were about, that nothing is kept of them: polling, interrupted waits,
 * terminal checks, "no more children".
 */
export function isBackground(syscall: string, errno: string): boolean {
  switch (errno) {
    case "EAGAIN": case "EWOULDBLOCK": return !notNowMatters.has(syscall) && syscall !== "connect" && !syscall.startsWith("open");
    case "EINTR": case "ERESTARTSYS": case "ERESTARTNOINTR": case "ERESTARTNOHAND": case "ERESTART_RESTARTBLOCK": return !notNowMatters.has(syscall);
    case "ENOTTY": return syscall === "ioctl";
    case "ESPIPE": return true;
    case "ECHILD": return syscall.startsWith("wait");
    case "ETIMEDOUT": return syscall === "futex";
    case "ENODATA": return true;
    case "EINVAL": return syscall.startsWith("readlink");
    default: return false;
  }
}

/** Where optional files are looked for: a prefix or a part of the path, and what looks there. */
const optionalPlaces: { part: RegExp; why: ExpectedFailure }[] = [
  { part: /^\/etc\/ld\.so\.(preload|nohwcap|cache)$|\/glibc-hwcaps\/|\/(tls|haswell|x86_64|avx512_1)(\/[^/]*\.so[^/]*)?$/, why: "dynamic loader" },
  { part: /\/locale(-langpack)?\/|\.mo$|\/gconv|\/LC_[A-Z]+$|\/charset\.alias$|\/i18n\//, why: "locale" },
  { part: /\/nscd\/|\/sss\/|(^|\/)userdb(\/|$)|\/run\/systemd\/resolve|\/(nsswitch|host|gai)\.conf$|\/avahi-daemon\//, why: "name service cache" },
  { part: /selinux|apparmor|\/attr\/|\/etc\/crypto-policies|\/fips_enabled$/, why: "security module probe" },
  { part: /^\/dev\/tty$|\/terminfo\/|\/\.?inputrc$|\/termcap$/, why: "terminal check" },
  { part: /\/zoneinfo\/|\/etc\/(localtime|TZ|timezone)$/, why: "locale" },
  {
    part: /\/__pycache__\/|\.(pyc|pyo|pth|abi3\.so)$|pyvenv\.cfg$|^<\w+>$|pybuilddir\.txt$|python\d*\.zip$|\/(site|user)customize(\.|$)|\._pth$|\.cpython-[^/]*\.so$/,
    why: "module search",
  },
  { part: /\/perl5?(-base)?\/.*\.(pmc|pm|bs)$|\/node_modules(\/|$)|\/package\.json$|\/rubygems\/|\.gemspec$|\/\.node_(libraries|modules)/, why: "module search" },
  {
    part: /\/openssl(-\w+)?\.cnf$|\/\.(curlrc|wgetrc|netrc|gitconfig|bashrc|profile|bash_profile|pgpass|psqlrc|sqliterc|config\/git|npmrc|gemrc|vimrc|my\.cnf|ssh\/config)$|\/etc\/(gitconfig|krb5\.conf|pki|gnutls|pip\.conf|wgetrc|curlrc)|\/git\/(config|attributes|ignore)$|\/\.[\w-]+\.?(rc|cfg|conf|config|ini|profile|history|ignore|login|logout)$|\/\.config\//,
    why: "optional configuration",
  },
  { part: /^\/(proc|sys)\//, why: "kernel feature probe" },
];

/** Calls that only ask whether something is there. */
export const probingCalls: ReadonlySet<string> = new Set([
  "stat", "stat64", "lstat", "lstat64", "newfstatat", "fstatat64", "statx", "access", "faccessat", "faccessat2", "statfs", "readlink", "readlinkat",
]);

/**
 * Why this failing call is expected in an ordinary run, or undefined where it is not known to be.
 * `subject` is the path or address that the call was about, as far as known.
 */
export function expectedFailure(syscall: string, errno: string, subject: string | undefined): ExpectedFailure | undefined {
  if (errno.startsWith("ERESTART") && !notNowMatters.has(syscall)) return "bookkeeping";
  if (notNow.has(errno) && !notNowMatters.has(syscall)) return errno === "ENOSYS" ? "kernel feature probe" : "non-blocking call";
  if (syscall === "futex" || syscall.startsWith("epoll_wait") || syscall.startsWith("epoll_pwait")) return "non-blocking call";
  for (const rule of byCall[syscall] ?? []) {
    if (rule.errnos === any || rule.errnos.includes(errno)) return rule.why;
  }
  if (subject !== undefined && (errno === "ENOENT" || errno === "ENOTDIR" || errno === "ENXIO" || errno === "ECONNREFUSED" && subject.startsWith("/"))) {
    for (const place of optionalPlaces) if (place.part.test(subject)) return place.why;
  }
  return undefined;
}
