// Images as they are kept, each in a record of two halves, one for each thread. Four bytes say how
// long the first is; then there are two bytes an entry, of the pixels that are not zero. The first
// is the pixel, the second how many pixels it is on from the entry before, or from the half's
// first pixel. Where that would not fit in a byte there is an entry of zero between. A handwritten
// digit takes two fifths of its bytes.

/** For each mask of 8 pixels: the numbers of those that are set, a byte each. */
const BITS = memory.data(2048, 16);
/** For each mask of 8 pixels: how many pixels those that are set are on from the one before. */
const GAPS = memory.data(2048, 16);
for (let mask: u32 = 0; mask < 256; mask++) {
  const to: usize = mask << 3;
  let last: u32 = 0;
  let k: usize = 0;
  for (let bit: u32 = 0; bit < 8; bit++) {
    if (!((mask >> bit) & 1)) continue;
    store<u8>(BITS + to + k, bit);
    store<u8>(GAPS + to + k++, bit - last);
    last = bit;
  }
}

/** Bytes that the records of N images of D pixels take at most. */
export function roomOfRecords(N: i32, D: i32): i32 {
  return 2 * N * (2 + D + D / FARTHEST) + 16; // 16 at a time are written
}

/** Where the second half of D pixels begins. */
export function middleOf(D: i32): i32 {
  return min(D, (D / 2 + 7) & ~7);
}

/** Pixels of the wider half. */
export function widthOf(D: i32): i32 {
  return max(middleOf(D), D - middleOf(D));
}

/** Where a half begins, and the one before it ends: 0, the middle, D. */
export function edgeOf(D: i32, half: i32): i32 {
  return half == 0 ? 0 : half == 1 ? middleOf(D) : D;
}

/** Pixels after which there is an entry, whatever they are. */
// @ts-expect-error: decorator
@inline export const FARTHEST = 248;

/**
 * Makes the records of n images of D bytes, one after the other.
 *
 * @param starts where to say where each begins, and the last one ends
 * @returns where the last one ends
 */
export function packImages(bytes: usize, n: i32, D: i32, starts: usize, out: usize): usize {
  const middle = middleOf(D);
  for (let i = 0; i < n; i++, bytes += D, starts += 4) {
    store<u32>(starts, <u32>out);
    const second = packHalf(bytes, middle, out + 4);
    store<u32>(out, <u32>second - <u32>out - 4);
    out = packHalf(bytes + middle, D - middle, second);
  }
  store<u32>(starts, <u32>out);
  return out;
}

/** Eight pixels at a time, whether all of them are zero or not: there is nothing to be foreseen. */
function packHalf(bytes: usize, width: i32, out: usize): usize {
  let distance = 0; // of the first of them from the entry before
  for (let j = 0; j < width; j += 8) {
    if (distance >= FARTHEST) {
      store<u16>(out, <u16>((distance - 1) << 8)); // of the pixel before these
      distance = 1;
      out += 2;
    }
    const x = v128.load64_zero(bytes + j);
    let mask = i8x16.bitmask(i8x16.ne(x, i8x16.splat(0)));
    if (width - j < 8) mask &= (1 << (width - j)) - 1;
    const at: usize = mask << 3;
    const pixels = i8x16.swizzle(x, v128.load64_zero(BITS + at));
    const first = i32x4.replace_lane(i32x4.splat(0), 0, distance);
    const gaps = i8x16.add(v128.load64_zero(GAPS + at), first);
    v128.store(out, i8x16.shuffle(pixels, gaps, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    out += popcnt(mask) << 1;
    distance = select(clz(mask) - 23, distance + 8, mask);
  }
  return out;
}

/** Says where the record of an image begins and ends. */
// @ts-expect-error: decorator
@inline
export function recordOf(starts: usize, indices: usize, i: i32): usize {
  return starts + ((<usize>load<u32>(indices + ((<usize>i) << 2))) << 2);
}

/** Where the entries of one half of it begin. */
// @ts-expect-error: decorator
@inline
export function beginOf(record: usize, half: i32): usize {
  const at: usize = load<u32>(record);
  return at + 4 + (half ? <usize>load<u32>(at) : 0);
}

/** Where they end. */
// @ts-expect-error: decorator
@inline
export function endOf(record: usize, half: i32): usize {
  return half ? <usize>load<u32>(record, 4) : beginOf(record, 1);
}

/**
 * Reads a byte of each cache line of one half of some images' records. These come from afar:
 * touching all of them first lets the reads overlap.
 *
 * @returns nothing of use, but the touching has to count for something
 */
export function touch(starts: usize, indices: usize, n: i32, half: i32): u32 {
  let touched: u32 = 0;
  for (let i = 0; i < n; i++) {
    const record = recordOf(starts, indices, i);
    const end = endOf(record, half);
    for (let line = beginOf(record, half); line < end; line += 64) touched += load<u8>(line);
  }
  return touched;
}
