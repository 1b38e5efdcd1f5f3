// exp and log by additions, multiplications and divisions alone: the same bits in every
// engine. Math.exp and Math.log are not: browsers and versions of Node round them
// differently, and a training of many updates comes to see it.

const LN2_HIGH = 0.6931471803691238; // ln 2 to 33 bits: k * LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10; // the rest of ln 2
const SPLITTER = 2 ** 27 + 1;
const LEAST_NORMAL = 2 ** -1022;

/** Adding it to a number rounds that to an integer, and leaves the integer in the lower bits. */
const ROUNDER = 1.5 * 2 ** 52;
/** 2^k for k from -LEAST_POWER on. */
const LEAST_POWER = 600;
const POWERS = Float64Array.from({ length: 2 * LEAST_POWER }, (_, i) => 2 ** (i - LEAST_POWER));

/** One double, and its bits. */
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0]; // 1 on little-endian machines

/**
 * e^x within one unit in the last place: operation by operation what assembly/functions.ts
 * does in two lanes, so that both give the same bits.
 */
export function exp(x: number): number {
  const within = x > 710 ? 710 : x < -746 ? -746 : x; // a NaN stays
  const k = within * Math.LOG2E + ROUNDER - ROUNDER;
  const r = within - k * LN2_HIGH - k * LN2_LOW;
  const rr = r * r;
  let odd = 1 / 6227020800;
  let even = 1 / 479001600;
  odd = odd * rr + 1 / 39916800;
  even = even * rr + 1 / 3628800;
  odd = odd * rr + 1 / 362880;
  even = even * rr + 1 / 40320;
  odd = odd * rr + 1 / 5040;
  even = even * rr + 1 / 720;
  odd = odd * rr + 1 / 120;
  even = even * rr + 1 / 24;
  odd = odd * rr + 1 / 6;
  even = even * rr + 0.5;
  const y = 1 + (r + (odd * r + even) * rr);
  const half = k >> 1;
  return y * POWERS[half + LEAST_POWER] * POWERS[k - half + LEAST_POWER];
}

/** a * b less its rounded value. Source: Dekker (1971). */
function errorOfProduct(a: number, b: number, product: number): number {
  const aHigh = a * SPLITTER - (a * SPLITTER - a);
  const bHigh = b * SPLITTER - (b * SPLITTER - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * ln x, rounded to the nearest double in all but very rare cases, as NumPy's normal numbers
 * need it. Of 0 and of what has no logarithm it is what Math.log gives.
 *
 * x = m 2^k with m near 1, s = (m - 1) / (m + 1), and
 * ln x = k ln 2 + 2 s (1 + s^2/3 + s^4/5 + ...). Numbers with a rest, such as s
 * and sRest, are sums of two doubles, about 106 bits.
 */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return Math.log(x);
  const isNormal = x >= LEAST_NORMAL;
  double[0] = isNormal ? x : x * 2 ** 54;
  let k = (words[UPPER] >> 20) - (isNormal ? 1023 : 1077);
  words[UPPER] = (words[UPPER] & 0xfffff) | 0x3ff00000;
  let m = double[0]; // from 1 to 2
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }

  // s = (m - 1) / (m + 1)
  const larger = m > 1 ? m : 1;
  const smaller = m > 1 ? 1 : m;
  const below = larger + smaller;
  const belowRest = smaller - (below - larger);
  const quotient = (m - 1) / below;
  const back = quotient * below;
  const remainder = m - 1 - back - errorOfProduct(quotient, below, back) - quotient * belowRest;
  const rest = remainder / below;
  const s = quotient + rest;
  const sRest = rest - (s - quotient);

  // square = s^2, and a third of it
  const ss = s * s;
  const ssRest = errorOfProduct(s, s, ss) + s * sRest + sRest * s;
  const square = ss + ssRest;
  const squareRest = ssRest - (square - ss);
  const by3 = square / 3;
  const from3 = by3 * 3;
  const by3Rest = (square - from3 - errorOfProduct(by3, 3, from3) + squareRest) * (1 / 3);
  const third = by3 + by3Rest;
  const thirdRest = by3Rest - (third - by3);

  // s^4/5 + s^6/7 + ..., small enough for plain doubles; every other term apart
  const fourth = square * square;
  let odd = fourth * (1 / 29) + 1 / 25;
  let even = fourth * (1 / 27) + 1 / 23;
  odd = odd * fourth + 1 / 21;
  even = even * fourth + 1 / 19;
  odd = odd * fourth + 1 / 17;
  even = even * fourth + 1 / 15;
  odd = odd * fourth + 1 / 13;
  even = even * fourth + 1 / 11;
  odd = odd * fourth + 1 / 9;
  even = even * fourth + 1 / 7;
  odd = odd * fourth + 1 / 5;
  const tail = (odd + even * square) * fourth;

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
