/** Clocks, sleeps and timers. Columns: see SyscallTable. */
export const timeTable = `
time|201|-|13|clock|1.0|time|__kernel_old_time_t *tloc|Returns the seconds since 1970; on x86-64 libc mostly asks the vDSO instead.
gettimeofday|96|169|78|clock|1.0|gettimeofday|struct __kernel_old_timeval *tv, struct timezone *tz|Reads the time of day in microseconds; libc mostly asks the vDSO instead.
settimeofday|164|170|79|clock|1.0|settimeofday|struct __kernel_old_timeval *tv, struct timezone *tz|Sets the time of day.
clock_gettime|228|113|265|clock|2.6|clock_gettime|clockid_t which_clock, struct __kernel_timespec *tp|Reads a clock; libc mostly asks the vDSO, so that a capture seldom shows it.
clock_settime|227|112|264|clock|2.6|clock_settime|clockid_t which_clock, const struct __kernel_timespec *tp|Sets a clock.
clock_getres|229|114|266|clock|2.6|clock_getres|clockid_t which_clock, struct __kernel_timespec *tp|Reads the resolution of a clock.
clock_nanosleep|230|115|267|-|2.6|clock_nanosleep|clockid_t which_clock, int flags, const struct __kernel_timespec *rqtp, struct __kernel_timespec *rmtp|Sleeps on a given clock, for a time or until a moment.
clock_adjtime|305|266|343|clock|2.6.39|clock_adjtime|clockid_t which_clock, struct __kernel_timex *utx|Reads or tunes a clock, as time daemons do.
adjtimex|159|171|124|clock|1.0|adjtimex|struct __kernel_timex *txc_p|Reads or tunes the system clock, as time daemons do.
nanosleep|35|101|162|-|2.0|nanosleep|struct __kernel_timespec *rqtp, struct __kernel_timespec *rmtp|Sleeps for a time given in nanoseconds.
getitimer|36|102|105|-|1.0|getitimer|int which, struct __kernel_old_itimerval *value|Reads an interval timer.
setitimer|38|103|104|-|1.0|setitimer|int which, struct __kernel_old_itimerval *value, struct __kernel_old_itimerval *ovalue|Sets an interval timer that sends SIGALRM, SIGVTALRM or SIGPROF.
timer_create|222|107|259|-|2.6|timer_create|clockid_t which_clock, struct sigevent *timer_event_spec, timer_t *created_timer_id|Makes a POSIX timer.
timer_settime|223|110|260|-|2.6|timer_settime|timer_t timer_id, int flags, const struct __kernel_itimerspec *new_setting, struct __kernel_itimerspec *old_setting|Starts or stops a POSIX timer.
timer_gettime|224|108|261|-|2.6|timer_gettime|timer_t timer_id, struct __kernel_itimerspec *setting|Reads the time left of a POSIX timer.
timer_getoverrun|225|109|262|-|2.6|timer_getoverrun|timer_t timer_id|Returns how often a POSIX timer expired beyond the one signal sent.
timer_delete|226|111|263|-|2.6|timer_delete|timer_t timer_id|Removes a POSIX timer.
timerfd_create|283|85|322|desc|2.6.25|timerfd_create|int clockid, int flags|Makes a timer that is read as a descriptor.
timerfd_settime|286|86|325|desc|2.6.25|timerfd_settime|int ufd, int flags, const struct __kernel_itimerspec *utmr, struct __kernel_itimerspec *otmr|Starts or stops a timer descriptor.
timerfd_gettime|287|87|326|desc|2.6.25|timerfd_gettime|int ufd, struct __kernel_itimerspec *otmr|Reads the time left of a timer descriptor.
`;
