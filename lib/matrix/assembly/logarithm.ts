// The natural logarithm, with the operations of ../elementary.ts and so its bits.

const LEAST_NORMAL: f64 = 2.2250738585072014e-308;

/** Of any number. */
export function ln(x: f64): f64 {
  if (!(x > 0)) return x == 0 ? -Infinity : NaN;
  if (x == Infinity) return x;
  const isNormal = x >= LEAST_NORMAL;
  const normal = isNormal ? x : x * 18014398509481984;
  return f64x2.extract_lane(lnOf(f64x2.splat(normal), isNormal ? 1023 : 1077), 0);
}

/** out = ln a, n numbers; out may be a. */
export function log(out: usize, a: usize, n: i32): void {
  for (const end = a + ((<usize>n) << 3); a < end; a += 16, out += 16) {
    const both = end - a > 8;
    const x = both ? v128.load(a) : v128.load64_splat(a);
    const positive = f64x2.ge(x, f64x2.splat(LEAST_NORMAL));
    let y = ln2(x);
    if (!i64x2.all_true(v128.and(positive, f64x2.lt(x, f64x2.splat(Infinity))))) {
      y = f64x2.splat(ln(f64x2.extract_lane(x, 0)));
      if (both) y = f64x2.replace_lane(y, 1, ln(f64x2.extract_lane(x, 1)));
    }
    if (both) v128.store(out, y);
    else store<f64>(out, f64x2.extract_lane(y, 0));
  }
}

/** Of two lanes, positive and not subnormal. */
// @ts-expect-error: decorator
@inline
export function ln2(x: v128): v128 {
  return lnOf(x, 1023);
}

/** Of two lanes and 2^(1023 - bias): of subnormal numbers made normal. */
// @ts-expect-error: decorator
@inline
function lnOf(x: v128, bias: f64): v128 {
  // The exponent, put into the lower bits of 2^52.
  const exponent = v128.or(i64x2.shr_u(x, 52), i64x2.splat(0x4330000000000000));
  let k = f64x2.sub(f64x2.sub(exponent, f64x2.splat(4503599627370496)), f64x2.splat(bias));
  let m = v128.and(x, i64x2.splat(0x000fffffffffffff));
  m = v128.or(m, i64x2.splat(0x3ff0000000000000));
  const isLarge = f64x2.gt(m, f64x2.splat(Math.SQRT2));
  m = v128.bitselect(f64x2.mul(m, f64x2.splat(0.5)), m, isLarge);
  k = f64x2.add(k, v128.and(isLarge, f64x2.splat(1)));

  // s = (m - 1) / (m + 1)
  const one = f64x2.splat(1);
  const larger = f64x2.max(m, one);
  const smaller = f64x2.min(m, one);
  const below = f64x2.add(larger, smaller);
  const belowRest = f64x2.sub(smaller, f64x2.sub(below, larger));
  const above = f64x2.sub(m, one);
  const quotient = f64x2.div(above, below);
  const back = f64x2.mul(quotient, below);
  let remainder = f64x2.sub(f64x2.sub(above, back), errorOfProduct(quotient, below, back));
  remainder = f64x2.sub(remainder, f64x2.mul(quotient, belowRest));
  const rest = f64x2.div(remainder, below);
  const s = f64x2.add(quotient, rest);
  const sRest = f64x2.sub(rest, f64x2.sub(s, quotient));

  // square = s^2, and a third of it
  const ss = f64x2.mul(s, s);
  const cross = f64x2.mul(s, sRest);
  const ssRest = f64x2.add(f64x2.add(errorOfProduct(s, s, ss), cross), cross);
  const square = f64x2.add(ss, ssRest);
  const squareRest = f64x2.sub(ssRest, f64x2.sub(square, ss));
  const three = f64x2.splat(3);
  const by3 = f64x2.div(square, three);
  const from3 = f64x2.mul(by3, three);
  let by3Rest = f64x2.sub(f64x2.sub(square, from3), errorOfProduct(by3, three, from3));
  by3Rest = f64x2.mul(f64x2.add(by3Rest, squareRest), f64x2.splat(1.0 / 3.0));
  const third = f64x2.add(by3, by3Rest);
  const thirdRest = f64x2.sub(by3Rest, f64x2.sub(third, by3));

  // s^4/5 + s^6/7 + ..., every other term apart
  const fourth = f64x2.mul(square, square);
  let odd = plus(f64x2.mul(fourth, f64x2.splat(1.0 / 29.0)), 1.0 / 25.0);
  let even = plus(f64x2.mul(fourth, f64x2.splat(1.0 / 27.0)), 1.0 / 23.0);
  odd = plus(f64x2.mul(odd, fourth), 1.0 / 21.0);
  even = plus(f64x2.mul(even, fourth), 1.0 / 19.0);
  odd = plus(f64x2.mul(odd, fourth), 1.0 / 17.0);
  even = plus(f64x2.mul(even, fourth), 1.0 / 15.0);
  odd = plus(f64x2.mul(odd, fourth), 1.0 / 13.0);
  even = plus(f64x2.mul(even, fourth), 1.0 / 11.0);
  odd = plus(f64x2.mul(odd, fourth), 1.0 / 9.0);
  even = plus(f64x2.mul(even, fourth), 1.0 / 7.0);
  odd = plus(f64x2.mul(odd, fourth), 1.0 / 5.0);
  const tail = f64x2.mul(f64x2.add(odd, f64x2.mul(even, square)), fourth);

  // ln m = 2 s + 2 s series
  const series = f64x2.add(third, f64x2.add(thirdRest, tail));
  const seriesRest = f64x2.sub(f64x2.add(thirdRest, tail), f64x2.sub(series, third));
  const times = f64x2.mul(s, series);
  let timesRest = f64x2.add(errorOfProduct(s, series, times), f64x2.mul(s, seriesRest));
  timesRest = f64x2.add(timesRest, f64x2.mul(sRest, series));
  const product = f64x2.add(times, timesRest);
  const productRest = f64x2.sub(timesRest, f64x2.sub(product, times));
  const two = f64x2.splat(2);
  const small = f64x2.mul(two, f64x2.add(f64x2.add(sRest, productRest), product));
  const twice = f64x2.mul(two, s);
  const lnM = f64x2.add(twice, small);
  const lnMRest = f64x2.sub(small, f64x2.sub(lnM, twice));

  const high = f64x2.mul(k, f64x2.splat(0.6931471803691238));
  const low = f64x2.mul(k, f64x2.splat(1.9082149292705877e-10));
  const sum = f64x2.add(high, lnM);
  let sumRest = f64x2.sub(lnM, f64x2.sub(sum, high));
  sumRest = f64x2.add(sumRest, f64x2.add(low, lnMRest));
  return v128.bitselect(lnM, f64x2.add(sum, sumRest), f64x2.eq(k, f64x2.splat(0)));
}

// @ts-expect-error: decorator
@inline
function plus(x: v128, y: f64): v128 {
  return f64x2.add(x, f64x2.splat(y));
}

/** a * b less its rounded value. Source: Dekker (1971). */
// @ts-expect-error: decorator
@inline
function errorOfProduct(a: v128, b: v128, product: v128): v128 {
  const splitter = f64x2.splat(134217729);
  const aLarge = f64x2.mul(a, splitter);
  const bLarge = f64x2.mul(b, splitter);
  const aHigh = f64x2.sub(aLarge, f64x2.sub(aLarge, a));
  const bHigh = f64x2.sub(bLarge, f64x2.sub(bLarge, b));
  const aLow = f64x2.sub(a, aHigh);
  const bLow = f64x2.sub(b, bHigh);
  let rest = f64x2.sub(product, f64x2.mul(aHigh, bHigh));
  rest = f64x2.sub(f64x2.sub(rest, f64x2.mul(aLow, bHigh)), f64x2.mul(aHigh, bLow));
  return f64x2.sub(f64x2.mul(aLow, bLow), rest);
}
