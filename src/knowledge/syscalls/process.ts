/** Calls that make, replace, end, find and limit processes. Columns: see SyscallTable. */
export const processTable = `
fork|57|-|2|process|1.0|fork|-|Makes a copy of the calling process; it returns twice, 0 in the child and the child's PID in the parent.
vfork|58|-|190|process|2.2|vfork|-|Makes a child that borrows the parent's memory; the parent sleeps until the child calls execve or exits.
clone|56|220|120|process|1.0|clone|unsigned long clone_flags, unsigned long newsp, int *parent_tidptr, int *child_tidptr, unsigned long tls|Makes a new process or thread; its flags say what it shares with its maker.
clone3|435|435|435|process|5.3|clone3|struct clone_args *uargs, size_t size|Makes a new process or thread from a structure of arguments, with room for more flags than clone.
execve|59|221|11|file process|1.0|execve|const char *filename, const char *const *argv, const char *const *envp|Replaces the program in this process by another; PID and descriptors without close-on-exec stay, and on success it does not return.
execveat|322|281|358|file process desc|3.19|execveat|int fd, const char *filename, const char *const *argv, const char *const *envp, int flags|Replaces the program by one whose path is relative to a directory descriptor, or that a descriptor names.
exit|60|93|1|process|1.0|exit|int error_code|Ends the calling thread only.
exit_group|231|94|252|process|2.6|exit_group|int error_code|Ends all threads of the process with an exit status.
wait4|61|260|114|process|1.0|wait4|pid_t upid, int *stat_addr, int options, struct rusage *ru|Waits for a child to end, stop or continue, and tells its status and resource use.
waitid|247|95|284|process|2.6.10|waitid|int which, pid_t upid, struct siginfo *infop, int options, struct rusage *ru|Waits for a child, chosen by PID, process group or pidfd, and describes what happened in a siginfo.
getpid|39|172|20|pure|1.0|getpid|-|Returns the process id, the same for all threads of the process.
getppid|110|173|64|pure|1.0|getppid|-|Returns the process id of the parent; 0 when that is outside the PID namespace.
gettid|186|178|224|pure|2.4.11|gettid|-|Returns the id of the calling thread.
set_tid_address|218|96|258|-|2.6|set_tid_address|int *tidptr|Names the address that the kernel clears, waking a futex there, when this thread ends; returns the thread id.
getpgid|121|155|132|-|1.0|getpgid|pid_t pid|Returns the process group of a process.
setpgid|109|154|57|-|1.0|setpgid|pid_t pid, pid_t pgid|Puts a process into a process group, as shells do for each job.
getpgrp|111|-|65|pure|1.0|getpgrp|-|Returns the process group of the caller.
setsid|112|157|66|-|1.0|setsid|-|Starts a new session and process group without a controlling terminal.
getsid|124|156|147|-|2.0|getsid|pid_t pid|Returns the session of a process.
vhangup|153|58|111|-|1.0|vhangup|-|Hangs up the controlling terminal.
prctl|157|167|172|creds|2.2|prctl|int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5|Reads or sets one of many properties of the process or thread: name, death signal, dumpability, seccomp, capabilities.
arch_prctl|158|-|384|-|2.6|arch_prctl|int option, unsigned long arg2|Reads or sets state of this architecture, above all the FS base that thread-local storage uses.
personality|135|92|136|-|1.2|personality|unsigned int personality|Sets the execution domain of the process, such as switching off address randomisation.
kcmp|312|272|349|-|3.5|kcmp|pid_t pid1, pid_t pid2, int type, unsigned long idx1, unsigned long idx2|Tells whether two processes share a kernel resource such as an open file.
pidfd_open|434|434|434|desc|5.3|pidfd_open|pid_t pid, unsigned int flags|Returns a descriptor that stands for a process and can't come to mean another one.
pidfd_getfd|438|438|438|desc|5.6|pidfd_getfd|int pidfd, int fd, unsigned int flags|Copies a descriptor out of another process.
unshare|272|97|310|-|2.6.16|unshare|unsigned long unshare_flags|Moves the caller into new namespaces, or stops sharing things with its other threads.
setns|308|268|346|desc|3.0|setns|int fd, int flags|Moves the calling thread into a namespace that a descriptor names.
listns|470|470|470|-|6.19|-|const struct ns_id_req *req, u64 *ns_ids, size_t nr_ns_ids, unsigned int flags|Lists the namespaces the caller may see, in all or of one kind, page by page.
ptrace|101|117|26|-|1.0|ptrace|long request, long pid, unsigned long addr, unsigned long data|Lets a tracer watch and control another thread: what strace and debuggers live on.
acct|163|89|51|file|1.0|acct|const char *name|Switches the recording of ended processes into a file on or off.
getrlimit|97|163|76|-|1.0|getrlimit|unsigned int resource, struct rlimit *rlim|Reads one resource limit of the process.
setrlimit|160|164|75|-|1.0|setrlimit|unsigned int resource, struct rlimit *rlim|Sets one resource limit of the process.
prlimit64|302|261|340|-|2.6.36|prlimit64|pid_t pid, unsigned int resource, const struct rlimit64 *new_rlim, struct rlimit64 *old_rlim|Reads and sets a resource limit of any process; what libc's getrlimit and setrlimit become.
getrusage|98|165|77|-|1.0|getrusage|int who, struct rusage *ru|Reads the CPU time, page faults and other use of resources so far.
times|100|153|43|-|1.0|times|struct tms *tbuf|Reads CPU time used by the process and its ended children, in clock ticks.
getpriority|140|141|96|-|1.0|getpriority|int which, int who|Reads nice values; the raw call returns 20 less the nice value, so that it is never negative.
setpriority|141|140|97|-|1.0|setpriority|int which, int who, int niceval|Sets nice values of a process, group or user.
rseq|334|293|386|-|4.18|-|struct rseq *rseq, u32 rseq_len, int flags, u32 sig|Registers an area with which code can tell that it was interrupted or moved to another CPU (restartable sequences).
rseq_slice_yield|471|471|471|-|7.0|-|-|Gives the CPU back after a time slice extension that was granted through rseq.
get_robust_list|274|100|312|-|2.6.17|get_robust_list|int pid, struct robust_list_head **head_ptr, size_t *len_ptr|Returns the list of robust futexes of a thread.
set_robust_list|273|99|311|-|2.6.17|set_robust_list|struct robust_list_head *head, size_t len|Tells the kernel which futexes the thread holds, so that they are released if it dies.
get_thread_area|211|-|244|-|2.6|get_thread_area|struct user_desc *u_info|Reads a thread-local storage entry of the GDT of a 32-bit x86 thread.
set_thread_area|205|-|243|-|2.6|set_thread_area|struct user_desc *u_info|Sets a thread-local storage entry of the GDT of a 32-bit x86 thread.
modify_ldt|154|-|123|-|1.0|modify_ldt|int func, void *ptr, unsigned long bytecount|Reads or changes the local descriptor table of the process.
ioperm|173|-|101|-|1.0|ioperm|unsigned long from, unsigned long num, int turn_on|Lets the process reach a range of x86 I/O ports.
iopl|172|-|110|-|1.0|iopl|unsigned int level|Sets the x86 I/O privilege level of the process.
uretprobe|335|-|-|-|6.11|-|-|Is how the kernel's own trampoline reports the return of a probed function; calling it oneself ends in SIGILL.
uprobe|336|-|-|-|6.18|-|-|Is how the kernel's own trampoline reports a probed instruction; calling it from elsewhere fails.
`;
