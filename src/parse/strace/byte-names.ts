/**
 * Strings of bytes that come again and again, such as names of calls and paths: each is made once. Exact: bytes are
 * compared, the hash only says where to look.
 */
export class ByteStrings {
  readonly #mask: number;
  readonly #longest: number;
  readonly #texts: (string | undefined)[];
  readonly #hashes: Int32Array;

  /** `slots` (a power of two) strings are remembered at most, none longer than `longest`; the newest of a slot stays. */
  constructor(slots: number, longest: number) {
    this.#mask = slots - 1;
    this.#longest = longest;
    this.#texts = Array.from({ length: slots }, () => undefined);
    this.#hashes = new Int32Array(slots);
  }

  /** The latin1 string of the bytes; `hash` must be {@link hashStep} over them. */
  find(bytes: Buffer, from: number, to: number, hash: number): string {
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    const text = this.#texts[slot];
    if (text !== undefined && this.#hashes[slot] === hash && isSame(text, bytes, from, to)) return text;
    const made = bytes.toString("latin1", from, to);
    if (to - from > this.#longest) return made;
    this.#texts[slot] = made;
    this.#hashes[slot] = hash;
    return made;
  }

  /** The same where nobody has the hash yet. */
  read(bytes: Buffer, from: number, to: number): string {
    if (to - from > this.#longest) return bytes.toString("latin1", from, to);
    let hash = 0;
    for (let at = from; at < to; at++) hash = hashStep(hash, bytes[at]!);
    return this.find(bytes, from, to, hash);
  }
}

export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

function isSame(text: string, bytes: Buffer, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[from + at]!) return false;
  return true;
}
