import { lastPart } from "./message-match.ts";

/** Failing calls of one kind about one thing: same call, same errno, same last part of the subject. */
export interface Suspect {
  readonly syscall: string;
  readonly errno: string;
  /** of the latest of them */
  subject: string | undefined;
  /** the first lines and the latest */
  readonly lines: number[];
  count: number;
  pid: number;
  /** how many calls its process had made when the first and when the latest one failed */
  readonly firstOrdinal: number;
  ordinal: number;
  /** the file was seen to exist, before or after (which an execve that answers ENOENT does not say) */
  isThere: boolean;
  /** a later call reached the same thing */
  isResolved: boolean;
  /** the flags word held O_CREAT or the like: the thing was to be made, not found */
  isCreation: boolean;
  /** the call itself went well and reported the failure of something else: SO_ERROR, a netlink answer */
  readonly isReported: boolean;
}

/** One failing call, as far as a suspect needs it. */
export interface FailedCall {
  readonly syscall: string;
  readonly errno: string;
  readonly subject: string | undefined;
  readonly line: number;
  readonly pid: number;
  readonly ordinal: number;
  readonly isCreation: boolean;
  readonly isReported: boolean;
  readonly isThere: boolean;
}

const mostSuspects = 3000;
const mostLines = 20;

/** The failing calls of one process: as many kinds as a diagnosis can weigh, found again by what they were about. */
export class Suspects {
  readonly #all = new Map<string, Suspect>();
  readonly #byLastPart = new Map<string, Suspect[]>();

  get size(): number { return this.#all.size; }

  values(): Iterable<Suspect> { return this.#all.values(); }

  add(call: FailedCall): void {
    const last = call.subject === undefined ? "" : lastPart(call.subject);
    const key = `${call.syscall} ${call.errno} ${last}`;
    const known = this.#all.get(key);
    if (known) {
      known.subject = call.subject;
      known.ordinal = call.ordinal;
      known.pid = call.pid;
      known.isResolved = false;
      known.count++;
      if (known.lines.length < mostLines) known.lines.push(call.line);
      else known.lines[mostLines - 1] = call.line;
      return;
    }
    if (this.#all.size >= mostSuspects) this.#forgetOldest();
    const { line, ...rest } = call;
    const suspect: Suspect = { ...rest, firstOrdinal: call.ordinal, lines: [line], count: 1, isResolved: false };
    this.#all.set(key, suspect);
    if (last === "") return;
    const same = this.#byLastPart.get(last);
    if (same) same.push(suspect);
    else this.#byLastPart.set(last, [suspect]);
  }

  /** A call reached `subject`: what failed about the same thing before was only a search. */
  resolve(subject: string): void {
    for (const suspect of this.#byLastPart.get(lastPart(subject)) ?? []) {
      // The file that could not be executed can be read: something else is missing.
      if (suspect.syscall.startsWith("execve")) suspect.isThere ||= suspect.subject === subject;
      else if (suspect.errno !== "EEXIST") suspect.isResolved = true;
    }
  }

  #forgetOldest(): void {
    const oldest = this.#all.entries().next().value;
    if (!oldest) return;
    const [key, suspect] = oldest;
    this.#all.delete(key);
    if (suspect.subject === undefined) return;
    const last = lastPart(suspect.subject);
    const left = (this.#byLastPart.get(last) ?? []).filter((one) => one !== suspect);
    if (left.length === 0) this.#byLastPart.delete(last);
    else this.#byLastPart.set(last, left);
  }
}
