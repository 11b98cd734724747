import type { Concept } from "./concept.ts";

/** Where a program ends and the kernel begins, and how the one reaches the other. */
export const kernelBoundaryConcepts: readonly Concept[] = [
  {
    id: "user-kernel",
    title: "User space and kernel space",
    aliases: ["user-space", "kernel-space", "userspace", "kernelspace", "kernel", "kernel-mode", "user-mode", "ring-0", "ring-3", "boundary", "privilege-level"],
    text: [
      "A CPU runs in one of several privilege levels. Programs run in the lowest (ring 3 on x86, EL0 on Arm): they compute with their own registers and memory at full speed, but instructions that would touch devices or the memory map end in a trap. The kernel runs in a higher one (ring 0, EL1). User space and kernel space are these two levels together with the address ranges that belong to them.",
      "Each process has an address space of its own. The kernel's part of it is there as well, but may not be touched from user mode. The other way round the kernel does not trust pointers that a program hands in: it copies through checked functions, and a bad pointer comes back as EFAULT.",
      "The same thread crosses from one to the other: it makes a system call, goes on in kernel mode, and comes back with a result. Whatever a capture shows is exactly these crossings; what lies between two lines happened in user space and left no trace.",
    ],
    misbelief: {
      said: "Linux has two parts, user space and kernel space or name space, and only the kernel ever gets at hardware or at all memory.",
      truth: "A namespace is something else: a group's own view of one resource. The two spaces are CPU privilege and address ranges, not halves of the system. The kernel can also hand devices to a program (VFIO and UIO for network cards, ioperm, GPUs), and there is memory that it keeps out of its own map (memfd_secret, guests of a hypervisor).",
    },
    sources: ["syscalls(2)", "ioperm(2)", "memfd_secret(2)", "namespaces(7)", "Documentation/arch/x86/entry_64.rst"],
    after: "system-call",
  },
  {
    id: "system-call",
    title: "System call",
    aliases: ["syscall", "syscalls", "system-calls", "int-0x80", "int80", "sysenter", "svc", "trap", "software-interrupt"],
    text: [
      "A program asks the kernel for something by putting a number and up to six arguments into registers and executing one special instruction. On 64-bit x86 that is syscall (number in rax, arguments in rdi, rsi, rdx, r10, r8, r9), on 64-bit Arm svc #0 (number in x8, arguments in x0 to x5), on 32-bit x86 int $0x80 or sysenter (number in eax). The kernel looks the number up in a table, does the work, and returns one number: a result, or a negated errno.",
      "Nothing is sent anywhere. The very thread that made the call goes on in kernel mode. If it has to wait there, for data, a lock or a child, the scheduler runs others meanwhile, and a capture shows the call as unfinished.",
      "The numbers belong to the way in. openat is 257 on x86-64, 56 on arm64 and 295 for a 32-bit x86 program; int $0x80 from 64-bit code is a 32-bit call with the other table. hostlens syscalls NAME shows all three.",
      "System calls are the main deliberate door, not the only one: page faults, signals, the vDSO page and the rings of io_uring connect the two sides as well.",
    ],
    misbelief: {
      said: "For a system call a software interrupt is sent to the kernel, which dispatches an interrupt handler; and every process makes system calls all the time.",
      truth: "That describes int $0x80 of old 32-bit x86. syscall and svc do not go through an interrupt of a device, and nothing is sent. A process that only computes makes no call while it does, and kernel threads never make one.",
    },
    sources: ["syscall(2)", "syscalls(2)", "intro(2)", "Documentation/arch/x86/entry_64.rst"],
    after: "vdso",
  },
  {
    id: "vdso",
    title: "vDSO: calls that never reach the kernel",
    aliases: ["vsyscall", "linux-vdso", "gettimeofday", "clock_gettime"],
    text: [
      "Asking for the time is so frequent that the kernel maps a small library into every process, linux-vdso.so, together with a page of data that it keeps up to date. clock_gettime, gettimeofday, time and getcpu are answered there, in user mode, by reading that page.",
      "So a program may ask for the time a million times without a single line in a capture. If clock_gettime does appear, it is because the clock asked for is not among those (CPU time of a process, for example), because the machine's clock source can't be read from user mode, or because the program went around libc.",
    ],
    misbelief: {
      said: "strace shows everything a program asks the kernel for.",
      truth: "It shows what enters the kernel by a system call. vDSO calls, page faults and requests through an io_uring that nobody waits for do not.",
    },
    sources: ["vdso(7)", "clock_gettime(2)"],
    after: "libc",
  },
  {
    id: "libc",
    title: "Libraries and the C library (glibc, musl, none)",
    aliases: ["glibc", "musl", "library", "libraries", "shared-library", "wrapper", "ld.so", "dynamic-loader", "dynamic-linker", "linker", "libc.so.6"],
    text: [
      "Programs rarely make system calls with their own hands. They call functions of the C library; some of these are thin wrappers around one system call, some make several (fopen, getaddrinfo), many none at all (strlen, and fprintf as long as its buffer has room). The wrapper turns the kernel's negated errno into -1 and the variable errno.",
      "Names differ: fork() of glibc appears as clone, open() as openat, stat() as newfstatat or statx, exit() as exit_group. A capture shows the kernel's names.",
      "A dynamically linked program names its libraries and its loader (ld-linux.so) in its ELF header. The kernel starts the loader; it reads /etc/ld.so.cache, opens each library, maps it with mmap, fixes addresses and jumps to the program. All those openat, read, mmap and mprotect lines before a program's own first call are this.",
      "Debian, Fedora and most others use glibc, Alpine musl; Go programs make their calls by themselves, and a static program brings along what it needs. What is in use is seen in the capture: libc.so.6, ld-musl, or no library at all.",
    ],
    misbelief: {
      said: "glibc provides the system calls.",
      truth: "The kernel provides them. glibc provides wrapper functions, it is not the only libc, and a program can do without any and make its calls itself.",
    },
    sources: ["intro(2)", "syscalls(2)", "libc(7)", "ld.so(8)", "fork(2) NOTES"],
    after: "file-descriptor",
  },
  {
    id: "errno",
    title: "errno: how a call says why it failed",
    aliases: ["error", "error-number", "enoent", "eacces", "eagain", "erestartsys", "failure"],
    text: [
      "A system call that fails returns a small negative number; libc makes -1 of it and keeps the positive number in errno, one for each thread. strace prints the name and what strerror says: -1 ENOENT (No such file or directory).",
      "What an errno means depends on the call. ENOENT from openat says that a file is missing; from execve the missing file may be the interpreter that the program names. EAGAIN from a non-blocking read says: nothing yet, come back; from clone it says that the limit of processes is reached. hostlens errno NAME lists these differences.",
      "Most errors in a capture are no faults. Programs look for a library, a locale or a configuration file in one place after another, ask with isatty whether something is a terminal (ENOTTY), or read until nothing is left (EAGAIN). Names like ERESTARTSYS never reach the program at all: they are the kernel's note to itself to make the call again after a signal.",
    ],
    misbelief: {
      said: "The last error in the capture is the reason why the program failed.",
      truth: "It is often clean-up, or a question that was answered with no. What counts is the error after which the program stopped going on: complained, and ended with a status other than 0.",
    },
    sources: ["errno(3)", "syscall(2)", "signal(7)"],
    after: "signal",
  },
];
