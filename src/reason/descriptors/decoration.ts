import type { DescriptorKind, OpenFile } from "./open-file.ts";

const anonymous: Readonly<Record<string, DescriptorKind>> = {
  eventpoll: "epoll", eventfd: "eventfd", inotify: "inotify", signalfd: "signalfd", timerfd: "timerfd", pidfd: "pidfd", userfaultfd: "userfaultfd",
  io_uring: "io_uring", perf_event: "perf", fanotify: "fanotify", "landlock-ruleset": "landlock", "seccomp notify": "seccomp", fscontext: "mount",
};
const namespaces: ReadonlySet<string> = new Set(["net", "mnt", "pid", "user", "uts", "ipc", "cgroup", "time", "pid_for_children", "time_for_children"]);

/** Writes into `file` what a decoration of strace (-y, -yy) says of it: `/etc/hosts`, `pipe:[123]`, `TCP:[a->b]`. */
export function learnDecoration(file: OpenFile, text: string): void {
  file.isLearned = true;
  if (text.startsWith("/")) {
    file.kind = text.startsWith("/memfd:") ? "memfd" : "file";
    const isGone = text.endsWith(" (deleted)");
    file.path = isGone ? text.slice(0, -" (deleted)".length) : text;
    if (file.kind === "memfd") file.path = file.path.slice("/memfd:".length);
    else if (isGone) file.isDeleted = true;
    return;
  }
  if (text.startsWith("{eventfd-count=")) {
    file.kind = "eventfd";
    return;
  }
  const colon = text.indexOf(":");
  const word = text.slice(0, colon);
  const inner = text.startsWith("[", colon + 1) && text.endsWith("]") ? text.slice(colon + 2, -1) : text.slice(colon + 1);
  if (word === "pipe" || word === "socket") {
    file.kind = word;
    file.identity = text;
  } else if (word === "anon_inode") {
    const name = inner.replace(/^\[|\]$/g, "");
    file.kind = anonymous[name] ?? (name.startsWith("bpf") || name === "btf" ? "bpf" : name.startsWith("kvm") ? "kvm" : file.kind);
  } else if (word === "pid" && !text.includes("[")) {
    file.kind = "pidfd";
    file.pid = Number(inner);
  } else if (word === "signalfd") file.kind = "signalfd";
  else if (namespaces.has(word)) {
    file.kind = "namespace";
    file.path = text;
  } else learnSocket(file, word, inner);
}

/** `TCP:[127.0.0.1:50146->127.0.0.1:80]`, `UNIX-STREAM:[12->13,"/run/x"]`, `NETLINK:[ROUTE:123]`, `UDP:[123]` */
function learnSocket(file: OpenFile, protocol: string, inner: string): void {
  if (!/^[A-Z][A-Za-z0-9_+-]*$/.test(protocol)) return;
  file.kind = "socket";
  file.protocol = protocol;
  if (protocol.startsWith("UNIX")) {
    file.family ??= "AF_UNIX";
    file.identity = `socket:[${Number.parseInt(inner, 10)}]`;
    const quote = inner.indexOf('"');
    if (quote > 0) file.local ??= (inner[quote - 1] === "@" ? "@" : "") + inner.slice(quote + 1, inner.lastIndexOf('"'));
    return;
  }
  if (protocol === "NETLINK") {
    file.family ??= "AF_NETLINK";
    return;
  }
  if (/^\d+$/.test(inner)) {
    file.identity = `socket:[${inner}]`;
    return;
  }
  const arrow = inner.indexOf("->");
  file.family ??= inner.startsWith("[") ? "AF_INET6" : "AF_INET";
  file.local = arrow < 0 ? inner : inner.slice(0, arrow);
  if (arrow >= 0) file.peer = inner.slice(arrow + 2);
}
