import type { Connection, NameLookup } from "../../model/capture.ts";
import type { TraceEvent, Value } from "../../model/trace-event.ts";
import { argument, bare, decodeBytes, field, flagsOf, socketAddressOf, textOf } from "../../parse/strace/arguments.ts";
import type { TraceRow } from "../../parse/strace/row.ts";
import type { Descriptors } from "../descriptors/descriptors.ts";
import type { OpenFile } from "../descriptors/open-file.ts";
import type { Act } from "./call-acts.ts";
import { parseDns } from "./dns.ts";
import type { ProcessState } from "./process-state.ts";

const mostConnections = 5000;
const mostLookups = 2000;
/** Look-ups are decoded from whole events, which is slow: enough of them is enough. */
const mostDecoded = 20_000;

/** Connections made and accepted, sockets that listen, questions to name servers, and which name each address had. */
export class ConnectionCollector {
  readonly #descriptors: Descriptors;
  /** index of the connect that a socket is busy with, or that was only a probe */
  readonly #made = new WeakMap<OpenFile, number>();
  readonly #servers = new WeakMap<OpenFile, string>();
  readonly #connections: Connection[] = [];
  readonly #byKey = new Map<string, Connection>();
  readonly #lookups: NameLookup[] = [];
  readonly #open = new Map<string, NameLookup>();
  readonly #names = new Map<string, { name: string; line: number }>();
  #decoded = 0;

  constructor(descriptors: Descriptors) {
    this.#descriptors = descriptors;
  }

  observe(row: TraceRow, state: ProcessState, act: Act): void {
    switch (act) {
      case "connect":
        this.#connect(row, state);
        break;
      case "bind":
        if (row.errno !== "") this.#add(row, state, "listens", socketAddressOf(row.event().args?.[1])?.text, row.errno);
        break;
      case "listen":
        if (row.value === 0) this.#listen(row, state);
        break;
      case "accept":
        if (row.value >= 0) this.#accept(row, state);
        break;
      case "option":
        this.#option(row);
        break;
      case "send":
        if (row.value > 0) this.#send(row, state);
        break;
      case "receive": case "read":
        if (row.value > 0) this.#receive(row, state);
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

  #connect(row: TraceRow, state: ProcessState): void {
    const address = socketAddressOf(row.event().args?.[1]);
    if (!address || address.family === "AF_UNSPEC" || address.family === "AF_NETLINK") return;
    const file = this.#descriptors.of(row, 0)?.file;
    if (address.port === 53 && file) this.#servers.set(file, address.text);
    const isInternet = address.family === "AF_INET" || address.family === "AF_INET6";
    const how = isInternet && isDatagram(file) ? "probe" : "out";
    const added = this.#add(row, state, how, address.text, row.errno === "EINPROGRESS" || row.errno === "EAGAIN" || row.errno === "EALREADY" ? "" : row.errno);
    if (file && added !== undefined) this.#made.set(file, added);
  }

  #listen(row: TraceRow, state: ProcessState): void {
    const file = this.#descriptors.of(row, 0)?.file;
    this.#add(row, state, "listens", file?.local ?? "a socket", "");
  }

  #accept(row: TraceRow, state: ProcessState): void {
    const address = socketAddressOf(row.event().args?.[1]);
    this.#add(row, state, "in", address?.text ?? "a client", "");
  }

  /** `getsockopt(…, SO_ERROR, …)` tells how a connect in the background ended. */
  #option(row: TraceRow): void {
    if (row.text(2) !== "SO_ERROR") return;
    const file = this.#descriptors.of(row, 0)?.file;
    const connection = this.#connections[(file && this.#made.get(file)) ?? -1];
    if (!connection) return;
    const value = argument(row.event(), 3);
    const errno = value?.kind === "array" ? flagsOf(value.items[0])[0] : undefined;
    if (errno?.startsWith("E") === true) connection.errno = errno;
  }

  #send(row: TraceRow, state: ProcessState): void {
    const file = this.#descriptors.of(row, 0)?.file;
    if (!file || !isDatagram(file) || file.family === "AF_NETLINK" || this.#decoded >= mostDecoded) return;
    this.#decoded++;
    const event = row.event();
    const to = socketAddressOf(row.name === "sendto" ? event.args?.[4] : field(event.args?.[1], "msg_name"));
    if (to) {
      if (to.port === 53) this.#servers.set(file, to.text);
      this.#add(row, state, "datagram", to.text, "");
    } else {
      const connection = this.#connections[this.#made.get(file) ?? -1];
      if (connection?.how === "probe") connection.how = "datagram";
    }
    const server = this.#servers.get(file);
    if (server !== undefined) for (const bytes of payloads(event)) this.#question(bytes, row, state, server);
  }

  #receive(row: TraceRow, state: ProcessState): void {
    const file = this.#descriptors.of(row, 0)?.file;
    if (!file || !this.#servers.has(file) || !isDatagram(file) || this.#decoded >= mostDecoded) return;
    this.#decoded++;
    for (const bytes of payloads(row.event())) this.#answer(bytes, row, state);
  }

  #question(bytes: string, row: TraceRow, state: ProcessState, server: string): void {
    const message = parseDns(bytes);
    if (!message || message.isAnswer || this.#lookups.length >= mostLookups) return;
    const key = `${state.process.pid} ${message.id} ${message.name}`;
    if (this.#open.has(key)) return;
    const lookup: NameLookup = {
      name: message.name, type: message.type, line: row.line, pid: state.process.pid, server, answers: [], isCut: true,
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

function isDatagram(file: OpenFile | undefined): boolean {
  return file?.socketType === "SOCK_DGRAM" || file?.protocol?.startsWith("UDP") === true;
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
