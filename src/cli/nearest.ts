/**
 * The word of a list that was probably meant by a mistyped one, or undefined where none is close: at most a third of
 * its letters may differ (inserted, left out, changed, or two neighbours swapped).
 */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const word of words) {
    const distance = editDistance(typed.toLowerCase().slice(0, 64), word.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  return best !== undefined && bestDistance <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}

/** Up to five words close to a mistyped one, the closest first; words that hold it, or that it holds, count as close. */
export function nearestWords(typed: string, words: readonly string[]): string[] {
  const wanted = typed.toLowerCase().slice(0, 64);
  const rated = words.map((word) => {
    const lower = word.toLowerCase();
    const distance = editDistance(wanted, lower);
    const holds = wanted.length >= 3 && (lower.includes(wanted) || (lower.length >= 4 && wanted.includes(lower)));
    return { word, distance, isClose: holds || distance <= Math.max(1, Math.floor(lower.length / 3)) };
  });
  return rated.filter(({ isClose }) => isClose).sort((a, b) => a.distance - b.distance).slice(0, 5).map(({ word }) => word);
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (beforeLast[j - 2] ?? Infinity) + 1);
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? Infinity;
}
