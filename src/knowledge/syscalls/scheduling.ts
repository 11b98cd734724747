/** Calls of the scheduler, and futexes, on which threads wait for each other. Columns: see SyscallTable. */
export const schedulingTable = `
sched_yield|24|124|158|-|2.0|sched_yield|-|Lets other threads run before this one goes on.
sched_setscheduler|144|119|156|-|2.0|sched_setscheduler|pid_t pid, int policy, struct sched_param *param|Sets scheduling policy and priority of a thread.
sched_getscheduler|145|120|157|-|2.0|sched_getscheduler|pid_t pid|Returns the scheduling policy of a thread.
sched_setparam|142|118|154|-|2.0|sched_setparam|pid_t pid, struct sched_param *param|Sets the real-time priority of a thread.
sched_getparam|143|121|155|-|2.0|sched_getparam|pid_t pid, struct sched_param *param|Reads the real-time priority of a thread.
sched_setattr|314|274|351|-|3.14|sched_setattr|pid_t pid, struct sched_attr *uattr, unsigned int flags|Sets scheduling policy with all attributes: nice, priority, deadline, utilisation clamps.
sched_getattr|315|275|352|-|3.14|sched_getattr|pid_t pid, struct sched_attr *uattr, unsigned int usize, unsigned int flags|Reads scheduling policy with all attributes.
sched_setaffinity|203|122|241|-|2.6|sched_setaffinity|pid_t pid, unsigned int len, unsigned long *user_mask_ptr|Sets on which CPUs a thread may run.
sched_getaffinity|204|123|242|-|2.6|sched_getaffinity|pid_t pid, unsigned int len, unsigned long *user_mask_ptr|Reads on which CPUs a thread may run.
sched_get_priority_max|146|125|159|-|2.0|sched_get_priority_max|int policy|Returns the highest priority of a scheduling policy.
sched_get_priority_min|147|126|160|-|2.0|sched_get_priority_min|int policy|Returns the lowest priority of a scheduling policy.
sched_rr_get_interval|148|127|161|-|2.0|sched_rr_get_interval|pid_t pid, struct __kernel_timespec *interval|Reads the time slice of a round-robin thread.
ioprio_set|251|30|289|-|2.6.13|ioprio_set|int which, int who, int ioprio|Sets the I/O scheduling class and priority of threads.
ioprio_get|252|31|290|-|2.6.13|ioprio_get|int which, int who|Reads the I/O scheduling class and priority of threads.
getcpu|309|168|318|-|2.6.19|getcpu|unsigned *cpup, unsigned *nodep, struct getcpu_cache *unused|Tells on which CPU and NUMA node the thread runs; libc mostly asks the vDSO instead.
futex|202|98|240|-|2.6|futex|u32 *uaddr, int op, u32 val, const struct __kernel_timespec *utime, u32 *uaddr2, u32 val3|Waits on, or wakes waiters of, a number in shared memory: what locks and condition variables fall back to when there is contention.
futex_waitv|449|449|449|-|5.16|-|struct futex_waitv *waiters, unsigned int nr_futexes, unsigned int flags, struct __kernel_timespec *timeout, clockid_t clockid|Waits on several futexes at once.
futex_wake|454|454|454|-|6.7|-|void *uaddr, unsigned long mask, int nr, unsigned int flags|Wakes waiters of one futex, with flags for the size of the number.
futex_wait|455|455|455|-|6.7|-|void *uaddr, unsigned long val, unsigned long mask, unsigned int flags, struct __kernel_timespec *timeout, clockid_t clockid|Waits on one futex, with flags for the size of the number.
futex_requeue|456|456|456|-|6.7|-|struct futex_waitv *waiters, unsigned int flags, int nr_wake, int nr_requeue|Wakes some waiters of one futex and moves the rest to another.
`;
