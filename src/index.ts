/**
 * The library: the functions behind the command line. Importing it starts nothing and loads no terminal code.
 * Parsers take the text a tool printed and the command that printed it; they never throw for bad input, what they could
 * not read is in `warnings` and `notUnderstood`. Every schema has the name of its type.
 */
export { exitStatusOf, failureText, HostlensError, type Failure } from "./model/failure.ts";

export { Address, Family } from "./model/address.ts";
export { FdbEntry } from "./model/bridge.ts";
export { Container, ContainerInterface, ContainerNetwork, PublishedPort } from "./model/container.ts";
export { documentSchemas } from "./model/documents.ts";
export { Explanation, Place, Sentence } from "./model/explanation.ts";
export { Link, LinkCounters, LinkPeer } from "./model/link.ts";
export { NamedNetns, Namespace } from "./model/namespace.ts";
export { NatRule } from "./model/nat.ts";
export { Neighbour } from "./model/neighbour.ts";
export type { Parsed } from "./model/parsed.ts";
export { Hop, PathAnswer, PathQuestion, Verdict } from "./model/path.ts";
export { RecordedCommand, Recording } from "./model/recording.ts";
export { Encap, Nexthop, Route, RouteNexthop } from "./model/route.ts";
export { Rule } from "./model/rule.ts";
export { Hardware, Snapshot } from "./model/snapshot.ts";
export { Source } from "./model/source.ts";
export { EventKind, Return, TraceEvent, Value, type DumpLine, type Layout, type StackFrame, type StructField, type SummaryRow, type SummaryTable } from "./model/trace-event.ts";
export { NotUnderstood, Warning } from "./model/warning.ts";

export { parseAddresses, parseLinks } from "./parse/ip/link.ts";
export { parseNeighbours } from "./parse/ip/neighbour.ts";
export { parseNetns } from "./parse/ip/netns.ts";
export { parseNexthops } from "./parse/ip/nexthop.ts";
export { detectPasted, parsePasted, type Pasted } from "./parse/pasted.ts";
export { classifyLink, type LinkKindFacts } from "./parse/link-kind.ts";
export { parseRoutes } from "./parse/ip/route.ts";
export { parseRules } from "./parse/ip/rule.ts";
export { parseFdb } from "./parse/bridge.ts";
export { parseSysctl, sysctlRecord, type Sysctl } from "./parse/sysctl.ts";
export { parseRouteTable } from "./parse/nettools/route.ts";
export { parseArp } from "./parse/nettools/arp.ts";
export { parseProcRoutes } from "./parse/proc/route.ts";
export { parseProcArp } from "./parse/proc/arp.ts";
export { readCapture } from "./host/read-capture.ts";
export type { CaptureReadOptions } from "./run/capture-bytes.ts";
export { parseStrace, CaptureParser, type CaptureParserOptions } from "./parse/strace/capture-parser.ts";
export { CapturePrinter, printEvents } from "./parse/strace/print-event.ts";

export { neighbourStateByName, neighbourStates, neighbourTimers, type NeighbourState } from "./knowledge/neighbour-states.ts";
export { routeProtocolByName, routeProtocols, type RouteProtocol } from "./knowledge/protocols.ts";
export { routeTypeByName, routeTypes, type RouteType } from "./knowledge/route-types.ts";
export { scopeByName, scopes, type Scope } from "./knowledge/scopes.ts";
export { customaryTables, routingTableByName, routingTables, type RoutingTable } from "./knowledge/tables.ts";
export { allErrnos, errnoByName, errnoByNumber, errnoMeaning, type Errno } from "./knowledge/errnos/index.ts";
export { allSiCodes, allSignals, signalByName, signalByNumber, siCodeByName, type SiCode, type Signal, type SignalAction } from "./knowledge/signals/index.ts";
export {
  allSyscalls, syscallByName, syscallByNumber, syscallClass, syscallClasses, syscallsOfClass,
  type Abi, type Syscall, type SyscallClass,
} from "./knowledge/syscalls/index.ts";

export { decidePath } from "./reason/route-decision.ts";

export { explainCall, type CallContext } from "./explain/call.ts";

export { escapeHtml, escapeTerminal } from "./render/escape.ts";
