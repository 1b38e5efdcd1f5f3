// The natural logarithm, rounded to the nearest double in all but very rare
// cases. Math.log is off by one in the last bit for one argument in thirty,
// which would make one in thirty of NumPy's normal numbers come out different.

const LN2_HIGH = 0.6931471803691238; // ln 2 to 33 bits: k * LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10; // the rest of ln 2
const SPLITTER = 2 ** 27 + 1;

/** a * b less its rounded value. Source: Dekker (1971). */
function errorOfProduct(a: number, b: number, product: number): number {
  const aHigh = a * SPLITTER - (a * SPLITTER - a);
  const bHigh = b * SPLITTER - (b * SPLITTER - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * ln x, for x a positive, normal, finite number.
 *
 * x = m 2^k with m near 1, s = (m - 1) / (m + 1), and
 * ln x = k ln 2 + 2 s (1 + s^2/3 + s^4/5 + ...). Numbers with a rest, such as s
 * and sRest, are sums of two doubles, about 106 bits.
 */
export function log(x: number): number {
  let k = Math.floor(Math.log2(x));
  if (x / 2 ** k > Math.SQRT2) k++;
  const m = x / 2 ** k;

  // s = (m - 1) / (m + 1)
  const larger = Math.max(m, 1);
  const below = larger + Math.min(m, 1);
  const belowRest = Math.min(m, 1) - (below - larger);
  const quotient = (m - 1) / below;
  const back = quotient * below;
  const remainder = m - 1 - back - errorOfProduct(quotient, below, back) - quotient * belowRest;
  const s = quotient + remainder / below;
  const sRest = remainder / below - (s - quotient);

  // square = s^2, and a third of it
  const ss = s * s;
  const ssRest = errorOfProduct(s, s, ss) + s * sRest + sRest * s;
  const square = ss + ssRest;
  const squareRest = ssRest - (square - ss);
  const by3 = square / 3;
  const from3 = by3 * 3;
  const by3Rest = (square - from3 - errorOfProduct(by3, 3, from3) + squareRest) / 3;
  const third = by3 + by3Rest;
  const thirdRest = by3Rest - (third - by3);

  let tail = 0; // s^4/5 + s^6/7 + ..., small enough for a plain double
  for (let n = 29; n >= 5; n -= 2) tail = (tail + 1 / n) * square;
  tail *= square;

  // ln m = 2 s + 2 s series
  const series = third + (thirdRest + tail);
  const seriesRest = thirdRest + tail - (series - third);
  const times = s * series;
  const timesRest = errorOfProduct(s, series, times) + s * seriesRest + sRest * series;
  const product = times + timesRest;
  const productRest = timesRest - (product - times);
  const small = 2 * (sRest + productRest + product);
  const lnM = 2 * s + small;
  const lnMRest = small - (lnM - 2 * s);
  if (k === 0) return lnM;

  const high = k * LN2_HIGH;
  const sum = high + lnM;
  return sum + (lnM - (sum - high) + (k * LN2_LOW + lnMRest));
}
