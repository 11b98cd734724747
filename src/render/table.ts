import type { Column } from "./document.ts";

/** Blanks between two columns. */
export const gutter = 2;

/**
 * How wide each column becomes. Everything gets what its widest cell needs where that fits; otherwise the columns with
 * the highest `shrink` give way first (the widest of them, one column at a time) down to their `min`, then the next
 * ones, and in the end all of them share what there is: a cell that no longer fits is wrapped, never cut.
 */
export function columnWidths(columns: readonly Column[], needed: readonly number[], room: number): number[] {
  const widths = [...needed];
  const gaps = gutter * Math.max(0, columns.length - 1);
  let excess = widths.reduce((sum, width) => sum + width, 0) + gaps - room;
  const ranks = [...new Set(columns.map((column) => column.shrink ?? 0))].sort((a, b) => b - a);
  for (const rank of ranks) {
    if (excess <= 0) return widths;
    excess = giveWay(widths, columns.map((column) => ((column.shrink ?? 0) === rank ? column.min ?? 8 : Infinity)), excess);
  }
  if (excess > 0) giveWay(widths, columns.map(() => 1), excess);
  return widths;
}

/** Narrows the widest column, again and again, never below its floor; returns what is still too much. */
function giveWay(widths: number[], floors: readonly number[], excess: number): number {
  let left = excess;
  while (left > 0) {
    let widest = -1;
    widths.forEach((width, index) => {
      if (width > (floors[index] ?? Infinity) && width > (widths[widest] ?? 0)) widest = index;
    });
    if (widest < 0) return left;
    widths[widest] = (widths[widest] ?? 0) - 1;
    left--;
  }
  return 0;
}
