/**
 * What an errno means for certain calls, where that is narrower than its general meaning. Columns: errno, calls (names, or
 * classes of strace with a percent sign), meaning. The first line that fits is taken: calls before classes.
 */
export const specificTable = `
ENOENT|execve execveat|the program does not exist, or it does and the interpreter it names (after #!, or the dynamic loader of its ELF header) does not
ENOENT|unlink unlinkat|there is no such name to remove
ENOENT|rename renameat renameat2|the old name does not exist, or a directory of the new one is missing
ENOENT|readlink readlinkat|there is nothing at that path
ENOENT|connect|there is no socket file at that path
ENOENT|bind|the directory in which the socket file should be made does not exist
ENOENT|mkdir mkdirat mknod mknodat symlink symlinkat|the directory in which it should be made does not exist
ENOENT|link linkat|the file does not exist, or the directory for its new name
ENOENT|chdir chroot|there is no such directory
ENOENT|mount umount umount2|the source or the mount point does not exist
ENOENT|shmget semget msgget mq_open mq_unlink|there is no such object, and the call did not ask to make one
ENOENT|epoll_ctl|that descriptor is not watched by this epoll descriptor
ENOENT|bpf|there is no such entry, or no next one
ENOENT|request_key keyctl add_key|there is no such key
ENOENT|%file|there is no file or directory of that name, or a directory on the way is missing
EACCES|connect|the address is a broadcast one without SO_BROADCAST, a route of type prohibit or a firewall forbids it, or the socket file may not be written to
EACCES|sendto sendmsg sendmmsg|the address is a broadcast one without SO_BROADCAST, or a route of type prohibit or a firewall forbids it
EACCES|bind|the port is below net.ipv4.ip_unprivileged_port_start (1024) and the process lacks CAP_NET_BIND_SERVICE, or the directory of the socket file may not be written to
EACCES|socket|the process may not make a socket of this type
EACCES|execve execveat|the file is not executable, it is on a file system mounted noexec, or a directory on the way may not be entered
EACCES|fcntl fcntl64|another process holds a lock on this range
EACCES|mmap mmap2|the file was not opened for the kind of access that the mapping needs, or its file system is mounted noexec
EACCES|mprotect pkey_mprotect|the mapped file was not opened for this kind of access
EACCES|chdir fchdir|the directory, or one on the way, may not be entered (no x permission)
EACCES|unlink unlinkat rmdir rename renameat renameat2 link linkat symlink symlinkat mkdir mkdirat mknod mknodat|the directory may not be written to, or one on the way may not be entered
EACCES|bpf perf_event_open|the process lacks the capability, or the verifier or a sysctl (kernel.perf_event_paranoid) refuses
EACCES|shmget shmat semget semop semtimedop semctl msgget msgsnd msgrcv msgctl|the permission bits of the object do not allow it
EACCES|ptrace process_vm_readv process_vm_writev|the process may not be inspected
EACCES|setpgid|the child has made its execve already
EACCES|sched_setattr setpriority|a better priority needs CAP_SYS_NICE
EACCES|%file|the permission bits of the file do not allow this, or a directory on the way may not be entered
EPERM|ptrace|the process may not be traced: other user, kernel.yama.ptrace_scope, a set-user-id program, or it is traced already
EPERM|process_vm_readv process_vm_writev pidfd_getfd kcmp|the process may not be inspected (the rules are those of ptrace)
EPERM|kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal|the process belongs to another user, and the sender lacks CAP_KILL
EPERM|mount umount umount2 pivot_root move_mount open_tree mount_setattr fsopen fsmount|it needs CAP_SYS_ADMIN in the mount namespace
EPERM|unshare setns clone clone3|the new namespace needs CAP_SYS_ADMIN, or user namespaces are restricted
EPERM|chroot|it needs CAP_SYS_CHROOT
EPERM|setuid setuid32 setgid setgid32 setreuid setregid setresuid setresgid setreuid32 setregid32 setresuid32 setresgid32 setgroups setgroups32|without CAP_SETUID or CAP_SETGID only ids that it has already may be taken, and no groups set
EPERM|chmod fchmod fchmodat fchmodat2|only the owner, or CAP_FOWNER, may change the mode
EPERM|chown fchown lchown fchownat chown32 fchown32 lchown32|giving a file away needs CAP_CHOWN
EPERM|utime utimes utimensat futimesat|only the owner may set times
EPERM|setrlimit prlimit64|raising a hard limit needs CAP_SYS_RESOURCE
EPERM|socket|raw and packet sockets need CAP_NET_RAW
EPERM|setsockopt|the option needs CAP_NET_ADMIN
EPERM|sendto sendmsg sendmmsg connect|a local firewall rule dropped it
EPERM|sched_setscheduler sched_setattr sched_setparam setpriority|a better priority or real-time policy needs CAP_SYS_NICE or an rlimit
EPERM|bpf|it needs CAP_BPF (or CAP_SYS_ADMIN)
EPERM|keyctl|the key does not allow it
EPERM|unlink unlinkat rmdir rename renameat renameat2|the directory is sticky and the file belongs to another user, or a flag (immutable, append only) forbids it
EPERM|link linkat|a directory, a file of another user (fs.protected_hardlinks), or a file system without hard links
EPERM|open openat openat2 creat|the file is sealed, immutable or append only, or O_NOATIME was asked for by somebody who does not own it
EPERM|execve execveat|a set-user-id program or its file system does not allow it in this process
EPERM|setsid|the process is the leader of its process group already
EPERM|setpgid|the process or group belongs to another session
EPERM|write pwrite64 ftruncate fallocate mmap|the file is sealed against this
EPERM|futex futex_time64|the caller does not own the lock
EPERM|epoll_ctl|that kind of file (a plain file or directory) can't be watched with epoll
EPERM|clock_settime settimeofday adjtimex clock_adjtime stime|setting the clock needs CAP_SYS_TIME
EPERM|sethostname setdomainname|it needs CAP_SYS_ADMIN in the UTS namespace
EAGAIN|futex futex_time64 futex_wait futex_waitv|the number had changed before the thread went to sleep, so there is nothing to wait for; normal between threads
EAGAIN|clone clone3 fork vfork|the limit of processes or threads is reached (RLIMIT_NPROC, kernel.threads-max, or pids.max of the cgroup)
EAGAIN|read readv pread64 preadv preadv2 recvfrom recvmsg recvmmsg|nothing to read yet, and the descriptor is non-blocking (or its time limit is over); normal
EAGAIN|write writev pwrite64 pwritev pwritev2 sendto sendmsg sendmmsg sendfile sendfile64 splice vmsplice tee|no room yet, and the descriptor is non-blocking (or its time limit is over); normal
EAGAIN|accept accept4|no connection waits, and the socket is non-blocking; normal
EAGAIN|connect|the queue of the listening socket is full, or no free local port is left
EAGAIN|fcntl fcntl64 flock|another process holds the lock
EAGAIN|mmap mmap2 mlock mlock2 mlockall mremap|too much memory would be locked (RLIMIT_MEMLOCK)
EAGAIN|rt_sigtimedwait rt_sigtimedwait_time64|no such signal came in time
EAGAIN|setuid setuid32 setreuid setresuid setreuid32 setresuid32|the user has too many processes (RLIMIT_NPROC)
EAGAIN|semop semtimedop|the semaphore is not free, and the call should not wait (or its time is over)
EAGAIN|timer_create|no resources for another timer
EAGAIN|rt_sigqueueinfo rt_tgsigqueueinfo|the limit of queued signals is reached (RLIMIT_SIGPENDING)
EAGAIN|mq_timedsend mq_timedreceive|the queue is full or empty, and it is non-blocking
EAGAIN|io_uring_enter|no resources for the request at this moment
EAGAIN|getrandom|the random generator is not ready yet, or would have to wait
EINVAL|mount|the file system can't be read as that type, an option is wrong, or the mount point is no mount
EINVAL|umount umount2|it is no mount point
EINVAL|connect bind|the address length or family is wrong, or the socket is bound already; for connect also a route of type blackhole
EINVAL|sendto sendmsg|an argument is wrong, or the address is behind a route of type blackhole
EINVAL|socket socketpair|unknown type, flags or protocol
EINVAL|listen|the socket is no listening kind, or is connected already
EINVAL|accept accept4|the socket does not listen, or the flags are unknown
EINVAL|readlink readlinkat|it is no symbolic link: asking is how programs find that out
EINVAL|mmap mmap2|length 0, an offset that is not a multiple of the page size, or wrong flags
EINVAL|munmap mprotect madvise mremap msync mlock munlock|the address is not at a page boundary, or the length or advice is wrong
EINVAL|lseek _llseek|the new position would lie before the start, or the way of counting is unknown
EINVAL|open openat openat2|the flags are wrong, or the file system does not support them (O_DIRECT, O_TMPFILE)
EINVAL|rename renameat renameat2|a directory can't be moved into itself
EINVAL|rt_sigaction sigaction signal|there is no such signal, or SIGKILL or SIGSTOP was to be caught
EINVAL|kill tkill tgkill|there is no such signal
EINVAL|unshare setns clone clone3|the flags do not go together, or a multi-threaded process may not do it
EINVAL|setsockopt getsockopt|the value or its length does not fit the option
EINVAL|prctl arch_prctl|this kernel does not know the option, or its value is wrong
EINVAL|ioctl|the request does not fit this descriptor or its argument is wrong
EINVAL|fcntl fcntl64|unknown command, or its argument is wrong
EINVAL|write pwrite64 read pread64|the descriptor does not do this, or O_DIRECT needs an aligned buffer, length and offset
EINVAL|epoll_ctl epoll_wait epoll_pwait|no epoll descriptor, the descriptor would watch itself, or a number is wrong
EINVAL|execve execveat|the program header names more than one interpreter, or is damaged
EINVAL|setpgid|the group number is wrong
EINVAL|sched_setaffinity|none of the CPUs asked for can be used by this thread
EINVAL|futex futex_time64|the operation is unknown, or the number is not aligned or not in the state it needs
EINVAL|pivot_root|the new root is no mount point, or old and new root are not below each other
EINVAL|poll ppoll select pselect6|too many descriptors, or a wrong time
EINVAL|copy_file_range splice sendfile|a descriptor is of a kind that this call can't use, or the ranges overlap; programs then copy with read and write
EINVAL|ftruncate truncate|the length is negative, or the file can't be cut
ENOTCONN|getpeername|the socket has no other end: asking is how programs find out whether it is connected
ENOTCONN|shutdown|the other end is gone already, or there never was one
EINPROGRESS|connect|the connection is being made in the background, as a non-blocking socket does; poll for writing and SO_ERROR tell how it ends
EALREADY|connect|the attempt to connect is still under way
EISCONN|connect|the connection is made already
ECONNREFUSED|connect|the address was reached, and nothing listens on that port (or socket file)
ECONNREFUSED|recvfrom recvmsg read sendto sendmsg write send recv|an earlier datagram was answered with "port unreachable": nothing listens there
ETIMEDOUT|connect|nobody answered the attempts to connect: the host is down, or a firewall drops the packets silently
ETIMEDOUT|futex futex_time64 futex_wait futex_waitv|the time limit of the wait is over; normal for a wait with a limit
ETIMEDOUT|read recvfrom recvmsg write sendto sendmsg|the other end no longer confirms what is sent
ETIMEDOUT|mq_timedsend mq_timedreceive|the time limit is over
EHOSTUNREACH|connect sendto sendmsg read write recvfrom recvmsg|no neighbour answered (after about 3 s), a router said so, or a route of type unreachable matches (at once)
ENETUNREACH|connect sendto sendmsg|no route of the routing tables matches that address, not even a default route
EADDRINUSE|bind listen|another socket is bound to that address and port, or the socket file exists already
EADDRINUSE|connect|no free local port is left for this destination
EADDRNOTAVAIL|bind|no interface of this host has that address
EADDRNOTAVAIL|connect|no free local port is left, or the source address is not this host's
EADDRNOTAVAIL|setsockopt|there is no such interface or membership
EAFNOSUPPORT|socket|the kernel does not have this address family (IPv6 off, or a module is missing)
EAFNOSUPPORT|connect bind sendto|the address is of another family than the socket
EPROTONOSUPPORT|socket|this family does not have that protocol, or the kernel lacks it
ENOEXEC|execve execveat|the file is no program this kernel can run: no ELF of this architecture and no #! line; shells then read it as a script
ETXTBSY|execve execveat|somebody has the program file open for writing
ETXTBSY|open openat openat2 creat truncate|the file is a program that is running, so it can't be written
E2BIG|execve execveat|arguments and environment together are too large (a quarter of the stack limit, at most 6 MiB), or one of them is over 128 KiB
E2BIG|clone3 openat2 sched_setattr perf_event_open bpf|the structure has fields set that this kernel does not know
ELIBBAD|execve execveat|the interpreter of the ELF file is damaged
EMFILE|inotify_init inotify_init1|the limit of inotify instances of this user is reached (fs.inotify.max_user_instances), or that of descriptors
EMFILE|mmap mmap2|too many mappings
ENOSPC|inotify_add_watch|the limit of inotify watches of this user is reached (fs.inotify.max_user_watches); the disk may be empty
ENOSPC|epoll_ctl|the limit of epoll watches of this user is reached (fs.epoll.max_user_watches)
ENOSPC|semget msgget shmget mq_open|the limit of such objects is reached
ENOSPC|clone clone3 unshare|the limit of nested or of all namespaces is reached (user.max_*_namespaces)
ENOSPC|write writev pwrite64 pwritev fallocate ftruncate copy_file_range sendfile fsync close|the file system is full (blocks), or its reserve is for root only
ENOSPC|open openat creat mkdir mkdirat mknod mknodat symlink symlinkat link linkat rename renameat|the file system has no inodes or no room for another name
ENOSPC|bpf perf_event_open|a table is full
EXDEV|rename renameat renameat2|the new name is on another file system or mount: a file is moved there by copying it and removing the old one
EXDEV|link linkat|a hard link can't lead to another file system
EXDEV|openat2|the path leaves the directory or mount it was told to stay in
EXDEV|copy_file_range|this file system can't copy to the other one; programs then use read and write
ELOOP|open openat openat2|the path is a symbolic link and O_NOFOLLOW was given, or links lead in a circle
EBUSY|umount umount2|the file system is in use: an open file, a working directory or a mount below it
EBUSY|mount|the source is mounted already, or the mount point is in use
EBUSY|rename renameat renameat2 rmdir unlinkat|it is a mount point or in use by the system
EBUSY|pivot_root|the new root, or the place for the old one, is on the current root mount
EBUSY|open openat|the device is in use
EEXIST|open openat openat2|the file exists, and O_EXCL was there to make sure that it does not
EEXIST|mkdir mkdirat|a file or directory of that name exists already
EEXIST|epoll_ctl|the descriptor is watched already
EEXIST|shmget semget msgget mq_open|an object with that key or name exists, and it was to be a new one
ENOTTY|ioctl|the descriptor does not know this request; for terminal requests that means it is no terminal, which is how programs ask (isatty)
ENOTDIR|open openat openat2|a part of the path is no directory, or O_DIRECTORY was given for something else
EISDIR|open openat openat2 creat|a directory can't be opened for writing
EISDIR|read pread64|a directory is not read but listed (getdents64)
EISDIR|unlink unlinkat|a directory is removed with rmdir
EINTR|close|a signal came; on Linux the descriptor is closed nevertheless
EINTR|poll ppoll select pselect6 epoll_wait epoll_pwait epoll_pwait2 nanosleep clock_nanosleep pause rt_sigsuspend|a signal handler ran and ended the wait
EINTR|connect|a signal handler ran; the connection goes on being made in the background
EBADF|close|the number is no open descriptor: mostly a harmless second close, or one of a range
EBADF|read pread64 readv|the number is no open descriptor, or one open for writing only
EBADF|write pwrite64 writev|the number is no open descriptor, or one open for reading only
EBADF|fcntl fcntl64|the number is no open descriptor: asking is how programs find that out
EPIPE|write writev|nobody has the reading end open any more; SIGPIPE is sent as well, unless it is ignored
EPIPE|sendto sendmsg sendmmsg sendfile splice|the connection is closed for sending; SIGPIPE is sent as well, unless it is ignored or MSG_NOSIGNAL is given
ESPIPE|lseek _llseek pread64 pwrite64|a pipe, socket or terminal has no position: asking is how programs find out what they have
EFAULT|execve execveat|an argument list points outside the memory of the process
ENXIO|open openat|nobody has the named pipe open for reading, or there is no such device (/dev/tty without a controlling terminal)
ENXIO|lseek|there are no more data (or holes) behind that offset
ENODEV|mount|the kernel does not have this file system type
ENODEV|mmap mmap2|that kind of file can't be mapped
ENODEV|open openat|there is no driver for the device
ENODEV|setsockopt ioctl bind|there is no such network interface
ESRCH|kill tkill tgkill rt_sigqueueinfo pidfd_send_signal|there is no such process or thread: asking with signal 0 is how programs find that out
ESRCH|ptrace|there is no such process, or it is not traced and stopped
ESRCH|futex futex_time64|the thread that should own the lock does not exist
ECHILD|wait4 waitid waitpid|the caller has no (more) children to wait for, or ignores SIGCHLD
ENOMEM|mmap mmap2 brk mremap mprotect|not enough memory or address space: RLIMIT_AS, the overcommit policy, or vm.max_map_count
ENOMEM|clone clone3 fork vfork|not enough memory for a new task, or its PID namespace has lost its init process
ENOMEM|munmap madvise mlock mlock2 mincore|the range holds addresses that are not mapped, or too much would be locked (RLIMIT_MEMLOCK)
ENOMEM|execve execveat|not enough memory to start the program
EFBIG|write writev pwrite64 ftruncate truncate fallocate|the file would grow beyond RLIMIT_FSIZE or what the file system allows; SIGXFSZ is sent as well
EDEADLK|fcntl fcntl64|the holder of the lock waits for a lock of the caller
EDEADLK|futex futex_time64|the caller holds this lock already
ERANGE|getcwd|the buffer is too small for the path
ERANGE|getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr|the buffer is too small for the value
ENODATA|getxattr lgetxattr fgetxattr getxattrat removexattr lremovexattr fremovexattr removexattrat|the file has no such attribute
EOPNOTSUPP|getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr|this file system, or this kind of file, has no such attributes
EOPNOTSUPP|fallocate|this file system can't do that; programs then write zeros
EOPNOTSUPP|accept accept4 listen|this kind of socket does not listen
ENOSYS|clone3 openat2 faccessat2 statx close_range copy_file_range rseq pidfd_open membarrier io_uring_setup epoll_pwait2 fchmodat2 getrandom|this kernel is older than the call, or a sandbox (seccomp) hides it; libc then falls back to an older call
ECONNRESET|read readv recvfrom recvmsg|the other end closed the connection with a reset (TCP RST), or died with unread data
ECONNRESET|write writev sendto sendmsg|the other end has reset the connection (TCP RST)
EMSGSIZE|sendto sendmsg|the datagram is larger than the socket or the path MTU takes
EDESTADDRREQ|sendto sendmsg write|the datagram socket has no peer and no address was given
EROFS|access faccessat faccessat2|the file system is mounted read-only, so writing is not possible
EIO|read|the device failed; for a terminal: its other side is closed, or a background process tried to read
ENOKEY|request_key keyctl|there is no such key
ERESTARTSYS|wait4 waitid read readv write recvfrom recvmsg accept accept4 connect futex|a signal came while it waited; the call is made again if the handler has SA_RESTART (or there is none), else the program sees EINTR
ERESTARTNOHAND|pause rt_sigsuspend select pselect6 ppoll|a signal came while it waited; a handler that runs ends the wait with EINTR
`;
