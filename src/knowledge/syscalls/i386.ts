/** Calls that only 32-bit x86 programs (i386) have. Columns: see SyscallTable. */
export const i386Table = `
socketcall|-|-|102|desc|1.0|socketcall|int call, unsigned long *args|Makes one of the socket calls, chosen by its first argument; how 32-bit x86 programs reach sockets.
ipc|-|-|117|ipc|1.0|ipc|unsigned int call, int first, unsigned long second, unsigned long third, void *ptr, long fifth|Makes one of the System V IPC calls, chosen by its first argument; how 32-bit x86 programs reach them.
mmap2|-|-|192|desc memory|2.4|mmap2|unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, unsigned long fd, unsigned long pgoff|Maps a file or new memory like mmap, with the offset counted in pages of 4096 bytes.
_llseek|-|-|140|desc|1.2|_llseek|unsigned int fd, unsigned long offset_high, unsigned long offset_low, loff_t *result, unsigned int whence|Moves the position of an open file by a 64-bit offset given in two halves.
_newselect|-|-|142|desc|2.0|_newselect|int n, fd_set *inp, fd_set *outp, fd_set *exp, struct old_timeval32 *tvp|Waits like select, with its arguments passed one by one instead of in a structure.
stat64|-|-|195|file stat %stat|2.4|stat64|const char *filename, struct stat64 *statbuf|Reads the attributes of a path into a structure for large files.
lstat64|-|-|196|file lstat %stat|2.4|lstat64|const char *filename, struct stat64 *statbuf|Reads the attributes of a path, not following a link, into a structure for large files.
fstat64|-|-|197|desc fstat %stat|2.4|fstat64|unsigned long fd, struct stat64 *statbuf|Reads the attributes of an open file into a structure for large files.
fstatat64|-|-|300|file desc fstat %stat|2.6.16|fstatat64|int dfd, const char *filename, struct stat64 *statbuf, int flag|Reads the attributes of a path relative to a directory descriptor into a structure for large files.
statfs64|-|-|268|file statfs %statfs|2.6|statfs64|const char *pathname, size_t sz, struct statfs64 *buf|Reads size and free space of a file system into a structure for large ones.
fstatfs64|-|-|269|desc fstatfs %statfs|2.6|fstatfs64|unsigned int fd, size_t sz, struct statfs64 *buf|Reads size and free space of the file system of an open file into a structure for large ones.
truncate64|-|-|193|file|2.4|truncate64|const char *path, loff_t length|Sets the length of a file by path, with a 64-bit length.
ftruncate64|-|-|194|desc|2.4|ftruncate64|unsigned int fd, loff_t length|Sets the length of an open file, with a 64-bit length.
fcntl64|-|-|221|desc|2.4|fcntl64|unsigned int fd, unsigned int cmd, unsigned long arg|Does fcntl's operations, with locks at 64-bit offsets.
sendfile64|-|-|239|network desc|2.6|sendfile64|int out_fd, int in_fd, loff_t *offset, size_t count|Copies data between descriptors inside the kernel, with a 64-bit offset.
fadvise64_64|-|-|272|desc|2.6|fadvise64_64|int fd, loff_t offset, loff_t len, int advice|Tells how a range of a file will be read, with 64-bit offset and length.
chown32|-|-|212|file|2.4|chown32|const char *filename, uid_t user, gid_t group|Changes user and group of a path, with 32-bit ids.
fchown32|-|-|207|desc|2.4|fchown32|unsigned int fd, uid_t user, gid_t group|Changes user and group of an open file, with 32-bit ids.
lchown32|-|-|198|file|2.4|lchown32|const char *filename, uid_t user, gid_t group|Changes user and group of a path, not following a link, with 32-bit ids.
getuid32|-|-|199|creds pure|2.4|getuid32|-|Returns the real user id in 32 bits.
geteuid32|-|-|201|creds pure|2.4|geteuid32|-|Returns the effective user id in 32 bits.
getgid32|-|-|200|creds pure|2.4|getgid32|-|Returns the real group id in 32 bits.
getegid32|-|-|202|creds pure|2.4|getegid32|-|Returns the effective group id in 32 bits.
setuid32|-|-|213|creds|2.4|setuid32|uid_t uid|Sets the effective user id, in 32 bits.
setgid32|-|-|214|creds|2.4|setgid32|gid_t gid|Sets the effective group id, in 32 bits.
setreuid32|-|-|203|creds|2.4|setreuid32|uid_t ruid, uid_t euid|Sets real and effective user id, in 32 bits.
setregid32|-|-|204|creds|2.4|setregid32|gid_t rgid, gid_t egid|Sets real and effective group id, in 32 bits.
setresuid32|-|-|208|creds|2.4|setresuid32|uid_t ruid, uid_t euid, uid_t suid|Sets real, effective and saved user id, in 32 bits.
getresuid32|-|-|209|creds|2.4|getresuid32|uid_t *ruidp, uid_t *euidp, uid_t *suidp|Reads real, effective and saved user id, in 32 bits.
setresgid32|-|-|210|creds|2.4|setresgid32|gid_t rgid, gid_t egid, gid_t sgid|Sets real, effective and saved group id, in 32 bits.
getresgid32|-|-|211|creds|2.4|getresgid32|gid_t *rgidp, gid_t *egidp, gid_t *sgidp|Reads real, effective and saved group id, in 32 bits.
setfsuid32|-|-|215|creds|2.4|setfsuid32|uid_t uid|Sets the user id for file access, in 32 bits.
setfsgid32|-|-|216|creds|2.4|setfsgid32|gid_t gid|Sets the group id for file access, in 32 bits.
getgroups32|-|-|205|creds|2.4|getgroups32|int gidsetsize, gid_t *grouplist|Reads the supplementary groups as 32-bit ids.
setgroups32|-|-|206|creds|2.4|setgroups32|int gidsetsize, gid_t *grouplist|Sets the supplementary groups as 32-bit ids.
ugetrlimit|-|-|191|-|2.4|ugetrlimit|unsigned int resource, struct rlimit *rlim|Reads a resource limit with an unsigned, full-range value.
waitpid|-|-|7|process|1.0|waitpid|pid_t pid, int *stat_addr, int options|Waits for a child to end, stop or continue; wait4 without the resource use.
umount|-|-|22|file|1.0|umount|char *name|Unmounts a file system, without flags.
signal|-|-|48|signal|1.0|signal|int sig, __sighandler_t handler|Sets a handler for a signal with the old one-shot semantics.
sigaction|-|-|67|signal|1.0|sigaction|int sig, const struct old_sigaction *act, struct old_sigaction *oact|Sets or reads what happens when a signal arrives, for the first 31 signals only.
sigprocmask|-|-|126|signal|1.0|sigprocmask|int how, old_sigset_t *set, old_sigset_t *oset|Blocks, unblocks or reads blocked signals, for the first 31 signals only.
sigpending|-|-|73|signal|1.0|sigpending|old_sigset_t *set|Reads which blocked signals wait, for the first 31 signals only.
sigsuspend|-|-|72|signal|1.0|sigsuspend|int unused1, int unused2, old_sigset_t mask|Sets another signal mask and sleeps until a signal was handled, for the first 31 signals only.
sigreturn|-|-|119|signal|1.0|sigreturn|-|Ends a signal handler that was set without SA_SIGINFO and restores what was interrupted.
sgetmask|-|-|68|signal|1.0|sgetmask|-|Returns the signal mask of the first 31 signals.
ssetmask|-|-|69|signal|1.0|ssetmask|int newmask|Sets the signal mask of the first 31 signals and returns the former one.
nice|-|-|34|-|1.0|nice|int increment|Adds to the nice value of the process.
stime|-|-|25|-|1.0|stime|old_time32_t *tptr|Sets the time of day in whole seconds.
readdir|-|-|89|desc|1.0|readdir|unsigned int fd, struct old_linux_dirent *dirent, unsigned int count|Reads one directory entry, in the oldest format; not the library function.
oldstat|-|-|18|file stat %stat|1.0|oldstat|const char *filename, struct __old_kernel_stat *statbuf|Reads the attributes of a path in the first format, with 16-bit ids.
oldlstat|-|-|84|file lstat %stat|1.0|oldlstat|const char *filename, struct __old_kernel_stat *statbuf|Reads the attributes of a path, not following a link, in the first format.
oldfstat|-|-|28|desc fstat %stat|1.0|oldfstat|unsigned int fd, struct __old_kernel_stat *statbuf|Reads the attributes of an open file in the first format.
olduname|-|-|109|-|1.0|olduname|struct old_utsname *name|Reads kernel and host names in the second format, without the domain name.
oldolduname|-|-|59|-|1.0|oldolduname|struct oldold_utsname *name|Reads kernel and host names in the first format, with names of 8 characters.
vm86|-|-|166|-|2.0.28|vm86|unsigned long cmd, unsigned long arg|Enters virtual-8086 mode, for DOS programs.
vm86old|-|-|113|-|1.0|vm86old|struct vm86_struct *user_vm86|Enters virtual-8086 mode, in the first form of the call.
bdflush|-|-|134|-|1.2|bdflush|int func, long data|Tuned the buffer flushing daemon; a number without effect, removed in 5.15.
clock_gettime64|-|-|403|clock|5.1|clock_gettime|clockid_t which_clock, struct __kernel_timespec *tp|Reads a clock, with 64-bit seconds (safe beyond 2038).
clock_settime64|-|-|404|clock|5.1|clock_settime|clockid_t which_clock, const struct __kernel_timespec *tp|Sets a clock, with 64-bit seconds.
clock_adjtime64|-|-|405|clock|5.1|clock_adjtime|clockid_t which_clock, struct __kernel_timex *tx|Reads or tunes a clock, with 64-bit seconds.
clock_getres_time64|-|-|406|clock|5.1|clock_getres|clockid_t which_clock, struct __kernel_timespec *tp|Reads the resolution of a clock, with 64-bit seconds.
clock_nanosleep_time64|-|-|407|-|5.1|clock_nanosleep|clockid_t which_clock, int flags, const struct __kernel_timespec *rqtp, struct __kernel_timespec *rmtp|Sleeps on a given clock, with 64-bit seconds.
timer_gettime64|-|-|408|-|5.1|timer_gettime|timer_t timer_id, struct __kernel_itimerspec *setting|Reads the time left of a POSIX timer, with 64-bit seconds.
timer_settime64|-|-|409|-|5.1|timer_settime|timer_t timer_id, int flags, const struct __kernel_itimerspec *new_setting, struct __kernel_itimerspec *old_setting|Starts or stops a POSIX timer, with 64-bit seconds.
timerfd_gettime64|-|-|410|desc|5.1|timerfd_gettime|int ufd, struct __kernel_itimerspec *otmr|Reads the time left of a timer descriptor, with 64-bit seconds.
timerfd_settime64|-|-|411|desc|5.1|timerfd_settime|int ufd, int flags, const struct __kernel_itimerspec *utmr, struct __kernel_itimerspec *otmr|Starts or stops a timer descriptor, with 64-bit seconds.
utimensat_time64|-|-|412|file desc|5.1|utimensat|int dfd, const char *filename, struct __kernel_timespec *utimes, int flags|Sets access and modification time, with 64-bit seconds.
pselect6_time64|-|-|413|desc|5.1|select|int n, fd_set *inp, fd_set *outp, fd_set *exp, struct __kernel_timespec *tsp, void *sig|Waits like pselect6, with 64-bit seconds.
ppoll_time64|-|-|414|desc|5.1|poll|struct pollfd *ufds, unsigned int nfds, struct __kernel_timespec *tsp, const sigset_t *sigmask, size_t sigsetsize|Waits like ppoll, with 64-bit seconds.
io_pgetevents_time64|-|-|416|-|5.1|io_getevents|aio_context_t ctx_id, long min_nr, long nr, struct io_event *events, struct __kernel_timespec *timeout, const struct __aio_sigset *usig|Collects finished AIO requests, with 64-bit seconds.
recvmmsg_time64|-|-|417|network|5.1|recvmmsg|int fd, struct mmsghdr *mmsg, unsigned int vlen, unsigned int flags, struct __kernel_timespec *timeout|Receives several messages, with a time limit in 64-bit seconds.
mq_timedsend_time64|-|-|418|desc|5.1|mq_timedsend|mqd_t mqdes, const char *msg_ptr, size_t msg_len, unsigned int msg_prio, const struct __kernel_timespec *abs_timeout|Puts a message into a POSIX queue, with 64-bit seconds.
mq_timedreceive_time64|-|-|419|desc|5.1|mq_timedreceive|mqd_t mqdes, char *msg_ptr, size_t msg_len, unsigned int *msg_prio, const struct __kernel_timespec *abs_timeout|Takes a message out of a POSIX queue, with 64-bit seconds.
semtimedop_time64|-|-|420|ipc|5.1|semtimedop|int semid, struct sembuf *tsops, unsigned int nsops, const struct __kernel_timespec *timeout|Adds to or waits for System V semaphores, with 64-bit seconds.
rt_sigtimedwait_time64|-|-|421|signal|5.1|rt_sigtimedwait|const sigset_t *uthese, siginfo_t *uinfo, const struct __kernel_timespec *uts, size_t sigsetsize|Takes one of a set of blocked signals, with 64-bit seconds.
futex_time64|-|-|422|-|5.1|futex|u32 *uaddr, int op, u32 val, const struct __kernel_timespec *utime, u32 *uaddr2, u32 val3|Waits on or wakes a futex, with 64-bit seconds.
sched_rr_get_interval_time64|-|-|423|-|5.1|sched_rr_get_interval|pid_t pid, struct __kernel_timespec *interval|Reads the time slice of a round-robin thread, with 64-bit seconds.
break|-|-|17|memory|-|break|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
stty|-|-|31|-|-|stty|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
gtty|-|-|32|-|-|gtty|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
ftime|-|-|35|-|-|-|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
prof|-|-|44|-|-|prof|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
lock|-|-|53|-|-|lock|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
mpx|-|-|56|-|-|mpx|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
ulimit|-|-|58|-|-|-|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
profil|-|-|98|-|-|-|-|Is a number from early Unix and never implemented; the kernel answers ENOSYS.
idle|-|-|112|-|-|idle|-|Is a number used by the first kernel's idle process, gone since 2.3.13; the kernel answers ENOSYS.
`;
