import type { Connection, FileUse } from "../model/capture.ts";
import type { Sentence } from "../model/explanation.ts";
import type { CaptureTeller } from "./capture-words.ts";
import { count, listText, numberText } from "./say.ts";

const mostShown = 6;

/** Whether a file belongs to the machinery (libraries, their cache, locales) rather than to the program's own work. */
export function isMachinery(path: string): boolean {
  return /^\/usr\/(?:local\/)?(?:lib|share)\/(?:python|perl|ruby|nodejs|x86_64-linux-gnu\/perl)/.test(path) || path.endsWith(".pyc") || /\.so(?:\.[\d.]+)?$/.test(path) || path.endsWith("/ld.so.cache") || path.startsWith("/usr/lib/locale/") || path.startsWith("/usr/share/locale/") || path.includes("/gconv/");
}

/** The files the program itself worked with, most bytes first. */
export function ownFiles(files: readonly FileUse[]): FileUse[] {
  const own = files.filter((file) => !isMachinery(file.path) && file.entries === undefined && !file.path.startsWith("/dev/null"));
  return own.toSorted((a, b) => b.writtenBytes - a.writtenBytes || b.readBytes - a.readBytes || a.line - b.line);
}

export function tellFiles(teller: CaptureTeller): Sentence[] {
  const { files, changes, searches, libraries } = teller.facts;
  const said: Sentence[] = [];
  const own = ownFiles(files);
  const configs = own.filter((file) => file.readBytes > 0 && isConfiguration(file.path));
  if (configs.length > 0) {
    said.push(teller.say(`Configuration it read: ${listText(configs.map((file) => file.path), mostShown)}.`, configs.slice(0, mostShown).map((file) => file.line), "file-descriptor"));
  }
  const listed = files.filter((file) => file.entries !== undefined);
  if (listed.length > 0) {
    const shown = listed.map((file) => `${file.path}${(file.entries ?? 0) > 0 ? ` (${count(file.entries ?? 0, "entry", "entries")})` : ""}`);
    said.push(teller.say(`Directories it listed: ${listText(shown, mostShown)}.`, listed.slice(0, mostShown).map((file) => file.line)));
  }
  const byCall = new Map<string, typeof changes>();
  for (const change of changes) byCall.set(changeVerb(change.syscall), [...(byCall.get(changeVerb(change.syscall)) ?? []), change]);
  for (const [verb, list] of byCall) {
    said.push(teller.say(`${verb}: ${listText(list.map((change) => (change.to === undefined ? change.path : verb === "Linked" ? `${change.to} → ${change.path}` : `${change.path} → ${change.to}`)), 4)}.`, list.slice(0, 4).map((change) => change.line)));
  }
  const missing = searches.libraries + searches.programs + searches.locales + searches.others;
  if (missing > 0) {
    const parts = [
      searches.libraries > 0 ? `${numberText(searches.libraries)} by the dynamic loader` : "", searches.programs > 0 ? `${numberText(searches.programs)} for programs along PATH` : "",
      searches.locales > 0 ? `${numberText(searches.locales)} for locale files` : "", searches.others > 0 ? `${numberText(searches.others)} by the programs themselves` : "",
    ].filter((part) => part !== "");
    const examples = searches.examples.length > 0 ? `, such as ${listText(searches.examples.map((one) => one.path), 3).replace(/ and \d+ more$/, "")}` : "";
    const calm = teller.facts.causes.some((cause) => cause.errno === "ENOENT") ? "" : "; looking in one place after another is how they search, none of this was a failure";
    said.push(teller.say(`Looked for and not there (ENOENT): ${count(missing, "name")}, ${parts.length === 1 ? `all ${(parts[0] ?? "").replace(/^[\d,]+ /, "")}` : listText(parts, 4)}${examples}${calm}.`, searches.examples.slice(0, 3).map((one) => one.line), "errno"));
  }
  if (libraries.length > 0) {
    const late = libraries.filter((library) => library.isLate);
    const searched = libraries.filter((library) => library.searched.length > 0);
    if (late.length > 0) said.push(teller.say(`Loaded only while running: ${listText(late.map((library) => library.path), 4)}.`, late.slice(0, 4).map((library) => library.line), "libc"));
    for (const lost of teller.facts.notFound.slice(0, 3)) {
      said.push(teller.say(`${lost.name} was looked for in ${listText(lost.places, 4)} and not found${lost.isLate ? " (the program went on without it or ended)" : ""}.`, [lost.line], "libc"));
    }
    for (const library of searched.slice(0, 2)) {
      said.push(teller.say(`${library.path} was found after ${listText(library.searched, 4)} had been tried.`, [library.line], "libc"));
    }
  }
  return said;
}

function isConfiguration(path: string): boolean {
  return (path.startsWith("/etc/") && path !== "/etc/localtime") || /\.(?:conf|cfg|ini|toml|ya?ml|json|rc)$/.test(path) || /\/\.[\w-]+rc$/.test(path) || /\/\.config\//.test(path) || path.endsWith("/.gitconfig") || path.endsWith("/.git/config");
}

function changeVerb(call: string): string {
  if (call.startsWith("mkdir")) return "Made directories";
  if (call.startsWith("rmdir") || call.startsWith("unlink")) return "Removed";
  if (call.startsWith("rename")) return "Renamed";
  if (call.startsWith("link")) return "Linked";
  if (call.startsWith("symlink")) return "Made symbolic links";
  if (call.startsWith("mknod")) return "Made special files";
  if (call.includes("chmod")) return "Changed the mode of";
  if (call.includes("chown")) return "Changed the owner of";
  if (call.startsWith("truncate")) return "Cut";
  if (call.startsWith("umount")) return "Unmounted";
  if (call === "mount") return "Mounted";
  return "Changed the root directory";
}

export function tellNetwork(teller: CaptureTeller): Sentence[] {
  const { connections, lookups } = teller.facts;
  const said: Sentence[] = [];
  for (const lookup of lookups.filter((one, index) => lookups.findIndex((other) => other.name === one.name && other.server === one.server) === index).slice(0, mostShown)) {
    const same = lookups.filter((one) => one.name === lookup.name && one.server === lookup.server);
    const types = [...new Set(same.map((one) => one.type).filter((type) => type !== "?"))];
    const answers = [...new Set(same.flatMap((one) => one.answers))];
    const failure = same.find((one) => one.failure !== undefined)?.failure;
    const answered = same.find((one) => one.answerLine !== undefined);
    const came = answers.length > 0 ? `the answer was ${listText(answers, 4)}` : failure !== undefined ? `the answer was ${failure}`
      : answered ? answered.isCut ? "an answer came, but strace shows only its beginning (-s 512 shows all)" : "the answer held no address" : "no answer is in the capture";
    said.push(teller.say(`It asked the name server ${lookup.server ?? "?"} for ${lookup.name}${types.length > 0 ? ` (${types.join(", ")})` : ""}; ${came}.`, [lookup.line, answered?.answerLine]));
  }
  for (const how of ["out", "in", "listens", "datagram", "probe"] as const) {
    const all = connections.filter((one) => one.how === how);
    if (how === "out") {
      for (const part of [all.filter((one) => one.errno === undefined), all.filter((one) => one.errno !== undefined)]) said.push(...tellConnections(teller, how, part));
    } else said.push(...tellConnections(teller, how, all));
  }
  return said;
}

function tellConnections(teller: CaptureTeller, how: Connection["how"], list: readonly Connection[]): Sentence[] {
  if (list.length === 0) return [];
  const unique = new Map<string, Connection & { times: number }>();
  for (const one of list) {
    const words = `${connectionWords(one)}${one.errno === undefined ? "" : ` (${one.errno})`}`;
    const known = unique.get(words);
    if (known) known.times += one.times;
    else unique.set(words, { ...one });
  }
  const shown = listText([...unique].map(([words, { times }]) => (times > 1 ? `${words}, ${times} times` : words)), mostShown);
  const lines = [...unique.values()].slice(0, mostShown).flatMap((one) => [one.line, one.nameLine]);
  const isNscd = list.every((one) => one.address === "/var/run/nscd/socket");
  const text = how === "out" && list[0]?.errno === undefined ? `Connected to ${shown}.`
    : how === "out" ? `Could not connect to ${shown}${isNscd ? "; no name service cache runs here, libc then looks by itself" : ""}.`
    : how === "in" ? `Accepted connections from ${shown}.`
    : how === "listens" ? list[0]?.errno === undefined ? `Waited for connections on ${shown}.` : `Could not bind to ${shown}.`
    : how === "datagram" ? `Sent datagrams to ${shown}.`
    : `Asked the kernel which source address it would use towards ${shown}: connect on a datagram socket, nothing is sent.`;
  return [teller.say(text, lines)];
}

function connectionWords({ address, name }: Connection): string {
  return name === undefined ? address : `${address} (${name})`;
}
