/**
 * Who wrote a line without a pid. On a terminal, `strace -f` writes `[pid N]` only while more than one process is traced:
 * where only one is left, the lines are its own. Nothing is known before the first `[pid N]` or message of an attachment.
 */
export class LivingProcesses {
  readonly #living = new Set<number>();
  #isTold = false;

  /** The only process there is. */
  sole(): number | undefined {
    if (!this.#isTold || this.#living.size !== 1) return undefined;
    const [pid] = this.#living;
    return pid;
  }

  /** A line named it. */
  seen(pid: number): void {
    this.#isTold = true;
    this.#living.add(pid);
  }

  /** A message said that it is traced from now on; at the very beginning it is the one that strace was attached to. */
  attached(pid: number, isBeginning: boolean): void {
    if (isBeginning) this.#isTold = true;
    this.#living.add(pid);
  }

  gone(pid: number): void {
    this.#living.delete(pid);
  }
}
