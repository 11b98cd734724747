/** Calls that read or change what is known about a file: type, mode, owner, times, attributes. Columns: see SyscallTable. */
export const metadataTable = `
stat|4|-|106|file stat %stat|1.0|stat|const char *filename, struct stat *statbuf|Reads type, size, owner, times and inode of a path, following symbolic links.
lstat|6|-|107|file lstat %stat|1.0|lstat|const char *filename, struct stat *statbuf|Reads the attributes of a path; of a symbolic link, those of the link itself.
fstat|5|80|108|desc fstat %stat|1.0|fstat|unsigned int fd, struct stat *statbuf|Reads the attributes of an open file.
newfstatat|262|79|-|file desc fstat %stat|2.6.16|newfstatat|int dfd, const char *filename, struct stat *statbuf, int flag|Reads the attributes of a path relative to a directory descriptor; what libc's stat, lstat and fstatat become on 64 bits.
statx|332|291|383|file desc fstat %stat|4.11|statx|int dfd, const char *filename, unsigned flags, unsigned int mask, struct statx *buffer|Reads chosen attributes of a path, including birth time, mount id and file flags.
statfs|137|43|99|file statfs %statfs|1.0|statfs|const char *pathname, struct statfs *buf|Reads type, size and free space of the file system that holds a path.
fstatfs|138|44|100|desc fstatfs %statfs|1.0|fstatfs|unsigned int fd, struct statfs *buf|Reads type, size and free space of the file system that holds an open file.
ustat|136|-|62|%statfs|1.0|ustat|unsigned dev, struct ustat *ubuf|Reads free blocks and inodes of a mounted file system by device number; statfs replaces it.
chmod|90|-|15|file|1.0|chmod|const char *filename, umode_t mode|Changes the permission bits of a path.
fchmod|91|52|94|desc|1.0|fchmod|unsigned int fd, umode_t mode|Changes the permission bits of an open file.
fchmodat|268|53|306|file desc|2.6.16|fchmodat|int dfd, const char *filename, umode_t mode|Changes the permission bits of a path relative to a directory descriptor; it takes no flags.
fchmodat2|452|452|452|file desc|6.6|fchmodat|int dfd, const char *filename, umode_t mode, unsigned int flags|Changes permission bits relative to a directory descriptor, with flags for links and empty paths.
chown|92|-|182|file|2.2|chown|const char *filename, uid_t user, gid_t group|Changes user and group of a path, following symbolic links.
fchown|93|55|95|desc|1.0|fchown|unsigned int fd, uid_t user, gid_t group|Changes user and group of an open file.
lchown|94|-|16|file|1.0|lchown|const char *filename, uid_t user, gid_t group|Changes user and group of a path; of a symbolic link, those of the link itself.
fchownat|260|54|298|file desc|2.6.16|fchownat|int dfd, const char *filename, uid_t user, gid_t group, int flag|Changes user and group of a path relative to a directory descriptor.
umask|95|166|60|-|1.0|umask|int mask|Sets the permission bits that new files of this process do not get, and returns the former ones; it can't fail.
utime|132|-|30|file|1.0|utime|char *filename, struct utimbuf *times|Sets access and modification time of a path in whole seconds.
utimes|235|-|271|file|2.2|utimes|char *filename, struct __kernel_old_timeval *utimes|Sets access and modification time of a path in microseconds.
futimesat|261|-|299|file desc|2.6.16|futimesat|int dfd, const char *filename, struct __kernel_old_timeval *utimes|Sets times in microseconds, relative to a directory descriptor; utimensat replaced it.
utimensat|280|88|320|file desc|2.6.22|utimensat|int dfd, const char *filename, struct __kernel_timespec *utimes, int flags|Sets access and modification time of a path or open file in nanoseconds.
getxattr|191|8|229|file|2.6|getxattr|const char *pathname, const char *name, void *value, size_t size|Reads one extended attribute of a path.
lgetxattr|192|9|230|file|2.6|lgetxattr|const char *pathname, const char *name, void *value, size_t size|Reads one extended attribute of a path; of a symbolic link, that of the link itself.
fgetxattr|193|10|231|desc|2.6|fgetxattr|int fd, const char *name, void *value, size_t size|Reads one extended attribute of an open file.
getxattrat|464|464|464|file desc|6.13|-|int dfd, const char *pathname, unsigned int at_flags, const char *name, struct xattr_args *uargs, size_t usize|Reads one extended attribute relative to a directory descriptor.
setxattr|188|5|226|file|2.6|setxattr|const char *pathname, const char *name, const void *value, size_t size, int flags|Sets one extended attribute of a path.
lsetxattr|189|6|227|file|2.6|lsetxattr|const char *pathname, const char *name, const void *value, size_t size, int flags|Sets one extended attribute of a path; of a symbolic link, that of the link itself.
fsetxattr|190|7|228|desc|2.6|fsetxattr|int fd, const char *name, const void *value, size_t size, int flags|Sets one extended attribute of an open file.
setxattrat|463|463|463|file desc|6.13|-|int dfd, const char *pathname, unsigned int at_flags, const char *name, const struct xattr_args *uargs, size_t usize|Sets one extended attribute relative to a directory descriptor.
listxattr|194|11|232|file|2.6|listxattr|const char *pathname, char *list, size_t size|Lists the names of the extended attributes of a path.
llistxattr|195|12|233|file|2.6|llistxattr|const char *pathname, char *list, size_t size|Lists the extended attributes of a path; of a symbolic link, those of the link itself.
flistxattr|196|13|234|desc|2.6|flistxattr|int fd, char *list, size_t size|Lists the names of the extended attributes of an open file.
listxattrat|465|465|465|file desc|6.13|-|int dfd, const char *pathname, unsigned int at_flags, char *list, size_t size|Lists extended attributes relative to a directory descriptor.
removexattr|197|14|235|file|2.6|removexattr|const char *pathname, const char *name|Removes one extended attribute of a path.
lremovexattr|198|15|236|file|2.6|lremovexattr|const char *pathname, const char *name|Removes one extended attribute of a path; of a symbolic link, that of the link itself.
fremovexattr|199|16|237|desc|2.6|fremovexattr|int fd, const char *name|Removes one extended attribute of an open file.
removexattrat|466|466|466|file desc|6.13|-|int dfd, const char *pathname, unsigned int at_flags, const char *name|Removes one extended attribute relative to a directory descriptor.
file_getattr|468|468|468|file desc|6.17|-|int dfd, const char *filename, struct file_attr *ufattr, size_t usize, unsigned int at_flags|Reads the inode flags and project id of a path, as the FS_IOC_FSGETXATTR ioctl does for an open file.
file_setattr|469|469|469|file desc|6.17|-|int dfd, const char *filename, struct file_attr *ufattr, size_t usize, unsigned int at_flags|Sets the inode flags and project id of a path, also of special files that can't be opened for an ioctl.
`;
