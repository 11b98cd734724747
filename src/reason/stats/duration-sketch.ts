/** Buckets an octave: a bucket is 1/64 of its value wide, its middle at most 1/128 away from what fell in. */
const bucketBits = 13;
const mostBuckets = 1 << bucketBits;
/** of a double's upper half: exponent and six bits behind it */
const dropped = 14;
/** durations below 2^-31 s share the first bucket */
const lowest = (1023 - 31) << 6;
const largestTable = 1 << 20;

/**
 * Distributions of durations, many at once, in one table of counts: one for each key and bucket that occurs. Where the
 * table would outgrow its limit, neighbouring buckets are merged everywhere, and `relativeError` doubles.
 */
export class DurationSketch {
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  #keys = new Int32Array(1 << 12);
  #counts = new Uint32Array(1 << 12);
  #used = 0;
  #merged = 0;

  /** How far a quantile may be from the true one, as a fraction of it. */
  get relativeError(): number { return 2 ** this.#merged / 128; }

  /** `key` below 2^17 */
  add(key: number, seconds: number): void {
    this.#double[0] = seconds;
    const bucket = ((this.#words[1] ?? 0) >>> dropped) - lowest;
    const place = bucket < 0 ? 0 : bucket >= mostBuckets ? mostBuckets - 1 : bucket;
    this.#count((key << bucketBits) | (place >>> this.#merged), 1);
  }

  /** Of each key: the durations below which the given parts of its calls stay. */
  quantiles(parts: readonly number[]): Map<number, number[]> {
    const byKey = new Map<number, [bucket: number, count: number][]>();
    for (let slot = 0; slot < this.#keys.length; slot++) {
      const entry = (this.#keys[slot] ?? 0) - 1;
      if (entry < 0) continue;
      const found: [number, number] = [entry & (mostBuckets - 1), this.#counts[slot] ?? 0];
      const list = byKey.get(entry >>> bucketBits);
      if (list) list.push(found);
      else byKey.set(entry >>> bucketBits, [found]);
    }
    const answer = new Map<number, number[]>();
    for (const [key, buckets] of byKey) {
      buckets.sort((a, b) => a[0] - b[0]);
      const all = buckets.reduce((sum, [, count]) => sum + count, 0);
      answer.set(key, parts.map((part) => {
        let left = Math.ceil(part * all);
        for (const [bucket, count] of buckets) if ((left -= count) <= 0) return this.#middle(bucket);
        return NaN;
      }));
    }
    return answer;
  }

  #count(entry: number, by: number): void {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(entry, 0x9e3779b1) >>> 12) & mask;
    for (let key = this.#keys[slot]; key !== 0; key = this.#keys[slot]) {
      if (key === entry + 1) {
        this.#counts[slot] = (this.#counts[slot] ?? 0) + by;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#keys[slot] = entry + 1;
    this.#counts[slot] = by;
    if (++this.#used * 4 > this.#keys.length * 3) this.#makeRoom();
  }

  #makeRoom(): void {
    const keys = this.#keys;
    const counts = this.#counts;
    const isFull = keys.length >= largestTable;
    if (isFull) this.#merged++;
    const size = isFull ? keys.length : 2 * keys.length;
    this.#keys = new Int32Array(size);
    this.#counts = new Uint32Array(size);
    this.#used = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      const entry = (keys[slot] ?? 0) - 1;
      if (entry < 0) continue;
      const bucket = entry & (mostBuckets - 1);
      this.#count(isFull ? (entry - bucket) | (bucket >>> 1) : entry, counts[slot] ?? 0);
    }
  }

  #middle(bucket: number): number {
    if (bucket === 0) return 0;
    const edge = (place: number): number => {
      this.#words[0] = 0;
      this.#words[1] = (place + lowest) << dropped;
      return this.#double[0] ?? 0;
    };
    return (edge(bucket << this.#merged) + edge((bucket + 1) << this.#merged)) / 2;
  }
}
