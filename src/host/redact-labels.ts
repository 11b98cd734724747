/** An interface's alias and further names, as JSON and as text of `ip` print them: free text of whoever runs the host. */
const aliasJson = /("ifalias":")((?:[^"\\]|\\.)+)(?=")/g;
const aliasText = /^( {4}alias )(.+)$/gm;
const altnamesJson = /("altnames":\[)([^\]]*)(?=\])/g;
const altnameText = /^( {4}altname )(\S+)/gm;
/** Names that udev makes from the place of the hardware say nothing of anybody. */
const predictable = /^(?:en|wl|ww|ib|sl)(?:[acdiopsPvb]\d|x[0-9a-f]{12}$)/;

/** A text of `ip` with other aliases and altnames, each in its place; `substitute` gives the same one for the same label. */
export function redactLabels(text: string, substitute: (label: string) => string): string {
  if (!text.includes("alias") && !text.includes("altname")) return text;
  const alias = (_whole: string, before: string, label: string): string => before + substitute(label);
  const name = (label: string): string => (predictable.test(label) ? label : substitute(label));
  return text.replace(aliasJson, alias).replace(aliasText, alias)
    .replace(altnamesJson, (_whole, before: string, list: string) => before + list.replace(/"([^"]+)"/g, (_quoted, label: string) => `"${name(label)}"`))
    .replace(altnameText, (_whole, before: string, label: string) => before + name(label));
}

/** Who is named in a text as a user: the owners of home directories, and of processes in the lists of lsns. */
export function userNames(text: string): string[] {
  const homes = [...text.matchAll(/\/home\/([A-Za-z0-9_][A-Za-z0-9._-]*)/g)];
  const owners = text.includes('"namespaces"') ? [...text.matchAll(/"user":\s?"([^"]{2,32})"/g)] : [];
  return [...new Set([...homes, ...owners].map((match) => match[1] ?? ""))];
}
