import type { TraceRow } from "../../parse/strace/row.ts";
import { argument, bare, field, flagsOf, numberOf, socketAddressOf, textOf } from "../../parse/strace/arguments.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { hasFlag } from "./flag-text.ts";
import { OpenFile } from "./open-file.ts";
import type { Handler } from "./opening.ts";
import type { Task, World } from "./world.ts";

const closeOnExec = 0x80000;
const families: Readonly<Record<string, string>> = { "1": "AF_UNIX", "2": "AF_INET", "10": "AF_INET6", "16": "AF_NETLINK", "17": "AF_PACKET" };

/** The name that strace -yy has for a kind of socket; undefined where it has none. */
function protocolOf(family: string, type: string, protocol: string): string | undefined {
  const six = family === "AF_INET6" ? "v6" : "";
  if (family === "AF_UNIX" || family === "AF_LOCAL") return `UNIX-${type.replace("SOCK_", "")}`;
  if (family === "AF_NETLINK") return "NETLINK";
  if (family === "AF_PACKET") return "PACKET";
  if (six === "" && family !== "AF_INET") return undefined;
  if (protocol === "IPPROTO_MPTCP") return `MPTCP${six}`;
  if (protocol.startsWith("IPPROTO_ICMP") && type === "SOCK_DGRAM") return `PING${six}`;
  if (type === "SOCK_STREAM") return protocol === "IPPROTO_SCTP" ? `SCTP${six}` : `TCP${six}`;
  if (type === "SOCK_DGRAM") return protocol.includes("UDPLITE") ? `UDPLITE${six}` : `UDP${six}`;
  return type === "SOCK_RAW" ? `RAW${six}` : undefined;
}

function newSocket(task: Task, row: TraceRow): OpenFile {
  const file = new OpenFile("socket", row.line, task.tid);
  const shown = (row.text(0) ?? "").replace(/ \/\*.*$/, "");
  file.family = families[String(Number(shown))] ?? shown.replace(/^PF_/, "AF_");
  file.socketType = /SOCK_[A-Z]+/.exec(row.text(1) ?? "")?.[0];
  file.protocol = protocolOf(file.family, file.socketType ?? "", row.text(2) ?? "");
  return file;
}

const socket: Handler = (world, task, row) => {
  world.install(task, row.value, newSocket(task, row), hasFlag(row.text(1), "SOCK_CLOEXEC", closeOnExec));
};

const socketpair: Handler = (world, task, row) => {
  const ends = argument(row.event(), 3);
  if (ends?.kind !== "array") return;
  const [one, other] = ends.items.map((item) => numberOf(item));
  if (one === undefined || other === undefined) return;
  const [first, second] = [newSocket(task, row), newSocket(task, row)];
  first.peerEnd = second;
  second.peerEnd = first;
  const cloexec = hasFlag(row.text(1), "SOCK_CLOEXEC", closeOnExec);
  world.install(task, one, first, cloexec);
  world.install(task, other, second, cloexec);
};

/** The address in argument 1; a path relative to the working directory is made absolute. */
function addressIn(world: World, task: Task, event: TraceEvent): { text: string; isUnnamed: boolean } | undefined {
  const address = socketAddressOf(event.args?.[1]);
  if (!address) return undefined;
  if (address.path !== undefined && !address.path.startsWith("@")) return { text: world.pathAt(task, NaN, address.path), isUnnamed: address.path === "" };
  return { text: address.text, isUnnamed: address.family === "AF_UNIX" && address.path === undefined };
}

const bind: Handler = (world, task, row) => {
  const fd = row.number(0);
  if (Number.isNaN(fd)) return;
  const event = row.event();
  const address = addressIn(world, task, event);
  const { file } = world.need(task, fd, row.line);
  file.kind = "socket";
  file.isLearned = false;
  if (!address || address.isUnnamed) return;
  // Port 0: the kernel chooses one, which getsockname() or a decoration shows.
  file.local = address.text.endsWith(":0") && file.family !== "AF_UNIX" ? undefined : address.text;
  if (file.family === "AF_UNIX") world.bound.set(address.text, file);
};

const listen: Handler = (world, task, row) => {
  const fd = row.number(0);
  if (!Number.isNaN(fd)) world.need(task, fd, row.line).file.isListening = true;
};

/** Called for success and for a connection that is being made (EINPROGRESS). */
export const connect: Handler = (world, task, row) => {
  const fd = row.number(0);
  if (Number.isNaN(fd)) return;
  const event = row.event();
  const { file } = world.need(task, fd, row.line);
  file.kind = "socket";
  file.isLearned = false;
  if (flagsOf(field(argument(event, 1), "sa_family"))[0] === "AF_UNSPEC") {
    file.peer = undefined;
    return;
  }
  const address = addressIn(world, task, event);
  if (!address) return;
  file.peer = address.text;
  const listener = file.family === "AF_UNIX" ? world.bound.get(address.text) : undefined;
  if (!listener) return;
  if (file.socketType === "SOCK_DGRAM") {
    file.peerEnd = listener;
    return;
  }
  // The kernel hands out waiting connections in the order they came.
  const waiting = world.backlog.get(listener) ?? [];
  while (waiting[0] && acceptedAhead.has(waiting[0])) {
    const ahead = waiting.shift();
    // Only a call that had begun before can be the one that accept() answered.
    if (ahead && ahead.openedLine > row.line && row.resumedLine > 0) {
      pair(file, ahead);
      return;
    }
  }
  waiting.push(file);
  if (waiting.length > 4096) waiting.shift();
  world.backlog.set(listener, waiting);
};

/** Sockets that accept() returned before the line of the connect() it answers was complete. */
const acceptedAhead = new WeakSet<OpenFile>();

function pair(one: OpenFile, other: OpenFile): void {
  one.peerEnd = other;
  other.peerEnd = one;
}

const accept: Handler = (world, task, row) => {
  const event = row.event();
  const fd = row.number(0);
  const listener = Number.isNaN(fd) ? undefined : world.need(task, fd, row.line).file;
  const file = new OpenFile("socket", row.resumedLine || row.line, task.tid);
  file.family = listener?.family;
  file.socketType = listener?.socketType;
  file.protocol = listener?.protocol;
  // A listener on every address does not say on which of them this connection came in.
  if (listener?.local !== undefined && !/^(0\.0\.0\.0|\[::\]):/.test(listener.local)) file.local = listener.local;
  const address = addressIn(world, task, event);
  if (address && !address.isUnnamed) file.peer = address.text;
  if (listener?.family === "AF_UNIX") {
    const waiting = world.backlog.get(listener) ?? [];
    const first = waiting[0];
    if (first && !acceptedAhead.has(first)) {
      waiting.shift();
      pair(file, first);
    } else {
      acceptedAhead.add(file);
      waiting.push(file);
      world.backlog.set(listener, waiting);
    }
  }
  world.install(task, row.value, file, row.name === "accept4" && hasFlag(row.text(3), "SOCK_CLOEXEC", closeOnExec));
};

const names: Handler = (world, task, row) => {
  const fd = row.number(0);
  if (Number.isNaN(fd)) return;
  const address = addressIn(world, task, row.event());
  if (!address || address.isUnnamed) return;
  const { file } = world.need(task, fd, row.line);
  file.kind = "socket";
  if (row.name === "getsockname") file.local = address.text;
  else file.peer = address.text;
};

/** The descriptors in the control messages of one msghdr. */
function rightsIn(header: Value | undefined): number[] {
  const control = field(header, "msg_control");
  if (control?.kind !== "array") return [];
  const numbers: number[] = [];
  for (const message of control.items) {
    if (flagsOf(field(message, "cmsg_type"))[0] !== "SCM_RIGHTS") continue;
    const data = field(message, "cmsg_data");
    if (data?.kind === "array") for (const item of data.items) numbers.push(numberOf(item) ?? -1);
  }
  return numbers;
}

/** The headers of sendmsg/recvmsg (one) and sendmmsg/recvmmsg (as many as the call returned). */
function headersOf(row: TraceRow, event: TraceEvent): (Value | undefined)[] {
  let value = event.args?.[1];
  if (value?.kind === "named") value = value.value;
  if (value?.kind === "change") value = value.after;
  if (!row.name.endsWith("mmsg")) return [value];
  const list = bare(value);
  return list?.kind === "array" ? list.items.slice(0, row.value).map((item) => field(item, "msg_hdr") ?? field(item, "msghdr")) : [];
}

function canCarry(file: OpenFile): boolean {
  return file.family === undefined || file.family === "AF_UNIX" || file.family === "AF_LOCAL";
}

const send: Handler = (world, task, row) => {
  const fd = row.number(0);
  const socketFile = task.table.get(fd)?.file;
  if (!socketFile || !canCarry(socketFile)) return;
  const event = row.event();
  for (const header of headersOf(row, event)) {
    const rights = rightsIn(header);
    if (rights.length === 0) continue;
    const to = textOf(field(field(header, "msg_name"), "sun_path"));
    const target = socketFile.peerEnd ?? (to === undefined ? undefined : world.bound.get(world.pathAt(task, NaN, to)));
    if (!target) continue;
    target.inbox ??= [];
    target.inbox.push(rights.map((sent) => world.need(task, sent, row.line).file));
    if (target.inbox.length > 1024) target.inbox.shift();
  }
};

const receive: Handler = (world, task, row) => {
  const fd = row.number(0);
  const socketFile = task.table.get(fd)?.file;
  if (socketFile && !canCarry(socketFile)) return;
  const event = row.event();
  const isMarked = hasFlag(row.text(row.name === "recvmmsg" ? 3 : 2), "MSG_CMSG_CLOEXEC", 0x40000000);
  for (const header of headersOf(row, event)) {
    const rights = rightsIn(header);
    if (rights.length === 0) continue;
    const sent = socketFile?.inbox?.shift() ?? [];
    rights.forEach((received, index) => {
      if (received >= 0) world.install(task, received, sent[index] ?? new OpenFile("unknown", row.line, task.tid), isMarked);
    });
  }
};

export const socketHandlers: readonly (readonly [string, Handler])[] = [
  ["socket", socket], ["socketpair", socketpair], ["bind", bind], ["listen", listen], ["connect", connect],
  ["accept", accept], ["accept4", accept], ["getsockname", names], ["getpeername", names],
  ["sendmsg", send], ["sendmmsg", send], ["recvmsg", receive], ["recvmmsg", receive],
];
