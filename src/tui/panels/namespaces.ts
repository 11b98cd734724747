import { explainNamespaces } from "../../explain/namespace.ts";
import { namespaceBlocks } from "../../render/views/namespaces.ts";
import { saidOf, type Panel } from "./panel.ts";

export const namespacesPanel: Panel = {
  id: "namespaces", title: "Namespaces", empty: "No namespace can be seen.",
  items: (snapshot) => [...explainNamespaces(snapshot.namespaces ?? [], snapshot)]
    .toSorted((left, right) => Number(right.type === "net") - Number(left.type === "net"))
    .map((space) => ({ label: `${space.type} ${space.inode}`, ...saidOf(space.explanation, "network-namespace"), blocks: () => namespaceBlocks([space], "full") })),
};
