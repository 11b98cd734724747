import { explainContainers } from "../../explain/container.ts";
import { containerBlocks } from "../../render/views/containers.ts";
import { saidOf, type Panel } from "./panel.ts";

export const containersPanel: Panel = {
  id: "containers", title: "Containers", empty: "No container engine answers here, or it has no containers.",
  items: (snapshot) => [...explainContainers(snapshot.containers ?? [], snapshot)].map((container) => ({
    label: `${container.name}  ${container.state}`, ...saidOf(container.explanation, "veth"),
    blocks: () => containerBlocks([container], (snapshot.networks ?? []).filter((network) => container.interfaces.some((port) => port.network === network.name)), "full"),
  })),
};
