/** Calls that send, block and wait for signals. Columns: see SyscallTable. */
export const signalsTable = `
kill|62|129|37|process signal|1.0|kill|pid_t pid, int sig|Sends a signal to a process or process group, or with signal 0 only checks that it could be sent.
tkill|200|130|238|process signal|2.6|tkill|pid_t pid, int sig|Sends a signal to a thread by its id alone; tgkill is the safe form.
tgkill|234|131|270|process signal|2.6|tgkill|pid_t tgid, pid_t pid, int sig|Sends a signal to one thread of one process.
pidfd_send_signal|424|424|424|process signal desc|5.1|pidfd_send_signal|int pidfd, int sig, siginfo_t *info, unsigned int flags|Sends a signal to the process that a pidfd stands for.
rt_sigaction|13|134|174|signal|2.2|rt_sigaction|int sig, const struct sigaction *act, struct sigaction *oact, size_t sigsetsize|Sets or reads what happens when a signal arrives: handler, ignore or default.
rt_sigprocmask|14|135|175|signal|2.2|rt_sigprocmask|int how, sigset_t *nset, sigset_t *oset, size_t sigsetsize|Blocks, unblocks or reads the signals held back from this thread.
rt_sigpending|127|136|176|signal|2.2|rt_sigpending|sigset_t *uset, size_t sigsetsize|Reads which blocked signals are waiting.
rt_sigsuspend|130|133|179|signal|2.2|rt_sigsuspend|sigset_t *unewset, size_t sigsetsize|Sets another signal mask and sleeps until a signal has been handled.
rt_sigtimedwait|128|137|177|signal|2.2|rt_sigtimedwait|const sigset_t *uthese, siginfo_t *uinfo, const struct __kernel_timespec *uts, size_t sigsetsize|Takes one of a set of blocked signals, waiting for at most a given time.
rt_sigqueueinfo|129|138|178|process signal|2.2|rt_sigqueueinfo|pid_t pid, int sig, siginfo_t *uinfo|Sends a signal with data to a process.
rt_tgsigqueueinfo|297|240|335|process signal|2.6.31|rt_tgsigqueueinfo|pid_t tgid, pid_t pid, int sig, siginfo_t *uinfo|Sends a signal with data to one thread.
rt_sigreturn|15|139|173|signal|2.2|rt_sigreturn|-|Ends a signal handler and restores what was interrupted; only the handler's return trampoline makes it.
sigaltstack|131|132|186|signal|2.2|sigaltstack|const stack_t *uss, stack_t *uoss|Sets or reads the separate stack on which signal handlers may run.
signalfd|282|-|321|signal desc|2.6.22|signalfd|int ufd, sigset_t *user_mask, size_t sizemask|Makes a descriptor from which signals are read.
signalfd4|289|74|327|signal desc|2.6.27|signalfd4|int ufd, sigset_t *user_mask, size_t sizemask, int flags|Makes a descriptor from which signals are read, with flags for non-blocking and close-on-exec.
pause|34|-|29|signal|1.0|pause|-|Sleeps until a signal is handled.
alarm|37|-|27|-|1.0|alarm|unsigned int seconds|Has SIGALRM sent after so many seconds, replacing the former alarm; 0 cancels it.
restart_syscall|219|128|0|-|2.6|restart_syscall|-|Goes on with a sleeping call that a stop signal interrupted; the kernel itself makes the program call it.
`;
