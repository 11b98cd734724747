import { z } from "zod";
import { ErrnoEntry, SyscallEntry } from "./catalogue.ts";
import { Explanation } from "./explanation.ts";
import { Link } from "./link.ts";
import { NamedNetns } from "./namespace.ts";
import { Neighbour } from "./neighbour.ts";
import { Nexthop, Route } from "./route.ts";
import { Rule } from "./rule.ts";
import { Source } from "./source.ts";
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

/** The schema of every JSON document, by the name in its `schema` key; `hostlens schema NAME` prints it. */
export const documentSchemas = {
  nics: NicsDocument,
  routes: RoutesDocument,
  rules: RulesDocument,
  neighbours: NeighboursDocument,
  pasted: PastedDocument,
  syscalls: SyscallsDocument,
  errno: ErrnoDocument,
} as const satisfies Readonly<Record<string, z.ZodType>>;
