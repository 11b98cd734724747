import type { OpenFile } from "./open-file.ts";

const mostPaths = 20_000;
const mostPerPath = 8;

/** Joins a path to the directory it is relative to, without `.`, `..` and doubled slashes; symbolic links are not followed. */
export function joinPath(directory: string | undefined, path: string): string {
  const whole = path.startsWith("/") ? path : directory === undefined ? path : `${directory}/${path}`;
  if (!/(^|\/)\.{0,2}(\/|$)/.test(whole.slice(1))) return whole;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !whole.startsWith("/")) parts.push(part);
  }
  return whole.startsWith("/") ? `/${parts.join("/")}` : parts.join("/") || ".";
}

/** The files opened lately by their path, so that renames and removals reach them. Bounded. */
export class PathIndex {
  readonly #files = new Map<string, OpenFile[]>();

  add(file: OpenFile): void {
    if (file.path === undefined) return;
    const known = this.#files.get(file.path);
    if (known) {
      if (known.length >= mostPerPath) known.shift();
      known.push(file);
      return;
    }
    if (this.#files.size >= mostPaths) {
      const oldest = this.#files.keys().next().value;
      if (oldest !== undefined) this.#files.delete(oldest);
    }
    this.#files.set(file.path, [file]);
  }

  rename(from: string, to: string): void {
    this.remove(to);
    const moved = this.#files.get(from);
    if (moved) this.#move(from, to, moved);
    else if (this.#files.size <= 2000) {
      const below = `${from}/`;
      for (const [path, files] of this.#files) if (path.startsWith(below)) this.#move(path, `${to}/${path.slice(below.length)}`, files);
    }
  }

  exchange(one: string, other: string): void {
    const [first, second] = [this.#files.get(one), this.#files.get(other)];
    this.#files.delete(one);
    this.#files.delete(other);
    if (first) this.#move(one, other, first);
    if (second) this.#move(other, one, second);
  }

  remove(path: string): void {
    for (const file of this.#files.get(path) ?? []) file.isDeleted = true;
    this.#files.delete(path);
  }

  #move(from: string, to: string, files: OpenFile[]): void {
    if (this.#files.get(from) === files) this.#files.delete(from);
    for (const file of files) file.path = to;
    this.#files.set(to, files);
  }
}
