import { errnoMeaning } from "../knowledge/errnos/index.ts";
import { shutdownSides, socketFamilies, socketTypes } from "../knowledge/constants.ts";
import type { Value } from "../model/trace-event.ts";
import { bare, decodeBytes, field, socketAddressOf } from "../parse/strace/arguments.ts";
import { firstData, vectorSize } from "./call-descriptors.ts";
import { newDescriptor } from "./call-files.ts";
import { flagNames, numberIn, restOf, type CallReader, type CallTellers, type Said } from "./call-reader.ts";
import { joinWords, pathWord, sizeWord } from "./call-words.ts";

/** Socket calls. */
export const networkTellers: CallTellers = {
  socket: (call) => [`makes ${socketWord(call)}${socketExtras(call, 1)}`, newDescriptor(call, call.flags(1, socketTypes).includes("SOCK_CLOEXEC"))],
  socketpair: (call) => [`makes a pair of connected sockets${socketExtras(call, 1)}`, pair(call.after(3))],
  bind: (call) => `binds ${call.descriptor(0)} to ${addressWord(call.before(1))}`,
  listen: (call) => `makes ${call.descriptor(0)} accept connections, of which ${call.number(1) ?? "?"} may wait`,
  accept: (call) => accepts(call, []),
  accept4: (call) => accepts(call, call.flags(3, socketTypes)),
  connect: (call) => connects(call),
  getsockname: (call) => [`asks for the own address of ${call.descriptor(0)}`, address(call.after(1))],
  getpeername: (call) => [`asks for the other end's address of ${call.descriptor(0)}`, address(call.after(1))],
  sendto: (call) => sends(call),
  sendmsg: (call) => sendsMessage(call),
  sendmmsg: (call) => [`sends up to ${call.number(2) ?? "?"} messages on ${call.descriptor(0)}`, call.returned === undefined ? undefined : `${call.returned} were taken`],
  recvfrom: (call) => receives(call),
  recvmsg: (call) => receivesMessage(call),
  recvmmsg: (call) => [`receives up to ${call.number(2) ?? "?"} messages from ${call.descriptor(0)}`, call.returned === undefined ? undefined : `got ${call.returned}`],
  shutdown: (call) => `ends ${sideWord(call.constant(1, shutdownSides))} of ${call.descriptor(0)}`,
  setsockopt: (call) => `sets ${option(call)}${optionValue(call.before(3))} on ${call.descriptor(0)}`,
  getsockopt: (call) => readsOption(call),
  sethostname: (call) => `sets the host name to ${call.path(0)}`,
};

const families: Readonly<Record<string, string>> = {
  AF_INET: "IPv4", AF_INET6: "IPv6", AF_UNIX: "local (UNIX)", AF_LOCAL: "local (UNIX)", AF_NETLINK: "netlink", AF_PACKET: "packet", AF_VSOCK: "VM (vsock)",
  AF_BLUETOOTH: "Bluetooth", AF_ALG: "kernel crypto",
};

function socketWord(call: CallReader): string {
  const family = call.constant(0, socketFamilies) ?? "?";
  const types = call.flags(1, socketTypes);
  const protocol = flagNames(call.whole(2))[0];
  const number = numberIn(call.before(2));
  if (family === "AF_INET" || family === "AF_INET6") {
    const version = families[family] ?? family;
    const plain = number === 0 || protocol === undefined;
    const stream = types.includes("SOCK_STREAM");
    if (stream && (plain || protocol === "IPPROTO_TCP" || protocol === "IPPROTO_IP")) return `a TCP socket for ${version}`;
    if (types.includes("SOCK_DGRAM") && (plain || protocol === "IPPROTO_UDP" || protocol === "IPPROTO_IP")) return `a UDP socket for ${version}`;
    if (types.includes("SOCK_RAW")) return `a raw socket for ${version}${protocol === undefined ? "" : ` (${protocol})`}`;
    return `a socket for ${version}${protocol === undefined ? "" : ` (${protocol})`}`;
  }
  const word = families[family];
  const kind = types.includes("SOCK_STREAM") ? " stream" : types.includes("SOCK_DGRAM") ? " datagram" : types.includes("SOCK_SEQPACKET") ? " seqpacket" : "";
  if (family === "AF_NETLINK") return `a netlink socket to the kernel${protocol === undefined ? "" : ` (${protocol})`}`;
  return word === undefined ? `a socket of family ${family}` : `a ${word}${kind} socket`;
}

function socketExtras(call: CallReader, index: number): string {
  const flags = call.flags(index, socketTypes);
  const said = ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET", "SOCK_CLOEXEC", "SOCK_NONBLOCK"];
  return (flags.includes("SOCK_NONBLOCK") ? ", non-blocking" : "") + restOf(flags, said);
}

function pair(value: Value | undefined): string | undefined {
  const list = bare(value);
  const numbers = list?.kind === "array" ? list.items.flatMap((item) => numberIn(item) ?? []) : [];
  return numbers.length === 2 ? `descriptors ${numbers[0] ?? "?"} and ${numbers[1] ?? "?"}` : undefined;
}

function addressWord(value: Value | undefined): string {
  const known = socketAddressOf(value);
  if (!known) {
    const path = field(value, "sun_path");
    return path?.kind === "string" ? `the local socket ${pathWord(decodeBytes(path.value), path.truncated)}` : "an address";
  }
  if (known.path !== undefined) return `the local socket ${pathWord(decodeBytes(known.path), false)}`;
  if (known.address === undefined && known.family === "AF_NETLINK") return netlinkWord(value);
  if (known.family === "AF_UNSPEC") return "no address";
  if (known.address === undefined) return known.text === known.family ? `an address of family ${known.family}` : known.text;
  return decodeBytes(known.text);
}

function netlinkWord(value: Value | undefined): string {
  const port = numberIn(field(value, "nl_pid"));
  return port === undefined ? "a netlink address" : port === 0 ? "netlink port 0 (the kernel, or a free port when binding)" : `netlink port ${port}`;
}

function address(value: Value | undefined): string | undefined {
  const known = socketAddressOf(value);
  return known ? `it is ${addressWord(value)}` : undefined;
}

function connects(call: CallReader): Said {
  const known = socketAddressOf(call.before(1));
  if (known?.family === "AF_UNSPEC") return `takes the peer of ${call.descriptor(0)} away`;
  const file = call.descriptor(0);
  return [`connects ${file} to ${addressWord(call.before(1))}`, file.includes("UDP") ? "its peer is set; nothing was sent" : "it is connected"];
}

function accepts(call: CallReader, flags: readonly string[]): Said {
  const known = socketAddressOf(call.after(1));
  const from = known?.address === undefined ? "" : `, from ${decodeBytes(known.text)}`;
  const result = newDescriptor(call, flags.includes("SOCK_CLOEXEC"));
  return [`takes the next connection that waits at ${call.descriptor(0)}`, result === undefined ? undefined : result + from];
}

const quietSendFlags = ["MSG_NOSIGNAL", "MSG_DONTWAIT", "MSG_PEEK"];

function sends(call: CallReader): Said {
  const data = call.data(1);
  const to = call.isNull(4) ? "" : ` to ${addressWord(call.before(4))}`;
  const does = `sends ${sizeWord(call.number(2))}${to} on ${call.descriptor(0)}${restOf(call.flags(3), quietSendFlags)}${data === undefined || call.failed ? "" : `: ${data}`}`;
  return [does, call.returned === undefined || call.returned === call.number(2) ? undefined : `only ${call.returned} were taken`];
}

function sendsMessage(call: CallReader): Said {
  const message = call.before(1);
  const size = vectorSize(field(message, "msg_iov"));
  const name = field(message, "msg_name");
  const known = socketAddressOf(name);
  const to = known && known.family !== "AF_NETLINK" ? ` to ${addressWord(name)}` : "";
  const data = firstData(field(message, "msg_iov"));
  const passed = passedDescriptors(message);
  const does = `sends ${size === undefined ? "a message" : sizeWord(size)}${to} on ${call.descriptor(0)}${passed.length > 0 ? `, with the descriptors ${joinWords(passed)}` : ""}${data === undefined || call.failed ? "" : `: ${data}`}`;
  return [does, call.returned === undefined || call.returned === size ? undefined : `${sizeWord(call.returned)} were taken`];
}

/** Descriptors that travel in the ancillary data (SCM_RIGHTS). */
function passedDescriptors(message: Value | undefined): string[] {
  const control = field(message, "msg_control");
  if (control?.kind !== "array") return [];
  return control.items.flatMap((item) => {
    const data = field(item, "cmsg_data");
    if (!flagNames(field(item, "cmsg_type")).includes("SCM_RIGHTS") || data?.kind !== "array") return [];
    return data.items.flatMap((entry) => {
      const number = numberIn(entry);
      return number === undefined ? [] : [String(number)];
    });
  });
}

function receives(call: CallReader): Said {
  const known = socketAddressOf(call.after(4));
  const flags = call.flags(3);
  const from = known?.address === undefined ? "" : ` from ${decodeBytes(known.text)}`;
  const data = call.data(1);
  const peek = flags.includes("MSG_PEEK") ? ", leaving it there" : "";
  return [`receives up to ${sizeWord(call.number(2))} on ${call.descriptor(0)}${peek}${restOf(flags, quietSendFlags)}`, received(call, from, data)];
}

function received(call: CallReader, from: string, data: string | undefined): string | undefined {
  if (call.returned === undefined) return undefined;
  if (call.returned === 0) return "got nothing: the other end has closed, or an empty message came";
  return `got ${sizeWord(call.returned)}${from}${data === undefined ? "" : `: ${data}`}`;
}

function receivesMessage(call: CallReader): Said {
  const message = call.after(1);
  const known = socketAddressOf(field(message, "msg_name"));
  const from = known?.address === undefined ? "" : ` from ${decodeBytes(known.text)}`;
  const passed = passedDescriptors(message);
  const flags = call.flags(2);
  const result = received(call, from, firstData(field(message, "msg_iov")));
  const peek = flags.includes("MSG_PEEK") ? ", leaving it there" : "";
  return [
    `receives a message on ${call.descriptor(0)}${peek}${restOf(flags, [...quietSendFlags, "MSG_CMSG_CLOEXEC"])}`,
    result === undefined || passed.length === 0 ? result : `${result}, with the descriptors ${joinWords(passed)}`,
  ];
}

function sideWord(side: string | undefined): string {
  return side === "SHUT_RD" ? "the receiving side" : side === "SHUT_WR" ? "the sending side" : side === "SHUT_RDWR" ? "both directions" : "a direction";
}

const options: Readonly<Record<string, string>> = {
  SO_REUSEADDR: "that the port may be bound again at once", SO_KEEPALIVE: "keep-alive probes", SO_RCVBUF: "the size of the receive buffer",
  SO_SNDBUF: "the size of the send buffer", TCP_NODELAY: "sending without delay (no Nagle)", SO_BROADCAST: "that broadcasts may be sent",
  SO_RCVTIMEO: "the time limit for receiving", SO_SNDTIMEO: "the time limit for sending", IPV6_V6ONLY: "whether IPv4 is taken too",
  SO_TYPE: "the socket's type", SO_PEERCRED: "process and user of the other end", SO_ACCEPTCONN: "whether it listens", SO_REUSEPORT: "that several sockets share the port",
};

function option(call: CallReader): string {
  const name = call.constant(2) ?? "an option";
  const word = options[name];
  return word === undefined ? `the option ${name}` : `${word} (${name})`;
}

function optionValue(value: Value | undefined): string {
  const list = bare(value);
  const item = list?.kind === "array" && list.items.length === 1 ? bare(list.items[0]) : undefined;
  const number = numberIn(item);
  return number === undefined || item?.kind === "pointer" ? "" : ` to ${number}`;
}

function readsOption(call: CallReader): Said {
  const list = call.after(3);
  const item = list?.kind === "array" ? bare(list.items[0]) : undefined;
  if (call.constant(2) === "SO_ERROR") {
    const name = flagNames(item)[0];
    const ok = numberIn(item) === 0;
    return [
      `asks ${call.descriptor(0)} for its pending error, which is how a connection made in the background ended`,
      ok ? "there is none" : name === undefined ? undefined : `it is ${name}: ${errnoMeaning(name, "connect") ?? "an error"}`,
    ];
  }
  const number = item?.kind === "pointer" ? undefined : numberIn(item);
  const value = number === undefined ? flagNames(item).join("|") : String(number);
  return [`asks ${call.descriptor(0)} for ${option(call)}`, value === "" ? undefined : `it is ${value}`];
}
