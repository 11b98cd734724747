import type { Concept } from "./concept.ts";

/** Processes, threads, descriptors and signals. */
export const processConcepts: readonly Concept[] = [
  {
    id: "process",
    title: "Process",
    aliases: ["processes", "pid", "ppid", "parent", "child", "zombie", "orphan", "exit-status", "init", "task"],
    text: [
      "A process is a running program with what belongs to it: an address space, descriptors, a user and groups, a working directory, limits, and one or more threads. Its number, the PID, holds as long as it lives, and is given to somebody else later.",
      "Every process has a parent. When it ends, the kernel keeps its exit status until the parent asks with wait4 or waitid; until then it is a zombie, without memory and without code. If the parent is gone, PID 1 of its namespace (or a subreaper) inherits the children.",
      "The exit status is one byte. A process that a signal killed has none: wait4 tells the signal instead, and shells show it as 128 plus the signal's number.",
    ],
    misbelief: {
      said: "A container is a small virtual machine with its own processes.",
      truth: "Its processes are processes of the same kernel, with other PIDs inside their PID namespace. The host sees all of them.",
    },
    sources: ["fork(2)", "wait(2)", "pid_namespaces(7)", "credentials(7)"],
    after: "fork-exec",
  },
  {
    id: "fork-exec",
    title: "fork and exec",
    aliases: ["fork", "exec", "execve", "vfork", "clone", "clone3", "posix_spawn", "spawn"],
    text: [
      "Starting a program takes two steps. The first makes a second process: fork() in a program, clone, clone3 or vfork in a capture. The call returns once in each of the two, with the child's PID in the parent and 0 in the child. Memory is shared until somebody writes to a page (copy-on-write), descriptors are copied, and only the thread that called exists in the child.",
      "The second is execve. It replaces the program inside a process: memory and code are new, the PID stays, and so do parent, working directory, limits, namespaces and every descriptor that is not marked close-on-exec. If it succeeds it does not return, because what called it is gone.",
      "Between the two the child prepares what the new program shall find: dup2 for redirected output, close for what it should not have, setpgid for a shell's job. A vfork child, which posix_spawn uses too, borrows the parent's memory, so the parent stands still until the child calls execve or exits.",
      "Several failing execve with the same name are the search through PATH: execvp tries one directory after another until one succeeds.",
    ],
    misbelief: {
      said: "fork makes a copy that replaces the current process, and exec starts a new process.",
      truth: "fork replaces nothing: afterwards there are two processes. exec makes none: the same process, with the same PID, runs another program.",
    },
    sources: ["fork(2)", "clone(2)", "vfork(2)", "execve(2)", "exec(3)"],
    after: "thread",
  },
  {
    id: "thread",
    title: "Thread",
    aliases: ["threads", "tid", "thread-group", "pthread", "clone_thread", "futex", "lock", "deadlock"],
    text: [
      "The kernel schedules threads. Each has an id of its own (tid); the threads of one process form a thread group, whose id is what getpid returns. In a capture a thread is a clone or clone3 with CLONE_THREAD, and with CLONE_VM, CLONE_FILES and CLONE_SIGHAND: it shares memory, descriptors and signal handlers with its maker. A call of that name without CLONE_THREAD makes a process.",
      "exit ends one thread, exit_group all of them. An execve in any thread ends the others; if it was not the leader that called, it takes over the leader's id, and strace writes that the leader was superseded.",
      "Locks cost no system call while nobody waits. Only if a thread finds a lock taken does it sleep in futex, and only then is it woken by futex. A capture that ends with all threads in FUTEX_WAIT without a time limit shows a deadlock, or workers without work.",
    ],
    misbelief: {
      said: "clone in a capture means that the program makes threads.",
      truth: "fork of glibc is clone as well. CLONE_THREAD among the flags decides.",
    },
    sources: ["clone(2)", "pthreads(7)", "futex(7)", "gettid(2)"],
    after: "file-descriptor",
  },
  {
    id: "file-descriptor",
    title: "File descriptor",
    aliases: ["fd", "descriptor", "descriptors", "file-descriptors", "stdin", "stdout", "stderr", "cloexec", "close-on-exec", "pipe", "redirect"],
    text: [
      "A descriptor is a small number by which a process names something it has open: a file, a socket, a pipe, a terminal, or one of the kernel's own things such as epoll, eventfd or a process (pidfd). The kernel gives out the lowest free one. 0, 1 and 2 are standard input, output and error by convention only.",
      "Behind the number stands an open file description, with the position and the flags, and behind that the file. dup2 and fork make more numbers for the same description, so position and O_NONBLOCK are shared; a second open makes a new one.",
      "A descriptor survives execve unless it is marked close-on-exec (O_CLOEXEC). That is how a shell redirects: it opens the file, puts it at 1 with dup2, and starts the program, which knows nothing of it.",
      "Numbers are used again at once. To know what 3 is in a line one has to follow open, dup, close and fork up to there, which hostlens does; strace -y writes it beside each number.",
    ],
    misbelief: {
      said: "File descriptor 3 is a certain file.",
      truth: "It is whatever was opened last when 3 was the lowest free number, in this process, at this moment.",
    },
    sources: ["open(2)", "dup(2)", "fcntl(2)", "close(2)", "pipe(7)"],
    after: "errno",
  },
  {
    id: "signal",
    title: "Signal",
    aliases: ["signals", "kill", "sigkill", "sigterm", "sigsegv", "sigchld", "sigpipe", "handler", "restart_syscall", "eintr"],
    text: [
      "A signal is a number that the kernel delivers to a process or thread: from another process (kill), from the terminal (Ctrl-C is SIGINT), or because of what the thread itself did (SIGSEGV, SIGPIPE, SIGFPE). Each has a default: to end, to end with a core dump, to stop, or nothing. A program may set a handler, ignore it or hold it back, except for SIGKILL and SIGSTOP.",
      "In a capture the line between three dashes is the delivery, with siginfo: si_code tells why (SI_USER: somebody called kill, and si_pid says who; SEGV_MAPERR: nothing was mapped at si_addr). After a handler comes rt_sigreturn.",
      "A call that sleeps is interrupted. Depending on SA_RESTART and on the call it is made again, goes on as restart_syscall, or fails with EINTR: ERESTARTSYS and its relatives in a capture are this bookkeeping.",
      "+++ killed by SIGKILL +++ without a kill from inside the capture means that the sender was outside: an administrator, a supervisor with a time limit, or the kernel when memory ran out.",
    ],
    misbelief: {
      said: "kill ends a process.",
      truth: "It sends a signal. What happens then is up to the signal and to the process, and signal 0 only asks whether it could be sent.",
    },
    sources: ["signal(7)", "sigaction(2)", "kill(2)", "sigreturn(2)"],
    after: "process",
  },
  {
    id: "namespace",
    title: "Namespace",
    aliases: ["namespaces", "unshare", "setns", "pid-namespace", "mount-namespace", "user-namespace", "nsenter", "container-isolation"],
    text: [
      "A namespace gives a group of processes its own view of one kind of resource: network devices and routes (net), process ids (pid), mounts (mnt), host name (uts), System V IPC and POSIX queues (ipc), user ids (user), the cgroup root (cgroup), clocks since boot (time). All of them are inside the one kernel.",
      "They are made by clone or unshare with CLONE_NEW flags and joined with setns; /proc/PID/ns shows which ones a process lives in, as inode numbers. unshare(CLONE_NEWPID) is special: the caller stays, and its next child is the first process of the new one.",
      "A container is an ordinary process group with new namespaces, a cgroup that limits it, fewer capabilities, a seccomp filter, and a root directory made of overlay layers.",
    ],
    misbelief: {
      said: "Name space is another word for kernel space.",
      truth: "Kernel space is a privilege level and an address range. A namespace is a view of a resource, and processes in it run in user space like all others.",
    },
    sources: ["namespaces(7)", "pid_namespaces(7)", "network_namespaces(7)", "user_namespaces(7)", "unshare(2)"],
    after: "user-kernel",
  },
];
