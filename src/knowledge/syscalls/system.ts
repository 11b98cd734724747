/** Calls about the whole system, and numbers that no longer do anything. Columns: see SyscallTable. */
export const systemTable = `
uname|63|160|122|-|1.0|uname|struct new_utsname *name|Reads the kernel's name, release, version, machine and the host name.
sysinfo|99|179|116|-|1.0|sysinfo|struct sysinfo *info|Reads uptime, load, memory and swap figures.
syslog|103|116|103|-|1.0|syslog|int type, char *buf, int len|Reads or controls the kernel's message buffer (dmesg); not the library function of that name.
reboot|169|142|88|-|1.0|reboot|int magic1, int magic2, unsigned int cmd, void *arg|Restarts or halts the system, or says what Ctrl-Alt-Del does.
getrandom|318|278|355|-|3.17|getrandom|char *ubuf, size_t len, unsigned int flags|Fills a buffer with random bytes of the kernel.
init_module|175|105|128|-|1.0|init_module|void *umod, unsigned long len, const char *uargs|Loads a kernel module from memory.
finit_module|313|273|350|desc|3.8|finit_module|int fd, const char *uargs, int flags|Loads a kernel module from an open file.
delete_module|176|106|129|-|1.0|delete_module|const char *name_user, unsigned int flags|Unloads a kernel module.
kexec_load|246|104|283|-|2.6.13|kexec_load|unsigned long entry, unsigned long nr_segments, struct kexec_segment *segments, unsigned long flags|Loads another kernel to start from the running one.
kexec_file_load|320|294|-|desc|3.17|kexec_file_load|int kernel_fd, int initrd_fd, unsigned long cmdline_len, const char *cmdline_ptr, unsigned long flags|Loads another kernel to start, from open files.
bpf|321|280|357|desc|3.18|bpf|int cmd, union bpf_attr *uattr, unsigned int size|Does one of many operations with eBPF programs and maps.
perf_event_open|298|241|336|desc|2.6.31|perf_event_open|struct perf_event_attr *attr_uptr, pid_t pid, int cpu, int group_fd, unsigned long flags|Opens a performance counter or trace event as a descriptor.
lookup_dcookie|212|18|253|-|2.6|lookup_dcookie|u64 cookie64, char *buf, size_t len|Turned a profiler's cookie into a path, for OProfile; removed in 6.7.
_sysctl|156|-|149|-|2.0|_sysctl|struct __sysctl_args *args|Read and wrote kernel parameters by number; removed in 5.5, /proc/sys is the way.
nfsservctl|180|42|169|-|2.2|nfsservctl|int cmd, struct nfsctl_arg *argp, union nfsctl_res *resp|Controlled the in-kernel NFS server; removed in 3.1.
create_module|174|-|127|-|1.0|create_module|const char *name, size_t size|Reserved memory for a module before 2.6; the kernel answers ENOSYS.
get_kernel_syms|177|-|130|-|1.0|get_kernel_syms|struct kernel_sym *table|Listed kernel symbols before 2.6; the kernel answers ENOSYS.
query_module|178|-|167|-|2.2|query_module|const char *name, int which, void *buf, size_t bufsize, size_t *ret|Asked about modules before 2.6; the kernel answers ENOSYS.
getpmsg|181|-|188|network|-|getpmsg|-|Is a number reserved for STREAMS and never implemented; the kernel answers ENOSYS.
putpmsg|182|-|189|network|-|putpmsg|-|Is a number reserved for STREAMS and never implemented; the kernel answers ENOSYS.
afs_syscall|183|-|137|-|-|afs_syscall|-|Is a number reserved for AFS and never implemented; the kernel answers ENOSYS.
tuxcall|184|-|-|-|-|tuxcall|-|Is a number reserved for the TUX web server and never implemented; the kernel answers ENOSYS.
security|185|-|-|-|-|security|-|Is a number reserved for security modules and never implemented; the kernel answers ENOSYS.
vserver|236|-|273|-|-|vserver|-|Is a number reserved for Linux-VServer and never implemented; the kernel answers ENOSYS.
`;
