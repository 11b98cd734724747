import { readNumber } from "./text.ts";
import type { Words } from "./text.ts";

/** Reads what follows a keyword (which has been taken already) and files it under iproute2's JSON key. */
export type Reader = (words: Words, into: Record<string, unknown>) => void;

/** The keywords of one part of a line. A Map, so that no word of a host finds `constructor`. */
export type Grammar = ReadonlyMap<string, Reader>;

type Entry = readonly [string, Reader];

/** `{ word: reader }` tables and lists of words put together. */
export function grammar(...parts: readonly (readonly Entry[])[]): Grammar {
  return new Map(parts.flat());
}

/** Values that are numbers where they look like one; the JSON key is the word, or what follows it after `=`. */
export function values(list: string): Entry[] {
  return entries(list, (key) => (words, into) => {
    into[key] = readAuto(words.take());
  });
}

/** Values that stay text although they may look like a number. */
export function texts(list: string): Entry[] {
  return entries(list, (key) => (words, into) => {
    into[key] = words.take();
  });
}

/** `on` and `off`, which are booleans in JSON. */
export function switches(list: string): Entry[] {
  return entries(list, (key) => (words, into) => {
    const word = words.take();
    into[key] = word === "on" ? true : word === "off" ? false : word;
  });
}

/** Words that stand alone and mean `value`. */
export function present(list: string, value: unknown = true): Entry[] {
  return entries(list, (key) => (_words, into) => {
    into[key] = value;
  });
}

/** Lists in angle brackets or with commas: `<active,in_sync>`, `192.0.2.1,192.0.2.2`. */
export function lists(list: string): Entry[] {
  return entries(list, (key) => (words, into) => {
    into[key] = readList(words.take());
  });
}

/** `ttl inherit` and `ttl auto` are 0 in JSON. */
export function ttls(list: string): Entry[] {
  return entries(list, (key) => (words, into) => {
    const word = words.take();
    into[key] = word === "inherit" || word === "auto" ? 0 : readAuto(word);
  });
}

export function readAuto(word: string): string | number {
  return readNumber(word) ?? word;
}

export function readList(word: string): string[] {
  const inner = word.startsWith("<") && word.endsWith(">") ? word.slice(1, -1) : word;
  return inner.split(",").filter((item) => item !== "");
}

function entries(list: string, make: (key: string) => Reader): Entry[] {
  return list.split(/\s+/).filter(Boolean).map((item) => {
    const equals = item.indexOf("=");
    const word = equals === -1 ? item : item.slice(0, equals);
    return [word, make(equals === -1 ? item : item.slice(equals + 1))];
  });
}
