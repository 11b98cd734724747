/** Calls that work on an open descriptor, and the ways to make one without a path. Columns: see SyscallTable. */
export const descriptorsTable = `
read|0|63|3|desc|1.0|read|unsigned int fd, char *buf, size_t count|Reads up to so many bytes from a descriptor at its position into a buffer; 0 is the end of the file.
write|1|64|4|desc|1.0|write|unsigned int fd, const char *buf, size_t count|Writes up to so many bytes from a buffer to a descriptor at its position; it may take fewer.
readv|19|65|145|desc|2.0|readv|unsigned long fd, const struct iovec *vec, unsigned long vlen|Reads from a descriptor into several buffers, one after the other.
writev|20|66|146|desc|2.0|writev|unsigned long fd, const struct iovec *vec, unsigned long vlen|Writes several buffers, one after the other, to a descriptor.
pread64|17|67|180|desc|2.2|pread64|unsigned int fd, char *buf, size_t count, loff_t pos|Reads at a given offset and leaves the descriptor's position alone.
pwrite64|18|68|181|desc|2.2|pwrite64|unsigned int fd, const char *buf, size_t count, loff_t pos|Writes at a given offset and leaves the descriptor's position alone.
preadv|295|69|333|desc|2.6.30|preadv|unsigned long fd, const struct iovec *vec, unsigned long vlen, unsigned long pos_l, unsigned long pos_h|Reads at a given offset into several buffers.
pwritev|296|70|334|desc|2.6.30|pwritev|unsigned long fd, const struct iovec *vec, unsigned long vlen, unsigned long pos_l, unsigned long pos_h|Writes several buffers at a given offset.
preadv2|327|286|378|desc|4.6|preadv2|unsigned long fd, const struct iovec *vec, unsigned long vlen, unsigned long pos_l, unsigned long pos_h, rwf_t flags|Reads at an offset into several buffers, with flags such as RWF_NOWAIT for this one call.
pwritev2|328|287|379|desc|4.6|pwritev2|unsigned long fd, const struct iovec *vec, unsigned long vlen, unsigned long pos_l, unsigned long pos_h, rwf_t flags|Writes several buffers at an offset, with flags such as RWF_APPEND or RWF_SYNC for this one call.
close|3|57|6|desc|1.0|close|unsigned int fd|Gives a descriptor back; the file, socket or pipe behind it ends when nobody else holds it open.
close_range|436|436|436|-|5.9|close_range|unsigned int fd, unsigned int max_fd, unsigned int flags|Closes, or marks close-on-exec, all descriptors between two numbers.
dup|32|23|41|desc|1.0|dup|unsigned int fildes|Makes the lowest free descriptor another name of the same open file.
dup2|33|-|63|desc|1.0|dup2|unsigned int oldfd, unsigned int newfd|Makes a chosen descriptor number another name of the same open file, closing what it was before.
dup3|292|24|330|desc|2.6.27|dup3|unsigned int oldfd, unsigned int newfd, int flags|Makes a chosen descriptor number another name of the same open file, with a close-on-exec flag.
fcntl|72|25|55|desc|1.0|fcntl|unsigned int fd, unsigned int cmd, unsigned long arg|Does one of many operations on a descriptor: duplicate it, get or set its flags, lock a range, set its owner.
ioctl|16|29|54|desc|1.0|ioctl|unsigned int fd, unsigned int cmd, unsigned long arg|Sends a device, terminal, socket or file system a request that only its driver defines.
lseek|8|62|19|desc|1.0|lseek|unsigned int fd, off_t offset, unsigned int whence|Moves the position of an open file and returns the new one.
ftruncate|77|46|93|desc|1.0|ftruncate|unsigned int fd, off_t length|Sets the length of an open file, cutting it or filling it with zeros.
fallocate|285|47|324|desc|2.6.23|fallocate|int fd, int mode, loff_t offset, loff_t len|Reserves, frees, shifts or zeroes a range of a file's disk space.
fadvise64|221|223|250|desc|2.6|fadvise64|int fd, loff_t offset, size_t len, int advice|Tells the kernel how a range of a file will be read, so that it can read ahead or drop it.
readahead|187|213|225|desc|2.4.13|readahead|int fd, loff_t offset, size_t count|Fills the page cache with a part of a file before it is read.
fsync|74|82|118|desc|1.0|fsync|unsigned int fd|Waits until data and attributes of a file are on the storage device.
fdatasync|75|83|148|desc|2.0|fdatasync|unsigned int fd|Waits until the data of a file, and the attributes needed to read it back, are on the device.
sync|162|81|36|-|1.0|sync|-|Writes all changed file data of the system to the devices.
syncfs|306|267|344|desc|2.6.39|syncfs|int fd|Writes all changed data of the file system that holds a descriptor to its device.
sync_file_range|277|84|314|desc|2.6.17|sync_file_range|int fd, loff_t offset, loff_t nbytes, unsigned int flags|Starts or waits for the writing of a part of a file's pages, without its metadata: no safe replacement of fsync.
flock|73|32|143|desc|2.0|flock|unsigned int fd, unsigned int cmd|Takes or gives back an advisory lock on a whole open file.
getdents|78|-|141|desc|2.0|getdents|unsigned int fd, struct linux_dirent *dirent, unsigned int count|Reads directory entries in the old format, without room for large inode numbers.
getdents64|217|61|220|desc|2.4|getdents64|unsigned int fd, struct linux_dirent64 *dirent, unsigned int count|Reads the next entries of an open directory; 0 means that all were read.
pipe|22|-|42|desc|1.0|pipe|int *fildes|Makes a pipe and returns its reading and its writing descriptor.
pipe2|293|59|331|desc|2.6.27|pipe2|int *fildes, int flags|Makes a pipe, with flags such as close-on-exec and non-blocking.
splice|275|76|313|desc|2.6.17|splice|int fd_in, loff_t *off_in, int fd_out, loff_t *off_out, size_t len, unsigned int flags|Moves data between a pipe and another descriptor inside the kernel.
tee|276|77|315|desc|2.6.17|tee|int fdin, int fdout, size_t len, unsigned int flags|Copies data from one pipe to another without using it up.
vmsplice|278|75|316|desc|2.6.17|vmsplice|int fd, const struct iovec *uiov, unsigned long nr_segs, unsigned int flags|Puts memory pages of the process into a pipe, or pipe data into memory.
sendfile|40|71|187|network desc|2.2|sendfile|int out_fd, int in_fd, loff_t *offset, size_t count|Copies data from one descriptor to another inside the kernel, typically a file to a socket.
copy_file_range|326|285|377|desc|4.5|copy_file_range|int fd_in, loff_t *off_in, int fd_out, loff_t *off_out, size_t len, unsigned int flags|Copies a range between two files inside the kernel; the file system may share the blocks or copy on the server.
cachestat|451|451|451|desc|6.5|-|unsigned int fd, struct cachestat_range *cstat_range, struct cachestat *cstat, unsigned int flags|Counts which pages of a file range are cached, dirty, in write-back or recently evicted.
memfd_create|319|279|356|desc|3.17|memfd_create|const char *uname, unsigned int flags|Makes a nameless file that lives in memory, and returns a descriptor for it.
memfd_secret|447|447|447|desc|5.14|memfd_secret|unsigned int flags|Makes a memory file whose mapped pages the kernel itself does not keep in its own map.
eventfd|284|-|323|desc|2.6.22|eventfd|unsigned int count|Makes a descriptor that holds a counter, to wait for and signal events.
eventfd2|290|19|328|desc|2.6.27|eventfd2|unsigned int count, int flags|Makes an event counter descriptor, with flags for semaphore, non-blocking and close-on-exec.
io_setup|206|0|245|memory|2.6|io_setup|unsigned nr_events, aio_context_t *ctxp|Makes a context for the older asynchronous I/O (AIO).
io_destroy|207|1|246|memory|2.6|io_destroy|aio_context_t ctx|Ends an AIO context, cancelling or waiting for what is under way.
io_submit|209|2|248|-|2.6|io_submit|aio_context_t ctx_id, long nr, struct iocb **iocbpp|Hands a list of I/O requests to an AIO context.
io_getevents|208|4|247|-|2.6|io_getevents|aio_context_t ctx_id, long min_nr, long nr, struct io_event *events, struct __kernel_timespec *timeout|Collects finished requests of an AIO context.
io_pgetevents|333|292|385|-|4.18|io_getevents|aio_context_t ctx_id, long min_nr, long nr, struct io_event *events, struct __kernel_timespec *timeout, const struct __aio_sigset *usig|Collects finished AIO requests, with a signal mask during the wait.
io_cancel|210|3|249|-|2.6|io_cancel|aio_context_t ctx_id, struct iocb *iocb, struct io_event *result|Tries to cancel one AIO request.
io_uring_setup|425|425|425|desc|5.1|io_uring_setup|u32 entries, struct io_uring_params *params|Makes an io_uring: rings, shared with the kernel, through which later I/O is submitted without one call each.
io_uring_enter|426|426|426|signal desc|5.1|io_uring_enter|unsigned int fd, u32 to_submit, u32 min_complete, u32 flags, const void *argp, size_t argsz|Tells the kernel to take requests from an io_uring, waits for completions, or both.
io_uring_register|427|427|427|desc memory|5.1|io_uring_register|unsigned int fd, unsigned int opcode, void *arg, unsigned int nr_args|Registers buffers, files or other resources with an io_uring, or asks about it.
`;
