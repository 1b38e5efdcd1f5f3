// The natural logarithm, rounded to the nearest double in all but very rare
// cases. Math.log is off by one in the last bit for one argument in thirty,
// which would make one in thirty of NumPy's normal numbers come out different.

const LN2_HIGH = 0.6931471803691238; // ln 2 to 33 bits: k * LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10; // the rest of ln 2
const SPLITTER = 2 ** 27 + 1;

/** A number as the unevaluated sum of two doubles, about 106 bits. */
type Pair = readonly [high: number, low: number];

/** a + b with its rounding error; |a| >= |b|. */
function sumOf(a: number, b: number): Pair {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** a * b with its rounding error. Source: Dekker (1971). */
function productOf(a: number, b: number): Pair {
  const product = a * b;
  const aHigh = a * SPLITTER - (a * SPLITTER - a);
  const bHigh = b * SPLITTER - (b * SPLITTER - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function multiply(a: Pair, b: Pair): Pair {
  const [high, low] = productOf(a[0], b[0]);
  return sumOf(high, low + a[0] * b[1] + a[1] * b[0]);
}

function divide(a: Pair, b: Pair): Pair {
  const quotient = a[0] / b[0];
  const [high, low] = productOf(quotient, b[0]);
  const remainder = a[0] - high - low + a[1] - quotient * b[1];
  return sumOf(quotient, remainder / b[0]);
}

/**
 * ln x, for x a positive, normal, finite number.
 *
 * x = m 2^k with m near 1, s = (m - 1) / (m + 1), and
 * ln x = k ln 2 + 2 s (1 + s^2/3 + s^4/5 + ...).
 */
export function log(x: number): number {
  let k = Math.floor(Math.log2(x));
  if (x / 2 ** k > Math.SQRT2) k++;
  const m = x / 2 ** k;
  const s = divide([m - 1, 0], sumOf(Math.max(m, 1), Math.min(m, 1)));
  const s2 = multiply(s, s);

  let tail = 0; // s^4/5 + s^6/7 + ..., small enough for a plain double
  for (let n = 29; n >= 5; n -= 2) tail = (tail + 1 / n) * s2[0];
  tail *= s2[0];
  const third = divide(s2, [3, 0]);
  const series = sumOf(third[0], third[1] + tail);
  const product = multiply(s, series);
  const lnM = sumOf(2 * s[0], 2 * (s[1] + product[1] + product[0]));

  const high = k * LN2_HIGH;
  const [sum, error] = k === 0 ? lnM : sumOf(high, lnM[0]);
  return k === 0 ? sum : sum + (error + (k * LN2_LOW + lnM[1]));
}
