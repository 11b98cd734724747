/**
 * The signals of Linux with their numbers on x86 and Arm (other architectures differ). Columns: name, number, default
 * action (term, core, stop, continue, ignore), meaning as a clause, typical sender.
 */
export const signalTable = `
SIGHUP|1|term|the terminal was closed, or a daemon should read its configuration again|the kernel when the controlling terminal goes, a shell that ends, an administrator
SIGINT|2|term|interrupt from the keyboard|the terminal at Ctrl-C, to the whole foreground process group
SIGQUIT|3|core|quit from the keyboard, with a core dump|the terminal at Ctrl-\\
SIGILL|4|core|an instruction that the CPU does not know or allow|the kernel, on behalf of the CPU
SIGTRAP|5|core|a breakpoint or trace trap|the kernel, for a debugger
SIGABRT|6|core|the program gave up by itself, as abort() and failed assertions do|the process itself
SIGBUS|7|core|memory that is mapped but can't be reached: a mapped file was cut, or the address is misaligned|the kernel
SIGFPE|8|core|an arithmetic error, most often an integer division by zero|the kernel, on behalf of the CPU
SIGKILL|9|term|ends the process at once; it can't be caught, blocked or ignored|an administrator, a supervisor or timeout, or the kernel when memory has run out
SIGUSR1|10|term|whatever the program takes it for|another process
SIGSEGV|11|core|an access to memory that is not mapped or not allowed|the kernel, on behalf of the CPU
SIGUSR2|12|term|whatever the program takes it for|another process
SIGPIPE|13|term|a write to a pipe or socket that nobody reads any more|the kernel, to the writer
SIGALRM|14|term|the time of alarm or setitimer is over|the kernel
SIGTERM|15|term|the polite request to end|kill without an option, a supervisor, the system at shutdown
SIGSTKFLT|16|term|a number kept for coprocessor stack faults, unused|nobody
SIGCHLD|17|ignore|a child ended, stopped or went on|the kernel, to the parent
SIGCONT|18|continue|goes on after a stop|a shell's fg and bg, or kill -CONT
SIGSTOP|19|stop|stops the process; it can't be caught, blocked or ignored|kill -STOP, or a debugger
SIGTSTP|20|stop|stop from the keyboard|the terminal at Ctrl-Z
SIGTTIN|21|stop|a background process tried to read from its terminal|the terminal
SIGTTOU|22|stop|a background process tried to write to or change its terminal|the terminal
SIGURG|23|ignore|urgent data on a socket; Go programs use it to interrupt their own threads|the kernel, or the Go runtime itself
SIGXCPU|24|core|the limit of CPU time is reached (RLIMIT_CPU)|the kernel
SIGXFSZ|25|core|a file would grow beyond the limit (RLIMIT_FSIZE)|the kernel
SIGVTALRM|26|term|the timer of the process's own CPU time is over|the kernel
SIGPROF|27|term|the profiling timer is over|the kernel, for a profiler
SIGWINCH|28|ignore|the window of the terminal changed its size|the terminal
SIGIO|29|term|a descriptor became ready (O_ASYNC)|the kernel
SIGPWR|30|term|power failure; also the stop signal of some containers|a power daemon or container manager
SIGSYS|31|core|a system call that a seccomp filter forbids|the kernel, on behalf of the filter
`;

/**
 * The si_code values that siginfo holds, with the signal they belong to (a star: any). Columns: name, number, signal,
 * meaning as a clause.
 */
export const siCodeTable = `
SI_USER|0|*|sent with kill by a process
SI_KERNEL|128|*|sent by the kernel
SI_QUEUE|-1|*|sent with sigqueue, with a value, by a process
SI_TIMER|-2|*|a POSIX timer expired
SI_MESGQ|-3|*|a message reached an empty POSIX queue
SI_ASYNCIO|-4|*|an asynchronous I/O request finished
SI_SIGIO|-5|*|a descriptor became ready
SI_TKILL|-6|*|sent with tkill or tgkill to one thread, as raise(), abort() and pthread_kill() do
SI_DETHREAD|-7|*|sent by the kernel when an execve ends the other threads
SI_ASYNCNL|-60|*|an asynchronous name look-up of glibc finished
ILL_ILLOPC|1|SIGILL|an unknown instruction
ILL_ILLOPN|2|SIGILL|an instruction with a wrong operand
ILL_ILLADR|3|SIGILL|a wrong addressing mode
ILL_ILLTRP|4|SIGILL|a wrong trap
ILL_PRVOPC|5|SIGILL|an instruction only for the kernel
ILL_PRVREG|6|SIGILL|a register only for the kernel
ILL_COPROC|7|SIGILL|a coprocessor error
ILL_BADSTK|8|SIGILL|an internal stack error
ILL_BADIADDR|9|SIGILL|an unimplemented instruction address
FPE_INTDIV|1|SIGFPE|an integer was divided by zero
FPE_INTOVF|2|SIGFPE|an integer overflowed
FPE_FLTDIV|3|SIGFPE|a floating point number was divided by zero
FPE_FLTOVF|4|SIGFPE|a floating point number overflowed
FPE_FLTUND|5|SIGFPE|a floating point number underflowed
FPE_FLTRES|6|SIGFPE|a floating point result was inexact
FPE_FLTINV|7|SIGFPE|an invalid floating point operation
FPE_FLTSUB|8|SIGFPE|a subscript out of range
FPE_FLTUNK|14|SIGFPE|an undiagnosed floating point error
FPE_CONDTRAP|15|SIGFPE|a conditional trap
SEGV_MAPERR|1|SIGSEGV|nothing is mapped at that address
SEGV_ACCERR|2|SIGSEGV|the memory at that address does not allow this access
SEGV_BNDERR|3|SIGSEGV|a bounds check failed
SEGV_PKUERR|4|SIGSEGV|a memory protection key forbids it
SEGV_ACCADI|5|SIGSEGV|memory tagging is not enabled for the mapping
SEGV_ADIDERR|6|SIGSEGV|a disrupting tag mismatch
SEGV_ADIPERR|7|SIGSEGV|a precise tag mismatch
SEGV_MTEAERR|8|SIGSEGV|a memory tag did not match, found out later
SEGV_MTESERR|9|SIGSEGV|a memory tag did not match
SEGV_CPERR|10|SIGSEGV|the return address differs from the shadow stack
BUS_ADRALN|1|SIGBUS|the address is misaligned
BUS_ADRERR|2|SIGBUS|nothing is behind the mapped address, as when the file was cut
BUS_OBJERR|3|SIGBUS|a hardware error of the mapped object
BUS_MCEERR_AR|4|SIGBUS|a memory error in a page that is needed now
BUS_MCEERR_AO|5|SIGBUS|a memory error in a page that is not needed now
TRAP_BRKPT|1|SIGTRAP|a breakpoint
TRAP_TRACE|2|SIGTRAP|a trace trap
TRAP_BRANCH|3|SIGTRAP|a branch was taken
TRAP_HWBKPT|4|SIGTRAP|a hardware breakpoint or watchpoint
TRAP_UNK|5|SIGTRAP|an undiagnosed trap
TRAP_PERF|6|SIGTRAP|a perf event
CLD_EXITED|1|SIGCHLD|the child exited
CLD_KILLED|2|SIGCHLD|the child was killed by a signal
CLD_DUMPED|3|SIGCHLD|the child was killed by a signal and dumped core
CLD_TRAPPED|4|SIGCHLD|the traced child trapped
CLD_STOPPED|5|SIGCHLD|the child stopped
CLD_CONTINUED|6|SIGCHLD|the child went on
POLL_IN|1|SIGIO|there is something to read
POLL_OUT|2|SIGIO|there is room to write
POLL_MSG|3|SIGIO|there is a message
POLL_ERR|4|SIGIO|an error
POLL_PRI|5|SIGIO|there is something urgent to read
POLL_HUP|6|SIGIO|the other end hung up
SYS_SECCOMP|1|SIGSYS|a seccomp filter stopped the call
SYS_USER_DISPATCH|2|SIGSYS|the call is handed to user space
`;
