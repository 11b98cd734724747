import type { Sentence } from "../model/explanation.ts";
import type { Link } from "../model/link.ts";
import type { Neighbour } from "../model/neighbour.ts";
import type { Route } from "../model/route.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { rangeOfPrefix, rangeContains } from "../reason/ip-range.ts";
import { explainAddress } from "./address.ts";
import { absence, factsOf, hopsOf, isDefault, waysOut, perLink, settingOf, type HostFacts } from "./facts.ts";
import { explainLink } from "./link.ts";
import { hasDevice } from "./link-kind.ts";
import { readName } from "./link-name.ts";
import { mtuSteps, mtuText } from "./link-mtu.ts";
import { isLocallyAdministered, macText } from "./mac.ts";
import { explainNeighbour } from "./neighbour.ts";
import { explainRoute } from "./route.ts";
import { explainRule } from "./rule.ts";
import { bytesText, count, listText, numberText, say } from "./say.ts";

type Tie = (facts: HostFacts) => readonly (Sentence | undefined)[];

/** One to three sentences that tie a concept to this host; empty where the snapshot shows nothing of it. */
export function tieToHost(concept: string, snapshot: Snapshot): Sentence[] {
  const said = ties[concept]?.(factsOf(snapshot)) ?? [];
  return said.filter((one): one is Sentence => one !== undefined).slice(0, 3).map((one) => ({ ...one, concept }));
}

const ties: Readonly<Record<string, Tie>> = {
  nic: (facts) => {
    const links = linksOf(facts);
    if (links.length === 0) return [];
    const real = links.filter(hasDevice);
    const virtual = links.length - real.length;
    const behind = real.length === 0 ? "no device is known to be behind any of them" : `a device is behind ${listText(real.map((link) => link.name))}, and ${virtual === 1 ? "one exists" : `${virtual} exist`} in software only`;
    return [say(`Of ${count(links.length, "interface")} here ${behind}.`, [...real.slice(0, 3), links[0]]), first(explainLink(real[0] ?? links[0] as Link, facts.snapshot).sentences)];
  },
  "link-state": (facts) => {
    const links = linksOf(facts);
    const off = links.filter((link) => link.adminUp === false);
    const odd = links.find((link) => link.adminUp !== false && link.carrier === false) ?? links.find((link) => link.operstate === "unknown");
    const good = links.find((link) => link.operstate === "up");
    return [
      good && explainLink(good, facts.snapshot).sentences[1] && say(`${good.name}: ${explainLink(good, facts.snapshot).sentences[1]?.text}`, [good]),
      odd && say(`${odd.name}: ${explainLink(odd, facts.snapshot).sentences[1]?.text}`, [odd]),
      off.length > 0 ? say(`Switched off: ${listText(off.map((link) => link.name), 6)}.`, off.slice(0, 3)) : undefined,
    ];
  },
  "interface-names": (facts) => linksOf(facts).flatMap((link) => {
    const reading = readName(link.name);
    return reading ? [say(`${link.name} is ${reading.text}.`, [link])] : [];
  }).toSorted((left, right) => Number(right.text.includes("systemd")) - Number(left.text.includes("systemd"))),
  mac: (facts) => {
    const links = linksOf(facts).filter((link) => link.mac && link.kind !== "loopback");
    const made = links.filter((link) => link.mac && isLocallyAdministered(link.mac));
    const main = links.find(hasDevice) ?? links[0];
    return [
      main?.mac && macText(main.mac) ? say(`${main.name}: ${main.mac} ${macText(main.mac)}.`, [main]) : undefined,
      links.length > 0 ? say(`${made.length} of ${links.length} MACs here were made up by software (locally administered).`, made.slice(0, 3)) : undefined,
    ];
  },
  mtu: (facts) => {
    const links = linksOf(facts).filter((link) => link.adminUp !== false && link.mtu !== null);
    const sizes = new Map<number, string[]>();
    for (const link of links) sizes.set(link.mtu ?? 0, [...(sizes.get(link.mtu ?? 0) ?? []), link.name]);
    const step = links.flatMap((link) => mtuSteps(link, facts))[0];
    const out = waysOut(facts, 4)[0]?.dev;
    const way = out ? facts.links.get(out) : undefined;
    return [
      links.length > 0 ? say(`MTUs in use: ${[...sizes].map(([mtu, names]) => `${mtu} (${listText(names, 3)})`).join(", ")}.`, links.slice(0, 3)) : undefined,
      way && mtuText(way) ? say(`The way out, ${way.name}, has ${way.mtu}: ${mtuText(way)}.`, [way]) : undefined, step,
    ];
  },
  counters: (facts) => {
    const busy = linksOf(facts).filter((link) => link.stats).toSorted((left, right) => (right.stats?.rx.bytes ?? 0) - (left.stats?.rx.bytes ?? 0))[0];
    if (!busy?.stats) return [];
    const bad = linksOf(facts).filter((link) => link.stats && link.stats.rx.errors + link.stats.tx.errors > 0);
    return [
      say(`${busy.name} has received most: ${bytesText(busy.stats.rx.bytes)} in ${numberText(busy.stats.rx.packets)} packets, with ${count(busy.stats.rx.errors, "error")} and ${numberText(busy.stats.rx.dropped)} dropped.`, [busy]),
      bad.length === 0 ? say("No interface here counts an error.", linksOf(facts).slice(0, 2)) : say(`Errors are counted on ${listText(bad.map((link) => link.name))}.`, bad.slice(0, 3)),
    ];
  },
  address: (facts) => {
    const [link, address] = mainAddress(facts) ?? [];
    return link && address ? explainAddress(address, link, facts.snapshot).sentences.slice(0, 1) : [];
  },
  "address-lifetime": (facts) => {
    const all = linksOf(facts).flatMap((link) => link.addresses.map((address) => ({ link, address })));
    const odd = all.find(({ address }) => ["dadfailed", "tentative", "deprecated"].some((flag) => address.flags.includes(flag)))
      ?? all.find(({ address }) => address.flags.includes("dynamic")) ?? all.find(({ link }) => link.kind !== "loopback");
    const timed = all.filter(({ address }) => typeof address.validLifetimeS === "number");
    return [
      all.length > 0 ? say(timed.length === 0 ? `${all.length === 1 ? "The one address here has no" : `None of the ${all.length} addresses here has a`} time limit.` : `${timed.length} of ${all.length} addresses here have a time limit: ${listText(timed.map(({ address }) => address.address), 3)}.`, timed.length === 0 ? absence(facts, "links") : timed.slice(0, 3).map(({ address }) => address)) : undefined,
      ...(odd ? explainAddress(odd.address, odd.link, facts.snapshot).sentences.slice(1).map((one) => say(`${odd.address.address}: ${one.text}`, [odd.address])) : []),
    ];
  },
  "source-address": (facts) => {
    const route = (facts.snapshot.routes ?? []).find((one) => one.prefsrc && one.table === "main" && isDefault(one)) ?? (facts.snapshot.routes ?? []).find((one) => one.prefsrc && one.table === "main");
    const best = waysOut(facts, 4)[0];
    const dev = best?.dev;
    const own = dev ? (facts.ownOnDev.get(dev) ?? []).find((one) => one.address.family === 4 && one.range && best?.gateway && rangeContains(one.range, best.gateway)) : undefined;
    return [
      best && !best.prefsrc && own && dev ? say(`To the outside this host sends from ${own.address.address}: the default route names no source, and that is ${dev}'s address in the subnet of the gateway ${best.gateway}.`, [best, own.address, own.link]) : undefined,
      route ? say(`The route ${isDefault(route) ? "default" : route.dst}${route.dev ? ` dev ${route.dev}` : ""} names one: src ${route.prefsrc}.`, [route]) : undefined,
    ];
  },
  "routing-table": (facts) => {
    const routes = facts.snapshot.routes ?? [];
    const tables = new Map<string, number>();
    for (const route of routes) tables.set(route.table, (tables.get(route.table) ?? 0) + 1);
    const connected = routes.find((route) => route.table === "main" && route.protocol === "kernel" && route.family === 4);
    return [
      routes.length > 0 ? say(`${count(routes.length, "route")} here, in ${tables.size === 1 ? "one table" : `${tables.size} tables`}: ${listText([...tables].map(([table, size]) => `${table} (${size})`), 6)}.`, [routes[0]]) : undefined,
      connected ? explainRoute(connected, facts.snapshot).sentences[0] : undefined, connected ? explainRoute(connected, facts.snapshot).sentences[1] : undefined,
    ];
  },
  "longest-prefix-match": (facts) => {
    const inner = (facts.snapshot.routes ?? []).find((route) => route.table === "main" && route.family === 4 && !isDefault(route) && route.type === "unicast");
    const best = waysOut(facts, 4)[0];
    const range = inner && rangeOfPrefix(inner.dst);
    if (!inner || !range) return best ? [say("The default route is the only one in table main, so it wins for everything.", [best])] : [];
    return [
      best ? say(`${inner.dst} and the default route both contain ${inner.dst.slice(0, inner.dst.indexOf("/"))}; /${range.prefixlen} is longer than /0, so such packets go ${way(inner)} and not ${way(best)}.`, [inner, best])
        : say(`Only prefixes such as ${inner.dst} are in table main; with no default route to fall back on, everything else is refused.`, [inner]),
    ];
  },
  "route-attributes": (facts) => {
    const routes = facts.snapshot.routes ?? [];
    const authors = new Map<string, number>();
    for (const route of routes) authors.set(route.protocol, (authors.get(route.protocol) ?? 0) + 1);
    const down = routes.find((route) => route.flags.includes("linkdown"));
    const special = routes.find((route) => ["blackhole", "unreachable", "prohibit", "throw"].includes(route.type));
    return [
      routes.length > 0 ? say(`Who wrote the ${count(routes.length, "route")} here: ${listText([...authors].map(([author, size]) => `proto ${author} ${size}`), 6)}.`, [routes[0]]) : undefined,
      ...[down, special].map((route) => (route ? last(explainRoute(route, facts.snapshot).sentences.slice(0, route === special ? 1 : 3)) : undefined)),
    ];
  },
  "default-route": (facts) => {
    const known = ([4, 6] as const).map((family) => waysOut(facts, family));
    const [four = []] = known;
    return [
      ...known.map((routes) => (routes[0] ? first(explainRoute(routes[0], facts.snapshot).sentences) : undefined)),
      facts.snapshot.routes && four.length === 0 ? say("There is no IPv4 default route in table main: what no other route contains is refused with \"Network is unreachable\".", absence(facts, "routes")) : undefined,
      four.length > 1 ? say(`${four.length} IPv4 default routes: metric ${four[0]?.metric} is used, ${listText(four.slice(1).map((route) => String(route.metric)))} ${four.length === 2 ? "waits" : "wait"}.`, four.slice(0, 3)) : undefined,
    ];
  },
  "policy-rules": (facts) => {
    const rules = facts.snapshot.rules ?? [];
    const added = rules.filter((rule) => ![0, 32766, 32767].includes(rule.priority));
    if (rules.length === 0) return [];
    return [
      added.length === 0 ? say(`Only the ${rules.length} rules of a fresh system are here: local, then main${rules.some((rule) => rule.table === "default") ? ", then default (IPv4)" : ""}.`, rules.slice(0, 3))
        : say(`${count(added.length, "rule")} of ${rules.length} here were added to those of a fresh system: ${listText(added.map((rule) => String(rule.priority)), 8)}.`, added.slice(0, 3)),
      added[0] ? say(`Rule ${added[0].priority}: ${first(explainRule(added[0], facts.snapshot).sentences)?.text ?? added[0].text}`, [added[0]]) : undefined,
    ];
  },
  multipath: (facts) => {
    const route = (facts.snapshot.routes ?? []).find((one) => one.nexthops.length > 1);
    if (!route) return facts.snapshot.routes ? [say("No route here has several next hops.", absence(facts, "routes"))] : [];
    const said = explainRoute(route, facts.snapshot);
    return [first(said.sentences), said.more?.find((one) => one.concept === "multipath")];
  },
  "reverse-path": (facts) => {
    const all = settingOf(facts.snapshot, "net.ipv4.conf.all.rp_filter");
    const flux = linksOf(facts).flatMap((link) => explainLink(link, facts.snapshot).unusual.filter((one) => one.concept === "reverse-path"))[0];
    const dev = waysOut(facts, 4)[0]?.dev;
    const own = dev ? perLink(facts.snapshot, 4, "conf", dev, "rp_filter") : undefined;
    const value = all && own ? Math.max(all.value, own.value) : undefined;
    return [
      value !== undefined && dev ? say(`${dev} checks arriving packets ${["not at all", "strictly", "loosely"][value] ?? `in mode ${value}`}: rp_filter is ${own?.value} for it and ${all?.value} for all, and the larger one counts.`, [own, all]) : undefined,
      flux,
    ];
  },
  arp: (facts) => {
    const gateway = gatewayOf(facts, 4);
    const known = neighboursOf(facts).filter((one) => one.family === 4);
    return [
      gateway?.lladdr ? say(`You reach everything outside through ${gateway.address}. Its MAC is ${gateway.lladdr}, learned on ${gateway.dev} (${gateway.state.join(" ")}).`, [gateway])
        : gateway ? say(`You reach everything outside through ${gateway.address} on ${gateway.dev}, whose MAC is not known now (${gateway.state.join(" ")}).`, [gateway]) : undefined,
      gateway?.lladdr ? say("8.8.8.8 is not in the table, and never will be: packets to it carry the gateway's MAC.", [gateway, waysOut(facts, 4)[0]]) : undefined,
      known.length > 0 ? say(`The table has ${count(known.length, "IPv4 entry", "IPv4 entries")}: ${listText(known.map((one) => one.address), 5)}.`, known.slice(0, 3)) : facts.snapshot.neighbours ? say("The table is empty: this host talked to nobody on its IPv4 links lately.", absence(facts, "neighbours")) : undefined,
    ];
  },
  "neighbour-states": (facts) => {
    const known = neighboursOf(facts);
    const states = new Map<string, number>();
    for (const one of known) states.set(one.state[0] ?? "NONE", (states.get(one.state[0] ?? "NONE") ?? 0) + 1);
    const pick = known.find((one) => one.state.includes("FAILED")) ?? known[0];
    return [
      known.length > 0 ? say(`States here: ${listText([...states].map(([state, size]) => `${state} ${size}`), 8)}.`, known.slice(0, 3)) : undefined,
      ...(pick ? explainNeighbour(pick, facts.snapshot).sentences.map((one) => say(`${pick.address}: ${one.text}`, [pick])) : []),
    ];
  },
  ndp: (facts) => {
    const known = neighboursOf(facts).filter((one) => one.family === 6);
    const router = known.find((one) => one.router);
    const gateway = gatewayOf(facts, 6);
    const hasOwn = linksOf(facts).some((link) => link.addresses.some((address) => address.family === 6 && address.scope === "global"));
    const best = waysOut(facts, 6)[0];
    return [
      gateway ? first(explainNeighbour(gateway, facts.snapshot).unusual) ?? say(`The IPv6 way out is ${gateway.address} on ${gateway.dev} (${gateway.state.join(" ")}).`, [gateway]) : undefined,
      router ? say(`${router.address} on ${router.dev} has said that it is a router.`, [router]) : undefined,
      best ? undefined : facts.snapshot.routes ? say(hasOwn ? "No IPv6 default route: this host has IPv6 addresses, but no router that leads out." : "No IPv6 default route and no global address: IPv6 works on the links only (fe80::…).", absence(facts, "routes")) : undefined,
      known.length > 0 ? say(`${count(known.length, "IPv6 neighbour")}: ${listText(known.map((one) => one.address), 3)}.`, known.slice(0, 3)) : undefined,
    ];
  },
  bridge: (facts) => pickLinks(facts, (link) => link.kind === "bridge"),
  veth: (facts) => pickLinks(facts, (link) => link.kind === "veth"),
  "network-namespace": (facts) => {
    const foreign = linksOf(facts).filter((link) => link.peer?.nsid !== undefined);
    const spaces = new Set(foreign.map((link) => link.peer?.nsid));
    const named = (facts.snapshot.netns ?? []).filter((space) => space.name !== undefined);
    return [
      foreign.length > 0 ? say(`Cables lead from here into ${count(spaces.size, "other namespace")}: ${listText(foreign.map((link) => `${link.name} (nsid ${link.peer?.nsid})`), 4)}.`, foreign.slice(0, 3)) : undefined,
      facts.snapshot.netns && foreign.length > 0 && named.length === 0 ? say("ip netns list names none of them: whoever made them keeps no name under /run/netns.", absence(facts, "netns")) : undefined,
      named.length > 0 ? say(`Namespaces with a name: ${listText(named.map((space) => space.name ?? ""), 6)}.`, named.slice(0, 3)) : undefined,
    ];
  },
  nat: (facts) => {
    const rules = (facts.snapshot.nat ?? []).filter((rule) => ["DNAT", "SNAT", "MASQUERADE", "REDIRECT"].includes(rule.target));
    const forward = settingOf(facts.snapshot, "net.ipv4.ip_forward");
    return [
      rules[0] ? say(`${count(rules.length, "rule")} here ${rules.length === 1 ? "rewrites" : "rewrite"} addresses, such as: ${rules[0].text}`, rules.slice(0, 3)) : undefined,
      forward ? say(forward.value === 0 ? "This host does not forward IPv4 packets (net.ipv4.ip_forward = 0), so NAT for others can't happen here." : "This host forwards IPv4 packets (net.ipv4.ip_forward = 1), which NAT for containers needs.", [forward]) : undefined,
    ];
  },
};

function linksOf(facts: HostFacts): readonly Link[] {
  return facts.snapshot.links ?? [];
}

function neighboursOf(facts: HostFacts): readonly Neighbour[] {
  return (facts.snapshot.neighbours ?? []).filter((one) => !one.proxy && one.state[0] !== "NOARP");
}

function gatewayOf(facts: HostFacts, family: 4 | 6): Neighbour | undefined {
  const best = waysOut(facts, family)[0];
  const hop = best && hopsOf(best)[0];
  return hop?.gateway && hop.dev ? facts.neighbours.get(`${hop.dev} ${hop.gateway}`) : undefined;
}

/** The address of the NIC that leads out, or the first one that is not the loopback's. */
function mainAddress(facts: HostFacts): [Link, Link["addresses"][number]] | undefined {
  const dev = waysOut(facts, 4)[0]?.dev;
  const links = [...(dev ? [facts.links.get(dev)] : []), ...linksOf(facts).filter((link) => link.kind !== "loopback")];
  for (const link of links) {
    const address = link?.addresses.find((one) => one.scope === "global");
    if (link && address) return [link, address];
  }
  return undefined;
}

function pickLinks(facts: HostFacts, wanted: (link: Link) => boolean): (Sentence | undefined)[] {
  const found = linksOf(facts).filter(wanted);
  const lead = found[0];
  return lead ? [first(explainLink(lead, facts.snapshot).sentences), found.length > 1 ? say(`There are ${found.length} of them here: ${listText(found.map((link) => link.name), 5)}.`, found.slice(0, 3)) : undefined] : [];
}

function way(route: Route): string {
  const hop = hopsOf(route)[0];
  return hop?.gateway ? `by way of ${hop.gateway}` : hop?.dev ? `straight to ${hop.dev}` : `nowhere (${route.type})`;
}

function first(sentences: readonly Sentence[]): Sentence | undefined {
  return sentences[0];
}

function last(sentences: readonly Sentence[]): Sentence | undefined {
  return sentences.at(-1);
}
