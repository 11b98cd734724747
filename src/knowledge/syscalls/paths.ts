/** Calls that take a path: opening, naming, removing, watching. Columns: see SyscallTable. */
export const pathsTable = `
open|2|-|5|file desc|1.0|open|const char *filename, int flags, umode_t mode|Opens, and with O_CREAT makes, a file by its path and returns the lowest free descriptor for it.
openat|257|56|295|file desc|2.6.16|openat|int dfd, const char *filename, int flags, umode_t mode|Opens, and with O_CREAT makes, a file whose relative path starts at a directory descriptor (AT_FDCWD: the working directory).
openat2|437|437|437|file desc|5.6|openat2|int dfd, const char *filename, struct open_how *how, size_t usize|Opens a file like openat, with a structure that can also forbid symbolic links, mount crossings or leaving a directory on the way.
creat|85|-|8|file desc|1.0|creat|const char *pathname, umode_t mode|Creates a file, or empties an existing one, and opens it for writing.
access|21|-|33|file|1.0|access|const char *filename, int mode|Checks whether the real user may read, write or execute a path, or whether the path exists.
faccessat|269|48|307|file desc|2.6.16|faccessat|int dfd, const char *filename, int mode|Checks access to a path relative to a directory descriptor, without flags: libc's own flags never reach this call.
faccessat2|439|439|439|file desc|5.8|faccessat2|int dfd, const char *filename, int mode, int flags|Checks access to a path relative to a directory descriptor, with flags for the effective user or the link itself.
link|86|-|9|file|1.0|link|const char *oldname, const char *newname|Gives an existing file a second name on the same file system (a hard link).
linkat|265|37|303|file desc|2.6.16|linkat|int olddfd, const char *oldname, int newdfd, const char *newname, int flags|Gives an existing file a second name, both paths relative to directory descriptors.
unlink|87|-|10|file|1.0|unlink|const char *pathname|Removes a name of a file; the file itself goes when no name and no open descriptor is left.
unlinkat|263|35|301|file desc|2.6.16|unlinkat|int dfd, const char *pathname, int flag|Removes a name relative to a directory descriptor; with AT_REMOVEDIR it removes an empty directory.
symlink|88|-|83|file|1.0|symlink|const char *oldname, const char *newname|Makes a symbolic link that holds the given text as its target, whether or not that exists.
symlinkat|266|36|304|file desc|2.6.16|symlinkat|const char *oldname, int newdfd, const char *newname|Makes a symbolic link whose own path is relative to a directory descriptor.
readlink|89|-|85|file|1.0|readlink|const char *path, char *buf, int bufsiz|Reads the text a symbolic link points to, without a closing NUL.
readlinkat|267|78|305|file desc|2.6.16|readlinkat|int dfd, const char *pathname, char *buf, int bufsiz|Reads the text of a symbolic link relative to a directory descriptor.
rename|82|-|38|file|1.0|rename|const char *oldname, const char *newname|Gives a file or directory a new name on the same file system, replacing what had that name in one step.
renameat|264|38|302|file desc|2.6.16|renameat|int olddfd, const char *oldname, int newdfd, const char *newname|Renames with both paths relative to directory descriptors.
renameat2|316|276|353|file desc|3.15|renameat2|int olddfd, const char *oldname, int newdfd, const char *newname, unsigned int flags|Renames with flags: fail if the new name exists, swap both names, or leave a whiteout behind.
mkdir|83|-|39|file|1.0|mkdir|const char *pathname, umode_t mode|Makes a directory with the given permission bits, less those in the umask.
mkdirat|258|34|296|file desc|2.6.16|mkdirat|int dfd, const char *pathname, umode_t mode|Makes a directory relative to a directory descriptor.
rmdir|84|-|40|file|1.0|rmdir|const char *pathname|Removes an empty directory.
mknod|133|-|14|file|1.0|mknod|const char *filename, umode_t mode, unsigned dev|Makes a file system node: device file, named pipe, socket or plain file.
mknodat|259|33|297|file desc|2.6.16|mknodat|int dfd, const char *filename, umode_t mode, unsigned int dev|Makes a file system node relative to a directory descriptor.
chdir|80|49|12|file|1.0|chdir|const char *filename|Makes a directory the working directory of the process.
fchdir|81|50|133|desc|1.0|fchdir|unsigned int fd|Makes an open directory the working directory of the process.
chroot|161|51|61|file|1.0|chroot|const char *filename|Makes a directory the root "/" that the process sees, without moving its working directory there.
getcwd|79|17|183|file|2.2|getcwd|char *buf, unsigned long size|Copies the path of the working directory into a buffer.
truncate|76|45|92|file|1.0|truncate|const char *path, long length|Sets the length of a file given by path, cutting it or filling it with zeros.
name_to_handle_at|303|264|341|file desc|2.6.39|name_to_handle_at|int dfd, const char *name, struct file_handle *handle, void *mnt_id, int flag|Turns a path into a handle that names the file without a path, for later open_by_handle_at.
open_by_handle_at|304|265|342|desc|2.6.39|open_by_handle_at|int mountdirfd, struct file_handle *handle, int flags|Opens the file that a handle from name_to_handle_at names; it needs CAP_DAC_READ_SEARCH.
inotify_init|253|-|291|desc|2.6.13|inotify_init|-|Makes an inotify descriptor on which changes of watched files are reported.
inotify_init1|294|26|332|desc|2.6.27|inotify_init1|int flags|Makes an inotify descriptor, with flags for non-blocking and close-on-exec.
inotify_add_watch|254|27|292|file desc|2.6.13|inotify_add_watch|int fd, const char *pathname, u32 mask|Starts or changes the watching of one path through an inotify descriptor.
inotify_rm_watch|255|28|293|desc|2.6.13|inotify_rm_watch|int fd, __s32 wd|Ends one watch of an inotify descriptor.
fanotify_init|300|262|338|desc|2.6.37|fanotify_init|unsigned int flags, unsigned int event_f_flags|Makes a group on whose descriptor file events of whole mounts or file systems are reported.
fanotify_mark|301|263|339|file desc|2.6.37|fanotify_mark|int fanotify_fd, unsigned int flags, __u64 mask, int dfd, const char *pathname|Adds, changes or removes what a fanotify group watches.
uselib|134|-|86|file|1.0|uselib|const char *library|Loaded a shared library into memory in the way of the a.out days; kernels built without CONFIG_USELIB answer ENOSYS.
`;
