// Long curves, thinned for drawing without losing a peak.

/** What is drawn of a curve. */
export interface Thinned {
  /** Where each point lies, from 0. */
  at: number[];
  /** Its value; null, a gap, where there is none that can be drawn. */
  y: (number | null)[];
  /** How many values two points stand for; 1 where every value is drawn. */
  bucket: number;
}

/**
 * The least and the greatest value of each of `most / 2` stretches of equal
 * length, in the order they come; all values when there are no more than `most`.
 *
 * @param canDraw whether a value has a place on the axis
 */
export function thin(
  values: ArrayLike<number>,
  most: number,
  canDraw: (value: number) => boolean = Number.isFinite,
): Thinned {
  const bucket = values.length <= most ? 1 : Math.ceil((2 * values.length) / most);
  const thinned: Thinned = { at: [], y: [], bucket };
  for (let start = 0; start < values.length; start += bucket) {
    const end = Math.min(start + bucket, values.length);
    let [low, high] = [-1, -1];
    for (let i = start; i < end; i++) {
      if (!canDraw(values[i])) continue;
      if (low < 0 || values[i] < values[low]) low = i;
      if (high < 0 || values[i] > values[high]) high = i;
    }
    if (low < 0) {
      thinned.at.push(start);
      thinned.y.push(null);
      continue;
    }
    for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      thinned.at.push(i);
      thinned.y.push(values[i]);
    }
  }
  return thinned;
}

/** Which points have a gap, or nothing, on both sides: a line does not show them. */
export function alone(y: (number | null)[]): boolean[] {
  const missing = (i: number) => (y[i] ?? null) === null;
  return y.map((_, i) => !missing(i) && missing(i - 1) && missing(i + 1));
}
