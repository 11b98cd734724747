/** Whether a flags argument holds a constant, written by name (`O_RDONLY|O_CLOEXEC`) or as a number (-X raw). */
export function hasFlag(text: string | undefined, name: string, bit: number): boolean {
  if (text === undefined) return false;
  if (/^(0x[0-9a-f]+|\d+)/.test(text) && !text.includes(name)) {
    const value = text.startsWith("0x") ? Number.parseInt(text.slice(2), 16) : Number.parseInt(text, text.startsWith("0") ? 8 : 10);
    // Sets of flags go beyond 31 bits.
    return Math.floor(value / bit) % 2 === 1;
  }
  return text.includes(name);
}
