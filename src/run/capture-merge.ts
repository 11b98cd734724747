/** What one thread's calls were written to by `strace -ff`: PREFIX.PID. */
export interface ThreadFile { readonly path: string; readonly pid: number }

export interface MergeOptions {
  readonly open: (path: string) => AsyncIterable<Buffer>;
  readonly onWarning: (message: string) => void;
}

const newline = 10;
const blank = 32;
const pieceBytes = 1 << 18;
const halfDay = 12 * 3600;
/** `>` a stack frame, `|` a dump, `*` and `=` the headings of dumps */
const continuationMarks = [62, 124, 42, 61];

/**
 * Merges the files of `strace -ff` by time, each line with the pid column that `-f -o` would have written. A line
 * without a time (a stack frame, a dump) stays with the line before it. Files without times come one after another, with
 * a warning: their order is not known. Memory grows with the threads that are alive at the same time.
 */
export async function* mergeCaptures(files: readonly ThreadFile[], options: MergeOptions): AsyncGenerator<Buffer> {
  const starts: { file: ThreadFile; first: number }[] = [];
  for (const file of files) starts.push({ file, first: await firstTime(file, options) });
  const out = new Pieces();
  if (starts.every(({ first }) => Number.isNaN(first))) {
    if (files.length > 1) options.onWarning(`the ${files.length} files have no times (-tt): they are read one after another, and what happened first in different processes is not known`);
    for (const { file } of starts) {
      const reader = new ThreadReader(file, options, 0);
      for (let more = await reader.next(); more; more = await reader.next()) {
        out.line(reader);
        if (out.isFull) yield out.take();
      }
    }
    yield out.take();
    return;
  }
  // times of day that lie on both sides of midnight: the small ones belong to the next day
  const latest = Math.max(...starts.map(({ first }) => (Number.isNaN(first) ? 0 : first)));
  const isTimeOfDay = latest < 2 * 86_400;
  const waiting = starts.map(({ file, first }) => {
    const dayOf = isTimeOfDay && latest - first > halfDay ? 86_400 : 0;
    return { reader: new ThreadReader(file, options, dayOf), first: Number.isNaN(first) ? -Infinity : first + dayOf };
  }).toSorted((a, b) => b.first - a.first || b.reader.pid - a.reader.pid);
  const alive: ThreadReader[] = [];
  for (;;) {
    let next: ThreadReader | undefined;
    for (const reader of alive) if (next === undefined || reader.time < next.time) next = reader;
    const born = waiting.at(-1);
    if (born && (next === undefined || born.first <= next.time)) {
      waiting.pop();
      if (await born.reader.next()) alive.push(born.reader);
      continue;
    }
    if (next === undefined) break;
    // everything this thread wrote before anybody else's next line
    let limit = born?.first ?? Infinity;
    for (const reader of alive) if (reader !== next && reader.time < limit) limit = reader.time;
    do {
      out.line(next);
      if (out.isFull) yield out.take();
      if (await next.next()) continue;
      alive.splice(alive.indexOf(next), 1);
      break;
    } while (next.time <= limit);
  }
  yield out.take();
}

async function firstTime(file: ThreadFile, options: MergeOptions): Promise<number> {
  const reader = new ThreadReader(file, options, 0);
  try {
    while (await reader.next()) if (reader.hasTime) return reader.time;
    return NaN;
  } finally {
    await reader.close();
  }
}

/** The lines of one thread's file, one at a time, as a place in the piece read last. */
class ThreadReader {
  readonly pid: number;
  readonly column: Buffer;
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  /** of the line; where it has none, that of the line before */
  time = 0;
  hasTime = false;
  #days: number;
  #rest = 0;
  #isOver = false;
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(file: ThreadFile, { open }: MergeOptions, days: number) {
    this.pid = file.pid;
    this.column = Buffer.from(`${String(file.pid).padEnd(5)} `);
    this.#days = days;
    this.#chunks = open(file.path)[Symbol.asyncIterator]();
  }

  /** False at the end of the file. */
  async next(): Promise<boolean> {
    let end = this.bytes.indexOf(newline, this.#rest);
    while (end < 0 && !this.#isOver) {
      const kept = this.bytes.subarray(this.#rest);
      const chunk = await this.#chunks.next();
      if (chunk.done) this.#isOver = true;
      else {
        this.bytes = Buffer.concat([kept, chunk.value]);
        this.#rest = 0;
        end = this.bytes.indexOf(newline, kept.length);
      }
    }
    if (end < 0 && this.#rest >= this.bytes.length) return false;
    this.#set(this.#rest, end < 0 ? this.bytes.length : end, end < 0 ? this.bytes.length : end + 1);
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #set(from: number, to: number, rest: number): void {
    this.from = from;
    this.to = to;
    this.#rest = rest;
    const time = leadingTime(this.bytes, from, to);
    this.hasTime = !Number.isNaN(time);
    if (!this.hasTime) return;
    // a clock that falls back by half a day has passed midnight
    if (time < 86_400 && time + this.#days < this.time - halfDay) this.#days += 86_400;
    this.time = time + this.#days;
  }
}

/** `1795451853.171729 ` or `16:50:59.038096 ` at the beginning of a line, in seconds; NaN where there is none. */
function leadingTime(bytes: Buffer, from: number, to: number): number {
  let whole = 0;
  let part = 0;
  let digits = 0;
  for (let at = from; at < to && at < from + 32; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 48 && code <= 57) {
      part = part * 10 + code - 48;
      digits++;
    } else if (code === 58) {
      whole = (whole + part) * 60;
      part = 0;
    } else if (code === 46) {
      const seconds = whole + part;
      let scale = 1;
      let fraction = 0;
      for (at++; at < to && (bytes[at] ?? 0) >= 48 && (bytes[at] ?? 0) <= 57; at++) {
        fraction = fraction * 10 + (bytes[at] ?? 0) - 48;
        scale *= 10;
      }
      return bytes[at] === blank && digits >= 5 ? seconds + fraction / scale : NaN;
    } else return code === blank && digits >= 6 ? whole + part : NaN;
  }
  return NaN;
}

/** Lines gathered into pieces of some size. */
class Pieces {
  #bytes = Buffer.allocUnsafeSlow(2 * pieceBytes);
  #used = 0;
  get isFull(): boolean { return this.#used >= pieceBytes; }

  line({ column, bytes, from, to }: ThreadReader): void {
    // frames and dumps have no columns in what -f -o writes either
    const isContinuation = bytes[from] === blank && continuationMarks.includes(bytes[from + 1] ?? 0) && bytes[from + 2] === blank;
    const start = isContinuation ? 0 : column.length;
    const size = start + to - from + 1;
    if (this.#used + size > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#used)], 2 * (this.#used + size));
    if (!isContinuation) column.copy(this.#bytes, this.#used);
    bytes.copy(this.#bytes, this.#used + start, from, to);
    this.#used += size;
    this.#bytes[this.#used - 1] = newline;
  }

  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#used);
    this.#used = 0;
    return taken;
  }
}
