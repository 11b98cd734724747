/** An `ip` (or `bridge`) command taken apart: the global options by meaning, the object and its words as typed. */
export interface IpCommand {
  readonly tool: string;
  readonly json: boolean;
  /** how often -d was given */
  readonly details: number;
  /** how often -s was given */
  readonly stats: number;
  /** 4, 6, mpls, bridge, link …; empty where none was asked for */
  readonly family: string;
  /** further global options in order, with their values: -N, -o, -br, -n NAME … */
  readonly otherOptions: readonly string[];
  readonly words: readonly string[];
}

const familyNames: Readonly<Record<string, string>> = { inet: "4", inet6: "6" };
const optionsWithValue = new Set(["-f", "-family", "-n", "-netns", "-rc", "-rcvbuf", "-b", "-batch", "-l", "-loops"]);

/** Takes `ip -6 -j -d route show` apart. Undefined where the argv is no `ip` or `bridge` command, or has no object. */
export function parseIpArgv(argv: readonly string[]): IpCommand | undefined {
  const tool = baseName(argv[0] ?? "");
  if (tool !== "ip" && tool !== "bridge") return undefined;
  let json = false;
  let details = 0;
  let stats = 0;
  let family = "";
  const otherOptions: string[] = [];
  let at = 1;
  for (; at < argv.length; at += 1) {
    const word = argv[at]!;
    if (!word.startsWith("-") || word.length < 2) break;
    // iproute2 takes --json for -json
    const option = word.startsWith("--") ? word.slice(1) : word;
    if (isAbbreviation(option, "-json", 2)) json = true;
    else if (isAbbreviation(option, "-details", 2)) details += 1;
    else if (isAbbreviation(option, "-statistics", 2) || option === "-stats") stats += 1;
    else if (option === "-4" || option === "-6" || option === "-0" || option === "-B" || option === "-M") family = option.slice(1);
    else if (option === "-f" || isAbbreviation(option, "-family", 3)) {
      const name = argv[(at += 1)] ?? "";
      family = familyNames[name] ?? name;
    } else if (isAbbreviation(option, "-oneline", 2)) otherOptions.push("-o");
    else if (option === "-br" || option === "-brief") otherOptions.push("-br");
    else if (option === "-N" || option === "-Numeric") otherOptions.push("-N");
    else if (optionsWithValue.has(option)) otherOptions.push(option, argv[(at += 1)] ?? "");
    else otherOptions.push(option);
  }
  const words = argv.slice(at);
  if (words.length === 0) return undefined;
  return { tool, json, details, stats, family, otherOptions, words };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isAbbreviation(word: string, whole: string, least: number): boolean {
  return word.length >= least && whole.startsWith(word);
}
