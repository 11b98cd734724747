import { Descriptor } from "./open-file.ts";

type Slots = Map<number, Descriptor | undefined>;

/**
 * The descriptors of a process; threads share one. Copies (fork) share their numbers until one of them changes.
 * A child may be seen before the call that made it returns: then it is a copy of one of `origins`, and what they do not
 * agree on is not known until `settle`.
 */
export class DescriptorTable {
  #slots: Slots;
  #isShared = false;
  #origins: { key: object; table: DescriptorTable }[] | undefined;

  constructor(slots: Slots = new Map()) {
    this.#slots = slots;
  }

  static copyOfOneOf(origins: { key: object; table: DescriptorTable }[]): DescriptorTable {
    const table = new DescriptorTable();
    table.#origins = origins.map(({ key, table: origin }) => ({ key, table: origin.copy() }));
    return table;
  }

  get isSettled(): boolean { return this.#origins === undefined; }

  get(fd: number): Descriptor | undefined {
    const own = this.#slots.get(fd);
    if (own || !this.#origins || this.#slots.has(fd)) return own;
    const [first, ...others] = this.#origins.map(({ table }) => table.get(fd));
    return first && others.every((other) => other?.file === first.file) ? first : undefined;
  }

  set(fd: number, descriptor: Descriptor): void {
    this.#own();
    this.#slots.set(fd, descriptor);
  }

  delete(fd: number): void {
    if (this.#origins) this.#slots.set(fd, undefined);
    else if (this.#slots.has(fd)) {
      this.#own();
      this.#slots.delete(fd);
    }
  }

  copy(): DescriptorTable {
    this.#isShared = true;
    const copy = new DescriptorTable(this.#slots);
    copy.#isShared = true;
    copy.#origins = this.#origins?.map(({ key, table }) => ({ key, table: table.copy() }));
    return copy;
  }

  /** close_range(2): an upper end beyond every number stands for all. */
  closeRange(first: number, last: number): void {
    this.#each((fd) => fd >= first && fd <= last, (fd) => this.delete(fd));
  }

  markRange(first: number, last: number): void {
    this.#each((fd, descriptor) => fd >= first && fd <= last && !descriptor.cloexec, (fd, descriptor) => this.set(fd, new Descriptor(descriptor.file, true)));
  }

  /** execve(2) closes what is marked so. */
  dropCloexec(): void {
    for (const { table } of this.#origins ?? []) table.dropCloexec();
    for (const [fd, descriptor] of this.#slots) if (descriptor?.cloexec) this.delete(fd);
  }

  /** The call that made the process is known: its table was a copy of the one that has this key. */
  settle(key: object): void {
    const origin = this.#origins?.find((one) => one.key === key);
    if (!origin) return;
    const slots: Slots = new Map(origin.table.#slots);
    for (const [fd, descriptor] of this.#slots) {
      if (descriptor) slots.set(fd, descriptor);
      else slots.delete(fd);
    }
    this.#origins = undefined;
    this.#slots = slots;
    this.#isShared = false;
  }

  *entries(): Iterable<[number, Descriptor]> {
    for (const [fd, descriptor] of this.#slots) if (descriptor) yield [fd, descriptor];
  }

  #each(chosen: (fd: number, descriptor: Descriptor) => boolean, change: (fd: number, descriptor: Descriptor) => void): void {
    const numbers = new Set(this.#slots.keys());
    for (const { table } of this.#origins ?? []) for (const fd of table.#slots.keys()) numbers.add(fd);
    for (const fd of numbers) {
      const descriptor = this.get(fd);
      if (descriptor && chosen(fd, descriptor)) change(fd, descriptor);
    }
  }

  #own(): void {
    if (!this.#isShared) return;
    this.#slots = new Map(this.#slots);
    this.#isShared = false;
  }
}
