import type { Connection, NameLookup } from "../../model/capture.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, bare, decodeBytes, field, flagsOf, socketAddressOf, textOf } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Act } from "./call-acts.ts";
import { parseDns } from "./dns.ts";
import type { ProcessState, SocketUse } from "./process-state.ts";

const mostConnections = 5000;
const mostLookups = 2000;
/** Look-ups are decoded from whole events, which is slow: enough of them is enough. */
const mostDecoded = 20_000;

/** Connections made and accepted, sockets that listen, questions to name servers, and which name each address had. */
export class ConnectionCollector {
  readonly #connections: Connection[] = [];
  readonly #byKey = new Map<string, Connection>();
  readonly #lookups: NameLookup[] = [];
  readonly #open = new Map<string, NameLookup>();
  readonly #names = new Map<string, { name: string; line: number }>();
  #decoded = 0;

  observe(row: TraceRow, state: ProcessState, act: Act): void {
    switch (act) {
      case "socket":
        if (row.value >= 0) this.#socket(row.event(), row.value, state);
        break;
      case "connect":
        this.#connect(row, state);
        break;
      case "bind":
        if (row.errno !== "") this.#add(row, state, "listens", socketAddressOf(row.event().args?.[1])?.text, row.errno);
        else this.#bind(row, state);
        break;
      case "listen":
        if (row.value === 0) this.#listen(row, state);
        break;
      case "accept":
        if (row.value >= 0) this.#accept(row, state);
        break;
      case "option":
        this.#option(row, state);
        break;
      case "send":
        if (row.value > 0) this.#send(row, state);
        break;
      case "receive": case "read":
        if (row.value > 0) this.#receive(row, state);
        break;
      case "close":
        if (row.value === 0) state.sockets.delete(row.number(0));
        break;
      default:
        break;
    }
  }

  /** A line of /etc/hosts that the run read gives names to addresses too. */
  hosts(text: string, line: number): void {
    for (const entry of text.split("\n")) {
      const [address, name] = entry.trim().split(/\s+/, 2);
      if (address !== undefined && name !== undefined && /^[0-9a-f.:]+$/i.test(address) && /[.:]/.test(address)) this.#name(address, decodeBytes(name), line);
    }
  }

  finish(): { connections: Connection[]; lookups: NameLookup[] } {
    for (const connection of this.#connections) {
      const known = this.#names.get(addressPart(connection.address));
      if (known) { connection.name = known.name; connection.nameLine = known.line; }
    }
    return { connections: this.#connections, lookups: this.#lookups };
  }

  #socket(event: TraceEvent, fd: number, state: ProcessState): void {
    const family = flagsOf(argument(event, 0))[0] ?? "";
    const types = flagsOf(argument(event, 1));
    state.sockets.set(fd, { family, isDatagram: types.includes("SOCK_DGRAM") });
  }

  #connect(row: TraceRow, state: ProcessState): void {
    const address = socketAddressOf(row.event().args?.[1]);
    if (!address || address.family === "AF_UNSPEC" || address.family === "AF_NETLINK") return;
    const fd = row.number(0);
    const socket = state.sockets.get(fd) ?? this.#remember(state, fd, address.family);
    const isName = address.port === 53;
    if (isName) socket.server = address.text;
    const isInternet = address.family === "AF_INET" || address.family === "AF_INET6";
    const added = this.#add(row, state, socket.isDatagram && isInternet ? "probe" : "out", address.text, row.errno === "EINPROGRESS" || row.errno === "EAGAIN" ? "" : row.errno);
    if (added === undefined) delete socket.connection;
    else socket.connection = added;
  }

  #remember(state: ProcessState, fd: number, family: string): SocketUse {
    const socket: SocketUse = { family, isDatagram: false };
    state.sockets.set(fd, socket);
    return socket;
  }

  #bind(row: TraceRow, state: ProcessState): void {
    const socket = state.sockets.get(row.number(0));
    if (!socket || socket.family === "AF_NETLINK") return;
    const address = socketAddressOf(row.event().args?.[1]);
    if (address && !socket.isDatagram) socket.bound = address.text;
  }

  #listen(row: TraceRow, state: ProcessState): void {
    const socket = state.sockets.get(row.number(0));
    this.#add(row, state, "listens", socket?.bound ?? decorated(row.fdPath(0)) ?? "a socket", "");
  }

  #accept(row: TraceRow, state: ProcessState): void {
    const address = socketAddressOf(row.event().args?.[1]);
    state.sockets.set(row.value, { family: address?.family ?? "", isDatagram: false });
    this.#add(row, state, "in", address?.text ?? "a client", "");
  }

  /** `getsockopt(…, SO_ERROR, …)` tells how a connect in the background ended. */
  #option(row: TraceRow, state: ProcessState): void {
    const index = state.sockets.get(row.number(0))?.connection;
    if (index === undefined) return;
    const event = row.event();
    if (!flagsOf(argument(event, 2)).includes("SO_ERROR")) return;
    const value = argument(event, 3);
    const errno = value?.kind === "array" ? flagsOf(value.items[0])[0] : undefined;
    const connection = this.#connections[index];
    if (connection && errno?.startsWith("E") === true) connection.errno = errno;
  }

  #send(row: TraceRow, state: ProcessState): void {
    const socket = state.sockets.get(row.number(0));
    if (!socket?.isDatagram || this.#decoded >= mostDecoded) return;
    if (socket.family !== "AF_INET" && socket.family !== "AF_INET6" && socket.family !== "AF_UNIX") return;
    this.#decoded++;
    const event = row.event();
    const to = socketAddressOf(row.name === "sendto" ? event.args?.[4] : messageName(event.args?.[1]));
    if (to) {
      if (to.port === 53) socket.server = to.text;
      this.#add(row, state, "datagram", to.text, "");
    } else if (socket.connection !== undefined) {
      const connection = this.#connections[socket.connection];
      if (connection?.how === "probe") connection.how = "datagram";
    }
    for (const bytes of payloads(event)) this.#question(bytes, row, state, socket.server);
  }

  #receive(row: TraceRow, state: ProcessState): void {
    const socket = state.sockets.get(row.number(0));
    if (socket?.server === undefined || !socket.isDatagram || this.#decoded >= mostDecoded) return;
    this.#decoded++;
    for (const bytes of payloads(row.event())) this.#answer(bytes, row, state);
  }

  #question(bytes: string, row: TraceRow, state: ProcessState, server: string | undefined): void {
    const message = parseDns(bytes);
    if (!message || message.isAnswer || this.#lookups.length >= mostLookups) return;
    const key = `${state.process.pid} ${message.id} ${message.name}`;
    if (this.#open.has(key)) return;
    const lookup: NameLookup = {
      name: message.name, type: message.type, line: row.line, pid: state.process.pid, ...(server === undefined ? {} : { server }), answers: [], isCut: true,
    };
    this.#lookups.push(lookup);
    this.#open.set(key, lookup);
  }

  #answer(bytes: string, row: TraceRow, state: ProcessState): void {
    const message = parseDns(bytes);
    if (!message?.isAnswer) return;
    const lookup = this.#open.get(`${state.process.pid} ${message.id} ${message.name}`);
    if (lookup) {
      lookup.answerLine = row.line;
      lookup.isCut = message.isCut;
      lookup.answers = [...message.addresses];
      if (message.failure !== undefined) lookup.failure = message.failure;
    }
    for (const address of message.addresses) this.#name(address, message.name, row.line);
  }

  #name(address: string, name: string, line: number): void {
    if (this.#names.size < mostLookups && !this.#names.has(address)) this.#names.set(address, { name, line });
  }

  /** Repeats are counted; returns the index of the connection. */
  #add(row: TraceRow, state: ProcessState, how: Connection["how"], text: string | undefined, errno: string): number | undefined {
    if (text === undefined) return undefined;
    const address = decodeBytes(text);
    const key = `${how} ${how === "in" ? addressPart(address) : address} ${errno}`;
    const known = this.#byKey.get(key);
    if (known && (errno !== "" || (how !== "out" && how !== "probe"))) {
      known.times++;
      return this.#connections.indexOf(known);
    }
    if (this.#connections.length >= mostConnections) return undefined;
    const connection: Connection = { address, how, line: row.line, pid: state.process.pid, times: 1, ...(errno === "" ? {} : { errno }) };
    this.#byKey.set(key, connection);
    return this.#connections.push(connection) - 1;
  }
}

/** The address in `1.2.3.4:80`, `[::1]:80`. */
function addressPart(text: string): string {
  if (text.startsWith("[")) return text.slice(1, text.indexOf("]"));
  const colon = text.lastIndexOf(":");
  return colon > 0 && text.indexOf(":") === colon ? text.slice(0, colon) : text;
}

/** `TCP:[127.0.0.1:80]` → `127.0.0.1:80`; nothing where only an inode is known. */
function decorated(path: string | undefined): string | undefined {
  const inner = path === undefined ? undefined : /^(?:TCP|UDP)(?:v6)?:\[(.*)\]$/.exec(path)?.[1];
  return inner === undefined || /^\d+$/.test(inner) ? undefined : inner;
}

function messageName(value: Value | undefined): Value | undefined {
  return field(value, "msg_name");
}

/** The buffers of a call that sends or receives: one string, or the parts of messages. */
function payloads(event: TraceEvent): string[] {
  const found: string[] = [];
  const visit = (value: Value | undefined, depth: number): void => {
    const inner = bare(value);
    if (!inner || depth > 6) return;
    if (inner.kind === "array") for (const item of inner.items) visit(item, depth + 1);
    else if (inner.kind === "struct") {
      const base = textOf(field(inner, "iov_base"));
      if (base !== undefined) found.push(base);
      visit(field(inner, "msg_hdr"), depth + 1);
      visit(field(inner, "msg_iov"), depth + 1);
    } else if (inner.kind === "change") visit(inner.after, depth + 1);
  };
  const body = argument(event, 1);
  if (body?.kind === "string") found.push(body.value);
  else visit(body, 0);
  return found;
}
