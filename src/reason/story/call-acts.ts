/** What a call is to the story; calls that are not listed are only counted. */
export type Act =
  | "open" | "close" | "read" | "write" | "list" | "copy" | "look" | "change" | "exec" | "exit" | "socket" | "connect" | "bind" | "listen" | "accept" | "send" | "receive" | "option"
  | "brk" | "map" | "unmap" | "protect" | "poll" | "await-child" | "sleep" | "futex" | "suspend" | "lock" | "clock" | "usage" | "start" | "kill" | "make" | "attach" | "directory";

const acts: ReadonlyMap<string, Act> = new Map<string, Act>(Object.entries({
  open: "open openat openat2 creat",
  close: "close",
  read: "read readv pread64 preadv preadv2",
  write: "write writev pwrite64 pwritev pwritev2",
  list: "getdents getdents64",
  copy: "sendfile sendfile64 copy_file_range splice",
  look: "stat stat64 lstat lstat64 newfstatat fstatat64 statx access faccessat faccessat2 readlink readlinkat fstat fstat64 uname",
  change: "mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat mknod mknodat chmod fchmodat fchmodat2 chown lchown fchownat truncate truncate64 mount umount umount2 pivot_root chroot",
  exec: "execve execveat",
  exit: "exit exit_group",
  socket: "socket", connect: "connect", bind: "bind", listen: "listen", accept: "accept accept4",
  send: "sendto sendmsg sendmmsg send", receive: "recvfrom recvmsg recvmmsg recv", option: "getsockopt",
  brk: "brk", map: "mmap mmap2 old_mmap", unmap: "munmap", protect: "mprotect",
  poll: "poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64 epoll_wait epoll_pwait epoll_pwait2 io_getevents io_pgetevents io_uring_enter",
  "await-child": "wait4 waitid waitpid",
  sleep: "nanosleep clock_nanosleep clock_nanosleep_time64",
  futex: "futex futex_time64 futex_waitv futex_wait",
  suspend: "pause rt_sigsuspend sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 restart_syscall",
  lock: "flock fcntl fcntl64 msgrcv msgsnd semop semtimedop mq_timedreceive fsync fdatasync sync syncfs",
  clock: "clock_gettime clock_gettime64 gettimeofday time getcpu",
  usage: "getrusage times",
  start: "set_tid_address set_robust_list rseq set_thread_area arch_prctl prlimit64 ugetrlimit getrlimit getrandom",
  kill: "kill tkill tgkill pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo",
  make: "clone clone3 fork vfork __clone2",
  attach: "ptrace",
  directory: "chdir fchdir",
} satisfies Record<Act, string>).flatMap(([act, names]) => names.split(" ").map((name): [string, Act] => [name, act as Act])));

/** The act of a call, or undefined where the story only counts it. */
export function actOf(name: string): Act | undefined {
  return acts.get(name);
}
