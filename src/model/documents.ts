import { z } from "zod";
import { CaptureDocument } from "./capture.ts";
import { ErrnoEntry, SyscallEntry } from "./catalogue.ts";
import { Container, ContainerNetwork } from "./container.ts";
import { Explanation, Sentence } from "./explanation.ts";
import { Link } from "./link.ts";
import { NamedNetns, Namespace } from "./namespace.ts";
import { Neighbour } from "./neighbour.ts";
import { Nexthop, Route } from "./route.ts";
import { Rule } from "./rule.ts";
import { Hardware } from "./snapshot.ts";
import { Source } from "./source.ts";
import { StatsRow } from "./stats.ts";
import { NotUnderstood, Warning } from "./warning.ts";

/** Every thing in a document carries what is said about it under this key. */
const explained = { explanation: Explanation.optional() };

function documentOf<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.object({ schema: z.literal(`hostlens/${name}@1`), source: Source, ...shape, warnings: z.array(Warning) });
}

export const ExplainedLink = Link.extend(explained);
export type ExplainedLink = z.infer<typeof ExplainedLink>;
export const ExplainedRoute = Route.extend({
  /** left out, with a warning, where a document holds very many routes */
  explanation: Explanation.optional(),
});
export type ExplainedRoute = z.infer<typeof ExplainedRoute>;
export const ExplainedRule = Rule.extend(explained);
export type ExplainedRule = z.infer<typeof ExplainedRule>;
export const ExplainedNeighbour = Neighbour.extend(explained);
export type ExplainedNeighbour = z.infer<typeof ExplainedNeighbour>;

/** What `hostlens nics --json` prints. */
export const NicsDocument = documentOf("nics", { nics: z.array(ExplainedLink) });
export type NicsDocument = z.infer<typeof NicsDocument>;
/** What `hostlens routes --json` prints. */
export const RoutesDocument = documentOf("routes", { routes: z.array(ExplainedRoute) });
export type RoutesDocument = z.infer<typeof RoutesDocument>;
/** What `hostlens rules --json` prints. */
export const RulesDocument = documentOf("rules", { rules: z.array(ExplainedRule) });
export type RulesDocument = z.infer<typeof RulesDocument>;
/** What `hostlens neighbours --json` prints. */
export const NeighboursDocument = documentOf("neighbours", { neighbours: z.array(ExplainedNeighbour) });
export type NeighboursDocument = z.infer<typeof NeighboursDocument>;

/** What `hostlens overview --json` prints: the arrays of the listing commands in one document. */
export const OverviewDocument = documentOf("overview", {
  nics: z.array(ExplainedLink), routes: z.array(ExplainedRoute), rules: z.array(ExplainedRule), neighbours: z.array(ExplainedNeighbour),
  containers: z.array(Container), hardware: Hardware.optional(),
});
export type OverviewDocument = z.infer<typeof OverviewDocument>;

/** What `hostlens containers --json` prints. */
export const ContainersDocument = documentOf("containers", { containers: z.array(Container.extend(explained)), networks: z.array(ContainerNetwork) });
export type ContainersDocument = z.infer<typeof ContainersDocument>;
/** What `hostlens namespaces --json` prints. */
export const NamespacesDocument = documentOf("namespaces", { namespaces: z.array(Namespace.extend(explained)) });
export type NamespacesDocument = z.infer<typeof NamespacesDocument>;

/** What `hostlens explain --json` prints for pasted output: the arrays of the commands that show the same objects. */
export const PastedDocument = documentOf("pasted", {
  kind: z.string(),
  nics: z.array(ExplainedLink).optional(),
  routes: z.array(ExplainedRoute).optional(),
  rules: z.array(ExplainedRule).optional(),
  neighbours: z.array(ExplainedNeighbour).optional(),
  nexthops: z.array(Nexthop).optional(),
  netns: z.array(NamedNetns).optional(),
  notUnderstood: z.array(NotUnderstood),
});
export type PastedDocument = z.infer<typeof PastedDocument>;

/** What `hostlens syscalls --json` prints. */
export const SyscallsDocument = documentOf("syscalls", { syscalls: z.array(SyscallEntry) });
export type SyscallsDocument = z.infer<typeof SyscallsDocument>;
/** What `hostlens errno --json` prints. */
export const ErrnoDocument = documentOf("errno", { errnos: z.array(ErrnoEntry) });
export type ErrnoDocument = z.infer<typeof ErrnoDocument>;

const ConceptEntry = z.object({
  id: z.string(), title: z.string(), aliases: z.array(z.string()), text: z.array(z.string()),
  misbelief: z.object({ said: z.string(), truth: z.string() }).optional(), sources: z.array(z.string()), after: z.string().optional(),
});

/** What `hostlens learn --json` prints: the list of concepts, or one of them with what the host shows of it. */
export const LearnDocument = documentOf("learn", {
  concepts: z.array(ConceptEntry.pick({ id: true, title: true, aliases: true })).optional(),
  concept: ConceptEntry.optional(),
  /** lines of this host's own output that show it */
  evidence: z.array(z.object({ command: z.string(), line: z.int().positive(), text: z.string() })).optional(),
  sentences: z.array(Sentence).optional(),
});
export type LearnDocument = z.infer<typeof LearnDocument>;

/** What `hostlens doctor --json` prints. `lost` and `remedy` are empty where a check is fine. */
export const DoctorDocument = documentOf("doctor", {
  node: z.string(),
  checks: z.array(z.object({ name: z.string(), available: z.boolean(), found: z.string(), lost: z.string(), remedy: z.string() })),
});
export type DoctorDocument = z.infer<typeof DoctorDocument>;

/** What `hostlens record --json` prints: how much was recorded where, and what the host did not give. */
export const RecordDocument = documentOf("record", {
  directory: z.string(), redacted: z.boolean(), commands: z.int(), bytes: z.int(), refused: z.array(z.string()), missing: z.array(z.string()),
});
export type RecordDocument = z.infer<typeof RecordDocument>;

/** What `hostlens stats --json` prints. */
export const StatsDocument = documentOf("stats", {
  by: z.enum(["syscall", "process", "file", "address", "errno"]), rows: z.array(StatsRow), total: StatsRow,
  /** how far p50, p95 and p99 may be from the true ones, as a fraction of them */
  relativeError: z.number(),
  /** calls that never returned (exit_group, killed in the call); in no count */
  neverReturned: z.int(),
  /** calls of the total that are in no row: they name no file, no address, did not fail */
  outside: z.int(),
});
export type StatsDocument = z.infer<typeof StatsDocument>;

/** The schema of every JSON document, by the name in its `schema` key; `hostlens schema NAME` prints it. */
export const documentSchemas = {
  overview: OverviewDocument,
  nics: NicsDocument,
  routes: RoutesDocument,
  rules: RulesDocument,
  neighbours: NeighboursDocument,
  explain: CaptureDocument,
  containers: ContainersDocument,
  namespaces: NamespacesDocument,
  pasted: PastedDocument,
  syscalls: SyscallsDocument,
  errno: ErrnoDocument,
  learn: LearnDocument,
  doctor: DoctorDocument,
  record: RecordDocument,
  stats: StatsDocument,
} as const satisfies Readonly<Record<string, z.ZodType>>;
