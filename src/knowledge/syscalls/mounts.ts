/** Mounts, quotas and swap. Columns: see SyscallTable. */
export const mountsTable = `
mount|165|40|21|file|1.0|mount|char *dev_name, char *dir_name, char *type, unsigned long flags, void *data|Mounts a file system, or changes, moves or binds a mount.
umount2|166|39|52|file|2.2|umount2|char *name, int flags|Unmounts a file system, with flags such as lazily.
pivot_root|155|41|217|file|2.4|pivot_root|const char *new_root, const char *put_old|Makes another mount the root of the mount namespace and puts the old root elsewhere: how containers get their root.
open_tree|428|428|428|file desc|5.2|open_tree|int dfd, const char *filename, unsigned flags|Returns a descriptor for a mount, or for a detached copy of it.
open_tree_attr|467|467|467|file desc|6.15|open_tree|int dfd, const char *filename, unsigned flags, struct mount_attr *uattr, size_t usize|Returns a descriptor for a mount or its copy and sets its attributes in the same step.
move_mount|429|429|429|file desc|5.2|move_mount|int from_dfd, const char *from_pathname, int to_dfd, const char *to_pathname, unsigned int flags|Attaches a mount that a descriptor holds, or moves one.
fsopen|430|430|430|desc|5.2|fsopen|const char *_fs_name, unsigned int flags|Starts the set-up of a file system of a given type.
fsconfig|431|431|431|file desc|5.2|fsconfig|int fd, unsigned int cmd, const char *_key, const void *_value, int aux|Sets one parameter of a file system that is being set up, or creates it.
fsmount|432|432|432|desc|5.2|fsmount|int fs_fd, unsigned int flags, unsigned int attr_flags|Makes a mount of a file system that was set up with fsopen.
fspick|433|433|433|file desc|5.2|fspick|int dfd, const char *path, unsigned int flags|Takes an existing mount's file system to change its parameters.
mount_setattr|442|442|442|file desc|5.12|mount_setattr|int dfd, const char *path, unsigned int flags, struct mount_attr *uattr, size_t usize|Changes properties of a mount, or of a whole tree of mounts.
statmount|457|457|457|-|6.8|-|const struct mnt_id_req *req, struct statmount *buf, size_t bufsize, unsigned int flags|Reads what is known about one mount, by its id.
listmount|458|458|458|-|6.8|-|const struct mnt_id_req *req, u64 *mnt_ids, size_t nr_mnt_ids, unsigned int flags|Lists the ids of the mounts below a mount.
quotactl|179|60|131|file|1.0|quotactl|unsigned int cmd, const char *special, qid_t id, void *addr|Manages disk quotas of a device.
quotactl_fd|443|443|443|desc|5.14|quotactl|unsigned int fd, unsigned int cmd, qid_t id, void *addr|Manages disk quotas of the file system that holds a descriptor.
swapon|167|224|87|file|1.0|swapon|const char *specialfile, int swap_flags|Starts swapping to a file or device.
swapoff|168|225|115|file|1.0|swapoff|const char *specialfile|Stops swapping to a file or device.
sysfs|139|-|135|-|1.2|sysfs|int option, unsigned long arg1, unsigned long arg2|Lists the file system types that the kernel knows; not the file system /sys.
`;
