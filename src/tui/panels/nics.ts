import { explainLinks } from "../../explain/links.ts";
import { linkBlocks } from "../../render/views/links.ts";
import { saidOf, type Panel } from "./panel.ts";

export const nicsPanel: Panel = {
  id: "nics", title: "NICs", empty: "No NIC is there.",
  items: (snapshot) => [...explainLinks(snapshot.links ?? [], snapshot)].map((link) => ({
    label: link.name, ...saidOf(link.explanation, "nic"), blocks: () => linkBlocks([link], "full", true),
  })),
};
