const firstAfterMs = 1000;
const everyMs = 200;

/**
 * How far a long read has come, as one line on a terminal that is written over again and again: share, rate, time left.
 * Nothing at all within the first second, and where standard error is no terminal.
 */
export class Progress {
  readonly #began = performance.now();
  readonly #stream: NodeJS.WriteStream;
  #last = 0;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** `all` is 0 where nobody knows. */
  show(read: number, all: number): void {
    if (!this.#stream.isTTY) return;
    const now = performance.now();
    const elapsed = now - this.#began;
    if (elapsed < firstAfterMs || now - this.#last < everyMs) return;
    this.#last = now;
    this.#isShown = true;
    const rate = read / elapsed * 1000;
    const left = all > read ? `, ${Math.ceil((all - read) / rate)} s left` : "";
    const share = all > 0 ? `${Math.floor((100 * read) / all)} % of ${mebibytes(all)}` : mebibytes(read);
    this.#stream.write(`\r\u001b[K${share}, ${mebibytes(rate)}/s${left}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isShown) this.#stream.write("\r\u001b[K");
    this.#isShown = false;
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1048576).toFixed(bytes < 10 * 1048576 ? 1 : 0)} MiB`;
}

