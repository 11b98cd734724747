import type { Namespace } from "../model/namespace.ts";
import { parseLsns, parseNamespaceMounts, parseNamespaceScan, parseOwnNamespace } from "../parse/namespaces.ts";
import type { Adapter } from "./adapter.ts";

const concepts = ["network-namespace", "namespaces"];

/** Network namespaces with the number this one has for them, their first process and the file that keeps them open. */
export const netLsnsAdapter: Adapter<Namespace> = {
  id: "lsns-net",
  forms: [
    { argv: ["lsns", "-J", "-t", "net", "-o", "NS,TYPE,NPROCS,PID,USER,NETNSID,NSFS,COMMAND"], parse: parseLsns },
    { argv: ["lsns", "-J", "-t", "net"], parse: parseLsns },
  ],
  concepts,
};

/** Namespaces of every kind, with their first process and its user. */
export const lsnsAdapter: Adapter<Namespace> = {
  id: "lsns",
  forms: [{ argv: ["lsns", "-J", "-o", "+NETNSID"], parse: parseLsns }, { argv: ["lsns", "-J"], parse: parseLsns }],
  concepts,
};

/** Which process lives in which namespaces: the links below /proc/PID/ns, in one process for all of them. */
export const namespaceScanAdapter: Adapter<Namespace> = {
  id: "namespace-scan",
  forms: [{
    argv: [
      "find", "/proc", "-mindepth", "1", "-maxdepth", "3", "-regex", "/proc/[0-9]+/ns/.*", "-printf", "%p %l\\n",
      "-o", "-not", "-regex", "/proc/[0-9]+\\(/ns\\)?", "-prune",
    ],
    parse: parseNamespaceScan,
  }],
  concepts,
};

/** Namespaces that files keep open (`ip netns add`, Docker's sandboxes), also those without a process. */
export const namespaceMountAdapter: Adapter<Namespace> = {
  id: "namespace-mounts",
  forms: [{ argv: ["cat", "/proc/self/mountinfo"], parse: parseNamespaceMounts }],
  concepts,
};

/** The network namespace that the questions are asked in. */
export const ownNamespaceAdapter: Adapter<Namespace> = {
  id: "own-namespace",
  forms: [{ argv: ["readlink", "/proc/self/ns/net"], parse: parseOwnNamespace }, { argv: ["ls", "-l", "/proc/self/ns/net"], parse: parseOwnNamespace }],
  concepts,
};
