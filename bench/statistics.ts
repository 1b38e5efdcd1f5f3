// Medians and spreads: one run that something disturbed does not count.

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("median: there is no value");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest and the largest. */
export function spread(values: readonly number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

/**
 * What a takes for what b takes: the median of the ratios of runs made one
 * after the other, so that a machine that slows down slows both.
 */
export function ratio(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`ratio: ${a.length} runs and ${b.length}`);
  return median(a.map((value, run) => value / b[run]));
}
