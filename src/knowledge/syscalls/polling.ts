/** Calls that wait for descriptors to become ready. Columns: see SyscallTable. */
export const pollingTable = `
select|23|-|82|desc|1.0|select|int n, fd_set *inp, fd_set *outp, fd_set *exp, struct __kernel_old_timeval *tvp|Waits until one of a set of descriptors is ready or a time in microseconds is over; numbers stop at 1023.
pselect6|270|72|308|desc|2.6.16|pselect6|int n, fd_set *inp, fd_set *outp, fd_set *exp, struct __kernel_timespec *tsp, void *sig|Waits like select, with a time in nanoseconds and a signal mask during the wait.
poll|7|-|168|desc|2.0.36|poll|struct pollfd *ufds, unsigned int nfds, int timeout_msecs|Waits until one of a list of descriptors is ready or a time in milliseconds is over.
ppoll|271|73|309|desc|2.6.16|ppoll|struct pollfd *ufds, unsigned int nfds, struct __kernel_timespec *tsp, const sigset_t *sigmask, size_t sigsetsize|Waits like poll, with a time in nanoseconds and a signal mask during the wait.
epoll_create|213|-|254|desc|2.6|epoll_create|int size|Makes an epoll descriptor; the size it is given has had no meaning since 2.6.8.
epoll_create1|291|20|329|desc|2.6.27|epoll_create1|int flags|Makes an epoll descriptor, with a close-on-exec flag.
epoll_ctl|233|21|255|desc|2.6|epoll_ctl|int epfd, int op, int fd, struct epoll_event *event|Adds, changes or removes a descriptor that an epoll descriptor watches.
epoll_wait|232|-|256|desc|2.6|epoll_wait|int epfd, struct epoll_event *events, int maxevents, int timeout|Waits until descriptors watched by an epoll descriptor are ready, or a time in milliseconds is over.
epoll_pwait|281|22|319|desc|2.6.19|epoll_pwait|int epfd, struct epoll_event *events, int maxevents, int timeout, const sigset_t *sigmask, size_t sigsetsize|Waits like epoll_wait, with a signal mask during the wait.
epoll_pwait2|441|441|441|desc|5.11|epoll_pwait2|int epfd, struct epoll_event *events, int maxevents, const struct __kernel_timespec *timeout, const sigset_t *sigmask, size_t sigsetsize|Waits like epoll_pwait, with the time in nanoseconds.
epoll_ctl_old|214|-|-|-|2.6|-|-|Is a number kept from early epoll; the kernel answers ENOSYS.
epoll_wait_old|215|-|-|-|2.6|-|-|Is a number kept from early epoll; the kernel answers ENOSYS.
`;
