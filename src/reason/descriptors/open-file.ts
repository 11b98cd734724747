/**
 * What stands behind a descriptor. `file` is anything opened by a path (directories and devices too); `inherited` was
 * there before the first line of the capture; `unknown` is a descriptor whose making the capture does not show.
 */
export type DescriptorKind =
  | "file" | "pipe" | "socket" | "eventfd" | "epoll" | "inotify" | "signalfd" | "timerfd" | "memfd" | "pidfd" | "userfaultfd"
  | "io_uring" | "perf" | "bpf" | "fanotify" | "landlock" | "seccomp" | "mount" | "kvm" | "namespace" | "message-queue" | "inherited" | "unknown";

/**
 * What open(2) and its like make: the kernel's open file description, which every copy of a descriptor shares (dup, fork,
 * a message with SCM_RIGHTS). It lives as long as somebody holds it, and follows a rename of its file.
 */
export class OpenFile {
  kind: DescriptorKind;
  readonly openedLine: number;
  /** the thread that made it */
  readonly openedBy: number;
  /** absolute where the capture tells the directory it is relative to; a memfd's name */
  path: string | undefined;
  isDeleted = false;
  /** `AF_INET`, `AF_UNIX`, … */
  family: string | undefined;
  /** `SOCK_STREAM`, … */
  socketType: string | undefined;
  /** as strace -yy names it: `TCP`, `UDPv6`, `UNIX-STREAM`, `NETLINK` */
  protocol: string | undefined;
  /** what a person writes: `127.0.0.1:80`, `[::1]:80`, `/run/x.sock`, `@name` */
  local: string | undefined;
  peer: string | undefined;
  isListening = false;
  /** which end of a pipe this is */
  end: "read" | "write" | undefined;
  /** the other end, where it is in the same capture */
  peerEnd: OpenFile | undefined;
  /** of a pidfd */
  pid: number | undefined;
  /** `pipe:[123]`, `socket:[123]`: the kernel's own name, where the capture shows it */
  identity: string | undefined;
  /** whether a decoration (-y) has been read since it was made, bound or connected */
  isLearned = false;
  /** descriptors on their way to this socket (SCM_RIGHTS) */
  inbox: OpenFile[][] | undefined;

  constructor(kind: DescriptorKind, openedLine: number, openedBy: number, path?: string) {
    this.kind = kind;
    this.openedLine = openedLine;
    this.openedBy = openedBy;
    this.path = path;
  }
}

/** A number in one process's table. `file` is shared by its copies; whether exec closes it is this number's own. */
export class Descriptor {
  readonly file: OpenFile;
  readonly cloexec: boolean;

  constructor(file: OpenFile, cloexec: boolean) {
    this.file = file;
    this.cloexec = cloexec;
  }

  get kind(): DescriptorKind { return this.file.kind; }
  get path(): string | undefined { return this.file.path; }
  get local(): string | undefined { return this.file.local; }
  get peer(): string | undefined { return this.file.peer; }
  get peerEnd(): OpenFile | undefined { return this.file.peerEnd; }
  get openedLine(): number { return this.file.openedLine; }
}
