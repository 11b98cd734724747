/** Calls that shape the address space. Columns: see SyscallTable. */
export const memoryTable = `
brk|12|214|45|memory|1.0|brk|unsigned long brk|Moves the end of the heap and returns the end that holds now; an argument it can't follow just returns the current one.
mmap|9|222|90|desc memory|1.0|mmap|unsigned long addr, unsigned long len, unsigned long prot, unsigned long flags, unsigned long fd, unsigned long off|Maps a file, or with MAP_ANONYMOUS new zeroed memory, into the address space and returns where.
munmap|11|215|91|memory|1.0|munmap|unsigned long addr, size_t len|Removes mappings in a range of addresses.
mremap|25|216|163|memory|2.0|mremap|unsigned long addr, unsigned long old_len, unsigned long new_len, unsigned long flags, unsigned long new_addr|Grows, shrinks or moves a mapping.
mprotect|10|226|125|memory|1.0|mprotect|unsigned long start, size_t len, unsigned long prot|Changes whether a range of pages may be read, written or executed.
pkey_mprotect|329|288|380|memory|4.8|pkey_mprotect|unsigned long start, size_t len, unsigned long prot, int pkey|Changes the protection of a range of pages and ties it to a protection key.
pkey_alloc|330|289|381|-|4.8|pkey_alloc|unsigned long flags, unsigned long init_val|Reserves a memory protection key.
pkey_free|331|290|382|-|4.8|pkey_free|int pkey|Gives a memory protection key back.
madvise|28|233|219|memory|2.4|madvise|unsigned long start, size_t len_in, int behavior|Tells the kernel how a range of memory will be used, or that its contents may be dropped.
process_madvise|440|440|440|desc|5.10|process_madvise|int pidfd, const struct iovec *vec, size_t vlen, int behavior, unsigned int flags|Gives madvise advice for the memory of a process named by a pidfd.
process_mrelease|448|448|448|desc|5.15|-|int pidfd, unsigned int flags|Frees the memory of a dying process at once instead of when it gets to exit.
msync|26|227|144|memory|2.0|msync|unsigned long start, size_t len, int flags|Writes changes in a mapped file back to the file.
mincore|27|232|218|memory|2.4|mincore|unsigned long start, size_t len, unsigned char *vec|Tells which pages of a range are in memory now.
mlock|149|228|150|memory|2.0|mlock|unsigned long start, size_t len|Keeps a range of pages in RAM, so that it is never swapped out.
mlock2|325|284|376|memory|4.4|mlock2|unsigned long start, size_t len, int flags|Keeps a range of pages in RAM, optionally only once they are touched.
munlock|150|229|151|memory|2.0|munlock|unsigned long start, size_t len|Lets a range of pages be swapped out again.
mlockall|151|230|152|memory|2.0|mlockall|int flags|Keeps all pages of the process in RAM.
munlockall|152|231|153|memory|2.0|munlockall|-|Lets all pages of the process be swapped out again.
mseal|462|462|462|memory|6.10|mseal|unsigned long start, size_t len, unsigned long flags|Seals a range of mappings, so that it can no longer be unmapped, moved or have its protection changed.
map_shadow_stack|453|453|453|memory|6.6|map_shadow_stack|unsigned long addr, unsigned long size, unsigned int flags|Allocates a shadow stack, a second stack of return addresses that the CPU checks.
remap_file_pages|216|234|257|memory|2.6|remap_file_pages|unsigned long start, unsigned long size, unsigned long prot, unsigned long pgoff, unsigned long flags|Rearranged the pages of a file mapping; since 4.0 it is only emulated.
mbind|237|235|274|memory|2.6.6|mbind|unsigned long start, unsigned long len, unsigned long mode, const unsigned long *nmask, unsigned long maxnode, unsigned int flags|Sets from which NUMA nodes the pages of a range are taken.
set_mempolicy|238|237|276|memory|2.6.6|set_mempolicy|int mode, const unsigned long *nmask, unsigned long maxnode|Sets from which NUMA nodes new pages of this thread are taken.
set_mempolicy_home_node|450|450|450|memory|5.17|-|unsigned long start, unsigned long len, unsigned long home_node, unsigned long flags|Sets the preferred NUMA node of a range that already has a policy.
get_mempolicy|239|236|275|memory|2.6.6|get_mempolicy|int *policy, unsigned long *nmask, unsigned long maxnode, unsigned long addr, unsigned long flags|Reads the NUMA memory policy of the thread or of an address.
migrate_pages|256|238|294|memory|2.6.16|migrate_pages|pid_t pid, unsigned long maxnode, const unsigned long *old_nodes, const unsigned long *new_nodes|Moves all pages of a process from one set of NUMA nodes to another.
move_pages|279|239|317|memory|2.6.18|move_pages|pid_t pid, unsigned long nr_pages, const void **pages, int *nodes, int *status, int flags|Moves single pages of a process to other NUMA nodes, or tells on which they are.
process_vm_readv|310|270|347|-|3.2|process_vm_readv|pid_t pid, const struct iovec *lvec, unsigned long liovcnt, const struct iovec *rvec, unsigned long riovcnt, unsigned long flags|Copies memory of another process into this one.
process_vm_writev|311|271|348|-|3.2|process_vm_writev|pid_t pid, const struct iovec *lvec, unsigned long liovcnt, const struct iovec *rvec, unsigned long riovcnt, unsigned long flags|Copies memory of this process into another one.
userfaultfd|323|282|374|desc|4.3|userfaultfd|int flags|Makes a descriptor through which the process handles its own page faults.
membarrier|324|283|375|-|3.17|membarrier|int cmd, unsigned int flags, int cpu_id|Makes all threads of the process, or of the system, pass a memory barrier.
`;
