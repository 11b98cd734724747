/** The IFF_* bits under the names iproute2 prints them with (linux/if.h). RUNNING is not among them: iproute2 hides it. */
const flagBits: readonly (readonly [bit: number, name: string])[] = [
  [0x1, "UP"], [0x2, "BROADCAST"], [0x4, "DEBUG"], [0x8, "LOOPBACK"], [0x10, "POINTOPOINT"], [0x20, "NOTRAILERS"],
  [0x80, "NOARP"], [0x100, "PROMISC"], [0x200, "ALLMULTI"], [0x400, "MASTER"], [0x800, "SLAVE"],
  [0x1000, "MULTICAST"], [0x2000, "PORTSEL"], [0x4000, "AUTOMEDIA"], [0x8000, "DYNAMIC"], [0x10000, "LOWER_UP"],
  [0x20000, "DORMANT"], [0x40000, "ECHO"],
];

/** Words within `<…>`. BusyBox prints the bits it has no name for as hexadecimal, glued to the last word: `LOWER_UP300`. */
export function readLinkFlags(text: string): string[] {
  return text.split(",").flatMap((word) => (word === "" ? [] : readFlagWord(word)));
}

function readFlagWord(word: string): string[] {
  if (isKnown(word)) return [word];
  // the longest known name first: DEBUG is a name, not "DE" and the bits 0xb
  for (let cut = word.length - 1; cut >= 2; cut--) {
    const name = word.slice(0, cut);
    if (isKnown(name) && isHex(word.slice(cut))) return [name, ...namesOfBits(Number.parseInt(word.slice(cut), 16))];
  }
  return isHex(word) ? namesOfBits(Number.parseInt(word, 16)) : [word];
}

function isKnown(word: string): boolean {
  return word === "NO-CARRIER" || word === "M-DOWN" || word === "RUNNING" || flagBits.some(([, name]) => name === word);
}

function isHex(text: string): boolean {
  return text.length <= 8 && /^[0-9a-f]+$/.test(text);
}

function namesOfBits(bits: number): string[] {
  const names: string[] = [];
  let rest = bits;
  for (const [bit, name] of flagBits) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names;
}

/** IFF_UP; where the flags are not shown, the states that only a link that is up has; null where nothing tells. */
export function adminUpOf(flags: readonly string[] | undefined, operstate: string | null): boolean | null {
  if (flags !== undefined) return flags.includes("UP");
  return ["up", "lowerlayerdown", "dormant", "testing"].includes(operstate ?? "") ? true : null;
}

/** Carrier as far as the flags tell it: the kernel shows LOWER_UP only of a link that is up. */
export function carrierOf(flags: readonly string[]): boolean | null {
  if (flags.includes("LOWER_UP")) return true;
  return flags.includes("UP") ? false : null;
}
